"""One ally's share of GDP by every edition, by year and of one year, as charts."""

from __future__ import annotations

from dashboard.charts.ally_revisions import data, plot, text
from dashboard.charts.chart import DataChart, TextsOf, of_every_edition
from dashboard.charts.count_by_edition.state import RevisionsState
from etl.model import SHARE_OF_GDP, Release


def _observations(release: Release, r: data.AllyRevisions) -> str:
    return of_every_edition(release, ("indicator", SHARE_OF_GDP), ("ally", r.view.ally))


def _of_year(release: Release, r: data.AllyRevisions) -> str:
    year = ("year", str(r.view.year))
    return of_every_edition(release, ("indicator", SHARE_OF_GDP), ("ally", r.view.ally), year)


BY_YEAR = DataChart(
    "ally-revisions",
    "/revisions",
    RevisionsState,
    data.revisions_of,
    text,
    plot.figure,
    _observations,
)
OF_YEAR = DataChart(
    "ally-year",
    "/revisions",
    RevisionsState,
    data.revisions_of,
    TextsOf(text.year_title, text.year_subtitle, text.summary, text.source, text.year_table),
    plot.year_figure,
    _of_year,
    empty=lambda r: not r.of_year,
)
CHARTS = (BY_YEAR, OF_YEAR)
