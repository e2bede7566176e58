"""The chart of first figures and what became of them, from a release."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe
from dashboard.charts.estimate_moves.chart import OBSERVATIONS_URL
from dashboard.charts.first_figures import data, plot, text
from dashboard.charts.first_figures.state import FirstFiguresState
from etl.model import Release


def first_figures(release: Release, _: FirstFiguresState) -> Chart:
    """How many first figures stand in the next table, in the one after, and today."""
    return chart_of(release, data.first_figures(release))


def chart_of(release: Release, a: data.FirstFigures) -> Chart:
    """The same of what is computed already."""
    return describe(
        "first-figures",
        FirstFiguresState().query(release),
        a,
        text,
        plot.figure,
        empty=a.total is None,
        observations_url=OBSERVATIONS_URL,
    )


CHARTS = (ChartType("first-figures", "/claims", FirstFiguresState.parse, first_figures),)
