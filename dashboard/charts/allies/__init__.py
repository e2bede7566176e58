"""All members' shares by year, one small drawing each, as a chart."""

from __future__ import annotations

from dashboard.charts.allies import data, plot, text
from dashboard.charts.allies.state import AlliesState
from dashboard.charts.chart import DataChart
from etl.model import SHARE_OF_GDP

ALLIES = DataChart(
    "allies",
    "/allies",
    AlliesState,
    data.allies,
    text,
    plot.figure,
    lambda a: {"edition": a.view.edition, "indicator": SHARE_OF_GDP},
    empty=lambda a: not a.years,
    height=plot.height,
)
CHARTS = (ALLIES,)
