"""The chart of the moves of first estimates by ally, from a release and its view."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe
from dashboard.charts.estimate_allies import data, plot, text
from dashboard.charts.estimate_moves.chart import OBSERVATIONS_URL
from dashboard.charts.estimate_moves.data import estimates
from dashboard.charts.estimate_moves.state import EstimatesState
from etl.model import Release


def estimate_allies(release: Release, view: EstimatesState) -> Chart:
    """How far each ally's first estimates moved."""
    return chart_of(data.by_ally(estimates(release, view)))


def chart_of(b: data.ByAlly) -> Chart:
    """The same of what is computed already."""
    return describe(
        "estimate-allies",
        b.estimates.view.query(b.estimates.release),
        b,
        text,
        plot.figure,
        empty=not b.rows,
        observations_url=OBSERVATIONS_URL,
    )


CHARTS = (ChartType("estimate-allies", "/estimates", EstimatesState.parse, estimate_allies),)
