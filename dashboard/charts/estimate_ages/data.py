"""How far first estimates had moved by their age, and what the change of measure did. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import msgspec

from dashboard.charts.estimate_moves.data import (
    Estimates,
    Measured,
    across_measures,
    measured,
    on_another_alone,
)
from etl.model import SHARE_OF_GDP, Edition, Release, as_printed, once_per_release
from etl.model.estimates import Band, MoveSummary, record


class Age(msgspec.Struct, frozen=True):
    """The moves of one age; `crosses` says that they are across a change of measure."""

    name: str
    years: tuple[int, ...]
    record: MoveSummary
    band: Band | None
    crosses: bool


class Ages(msgspec.Struct, frozen=True):
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
    by_age = measured(e.release)
    found = [_age(e, name, by_age[to]) for to, name in NAMES.items()]
    found.append(_age(e, "Latest edition", across_measures(e.release), crosses=True))
    alone = on_another_alone(e.release)
    for year in sorted({m.first.year for m in alone}):
        own = tuple(m for m in alone if m.first.year == year)
        found.append(_age(e, f"Of {year} alone", Measured(own, record(own)), crosses=True))
    return Ages(e, tuple(a for a in found if a.record.n))


def _age(e: Estimates, name: str, found: Measured, *, crosses: bool = False) -> Age:
    years = tuple(sorted({m.first.year for m in found.moves}))
    return Age(name, years, found.record, found.record.band(e.view.band), crosses)


class ShareStep(msgspec.Struct, frozen=True):
    """An ally's share of a year by the last edition before a change of measure and the first after it."""

    ally: str
    year: int
    points: float


class MeasureChange(msgspec.Struct, frozen=True):
    """A change of measure between two editions, and the steps of all shares that both have."""

    before: Edition
    after: Edition
    final: tuple[ShareStep, ...]
    estimated: tuple[ShareStep, ...]


@once_per_release
def latest_break(release: Release) -> MeasureChange | None:
    """The latest change of measure between two editions that have several years each; None without one."""
    whole = [e for e in release.editions if len(release.whole_years(e.published)) > 1]
    for before, after in reversed(list(pairwise(whole))):
        if before.series != after.series:
            steps = list(_steps(release, before, after))
            final = tuple(s for s, estimate in steps if not estimate)
            return MeasureChange(before, after, final, tuple(s for s, estimate in steps if estimate))
    return None


def _steps(release: Release, before: Edition, after: Edition) -> Iterator[tuple[ShareStep, bool]]:
    for year in release.years(before.published):
        later = release.block(after.published, SHARE_OF_GDP, year)
        for code, f in release.block(before.published, SHARE_OF_GDP, year).items():
            if code in release.ally and code in later:
                points = as_printed(as_printed(later[code].value) - as_printed(f.value))
                yield ShareStep(code, year, points), f.estimate
