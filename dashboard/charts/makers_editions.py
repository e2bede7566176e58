"""The charts of the pages that set editions beside one another, each from a release and its view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from dashboard.charts.ally_revisions import data as retold
from dashboard.charts.ally_revisions import plot as retold_figure
from dashboard.charts.ally_revisions import text as retold_text
from dashboard.charts.chart import Chart
from dashboard.charts.count_by_edition import data as matrix
from dashboard.charts.count_by_edition import plot as matrix_figure
from dashboard.charts.count_by_edition import text as revisions
from dashboard.charts.count_by_edition.state import RevisionsState
from dashboard.charts.count_trend import data as trend
from dashboard.charts.count_trend import plot as trend_figure
from dashboard.charts.count_trend import text as trend_text
from dashboard.charts.count_trend.state import SpendingState, TrendState
from dashboard.charts.totals import data as totals
from dashboard.charts.totals import plot as totals_figure
from dashboard.charts.totals import text as totals_text
from dashboard.state import Pairs
from etl.model import SHARE_OF_GDP, Release


def count_trend(release: Release, view: TrendState) -> Chart:
    """Allies at the target by year, one line an edition."""
    t = trend.trend(release, view)
    return Chart(
        name="count-trend",
        query=view.query(release),
        title=trend_text.title(t),
        subtitle=trend_text.subtitle(t),
        summary=trend_text.summary(t),
        source=tuple(trend_text.source(t)),
        table=trend_text.table(t),
        figures="/api/v1/observations.csv?" + urlencode({"indicator": SHARE_OF_GDP}),
        plot=lambda theme, narrow: trend_figure.figure(t, theme, narrow=narrow),
        empty=t.empty,
    )


def shares_of_gdp(release: Release, view: TrendState) -> Chart:
    """NATO Europe and Canada, the United States and the Total as shares of GDP, by one edition."""
    t = totals.shares(release, view.edition)
    return Chart(
        name="shares-of-gdp",
        query=view.query(release),
        title=totals_text.shares_title(t),
        subtitle=totals_text.shares_subtitle(t),
        summary=totals_text.shares_summary(t),
        source=tuple(totals_text.shares_source(t)),
        table=totals_text.shares_table(t),
        figures=_by_edition(view, SHARE_OF_GDP),
        plot=lambda theme, narrow: totals_figure.shares_figure(t, view.target, theme, narrow=narrow),
        empty=t.empty,
    )


def spending(release: Release, view: SpendingState) -> Chart:
    """Spending of both parts of the alliance in constant prices, by one edition and so of one base year."""
    t = totals.spending(release, view.edition)
    return Chart(
        name="spending",
        query=view.query(release),
        title=totals_text.spending_title(t),
        subtitle=totals_text.spending_subtitle(t),
        summary=totals_text.spending_summary(t),
        source=tuple(totals_text.spending_source(t)),
        table=totals_text.spending_table(t),
        figures=_by_edition(view, totals.CONSTANT),
        plot=lambda theme, narrow: totals_figure.spending_figure(t, theme, narrow=narrow),
        empty=t.empty,
    )


def count_by_edition(release: Release, view: RevisionsState) -> Chart:
    """Every count of a target, editions by years, with one year brought out."""
    m = matrix.matrix(release, view.target)
    return Chart(
        name="count-by-edition",
        query=view.query(release),
        title=revisions.title(m, view.year),
        subtitle=revisions.subtitle(m),
        summary=revisions.summary(m, view.year),
        source=tuple(revisions.source(m, release)),
        table=revisions.table(m),
        plot=lambda theme, narrow: matrix_figure.figure(m, view.year, theme, narrow=narrow),
        figures=_shares_of("year", str(view.year)),
    )


def _shares_of(name: str, value: str) -> str:
    """The address of the shares of GDP, of all editions, that a chart is made from."""
    return "/api/v1/observations.csv?" + urlencode([("indicator", SHARE_OF_GDP), (name, value)])


def _by_edition(view: TrendState | SpendingState, indicator: str) -> str:
    """The address of the figures of one edition that a chart is made from."""
    told = [("edition", view.edition.isoformat()), ("indicator", indicator)]
    return "/api/v1/observations.csv?" + urlencode([*told, *(("ally", who) for who in totals.WHO)])


def ally_revisions(release: Release, view: RevisionsState) -> Chart:
    """One ally's share of GDP by year, one line an edition."""
    r = retold.retold(release, view)
    years = matrix.years(release)
    return Chart(
        name="ally-revisions",
        query=view.query(release),
        title=retold_text.title(r),
        subtitle=retold_text.subtitle(r),
        summary=retold_text.summary(r),
        source=tuple(retold_text.source(r)),
        table=retold_text.table(r),
        figures=_shares_of("ally", view.ally),
        plot=lambda theme, narrow: retold_figure.figure(r, years, theme, narrow=narrow),
        empty=r.empty,
    )


def ally_year(release: Release, view: RevisionsState) -> Chart:
    """One ally's share of one year, as each edition told it."""
    r = retold.retold(release, view)
    return Chart(
        name="ally-year",
        query=view.query(release),
        title=retold_text.year_title(r),
        subtitle=retold_text.year_subtitle(r),
        summary=retold_text.summary(r),
        source=tuple(retold_text.source(r)),
        table=retold_text.year_table(r),
        figures=_shares_of("ally", view.ally) + f"&year={view.year}",
        plot=lambda theme, narrow: retold_figure.year_figure(r, theme, narrow=narrow),
        empty=not r.of_year,
    )


EDITIONS: Mapping[str, Callable[[Release, Pairs], Chart]] = {
    "count-trend": lambda release, pairs: count_trend(release, TrendState.parse(pairs, release)),
    "shares-of-gdp": lambda release, pairs: shares_of_gdp(release, TrendState.parse(pairs, release)),
    "spending": lambda release, pairs: spending(release, SpendingState.parse(pairs, release)),
    "count-by-edition": lambda release, pairs: count_by_edition(
        release, RevisionsState.parse(pairs, release)
    ),
    "ally-revisions": lambda release, pairs: ally_revisions(release, RevisionsState.parse(pairs, release)),
    "ally-year": lambda release, pairs: ally_year(release, RevisionsState.parse(pairs, release)),
}
"""Their part of the registry of charts."""
