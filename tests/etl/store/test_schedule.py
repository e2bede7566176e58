"""Refreshes by the clock: their times, one run for all schedules of a store, a record of every run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest

from etl.store import Store, StoreError
from etl.store.schedule import JITTER, Schedule, due, most_jitter, scheduled, times

MONDAY = datetime(2026, 11, 23, 12, tzinfo=UTC)
RECORDS_ITSELF = (
    "from datetime import UTC, datetime; from etl.store import Store; import sys;"
    "Store(sys.argv[1]).record_run({'started': datetime.now(UTC).isoformat(), 'outcome': 'published'})"
)


def test_the_times_of_a_crontab() -> None:
    assert next(times("0 6 * * *", MONDAY)) == datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert next(times("*/15 * * * *", MONDAY)) == MONDAY + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("field", "days"),
    [("0", {6}), ("7", {6}), ("1", {0}), ("1-5", {0, 1, 2, 3, 4}), ("0-2", {6, 0, 1}), ("sat", {5})],
)
def test_weekdays_are_counted_as_crontabs_count_them(field: str, days: set[int]) -> None:
    assert {at.weekday() for at in islice(times(f"0 6 * * {field}", MONDAY), 8)} == days


@pytest.mark.parametrize(
    "cron",
    [
        "",
        "hourly",
        "* * * *",
        "0 0 6 * * *",
        "61 * * * *",
        "0 6 * * 5-1",
        "0 6 31 2 *",
        "a b c d e",
        "0 6 * * mon-",
        "0 6 * * 8",
        f"{'1,' * 500}1 * * * *",
    ],
)
def test_an_expression_that_is_not_understood_is_rejected(cron: str) -> None:
    with pytest.raises(ValueError, match=r"cron expression|no time ever comes"):
        times(cron, MONDAY)


def test_the_jitter_stays_small_beside_the_time_between_runs() -> None:
    assert most_jitter("0 6 * * *", MONDAY) == JITTER
    assert most_jitter("* * * * *", MONDAY) == 6


def test_a_run_is_due_when_its_time_has_passed() -> None:
    assert due("0 6 * * *", None, MONDAY)
    assert due("0 6 * * *", MONDAY - timedelta(days=3), MONDAY)
    assert due("0 6 * * *", MONDAY.replace(hour=5), MONDAY)
    assert not due("0 6 * * *", MONDAY.replace(hour=6, second=1), MONDAY)


def schedule(store: Path | str, program: str, longest: float = 3600) -> Schedule:
    """A schedule of few times, so that what is due is a run that was missed."""
    command = [sys.executable, "-c", program, str(store)]
    return Schedule(str(store), "0 6 1 1 *", command=command, longest=longest)


@pytest.mark.parametrize(
    ("program", "longest", "why"),
    [
        ("raise SystemExit(3)", 3600, "exit code 3 and left no record"),
        (
            "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
            3600,
            "signal SIGKILL and left no record",
        ),
        ("import time; time.sleep(3600)", 0.2, "was ended after 0.2 seconds"),
    ],
)
def test_a_run_that_leaves_no_record_is_recorded_for_it(
    tmp_path: Path, program: str, longest: float, why: str
) -> None:
    made = schedule(tmp_path, program, longest)
    assert made.run_if_due(threading.Event())
    (record,) = Store(tmp_path).runs()
    assert record["outcome"] == "failed"
    assert why in record["failed"][0]
    assert not made.run_if_due(threading.Event())


def test_of_many_schedules_one_runs_what_is_due_and_it_is_recorded_once(tmp_path: Path) -> None:
    ran: list[bool] = []
    made = [schedule(tmp_path, RECORDS_ITSELF) for _ in range(4)]
    threads = [threading.Thread(target=lambda s=s: ran.append(s.run_if_due(threading.Event()))) for s in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ran) == [False, False, False, True]
    assert [r["outcome"] for r in Store(tmp_path).runs()] == ["published"]
    assert not schedule(tmp_path, RECORDS_ITSELF).run_if_due(threading.Event())


def test_a_run_dated_in_the_future_by_a_clock_that_was_ahead_stops_no_schedule(tmp_path: Path) -> None:
    ahead = datetime.now(UTC) + timedelta(days=400)
    Store(tmp_path).record_run({"started": ahead.isoformat(), "outcome": "published"})
    made = schedule(tmp_path, RECORDS_ITSELF)
    assert made.run_if_due(threading.Event())
    assert not made.run_if_due(threading.Event())


def test_a_store_that_does_not_answer_is_asked_again_and_nothing_is_run_meanwhile(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "runs").write_text("no folder", "utf-8")
    made, stop = schedule(tmp_path, RECORDS_ITSELF), threading.Event()
    with pytest.raises(StoreError):
        made.run_if_due(stop)
    thread = threading.Thread(target=made.run_until, args=(stop,))
    thread.start()
    until(lambda: "no refresh for the moment" in caplog.text)
    stop.set()
    thread.join()
    (tmp_path / "runs").unlink()
    assert made.run_if_due(threading.Event())


def test_a_bucket_has_its_lease_on_the_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    address = f"memory://{tmp_path.name}"
    assert schedule(address, "").run_if_due(threading.Event())
    assert [f.suffix for f in tmp_path.iterdir()] == [".schedule"]


def test_a_schedule_that_ends_ends_its_run(tmp_path: Path) -> None:
    program = "import pathlib, sys, time; (pathlib.Path(sys.argv[1]) / 'begun').touch(); time.sleep(3600)"
    stop = threading.Event()
    thread = threading.Thread(target=schedule(tmp_path, program).run_until, args=(stop,))
    thread.start()
    until((tmp_path / "begun").exists)
    stop.set()
    thread.join()
    (record,) = Store(tmp_path).runs()
    assert "it was stopped" in record["failed"][0]


def test_beside_a_dashboard_it_lasts_as_long_as_its_context(tmp_path: Path) -> None:
    Store(tmp_path).record_run({"started": datetime.now(UTC).isoformat(), "outcome": "nothing new"})
    with scheduled(str(tmp_path), "0 6 1 1 *"):
        assert [t.name for t in threading.enumerate()].count("refresh") == 1
    assert "refresh" not in [t.name for t in threading.enumerate()]


@contextmanager
def scheduling(store: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command: Sequence[str] = [sys.executable, "-m", "etl", "schedule", "--store", str(store), *arguments]
    environment = {**os.environ, "TWO_PERCENT_TOPIC_URL": "http://127.0.0.1:9/"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
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


def until(condition: Callable[[], bool]) -> None:
    """Waits however long a busy machine takes."""
    while not condition():
        time.sleep(0.02)


def test_a_missed_run_is_made_up_for_and_the_command_stops_when_asked(tmp_path: Path) -> None:
    with scheduling(tmp_path, "--cron", "0 6 1 1 *") as process:
        line(process, "refreshing at 0 6 1 1 * (UTC)")
        line(process, "a refresh is due")
        until(lambda: bool(Store(tmp_path).runs()))
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        line(process, "stopping on SIGTERM")
        assert process.wait() == 0
    (record,) = Store(tmp_path).runs()
    assert record["outcome"] == "failed"
