"""What one ally's money buys and how it grew, as a chart."""

from __future__ import annotations

from dashboard.charts.ally.data import History, history
from dashboard.charts.ally.state import AllyState
from dashboard.charts.ally_money import data, plot, text
from dashboard.charts.chart import Chart, ChartType, observations
from etl.model import Release


def categories_chart(release: Release, view: AllyState) -> Chart:
    """Where one ally's money goes."""
    return categories_of(history(release, view), release)


def categories_of(h: History, release: Release) -> Chart:
    """The same of what is computed already."""
    m = data.categories(release, h)
    return Chart(
        name="ally-categories",
        query=h.view.query(release),
        title=text.categories_title(m),
        subtitle=f"{m.history.ally.name}, % of defence spending; dotted: estimates",
        summary=text.categories_summary(m),
        source=text.source(m),
        table=text.panels_table(m, release),
        plot=lambda theme, narrow: plot.categories(m, theme, narrow=narrow),
        empty=m.empty,
        observations_url=_observations_url(h.view, [i for i, _ in data.CATEGORIES]),
    )


def spending_chart(release: Release, view: AllyState) -> Chart:
    """What one ally spends at constant prices and per head, and its people in uniform."""
    return spending_of(history(release, view), release)


def spending_of(h: History, release: Release) -> Chart:
    """The same of what is computed already."""
    m = data.spending(release, h)
    return Chart(
        name="ally-spending",
        query=h.view.query(release),
        title=text.spending_title(m),
        subtitle=f"{m.history.ally.name}; pale: estimates",
        summary=text.spending_summary(m),
        source=text.source(m),
        table=text.panels_table(m, release),
        plot=lambda theme, narrow: plot.spending(m, theme, narrow=narrow),
        empty=m.empty,
        observations_url=_observations_url(h.view, [i for i, _ in data.MEASURES]),
    )


def _observations_url(view: AllyState, indicators: list[str]) -> str:
    named = [("edition", view.edition.isoformat()), ("ally", view.ally)]
    return observations(*named, *(("indicator", i) for i in indicators))


CHARTS = (
    ChartType("ally-categories", "/allies/{ally}", AllyState.parse, categories_chart),
    ChartType("ally-spending", "/allies/{ally}", AllyState.parse, spending_chart),
)
