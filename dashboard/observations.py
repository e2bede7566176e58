"""The figures as one table: filtered, ordered, and cut into pages by SQLite, in memory.

The database has what a figure is found and ordered by; its rows are numbered as the release's figures are,
so that an answer is figures of the release.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard import cells
from dashboard.filters import Filters, fold
from etl.model import AGGREGATES, Observation, Release, as_printed, once_per_release

COLUMNS = ("ally", "year", "indicator", "value", "unit", "edition", "table", "cell", "origin")
"""The columns of the table, in their order; each can be sorted by."""

STANDARD = ("edition", True)
"""The order where none is asked for: the newest edition first."""

_ORDERED_BY: Mapping[str, str] = {"ally": "ally_place", "indicator": "indicator_place", "cell": "cell_place"}
"""Columns that are not ordered as their texts are, and what orders them."""

_SEARCHED = ("ally", "indicator", "unit", "origin", "year")
_MAYBE_CELL = re.compile(r".*!.*|.*[a-z].*[0-9].*")
_SCHEMA = """CREATE TABLE observation (
  place INTEGER PRIMARY KEY, edition TEXT, ally TEXT, year INTEGER, indicator TEXT, unit TEXT, "table" TEXT,
  origin TEXT, estimate INTEGER, value REAL, printed REAL, folded_cell TEXT,
  ally_place INTEGER, indicator_place INTEGER, cell_place INTEGER
)"""
_INSERT = "INSERT INTO observation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Selection:
    """One page of the figures that fit: rows `first` to `first + len(rows) - 1` (from 1) of `total`."""

    total: int
    first: int
    page: int
    pages: int
    rows: tuple[Observation, ...]


class Index:
    """The figures of a release in a database of its own, closed when nobody has the index any more."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.size = len(release.observations)
        # Answers are read from several threads, one at a time.
        self._base = sqlite3.connect(":memory:", check_same_thread=False)
        self._lock = threading.Lock()
        weakref.finalize(self, self._base.close)
        self._base.execute(_SCHEMA)
        self._base.executemany(_INSERT, _rows(release))
        self._base.commit()
        self._names = {name: {getattr(f, name) for f in release.observations} for name in _SEARCHED}

    def total(self, filters: Filters) -> int:
        """How many figures fit."""
        ((total,),) = self._ask("count(*)", filters)
        return int(total)

    def observations(self, filters: Filters) -> Iterator[Observation]:
        """The figures that fit, in the order of the release."""
        return self._fitting(filters, "ORDER BY place")

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
        by = f"ORDER BY {_order(column)} {'DESC' if down else 'ASC'}, place"
        rows = tuple(self._fitting(filters, f"{by} LIMIT {size} OFFSET {first}"))
        return Selection(total, first + 1 if rows else 0, page, pages, rows)

    def found(self, name: str, filters: Filters) -> tuple[Any, ...]:
        """The distinct values of a column among the figures that fit, in their order."""
        column = f'"{name}"'
        found = self._ask(column, filters, f"GROUP BY {column} ORDER BY {_order(name)}")
        return tuple(_value(name, value) for (value,) in found)

    def tallied(self, *names: str) -> Counter[tuple[Any, ...]]:
        """How many figures have each combination of values of these columns."""
        columns = ", ".join(f'"{name}"' for name in names)
        found = self._ask(f"{columns}, count(*)", Filters(), f"GROUP BY {columns}")
        return Counter({tuple(map(_value, names, values)): n for *values, n in found})

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
            ("edition", [day.isoformat() for day in filters.editions]),
            ("indicator", filters.indicators),
            ("ally", filters.allies),
            ("year", filters.years),
            ("table", filters.tables),
        ):
            if wanted:
                yield _one_of(name, wanted)
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
        names = (
            (name, [v for v in values if self._says(name, v, word)]) for name, values in self._names.items()
        )
        found = [_one_of(name, hits) for name, hits in names if hits]
        if _MAYBE_CELL.fullmatch(word):
            found.append(("instr(folded_cell, ?)", [word]))
        each = " OR ".join(sql for sql, _ in found) or "FALSE"
        return each, [value for _, values in found for value in values]

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


def _rows(release: Release) -> Iterator[tuple[Any, ...]]:
    """The rows of the database: names are ordered by letters without accents, aggregates last."""
    observations = release.observations
    allies = _places(
        {f.ally for f in observations}, lambda code: (code in AGGREGATES, fold(release.name(code)))
    )
    indicators = {id_: i for i, id_ in enumerate(release.indicator)}
    sheets = _places({f.cell for f in observations}, cells.key)
    days = {day: day.isoformat() for day in release.edition}
    decimals = {i.id: i.decimals for i in release.indicators}
    for place, f in enumerate(observations):
        yield (
            *(place, days[f.edition], f.ally, f.year, f.indicator, f.unit, f.table, f.origin, f.estimate),
            *(f.value, as_printed(f.value, decimals[f.indicator]), f.cell.casefold()),
            *(allies[f.ally], indicators[f.indicator], sheets[f.cell]),
        )


def _places(values: Iterable[str], key: Callable[[str], Any]) -> dict[str, int]:
    return {value: i for i, value in enumerate(sorted(values, key=key))}


def _order(column: str) -> str:
    """What a column is ordered by, in SQL."""
    return f'"{_ORDERED_BY.get(column, column)}"'


def _one_of(column: str, wanted: Sequence[Any]) -> tuple[str, Sequence[Any]]:
    return f'"{column}" IN ({", ".join("?" * len(wanted))})', wanted


def _value(column: str, value: Any) -> Any:
    """A value of the database as a figure has it."""
    return date.fromisoformat(value) if column == "edition" else value


@once_per_release
def index(release: Release) -> Index:
    """The index of a release."""
    return Index(release)
