"""The chart of the moves of first estimates by ally, from a release and its view."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType
from dashboard.charts.estimate_allies import data, plot, text
from dashboard.charts.estimate_moves.chart import FIGURES
from dashboard.charts.estimate_moves.data import estimates
from dashboard.charts.estimate_moves.state import EstimatesState
from etl.model import Release


def estimate_allies(release: Release, view: EstimatesState) -> Chart:
    """How far each ally's first estimates moved."""
    b = data.by_ally(estimates(release, view))
    return Chart(
        name="estimate-allies",
        query=view.query(release),
        title=text.title(b),
        subtitle=text.subtitle(b),
        summary=text.summary(b),
        source=text.source(b),
        table=text.table(b),
        plot=lambda theme, narrow: plot.figure(b, theme, narrow=narrow),
        empty=not b.rows,
        figures=FIGURES,
    )


CHARTS = (ChartType("estimate-allies", "/estimates", EstimatesState.parse, estimate_allies),)
