"""A store at an address of fsspec's: an object store, where a put is one step and a folder only a prefix."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from etl.store.backend import Held, Missing, StoreError
from etl.store.lease import Lease

_RETRIES = {"max_attempts": 3, "mode": "standard"}
_QUICK: Mapping[str, Any] = {"config_kwargs": {"connect_timeout": 5, "read_timeout": 30, "retries": _RETRIES}}
"""For S3: a store that does not answer is said to be so within seconds, not minutes."""

_CREATING = threading.Lock()
"""A filesystem that only looks before it writes (memory://) is exclusive at least among threads."""


class Remote:
    """See Backend. Needs of the filesystem that a put replaces an object whole, as object stores do."""

    certain = False

    def __init__(self, address: str, lease: float) -> None:
        protocol = address.partition("://")[0]
        self.address = re.sub(r"(?<=://)[^/@]*@", "", address).rstrip("/")
        self.kind = f"an object store ({protocol})"
        self._lease = lease
        self._conditional = protocol in ("s3", "s3a")
        options = _QUICK if self._conditional else {}
        try:
            # Imported here: whoever keeps a local folder waits for none of it.
            import fsspec

            self._fs, path = fsspec.url_to_fs(
                address, use_listings_cache=False, skip_instance_cache=True, **options
            )
        except ImportError as error:
            raise StoreError(f"{self.address}: {error}. For S3: pip install 'two-percent[s3]'") from error
        except ValueError as error:
            raise StoreError(f"{self.address}: {error}") from error
        self._root = path.rstrip("/")

    def read(self, key: str) -> bytes:
        with self._raising(key):
            data: bytes = self._fs.cat_file(self._path(key))
            return data

    def read_all(self, keys: Iterable[str]) -> dict[str, bytes]:
        paths = {self._path(key): key for key in keys}
        if not paths:
            return {}
        with self._raising(next(iter(paths.values()))):
            found = self._fs.cat(list(paths), on_error="return")
            for path, data in found.items():
                if isinstance(data, Exception) and not isinstance(data, FileNotFoundError):
                    raise StoreError(f"{path}: {_why(data)}") from data
            return {paths[p]: data for p, data in found.items() if isinstance(data, bytes)}

    def put(self, key: str, data: bytes) -> None:
        with self._raising(key):
            self._fs.pipe_file(self._path(key), data)

    def create(self, key: str, data: bytes) -> bool:
        try:
            with _CREATING, self._raising(key):
                self._fs.pipe_file(self._path(key), data, mode="create")
        except StoreError as error:
            if isinstance(error.__cause__, FileExistsError):
                return False
            raise
        return True

    def version(self, key: str) -> str:
        with self._raising(key), suppress(FileNotFoundError):
            path = self._path(key)
            self._fs.invalidate_cache(path)
            about = self._fs.info(path)
            return str(about.get("ETag") or hashlib.sha256(self._fs.cat_file(path)).hexdigest())
        return ""

    def replace(self, key: str, data: bytes, version: str) -> None:
        conflict = f"{self.address}/{key}: another publisher changed it meanwhile"
        if not version:
            if not self.create(key, data):
                raise StoreError(conflict)
            return
        with _CREATING, self._raising(key):
            if self.version(key) != version:
                raise StoreError(conflict)
            if not self._conditional:
                self._fs.pipe_file(self._path(key), data)
                return
            try:
                self._fs.pipe_file(self._path(key), data, IfMatch=version)
            except OSError as error:
                # How s3fs gives a precondition that failed.
                if error.errno == errno.EINVAL:
                    raise StoreError(conflict) from error
                raise

    def put_folder(self, key: str, files: Mapping[str, bytes]) -> None:
        paths = {self._path(f"{key}/{name}"): data for name, data in files.items()}
        last, data = paths.popitem()
        with self._raising(key):
            self._fs.pipe(paths)
            self._fs.pipe_file(last, data)

    def names(self, key: str) -> list[str]:
        return sorted(name for name, _ in self._listed(key))

    def sizes(self, key: str) -> dict[str, int]:
        return {name: about["size"] for name, about in self._listed(key) if about["type"] == "file"}

    def _listed(self, key: str) -> list[tuple[str, Mapping[str, Any]]]:
        """What stands directly under a key: names, and what the filesystem says of each."""
        path = self._path(key)
        with self._raising(key), suppress(FileNotFoundError):
            self._fs.invalidate_cache(path)
            found = {f["name"].rstrip("/"): f for f in self._fs.ls(path, detail=True)}
            return [(name.rpartition("/")[2], about) for name, about in found.items() if name != path]
        return []

    def remove(self, key: str) -> None:
        with self._raising(key), suppress(FileNotFoundError):
            self._fs.rm(self._path(key), recursive=True)

    def tidy(self) -> None:
        """An object is there or it is not: nothing is left half written."""

    @contextmanager
    def lock(self, patience: float) -> Iterator[Held]:
        with Lease(self, lasts=self._lease).held(patience) as lease:
            yield lease

    def _path(self, key: str) -> str:
        return f"{self._root}/{key}"

    @contextmanager
    def _raising(self, key: str) -> Iterator[None]:
        """Whatever a filesystem raises, as a StoreError.

        fsspec's filesystems share no error of their own: botocore's, aiohttp's and many more come through.
        """
        try:
            yield
        except StoreError:
            raise
        except FileNotFoundError as error:
            # botocore's error, of a class that it makes while it runs.
            if type(error.__cause__).__name__ == "NoSuchBucket":
                raise StoreError(f"{self.address}: there is no such bucket") from error
            raise Missing(f"{self.address}/{key}: there is no such object") from error
        except (Exception, asyncio.CancelledError) as error:
            raise StoreError(f"{self.address}/{key}: {_why(error)}") from error


def _why(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
