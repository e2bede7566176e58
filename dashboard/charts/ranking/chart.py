"""The members by their share of GDP, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, observations
from dashboard.charts.ranking import data, plot, text
from dashboard.charts.ranking.state import RankingState
from etl.model import SHARE_OF_GDP, Release


def ranking(release: Release, view: RankingState) -> Chart:
    """The members by their share of GDP, by one edition or by two."""
    r = data.ranking(release, view)
    editions = [("edition", e.id) for e in (r.then, r.now) if e]
    these = [*editions, ("indicator", SHARE_OF_GDP), ("year", str(view.year))]
    return Chart(
        name="ranking",
        query=view.query(release),
        title=text.title(r),
        subtitle=text.subtitle(r),
        summary=text.summary(r),
        source=tuple(text.source(r, release)),
        table=text.table(r),
        plot=lambda theme, narrow: plot.figure(r, theme, narrow=narrow),
        empty=r.empty,
        figures=observations(*these),
    )


CHARTS = (ChartType("ranking", "/", RankingState.parse, ranking),)
