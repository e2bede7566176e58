"""The files that addresses of the API give: their names, and a table as CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from dashboard.api.endpoint import latest, named
from dashboard.web.responses import Answer
from etl.formats.downloads import FORMATS
from etl.formats.tables import ReleaseTable
from etl.formats.tidy import write_table
from etl.model import Release


def csv_of(
    table: ReleaseTable, headers: Mapping[str, str], *, bom: bool = False, comma: bool = False
) -> Answer:
    """A table as CSV (RFC 4180), a byte order mark first with `bom`, with a decimal comma where asked."""
    pieces = [piece.encode() for piece in write_table(table.header, table.rows(), comma=comma)]
    if bom:
        pieces.insert(0, "\ufeff".encode())
    return Answer(b"".join(pieces), FORMATS["csv"].mimetype, headers=headers)


def named_file(
    release: Release,
    form: str,
    table: str = "figures",
    *,
    part: bool = False,
    editions: Sequence[date] = (),
) -> dict[str, str]:
    """The headers that name the release and the newest edition of a file, and the file.

    Its name says what of, whether it is a part, as known on what day, the newest edition, the release.
    """
    what = "" if table == "figures" else f"-{table}"
    known = f"-as-of-{release.known_on.isoformat()}" if release.known_on else ""
    edition = latest(release, editions)
    name = f"two-percent{what}{'-view' if part else ''}{known}-{edition}-{release.id}.{form}"
    return named(release, editions) | {"Content-Disposition": f'attachment; filename="{name}"'}
