"""Every count of one target: editions by years, and what each changed since the one before it.

Changes are of sets and not of numbers: an edition may swap one ally for another and keep the count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec
from msgspec.structs import replace

from dashboard.charts.by_year import readable
from etl.model import PLEDGE, Count, Edition, Release, ReportedCount, once_per_release
from etl.model.cached import cached_property

COUNTED, PRESS, PART, MISSING, OUTSIDE = "counted", "press", "part", "missing here", "not in this edition"
PLAIN_SERIES = "defence expenditure"
"""The measure of every edition before the break in the series of 2026."""

MOST_YEARS = 20
"""How many years a table or a drawing of the matrix has room for."""

_SPAN = re.compile(r"\((\d{4})\s*[-–]\s*(\d{4})\)")


class YearCount(msgspec.Struct, frozen=True):
    """What one edition says of one year.

    `meeting` are codes, highest share first where shares are available; `removed` and `added` compare with
    the edition of `since`, None where no earlier one reports the year. `count` is None but where `state` is
    COUNTED or PART. Numbers mean something only where the cell `has_count`.
    """

    published: date
    year: int
    state: str
    of: int = 0
    meeting: tuple[str, ...] = ()
    estimate: bool = False
    count: Count | None = None
    since: date | None = None
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def has_count(self) -> bool:
        """Whether the cell holds a count."""
        return self.state in (COUNTED, PRESS)

    @property
    def n(self) -> int:
        """How many meet the target."""
        return len(self.meeting)

    @property
    def printed(self) -> str:
        """The same as NATO would print it, an e where the edition estimates the year."""
        return f"{self.n}{'e' if self.estimate else ''}"

    @property
    def changed(self) -> bool:
        """Whether somebody was added or removed."""
        return bool(self.removed or self.added)

    @property
    def swapped(self) -> bool:
        """Whether names changed and the number did not."""
        return self.changed and len(self.removed) == len(self.added)


class EditionRow(msgspec.Struct, frozen=True):
    """One edition, or a day whose tables are known by reported counts alone (`edition` is None)."""

    published: date
    edition: Edition | None
    reported: tuple[ReportedCount, ...]
    cells: tuple[YearCount, ...]


class Matrix(msgspec.Struct, frozen=True, dict=True):
    """Rows by day of publication, their cells by year; every row has a cell for each of `years`.

    `reported_target` is the one, in per cent of GDP, that the press reported counts of: the pledge.
    """

    target: float
    reported_target: float
    years: tuple[int, ...]
    rows: tuple[EditionRow, ...]

    def column(self, year: int) -> tuple[YearCount, ...]:
        """The counts of one year, oldest edition first."""
        return self._columns.get(year, ())

    @cached_property
    def _columns(self) -> Mapping[int, tuple[YearCount, ...]]:
        found: dict[int, list[YearCount]] = {}
        for row in self.rows:
            for cell in row.cells:
                if cell.has_count:
                    found.setdefault(cell.year, []).append(cell)
        return {year: tuple(cells) for year, cells in found.items()}

    def cell(self, published: date, year: int) -> YearCount:
        """One cell; KeyError where there is no such row or year."""
        for row in self.rows:
            if row.published == published:
                for cell in row.cells:
                    if cell.year == year:
                        return cell
        raise KeyError((published, year))

    def readable(self, year: int, published: date | None = None) -> Matrix:
        """The part that a table or a drawing has room for: the newest rows and years, and those named."""
        years = frozenset((*self.years[-MOST_YEARS:], year))
        rows = [replace(r, cells=tuple(c for c in r.cells if c.year in years)) for r in self.rows]
        newest = readable(rows, lambda r: sum(c.has_count for c in r.cells))
        chosen = (r for r in rows[: len(rows) - len(newest)] if r.published == published)
        return replace(self, years=tuple(y for y in self.years if y in years), rows=(*chosen, *newest))


def matrix(release: Release, target: float) -> Matrix:
    """All counts available at `target`, per cent of GDP; those of the pledge are found once a release."""
    return _of_pledge(release) if target == release.target[PLEDGE].value else _matrix(release, target)


@once_per_release
def _of_pledge(release: Release) -> Matrix:
    return _matrix(release, release.target[PLEDGE].value)


def _matrix(release: Release, target: float) -> Matrix:
    in_all, reported_target = years(release), release.target[PLEDGE].value
    reported: dict[date, list[ReportedCount]] = {}
    for count in release.reported_counts:
        if count.allies and count.kind == "table":
            reported.setdefault(count.published, []).append(count)
    last: dict[int, YearCount] = {}
    first_year, rows = in_all[0], []
    for published in sorted({*release.edition, *reported}):
        edition = release.edition.get(published)
        if edition:
            span = _span(edition, release, first_year)
        else:
            span = first_year, max(c.year for c in reported[published])
        first_year = span[0]
        cells = []
        for year in in_all:
            counts = reported.get(published, ()) if target == reported_target else ()
            cell = _cell(release, published, year, target, span, counts)
            if cell.has_count:
                cell = last[year] = compared(cell, last.get(year))
            cells.append(cell)
        rows.append(EditionRow(published, edition, tuple(reported.get(published, ())), tuple(cells)))
    return Matrix(target, reported_target, in_all, tuple(rows))


def years(release: Release) -> tuple[int, ...]:
    """Every year from the first to the last that any edition available here reports."""
    found = {y for e in release.editions for y in release.years(e.published)}
    found |= {c.year for c in release.reported_counts}
    return tuple(range(min(found), max(found) + 1))


def _span(edition: Edition, release: Release, earliest: int) -> tuple[int, int]:
    """First and last year that an edition reports: as its title says.

    Where the title does not say, it ends with the last year available, and begins no earlier than the
    edition before it: NATO has only ever moved the beginning forward.
    """
    named = _SPAN.search(edition.title)
    years = release.years(edition.published) or (earliest,)
    if named is None:
        return min(earliest, years[0]), years[-1]
    return min(int(named[1]), years[0]), max(int(named[2]), years[-1])


def _cell(
    release: Release,
    published: date,
    year: int,
    target: float,
    span: tuple[int, int],
    reported: Iterable[ReportedCount],
) -> YearCount:
    if not span[0] <= year <= span[1]:
        return YearCount(published, year, OUTSIDE)
    of = len(release.members(year))
    found = release.count(published, year, target) if published in release.edition else None
    if found and found.whole:
        return YearCount(published, year, COUNTED, found.of, found.meeting, found.estimate, found)
    for count in reported:
        if count.year == year:
            return YearCount(published, year, PRESS, of, count.allies)
    if found is None or not (found.meeting or found.not_meeting):
        return YearCount(published, year, MISSING, of)
    return YearCount(published, year, PART, found.of, found.meeting, found.estimate, found)


def compared(cell: YearCount, before: YearCount | None) -> YearCount:
    """A cell with what it added and removed since an earlier one of its year; as it is without one, and where
    it is compared with that one already."""
    if before is None or cell.since == before.published:
        return cell
    were, are = set(before.meeting), set(cell.meeting)
    removed = tuple(c for c in before.meeting if c not in are)
    added = tuple(c for c in cell.meeting if c not in were)
    of = (cell.of, cell.meeting, cell.estimate, cell.count)
    return YearCount(cell.published, cell.year, cell.state, *of, before.published, removed, added)
