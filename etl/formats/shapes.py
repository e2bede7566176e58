"""A table of figures in another shape: a column for each ally, edition or measure; fewer columns. Pure.

What would set unlike beside unlike stands in another row: with columns of allies or editions a row has one
unit, with columns of allies or measures one edition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from etl.formats.schema import optional
from etl.formats.tables import ReleaseTable, Row

KEYS: Mapping[str, tuple[str, ...]] = {
    "ally": ("edition", "year", "indicator", "unit", "estimate"),
    "edition": ("ally", "name", "year", "indicator", "unit"),
    "indicator": ("edition", "ally", "name", "year", "estimate"),
}
"""What names a row, by what the columns are of."""


def wide(table: ReleaseTable, by: str) -> ReleaseTable:
    """The values of a table of figures with a column for each of `by`, one of KEYS; None where there is none.

    Editions differ in which years they estimate: after the column of each comes one that says so.
    """
    at = {name: i for i, name in enumerate(table.header)}
    key, marked = KEYS[by], "estimate" not in KEYS[by]
    found: dict[Row, dict[str, Row]] = {}
    across: dict[str, None] = {}
    for row in table.rows():
        column = str(row[at[by]])
        across[column] = None
        found.setdefault(tuple(row[at[k]] for k in key), {})[column] = (row[at["value"]], row[at["estimate"]])
    columns = [replace(table.columns[at[k]], required=True) for k in key]
    for name in across:
        columns.append(optional(name, "number", f"Value of {name}; empty where there is none."))
        if marked:
            what = "Whether NATO marks the value before with an e."
            columns.append(optional(f"{name}, estimate", "boolean", what))
    cells = 2 if marked else 1
    rows = [
        (*names, *(cell for name in across for cell in values.get(name, (None, None))[:cells]))
        for names, values in found.items()
    ]
    return ReleaseTable(f"by-{by}", table.title, tuple(columns), key, lambda: rows)


def only(table: ReleaseTable, fields: Sequence[str]) -> ReleaseTable:
    """Some columns of a table, in the order asked for. Raises KeyError for one that it has not."""
    at = {name: i for i, name in enumerate(table.header)}
    places = [at[name] for name in fields]
    return replace(
        table,
        columns=tuple(table.columns[i] for i in places),
        rows=lambda: (tuple(row[i] for i in places) for row in table.rows()),
    )
