"""Refreshes on a schedule: one at a time, one leader on a host, missed runs caught up once.

Each run is a process of its own, `python -m etl refresh`: whatever befalls it (memory, a fault in a library,
a hang), the schedule goes on, and the next run starts from nothing but the store.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger

from etl.store import Store, StoreError

CRON = "0 6 * * *"
JITTER = 300
"""Seconds at most that a run starts after its time, so that not all installations ask at once."""

LONGEST = 3600.0
"""Seconds after which a refresh that has not ended is ended."""

_PATIENCE = 10.0
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_log = logging.getLogger(__name__)


def trigger(cron: str, jitter: int = JITTER) -> CronTrigger:
    """The times of a cron expression of five fields, in UTC; Sunday is 0 or 7, as in every crontab.

    The jitter (seconds) is at most a tenth of the time between two runs. Raises ValueError for an
    expression that is not understood.
    """
    fields = cron.split()
    if len(fields) != 5:
        raise ValueError(f"a cron expression has five fields, as {CRON!r}; {cron[:60]!r} has {len(fields)}")
    found = CronTrigger.from_crontab(" ".join([*fields[:4], _weekdays(fields[4])]), timezone=UTC)
    now = datetime.now(UTC)
    first = found.get_next_fire_time(None, now)
    if first is None:
        raise ValueError(f"no time ever comes that {cron[:60]!r} names")
    second = found.get_next_fire_time(first, first + timedelta(seconds=1))
    apart = (second - first).total_seconds() if second else float(JITTER)
    found.jitter = min(jitter, int(apart / 10)) or None
    return found


def _weekdays(field: str) -> str:
    """The weekdays of a crontab by name: APScheduler's own numbers begin with Monday."""
    return ",".join(_named(part) for part in field.split(","))


def _named(part: str) -> str:
    numbers = re.fullmatch(r"([0-7])(?:-([0-7])(?:/([1-7]))?)?", part)
    if numbers is None:
        name = "|".join(_DAYS)
        if not re.fullmatch(rf"\*(?:/[1-7])?|(?:{name})(?:-(?:{name}))?(?:/[1-7])?", part, re.IGNORECASE):
            raise ValueError(f"a weekday is 0 to 7 or {_DAYS[0]} to {_DAYS[-1]}; {part[:20]!r} is none")
        return part
    first, last, step = int(numbers[1]), int(numbers[2] or numbers[1]), int(numbers[3] or 1)
    if last < first:
        raise ValueError(f"the weekdays {part!r} go backwards")
    return ",".join(_DAYS[n % 7] for n in range(first, last + 1, step))


def missed(cron: str, last: datetime | None, now: datetime) -> bool:
    """Whether a run should have been between the last one and now; so it is where there never was one."""
    if last is None:
        return True
    due = trigger(cron, 0).get_next_fire_time(None, last)
    return due is not None and due <= now


class Leader:
    """The right to schedule for a store on this host. The kernel gives it back when its holder ends."""

    def __init__(self, address: str) -> None:
        if "://" in address:
            key = hashlib.sha256(address.encode()).hexdigest()[:16]
            self._path = Path(tempfile.gettempdir()) / f"two-percent-{os.getuid()}-{key}.leader"
        else:
            self._path = Path(address) / ".leader"
        self._fd: int | None = None

    def lead(self) -> bool:
        """Tries to lead; says whether it does. Raises StoreError where the file cannot be opened."""
        if self._fd is None:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            except OSError as error:
                raise StoreError(f"{self._path}: {error.strerror}") from error
            try:
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(fd)
                return False
            self._fd = fd
        return True


class Runner:
    """Runs a refresh as a process of its own, sees to it that it leaves a record, then has downloads kept."""

    def __init__(self, address: str, extra: Sequence[str] = (), longest: float = LONGEST) -> None:
        self._store, self._longest = Store(address), longest
        self._command = [sys.executable, "-m", "etl", "refresh", "--store", address, *extra]
        self._keep_downloads = [sys.executable, "-m", "etl", "build", "--if-needed", "--store", address]
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def run(self) -> None:
        """One refresh, to its end. Raises nothing: what goes wrong is told and recorded."""
        started = datetime.now(UTC)
        if self._stopped:
            return
        try:
            self._record_unless_recorded(started, self._to_its_end(self._command))
        except Exception:
            _log.exception("the refresh of %s left no record", started.isoformat())
        if not self._stopped:
            # It says itself what goes wrong, and whoever serves can do without.
            with suppress(OSError):
                self._to_its_end(self._keep_downloads, subprocess.DEVNULL)

    def _to_its_end(self, command: Sequence[str], output: int | None = None) -> str:
        """Runs a command and says how it ended. Its output goes to the same log as ours, unless elsewhere."""
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output)  # noqa: S603
        if self._stopped:
            self.stop()
        try:
            return f"it ended with {_ending(self._process.wait(self._longest))} and left no record"
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            return f"it had not ended after {self._longest:g} seconds and was ended"
        finally:
            self._process = None

    def stop(self) -> None:
        """Ends the refresh that is under way, politely at first."""
        self._stopped = True
        if (process := self._process) is None:
            return
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
            return
        process.kill()

    def last(self) -> datetime | None:
        """When the last run of this store started, UTC; None where there was none."""
        runs = self._store.runs(1)
        return datetime.fromisoformat(runs[0]["started"]).astimezone(UTC) if runs else None

    def _record_unless_recorded(self, started: datetime, why: str) -> None:
        last = self.last()
        if last is not None and last >= started:
            return
        ended = datetime.now(UTC)
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


def schedule(
    cron: str,
    leader: Leader,
    runner: Runner,
    *,
    say: Callable[[str], None],
    jitter: int = JITTER,
    parent: int | None = None,
    poll: float = 1.0,
) -> None:
    """Refreshes at the times of `cron` (UTC) until SIGTERM or SIGINT, or until `parent` (a process) ends.

    Waits to lead where another schedule of this host does, looking every `poll` seconds. A run that was
    missed while nobody led is caught up once. Raises ValueError for a cron expression not understood.
    """
    times = trigger(cron, jitter)
    stop = threading.Event()

    def end(number: int, _: FrameType | None) -> None:
        say(f"stopping on {signal.Signals(number).name}")
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)

    def going_on() -> bool:
        return not stop.wait(poll) and (parent is None or os.getppid() == parent)

    if not leader.lead():
        say("another schedule of this host leads; waiting to take over")
        while not leader.lead():
            if not going_on():
                return
    if parent is not None and os.getppid() != parent:
        return
    # In a thread of its own, so that this one is there for signals and for the parent.
    scheduler = BackgroundScheduler(timezone=UTC)
    now = datetime.now(UTC)
    options: dict[str, object] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    job = scheduler.add_job(runner.run, times, id="refresh", **options)
    if missed(cron, _last(runner), now):
        say("a run was missed: catching up")
        job.modify(next_run_time=now)
    scheduler.start()
    say(f"refreshing at {cron} (UTC)")
    while going_on():
        pass
    runner.stop()
    scheduler.shutdown(wait=True)


def _last(runner: Runner) -> datetime | None:
    """When the last run was; where the store does not tell, one is taken to be missed."""
    try:
        return runner.last()
    except StoreError as error:
        _log.warning("the last run is not known: %s", error)
        return None


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
