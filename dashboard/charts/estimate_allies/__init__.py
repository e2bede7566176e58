"""How far each ally's first estimates moved, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart
from dashboard.charts.estimate_allies import data, plot, text
from dashboard.charts.estimate_moves import FIRST_ESTIMATES
from dashboard.charts.estimate_moves.data import estimates
from dashboard.charts.estimate_moves.state import EstimatesState

BY_ALLY = DataChart(
    "estimate-allies",
    "/estimates",
    EstimatesState,
    lambda release, view: data.by_ally(estimates(release, view)),
    text,
    plot.figure,
    lambda _: FIRST_ESTIMATES,
    empty=lambda b: not b.rows,
)
CHARTS = (BY_ALLY,)
