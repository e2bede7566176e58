"""That editions count different things: in a sentence that compares two, and as a sentence of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from dashboard import formatting as words
from etl.model import Edition, Release
from etl.model.measure import measure


def on_new_measure(before: Edition, after: Edition) -> str:
    """What follows the later figure of a comparison: ", on a new measure, …"; "" where the measure is one."""
    return "" if before.series == after.series else f", on a new measure, {after.series}"


def series_breaks(editions: Iterable[Edition]) -> list[str]:
    """Where some editions, in any order, begin to count another thing than those before: a sentence each."""
    found = sorted(set(editions), key=lambda e: e.published)
    return [
        f"The edition of {words.day(b.published)} counts {b.series}, those before it {a.series}: definitions "
        "differ, not directly comparable."
        for a, b in pairwise(found)
        if a.series != b.series
    ]


def at_prices(release: Release, indicator: str, year: int, before: date, after: date) -> str:
    """What follows where two editions state a year's amounts at the prices of different years, else ""."""
    bases = [_base_year(release, edition, indicator, year) for edition in (before, after)]
    if None in bases or bases[0] == bases[1]:
        return ""
    return f", at prices of {bases[1]} instead of {bases[0]}"


def _base_year(release: Release, edition: date, indicator: str, year: int) -> int | None:
    found = next(iter(release.block(edition, indicator, year).values()), None)
    return measure(found).base_year if found else None


def ends_before(published: date, year: int) -> str:
    """Why an edition has nothing of a year after that of its publication: it is not missing here."""
    return f"NATO’s edition of {words.day(published)} ends before {year}"
