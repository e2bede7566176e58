"""Both guidelines at once: the share of GDP and the share on major equipment, by one edition and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache

import msgspec

from dashboard.charts.by_year import readable
from dashboard.charts.guidelines.state import GuidelinesState, editions_with_equipment, lacking_equipment
from etl.model import (
    EQUIPMENT_GUIDELINE,
    EQUIPMENT_SHARE,
    SHARE_OF_GDP,
    Ally,
    Edition,
    Observation,
    Release,
    as_printed,
    once_per_release,
)

BOTH, ONLY_EQUIPMENT, ONLY_SHARE, NEITHER = "both", "only equipment", "only share", "neither"
QUARTERS = (BOTH, ONLY_EQUIPMENT, ONLY_SHARE, NEITHER)
_LOW, _HIGH, _FEW = 2, 3, 8
"""So many of the lowest and of the highest are named, and of those that miss a guideline if they are few."""


class MemberPoint(msgspec.Struct, frozen=True):
    """One member with both figures, and the quarter they put it in."""

    ally: Ally
    share: Observation
    equipment: Observation
    quarter: str
    highlighted: bool


class Guidelines(msgspec.Struct, frozen=True):
    """The members of a year by both figures; `without` are those with forces that lack one of them.

    `guideline` is that on equipment, in per cent of defence expenditure; `lacking` are the editions without
    shares on equipment here. `tables` are the edition's numbers of the tables of both figures. `first` is the
    edition's first year with both figures of all, and how many met both; None where no year is earlier.
    """

    view: GuidelinesState
    edition: Edition
    points: tuple[MemberPoint, ...]
    without: tuple[Ally, ...]
    no_forces: tuple[Ally, ...]
    of: int
    guideline: float
    tables: tuple[str, str]
    lacking: tuple[Edition, ...]
    first: tuple[int, int] | None

    @property
    def empty(self) -> bool:
        """Whether the chosen edition has no such year of both tables."""
        return not self.points

    @property
    def outliers(self) -> frozenset[str]:
        """Codes of those that are named in the drawing: both ends of both figures, the few that miss one."""
        found: set[str] = set()
        by_share = [p.ally.code for p in sorted(self.points, key=lambda p: p.share.value)]
        by_part = [p.ally.code for p in sorted(self.points, key=lambda p: p.equipment.value)]
        for order in (by_share, by_part):
            found |= {*order[:_LOW], *order[-_HIGH:]}
        short = {p.ally.code for p in self.points if p.quarter != BOTH}
        return frozenset(found | short if len(short) <= _FEW else found)

    def quarter(self, name: str) -> tuple[MemberPoint, ...]:
        """The points of one quarter, in the order of their names."""
        return tuple(p for p in self.points if p.quarter == name)


def guidelines(release: Release, view: GuidelinesState) -> Guidelines:
    """Every member of the year with both figures, by quarter."""
    guideline = release.target[EQUIPMENT_GUIDELINE].value
    members = sorted(release.members(view.year), key=lambda a: a.name)
    points = [
        MemberPoint(a, share, part, _quarter(share, part, view.target, guideline), a.code in view.allies)
        for a, share, part in _pairs(release, view.edition, view.year, members)
    ]
    with_both = {p.ally.code for p in points}
    return Guidelines(
        view=view,
        edition=release.edition[view.edition],
        points=tuple(points),
        without=tuple(a for a in members if a.armed_forces and a.code not in with_both),
        no_forces=tuple(a for a in members if not a.armed_forces),
        of=len(members),
        guideline=guideline,
        tables=(release.table(view.edition, SHARE_OF_GDP), release.table(view.edition, EQUIPMENT_SHARE)),
        first=_first(release, view, guideline),
        lacking=lacking_equipment(release),
    )


def _pairs(
    release: Release, edition: date, year: int, members: Iterable[Ally]
) -> Iterator[tuple[Ally, Observation, Observation]]:
    """The members of which an edition has both figures of a year, with them."""
    shares = release.block(edition, SHARE_OF_GDP, year)
    parts = release.block(edition, EQUIPMENT_SHARE, year)
    return ((a, shares[a.code], parts[a.code]) for a in members if a.code in shares and a.code in parts)


def _first(release: Release, view: GuidelinesState, guideline: float) -> tuple[int, int] | None:
    """The first year that the edition has both figures whole of, and how many met both; None where it is the
    view's own or there is none."""
    for year in release.years(view.edition, EQUIPMENT_SHARE):
        if year >= view.year:
            return None
        shares = release.standing(view.edition, SHARE_OF_GDP, year)
        parts = release.standing(view.edition, EQUIPMENT_SHARE, year)
        if any((shares.missing, shares.blank, parts.missing, parts.blank)):
            continue
        part = {f.ally: f for f in parts.observations}
        pairs = [(f, part[f.ally]) for f in shares.observations if f.ally in part]
        return year, sum(_quarter(f, p, view.target, guideline) == BOTH for f, p in pairs)
    return None


