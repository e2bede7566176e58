"""How far first estimates moved: every move, what they have in common, and how a band of them did. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

import msgspec

from dashboard.charts.estimate_moves.state import EstimatesState
from dashboard.state.parameters import BANDS
from etl.model import Release, once_per_release
from etl.model.cached import cached_property
from etl.model.estimates import (
    MEASURED_TO,
    Band,
    FirstEstimate,
    Move,
    MoveSummary,
    first_estimates,
    moves,
    record,
    within_band_by_year,
)


@once_per_release
def firsts_of(release: Release) -> tuple[FirstEstimate, ...]:
    """The first estimates of a release, of whole years only."""
    return first_estimates(release)


class Measured(msgspec.Struct, frozen=True):
    """Moves that are measured alike, and what they have in common."""

    moves: tuple[Move, ...]
    record: MoveSummary


def _measured(found: Iterable[Move]) -> Measured:
    unique = tuple(found)
    return Measured(unique, record(unique))


@once_per_release
def measured(release: Release) -> Mapping[str, Measured]:
    """The moves of the first estimates to each of MEASURED_TO."""
    return {to: _measured(moves(firsts_of(release), to)) for to in MEASURED_TO}


@once_per_release
def across_measures(release: Release) -> Measured:
    """The moves to the latest edition, across a change of measure, of those that have one on one measure."""
    return _measured(m for m in _to_another(release) if m.first.last_on_measure)


@once_per_release
def on_another_alone(release: Release) -> tuple[Move, ...]:
    """The moves to the latest edition of those that were printed again on another measure alone."""
    return tuple(m for m in _to_another(release) if not m.first.last_on_measure)


def _to_another(release: Release) -> Iterator[Move]:
    return (m for m in measured(release)["latest"].moves if not m.to.same_measure)


class Estimates(msgspec.Struct, frozen=True, dict=True):
    """The moves of first estimates in a view, and what they have in common."""

    view: EstimatesState
    release: Release
    firsts: tuple[FirstEstimate, ...]
    moves: tuple[Move, ...]
    record: MoveSummary

    @property
    def band(self) -> Band | None:
        """The range of most moves or of half of them; None for fewer than two moves."""
        return self.record.band(self.view.band)

    @property
    def part(self) -> str:
        """How much of the moves the band holds: "8 of 10"."""
        return BANDS[self.view.band].name

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of the moves, in order."""
        return tuple(sorted({m.first.year for m in self.moves}))

    @property
    def crossed(self) -> tuple[Move, ...]:
        """The moves across the target."""
        return tuple(m for m in self.moves if m.crossed(self.view.target))

    @property
    def across_measures(self) -> bool:
        """Whether any of the moves is across a change of measure."""
        return any(not m.to.same_measure for m in self.moves)

    def name(self, move: Move) -> str:
        """The ally and the year of a move."""
        return f"{self.release.name(move.first.ally)} {move.first.year}"


def estimates(release: Release, view: EstimatesState) -> Estimates:
    """The moves of a view."""
    found = measured(release)[view.to]
    return Estimates(view, release, firsts_of(release), found.moves, found.record)


@once_per_release
def within_band(release: Release) -> Callable[[str, str], Mapping[int, tuple[int, int]]]:
    """How many of a year's moves the band of the other years holds, by year, and of how many: by what the
    moves are measured to, and the band."""
    return cache(lambda to, band: within_band_by_year(measured(release)[to].moves, band))


class Crossings(msgspec.Struct, frozen=True):
    """First estimates that stood alike, and those of them that ended on the other side of the target."""

    of: tuple[Move, ...]
    crossed: tuple[Move, ...]


class CrossingsByPlace(msgspec.Struct, frozen=True):
    """What became of first estimates by where they stood.

    `close` stood at the target or above it within the band's reach, `clear` above its reach, `below`
    below the target.
    """

    close: Crossings
    clear: Crossings
    below: Crossings


def rule(e: Estimates) -> CrossingsByPlace | None:
    """How the band would have divided the moves at the target; None without a band."""
    band, target = e.band, e.view.target
    if band is None:
        return None
    close, clear, below = list[Move](), list[Move](), list[Move]()
    for m in e.moves:
        met = m.first.value >= target
        (below if not met else close if band.reaches_across(m.first.value, target) else clear).append(m)

    def outcome(found: list[Move]) -> Crossings:
        return Crossings(tuple(found), tuple(m for m in found if m.crossed(target)))

    return CrossingsByPlace(outcome(close), outcome(clear), outcome(below))
