"""A table as Parquet: typed, with what its columns mean. pyarrow is imported only where one is made."""

from __future__ import annotations

import io
from itertools import islice
from typing import Any

from etl.release.forms.about import About
from etl.release.tables import Table

_ROWS = 100_000
"""Rows made into columns at a time, so that a long table needs little memory beside itself."""


def parquet(table: Table, about: About) -> bytes:
    """The file's bytes. They carry the version of pyarrow."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types: dict[str, Any] = {
        "date": pa.date32(),
        "integer": pa.int32(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "string": pa.string(),
    }
    schema = pa.schema(
        [
            pa.field(c.name, types[c.kind], nullable=not c.required, metadata={"description": c.description})
            for c in table.columns
        ],
        metadata=dict(about.lines()),
    )
    sink, rows = io.BytesIO(), iter(table.rows())
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        while some := list(islice(rows, _ROWS)):
            columns = [list(column) for column in zip(*some, strict=True)]
            writer.write_table(pa.table(columns, schema=schema))
    return sink.getvalue()
