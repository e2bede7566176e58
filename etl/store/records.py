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


class Records:
    """What a store keeps besides releases, over its backend."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._runs: dict[str, dict[str, Any]] = {}

    def keep_raw(self, sha256: str, body: bytes, record: Mapping[str, Any]) -> None:
        """Stores a raw file for ever under its checksum (of 64 hexadecimal digits), its record beside it.

        Bytes that are stored already stay as they are. Raises ValueError where the checksum is not that of
        the body.
        """
        if hashlib.sha256(body).hexdigest() != sha256:
            raise ValueError(f"expected a body with the checksum {sha256[:64]}, found another")
        key = f"{_RAW}/{sha256}"
        if self._backend.read_all([key]).get(key) != body:
            self._backend.put(key, body)
        self._backend.put(f"{key}.json", sealed_json({**record, "sha256": sha256}))

    def raw(self, sha256: str) -> bytes:
        """A raw file's bytes. Raises StoreError where it is missing or is not what was stored."""
        where = f"{self._backend.address}/{_RAW}"
        if not _SHA.fullmatch(sha256):
            raise StoreError(f"{where}: expected a checksum, found {sha256[:64]!r}")
        body = self._backend.read(f"{_RAW}/{sha256}")
        if hashlib.sha256(body).hexdigest() != sha256:
            raise StoreError(f"{where}/{sha256}: its bytes are not those that were stored")
        return body

    def raw_records(self) -> list[dict[str, Any]]:
        """The records of the raw files, in the order in which they were retrieved; each has its `sha256`."""
        names = [n for n in self._backend.names(_RAW) if n.endswith(".json")]
        found = self._backend.read_all(f"{_RAW}/{name}" for name in names)
        records = [self._record(key, data) for key, data in found.items()]
        for key, record in zip(found, records, strict=True):
            if not isinstance(record.get("sha256"), str):
                where = f"{self._backend.address}/{key}"
                raise StoreError(f"{where}: expected the checksum of a raw file, found none")
        return sorted(records, key=lambda r: (str(r.get("retrieved", "")), r["sha256"]))

    def record_run(self, record: Mapping[str, Any]) -> None:
        """Keeps the record of a run: what a refresh did; `started` (ISO 8601, UTC) gives its place."""
        started = datetime.fromisoformat(str(record["started"])).astimezone(UTC)
        name = f"{started:%Y%m%dT%H%M%S.%fZ}-{secrets.token_hex(3)}.json"
        self._backend.put(f"{_RUNS}/{name}", sealed_json(record))
        looked = record.get("reached", record.get("outcome") in LOOKED)
        if looked and record.get("source", "nato") == "nato":
            self._backend.put(_CHECKED, sealed_json(record))
        for old in _in_order(self._backend.names(_RUNS))[:-KEEP_RUNS]:
            self._backend.remove(f"{_RUNS}/{old}")

    def runs(self, limit: int = 50) -> list[dict[str, Any]]:
        """The records of the last runs, newest first. One that cannot be read stands in the list and says so.

        A record never changes, so each is read once.
        """
        names = _in_order(self._backend.names(_RUNS))[-limit:][::-1] if limit > 0 else []
        known = self._runs
        found = self._backend.read_all(f"{_RUNS}/{n}" for n in names if n not in known)
        fresh = {key.rpartition("/")[2]: self._run(key, data) for key, data in found.items()}
        self._runs = {n: r for n in names if (r := known.get(n) or fresh.get(n))}
        return [dict(self._runs[n]) for n in names if n in self._runs]

    def last_check(self) -> dict[str, Any] | None:
        """The record of the last run that reached NATO's page, however many have failed since."""
        found = self._backend.read_all([_CHECKED]).get(_CHECKED)
        return self._record(_CHECKED, found) if found else None

    def _run(self, key: str, data: bytes) -> dict[str, Any]:
        try:
            return self._record(key, data)
        except StoreError as error:
            return {"started": _started(key), "failed": [str(error)], "outcome": "failed"}

    def _record(self, key: str, data: bytes) -> dict[str, Any]:
        try:
            return record_of(data)
        except (msgspec.DecodeError, Unsealed) as error:
            raise StoreError(f"{self._backend.address}/{key}: {error}") from error


def _in_order(names: Sequence[str]) -> list[str]:
    """Records by when their runs started; first those of a time to come, by a clock that was ahead."""
    now = f"{datetime.now(UTC) + CLOCKS_APART:%Y%m%dT%H%M%S}"
    return sorted(names, key=lambda name: (not (name[:1].isdigit() and name > now), name))


def moment(text: str) -> datetime | None:
    """A time that was recorded in ISO 8601, in UTC; None for a text that is none."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        return None


def _started(key: str) -> str:
    """When a run started, by the name of its record; '' where that does not say."""
    try:
        at = datetime.strptime(key.rpartition("/")[2][:22], "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC)
    except ValueError:
        return ""
    return at.isoformat()
