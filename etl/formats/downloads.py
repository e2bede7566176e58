"""The whole set of a release in the forms that people take away, one file each.

They name the release and carry the versions of what wrote them, so they are no part of what names it. A
publisher stores them beside the release once it is current; whoever does not find one can make it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from etl.formats.about import about
from etl.formats.archive import archive
from etl.formats.document import document
from etl.formats.excel import workbook
from etl.formats.files import SUMS, as_csv, as_json, sums
from etl.formats.package import cover, data_package
from etl.formats.parquet import parquet
from etl.formats.sqlite import sqlite
from etl.formats.tables import ReleaseTable, made_once, tables
from etl.model import Release

_BOM = b"\xef\xbb\xbf"
"""Before the CSV that is opened by a double click: Excel takes a file without it for another encoding."""


class Parts:
    """What the formats are written from: a release's tables, its words on itself, its claims.

    `csv` are the tables as CSV by the name of their file, where they are made already.
    """

    def __init__(
        self, release: Release, made: Sequence[ReleaseTable], csv: Mapping[str, bytes] | None = None
    ) -> None:
        self.tables = made
        self.about = about(release.id, release.editions)
        self.claims = release.claims
        self._csv = csv

    def csv(self, made: Sequence[ReleaseTable]) -> dict[str, bytes]:
        """Some of the tables as CSV, by the name of their file."""
        return as_csv(made) if self._csv is None else {t.file: self._csv[t.file] for t in made}


class Format(msgspec.Struct, frozen=True):
    """A way to write the figures: `extension` is its place in addresses and names of files, `write` makes the
    whole set in it and `holds` says what that has; `text` is whether it is read as text."""

    extension: str
    name: str
    mimetype: str
    holds: str
    write: Callable[[Parts], bytes]
    text: bool = False

    @property
    def file(self) -> str:
        """The name of the whole set's file."""
        return f"two-percent.{self.extension}"


def _package(parts: Parts) -> bytes:
    """The data package: its files in one archive."""
    csv = parts.csv(parts.tables)
    files = {
        **csv,
        "claims.json": as_json(parts.claims),
        "datapackage.json": as_json(data_package(parts.tables, csv, parts.about)),
        **{name: text.encode() for name, text in cover(parts.tables, parts.about).items()},
    }
    return archive({**files, SUMS: sums(files)})


FORMATS: Mapping[str, Format] = {
    f.extension: f
    for f in (
        Format(
            "zip",
            "Data package",
            "application/zip",
            "figures, allies, editions, measures and claims as CSV, with schema, README, licence note, "
            "citation and checksums (Frictionless)",
            _package,
        ),
        Format(
            "csv",
            "CSV",
            "text/csv",
            "one row a figure, UTF-8, decimal points; where 2,15 is a number, take the Excel file",
            lambda parts: _BOM + parts.csv(parts.tables[:1])[parts.tables[0].file],
            text=True,
        ),
        Format(
            "xlsx",
            "Excel",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "typed cells, a sheet for each thing",
            lambda parts: workbook(parts.tables, parts.about),
        ),
        Format(
            "parquet",
            "Parquet",
            "application/vnd.apache.parquet",
            "typed columns, for pandas, R, DuckDB",
            lambda parts: parquet(parts.tables[0], parts.about),
        ),
        Format(
            "sqlite",
            "SQLite",
            "application/vnd.sqlite3",
            "tables with keys and indexes, for Datasette",
            lambda parts: sqlite(parts.tables, parts.about),
        ),
        Format(
            "json",
            "JSON",
            "application/json",
            "one row a figure, and what is needed to read them",
            lambda parts: document(parts.tables, parts.about),
        ),
    )
}
"""The formats by extension: the one list that addresses, the API's description and the pages follow."""


def download(release: Release, extension: str) -> bytes:
    """The whole set in one of FORMATS."""
    return FORMATS[extension].write(Parts(release, tables(release)))


def downloads(
    release: Release, own: Mapping[str, bytes] | None = None, made: Sequence[ReleaseTable] = ()
) -> dict[str, bytes]:
    """Every file by name, with their checksums. Pure: the same in, the same out.

    `own` are the release's own files, where they are made already, its tables as CSV among them; `made` are
    these tables.
    """
    parts = Parts(release, made or made_once(release), own)
    files = {f.file: f.write(parts) for f in FORMATS.values()}
    return {**files, SUMS: sums(files)}
