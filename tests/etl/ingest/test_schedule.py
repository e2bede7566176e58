"""The schedule: its times, who leads, that each run leaves a record, and that nothing outlives its parent."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from etl.ingest import schedule
from etl.ingest.schedule import Leader, Runner, missed, trigger
from etl.store import Store

NOWHERE = "http://127.0.0.1:9/"
MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)


def fires(cron: str, after: datetime = MONDAY) -> datetime | None:
    found: datetime | None = trigger(cron, 0).get_next_fire_time(None, after)
    return found


def test_the_times_of_a_crontab() -> None:
    assert fires("0 6 * * *") == datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert fires("*/15 * * * *", MONDAY + timedelta(seconds=1)) == MONDAY + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("0", {6}),
        ("7", {6}),
        ("1", {0}),
        ("1-5", {0, 1, 2, 3, 4}),
        ("0-2", {6, 0, 1}),
        ("1-5/2", {0, 2, 4}),
        ("sat", {5}),
    ],
)
def test_weekdays_are_counted_as_crontabs_count_them(field: str, days: set[int]) -> None:
    found, at = set(), MONDAY
    for _ in range(8):
        next_one = fires(f"0 6 * * {field}", at)
        assert next_one is not None
        found.add(next_one.weekday())
        at = next_one + timedelta(seconds=1)
    assert found == days


@pytest.mark.parametrize(
    "cron",
    [
        "",
        "hourly",
        "* * * *",
        "61 * * * *",
        "0 6 * * 5-1",
        "0 6 31 2 *",
        "a b c d e",
        "0 6 * * mon-",
        "0 6 * * 8",
        "0 6 * * 2-9",
    ],
)
def test_an_expression_that_is_not_understood_is_refused(cron: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        trigger(cron)


def test_the_jitter_stays_small_beside_the_time_between_runs() -> None:
    assert trigger("0 6 * * *").jitter == schedule.JITTER
    assert trigger("* * * * *").jitter == 6


def test_a_run_is_missed_when_its_time_has_passed() -> None:
    assert missed("0 6 * * *", None, MONDAY)
    assert missed("0 6 * * *", MONDAY - timedelta(days=3), MONDAY)
    assert missed("0 6 * * *", MONDAY.replace(hour=5), MONDAY)
    assert not missed("0 6 * * *", MONDAY.replace(hour=6, second=1), MONDAY)


@pytest.mark.parametrize("kind", ["folder", "address"])
def test_one_leads_until_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    address = str(tmp_path / "store") if kind == "folder" else "s3://shelf/a"
    first, second = Leader(address), Leader(address)
    assert first.lead()
    assert first.lead()
    assert not second.lead()
    assert Leader(address + "-other").lead()
    assert first._fd is not None
    os.close(first._fd)
    assert second.lead()


AFTERWARDS = "import pathlib, sys; (pathlib.Path(sys.argv[1]) / 'kept').touch()"


def runner(store: Path, monkeypatch: pytest.MonkeyPatch, program: str, longest: float = 60) -> Runner:
    made = Runner(str(store), longest=longest)
    monkeypatch.setattr(made, "_command", [sys.executable, "-c", program])
    monkeypatch.setattr(made, "_keep_downloads", [sys.executable, "-c", AFTERWARDS, str(store)])
    return made


@pytest.mark.parametrize(
    ("program", "longest", "why"),
    [
        ("raise SystemExit(3)", 60, "exit code 3 and left no record"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", 60, "signal SIGKILL and left no record"),
        ("import time; time.sleep(60)", 0.2, "had not ended after 0.2 seconds"),
    ],
)
def test_a_run_that_leaves_no_record_is_recorded_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, longest: float, why: str
) -> None:
    runner(tmp_path, monkeypatch, program, longest).run()
    (record,) = Store(tmp_path).runs()
    assert record["outcome"] == "failed"
    assert why in record["failed"][0]
    assert (tmp_path / "kept").exists()


def test_a_run_that_leaves_its_own_record_is_recorded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = (
        "from datetime import UTC, datetime; from etl.release import Store;"
        "record = {'started': datetime.now(UTC).isoformat(), 'outcome': 'published'};"
        f"Store({str(tmp_path)!r}).record_run(record)"
    )
    made = runner(tmp_path, monkeypatch, program)
    made.run()
    assert [r["outcome"] for r in Store(tmp_path).runs()] == ["published"]
    assert made.last() is not None


@contextmanager
def scheduling(store: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [
        sys.executable,
        "-m",
        "etl",
        "schedule",
        "--store",
        str(store),
        "--topic-url",
        NOWHERE,
        *arguments,
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def line(process: subprocess.Popen[str], wanted: str) -> None:
    """Reads what a schedule says until it says this."""
    assert process.stdout is not None
    for said in process.stdout:
        if wanted in said:
            return
    pytest.fail(f"the schedule ended without saying {wanted!r}")


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.05)


def test_another_takes_over_when_the_leader_is_killed_and_stops_when_asked(tmp_path: Path) -> None:
    # A run just now: nothing is missed, so nothing is fetched.
    Store(tmp_path).record_run({"started": datetime.now(UTC).isoformat(), "outcome": "nothing new"})
    with scheduling(tmp_path, "--cron", "0 6 1 1 *") as first:
        line(first, "refreshing at 0 6 1 1 * (UTC)")
        with scheduling(tmp_path, "--cron", "0 6 1 1 *") as second:
            line(second, "waiting to take over")
            first.kill()
            line(second, "refreshing at")
            second.send_signal(signal.SIGTERM)
            line(second, "stopping on SIGTERM")
            assert second.wait(60) == 0


def test_a_missed_run_is_caught_up_and_its_failure_is_recorded(tmp_path: Path) -> None:
    with scheduling(tmp_path, "--cron", "0 6 1 1 *") as process:
        line(process, "catching up")
        line(process, "refreshing at")
        until(lambda: bool(Store(tmp_path).runs()))
        assert process.poll() is None
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    (record,) = Store(tmp_path).runs()
    assert record["outcome"] == "failed"


PARENT = """
import sys, time
from dashboard.operations.refreshing import refreshing
with refreshing(sys.argv[1], "0 6 1 1 *"):
    print("begun", flush=True)
    time.sleep(600)
"""


def children(parent: int) -> list[int]:
    found = subprocess.run(
        ["/bin/ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True
    ).stdout
    pairs = [tuple(map(int, row.split())) for row in re.findall(r"\d+ +\d+", found)]
    return [pid for pid, of in pairs if of == parent]


def alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


def test_beside_a_dashboard_it_is_started_again_and_ends_with_its_parent(tmp_path: Path) -> None:
    Store(tmp_path).record_run({"started": datetime.now(UTC).isoformat(), "outcome": "nothing new"})
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.DEVNULL)
    try:
        until(lambda: bool(children(parent.pid)))
        (first,) = children(parent.pid)
        os.kill(first, signal.SIGKILL)
        until(lambda: bool(set(children(parent.pid)) - {first}))
        (second,) = set(children(parent.pid)) - {first}
    finally:
        parent.kill()
        parent.wait()
    until(lambda: not alive(second))
