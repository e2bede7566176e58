"""What is said of the figures on show: how many, by whom, and what to keep in mind. Computed, pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dashboard import formatting as words
from dashboard.charts.explore.wording import lower
from dashboard.charts.measures import series_breaks
from dashboard.filters import Filters
from dashboard.observations import Index, Selection
from etl.model import Blank, Edition, Release

_BASE = re.compile(r", (\d{4}) prices$")
_NAMED_BLANKS = 3


def grouped(n: int) -> str:
    """A number of things: 16,010."""
    return f"{n:,}"


def title(index: Index) -> str:
    """How much is available; as known on a day, by the newest edition that has each figure."""
    release = index.release
    if release.known_on:
        return (
            f"{grouped(index.size)} NATO figures as known on {words.day(release.known_on)}, "
            "each by its newest edition"
        )
    first, last = release.editions[0], release.editions[-1]
    editions = words.counted(len(release.editions), "edition")
    return (
        f"{grouped(len(release.observations))} NATO figures from {editions}, "
        f"{first.published.year} to {last.published.year}"
    )


def counted(selection: Selection, index: Index) -> str:
    """How many of all the figures fit."""
    everything = index.size
    if selection.total == everything:
        return f"All {grouped(everything)} figures"
    if not selection.total:
        return f"None of {grouped(everything)} figures"
    return f"{grouped(selection.total)} of {grouped(everything)} figures"


def place(selection: Selection) -> str:
    """Which rows are on this page."""
    if not selection.rows:
        return "No rows"
    last = selection.first + len(selection.rows) - 1
    return f"Rows {grouped(selection.first)}–{grouped(last)} of {grouped(selection.total)}"


def notes(index: Index, filters: Filters, selection: Selection) -> list[str]:
    """What to keep in mind with the figures that fit, a sentence each."""
    release = index.release
    editions = [release.edition[e] for e in index.found("edition", filters)]
    said = [*series_breaks(editions), _prices(index.found("unit", filters)), _unpublished(index, filters)]
    if any(f.estimate for f in selection.rows):
        said.append("e marks NATO’s estimates.")
    return [s for s in said if s]


def none_found(index: Index, filters: Filters) -> str:
    """Why nothing fits, as far as it is known."""
    if said := _unpublished(index, filters):
        return said
    return (
        "No figure available here is all of this at once. That is not a zero: none was published, "
        "or it is missing here."
    )


def _prices(units: Sequence[str]) -> str:
    years = sorted({found[1] for u in units if (found := _BASE.search(u))})
    if len(years) < 2:
        return ""
    return f"Constant prices are of {words.listed(years)}, by edition: only those of one base year compare."


def _unpublished(index: Index, filters: Filters) -> str:
    """The cells that NATO left blank, among those that are asked for by edition, ally, indicator and year."""
    release, asked = index.release, index.editions(filters)
    editions = [e for e in release.editions if e.published in asked]
    # As known on a day, an older edition may have what a newer one left blank.
    found = [
        (e, b)
        for e in editions
        for b in e.blanks
        if _asked(b, e, filters, release)
        and not any(b.ally in release.block(day, b.indicator, b.year) for day in asked)
    ]
    if not found or not (filters.allies or filters.indicators or filters.years):
        return ""
    named = [
        f"{release.name(b.ally)} {b.year} "
        f"({lower(release.indicator[b.indicator].title)}, edition of {words.day(e.published)})"
        for e, b in found[:_NAMED_BLANKS]
    ]
    more = len(found) - len(named)
    rest = [f"{words.count(more)} more"] if more else []
    return f"Left blank by NATO itself, so in no row: {words.listed([*named, *rest])}."


def _asked(blank: Blank, edition: Edition, filters: Filters, release: Release) -> bool:
    return (
        (not filters.allies or blank.ally in filters.allies)
        and (not filters.indicators or blank.indicator in filters.indicators)
        and (not filters.years or blank.year in filters.years)
        and (not filters.tables or release.table(edition.published, blank.indicator) in filters.tables)
        and not filters.words
    )
