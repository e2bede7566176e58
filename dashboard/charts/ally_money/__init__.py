"""What one ally's money buys and how it grew, as charts."""

from __future__ import annotations

from dashboard.charts.ally.data import history
from dashboard.charts.ally.state import AllyState
from dashboard.charts.ally_money import data, plot, text
from dashboard.charts.chart import Behind, DataChart, TextsOf


def _behind(m: data.Money) -> Behind:
    """NATO's values in the panels."""
    view = m.history.view
    return {"edition": view.edition, "ally": view.ally, "indicator": [p.indicator for p in m.panels]}


CATEGORIES = DataChart(
    "ally-categories",
    "/allies/{ally}",
    AllyState,
    lambda release, view: data.money(release, history(release, view), data.CATEGORIES),
    TextsOf(
        text.categories_title, text.categories_subtitle, text.categories_summary, text.source, text.table
    ),
    plot.categories,
    _behind,
)
SPENDING = DataChart(
    "ally-spending",
    "/allies/{ally}",
    AllyState,
    lambda release, view: data.money(release, history(release, view), data.MEASURES),
    TextsOf(text.spending_title, text.spending_subtitle, text.spending_summary, text.source, text.table),
    plot.spending,
    _behind,
)
CHARTS = (CATEGORIES, SPENDING)
