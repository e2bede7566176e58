"""One measure of one edition as a table of allies by year: how most readers want it first."""

from __future__ import annotations

import msgspec

from dashboard import amounts
from dashboard.filters import Filters
from dashboard.observations import Index

MISSING = "–"
"""Where the edition has no figure."""


class AlliesByYear(msgspec.Struct, frozen=True):
    """Years as columns, and a row for each ally or aggregate: its name and a text for each year."""

    years: tuple[int, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def allies_by_year(table: Index, filters: Filters) -> AlliesByYear | None:
    """The figures that fit, as NATO prints them; None unless they are all of one measure in one edition.

    What a search, a bound or the like leaves out is not to look as if it were missing: then it is None too.
    """
    plain = Filters(
        editions=filters.editions,
        indicators=filters.indicators,
        allies=filters.allies,
        years=filters.years,
    )
    if filters != plain or len(filters.editions) != 1 or len(filters.indicators) != 1:
        return None
    figures = {(f.ally, f.year): f for f in table.observations(filters)}
    years, release = table.found("year", filters), table.release
    if len(years) < 2:
        return None
    rows = (
        (
            release.name(code),
            tuple(
                amounts.figure(figures[code, y], release) if (code, y) in figures else MISSING for y in years
            ),
        )
        for code in table.found("ally", filters)
    )
    return AlliesByYear(years, tuple(rows))
