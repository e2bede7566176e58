"""`/trend`: how the count grew, by every edition; and the alliance as a whole, by one."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.charts.chart import Chart
from dashboard.charts.count_trend import TREND, data, text
from dashboard.charts.count_trend.state import SpendingState, TrendState
from dashboard.charts.explore import EXPLORE
from dashboard.charts.explore.state import PART, ExploreState
from dashboard.charts.totals import SHARES_OF_GDP, SPENDING
from dashboard.charts.totals.data import UNITED_STATES
from dashboard.pages import Page, chart_page
from dashboard.state import Pairs
from etl.model import Release
from etl.model.indicators import DOLLARS

ADDRESS = "/trend"


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    view = TrendState.parse(pairs, release)
    counts = data.trend(release, view)
    return chart_page(
        ADDRESS,
        release,
        view,
        TREND.of(release, view, counts),
        ("target", "edition"),
        "series",
        "trend",
        stand=text.standfirst(counts),
        stills=[
            _american_part(release, view),
            SHARES_OF_GDP.chart(release, view),
            SPENDING.chart(release, SpendingState(view.edition)),
        ],
    )


def _american_part(release: Release, view: TrendState) -> Chart:
    """The United States' part of NATO's total in current dollars, by the year."""
    return EXPLORE.chart(
        release,
        ExploreState.standard(
            release, indicator=DOLLARS, shown=PART, allies=(UNITED_STATES,), edition=view.edition
        ),
    )
