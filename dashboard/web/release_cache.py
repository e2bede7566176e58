"""What is being read of a store: its current release, and the records of its refreshes."""

from __future__ import annotations

import logging
import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import msgspec
from msgspec.structs import replace

from dashboard.operations.freshness import LastRefresh, check_of
from etl.formats.files import BrokenRelease
from etl.model import Release
from etl.store import Store, StoreError

EVERY = 10.0
"""Seconds between two looks at the store: the pointer, and the names of the records."""

STALLED = 60.0
"""Seconds after which a look that has not ended is trouble: a disk of another machine may never answer."""

_RUNS = 50
_log = logging.getLogger(__name__)


class NotReady(RuntimeError):
    """No release could be read yet: says why."""


class News(msgspec.Struct, frozen=True):
    """What the last look at a store found: the last runs, newest first; the last check of NATO's page;
    since when its release is current; the sizes in bytes of what people take away of it, by name, none until
    all of that is stored; the ids of the releases that are kept.

    `trouble` says why the look failed, in which case the rest is as it was before.
    """

    runs: tuple[Mapping[str, Any], ...] = ()
    check: LastRefresh | None = None
    since: datetime | None = None
    trouble: str | None = None
    sizes: Mapping[str, int] = msgspec.field(default_factory=dict)
    kept: frozenset[str] = frozenset()

    @property
    def of_nato(self) -> list[Mapping[str, Any]]:
        """The runs that asked NATO, newest first."""
        return [run for run in self.runs if run.get("source", "nato") == "nato"]


class ReleaseCache:
    """Keeps the current release and looks for a newer one, away from the requests.

    Nobody who asks ever waits for the store. What cannot be read is logged once and tried again; until
    then the last good release stays.
    """

    def __init__(self, store: Store, *, every: float = EVERY) -> None:
        self._store, self._every = store, every
        self._release: Release | None = None
        self._news = News()
        self._seen = 0
        self._why = "the store has not been looked at yet"
        self._looking = threading.Lock()
        self._began = 0.0
        self._watcher: threading.Thread | None = None
        self._process = 0
        self.look()

    @property
    def kind(self) -> str:
        """What the store is, in words for readers."""
        return self._store.kind

    def release(self) -> Release:
        """The current release. Raises NotReady where none could be read yet."""
        self._watch()
        if self._release is None:
            raise NotReady(self._why)
        return self._release

    @property
    def ready(self) -> bool:
        """Whether a release is loaded."""
        return self._release is not None

    def seen(self) -> str:
        """A name of what is known: another after every look that found news, and while one does not end."""
        self._watch()
        return f"{self._seen}{'?' if self._hangs() else ''}"

    def _hangs(self) -> bool:
        began = self._began
        return bool(began) and time.monotonic() - began >= STALLED

    def news(self) -> News:
        """What is known of the store's runs; in trouble too while a look at it does not end."""
        self._watch()
        if not self._hangs():
            return self._news
        trouble = f"the store has not answered for {STALLED:.0f} seconds"
        self._note(trouble)
        return replace(self._news, trouble=trouble)

    def look(self) -> None:
        """Looks at the store now, and loads what is new there."""
        with self._looking, self._timed():
            before, held = self._news, self._release
            runs, check, since, trouble = before.runs, before.check, before.since, None
            sizes, kept = before.sizes, before.kept
            try:
                if self._take_release():
                    sizes = {}
                    since = self._since()
                if self._release and not sizes:
                    sizes = self._store.download_sizes(self._release.id)
                kept = self._store.release_ids()
            except (StoreError, BrokenRelease) as error:
                trouble = str(error)
            try:
                runs = tuple(self._store.runs(_RUNS))
                check = check_of(self._store.last_check())
            except StoreError as error:
                trouble = trouble or str(error)
            self._news = News(runs, check, since, trouble, sizes, kept)
            # Last: whoever reads the new number finds all that is new.
            self._seen += self._news != before or self._release is not held
            self._note(trouble)

    @contextmanager
    def _timed(self) -> Iterator[None]:
        self._began = time.monotonic()
        try:
            yield
        finally:
            self._began = 0.0

    def _take_release(self) -> bool:
        """Whether another release was made current since the last look."""
        current = self._store.current()
        if self._release is not None and current == self._release.id:
            return False
        if current is None and self._release is not None:
            raise StoreError("no release is current any more")
        self._release = self._store.load()
        _log.info("now reading release %s", self._release.id)
        return True

    def _since(self) -> datetime | None:
        return next((p.at for p in self._store.releases() if p.current), None)

    def _note(self, trouble: str | None) -> None:
        """Says what is wrong once, not at every look."""
        if trouble is not None and trouble != self._why:
            which = f"release {self._release.id} stays" if self._release else "no release available here"
            _log.error("%s: %s", which, trouble)
        self._why = trouble or ""

    def _watch(self) -> None:
        """Starts the watcher where none runs: at first, and after a fork, which takes no thread along."""
        if self._process != os.getpid():
            self._process = os.getpid()
            self._looking = threading.Lock()
            self._watcher = threading.Thread(
                target=_look_every, args=(weakref.ref(self), self._every), name="releases", daemon=True
            )
            self._watcher.start()


def _look_every(release_cache: Callable[[], ReleaseCache | None], seconds: float) -> None:
    """Looks for as long as somebody holds the cache."""
    pause = threading.Event()
    while not pause.wait(seconds):
        if (releases := release_cache()) is None:
            return
        try:
            releases.look()
        except Exception:
            _log.exception("the look at the store failed; it is tried again")
        del releases
