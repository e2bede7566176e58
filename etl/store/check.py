"""Reads every byte of a store and names each file that is not as it was written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

from etl.formats.files import SUMS, BrokenRelease, parse_sums
from etl.store.backend import Backend
from etl.store.seal import Unsealed, verify

_RELEASE = re.compile(r"[0-9a-f]{16}")
_RAW = re.compile(r"([0-9a-f]{64})(\.json)?")


class Check:
    """A look at all that a store holds; `files` counts what was read so far."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.files = 0

    def faults(self) -> Iterator[str]:
        """A line on each file that is missing, damaged or not the store's.

        Raises StoreError where a file cannot be read.
        """
        yield from self._pointer()
        for kind, is_release in (("releases", True), ("downloads", False)):
            for name in self._backend.names(kind):
                yield from self._folder(f"{kind}/{name}", name if is_release else None)
        for kind in ("published", "made-from", "runs"):
            for name in self._backend.names(kind):
                yield from self._each(f"{kind}/{name}", verify)
        yield from self._raw()
        yield from self._each("last-check.json", verify, needed=False)

    def _pointer(self) -> Iterator[str]:
        data = self._read("current")
        if data is not None and not re.fullmatch(rb"[0-9a-f]{16}\n?", data):
            yield self._line("current", "expected a release's id")
        elif data is not None and data.decode().strip() not in self._backend.names("releases"):
            yield self._line("current", f"there is no release {data.decode().strip()}")

    def _folder(self, folder: str, release: str | None) -> Iterator[str]:
        listing = self._read(f"{folder}/{SUMS}")
        if listing is None:
            yield self._line(f"{folder}/{SUMS}", "it is not there")
            return
        try:
            listed = parse_sums(listing)
        except BrokenRelease as error:
            yield self._line(folder, str(error))
            return
        plain = "".join(f"{digest}  {name}\n" for name, digest in sorted(listed.items())).encode()
        if plain != listing or (release and hashlib.sha256(listing).hexdigest()[:16] != release):
            yield self._line(f"{folder}/{SUMS}", "it is not as it was written")
        for name in sorted({*listed, *self._backend.names(folder)} - {SUMS}):
            if name not in listed:
                yield self._line(f"{folder}/{name}", f"{SUMS} does not list it")
            else:
                yield from self._each(f"{folder}/{name}", _matching(listed[name], SUMS))

    def _raw(self) -> Iterator[str]:
        names = self._backend.names("raw")
        for name in names:
            match = _RAW.fullmatch(name)
            if match is None:
                yield self._line(f"raw/{name}", "it is no raw file and no record of one")
            elif match[2]:
                yield from self._each(f"raw/{name}", verify)
                if match[1] not in names:
                    yield self._line(f"raw/{match[1]}", "it is not there")
            else:
                # Without a record it is what a run that was killed left behind: nothing refers to it.
                yield from self._each(f"raw/{name}", _matching(match[1], "its name"))

    def _each(self, key: str, check: Callable[[bytes], None], *, needed: bool = True) -> Iterator[str]:
        data = self._read(key)
        if data is None:
            if needed:
                yield self._line(key, "it is not there")
            return
        try:
            check(data)
        except Unsealed as error:
            yield self._line(key, str(error))

    def _read(self, key: str) -> bytes | None:
        data = self._backend.read_all([key]).get(key)
        self.files += data is not None
        return data

    def _line(self, key: str, why: str) -> str:
        return f"{self._backend.address}/{key}: {why}"


def _matching(digest: str, listing: str) -> Callable[[bytes], None]:
    def check(data: bytes) -> None:
        if hashlib.sha256(data).hexdigest() != digest:
            raise Unsealed(f"its bytes do not match {listing}")

    return check
