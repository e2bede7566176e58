"""The share of GDP against the share on equipment, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart
from dashboard.charts.guidelines import data, plot, text
from dashboard.charts.guidelines.state import GuidelinesState
from etl.model import EQUIPMENT_SHARE, SHARE_OF_GDP

GUIDELINES = DataChart(
    "guidelines",
    "/guidelines",
    GuidelinesState,
    data.guidelines,
    text,
    plot.figure,
    lambda g: {"edition": g.view.edition, "year": g.view.year, "indicator": [SHARE_OF_GDP, EQUIPMENT_SHARE]},
)
CHARTS = (GUIDELINES,)