def _quarter(share: Observation, equipment: Observation, target: float, guideline: float) -> str:
    """The quarter of two figures, each compared as it is printed."""
    met = as_printed(share.value) >= target, as_printed(equipment.value) >= guideline
    return {(True, True): BOTH, (False, True): ONLY_EQUIPMENT, (True, False): ONLY_SHARE}.get(met, NEITHER)


# ---------------------------------------------------------------- year by year, edition by edition


class QuarterCounts(msgspec.Struct, frozen=True):
    """The quarters of one year by one edition; `of` are the allies with both figures."""

    edition: date
    year: int
    counts: Mapping[str, int]
    of: int
    estimate: bool


def counts(release: Release, shown: Guidelines) -> list[QuarterCounts]:
    """Every year that an edition has whole with shares on equipment, newest first, then newest edition.

    `shown` has the target. Of the editions there are as many as a table has room for.
    """
    rows = [
        row
        for edition in counted_editions(release)
        for row in counts_of(release, edition, shown.view.target, shown.guideline)
    ]
    return sorted(rows, key=lambda r: (r.year, r.edition), reverse=True)


_COUNTS = 128
"""Editions and targets whose counts are remembered: a page has them as lines and as a table."""


def counts_of(release: Release, edition: date, target: float, guideline: float) -> tuple[QuarterCounts, ...]:
    """Every year that one edition has whole with shares on equipment, oldest first.

    `target` is in per cent of GDP, `guideline` in per cent of defence expenditure.
    """
    return _counted(release)(edition, target, guideline)


@once_per_release
def _counted(release: Release) -> Callable[[date, float, float], tuple[QuarterCounts, ...]]:
    return lru_cache(_COUNTS)(lambda *asked: tuple(_counts(release, *asked)))


def _counts(release: Release, edition: date, target: float, guideline: float) -> Iterator[QuarterCounts]:
    for year in release.years(edition, EQUIPMENT_SHARE):
        members = release.members(year)
        pairs = list(_pairs(release, edition, year, members))
        if pairs and sum(a.armed_forces for a, _, _ in pairs) == sum(a.armed_forces for a in members):
            quarters = Counter(_quarter(share, part, target, guideline) for _, share, part in pairs)
            estimate = any(share.estimate for _, share, _ in pairs)
            yield QuarterCounts(edition, year, {q: quarters[q] for q in QUARTERS}, len(pairs), estimate)


def counted_editions(release: Release) -> Sequence[date]:
    """The newest editions with shares on equipment, as many as a table has room for, oldest first."""
    return readable(editions_with_equipment(release), lambda day: len(release.years(day, EQUIPMENT_SHARE)))


def editions_disagree(rows: Sequence[QuarterCounts]) -> list[int]:
    """The years for which editions count the quarters differently, oldest first."""
    by_year: dict[int, set[tuple[int, ...]]] = {}
    for r in rows:
        by_year.setdefault(r.year, set()).add(tuple(r.counts[q] for q in QUARTERS))
    return sorted(y for y, values in by_year.items() if len(values) > 1)
