"""The chart of the moves of first estimates, from a release and its view."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType
from dashboard.charts.estimate_moves import data, plot, text
from dashboard.charts.estimate_moves.state import EstimatesState
from etl.model import Release

FIGURES = "/api/v1/estimates.csv"
"""The address of every first estimate and what became of it."""


def estimate_moves(release: Release, view: EstimatesState) -> Chart:
    """How far first estimates moved, one mark an ally and year."""
    e = data.estimates(release, view)
    return Chart(
        name="estimate-moves",
        query=view.query(release),
        title=text.title(e),
        subtitle=text.subtitle(e),
        summary=text.summary(e),
        source=text.source(e),
        table=text.table(e),
        plot=lambda theme, narrow: plot.figure(e, theme, narrow=narrow),
        empty=not e.moves,
        figures=FIGURES,
    )


CHARTS = (ChartType("estimate-moves", "/estimates", EstimatesState.parse, estimate_moves),)
