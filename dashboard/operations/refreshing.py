"""`--refresh`: a schedule beside the dashboard, a process of its own that is started again if it dies."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

SOON, LATE = 1.0, 60.0
"""Seconds before a schedule that died is started again: the first time, and at most."""

_PATIENCE = 15.0
_log = logging.getLogger(__name__)


@contextmanager
def refreshing(store: str, cron: str) -> Iterator[None]:
    """While it lasts `python -m etl schedule` runs.

    Many dashboards on one host may each have theirs: one of them leads, the others wait. It ends with
    this process however that ends, since it watches for its parent.
    """
    command = [sys.executable, "-m", "etl", "schedule", "--store", store, "--cron", cron]
    keeper = _Keeper([*command, "--parent", str(os.getpid())])
    thread = threading.Thread(target=keeper.keep, name="refreshing", daemon=True)
    thread.start()
    try:
        yield
    finally:
        keeper.stop()
        thread.join(_PATIENCE)


class _Keeper:
    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def keep(self) -> None:
        """Starts it, again and again, each time after a longer pause where it dies at once."""
        pause = SOON
        while not self._stop.is_set():
            try:
                self._process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL)  # noqa: S603
            except OSError as error:
                _log.error("the schedule could not be started: %s", error)
            else:
                if self._ended_within(self._process, LATE):
                    pause = min(2 * pause, LATE)
                else:
                    self._process.wait()
                    pause = SOON
                if self._stop.is_set():
                    return
                code = self._process.returncode
                _log.error("the schedule ended with %s; started again in %.0f s", code, pause)
            self._stop.wait(pause)

    def stop(self) -> None:
        """Ends it, politely at first."""
        self._stop.set()
        if (process := self._process) is None:
            return
        process.terminate()
        if not self._ended_within(process, _PATIENCE):
            process.kill()

    @staticmethod
    def _ended_within(process: subprocess.Popen[bytes], seconds: float) -> bool:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True
