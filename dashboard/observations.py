"""The figures as one table: filtered, ordered, and cut into pages by SQLite, in memory.

The database has what a figure is found and ordered by; its rows are numbered as the release's figures are,
so that an answer is figures of the release. Of a column that says a few things many times it has numbers:
the places of what is said in the column's order.
"""

from __future__ import annotations

import re
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

import msgspec

from dashboard import cells
from dashboard.filters import Filters, fold
from etl.claims.known import by_observation
from etl.model import AGGREGATES, Observation, Release, as_printed, once_per_release

COLUMNS = ("ally", "year", "indicator", "value", "unit", "edition", "table", "cell", "origin")
"""The columns of the table, in their order; each can be sorted by."""

STANDARD = ("edition", True)
"""The order where none is asked for: the newest edition first."""

_SEARCHED = ("ally", "indicator", "unit", "origin", "year")
_MAYBE_CELL = re.compile(r".*!.*|.*[a-z].*[0-9].*")
_NUMBERED = ("edition", "ally", "indicator", "unit", "table", "cell", "origin")
"""Columns of which the database has the places of their values in their order."""

_SHARED = ("edition", "indicator", "unit", "table", "origin")
"""What figures that stand side by side have in common: the database has it once for each run of them."""

_SCHEMA = """
CREATE TABLE run (
  first INTEGER PRIMARY KEY, last INTEGER, edition INTEGER, indicator INTEGER, unit INTEGER, "table" INTEGER,
  origin INTEGER
);
CREATE INDEX by_edition ON run (edition, indicator);
CREATE TABLE figure (
  place INTEGER PRIMARY KEY, ally INTEGER, year INTEGER, estimate INTEGER, cell INTEGER, value REAL,
  rounded REAL
);
CREATE VIEW observation AS
  SELECT *, coalesce(rounded, value) AS printed FROM run CROSS JOIN figure ON place BETWEEN first AND last;
PRAGMA automatic_index = OFF;
"""
"""`rounded` is the value as printed, where that is another. Runs are gone through in their order, and within
each the figures that are in it; SQLite would make an index of its own for every run instead."""

_IN_ORDER = "first, place"


class Selection(msgspec.Struct, frozen=True):
    """One page of the figures that fit: rows `first` to `first + len(rows) - 1` (from 1) of `total`."""

    total: int
    first: int
    page: int
    pages: int
    rows: tuple[Observation, ...]


