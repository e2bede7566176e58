"""How far first estimates moved: every move, what they have in common, and how a band of them did. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dashboard.charts.estimate_moves.state import EstimatesState
from etl.model import Release, once_per_release
from etl.model.estimates import (
    Band,
    FirstEstimate,
    Move,
    Record,
    first_estimates,
    moves,
    record,
)

PART = {"most": "8 of 10", "half": "half"}
"""How much of the moves a band holds, in words."""


@once_per_release
def firsts_of(release: Release) -> tuple[FirstEstimate, ...]:
    """The first estimates of a release, of whole years only."""
    return first_estimates(release)


@dataclass(frozen=True)
class Estimates:
    """The moves of first estimates in a view, and what they have in common."""

    view: EstimatesState
    release: Release
    firsts: tuple[FirstEstimate, ...]
    moves: tuple[Move, ...]
    record: Record

    @property
    def band(self) -> Band | None:
        """The range of most moves or of half of them; None for fewer than two moves."""
        return self.record.half if self.view.band == "half" else self.record.most

    @property
    def part(self) -> str:
        """How much of the moves the band holds: "8 of 10"."""
        return PART[self.view.band]

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
    firsts = firsts_of(release)
    found = moves(firsts, view.to)
    return Estimates(view, release, firsts, found, record(found))


@dataclass(frozen=True, slots=True)
class Outcome:
    """First estimates that stood alike, and those of them that ended on the other side of the target."""

    of: tuple[Move, ...]
    crossed: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What became of first estimates by where they stood.

    `close` stood at the target or above it within the band's reach, `clear` above its reach, `below`
    below the target.
    """

    close: Outcome
    clear: Outcome
    below: Outcome


def rule(e: Estimates) -> Rule | None:
    """How the band would have divided the moves at the target; None without a band."""
    band, target = e.band, e.view.target
    if band is None:
        return None
    met = [m for m in e.moves if m.first.value >= target]
    close = [m for m in met if band.reaches_across(m.first.value, target)]
    clear = [m for m in met if m not in close]
    below = [m for m in e.moves if m.first.value < target]

    def outcome(found: list[Move]) -> Outcome:
        return Outcome(tuple(found), tuple(m for m in found if m.crossed(target)))

    return Rule(outcome(close), outcome(clear), outcome(below))
