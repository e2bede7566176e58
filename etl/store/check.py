"""Reads every byte of a store and names each file that is not as it was written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator

from etl.formats.files import SUMS, BrokenRelease, parse_sums
from etl.store.backend import Backend
from etl.store.seal import Unsealed, verify

_ID = re.compile(r"[0-9a-f]{16}")
_RAW = re.compile(r"([0-9a-f]{64})(\.json)?")


class StoreCheck:
    """A look at all that a store holds; `files` counts what was read so far."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.files = 0

    def faults(self) -> Iterator[str]:
        """A line on each file that is missing, damaged or not the store's.

        Raises StoreError where a file cannot be read.
        """
        pointer = self._read("current")
        text = pointer.decode("ascii", "replace").strip() if pointer is not None else ""
        current = text if _ID.fullmatch(text) else ""
        yield from self._pointer(pointer, current)
        marked = {*self._backend.names("published"), current}
        # Without its checksums, which are written last, a folder is what a run that was killed left behind.
        # Of what was published that holds for the downloads, which can be made again.
        for name in self._backend.names("releases"):
            needed = name in marked or not _ID.fullmatch(name)
            yield from self._folder(f"releases/{name}", release=name, needed=needed)
        for name in self._backend.names("downloads"):
            yield from self._folder(f"downloads/{name}", release="", needed=not _ID.fullmatch(name))
        for kind in ("published", "made-from", "runs"):
            for name in self._backend.names(kind):
                yield from self._each(f"{kind}/{name}", verify)
        yield from self._raw(current)
        yield from self._each("last-check.json", verify, needed=False)

    def _pointer(self, data: bytes | None, current: str) -> Iterator[str]:
        if data is not None and not re.fullmatch(rb"[0-9a-f]{16}\n?", data):
            yield self._line("current", "expected a release's id")
        elif data is not None and current not in self._backend.names("releases"):
            yield self._line("current", f"there is no release {current}")

    def _folder(self, folder: str, *, release: str, needed: bool) -> Iterator[str]:
        """`release` is the id that the checksums must give; where they are not `needed` they may lack."""
        listing = self._read(f"{folder}/{SUMS}")
        if listing is None:
            if needed:
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

    def _raw(self, current: str) -> Iterator[str]:
        names = self._backend.names("raw")
        made_from = self._backend.read_all([f"releases/{current}/release.json"]) if current else {}
        for name in names:
            match = _RAW.fullmatch(name)
            if match is None:
                yield self._line(f"raw/{name}", "it is no raw file and no record of one")
            elif match[2]:
                yield from self._each(f"raw/{name}", verify)
                if match[1] not in names:
                    yield self._line(f"raw/{match[1]}", "it is not there")
            else:
                yield from self._each(f"raw/{name}", _matching(match[1], "its name"))
                # Without a record it is what a run that was killed left behind, but where a release needs it.
                if f"{name}.json" not in names and any(name.encode() in data for data in made_from.values()):
                    yield self._line(f"raw/{name}.json", "it is not there")

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
