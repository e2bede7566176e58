"""Tables as an SQLite database, with keys, references and indexes: opens in Datasette as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

from etl.formats.about import About
from etl.formats.tables import ReleaseTable, meaning_table
from etl.formats.tidy import in_columns, written

_TYPES = {"date": "TEXT", "string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
_INDEXES = (("indicator", "year", "ally"), ("ally", "indicator", "year"))
"""Those of the figures, besides their key."""


def sqlite(tables: Sequence[ReleaseTable], about: About) -> bytes:
    """The database's bytes. They carry the version of SQLite. Days are ISO 8601 text, booleans 0 or 1."""
    import sqlite3

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
        base.execute("BEGIN")
        base.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
        base.executemany("INSERT INTO about VALUES (?, ?)", about.lines())
        every = (*tables, meaning_table(tables))
        for table in every:
            base.execute(_create(table))
        for table in every:
            places = ", ".join("?" * len(table.columns))
            base.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', _plain(table))  # noqa: S608
        for columns in _INDEXES:
            base.execute(f"CREATE INDEX figures_by_{'_'.join(columns)} ON figures ({', '.join(columns)})")
        base.execute("COMMIT")
        # Looked at once for all rows: looked at row by row, it takes a third longer.
        if astray := base.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.IntegrityError(f"row {astray[1]} of {astray[0]} names nothing in {astray[2]}")
        return base.serialize()


def _create(table: ReleaseTable) -> str:
    lines = []
    for c in table.columns:
        line = f'"{c.name}" {_TYPES[c.kind]}' + (" NOT NULL" if c.required else "")
        if c.kind == "boolean":
            line += f' CHECK ("{c.name}" IN (0, 1))'
        if c.name in table.links:
            there, column = table.links[c.name]
            line += f' REFERENCES "{there}" ("{column}")'
        lines.append(line)
    key = ", ".join(f'"{k}"' for k in table.key)
    return f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join([*lines, f"PRIMARY KEY ({key})"]) + "\n)"


def _plain(table: ReleaseTable) -> Iterator[Sequence[Any]]:
    """The rows with their days as text."""
    days = [i for i, c in enumerate(table.columns) if c.kind == "date"]
    for columns in in_columns(table.rows()):
        for i in days:
            columns[i] = tuple(written(columns[i], lambda day: day and day.isoformat()))
        yield from zip(*columns, strict=True)
