"""Both parts of the alliance and the whole, by one edition, as charts."""

from __future__ import annotations

from dashboard.charts.chart import Behind, DataChart, TextsOf
from dashboard.charts.count_trend.state import SpendingState, TrendState
from dashboard.charts.totals import data, plot, text
from etl.model import SHARE_OF_GDP
from etl.model.indicators import DOLLARS_CONSTANT


def _behind(t: data.Totals) -> Behind:
    return {"edition": t.edition.id, "indicator": t.indicator, "ally": list(t.series)}


SHARES_OF_GDP = DataChart(
    "shares-of-gdp",
    "/trend",
    TrendState,
    lambda release, view: data.totals(release, view.edition, SHARE_OF_GDP, view.target),
    TextsOf(
        text.shares_title, text.shares_subtitle, text.shares_summary, text.shares_source, text.shares_table
    ),
    plot.shares_figure,
    _behind,
)
SPENDING = DataChart(
    "spending",
    "/trend",
    SpendingState,
    lambda release, view: data.totals(release, view.edition, DOLLARS_CONSTANT),
    TextsOf(
        text.spending_title,
        text.spending_subtitle,
        text.spending_summary,
        text.spending_source,
        text.spending_table,
    ),
    plot.spending_figure,
    _behind,
)
CHARTS = (SHARES_OF_GDP, SPENDING)
