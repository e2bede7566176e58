"""How far first estimates moved, one mark an ally and year, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart
from dashboard.charts.estimate_moves import data, plot, text
from dashboard.charts.estimate_moves.state import EstimatesState

FIRST_ESTIMATES = "/api/v1/estimates.csv"
"""The address of every first estimate and what became of it."""

MOVES = DataChart(
    "estimate-moves",
    "/estimates",
    EstimatesState,
    data.estimates,
    text,
    plot.figure,
    lambda _: FIRST_ESTIMATES,
    empty=lambda e: not e.moves,
)
CHARTS = (MOVES,)
