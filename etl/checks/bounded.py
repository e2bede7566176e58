"""The figures of an edition with the bounds that their printing gives, and breaks of identities of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from etl.model import Observation
from etl.model.interval import Interval, around, places, usual
from etl.shipped.edition_folder import Identity


class Mismatch(msgspec.Struct, frozen=True):
    """An identity that does not hold for one ally and year: the value printed, and the one recomputed."""

    identity: Identity
    indicator: str
    ally: str
    year: int
    printed: float
    recomputed: float


_PRICES = re.compile(r"\b(\d{4}) prices")


class BoundedTable:
    """The figures of one edition by indicator, ally and year, with the bounds their printing gives."""

    def __init__(self, observations: Sequence[Observation]) -> None:
        self.value = {(f.indicator, f.ally, f.year): f.value for f in observations}
        self.unit = {(f.indicator, f.ally): f.unit for f in observations}
        self.base = next((int(m[1]) for u in self.unit.values() if (m := _PRICES.search(u))), None)
        columns: dict[str, list[int]] = {}
        self._keys: dict[str, list[tuple[str, int]]] = {}
        for (indicator, ally, year), value in self.value.items():
            self._keys.setdefault(indicator, []).append((ally, year))
            columns.setdefault(indicator, []).append(places(value))
        # One figure that is not rounded says nothing of the others in its column, nor they of it.
        self._decimals = {indicator: usual(column) for indicator, column in columns.items()}

    def keys(self, indicator: str) -> Sequence[tuple[str, int]]:
        """Ally and year of every figure of an indicator."""
        return self._keys.get(indicator, ())

    def bounds(self, indicator: str, ally: str, year: int) -> Interval | None:
        """What the figure may stand for; None where there is none."""
        value = self.value.get((indicator, ally, year))
        return None if value is None else around(value, self._decimals[indicator])

    def compare(
        self, identity: Identity, indicator: str, ally: str, year: int, other: Interval
    ) -> Iterator[Mismatch]:
        """A break where the printed figure and the recomputed bounds have no value in common."""
        printed = self.bounds(indicator, ally, year)
        if printed and not printed.meets(other):
            value = self.value[indicator, ally, year]
            yield Mismatch(identity, indicator, ally, year, value, (other.low + other.high) / 2)
