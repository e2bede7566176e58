"""The figures as one table: filtered, ordered, and cut into pages, quick at a million rows. Pure.

Each column is kept as small numbers, one a row, that rank its distinct values: a filter looks each
number up, an order sorts by it, and neither touches the figures themselves.
"""

from __future__ import annotations

import math
import re
import threading
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import compress, islice
from operator import attrgetter
from typing import Any

from dashboard import cells
from dashboard.filters import Filters, fold
from etl.model import AGGREGATES, Observation, Release, once_per_release

RANKED = ("edition", "ally", "year", "indicator", "unit", "table", "origin")
COLUMNS = ("ally", "year", "indicator", "value", "unit", "edition", "table", "cell", "origin")
"""The columns of the table, in their order; each can be sorted by."""

STANDARD = ("edition", True)
"""The order where none is asked for: the newest edition first."""

_ORDERS_KEPT = 6
_MAYBE_CELL = re.compile(r".*!.*|.*[a-z].*[0-9].*")


@dataclass(frozen=True, slots=True)
class DistinctValues:
    """The distinct values of a column in their order, and for each row the place of its value there."""

    values: tuple[Any, ...]
    places: array[int]

    def keep(self, wanted: Callable[[Any], bool]) -> int:
        """The rows whose value is wanted, as a mask."""
        hit = bytes(map(wanted, self.values))
        return _mask(map(hit.__getitem__, self.places))


@dataclass(frozen=True, slots=True)
class Selection:
    """One page of the figures that fit: rows `first` to `first + len(rows) - 1` (from 1) of `total`."""

    total: int
    first: int
    page: int
    pages: int
    rows: tuple[Observation, ...]


