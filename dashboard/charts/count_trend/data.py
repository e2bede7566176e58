"""How the count grew: N of M by year, a line for each edition, the press's counts beside them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from operator import attrgetter

import msgspec

from dashboard.charts.by_year import readable
from dashboard.charts.count_by_edition.data import COUNTED, PRESS, Matrix, YearCount, matrix
from dashboard.charts.count_trend.state import TrendState
from etl.model import Edition, Release
from etl.model.cached import cached_property


class CountLine(msgspec.Struct, frozen=True):
    """The counts of one edition by year; `edition` is None where the press reported them."""

    published: date
    edition: Edition | None
    cells: tuple[YearCount, ...]
    source: str = ""


class Trend(msgspec.Struct, frozen=True, dict=True):
    """Every count of a target; `chosen` is the line of the view's edition, without cells if it has none."""

    view: TrendState
    matrix: Matrix
    lines: tuple[CountLine, ...]
    press: tuple[CountLine, ...]
    chosen: CountLine
    members: tuple[tuple[int, int], ...]
    newest: date

    @cached_property
    def shown(self) -> Sequence[CountLine]:
        """The newest lines, as many as can be read, and the chosen one."""
        newest = readable(self.lines, lambda line: len(line.cells))
        earlier = [line for line in self.lines if line is self.chosen and line not in newest]
        return [*earlier, *newest]

    @cached_property
    def first(self) -> Mapping[int, YearCount]:
        """The first count of each year by a table."""
        found: dict[int, YearCount] = {}
        for line in self.lines:
            for cell in line.cells:
                found.setdefault(cell.year, cell)
        return found

    @cached_property
    def highest(self) -> int:
        """The highest count of all, 1 at least."""
        return max([1, *(c.n for line in (*self.lines, *self.press) for c in line.cells)])

    @cached_property
    def disputed(self) -> tuple[YearCount, YearCount] | None:
        """The lowest and highest count of the year on which tables differ most, the earlier edition first."""
        by_year: dict[int, list[YearCount]] = {}
        for line in self.lines:
            for cell in line.cells:
                by_year.setdefault(cell.year, []).append(cell)
        if not by_year:
            return None
        n, day = attrgetter("n"), attrgetter("published")
        ends = [(min(counts, key=n), max(counts, key=n)) for _, counts in sorted(by_year.items())]
        low, high = max(reversed(ends), key=lambda e: e[1].n - e[0].n)
        return (min(low, high, key=day), max(low, high, key=day)) if high.n > low.n else None

    @property
    def empty(self) -> bool:
        """Whether the edition has no whole year."""
        return not self.chosen.cells


def trend(release: Release, view: TrendState) -> Trend:
    """The counts of the view's target, by every edition."""
    grid = matrix(release, view.target)
    lines, press = [], []
    for row in grid.rows:
        counted = tuple(c for c in row.cells if c.state == COUNTED)
        named = tuple(c for c in row.cells if c.state == PRESS)
        if row.edition is not None:
            lines.append(CountLine(row.published, row.edition, counted))
        if named:
            press.append(CountLine(row.published, None, named, "; ".join(c.source for c in row.reported)))
    return Trend(
        view=view,
        matrix=grid,
        lines=tuple(line for line in lines if line.cells),
        press=tuple(press),
        chosen=next(line for line in lines if line.published == view.edition),
        members=tuple((y, len(release.members(y))) for y in grid.years),
        newest=release.latest_edition.published,
    )


def steepest(t: Trend) -> tuple[YearCount, YearCount]:
    """The two neighbouring years of the edition highlighted between which the count rose most."""
    steps = zip(t.chosen.cells, t.chosen.cells[1:], strict=False)
    return max(steps, key=lambda s: s[1].n - s[0].n)
