"""Where releases live: a folder with one folder a release and a pointer to the current one.

A release is written aside, synced, and named in one step; the pointer is swapped in one step. A
process that is killed, or a disk that is full, leaves the last good release where it was.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

from etl.release.files import read_release
from etl.release.model import Release

_ID = re.compile(r"[0-9a-f]{16}")


class StoreError(RuntimeError):
    """A store that cannot be read or written: says which file and why."""


class Store:
    """A folder of releases. Many readers, one writer at a time; readers hold nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def _pointer(self) -> Path:
        return self.folder / "current"

    def _release_folder(self, release_id: str) -> Path:
        if not _ID.fullmatch(release_id):
            raise StoreError(f"{self._pointer}: expected a release's id, found {release_id[:40]!r}")
        return self.folder / "releases" / release_id

    def current(self) -> str | None:
        """The id of the current release, or None where nothing was published yet."""
        try:
            return self._pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None

    def reader(self, release_id: str) -> Callable[[str], bytes]:
        """Gives the bytes of a release's files by name."""
        folder = self._release_folder(release_id)

        def read(name: str) -> bytes:
            try:
                return (folder / name).read_bytes()
            except OSError as error:
                raise StoreError(f"{folder / name}: {error.strerror}") from error

        return read

    def load(self, release_id: str | None = None) -> Release:
        """A release, the current one unless another is named.

        Raises StoreError where there is none, BrokenRelease where its bytes are not what was published.
        """
        chosen = release_id or self.current()
        if chosen is None:
            raise StoreError(f"{self.folder}: no release has been published here")
        return read_release(chosen, self.reader(chosen))

    def made_from(self, inputs: str) -> str | None:
        """The release that these inputs (a fingerprint) were made into, if it is the current one."""
        try:
            made = (self.folder / "made-from" / inputs).read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        return made if made == self.current() else None

    def note_inputs(self, inputs: str, release_id: str) -> None:
        """Remembers what a release was made from, so that it need not be made again."""
        try:
            (self.folder / "made-from").mkdir(parents=True, exist_ok=True)
            _write_synced(self.folder / "made-from" / inputs, f"{release_id}\n".encode())
        except OSError as error:
            raise StoreError(f"{error.filename}: {error.strerror}") from error

    def publish(self, release_id: str, files: Mapping[str, bytes]) -> None:
        """Writes a release and makes it the current one. A release that is there already is kept as it is."""
        target = self._release_folder(release_id)
        aside = target.parent / f".{release_id}.{secrets.token_hex(4)}"
        pointer = self.folder / f".current.{secrets.token_hex(4)}"
        try:
            if not target.exists():
                aside.mkdir(parents=True)
                for name, data in files.items():
                    _write_synced(aside / name, data)
                _name(aside, target)
            _write_synced(pointer, f"{release_id}\n".encode())
            pointer.replace(self._pointer)
        except OSError as error:
            raise StoreError(f"{error.filename or target}: {error.strerror}; nothing was changed") from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)
            pointer.unlink(missing_ok=True)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _name(aside: Path, target: Path) -> None:
    """Gives the finished folder its name; where another publisher was first, its equal bytes stay."""
    try:
        aside.rename(target)
    except OSError:
        if not target.is_dir():
            raise
