"""The members by their share of GDP, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe, observations
from dashboard.charts.ranking import data, plot, text
from dashboard.charts.ranking.state import RankingState
from etl.model import SHARE_OF_GDP, Release


def ranking(release: Release, view: RankingState) -> Chart:
    """The members by their share of GDP, by one edition or by two."""
    r = data.ranking(release, view)
    editions = [("edition", e.id) for e, _ in r.tables]
    return describe(
        "ranking",
        view.query(release),
        r,
        text,
        plot.figure,
        empty=r.empty,
        observations_url=observations(*editions, ("indicator", SHARE_OF_GDP), ("year", str(view.year))),
    )


CHARTS = (ChartType("ranking", "/", RankingState.parse, ranking),)
