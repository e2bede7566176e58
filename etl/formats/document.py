"""Tables as one JSON document."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import starmap

import msgspec

from etl.formats.about import About
from etl.formats.tables import ReleaseTable


def document(tables: Sequence[ReleaseTable], about: About) -> bytes:
    """What the file says of itself under `about`, then each table as a list of its rows."""
    body: dict[str, object] = {"about": dict(about.lines())}
    for table in tables:
        names = {f"column_{n}": name for n, name in enumerate(table.header)}
        row_of = msgspec.defstruct(table.name, list(names), rename=names, gc=False)
        body[table.name] = list(starmap(row_of, table.rows()))
    return msgspec.json.encode(body) + b"\n"
