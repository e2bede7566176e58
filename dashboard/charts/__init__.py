"""The charts by name: each takes a release and an address's parameters, and refuses what it does not know."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.charts.chart import Chart
from dashboard.charts.estimate_ages.chart import estimate_ages
from dashboard.charts.estimate_allies.chart import estimate_allies
from dashboard.charts.estimate_moves.chart import estimate_moves
from dashboard.charts.estimate_moves.state import EstimatesState
from dashboard.charts.makers_allies import ALLIES
from dashboard.charts.makers_editions import EDITIONS
from dashboard.charts.map.chart import atlas_chart
from dashboard.charts.map.state import MapState
from dashboard.charts.ranking import data as ranking_finding
from dashboard.charts.ranking import plot as ranking_figure
from dashboard.charts.ranking import text as ranking_finding_text
from dashboard.charts.ranking.state import RankingState
from dashboard.charts.too_close.chart import too_close
from dashboard.state import Pairs, question
from etl.model import SHARE_OF_GDP, Release


def ranking(release: Release, view: RankingState) -> Chart:
    """The members by their share of GDP, by one edition or by two."""
    r = ranking_finding.ranking(release, view)
    editions = [("edition", e.id) for e in (r.then, r.now) if e]
    these = [*editions, ("indicator", SHARE_OF_GDP), ("year", str(view.year))]
    return Chart(
        name="ranking",
        query=view.query(release),
        title=ranking_finding_text.title(r),
        subtitle=ranking_finding_text.subtitle(r),
        summary=ranking_finding_text.summary(r),
        source=tuple(ranking_finding_text.source(r, release)),
        table=ranking_finding_text.table(r),
        plot=lambda theme, narrow: ranking_figure.figure(r, theme, narrow=narrow),
        empty=r.empty,
        figures=f"/api/v1/observations.csv{question(these)}",
    )


CHARTS: Mapping[str, Callable[[Release, Pairs], Chart]] = {
    "map": lambda release, pairs: atlas_chart(release, MapState.parse(pairs, release)),
    "ranking": lambda release, pairs: ranking(release, RankingState.parse(pairs, release)),
    "estimate-moves": lambda release, pairs: estimate_moves(release, EstimatesState.parse(pairs, release)),
    "too-close": lambda release, pairs: too_close(release, EstimatesState.parse(pairs, release)),
    "estimate-ages": lambda release, pairs: estimate_ages(release, EstimatesState.parse(pairs, release)),
    "estimate-allies": lambda release, pairs: estimate_allies(release, EstimatesState.parse(pairs, release)),
    **EDITIONS,
    **ALLIES,
}
