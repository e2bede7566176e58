"""Allies at the target by year, one line an edition, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart
from dashboard.charts.count_trend import data, plot, text
from dashboard.charts.count_trend.state import TrendState
from etl.model import SHARE_OF_GDP

TREND = DataChart(
    "count-trend", "/trend", TrendState, data.trend, text, plot.figure, lambda _: {"indicator": SHARE_OF_GDP}
)
CHARTS = (TREND,)
