"""Every count of a target, editions by years, with one year highlighted, as a chart."""

from __future__ import annotations

import msgspec

from dashboard.charts.chart import DataChart, TextsOf
from dashboard.charts.count_by_edition import data, plot, text
from dashboard.charts.count_by_edition.state import RevisionsState
from etl.model import SHARE_OF_GDP, Release


class CountsByEdition(msgspec.Struct, frozen=True):
    """All counts of a target, and of them what there is room to show beside the year of a view."""

    release: Release
    view: RevisionsState
    all: data.Matrix
    shown: data.Matrix


def counts(release: Release, view: RevisionsState) -> CountsByEdition:
    """The counts of a view's target."""
    found = data.matrix(release, view.target)
    return CountsByEdition(release, view, found, found.readable(view.year, view.edition))


COUNTS = DataChart(
    "count-by-edition",
    "/revisions",
    RevisionsState,
    counts,
    TextsOf(
        lambda c: text.title(c.all, c.view.year),
        lambda c: text.subtitle(c.all),
        lambda c: text.summary(c.all, c.view.year),
        lambda c: text.source(c.all, c.release, c.shown),
        lambda c: text.table(c.shown),
    ),
    lambda c, theme, *, narrow: plot.figure(c.shown, c.view.year, theme, narrow=narrow),
    lambda c: {"indicator": SHARE_OF_GDP, "year": c.view.year},
    empty=lambda _: False,
    height=lambda c, _: plot.height(c.shown),
)
CHARTS = (COUNTS,)
