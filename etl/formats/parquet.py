"""A table as Parquet: typed, with what its columns mean. arro3 is imported only where one is made.

The columns are made some rows at a time: a long table needs little memory beside itself.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from etl.formats.about import About
from etl.formats.tables import ReleaseTable
from etl.formats.tidy import in_columns

_ROWS = 100_000
"""Rows made into columns at a time."""

_FIRST_DAY = date(1970, 1, 1).toordinal()
"""Day 0 of Parquet's calendar."""


def parquet(table: ReleaseTable, about: About) -> bytes:
    """The file's bytes. They carry the version of the Parquet library that arro3 is made of."""
    from arro3.core import Array, DataType, Field, RecordBatch, RecordBatchReader, Schema
    from arro3.io import write_parquet

    types: dict[str, Any] = {
        "date": DataType.date32(),
        "integer": DataType.int32(),
        "number": DataType.float64(),
        "boolean": DataType.bool(),
        "string": DataType.utf8(),
    }
    # One key, as in the JSON: the order of several is another in every file, and so were its validator.
    metadata = {"about": json.dumps(dict(about.lines()), ensure_ascii=False)}
    schema = Schema(
        [
            Field(c.name, types[c.kind], nullable=not c.required, metadata={"description": c.description})
            for c in table.columns
        ],
        metadata=metadata,
    )

    def column(kind: str, values: tuple[Any, ...]) -> Any:
        if kind != "date":
            return Array(values, types[kind])
        days = [v if v is None else v.toordinal() - _FIRST_DAY for v in values]
        return Array(days, types["integer"]).cast(types["date"])

    def batches() -> Iterator[Any]:
        for columns in in_columns(table.rows(), _ROWS):
            kinds = (c.kind for c in table.columns)
            yield RecordBatch(list(map(column, kinds, columns)), schema=schema)

    sink = io.BytesIO()
    # Twice, since not every reader knows the schema of Arrow.
    write_parquet(
        RecordBatchReader.from_batches(schema, batches()),
        sink,
        compression="zstd(3)",
        key_value_metadata=metadata,
    )
    return sink.getvalue()
