"""How many allies met both guidelines by year, one line an edition, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart
from dashboard.charts.guidelines.state import BothByYearState
from dashboard.charts.guidelines_by_year import data, plot, text
from etl.model import EQUIPMENT_SHARE, SHARE_OF_GDP

BOTH_BY_YEAR = DataChart(
    "guidelines-by-year",
    "/guidelines",
    BothByYearState,
    data.both_by_year,
    text,
    plot.figure,
    lambda _: {"indicator": [SHARE_OF_GDP, EQUIPMENT_SHARE]},
)
CHARTS = (BOTH_BY_YEAR,)
