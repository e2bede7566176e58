"""The members shaded by their share of GDP, by one edition, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart
from dashboard.charts.map import data, plot, text
from dashboard.charts.map.state import MapState
from etl.model import SHARE_OF_GDP

ATLAS = DataChart(
    "map",
    "/map",
    MapState,
    data.atlas,
    text,
    plot.figure,
    lambda a: {"edition": a.view.edition, "indicator": SHARE_OF_GDP, "year": a.view.year},
)
CHARTS = (ATLAS,)
