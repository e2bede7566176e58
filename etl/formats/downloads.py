"""The whole set of a release in the forms that people take away, one file each.

They name the release and carry the versions of what wrote them, so they are no part of what names it. A
publisher stores them beside the release once it is current; whoever does not find one can make it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from etl.formats.about import About, about
from etl.formats.archive import archive
from etl.formats.document import document
from etl.formats.excel import workbook
from etl.formats.files import SUMS, as_csv, as_json, sums
from etl.formats.package import cover, data_package
from etl.formats.parquet import parquet
from etl.formats.sqlite import sqlite
from etl.formats.tables import ReleaseTable, tables
from etl.model import Claim, Release

FORMS = ("zip", "csv", "xlsx", "parquet", "sqlite", "json")
"""Each is the file `two-percent.FORM`."""

_BOM = b"\xef\xbb\xbf"
"""Before the CSV that is opened by a double click: Excel takes a file without it for another encoding."""


def file_of(form: str) -> str:
    """The name of the file of a form."""
    return f"two-percent.{form}"


def download(release: Release, form: str) -> bytes:
    """The file of one of FORMS."""
    return _makers(release, tables(release))[form]()


def downloads(release: Release) -> dict[str, bytes]:
    """Every file by name, with their checksums. Pure: the same in, the same out."""
    makers = _makers(release, tuple(map(_made_once, tables(release))))
    files = {file_of(form): makers[form]() for form in FORMS}
    return {**files, SUMS: sums(files)}


def _makers(release: Release, made: Sequence[ReleaseTable]) -> Mapping[str, Callable[[], bytes]]:
    of = about(release.id, release.editions)
    observations = cache(lambda: as_csv(made[:1]))
    return {
        "zip": lambda: archive(_package(made, {**observations(), **as_csv(made[1:])}, release.claims, of)),
        "csv": lambda: _BOM + observations()["figures.csv"],
        "xlsx": lambda: workbook(made, of),
        "parquet": lambda: parquet(made[0], of),
        "sqlite": lambda: sqlite(made, of),
        "json": lambda: document(made, of),
    }


def _made_once(table: ReleaseTable) -> ReleaseTable:
    """The table with rows that are made once, however many formats are written from them."""
    return replace(table, rows=cache(lambda: tuple(table.rows())))


def _package(
    made: Sequence[ReleaseTable], csv: Mapping[str, bytes], claims: Sequence[Claim], of: About
) -> dict[str, bytes]:
    """The files of the data package by name."""
    files = {
        **csv,
        "claims.json": as_json(claims),
        "datapackage.json": as_json(data_package(made, csv, of)),
        **{name: text.encode() for name, text in cover(made, of).items()},
    }
    return {**files, SUMS: sums(files)}
