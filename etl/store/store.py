"""Releases by their ids, one of them current; what they were made from; a record of every run."""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from etl.formats.files import SUMS, BrokenRelease, parse_sums, read_release
from etl.model import Release
from etl.store.backend import Backend, Held, Missing, StoreError
from etl.store.check import StoreCheck
from etl.store.folder import Folder
from etl.store.records import Records, moment
from etl.store.seal import Unsealed, sealed_text, text_of, verify

_ID = re.compile(r"[0-9a-f]{16}")
_CURRENT, _RELEASES, _PUBLISHED, _MADE = "current", "releases", "published", "made-from"
_DOWNLOADS = "downloads"
_NEVER = datetime.fromtimestamp(0, UTC)
"""When a release was made current of which the mark cannot be read."""
_log = logging.getLogger(__name__)

PATIENCE = 900.0
"""Seconds that a publisher waits for another: longer than any refresh takes."""


class Published(msgspec.Struct, frozen=True):
    """A stored release, and when it was last made the current one (UTC)."""

    id: str
    at: datetime
    current: bool


class Store(Records):
    """Releases at an address: a folder, or what fsspec understands (`s3://bucket/prefix`).

    Many readers, who hold nothing; one publisher at a time. A release is written aside, synced, read
    back, and made current in one step. Whatever fails, the last good release stays where it was.

    `patience` is how many seconds a publisher waits for another; `lease` how long one on an object store
    may give no sign of life before another takes over.
    """

    def __init__(self, address: str | Path, *, patience: float = PATIENCE, lease: float = 60.0) -> None:
        super().__init__(_backend(address, lease))
        self._patience = patience
        self._mutex = threading.RLock()
        self._lease: Held | None = None
        self._version = ""
        self._damaged = set[str]()

    @property
    def address(self) -> str:
        """Where the store is, without credentials."""
        return self._backend.address

    @property
    def kind(self) -> str:
        """What the store is, for readers who have no business with its address."""
        return self._backend.kind

    def current(self) -> str | None:
        """The id of the current release, or None where nothing was published yet."""
        try:
            return self._backend.read(_CURRENT).decode("ascii", "replace").strip()
        except Missing:
            return None

    def reader(self, release_id: str) -> Callable[[str], bytes]:
        """Gives the bytes of a release's files by name."""
        folder = self._folder(release_id)
        return lambda name: self._backend.read(f"{folder}/{name}")

    def load(self, release_id: str | None = None) -> Release:
        """A release, the current one unless another is named.

        Raises StoreError where there is none, BrokenRelease where its bytes are not what was published.
        """
        chosen = release_id or self.current()
        if chosen is None:
            raise StoreError(f"{self.address}: no release has been published here")
        try:
            return read_release(chosen, self.reader(chosen))
        except BrokenRelease as error:
            raise BrokenRelease(f"{self.address}/{self._folder(chosen)}/{error}") from error
        except Missing:
            # Another may have been made current and this one pruned between the two looks.
            if release_id or self.current() == chosen:
                raise
            return self.load()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """While it lasts nobody else publishes; may be taken again inside. StoreError after `patience`."""
        if not self._mutex.acquire(timeout=self._patience):
            raise StoreError(
                f"{self.address}: waited {self._patience:g} seconds for another thread that publishes"
            )
        try:
            if self._lease is not None:
                yield
                return
            with self._backend.lock(self._patience) as lease:
                self._lease, self._version = lease, self._backend.version(_CURRENT)
                try:
                    yield
                finally:
                    self._lease = None
        finally:
            self._mutex.release()

    def publish(self, release_id: str, files: Mapping[str, bytes]) -> None:
        """Stores a release and makes it the current one; one that is stored whole already stays as it is.

        Raises StoreError where it cannot be written, or does not read back as it was written; the release
        that was current then still is.
        """
        folder = self._folder(release_id)
        with self.lock():
            known = release_id in self._backend.names(_PUBLISHED)
            try:
                self._sweep()
                if not self._is_whole(release_id, files):
                    self._backend.put_folder(folder, files)
                    self._check(folder, files)
                if self.current() != release_id:
                    self._make_current(release_id)
            except StoreError as error:
                if not known:
                    self._undo(release_id)
                raise StoreError(f"{error}; nothing was changed") from error

    def offer(self, release_id: str, files: Mapping[str, bytes]) -> None:
        """Stores the downloads of a release beside it. Raises StoreError where that fails."""
        folder = self._folder(release_id, _DOWNLOADS)
        with self.lock():
            self._backend.tidy()
            self._backend.remove(folder)
            # The checksums last: where they are, everything is.
            in_order = {n: data for n, data in files.items() if n != SUMS} | {SUMS: files[SUMS]}
            self._backend.put_folder(folder, in_order)
            self._check(folder, files)

    def has_downloads(self, release_id: str) -> bool:
        """Whether all downloads of a release are stored, as they were made."""
        return self.downloads_fault(release_id) is None

    def downloads_fault(self, release_id: str) -> str | None:
        """What is wrong with the downloads of a release: '' where none are stored, None for nothing."""
        folder = self._folder(release_id, _DOWNLOADS)
        try:
            self._whole(folder)
        except Missing:
            return ""
        except BrokenRelease as error:
            return f"{self.address}/{folder}/{error}"
        except StoreError as error:
            return str(error)
        return None

    def download_sizes(self, release_id: str) -> Mapping[str, int]:
        """The sizes in bytes of the downloads of a release, by name; none until all are stored."""
        found = self._backend.sizes(self._folder(release_id, _DOWNLOADS))
        return found if SUMS in found else {}

    def download(self, release_id: str, name: str) -> bytes | None:
        """A download of a release; None where it is not stored (yet) as it was made.

        One that is damaged is logged once, since only who publishes can make it again.
        """
        key = f"{self._folder(release_id, _DOWNLOADS)}/{name}"
        try:
            data, listed = self._backend.read(key), self._listed(key.rpartition("/")[0])
        except (StoreError, BrokenRelease):
            return None
        if hashlib.sha256(data).hexdigest() == listed.get(name):
            return data
        if key not in self._damaged:
            self._damaged.add(key)
            _log.error("%s/%s: damaged; the next refresh or build makes it again", self.address, key)
        return None

    def files(self, release_id: str) -> Mapping[str, str]:
        """The checksums by name of what is stored of a release: its own files, and its downloads.

        Raises StoreError where the release is not stored.
        """
        own = self._listed(self._folder(release_id))
        with suppress(StoreError, BrokenRelease):
            return {**self._listed(self._folder(release_id, _DOWNLOADS)), **own}
        return own

    def file(self, release_id: str, name: str) -> bytes | None:
        """One of these files, or the list of the release's own; None where it has none of that name.

        Raises StoreError where the release is not stored, or the file is not as it was written.
        """
        if name == SUMS:
            return self._backend.read(f"{self._folder(release_id)}/{SUMS}")
        digest = self.files(release_id).get(name)
        if digest is None:
            return None
        own = name in self._listed(self._folder(release_id))
        key = f"{self._folder(release_id, _RELEASES if own else _DOWNLOADS)}/{name}"
        data = self._backend.read(key)
        if hashlib.sha256(data).hexdigest() != digest:
            raise StoreError(f"{self.address}/{key}: its bytes do not match {SUMS}")
        return data

    def check_release(self) -> int:
        """Reads every file of the current release; how many there are.

        Raises StoreError or BrokenRelease for the first that is not as it was written.
        """
        return self._whole(self._folder(self.load().id))

    def check(self) -> tuple[int, list[str]]:
        """Reads every file; how many there are, and a line on each that is not as it was written.

        Raises StoreError where a file cannot be read.
        """
        check = StoreCheck(self._backend)
        faults = list(check.faults())
        return check.files, faults

    def release_ids(self) -> frozenset[str]:
        """The ids of the stored releases, for whoever asks often: a list of names, and nothing read."""
        return frozenset(self._backend.names(_PUBLISHED))

    def releases(self) -> list[Published]:
        """The stored releases, the one that was last made current first."""
        stored, current = set(self._backend.names(_RELEASES)), self.current()
        names = [n for n in self._backend.names(_PUBLISHED) if n in stored]
        stamps = self._backend.read_all(f"{_PUBLISHED}/{n}" for n in names)
        found = [
            Published(n, moment(text_of(stamps[key]).strip()) or _NEVER, n == current)
            for n in names
            if (key := f"{_PUBLISHED}/{n}") in stamps
        ]
        return sorted(found, key=lambda p: (p.at, p.id), reverse=True)

    def prune(self, keep: int) -> list[str]:
        """Removes all releases but the `keep` newest and the current one; gives the ids of those removed.

        Raw files and records of runs are not touched.
        """
        with self.lock():
            self._sweep()
            releases = self.releases()
            gone = [p.id for i, p in enumerate(releases) if i >= keep and not p.current]
            for release_id in gone:
                # Its mark first: without it the folder is a leftover, if this ends between the two.
                self._backend.remove(f"{_PUBLISHED}/{release_id}")
                self._forget(release_id)
            self._forget_inputs({p.id for p in releases} - set(gone))
        return gone

    def made_from(self, inputs: str) -> str | None:
        """The release that these inputs (a fingerprint) were made into, if it is the current one."""
        made, _ = self._noted(inputs)
        return made if made == self.current() else None

    def noted(self, inputs: str) -> str:
        """What was noted when these inputs were made into a release; '' where nothing was."""
        return self._noted(inputs)[1]

    def note_inputs(self, inputs: str, release_id: str, note: str = "") -> None:
        """Remembers what a release was made from, so that it need not be made again, and a note on it."""
        self._backend.put(f"{_MADE}/{inputs}", sealed_text(f"{release_id}\n{note}"))

    def _noted(self, inputs: str) -> tuple[str | None, str]:
        """The release that inputs were made into, and the note."""
        try:
            data = self._backend.read(f"{_MADE}/{inputs}")
            verify(data)
        except (Missing, Unsealed):
            return None, ""
        made, _, note = text_of(data).partition("\n")
        return made.strip(), note

    def _folder(self, release_id: str, kind: str = _RELEASES) -> str:
        if not _ID.fullmatch(release_id):
            raise StoreError(f"{self.address}/{_CURRENT}: expected a release's id, found {release_id[:40]!r}")
        return f"{kind}/{release_id}"

    def _make_current(self, release_id: str) -> None:
        """Points at a release. A publisher that lost its right while it was stopped changes none."""
        if self._lease is not None:
            self._lease.check()
        self._backend.put(f"{_PUBLISHED}/{release_id}", sealed_text(datetime.now(UTC).isoformat()))
        try:
            self._backend.replace(_CURRENT, f"{release_id}\n".encode(), self._version)
        except StoreError:
            # The write may have been done and its answer lost.
            if self.current() != release_id:
                raise
        self._version = self._backend.version(_CURRENT)

    def _is_whole(self, release_id: str, files: Mapping[str, bytes]) -> bool:
        """Whether the release is stored already, every file as it would be written."""
        try:
            self._check(self._folder(release_id), files)
        except StoreError:
            return False
        return True

    def _check(self, folder: str, files: Mapping[str, bytes]) -> None:
        """Reads back what was written. Raises StoreError where a file is missing or differs."""
        for name, found in self._read(folder, files):
            if found != files[name]:
                raise StoreError(f"{self.address}/{folder}/{name}: its bytes are not those that were written")

    def _whole(self, folder: str) -> int:
        """How many files a folder lists. Raises StoreError where one is not as its checksum says."""
        listed = self._listed(folder)
        for name, data in self._read(folder, listed):
            if hashlib.sha256(data).hexdigest() != listed[name]:
                raise StoreError(f"{self.address}/{folder}/{name}: its bytes do not match {SUMS}")
        return len(listed)

    def _read(self, folder: str, names: Collection[str]) -> Iterator[tuple[str, bytes]]:
        """The files of these names with their bytes. Raises StoreError at one that is missing."""
        stored = self._backend.read_all(f"{folder}/{name}" for name in names)
        for name in names:
            found = stored.get(f"{folder}/{name}")
            if found is None:
                raise StoreError(f"{self.address}/{folder}: {name} is not there")
            yield name, found

    def _listed(self, folder: str) -> dict[str, str]:
        return parse_sums(self._backend.read(f"{folder}/{SUMS}"))

    def _forget(self, release_id: str) -> None:
        """Removes a release and what people take away of it, that first: it is nothing without the other."""
        self._backend.remove(self._folder(release_id, _DOWNLOADS))
        self._backend.remove(self._folder(release_id))

    def _undo(self, release_id: str) -> None:
        """Takes back what a publication that failed has left, where it is known not to have taken effect."""
        if not self._backend.certain:
            return
        with suppress(StoreError):
            if self.current() != release_id:
                self._backend.remove(f"{_PUBLISHED}/{release_id}")
                self._forget(release_id)

    def _sweep(self) -> None:
        """Removes what publishers that were killed have left: half written, or never made current."""
        self._backend.tidy()
        marked = {*self._backend.names(_PUBLISHED), self.current()}
        for name in {*self._backend.names(_RELEASES), *self._backend.names(_DOWNLOADS)}:
            if name not in marked and _ID.fullmatch(name):
                self._forget(name)

    def _forget_inputs(self, stored: set[str]) -> None:
        """Forgets what releases that are no longer stored were made from."""
        made = self._backend.read_all(f"{_MADE}/{n}" for n in self._backend.names(_MADE))
        for key, data in made.items():
            if text_of(data).partition("\n")[0].strip() not in stored:
                self._backend.remove(key)


def _backend(address: str | Path, lease: float) -> Backend:
    text = str(address)
    # One slash too few would be a folder of that name here.
    if re.match(r"[A-Za-z0-9]{2,}:/(?!/)", text):
        raise StoreError(f"{text}: expected a folder, or an address as s3://bucket/prefix")
    if text.startswith("file://"):
        return Folder(Path(text.removeprefix("file://")))
    if "://" not in text:
        return Folder(Path(text))
    # Imported where it is used: a folder's reader needs no asyncio, and no worker its megabytes.
    from etl.store.remote import Remote

    return Remote(text, lease)
