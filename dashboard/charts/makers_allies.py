"""The charts of the pages on allies, both guidelines and the road, each from a release and its view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from dashboard.charts.allies import data as allies_finding
from dashboard.charts.allies import plot as allies_figure
from dashboard.charts.allies import text as allies_finding_text
from dashboard.charts.allies.state import AlliesState
from dashboard.charts.ally import data as ally_finding
from dashboard.charts.ally import plot as ally_figure
from dashboard.charts.ally import text as ally_finding_text
from dashboard.charts.ally.state import AllyState
from dashboard.charts.ally_money import data as money
from dashboard.charts.ally_money import plot as ally_panels
from dashboard.charts.ally_money import text as money_text
from dashboard.charts.chart import Chart
from dashboard.charts.guidelines import data as guidelines_finding
from dashboard.charts.guidelines import plot as guidelines_figure
from dashboard.charts.guidelines import text as guidelines_finding_text
from dashboard.charts.guidelines.state import GuidelinesState
from dashboard.charts.road import data as road_finding
from dashboard.charts.road import plot as road_figure
from dashboard.charts.road import text as road_finding_text
from dashboard.charts.road.state import RoadState
from dashboard.state import Pairs
from etl.model import EQUIPMENT_SHARE, SHARE_OF_GDP, Release

OBSERVATIONS = "/api/v1/observations.csv?"


def allies_chart(release: Release, view: AlliesState) -> Chart:
    """All members' shares by year, one small drawing each."""
    a = allies_finding.allies(release, view)
    return Chart(
        name=allies_figure.NAME,
        query=view.query(release),
        title=allies_finding_text.title(a),
        subtitle=allies_finding_text.subtitle(a),
        summary=allies_finding_text.summary(a),
        source=allies_finding_text.source(a),
        table=allies_finding_text.table(a),
        plot=lambda theme, narrow: allies_figure.figure(a, theme, narrow=narrow),
        empty=not a.years,
        figures=OBSERVATIONS
        + urlencode([("edition", view.edition.isoformat()), ("indicator", SHARE_OF_GDP)]),
    )


def ally_chart(release: Release, view: AllyState) -> Chart:
    """One ally's share of GDP by year and edition."""
    h = ally_finding.history(release, view)
    return Chart(
        name=ally_figure.NAME,
        query=view.query(release),
        title=ally_finding_text.title(h),
        subtitle=ally_finding_text.subtitle(h),
        summary=ally_finding_text.summary(h),
        source=tuple(ally_finding_text.source(h)),
        table=ally_finding_text.table(h),
        plot=lambda theme, narrow: ally_figure.figure(h, theme, narrow=narrow),
        empty=h.empty,
        figures=OBSERVATIONS + urlencode([("ally", view.ally), ("indicator", SHARE_OF_GDP)]),
    )


def categories_chart(release: Release, view: AllyState) -> Chart:
    """Where one ally's money goes."""
    m = money.categories(release, ally_finding.history(release, view))
    return Chart(
        name=ally_panels.CATEGORIES,
        query=view.query(release),
        title=money_text.categories_title(m),
        subtitle=f"{m.history.ally.name}, % of defence spending; dotted: estimates",
        summary=money_text.categories_summary(m),
        source=money_text.source(m, release),
        table=money_text.panels_table(m, release),
        plot=lambda theme, narrow: ally_panels.categories(m, theme, narrow=narrow),
        empty=m.empty,
        figures=_figures(view, [i for i, _ in money.CATEGORIES]),
    )


def spending_chart(release: Release, view: AllyState) -> Chart:
    """What one ally spends at constant prices and per head, and its people in uniform."""
    m = money.spending(release, ally_finding.history(release, view))
    return Chart(
        name=ally_panels.SPENDING,
        query=view.query(release),
        title=money_text.spending_title(m),
        subtitle=f"{m.history.ally.name}; pale: estimates",
        summary=money_text.spending_summary(m),
        source=money_text.source(m, release),
        table=money_text.panels_table(m, release),
        plot=lambda theme, narrow: ally_panels.spending(m, theme, narrow=narrow),
        empty=m.empty,
        figures=_figures(view, [i for i, _ in money.MEASURES]),
    )


def _figures(view: AllyState, indicators: list[str]) -> str:
    named = [("edition", view.edition.isoformat()), ("ally", view.ally)]
    return OBSERVATIONS + urlencode(named + [("indicator", i) for i in indicators])


def guidelines_chart(release: Release, view: GuidelinesState) -> Chart:
    """The share of GDP against the share on equipment."""
    g = guidelines_finding.guidelines(release, view)
    named = [("edition", view.edition.isoformat()), ("year", str(view.year))]
    return Chart(
        name=guidelines_figure.NAME,
        query=view.query(release),
        title=guidelines_finding_text.title(g),
        subtitle=guidelines_finding_text.subtitle(g),
        summary=guidelines_finding_text.summary(g),
        source=guidelines_finding_text.source(g, release),
        table=guidelines_finding_text.table(g),
        plot=lambda theme, narrow: guidelines_figure.figure(g, theme, narrow=narrow),
        empty=g.empty,
        figures=OBSERVATIONS
        + urlencode([*named, ("indicator", SHARE_OF_GDP), ("indicator", EQUIPMENT_SHARE)]),
    )


def road_chart(release: Release, view: RoadState) -> Chart:
    """The real growth a year that leads each ally to a target."""
    r = road_finding.road(release, view)
    named = [("edition", view.edition.isoformat())]
    return Chart(
        name=road_figure.NAME,
        query=view.query(release),
        title=road_finding_text.title(r),
        subtitle=road_finding_text.subtitle(r),
        summary=road_finding_text.summary(r),
        source=road_finding_text.source(r),
        table=road_finding_text.table(r),
        plot=lambda theme, narrow: road_figure.figure(r, theme, narrow=narrow),
        empty=r.empty,
        figures=OBSERVATIONS
        + urlencode([*named, ("indicator", SHARE_OF_GDP), ("indicator", road_finding.SPENDING)]),
    )


ALLIES: Mapping[str, Callable[[Release, Pairs], Chart]] = {
    allies_figure.NAME: lambda release, pairs: allies_chart(release, AlliesState.parse(pairs, release)),
    ally_figure.NAME: lambda release, pairs: ally_chart(release, AllyState.parse(pairs, release)),
    ally_panels.CATEGORIES: lambda release, pairs: categories_chart(release, AllyState.parse(pairs, release)),
    ally_panels.SPENDING: lambda release, pairs: spending_chart(release, AllyState.parse(pairs, release)),
    guidelines_figure.NAME: lambda release, pairs: guidelines_chart(
        release, GuidelinesState.parse(pairs, release)
    ),
    road_figure.NAME: lambda release, pairs: road_chart(release, RoadState.parse(pairs, release)),
}
