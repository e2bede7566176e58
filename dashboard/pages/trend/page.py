"""`/trend`: how the count grew, by every edition; and the alliance as a whole, by one."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.charts.chart import Chart
from dashboard.charts.count_trend import data as finding
from dashboard.charts.count_trend import text
from dashboard.charts.count_trend.chart import chart_of
from dashboard.charts.count_trend.state import SpendingState, TrendState
from dashboard.charts.explore.chart import explore_chart
from dashboard.charts.explore.state import PART, ExploreState
from dashboard.charts.totals.chart import shares_of_gdp, spending
from dashboard.pages import Page
from dashboard.state import Pairs
from dashboard.state.form import form
from etl.model import Release

ADDRESS = "/trend"
CURRENT, UNITED_STATES = "expenditure_usd_current", "USA"


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    return page(release, TrendState.parse(pairs, release))


def page(release: Release, view: TrendState) -> Page:
    """The trend page in the state of a view."""
    counts = finding.trend(release, view)
    chart = chart_of(counts, release)
    return Page(
        template="trend.html",
        title=chart.title,
        description=chart.summary,
        canonical=address(view, release),
        picture=chart.address("png"),
        section=ADDRESS,
        styles=("series", "trend"),
        context={
            "view": view,
            "chart": chart,
            "stand": text.standfirst(counts),
            "form": form(view, release, ADDRESS, lambda v: address(v, release), ("target", "edition")),
            "stills": [
                _american_part(release, view),
                shares_of_gdp(release, view),
                spending(release, SpendingState(view.edition)),
            ],
            "here": address(view, release),
        },
    )


def _american_part(release: Release, view: TrendState) -> Chart:
    """The United States' part of NATO's total in current dollars, by the year."""
    return explore_chart(
        release,
        ExploreState.standard(
            release, indicator=CURRENT, shown=PART, allies=(UNITED_STATES,), edition=view.edition
        ),
    )


def address(view: TrendState, release: Release) -> str:
    """The page's address for a view."""
    return ADDRESS + view.query(release)
