"""A release as plain files, and back.

The same contents give the same bytes, and the release is named by them. Parquet is made from the
same figures but stands outside of the name, since its bytes carry the version of what wrote them.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from etl.release.model import (
    AGGREGATES,
    Ally,
    Claim,
    Edition,
    Figure,
    Indicator,
    Release,
    ReportedCount,
    Target,
)
from etl.release.package import data_package, readme
from etl.release.tidy import row, write_csv

FORMAT = 1
"""Raised when the files change so that an older reader would misread them."""

SUMS = "SHA256SUMS"


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


def release_files(contents: Contents, figures: Sequence[Figure]) -> tuple[str, dict[str, bytes]]:
    """The release's id and its files by name. Pure: the same in, the same out."""
    names = {a.code: a.name for a in contents.allies} | dict(AGGREGATES)
    files = {
        "release.json": _json(contents),
        "figures.json": _json(figures),
        "figures.csv": "".join(write_csv(figures, names.__getitem__)).encode(),
        "allies.csv": _csv(
            ("code", "name", "joined", "europe", "armed_forces"),
            ((a.code, a.name, a.joined, _bool(a.europe), _bool(a.armed_forces)) for a in contents.allies),
        ),
        "editions.csv": _csv(
            ("edition", "title", "cutoff", "series", "base_year", "url", "reached_us", "in_hand", "missing"),
            (
                (e.id, e.title, e.cutoff or "", e.series, e.base_year or "", e.url, e.reached_us, e.in_hand)
                + (e.missing,)
                for e in contents.editions
            ),
        ),
        "indicators.csv": _csv(
            ("indicator", "title", "unit", "definition", "table", "block"),
            ((i.id, i.title, i.unit, i.definition, i.table, i.block) for i in contents.indicators),
        ),
        "claims.json": _json(contents.claims),
        "README.md": readme(contents.editions, len(figures)).encode(),
    }
    files["datapackage.json"] = _json(data_package(files))
    sums = _sums(files)
    release_id = hashlib.sha256(sums).hexdigest()[:16]
    files["figures.parquet"] = _parquet(figures, names.__getitem__)
    files[SUMS] = _sums(files)
    return release_id, files


def read_release(release_id: str, read: Callable[[str], bytes]) -> Release:
    """The release behind its files; `read` gives a file's bytes by name.

    Raises BrokenRelease where a file does not match its checksum or is of another format.
    """
    sums = _parse_sums(read(SUMS))

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
    return Release(
        id=release_id,
        figures=figures,
        editions=contents.editions,
        allies=contents.allies,
        indicators=contents.indicators,
        targets=contents.targets,
        reported_counts=contents.reported_counts,
        claims=contents.claims,
        narrative=contents.narrative,
    )


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _bool(value: bool) -> str:
    return "true" if value else "false"


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def _sums(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(files[n]).hexdigest()}  {n}\n" for n in sorted(files)).encode()


def _parse_sums(text: bytes) -> dict[str, str]:
    pairs = (line.split("  ", 1) for line in text.decode().splitlines())
    return {name: digest for digest, name in pairs}


def _parquet(figures: Sequence[Figure], name: Callable[[str], str]) -> bytes:
    """The tidy columns, typed. pyarrow is imported here: whoever only reads a release needs none of it."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from etl.release.model import COLUMNS

    rows = [row(f, name(f.ally)) for f in figures]
    columns: dict[str, list[object]] = {c: [r[i] for r in rows] for i, c in enumerate(COLUMNS)}
    columns["edition"] = [f.edition for f in figures]
    columns["year"] = [f.year for f in figures]
    columns["value"] = [f.value for f in figures]
    columns["estimate"] = [f.estimate for f in figures]
    types = {"edition": pa.date32(), "year": pa.int32(), "value": pa.float64(), "estimate": pa.bool_()}
    schema = pa.schema([(c, types.get(c, pa.string())) for c in COLUMNS])
    sink = io.BytesIO()
    pq.write_table(pa.table(columns, schema=schema), sink, compression="zstd")
    return sink.getvalue()
