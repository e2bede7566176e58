"""What a store needs of the place it stands in: a few verbs over bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Protocol


class StoreError(RuntimeError):
    """A store that cannot be read or written: says which file and why."""


class Missing(StoreError):
    """Nothing is stored under that key."""


class Held(Protocol):
    """The right to publish, while its context lasts."""

    def check(self) -> None:
        """Raises StoreError where it was lost meanwhile."""


class Backend(Protocol):
    """Bytes by key; a key is plain names joined by "/". Every verb raises StoreError where it fails."""

    address: str
    """Where it is, without credentials: for messages."""

    kind: str
    """In a few words for readers, who have no business with the address: "a local folder"."""

    certain: bool
    """Whether a write that failed is known to have changed nothing."""

    def read(self, key: str) -> bytes:
        """Raises Missing where nothing is stored."""

    def read_all(self, keys: Iterable[str]) -> dict[str, bytes]:
        """What is stored under each key; those under which nothing is are left out."""

    def put(self, key: str, data: bytes) -> None:
        """Keeps the bytes under a key in one step: whoever reads sees the old ones or the new."""

    def version(self, key: str) -> str:
        """What is stored under a key, in a word that changes with it; '' where nothing is."""

    def replace(self, key: str, data: bytes, version: str) -> None:
        """Puts the bytes where this version is still stored. Raises StoreError where it is another."""

    def put_folder(self, key: str, files: Mapping[str, bytes]) -> None:
        """Keeps files under a key; a folder that is there already gets those that differ from its own.

        The last file comes last: whoever sees it can read all of them.
        """

    def names(self, key: str) -> list[str]:
        """The names directly under a key, sorted; none where there is no such folder."""

    def sizes(self, key: str) -> dict[str, int]:
        """The sizes in bytes of the files directly under a key, by name; none where it is no folder."""

    def remove(self, key: str) -> None:
        """Forgets a key and all under it; no complaint where there is none."""

    def tidy(self) -> None:
        """Removes what writers that were killed left half done. Called by the publisher only."""

    def lock(self, patience: float) -> AbstractContextManager[Held]:
        """Waits up to `patience` seconds to be the only publisher."""
