"""The members by their share of GDP, by one edition or by two, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import DataChart, observations
from dashboard.charts.ranking import data, plot, text
from dashboard.charts.ranking.state import RankingState
from etl.model import SHARE_OF_GDP, Release


def _observations(_: Release, r: data.Ranking) -> str:
    editions = [("edition", e.id) for e, _ in r.tables]
    return observations(*editions, ("indicator", SHARE_OF_GDP), ("year", str(r.view.year)))


RANKING = DataChart("ranking", "/", RankingState, data.ranking, text, plot.figure, _observations)
CHARTS = (RANKING,)
