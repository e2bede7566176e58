"""One ally's share of GDP by year and edition, as a chart."""

from __future__ import annotations

from dashboard.charts.ally import data, plot, text
from dashboard.charts.ally.state import AllyState
from dashboard.charts.chart import DataChart
from etl.model import SHARE_OF_GDP

ALLY = DataChart(
    "ally",
    "/allies/{ally}",
    AllyState,
    data.history,
    text,
    plot.figure,
    lambda h: {"ally": h.view.ally, "indicator": SHARE_OF_GDP},
)
CHARTS = (ALLY,)
