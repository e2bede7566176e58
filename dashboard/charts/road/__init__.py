"""The real growth a year that leads each ally to a target, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart
from dashboard.charts.road import data, plot, text
from dashboard.charts.road.state import RoadState
from etl.model import SHARE_OF_GDP
from etl.model.indicators import DOLLARS_CONSTANT

ROAD = DataChart(
    "road",
    "/road",
    RoadState,
    data.road,
    text,
    plot.figure,
    lambda r: {"edition": r.view.edition, "indicator": [SHARE_OF_GDP, DOLLARS_CONSTANT]},
)
CHARTS = (ROAD,)
