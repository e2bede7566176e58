"""First estimates, and what became of them: how far NATO's shares move after they are first printed.

A *first estimate* is an ally's share of GDP as the first edition of a year printed it for that same year. A
*move* is the difference between it and a later printing, both rounded as printed, in percentage points.
Moves on one measure and moves across a change of measure are never put together. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from statistics import median, quantiles

import msgspec

from etl.model.edition import Edition
from etl.model.indicators import SHARE_OF_GDP
from etl.model.release import Release
from etl.model.values import as_printed


class Printing(msgspec.Struct, frozen=True):
    """A share of GDP as an edition printed it: `value` in per cent, two decimals."""

    edition: date
    value: float
    same_measure: bool
    kind: str


class FirstEstimate(msgspec.Struct, frozen=True):
    """An ally's share of GDP of a year as first printed in that year, and every later printing of it.

    `value` is in per cent of GDP, two decimals; `whole` says whether the edition has every published share of
    the year here; `later` is in the order of the editions, of which each has the year whole.
    """

    ally: str
    year: int
    edition: date
    value: float
    whole: bool
    later: tuple[Printing, ...]

    @property
    def last_on_measure(self) -> Printing | None:
        """The last printing on the measure of the first."""
        return next((p for p in reversed(self.later) if p.same_measure), None)

    @property
    def latest(self) -> Printing | None:
        """The latest printing, on whatever measure."""
        return self.later[-1] if self.later else None

    def printed_after(self, years: int, kind: str) -> Printing | None:
        """The printing on the same measure in a publication of a kind, so many years after the first."""
        year = self.edition.year + years
        found = (p for p in self.later if p.same_measure and (p.edition.year, p.kind) == (year, kind))
        return next(found, None)


class Move(msgspec.Struct, frozen=True):
    """How far a first estimate had moved by a later printing.

    `hundredths` are the later value less the first, in hundredths of a percentage point of GDP: exact.
    """

    first: FirstEstimate
    to: Printing
    hundredths: int

    @classmethod
    def between(cls, first: FirstEstimate, to: Printing) -> Move:
        """The move from a first estimate to a printing."""
        return cls(first, to, round(100 * to.value) - round(100 * first.value))

    @property
    def points(self) -> float:
        """The later value less the first, in percentage points, two decimals."""
        return self.hundredths / 100

    def crossed(self, target: float) -> int:
        """1 where the share came to stand at the target or above, -1 where it came to stand below, else 0."""
        return (self.to.value >= target) - (self.first.value >= target)


class MoveSummary(msgspec.Struct, frozen=True):
    """What moves have in common: how many went which way, their middle size, and the range of most of them.

    `middle` is the median of the moves, `size` that of their sizes; `most` are the 10th and the 90th
    percentile of the moves, `half` the 25th and the 75th, linear between neighbours. All are in percentage
    points; the ranges are None for fewer than two moves.
    """

    n: int
    down: int
    up: int
    unchanged: int
    middle: float | None
    size: float | None
    most: Band | None
    half: Band | None

    def band(self, of: str) -> Band | None:
        """The range `of` "most" or "half" of the moves."""
        return {"most": self.most, "half": self.half}[of]


class Band(msgspec.Struct, frozen=True):
    """A range of moves, in percentage points, both ends within it."""

    low: float
    high: float

    def holds(self, move: Move) -> bool:
        """Whether a move lies within it."""
        return _at_most(self.low, move.points) and _at_most(move.points, self.high)

    def reaches_across(self, value: float, target: float) -> bool:
        """Whether a share, as printed, would change sides of the target by a move within the band."""
        if value >= target:
            return not _at_most(target, value + self.low)
        return _at_most(target, value + self.high)


def _at_most(one: float, other: float) -> bool:
    """Whether one is at most the other, exact for what has a few decimals."""
    return round(one - other, 9) <= 0


def first_estimates(release: Release, *, whole: bool = True) -> tuple[FirstEstimate, ...]:
    """The first estimates of a release by year, then ally; with `whole` only of years that are whole.

    Shares that only the press reported are none. An edition counts as the first of its year where it is the
    first published in that year that has the year at all.
    """
    found: list[FirstEstimate] = []
    for year, edition in sorted(_first_editions(release, whole=whole).items()):
        shares = release.block(edition.published, SHARE_OF_GDP, year)
        is_whole = _whole(release, edition, year)
        later = [e for e in release.editions if e.published > edition.published and _whole(release, e, year)]
        blocks = [(e, release.block(e.published, SHARE_OF_GDP, year)) for e in later]
        for code in (ally.code for ally in release.members(year) if ally.code in shares):
            printed = tuple(
                Printing(e.published, as_printed(block[code].value), e.series == edition.series, e.kind)
                for e, block in blocks
                if code in block
            )
            value = as_printed(shares[code].value)
            found.append(FirstEstimate(code, year, edition.published, value, is_whole, printed))
    return tuple(found)


def _first_editions(release: Release, *, whole: bool) -> Mapping[int, Edition]:
    first: dict[int, Edition] = {}
    for e in release.editions:
        year = e.published.year
        if e.completeness == "reported" or year not in release.years(e.published):
            continue
        if not whole or _whole(release, e, year):
            first.setdefault(year, e)
    return first


def _whole(release: Release, edition: Edition, year: int) -> bool:
    return release.count(edition.published, year, 0.0).whole


def open_estimates(firsts: Sequence[FirstEstimate]) -> tuple[FirstEstimate, ...]:
    """The first estimates of the newest year, where none of them has been printed again; else none."""
    newest = max((f.year for f in firsts), default=0)
    found = tuple(f for f in firsts if f.year == newest)
    return () if any(f.later for f in found) else found


To = Callable[[FirstEstimate], Printing | None]

MEASURED_TO: Mapping[str, To] = {
    "same-measure": lambda f: f.last_on_measure,
    "next": lambda f: f.printed_after(1, "annual report"),
    "one-year": lambda f: f.printed_after(1, "tables"),
    "two-years": lambda f: f.printed_after(2, "tables"),
    "three-years": lambda f: f.printed_after(3, "tables"),
    "latest": lambda f: f.latest,
}
"""What a first estimate can be measured to, by id."""


def moves(firsts: Iterable[FirstEstimate], to: str) -> tuple[Move, ...]:
    """The moves from first estimates to one of MEASURED_TO; none for those that have no such printing."""
    return tuple(Move.between(f, p) for f in firsts if (p := MEASURED_TO[to](f)))


def record(found: Sequence[Move]) -> MoveSummary:
    """What the moves have in common."""
    points = sorted(m.hundredths for m in found)
    return MoveSummary(
        n=len(points),
        down=sum(p < 0 for p in points),
        up=sum(p > 0 for p in points),
        unchanged=sum(p == 0 for p in points),
        middle=median(points) / 100 if points else None,
        size=median(map(abs, points)) / 100 if points else None,
        most=_band(points, 10),
        half=_band(points, 4),
    )


def _band(points: Sequence[int], parts: int) -> Band | None:
    """From the first to the last of the cuts that part the moves, in hundredths, into so many equal parts."""
    if len(points) < 2:
        return None
    cuts = quantiles(points, n=parts, method="inclusive")
    return Band(cuts[0] / 100, cuts[-1] / 100)


def band_without(found: Sequence[Move], year: int, of: str = "most") -> Band | None:
    """The range of the moves of all other years: `of` is "most" or "half", as Record has them."""
    return record([m for m in found if m.first.year != year]).band(of)


def within_band_by_year(found: Sequence[Move], of: str = "most") -> Mapping[int, tuple[int, int]]:
    """By year how many of its moves lay within the range of the moves of all other years, and of how many.

    The rule is so tested on years that it has not seen. A year is left out where all others together have
    fewer than two moves.
    """
    tested: dict[int, tuple[int, int]] = {}
    for year in sorted({m.first.year for m in found}):
        band = band_without(found, year, of)
        if band is not None:
            own = [m for m in found if m.first.year == year]
            tested[year] = (sum(map(band.holds, own)), len(own))
    return tested
