"""Refreshes at the times of a cron expression: one thread, and one child process for each run.

Whether a run is due is read from the records in the store, so that any number of schedules share one store:
whoever is first holds the lease while its run lasts, and the others find its record.
"""

from __future__ import annotations

import hashlib
import logging
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from pathlib import Path

from cronsim import CronSim, CronSimError
from filelock import FileLock, Timeout

from etl.store.backend import StoreError
from etl.store.folder import store_error
from etl.store.records import moment
from etl.store.store import Store

CRON = "0 6 * * *"
LONGEST = 3600.0
"""Seconds after which a run that has not ended is ended."""

JITTER = 300.0
"""Seconds at most that a run starts after its time, so that not all installations ask NATO at once."""

_PATIENCE = 10.0
_POLL = 1.0
_log = logging.getLogger(__name__)


def times(cron: str, after: datetime) -> Iterator[datetime]:
    """The times of a cron expression of five fields after a moment, UTC; Sunday is 0 or 7.

    Raises ValueError for an expression that is not understood, or that names no time in fifty years.
    """
    fields = cron.split()
    if len(fields) != 5 or len(cron) > 200:
        raise ValueError(f"a cron expression has five fields, as {CRON!r}; found {cron[:60]!r}")
    try:
        found = CronSim(cron, after.astimezone(UTC))
    except CronSimError as error:
        raise ValueError(f"{str(error).lower()} in the cron expression {cron[:60]!r}") from error
    first = next(found, None)
    if first is None:
        raise ValueError(f"no time ever comes that {cron[:60]!r} names")
    return chain((first,), found)


def due(cron: str, last: datetime | None, now: datetime) -> bool:
    """Whether a run should have started since the last one did; so it is where there never was one."""
    return last is None or next(times(cron, last)) <= now


def most_jitter(cron: str, now: datetime) -> float:
    """The largest delay of a run in seconds: a tenth of the time between two runs, JITTER at most."""
    first, second, *_ = [*islice(times(cron, now), 2), now + timedelta(days=365)]
    return min(JITTER, (second - first).total_seconds() / 10)


class Schedule:
    """The refreshes of a store. `command` is what a run executes; it records itself what it did."""

    def __init__(
        self,
        address: str,
        cron: str,
        *,
        say: Callable[[str], None] = _log.info,
        command: Sequence[str] = (),
        longest: float = LONGEST,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._cron, self._say, self._longest, self._now = Store(address), cron, say, longest, now
        self._command = command or [sys.executable, "-m", "etl", "refresh", "--store", address]
        self._delay = timedelta(seconds=random.uniform(0, most_jitter(cron, now())))  # noqa: S311 (no secret)
        self._lease = FileLock(
            _lease_file(self._store.address), timeout=0, fallback_to_soft=False, preserve_lock_file=True
        )
        self._last: datetime | None = None
        self._trouble = ""

    def run_until(self, stop: threading.Event) -> None:
        """Refreshes whenever a run is due, until `stop` is set; a run under way is then ended.

        A run that was missed is made up for once. What goes wrong is logged and never ends the schedule.
        """
        self._say(f"refreshing at {self._cron} (UTC)")
        while not stop.is_set():
            trouble = ""
            try:
                self.run_if_due(stop)
            except (StoreError, OSError) as error:
                trouble = str(error)
                if trouble != self._trouble:
                    _log.error("no refresh for the moment: %s", error)
            except Exception as error:
                trouble = repr(error)
                _log.exception("a fault of the schedule; it goes on")
            self._trouble = trouble
            stop.wait(10 * _POLL if trouble else _POLL)

    def run_if_due(self, stop: threading.Event) -> bool:
        """One run to its end if one is due and no other schedule runs it; whether it ran.

        Raises StoreError where the store does not say when the last run was, or takes no record.
        """
        if not self._is_due():
            return False
        try:
            with self._lease:
                # Another may have done what this one only now gets to.
                self._last = self._latest()
                if not self._is_due():
                    return False
                self._last = started = self._now()
                self._say("a refresh is due")
                why = self._to_its_end(stop)
                self._record_unless_recorded(started, why)
        except Timeout:
            return False
        return True

    def _is_due(self) -> bool:
        now = self._now()
        # A clock that was ahead and is right again leaves a last run in the future: it counts as none.
        last = self._last if self._last is None or self._last <= now else None
        return due(self._cron, last, now - self._delay)

    def _latest(self) -> datetime | None:
        """When the last run started, by the store's records or by this schedule's own memory."""
        now, own = self._now(), [self._last] if self._last else []
        return max((at for at in [*self._starts(), *own] if at <= now), default=None)

    def _starts(self) -> list[datetime]:
        """When the runs that the store has a record of were started, where a record says it."""
        found = (moment(str(run.get("started"))) for run in self._store.runs())
        return [at for at in found if at]

    def _to_its_end(self, stop: threading.Event) -> str:
        """Runs the command and gives how it ended, for the record of a run that left none itself."""
        process = subprocess.Popen(self._command, stdin=subprocess.DEVNULL)  # noqa: S603
        until = time.monotonic() + self._longest
        try:
            while process.poll() is None and time.monotonic() < until and not stop.wait(0.1):
                pass
            if process.poll() is not None:
                return f"it ended with {_ending(process.returncode)} and left no record"
            stopped = stop.is_set()
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
            return "it was stopped" if stopped else f"it was ended after {self._longest:g} seconds"
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()

    def _record_unless_recorded(self, started: datetime, why: str) -> None:
        ended = self._now()
        if any(started <= at <= ended for at in self._starts()):
            return
        self._store.record_run(
            {
                "source": "nato",
                "started": started.isoformat(),
                "ended": ended.isoformat(),
                "asked": [],
                "found": [],
                "failed": [f"The refresh did not come to its end: {why}."],
                "release": self._store.current() or "",
                "outcome": "failed",
                "seconds": round((ended - started).total_seconds(), 2),
            }
        )


@contextmanager
def scheduled(address: str, cron: str) -> Iterator[None]:
    """While it lasts, a thread refreshes the store at the times of a cron expression."""
    stop = threading.Event()
    schedule = Schedule(address, cron)
    thread = threading.Thread(target=schedule.run_until, args=(stop,), name="refresh", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(2 * _PATIENCE)


def _lease_file(address: str) -> Path:
    """The file that a schedule locks while its run lasts; of a bucket, one for each user of this host."""
    if "://" not in address:
        folder = Path(address)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise store_error(error, folder) from error
        return folder / ".schedule"
    user = os.path.expanduser("~")  # noqa: PTH111 (pathlib raises where there is no home)
    key = hashlib.sha256(f"{user}\0{address}".encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"two-percent-{key}.schedule"


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
