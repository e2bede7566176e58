"""A store in a local folder: each write is made aside, synced, and named in one step."""

from __future__ import annotations

import logging
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from etl.store.backend import Held, Missing, StoreError

_LOCK, _WRITES = ".lock", ".writes"
_ASIDE = re.compile(r"\..+\.[0-9a-f]{8}")
"""What is being written. The store may stand among somebody's own files: nothing else is tidied."""
_log = logging.getLogger(__name__)
_FOLDERS = ("releases", "downloads", "published", "made-from", "raw", "runs")


class _Sure:
    """A lock of the kernel's: held until let go, or until the process ends."""

    def check(self) -> None:
        return


class Folder:
    """See Backend. Names that begin with a dot are the store's own: locks, and what is being written."""

    kind = "a local folder"
    certain = True

    def __init__(self, path: Path) -> None:
        self.path = path
        self.address = str(path)

    def read(self, key: str) -> bytes:
        path = self.path / key
        try:
            return path.read_bytes()
        except (FileNotFoundError, ValueError) as error:
            # A name that no file can have, by a list or pointer that was spoilt.
            raise Missing(f"{path}: there is no such file") from error
        except OSError as error:
            raise _store_error(error, path) from error

    def read_all(self, keys: Iterable[str]) -> dict[str, bytes]:
        found = {}
        for key in keys:
            with suppress(Missing):
                found[key] = self.read(key)
        return found

    def put(self, key: str, data: bytes) -> None:
        path = self.path / key
        aside = _aside(path)
        try:
            _make(path.parent)
            with self._locked(_WRITES):
                try:
                    _write_synced(aside, data)
                    aside.replace(path)
                    _sync(path.parent)
                finally:
                    aside.unlink(missing_ok=True)
        except OSError as error:
            raise _store_error(error, path) from error

    def version(self, key: str) -> str:
        return ""

    def replace(self, key: str, data: bytes, version: str) -> None:
        """The lock of the kernel's stays with a publisher that was stopped: no other can have written."""
        self.put(key, data)

    def put_folder(self, key: str, files: Mapping[str, bytes]) -> None:
        path = self.path / key
        if path.is_dir():
            stored = self.read_all(f"{key}/{name}" for name in files)
            for name, data in files.items():
                if stored.get(f"{key}/{name}") != data:
                    self.put(f"{key}/{name}", data)
            return
        aside = _aside(path)
        try:
            _make(path.parent)
            with self._locked(_WRITES):
                try:
                    aside.mkdir()
                    for name, data in files.items():
                        _write_synced(aside / name, data)
                    _sync(aside)
                    aside.rename(path)
                    _sync(path.parent)
                finally:
                    shutil.rmtree(aside, ignore_errors=True)
        except OSError as error:
            raise _store_error(error, path) from error

    def names(self, key: str) -> list[str]:
        path = self.path / key
        try:
            return sorted(p.name for p in path.iterdir() if not p.name.startswith("."))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _store_error(error, path) from error

    def sizes(self, key: str) -> dict[str, int]:
        path = self.path / key
        try:
            return {p.name: p.stat().st_size for p in path.iterdir() if p.is_file()}
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise _store_error(error, path) from error

    def remove(self, key: str) -> None:
        path = self.path / key
        try:
            if path.is_dir():
                # Renamed first, so that no reader meets half of it under its name.
                aside = _aside(path)
                path.rename(aside)
                shutil.rmtree(aside)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise _store_error(error, path) from error

    def tidy(self) -> None:
        """Whoever writes holds `.writes`; who gets it knows that nobody is writing."""
        with self._locked(_WRITES, 0) as free:
            if free:
                self._remove_leftovers()

    def _remove_leftovers(self) -> None:
        for folder in (self.path, *(self.path / name for name in _FOLDERS)):
            deep = [] if folder == self.path else folder.glob("*/.*.*")
            for left in (*folder.glob(".*.*"), *deep):
                if not _ASIDE.fullmatch(left.name):
                    continue
                if left.is_dir() and folder != self.path:
                    shutil.rmtree(left, ignore_errors=True)
                elif left.is_file():
                    left.unlink(missing_ok=True)

    @contextmanager
    def lock(self, patience: float) -> Iterator[Held]:
        with self._locked(_LOCK, 0) as free:
            if free:
                yield _Sure()
                return
        path = self.path / _LOCK
        _log.warning("%s: another process is publishing; waiting up to %g seconds for it", path, patience)
        with self._locked(_LOCK, patience) as free:
            if not free:
                raise StoreError(f"{path}: another process is publishing; waited {patience:g} seconds for it")
            yield _Sure()

    @contextmanager
    def _locked(self, name: str, patience: float = -1) -> Iterator[bool]:
        """Holds a lock of the kernel's on a file while its context lasts, or until the process ends.

        Gives whether it was free within `patience` seconds; a negative one waits for as long as it takes.
        """
        # Imported where it is used, as readers lock nothing: it brings asyncio and its megabytes.
        from filelock import FileLock, Timeout

        path = self.path / name
        lock = FileLock(path, mode=0o644, thread_local=False, fallback_to_soft=False, preserve_lock_file=True)
        try:
            _make(self.path)
            lock.acquire(timeout=patience)
        except Timeout:
            yield False
            return
        except OSError as error:
            raise _store_error(error, path) from error
        try:
            yield True
        finally:
            lock.release()


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")


def _store_error(error: OSError, path: Path) -> StoreError:
    return StoreError(f"{error.filename or path}: {error.strerror or error}")


def _make(folder: Path) -> None:
    """Makes a folder and those above it, each name synced."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    """Sees to it that the names in a folder are on the disk; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
