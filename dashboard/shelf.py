"""The release that is being read: the current one of a store, and the last good one if a new one is broken."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from etl.release import BrokenRelease, Release, Store, StoreError

_log = logging.getLogger(__name__)


class Shelf:
    """Gives the current release, looking for a new one at most every `every` seconds.

    A new release that cannot be read is logged once and passed over; the one in hand stays.
    """

    def __init__(
        self, store: Store, *, every: float = 5.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._store, self._every, self._clock = store, every, clock
        self._lock = threading.Lock()
        self._release = store.load()
        self._refused: str | None = None
        self._looked = clock()

    def release(self) -> Release:
        """The release in hand; a newer one as soon as one is seen."""
        if self._clock() - self._looked >= self._every and self._lock.acquire(blocking=False):
            try:
                self._looked = self._clock()
                self._look()
            finally:
                self._lock.release()
        return self._release

    def _look(self) -> None:
        current = None
        try:
            current = self._store.current()
            if current not in (None, self._release.id, self._refused):
                self._release = self._store.load(current)
                _log.info("now reading release %s", current)
        except (StoreError, BrokenRelease, OSError) as error:
            self._refused = current
            _log.error("release %s stays: %s", self._release.id, error)
