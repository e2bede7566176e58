"""One ally's share of GDP by every edition, by year and of one year, as charts."""

from __future__ import annotations

from dashboard.charts.ally_revisions import data, plot, text
from dashboard.charts.chart import DataChart, TextsOf
from dashboard.charts.count_by_edition.state import RevisionsState
from etl.model import SHARE_OF_GDP

BY_YEAR = DataChart(
    "ally-revisions",
    "/revisions",
    RevisionsState,
    data.revisions_of,
    text,
    plot.figure,
    lambda r: {"indicator": SHARE_OF_GDP, "ally": r.view.ally},
)
OF_YEAR = DataChart(
    "ally-year",
    "/revisions",
    RevisionsState,
    data.revisions_of,
    TextsOf(text.year_title, text.year_subtitle, text.summary, text.source, text.year_table),
    plot.year_figure,
    lambda r: {"indicator": SHARE_OF_GDP, "ally": r.view.ally, "year": r.view.year},
    empty=lambda r: not r.of_year,
)
CHARTS = (BY_YEAR, OF_YEAR)
