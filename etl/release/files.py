"""A release as plain files, and back.

The same contents give the same bytes, and the release is named by them. What people download is made
once, here, from the same tables; it names the release, so it stands outside of the name, as do bytes that
carry the version of what wrote them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from etl.release.forms.about import About, about
from etl.release.forms.archive import archive
from etl.release.forms.document import document
from etl.release.forms.parquet import parquet
from etl.release.forms.sqlite import sqlite
from etl.release.forms.workbook import workbook
from etl.release.model import (
    Ally,
    Claim,
    Edition,
    Figure,
    Indicator,
    Outlines,
    Release,
    ReportedCount,
    Target,
)
from etl.release.package import cover, data_package, readme
from etl.release.tables import Table, tables
from etl.release.tidy import write_table

FORMAT = 1
"""Raised when the files change so that an older reader would misread them."""

SUMS = "SHA256SUMS"

DOWNLOADS = ("zip", "csv", "xlsx", "parquet", "sqlite", "json")
"""The forms of the whole set; each is the file `two-percent.FORM` of a release."""

_BOM = b"\xef\xbb\xbf"
"""Before the CSV that is opened by a double click: Excel takes a file without it for another encoding."""


class BrokenRelease(ValueError):
    """A release whose files are missing, torn or of another format: names the file and the fault."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Everything of a release but its figures and its name."""

    format: int
    editions: tuple[Edition, ...]
    allies: tuple[Ally, ...]
    indicators: tuple[Indicator, ...]
    targets: tuple[Target, ...]
    reported_counts: tuple[ReportedCount, ...]
    claims: tuple[Claim, ...]
    narrative: str
    article_note: str = ""
    maps: tuple[Outlines, ...] = ()


def release_files(
    contents: Contents, figures: Sequence[Figure], beside: Mapping[str, bytes] | None = None
) -> tuple[str, dict[str, bytes]]:
    """The release's id and its files by name. Pure: the same in, the same out.

    `beside` are files of other sources than NATO, which go into it as they are.
    """
    made = tables(_release("", contents, figures))
    files = {
        "release.json": _json(contents),
        "figures.json": _json(figures),
        **{f"{t.name}.csv": "".join(write_table(t.header, t.rows())).encode() for t in made},
        "claims.json": _json(contents.claims),
        "README.md": readme(contents.editions, made, len(figures)).encode(),
        **(beside or {}),
    }
    files["datapackage.json"] = _json(data_package(made, files))
    files |= beside or {}
    release_id = hashlib.sha256(_sums(files)).hexdigest()[:16]
    files |= _downloads(made, files, about(release_id, contents.editions))
    files[SUMS] = _sums(files)
    return release_id, files


def _downloads(made: Sequence[Table], files: Mapping[str, bytes], of: About) -> dict[str, bytes]:
    """The whole set in each form, by file name."""
    packed = {f"{t.name}.csv": files[f"{t.name}.csv"] for t in made}
    packed["claims.json"] = files["claims.json"]
    packed["datapackage.json"] = _json(data_package(made, files, of))
    packed |= {name: text.encode() for name, text in cover(made, of).items()}
    packed[SUMS] = _sums(packed)
    whole = {
        "zip": archive(packed),
        "csv": _BOM + files["figures.csv"],
        "xlsx": workbook(made, of),
        "parquet": parquet(made[0], of),
        "sqlite": sqlite(made, of),
        "json": document(made, of),
    }
    return {f"two-percent.{form}": whole[form] for form in DOWNLOADS}


def read_release(release_id: str, read: Callable[[str], bytes]) -> Release:
    """The release behind its files; `read` gives a file's bytes by name.

    Raises BrokenRelease where a file does not match its checksum or is of another format.
    """
    sums = parse_sums(read(SUMS))

    def verified(name: str) -> bytes:
        data = read(name)
        if hashlib.sha256(data).hexdigest() != sums.get(name):
            raise BrokenRelease(f"{name}: its bytes do not match {SUMS}")
        return data

    try:
        contents = msgspec.json.decode(verified("release.json"), type=Contents)
        if contents.format != FORMAT:
            raise BrokenRelease(f"release.json: expected format {FORMAT}, found {contents.format}")
        figures = msgspec.json.decode(verified("figures.json"), type=tuple[Figure, ...])
    except msgspec.DecodeError as error:
        raise BrokenRelease(f"release {release_id}: {error}") from error
    return _release(release_id, contents, figures)


def _release(release_id: str, contents: Contents, figures: Sequence[Figure]) -> Release:
    of_contents = {name: getattr(contents, name) for name in Contents.__slots__ if name != "format"}
    return Release(id=release_id, figures=tuple(figures), **of_contents)


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _sums(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(files[n]).hexdigest()}  {n}\n" for n in sorted(files)).encode()


def parse_sums(text: bytes) -> dict[str, str]:
    """A list of checksums as digests by name. Raises BrokenRelease where it is not one."""
    pairs = [line.split("  ", 1) for line in text.decode(errors="replace").splitlines()]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise BrokenRelease(f"{SUMS}: expected a checksum and a name in each line")
    return {name: digest for digest, name in pairs}
