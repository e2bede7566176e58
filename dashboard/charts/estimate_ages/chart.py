"""The chart of the moves of first estimates by age, from a release and its view."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe
from dashboard.charts.estimate_ages import data, plot, text
from dashboard.charts.estimate_moves.chart import OBSERVATIONS_URL
from dashboard.charts.estimate_moves.data import estimates
from dashboard.charts.estimate_moves.state import EstimatesState
from etl.model import Release


def estimate_ages(release: Release, view: EstimatesState) -> Chart:
    """How far first estimates had moved by the time since."""
    return chart_of(data.ages(estimates(release, view)))


def chart_of(a: data.Ages) -> Chart:
    """The same of what is computed already."""
    return describe(
        "estimate-ages",
        a.estimates.view.query(a.estimates.release),
        a,
        text,
        plot.figure,
        empty=not a.ages,
        observations_url=OBSERVATIONS_URL,
    )


CHARTS = (ChartType("estimate-ages", "/estimates", EstimatesState.parse, estimate_ages),)