class Index:
    """The figures of a release, by column. Columns and orders are made when they are first asked for."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.size = len(release.observations)
        self._columns: dict[str, DistinctValues] = {}
        self._orders: dict[tuple[str, bool], array[int]] = {}
        self._values: array[float] | None = None
        self._tallies: dict[tuple[str, ...], Counter[tuple[Any, ...]]] = {}
        self._lock = threading.RLock()

    def column(self, name: str) -> DistinctValues:
        """One of RANKED."""
        with self._lock:
            if name not in self._columns:
                read = attrgetter(name)
                found = tuple(sorted(set(map(read, self.release.observations)), key=self._key(name)))
                place = {value: i for i, value in enumerate(found)}
                places = array("H" if len(found) < 1 << 16 else "I")
                places.extend(map(place.__getitem__, map(read, self.release.observations)))
                self._columns[name] = DistinctValues(found, places)
            return self._columns[name]

    def total(self, filters: Filters) -> int:
        """How many figures fit."""
        kept = self._kept(filters)
        return self.size if kept is None else kept.count(1)

    def observations(self, filters: Filters) -> Iterator[Observation]:
        """The figures that fit, in the order of the release."""
        kept = self._kept(filters)
        return iter(self.release.observations) if kept is None else compress(self.release.observations, kept)

    def select(self, filters: Filters, order: tuple[str, bool], page: int, size: int = 100) -> Selection:
        """A page of the figures that fit; `order` is a column and whether the largest come first.

        Figures that are equal by the column stay in the order of the release. A page beyond the last is
        the last.
        """
        kept = self._kept(filters)
        total = self.size if kept is None else kept.count(1)
        pages = max(1, -(-total // size))
        page = min(page, pages)
        first = (page - 1) * size
        ordered = self._order(*order)
        fitting = ordered if kept is None else compress(ordered, map(kept.__getitem__, ordered))
        rows = tuple(self.release.observations[i] for i in islice(fitting, first, first + size))
        return Selection(total, first + 1 if rows else 0, page, pages, rows)

    def found(self, name: str, filters: Filters) -> tuple[Any, ...]:
        """The distinct values of a column among the figures that fit, in their order."""
        column, kept = self.column(name), self._kept(filters)
        places = range(len(column.values)) if kept is None else sorted(set(compress(column.places, kept)))
        return tuple(column.values[i] for i in places)

    def tallied(self, *names: str) -> Counter[tuple[Any, ...]]:
        """How many figures have each combination of values of these columns."""
        with self._lock:
            if names not in self._tallies:
                columns = [self.column(name) for name in names]
                found = Counter(zip(*(c.places for c in columns), strict=True))
                self._tallies[names] = Counter(
                    {
                        tuple(c.values[i] for c, i in zip(columns, key, strict=True)): n
                        for key, n in found.items()
                    }
                )
            return self._tallies[names]

    # ------------------------------------------------------------ orders

    def _key(self, name: str) -> Callable[[Any], Any]:
        """What a column's values are ordered by: names by letters without accents, aggregates last."""
        if name == "ally":
            return lambda code: (code in AGGREGATES, fold(self.release.name(code)))
        if name == "indicator":
            places = {id_: i for i, id_ in enumerate(self.release.indicator)}
            return lambda id_: (places.get(id_, len(places)), id_)
        return lambda value: value

    def _order(self, name: str, down: bool) -> array[int]:
        with self._lock:
            if (name, down) not in self._orders:
                if name == "value":
                    by: Callable[[int], Any] = self._numbers().__getitem__
                elif name == "cell":
                    observations = self.release.observations
                    keys = [cells.key(f.cell) for f in observations]
                    by = keys.__getitem__
                else:
                    by = self.column(name).places.__getitem__
                while len(self._orders) >= _ORDERS_KEPT:
                    del self._orders[next(iter(self._orders))]
                self._orders[name, down] = array("I", sorted(range(self.size), key=by, reverse=down))
            return self._orders[name, down]

    def _numbers(self) -> array[float]:
        with self._lock:
            if self._values is None:
                self._values = array("d", map(attrgetter("value"), self.release.observations))
            return self._values

    # ------------------------------------------------------------ filters

    def _kept(self, filters: Filters) -> bytes | None:
        """A 1 for each row that fits and a 0 for each other; None where every row does."""
        masks = [self.column(name).keep(wanted) for name, wanted in self._wanted(filters)]
        if filters.estimate is not None:
            masks.append(_mask(f.estimate is filters.estimate for f in self.release.observations))
        if filters.low is not None or filters.high is not None:
            masks.append(self._within(filters.low, filters.high))
        masks += [self._named(word) for word in filters.words]
        if not masks:
            return None
        both = masks[0]
        for mask in masks[1:]:
            both &= mask
        return both.to_bytes(self.size, "little")

    def _wanted(self, filters: Filters) -> Iterator[tuple[str, Callable[[Any], bool]]]:
        if filters.editions:
            yield "edition", set(self.editions(filters)).__contains__
        for name, values in (
            ("indicator", filters.indicators),
            ("ally", filters.allies),
            ("year", filters.years),
            ("table", filters.tables),
        ):
            if values:
                yield name, set(values).__contains__

    def editions(self, filters: Filters) -> tuple[date, ...]:
        """The editions that are asked for by name; every one where none is."""
        return filters.editions or tuple(self.release.edition)

    def _within(self, low: float | None, high: float | None) -> int:
        """The rows whose value as NATO prints it is from `low` to `high`."""
        indicators = self.column("indicator")
        least, most = zip(
            *(raw_bounds(low, high, self.release.indicator[i].decimals) for i in indicators.values),
            strict=True,
        )
        return _mask(
            least[i] <= v <= most[i] for i, v in zip(indicators.places, self._numbers(), strict=True)
        )

    def _named(self, word: str) -> int:
        """The rows that a word of the search is found in."""
        found = 0
        for name in ("ally", "indicator", "unit", "origin", "year"):
            column = self.column(name)
            if hits := {v for v in column.values if self._says(name, v, word)}:
                found |= column.keep(hits.__contains__)
        if _MAYBE_CELL.fullmatch(word):
            found |= _mask(word in f.cell.casefold() for f in self.release.observations)
        return found

    def _says(self, name: str, value: Any, word: str) -> bool:
        if name == "year":
            return word == str(value)
        if name == "ally" and value in self.release.ally:
            ally = self.release.ally[value]
            return any(word in fold(text) for text in (ally.name, *ally.aliases)) or word == fold(ally.code)
        if name == "ally":
            return word in fold(self.release.name(value))
        if name == "indicator":
            return word in fold(self.release.indicator[value].title) or word == value
        return word in fold(value)


def raw_bounds(low: float | None, high: float | None, decimals: int) -> tuple[float, float]:
    """The least and the largest value that are printed at so many decimals as `low` to `high`.

    Printing rounds half away from zero, so that a half belongs to the number farther from it.
    """
    step, half = Decimal(1).scaleb(-decimals), Decimal(5).scaleb(-decimals - 1)
    least, most = -math.inf, math.inf
    if low is not None:
        printed = Decimal(repr(low)).quantize(step, rounding=ROUND_CEILING)
        least = float(printed - half)
        least = least if printed > 0 else math.nextafter(least, math.inf)
    if high is not None:
        printed = Decimal(repr(high)).quantize(step, rounding=ROUND_FLOOR)
        most = float(printed + half)
        most = most if printed < 0 else math.nextafter(most, -math.inf)
    return least, most


def _mask(bits: Iterable[int]) -> int:
    return int.from_bytes(bytes(bits), "little")


@once_per_release
def index(release: Release) -> Index:
    """The index of a release."""
    return Index(release)
