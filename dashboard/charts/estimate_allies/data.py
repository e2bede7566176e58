"""How far each ally's first estimates moved. Pure."""

from __future__ import annotations

from statistics import median

import msgspec

from dashboard.charts.estimate_moves.data import Estimates, on_another_alone
from etl.model import Ally
from etl.model.estimates import Move

ENOUGH = 3
"""The fewest moves that have a median here."""


class AllyMoves(msgspec.Struct, frozen=True):
    """An ally's moves by year: on one measure, and `across` a change of it.

    `size` is the median size of the former in percentage points, None for fewer than ENOUGH.
    """

    ally: Ally
    moves: tuple[Move, ...]
    across: tuple[Move, ...]
    size: float | None

    @property
    def down(self) -> int:
        """How many went down."""
        return sum(m.hundredths < 0 for m in self.moves)

    @property
    def up(self) -> int:
        """How many went up."""
        return sum(m.hundredths > 0 for m in self.moves)


class ByAlly(msgspec.Struct, frozen=True):
    """The allies by the median size of their moves, largest first; then those with too few for one."""

    estimates: Estimates
    rows: tuple[AllyMoves, ...]

    @property
    def ranked(self) -> tuple[AllyMoves, ...]:
        """Those with a median."""
        return tuple(r for r in self.rows if r.size is not None)


def by_ally(e: Estimates) -> ByAlly:
    """The moves of a view by ally; years that have a printing on another measure alone are `across`."""
    measured = {(m.first.ally, m.first.year) for m in e.moves}
    alone = (m for m in on_another_alone(e.release) if (m.first.ally, m.first.year) not in measured)
    of_ally: dict[str, list[Move]] = {}
    for m in (*e.moves, *alone):
        of_ally.setdefault(m.first.ally, []).append(m)
    rows = []
    for ally in e.release.allies:
        own = of_ally.get(ally.code, ())
        on = tuple(m for m in own if m.to.same_measure)
        across = tuple(m for m in own if not m.to.same_measure)
        if on or across:
            size = median(abs(m.hundredths) for m in on) / 100 if len(on) >= ENOUGH else None
            rows.append(AllyMoves(ally, on, across, size))
    return ByAlly(e, tuple(sorted(rows, key=lambda r: (r.size is None, -(r.size or 0), r.ally.name))))