class Index:
    """The figures of a release in a database of its own, closed when nobody has the index any more."""

    def __init__(self, release: Release) -> None:
        import sqlite3

        self.release = release
        self.size = len(release.observations)
        # Answers are read from several threads, one at a time.
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._lock = threading.Lock()
        weakref.finalize(self, self._base.close)
        self._values = {name: _in_order(name, release) for name in _NUMBERED}
        self._places = {name: {v: i for i, v in enumerate(found)} for name, found in self._values.items()}
        self._decimals = {i.id: i.decimals for i in release.indicators}
        self._base.executescript(_SCHEMA)
        shared = attrgetter(*_SHARED)
        for run in groupby(enumerate(release.observations), key=lambda at: shared(at[1])):
            self._insert(*run)
        self._base.commit()
        self._names = {name: self._values.get(name) or release.all_years for name in _SEARCHED}

    def total(self, filters: Filters) -> int:
        """How many figures fit."""
        ((total,),) = self._ask("count(*)", filters) if any(self._conditions(filters)) else ((self.size,),)
        return int(total)

    def observations(self, filters: Filters) -> Iterator[Observation]:
        """The figures that fit, in the order of the release."""
        return self._fitting(filters, f"ORDER BY {_IN_ORDER}")

    def select(self, filters: Filters, order: tuple[str, bool], page: int, size: int = 100) -> Selection:
        """A page of the figures that fit; `order` is a column and whether the largest come first.

        Figures that are equal by the column stay in the order of the release. A page beyond the last is
        the last.
        """
        column, down = order
        total = self.total(filters)
        pages = max(1, -(-total // size))
        page = min(page, pages)
        first = (page - 1) * size
        by = f'ORDER BY "{column}" {"DESC" if down else "ASC"}, {_IN_ORDER}'
        rows = tuple(self._fitting(filters, f"{by} LIMIT {size} OFFSET {first}"))
        return Selection(total, first + 1 if rows else 0, page, pages, rows)

    def found(self, name: str, filters: Filters) -> tuple[Any, ...]:
        """The distinct values of a column among the figures that fit, in their order."""
        column = f'"{name}"'
        found = self._ask(column, filters, f"GROUP BY {column} ORDER BY {column}")
        return tuple(self._value(name, value) for (value,) in found)

    def tallied(self, *names: str) -> Counter[tuple[Any, ...]]:
        """How many figures have each combination of values of these columns."""
        columns = ", ".join(f'"{name}"' for name in names)
        found = self._ask(f"{columns}, count(*)", Filters(), f"GROUP BY {columns}")
        return Counter({tuple(map(self._value, names, values)): n for *values, n in found})

    def editions(self, filters: Filters) -> tuple[date, ...]:
        """The editions that are asked for by name; every one where none is."""
        return filters.editions or tuple(self.release.edition)

    def _fitting(self, filters: Filters, order: str) -> Iterator[Observation]:
        found = self._ask("place", filters, order)
        return (self.release.observations[place] for (place,) in found)

    def _ask(self, columns: str, filters: Filters, rest: str = "") -> list[tuple[Any, ...]]:
        """Columns of the figures that fit; `rest` orders or groups them."""
        conditions = list(self._conditions(filters))
        where = ("WHERE", " AND ".join(f"({sql})" for sql, _ in conditions)) if conditions else ()
        values = [value for _, of in conditions for value in of]
        sql = " ".join(("SELECT", columns, "FROM observation", *where, rest))
        with self._lock:
            return self._base.execute(sql, values).fetchall()

    # ------------------------------------------------------------ filters

    def _conditions(self, filters: Filters) -> Iterator[tuple[str, Sequence[Any]]]:
        """What a figure must satisfy: each a condition of SQL, and its values."""
        for name, wanted in (
            ("edition", filters.editions),
            ("indicator", filters.indicators),
            ("ally", filters.allies),
            ("year", filters.years),
            ("table", filters.tables),
        ):
            if wanted:
                yield self._one_of(name, wanted)
        if filters.estimate is not None:
            yield "estimate = ?", [filters.estimate]
        if filters.low is not None:
            yield "printed >= ?", [filters.low]
        if filters.high is not None:
            yield "printed <= ?", [filters.high]
        for word in filters.words:
            yield self._named(word)

    def _named(self, word: str) -> tuple[str, Sequence[Any]]:
        """That a word of the search is found in what names a figure."""
        hits = {
            name: [v for v in values if self._says(name, v, word)] for name, values in self._names.items()
        }
        if _MAYBE_CELL.fullmatch(word):
            hits["cell"] = [cell for cell in self._values["cell"] if word in cell.casefold()]
        return " OR ".join(
            self._one_of(name, found)[0] for name, found in hits.items() if found
        ) or "FALSE", ()

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

    # ------------------------------------------------------------ columns of places

    def _insert(self, shared: Sequence[Any], run: Iterable[tuple[int, Observation]]) -> None:
        """Puts figures that stand side by side into the database, and what they have in common."""
        allies, sheets = self._places["ally"], self._places["cell"]
        rows = []
        for place, f in run:
            printed = as_printed(f.value, self._decimals[f.indicator])
            rounded = None if printed == f.value else printed
            rows.append((place, allies[f.ally], f.year, f.estimate, sheets[f.cell], f.value, rounded))
        at = [self._places[name][value] for name, value in zip(_SHARED, shared, strict=True)]
        self._base.executemany("INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._base.execute("INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?)", (rows[0][0], rows[-1][0], *at))

    def _one_of(self, column: str, wanted: Sequence[Any]) -> tuple[str, Sequence[Any]]:
        """That a column has one of some values; one that no figure has is at no place."""
        places = self._places.get(column)
        at = wanted if places is None else [places[value] for value in wanted if value in places]
        return f'"{column}" IN ({", ".join(map(str, at))})', ()

    def _value(self, column: str, value: Any) -> Any:
        """A value of the database as a figure has it."""
        return self._values[column][value] if column in self._values else value


def _in_order(column: str, release: Release) -> list[Any]:
    """The values of a column in its order: names by letters without accents, aggregates last."""
    order: Mapping[str, Callable[[Any], Any]] = {
        "ally": lambda code: (code in AGGREGATES, fold(release.name(code))),
        "indicator": list(release.indicator).index,
        "cell": cells.key,
    }
    return sorted({getattr(f, column) for f in release.observations}, key=order.get(column))


@once_per_release
def index(release: Release) -> Index:
    """The index of a release."""
    return Index(release)


def answering(release: Release, wanted: Filters) -> Index:
    """The figures that a question is put to.

    As known on a day they are one for each ally, year and indicator, that of the newest edition that has it;
    where editions are asked for by name, all of theirs.
    """
    return index(by_observation(release) if release.known_on and not wanted.editions else release)
