"""Both parts of the alliance, as a chart."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, observations
from dashboard.charts.count_trend.state import SpendingState, TrendState
from dashboard.charts.totals import data, plot, text
from etl.model import SHARE_OF_GDP, Release


def shares_of_gdp(release: Release, view: TrendState) -> Chart:
    """NATO Europe and Canada, the United States and the Total as shares of GDP, by one edition."""
    t = data.shares(release, view.edition)
    return Chart(
        name="shares-of-gdp",
        query=view.query(release),
        title=text.shares_title(t),
        subtitle=text.shares_subtitle(t),
        summary=text.shares_summary(t),
        source=tuple(text.shares_source(t)),
        table=text.shares_table(t),
        figures=_by_edition(view, SHARE_OF_GDP),
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
        figures=_by_edition(view, data.CONSTANT),
        plot=lambda theme, narrow: plot.spending_figure(t, theme, narrow=narrow),
        empty=t.empty,
    )


def _by_edition(view: TrendState | SpendingState, indicator: str) -> str:
    """The address of the figures of one edition that a chart is made from."""
    named = [("edition", view.edition.isoformat()), ("indicator", indicator)]
    return observations(*named, *(("ally", who) for who in data.WHO))


CHARTS = (
    ChartType("shares-of-gdp", "/trend", TrendState.parse, shares_of_gdp),
    ChartType("spending", "/trend", SpendingState.parse, spending),
)
