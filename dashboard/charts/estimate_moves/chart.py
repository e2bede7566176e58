"""The chart of the moves of first estimates, from a release and its view."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe
from dashboard.charts.estimate_moves import data, plot, text
from dashboard.charts.estimate_moves.state import EstimatesState
from etl.model import Release

OBSERVATIONS_URL = "/api/v1/estimates.csv"
"""The address of every first estimate and what became of it."""


def estimate_moves(release: Release, view: EstimatesState) -> Chart:
    """How far first estimates moved, one mark an ally and year."""
    return chart_of(data.estimates(release, view))


def chart_of(e: data.Estimates) -> Chart:
    """The same of what is computed already."""
    return describe(
        "estimate-moves",
        e.view.query(e.release),
        e,
        text,
        plot.figure,
        empty=not e.moves,
        observations_url=OBSERVATIONS_URL,
    )


CHARTS = (ChartType("estimate-moves", "/estimates", EstimatesState.parse, estimate_moves),)
