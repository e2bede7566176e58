"""How far first estimates had moved by the time since, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart
from dashboard.charts.estimate_ages import data, plot, text
from dashboard.charts.estimate_moves import FIRST_ESTIMATES
from dashboard.charts.estimate_moves.data import estimates
from dashboard.charts.estimate_moves.state import EstimatesState

AGES = DataChart(
    "estimate-ages",
    "/estimates",
    EstimatesState,
    lambda release, view: data.ages(estimates(release, view)),
    text,
    plot.figure,
    lambda _: FIRST_ESTIMATES,
    empty=lambda a: not a.ages,
)
CHARTS = (AGES,)
