"""The members by their share of GDP, by one edition or by two, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart
from dashboard.charts.ranking import data, plot, text
from dashboard.charts.ranking.state import RankingState
from etl.model import SHARE_OF_GDP

RANKING = DataChart(
    "ranking",
    "/",
    RankingState,
    data.ranking,
    text,
    plot.figure,
    lambda r: {"edition": [e.id for e, _ in r.tables], "indicator": SHARE_OF_GDP, "year": r.view.year},
)
CHARTS = (RANKING,)
