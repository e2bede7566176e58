"""A store in a local folder: each write is made aside, synced, and named in one step."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import socket
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from etl.store.backend import Held, Missing, StoreError

_LOCK, _WRITES = ".lock", ".writes"
_ASIDE = re.compile(r"\..+\.[0-9a-f]{8}")
"""What is being written. The store may stand among somebody's own files: nothing else is tidied."""
_FOLDERS = ("releases", "downloads", "published", "made-from", "raw", "runs")
_POLL = 0.05


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
        except FileNotFoundError as error:
            raise Missing(f"{path}: there is no such file") from error
        except OSError as error:
            raise _told(error, path) from error

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
            with self._writing():
                try:
                    _write_synced(aside, data)
                    aside.replace(path)
                    _sync(path.parent)
                finally:
                    aside.unlink(missing_ok=True)
        except OSError as error:
            raise _told(error, path) from error

    def put_folder(self, key: str, files: Mapping[str, bytes]) -> None:
        path = self.path / key
        if path.is_dir():
            kept = self.read_all(f"{key}/{name}" for name in files)
            for name, data in files.items():
                if kept.get(f"{key}/{name}") != data:
                    self.put(f"{key}/{name}", data)
            return
        aside = _aside(path)
        try:
            _make(path.parent)
            with self._writing():
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
            raise _told(error, path) from error

    def names(self, key: str) -> list[str]:
        path = self.path / key
        try:
            return sorted(p.name for p in path.iterdir() if not p.name.startswith("."))
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _told(error, path) from error

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
            raise _told(error, path) from error

    def tidy(self) -> None:
        """Whoever writes holds `.writes` shared; who gets it alone knows that nobody is writing."""
        with self._open(_WRITES) as fd:
            if not _try(fd, fcntl.LOCK_EX):
                return
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
        until = time.monotonic() + patience
        with self._open(_LOCK) as fd:
            while not _try(fd, fcntl.LOCK_EX):
                if time.monotonic() >= until:
                    holder = os.pread(fd, 200, 0).decode(errors="replace") or "another process"
                    raise StoreError(
                        f"{self.path / _LOCK}: {holder} is publishing; waited {patience:g} seconds for it"
                    )
                time.sleep(_POLL)
            # For whoever waits. On a full disk the lock holds without its note.
            with suppress(OSError):
                os.ftruncate(fd, 0)
                os.pwrite(fd, f"process {os.getpid()} on {socket.gethostname()}".encode(), 0)
            yield _Sure()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with self._open(_WRITES) as fd:
            fcntl.flock(fd, fcntl.LOCK_SH)
            yield

    @contextmanager
    def _open(self, name: str) -> Iterator[int]:
        """A lock file, open; closing it lets its lock go."""
        path = self.path / name
        try:
            _make(self.path)
            fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise _told(error, path) from error
        try:
            yield fd
        finally:
            os.close(fd)


def _aside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")


def _try(fd: int, kind: int) -> bool:
    try:
        fcntl.flock(fd, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _told(error: OSError, path: Path) -> StoreError:
    return StoreError(f"{error.filename or path}: {error.strerror or error}")


def _make(folder: Path) -> None:
    """Makes a folder and those above it, each name synced."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
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
