"""A table as Parquet: typed, with what its columns mean. pyarrow is imported only where one is made.

The columns are made of the rows as CSV: of Python's lists pyarrow makes none before it has imported pandas,
which takes longer than all the rest.
"""

from __future__ import annotations

import io
from itertools import islice
from typing import Any

from etl.formats.about import About
from etl.formats.tables import ReleaseTable
from etl.formats.tidy import in_pieces, plain

_ROWS = 100_000
"""Rows made into columns at a time, so that a long table needs little memory beside itself."""


def parquet(table: ReleaseTable, about: About) -> bytes:
    """The file's bytes. They carry the version of pyarrow."""
    import pyarrow as pa
    import pyarrow.csv
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
    as_typed = pa.csv.ConvertOptions(
        column_types={field.name: field.type for field in schema},
        null_values=[""],
        strings_can_be_null=True,
    )
    as_written = pa.csv.ParseOptions(newlines_in_values=True)
    sink, rows = io.BytesIO(), iter(table.rows())
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        while some := list(islice(rows, _ROWS)):
            text = "".join(in_pieces(table.header, (tuple(map(plain, row)) for row in some), "\r\n")).encode()
            columns = pa.csv.read_csv(
                pa.BufferReader(text), parse_options=as_written, convert_options=as_typed
            )
            writer.write_table(columns.cast(schema))
    return sink.getvalue()
