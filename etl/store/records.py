"""What a store has besides releases: raw files for ever, and a record of every run."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from etl.store.backend import Backend, StoreError
from etl.store.seal import Unsealed, record_of, sealed_json

KEEP_RUNS = 1000
"""How many records of runs are stored; the oldest go first."""

_RAW, _RUNS, _CHECKED = "raw", "runs", "last-check.json"
LOOKED = ("nothing new", "published", "refused")
"""Outcomes of a run that reached what it asked, where its record does not say whether it did."""

CLOCKS_APART = timedelta(hours=1)
"""How far two machines' clocks may be apart: a run that started later than that has not been yet."""

_SHA = re.compile(r"[0-9a-f]{64}")


def keep_raw(backend: Backend, sha256: str, body: bytes, record: Mapping[str, Any]) -> None:
    """Stores a file under its checksum, its record beside it. Bytes that are stored already stay as they are.

    Raises ValueError where the checksum is not that of the body.
    """
    if hashlib.sha256(body).hexdigest() != sha256:
        raise ValueError(f"expected a body with the checksum {sha256[:64]}, found another")
    key = f"{_RAW}/{sha256}"
    if backend.read_all([key]).get(key) != body:
        backend.put(key, body)
    backend.put(f"{key}.json", sealed_json({**record, "sha256": sha256}))


def raw(backend: Backend, sha256: str) -> bytes:
    """A raw file's bytes. Raises StoreError where it is missing or is not what was stored."""
    if not _SHA.fullmatch(sha256):
        raise StoreError(f"{backend.address}/{_RAW}: expected a checksum, found {sha256[:64]!r}")
    body = backend.read(f"{_RAW}/{sha256}")
    if hashlib.sha256(body).hexdigest() != sha256:
        raise StoreError(f"{backend.address}/{_RAW}/{sha256}: its bytes are not those that were stored")
    return body


def raw_records(backend: Backend) -> list[dict[str, Any]]:
    """The records of all raw files, in the order in which they were retrieved."""
    names = [n for n in backend.names(_RAW) if n.endswith(".json")]
    found = backend.read_all(f"{_RAW}/{name}" for name in names)
    records = [_record(backend, key, data) for key, data in found.items()]
    for key, record in zip(found, records, strict=True):
        if not isinstance(record.get("sha256"), str):
            raise StoreError(f"{backend.address}/{key}: expected the checksum of a raw file, found none")
    return sorted(records, key=lambda r: (str(r.get("retrieved", "")), r["sha256"]))


def record_run(backend: Backend, record: Mapping[str, Any]) -> None:
    """Keeps the record of a run; `started` (ISO 8601, UTC) puts it in its place."""
    started = datetime.fromisoformat(str(record["started"])).astimezone(UTC)
    name = f"{started:%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(3)}.json"
    backend.put(f"{_RUNS}/{name}", sealed_json(record))
    looked = record.get("reached", record.get("outcome") in LOOKED)
    if looked and record.get("source", "nato") == "nato":
        backend.put(_CHECKED, sealed_json(record))
    for old in _in_order(backend.names(_RUNS))[:-KEEP_RUNS]:
        backend.remove(f"{_RUNS}/{old}")


def last_check(backend: Backend) -> dict[str, Any] | None:
    """The record of the last run that reached NATO's page, however many have failed since."""
    found = backend.read_all([_CHECKED]).get(_CHECKED)
    return _record(backend, _CHECKED, found) if found else None


class Runs:
    """The records of runs, newest first. A record never changes, so each is read once."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._read: dict[str, dict[str, Any]] = {}

    def newest(self, limit: int) -> list[dict[str, Any]]:
        """Up to `limit` records. One that cannot be read stands in the list and says so."""
        names = _in_order(self._backend.names(_RUNS))[-limit:][::-1] if limit > 0 else []
        known = self._read
        found = self._backend.read_all(f"{_RUNS}/{n}" for n in names if n not in known)
        fresh = {key.rpartition("/")[2]: self._decoded(key, data) for key, data in found.items()}
        self._read = {n: r for n in names if (r := known.get(n) or fresh.get(n))}
        return [dict(self._read[n]) for n in names if n in self._read]

    def _decoded(self, key: str, data: bytes) -> dict[str, Any]:
        try:
            return _record(self._backend, key, data)
        except StoreError as error:
            return {"started": _started(key), "failed": [str(error)], "outcome": "failed"}


def _in_order(names: Sequence[str]) -> list[str]:
    """Records by when their runs started; first those of a time to come, by a clock that was ahead."""
    now = f"{datetime.now(UTC) + CLOCKS_APART:%Y%m%dT%H%M%S}"
    return sorted(names, key=lambda name: (not (name[:1].isdigit() and name > now), name))


def _started(key: str) -> str:
    """When a run started, by the name of its record; '' where that does not say."""
    try:
        at = datetime.strptime(key.rpartition("/")[2][:22], "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    except ValueError:
        return ""
    return at.isoformat()


def _record(backend: Backend, key: str, data: bytes) -> dict[str, Any]:
    try:
        return record_of(data)
    except (msgspec.DecodeError, Unsealed) as error:
        raise StoreError(f"{backend.address}/{key}: {error}") from error
