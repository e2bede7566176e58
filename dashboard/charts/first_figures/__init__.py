"""How many first figures stand in the next table, in the one after, and today, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart
from dashboard.charts.estimate_moves import FIRST_ESTIMATES
from dashboard.charts.first_figures import data, plot, text
from dashboard.state import State

FIRST_FIGURES = DataChart(
    "first-figures",
    "/claims",
    State,
    lambda release, _: data.first_figures(release),
    text,
    plot.figure,
    lambda _: FIRST_ESTIMATES,
    empty=lambda a: a.total is None,
)
CHARTS = (FIRST_FIGURES,)
