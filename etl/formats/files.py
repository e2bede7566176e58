"""A release as plain files, and back.

The same contents give the same bytes, and the release is named by them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import asdict

from etl.formats.package import data_package, readme
from etl.formats.tables import ReleaseTable, tables
from etl.formats.tidy import write_table
from etl.model import Contents, Observation, Release

FORMAT = 1
"""Raised when the files change so that an older reader would misread them."""

SUMS = "SHA256SUMS"


class BrokenRelease(ValueError):
    """A release whose files are missing, torn or of another format: names the file and the fault."""


def release_files(
    release: Release, beside: Mapping[str, bytes] | None = None, made: Sequence[ReleaseTable] = ()
) -> tuple[str, dict[str, bytes]]:
    """The id that a release has by its contents, and its files by name. Pure: the same in, the same out.

    `beside` are files of other sources than NATO, which go into it as they are; `made` are its tables, where
    they are made already.
    """
    made = made or tables(release)
    csv = as_csv(made)
    files = {
        "release.json": as_json(
            Contents(**{name: getattr(release, name) for name in Contents.__struct_fields__})
        ),
        "figures.json": as_json(release.observations),
        **csv,
        "claims.json": as_json(release.claims),
        "README.md": readme(release.editions, made, len(release.observations)).encode(),
        "datapackage.json": as_json(data_package(made, csv)),
        **(beside or {}),
    }
    listed = sums(files)
    return hashlib.sha256(listed).hexdigest()[:16], {**files, SUMS: listed}


def verifying(read: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """What gives a file's bytes by name as its release lists them; BrokenRelease where they are others."""
    listed = parse_sums(read(SUMS))

    def verified(name: str) -> bytes:
        data = read(name)
        if hashlib.sha256(data).hexdigest() != listed.get(name):
            raise BrokenRelease(f"{name}: its bytes do not match {SUMS}")
        return data

    return verified


def read_release(release_id: str, read: Callable[[str], bytes]) -> Release:
    """The release behind its files; `read` gives a file's bytes by name.

    Raises BrokenRelease where a file does not match its checksum or is of another format.
    """
    verified = verifying(read)
    try:
        contents = msgspec.json.decode(verified("release.json"), type=Contents)
        if contents.format != FORMAT:
            raise BrokenRelease(f"release.json: expected format {FORMAT}, found {contents.format}")
        observations = _observations(verified("figures.json"))
    except msgspec.DecodeError as error:
        raise BrokenRelease(f"release {release_id}: {error}") from error
    of_contents = asdict(contents)
    return Release(id=release_id, observations=observations, **of_contents)


def _observations(data: bytes) -> tuple[Observation, ...]:
    """The observations of a file, read one by one, equal texts as one: half the memory of all at once."""
    decode = msgspec.json.Decoder(Observation).decode
    seen: dict[Any, Any] = {}
    share = seen.setdefault
    return tuple(
        Observation(
            share(o.edition, o.edition),
            share(o.ally, o.ally),
            share(o.year, o.year),
            share(o.indicator, o.indicator),
            o.value,
            share(o.unit, o.unit),
            o.estimate,
            share(o.table, o.table),
            share(o.cell, o.cell),
            share(o.origin, o.origin),
        )
        for o in map(decode, msgspec.json.decode(data, type=list[msgspec.Raw]))
    )


def as_csv(made: Sequence[ReleaseTable]) -> dict[str, bytes]:
    """Tables as CSV files by name."""
    return {t.file: "".join(write_table(t.header, t.rows())).encode() for t in made}


def as_json(value: object) -> bytes:
    """A value as a JSON file."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def sums(files: Mapping[str, bytes]) -> bytes:
    """The checksums of files, as sha256sum writes them."""
    return "".join(f"{hashlib.sha256(files[n]).hexdigest()}  {n}\n" for n in sorted(files)).encode()


def parse_sums(text: bytes) -> dict[str, str]:
    """A list of checksums as digests by name. Raises BrokenRelease where it is not one."""
    pairs = [line.split("  ", 1) for line in text.decode(errors="replace").splitlines()]
    if not pairs or any(len(pair) != 2 for pair in pairs):
        raise BrokenRelease(f"{SUMS}: expected a checksum and a name in each line")
    return {name: digest for digest, name in pairs}
