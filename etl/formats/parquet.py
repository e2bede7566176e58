"""A table as Parquet: typed, with what its columns mean. arro3 is imported only where one is made.

The columns are made of the rows as CSV, in pieces: a long table needs little memory beside itself.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from etl.formats.about import About
from etl.formats.tables import ReleaseTable
from etl.formats.tidy import in_pieces, plain

_ROWS = 100_000
"""Rows made into columns at a time."""


class _Pieces(io.RawIOBase):
    """Pieces of a text as a file that is read once."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces, self._rest = pieces, b""

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fills a buffer with what comes next; 0 at the end."""
        self._rest = self._rest or next(self._pieces, "").encode()
        n = min(len(buffer), len(self._rest))
        buffer[:n], self._rest = self._rest[:n], self._rest[n:]
        return n


def parquet(table: ReleaseTable, about: About) -> bytes:
    """The file's bytes. They carry the version of the Parquet library that arro3 is made of."""
    from arro3.core import DataType, Field, Schema
    from arro3.io import read_csv, write_parquet

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
    pieces = in_pieces(table.header, (tuple(map(plain, row)) for row in table.rows()), "\r\n")
    columns = read_csv(io.BufferedReader(_Pieces(pieces)), schema, has_header=True, batch_size=_ROWS)
    sink = io.BytesIO()
    # Twice, since not every reader knows the schema of Arrow.
    write_parquet(columns, sink, compression="zstd(3)", key_value_metadata=metadata)
    return sink.getvalue()
