"""Tables as one JSON document."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from etl.formats.about import About
from etl.formats.tables import ReleaseTable


def document(tables: Sequence[ReleaseTable], about: About) -> bytes:
    """What the file says of itself under `about`, then each table as a list of its rows."""
    body: dict[str, object] = {"about": dict(about.lines())}
    for table in tables:
        header = table.header
        body[table.name] = [dict(zip(header, row, strict=True)) for row in table.rows()]
    return msgspec.json.encode(body) + b"\n"
