"""The code book: what each measure is, in which unit, and which editions report it for which years. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from dashboard.charts.by_year import MOST_LINES
from dashboard.observations import index
from etl.model import Edition, Indicator, Release, once_per_release


class EditionCoverage(msgspec.Struct, frozen=True):
    """What one edition has of a measure: years as they are written, and how many figures."""

    edition: date
    years: str
    figures: int


class CodebookEntry(msgspec.Struct, frozen=True):
    """One measure; `base_years` are those of its constant prices, and `by_edition` has None for an edition of
    which nothing is available. `figures` is how many all editions have."""

    indicator: Indicator
    base_years: tuple[str, ...]
    by_edition: tuple[EditionCoverage | None, ...]
    figures: int


class CodeBook(msgspec.Struct, frozen=True):
    """Every measure, against the newest of the `of` editions, newest first: as many as can be read."""

    editions: tuple[Edition, ...]
    of: int
    entries: tuple[CodebookEntry, ...]


@once_per_release
def code_book(release: Release) -> CodeBook:
    """The code book of a release."""
    table = index(release)
    editions = tuple(reversed(release.editions[-MOST_LINES:]))
    years: dict[tuple[str, date], dict[int, int]] = {}
    for (indicator, edition, year), n in table.tallied("indicator", "edition", "year").items():
        years.setdefault((indicator, edition), {})[year] = n
    units: dict[str, set[str]] = {}
    for indicator, unit in table.tallied("indicator", "unit"):
        units.setdefault(indicator, set()).add(unit)
    figures = {indicator: n for (indicator,), n in table.tallied("indicator").items()}
    entries = []
    for i in release.indicators:
        found = [(e.published, years.get((i.id, e.published), {})) for e in editions]
        entries.append(
            CodebookEntry(
                indicator=i,
                base_years=_base_years(units.get(i.id, ())),
                by_edition=tuple(
                    EditionCoverage(published, written(by_year), sum(by_year.values())) if by_year else None
                    for published, by_year in found
                ),
                figures=figures.get(i.id, 0),
            )
        )
    return CodeBook(editions, len(release.editions), tuple(entries))


def written(years: Iterable[int]) -> str:
    """Years as they are written: 2014–2024, and 2014, 2023 where those between are missing."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(_run(r) for r in runs)


def _run(years: Sequence[int]) -> str:
    return f"{years[0]}–{years[-1]}" if len(years) > 1 else str(years[0])


def _base_years(units: Iterable[str]) -> tuple[str, ...]:
    """The years whose prices a measure at constant prices is given in."""
    return tuple(sorted({u.rsplit(", ", 1)[1].split()[0] for u in units if u.endswith(" prices")}))
