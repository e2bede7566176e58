"""How far first estimates had moved by their age, and what the change of measure did. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.charts.estimate_moves.data import Estimates
from etl.model import SHARE_OF_GDP, Edition, Release, as_printed
from etl.model.estimates import Band, Move, Record, moves, record


@dataclass(frozen=True, slots=True)
class Age:
    """The moves of one age; `crosses` says that they are across a change of measure."""

    name: str
    years: tuple[int, ...]
    record: Record
    band: Band | None
    crosses: bool


@dataclass(frozen=True, slots=True)
class Ages:
    """The ages of which there are moves, those on one measure first."""

    estimates: Estimates
    ages: tuple[Age, ...]


NAMES = {
    "next": "Next spring’s report",
    "one-year": "One year on",
    "two-years": "Two years on",
    "three-years": "Three years on",
    "same-measure": "Last of the same measure",
}


def ages(e: Estimates) -> Ages:
    """The moves of every age; across a change of measure those that have a record on one, and each other year
    alone."""
    found = [_age(e, name, moves(e.firsts, to)) for to, name in NAMES.items()]
    latest = [m for m in moves(e.firsts, "latest") if not m.to.same_measure]
    before = [m for m in latest if m.first.last_on_measure]
    found.append(_age(e, "Latest edition", before, crosses=True))
    alone = [m for m in latest if not m.first.last_on_measure]
    for year in sorted({m.first.year for m in alone}):
        own = [m for m in alone if m.first.year == year]
        found.append(_age(e, f"Of {year} alone", own, crosses=True))
    return Ages(e, tuple(a for a in found if a.record.n))


def _age(e: Estimates, name: str, found: Sequence[Move], *, crosses: bool = False) -> Age:
    r = record(found)
    band = r.half if e.view.band == "half" else r.most
    return Age(name, tuple(sorted({m.first.year for m in found})), r, band, crosses)


@dataclass(frozen=True, slots=True)
class Step:
    """An ally's share of a year by the last edition before a change of measure and the first after it."""

    ally: str
    year: int
    points: float


@dataclass(frozen=True, slots=True)
class Break:
    """A change of measure between two editions, and the steps of all shares that both have."""

    before: Edition
    after: Edition
    final: tuple[Step, ...]
    estimated: tuple[Step, ...]


def latest_break(release: Release) -> Break | None:
    """The latest change of measure between two editions that have several years each; None without one."""
    whole = [e for e in release.editions if len(release.whole_years(e.published)) > 1]
    for before, after in reversed(list(pairwise(whole))):
        if before.series != after.series:
            steps = list(_steps(release, before, after))
            final = tuple(s for s, estimate in steps if not estimate)
            return Break(before, after, final, tuple(s for s, estimate in steps if estimate))
    return None


def _steps(release: Release, before: Edition, after: Edition) -> Iterator[tuple[Step, bool]]:
    for year in release.years(before.published):
        later = release.block(after.published, SHARE_OF_GDP, year)
        for code, f in release.block(before.published, SHARE_OF_GDP, year).items():
            if code in release.ally and code in later:
                points = as_printed(as_printed(later[code].value) - as_printed(f.value))
                yield Step(code, year, points), f.estimate
