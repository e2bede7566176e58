"""How the shares that NATO prints first have aged: how many stand in the next table, and today. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from dashboard import formatting as words
from etl.model import PLEDGE, Release, once_per_release
from etl.model.estimates import FirstEstimate, Printing, first_estimates


class Aged(msgspec.Struct, frozen=True):
    """First figures of one edition: how many stand, to both decimals, in the next edition and in the latest.

    `later` is how many have a later printing, `second` how many two; `after` stand in the second, `crossed`
    are on the other side of the pledge in the latest.
    """

    edition: str
    shares: int
    later: int
    next: int
    second: int
    after: int
    latest: int
    crossed: int


class Stage(msgspec.Struct, frozen=True):
    """What had become of the first figures by one printing: how many stand, crossed the pledge, moved on
    their side of it, and have no such printing yet."""

    name: str
    stand: int
    crossed: int
    moved: int
    none_yet: int

    @property
    def printed(self) -> int:
        """How many have such a printing."""
        return self.stand + self.crossed + self.moved


class FirstFigures(msgspec.Struct, frozen=True):
    """A row for each edition that printed shares of its own year first, the sum last; the stages; the years
    of the figures; for how many tables they stood from the first on; the pledge in per cent;
    the measure of the latest printing where it is another than that of the first, else ""."""

    rows: tuple[Aged, ...]
    stages: tuple[Stage, ...]
    years: tuple[int, ...]
    stood: tuple[tuple[int, int], ...]
    editions: int
    line: float
    new_measure: str

    @property
    def total(self) -> Aged | None:
        """All of them; None where there are none with a later printing."""
        return self.rows[-1] if self.rows and self.rows[-1].later else None


_Later = Callable[[FirstEstimate], Printing | None]
_STAGES: tuple[tuple[str, _Later], ...] = (
    ("Next table", lambda f: f.later[0] if f.later else None),
    ("The one after", lambda f: f.later[1] if len(f.later) > 1 else None),
    ("Today", lambda f: f.later[-1] if f.later else None),
)


@once_per_release
def first_figures(release: Release) -> FirstFigures:
    """What became of every share of GDP that was first printed for the year under way."""
    found, line = first_estimates(release, whole=False), release.target[PLEDGE].value
    days = sorted({f.edition for f in found})
    rows = [_aged(words.day(day), [f for f in found if f.edition == day], line) for day in days]
    again = [f for f in found if f.later]
    return FirstFigures(
        rows=(*rows, _aged("All", found, line)) if rows else (),
        stages=tuple(_stage(name, later, again, line) for name, later in _STAGES) if again else (),
        years=tuple(sorted({f.year for f in again})),
        stood=tuple(_stood(again)),
        editions=len({f.edition for f in again}),
        line=line,
        new_measure=release.latest_edition.series if any(not f.later[-1].same_measure for f in again) else "",
    )


def _aged(name: str, found: Sequence[FirstEstimate], line: float) -> Aged:
    later = [f for f in found if f.later]
    second = [f for f in later if len(f.later) > 1]
    return Aged(
        edition=name,
        shares=len(found),
        later=len(later),
        next=sum(f.later[0].value == f.value for f in later),
        second=len(second),
        after=sum(f.later[1].value == f.value for f in second),
        latest=sum(f.later[-1].value == f.value for f in later),
        crossed=sum(_across(f, f.later[-1], line) for f in later),
    )


def _stage(name: str, later: _Later, found: Sequence[FirstEstimate], line: float) -> Stage:
    pairs = [(f, p) for f in found if (p := later(f))]
    stand = sum(p.value == f.value for f, p in pairs)
    crossed = sum(_across(f, p, line) for f, p in pairs)
    return Stage(name, stand, crossed, len(pairs) - stand - crossed, len(found) - len(pairs))


def _across(f: FirstEstimate, p: Printing, line: float) -> bool:
    return (p.value >= line) != (f.value >= line)


def _stood(found: Sequence[FirstEstimate]) -> list[tuple[int, int]]:
    """By the number of the table that first had another figure, how many; 0 for those that no table has
    changed."""
    changed = [next((n for n, p in enumerate(f.later, 1) if p.value != f.value), 0) for f in found]
    return [(n, changed.count(n)) for n in sorted(set(changed), key=lambda n: (n == 0, n))]
