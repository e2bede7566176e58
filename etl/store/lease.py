"""One publisher at a time where there is no kernel to hold a lock: a lease in the store itself.

A lease is an object with a number, written only if that number is free. The highest number holds; its
holder changes it every few seconds. Whoever waits takes the next number once it is let go, or once it
has not changed for as long as it lasts by the waiting one's own clock: no two clocks need agree.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from etl.store.backend import Backend, StoreError

_FOLDER = "lease"
_FREE = {"holder": "", "beat": 0, "held": False}
_log = logging.getLogger(__name__)


class Objects(Backend, Protocol):
    """What a lease needs of the store."""

    def create(self, key: str, data: bytes) -> bool:
        """Stores the bytes unless something is stored under that key already; says whether it did."""


class Lease:
    """A lease that lasts `lasts` seconds beyond its holder's last sign of life."""

    def __init__(self, objects: Objects, *, lasts: float) -> None:
        self._objects, self._lasts = objects, lasts
        self._holder = f"process {os.getpid()} on {socket.gethostname()} ({secrets.token_hex(4)})"
        self._number = 0
        self._beat = 0
        self._lost: str | None = None

    @contextmanager
    def held(self, patience: float) -> Iterator[Lease]:
        """Waits up to `patience` seconds for the lease; lets it go at the end. Raises StoreError."""
        self._take(patience)
        done = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(done,), name="lease", daemon=True)
        keeper.start()
        try:
            yield self
        finally:
            done.set()
            keeper.join()
            # If this fails, the next publisher waits until the lease has run out.
            with suppress(StoreError):
                if self._lost is None:
                    self._write(held=False)

    def check(self) -> None:
        """Raises StoreError unless the lease is still ours, as the store itself shows."""
        if self._lost is None:
            try:
                number, state = self._newest()
            except StoreError as error:
                raise StoreError(f"{error}; it is not known who may publish") from error
            if number != self._number or state["holder"] != self._holder:
                self._lost = str(state["holder"])
        if self._lost is not None:
            raise StoreError(
                f"{self._objects.address}/{_FOLDER}: the right to publish went to {self._lost or 'another'} "
                "since this publisher gave no sign of life"
            )

    def _take(self, patience: float) -> None:
        until = time.monotonic() + patience
        seen, since = self._newest(), time.monotonic()
        if seen[1]["held"]:
            _log.warning("%s is publishing; waiting up to %g seconds for it", seen[1]["holder"], patience)
        while True:
            number, state = seen
            quiet = time.monotonic() - since
            if not state["held"] or quiet >= self._lasts:
                if state["held"]:
                    _log.warning("%s gave no sign of life for %.0f s: taking over", state["holder"], quiet)
                if self._claim(number + 1):
                    return
            elif time.monotonic() >= until:
                raise StoreError(
                    f"{self._objects.address}: {state['holder']} is publishing; "
                    f"waited {patience:g} seconds for it"
                )
            time.sleep(min(1.0, self._lasts / 20))
            if (now := self._newest()) != seen:
                seen, since = now, time.monotonic()

    def _claim(self, number: int) -> bool:
        """Takes a number if it is free and none higher was taken meanwhile."""
        self._number = number
        if not self._objects.create(_key(number), self._state(held=True)):
            return False
        newest, state = self._newest()
        if newest != number or state["holder"] != self._holder:
            return False
        for name in self._objects.names(_FOLDER):
            if name < _key(number).rpartition("/")[2]:
                self._objects.remove(f"{_FOLDER}/{name}")
        return True

    def _keep(self, done: threading.Event) -> None:
        """Gives signs of life until done; a sign that cannot be given is tried again."""
        while not done.wait(self._lasts / 5):
            try:
                newest, state = self._newest()
                if newest != self._number or state["holder"] != self._holder:
                    self._lost = str(state["holder"])
                    return
                self._beat += 1
                self._write(held=True)
            except StoreError as error:
                _log.warning("the lease could not be kept up: %s", error)

    def _write(self, *, held: bool) -> None:
        self._objects.put(_key(self._number), self._state(held=held))

    def _state(self, *, held: bool) -> bytes:
        return json.dumps({"holder": self._holder, "beat": self._beat, "held": held}).encode()

    def _newest(self) -> tuple[int, dict[str, Any]]:
        """The highest number taken and its state; 0 and a free one where none was."""
        names = [n for n in self._objects.names(_FOLDER) if n.isdigit()]
        if not names:
            return 0, dict(_FREE)
        body = self._objects.read_all([f"{_FOLDER}/{names[-1]}"]).get(f"{_FOLDER}/{names[-1]}")
        return int(names[-1]), _state_of(body)


def _state_of(body: bytes | None) -> dict[str, Any]:
    """What a lease says. One removed meanwhile (a higher one was taken), or garbled, is somebody's."""
    try:
        return {**_FREE, **json.loads(body or b"")}
    except (ValueError, TypeError):
        return {**_FREE, "held": True}


def _key(number: int) -> str:
    return f"{_FOLDER}/{number:012d}"
