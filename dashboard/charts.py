"""The charts by name: each takes a release and an address's parameters, and refuses what it does not know."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.chart import Chart
from dashboard.figures import ranking as ranking_figure
from dashboard.findings import ranking as ranking_finding
from dashboard.view import Pairs, View, parse, query
from etl.release import Release


def ranking(release: Release, view: View) -> Chart:
    """The members by their share of GDP, by one edition or by two."""
    r = ranking_finding.ranking(release, view)
    return Chart(
        name="ranking",
        query=query(view, release),
        title=ranking_finding.title(r),
        subtitle=ranking_finding.subtitle(r),
        summary=ranking_finding.summary(r),
        source=tuple(ranking_finding.source(r, release)),
        table=ranking_finding.table(r),
        figure=lambda theme, narrow: ranking_figure.figure(r, theme, narrow=narrow),
        empty=r.empty,
    )


CHARTS: Mapping[str, Callable[[Release, Pairs], Chart]] = {
    "ranking": lambda release, pairs: ranking(release, parse(pairs, release)),
}
