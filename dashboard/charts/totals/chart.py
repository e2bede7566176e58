"""Both parts of the alliance, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, observations
from dashboard.charts.count_trend.state import SpendingState, TrendState
from dashboard.charts.totals import data, plot, text
from etl.model import Release


def shares_of_gdp(release: Release, view: TrendState) -> Chart:
    """Both parts of the alliance and the whole as shares of GDP, by one edition."""
    t = data.shares(release, view.edition)
    return Chart(
        name="shares-of-gdp",
        query=view.query(release),
        title=text.shares_title(t),
        subtitle=text.shares_subtitle(t),
        summary=text.shares_summary(t),
        source=tuple(text.shares_source(t)),
        table=text.shares_table(t),
        observations_url=_observations_url(t),
        plot=lambda theme, narrow: plot.shares_figure(t, view.target, theme, narrow=narrow),
        empty=t.empty,
    )


def spending(release: Release, view: SpendingState) -> Chart:
    """Spending of both parts of the alliance in constant prices, by one edition and so of one base year."""
    t = data.spending(release, view.edition)
    return Chart(
        name="spending",
        query=view.query(release),
        title=text.spending_title(t),
        subtitle=text.spending_subtitle(t),
        summary=text.spending_summary(t),
        source=tuple(text.spending_source(t)),
        table=text.spending_table(t),
        observations_url=_observations_url(t),
        plot=lambda theme, narrow: plot.spending_figure(t, theme, narrow=narrow),
        empty=t.empty,
    )


def _observations_url(t: data.Totals) -> str:
    """The address of the figures of one edition that a chart is made from."""
    named = [("edition", t.edition.id), ("indicator", t.indicator)]
    return observations(*named, *(("ally", who) for who, _ in t.series))


CHARTS = (
    ChartType("shares-of-gdp", "/trend", TrendState.parse, shares_of_gdp),
    ChartType("spending", "/trend", SpendingState.parse, spending),
)
