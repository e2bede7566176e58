"""How many wait for what takes long at a time: who finds no place in time is sent away and told why."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class NotNow(RuntimeError):
    """What cannot be answered for the moment: a sentence for readers."""


class Limiter:
    """So many at a time; a further one waits for `patience` seconds. `crowded` is what it is told then."""

    def __init__(self, places: int, crowded: str, patience: float = 0.0) -> None:
        self._free = threading.BoundedSemaphore(places)
        self._crowded, self._patience = crowded, patience

    @contextmanager
    def one(self) -> Iterator[None]:
        """One of the places, for as long as it is needed. Raises NotNow where none gets free."""
        if not self._free.acquire(timeout=self._patience):
            raise NotNow(self._crowded)
        try:
            yield
        finally:
            self._free.release()
