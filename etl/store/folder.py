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
            raise store_error(error, path) from error

    def read_all(self, keys: Iterable[str]) -> dict[str, bytes]:
        found = {}
        for key in keys:
            with suppress(Missing):
                found[key] = self.read(key)
        return found

    def put(self, key: str, data: bytes) -> None:
        with self._in_one_step(self.path / key) as aside:
            _write_synced(aside, data)

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
        with self._in_one_step(path) as aside:
            aside.mkdir()
            for name, data in files.items():
                _write_synced(aside / name, data)
            _sync(aside)

    @contextmanager
    def _in_one_step(self, path: Path) -> Iterator[Path]:
        """Where to write what stands at a path once the context ends; nothing is left where it fails."""
        aside = _aside(path)
        with _raising(path):
            _make(path.parent)
            with self._locked(_WRITES):
                try:
                    yield aside
                    aside.replace(path)
                    _sync(path.parent)
                finally:
                    _discard(aside)

    def names(self, key: str) -> list[str]:
        path = self.path / key
        with _raising(path), suppress(FileNotFoundError):
            return sorted(p.name for p in path.iterdir() if not p.name.startswith("."))
        return []

    def sizes(self, key: str) -> dict[str, int]:
        path = self.path / key
        with _raising(path), suppress(FileNotFoundError):
            return {p.name: p.stat().st_size for p in path.iterdir() if p.is_file()}
        return {}

    def remove(self, key: str) -> None:
        path = self.path / key
        with _raising(path):
            if path.is_dir():
                # Renamed first, so that no reader meets half of it under its name.
                aside = _aside(path)
                path.rename(aside)
                shutil.rmtree(aside)
            else:
                path.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Whoever writes holds `.writes`; who gets it knows that nobody is writing."""
        with self._locked(_WRITES, 0) as free:
            if free:
                self._remove_leftovers()

    def _remove_leftovers(self) -> None:
        for folder in (self.path, *(self.path / name for name in _FOLDERS)):
            deep = [] if folder == self.path else folder.glob("*/.*.*")
            for left in (*folder.glob(".*.*"), *deep):
                if _ASIDE.fullmatch(left.name) and not (left.is_dir() and folder == self.path):
                    _discard(left)

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
        with _raising(path):
            _make(self.path)
            with suppress(Timeout):
                lock.acquire(timeout=patience)
        try:
            yield lock.is_locked
        finally:
            lock.release()


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")


def store_error(error: OSError, path: Path) -> StoreError:
    """What the system says of a file, as an error of the store."""
    return StoreError(f"{error.filename or path}: {error.strerror or error}")


@contextmanager
def _raising(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise store_error(error, path) from error


def _discard(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


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
