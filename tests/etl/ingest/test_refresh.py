"""A refresh against a false NATO: what is new is published and reported, each run leaves a record."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace

from etl.__main__ import main
from etl.formats.downloads import downloads
from etl.ingest.publish import build, ensure
from etl.store import Store, StoreError
from tests.etl import nato_site, small_data, workbooks
from tests.etl.conftest import Place
from tests.etl.small_data import JULY_2027, as_2027, of_2024, of_2027, workbook
from tests.etl.workbooks import ALLIES, LAYOUT_2026

JUNE = small_data.PUBLISHED


def test_the_shipped_edition_found_again_is_nothing_new(place: Place) -> None:
    before = place.store.current()
    run = place.run()
    assert (run.outcome, run.exit_code, run.failed) == ("nothing new", 0, ())
    assert place.store.current() == before
    assert len(place.store.raw_records()) == 1
    assert place.run().outcome == "nothing new"
    assert len(place.store.raw_records()) == 1


def test_a_file_that_is_stored_is_asked_for_conditionally(place: Place) -> None:
    place.run()
    place.site.seen.clear()
    place.run()
    conditional = [h.get("If-None-Match") for p, h in place.site.seen if p.endswith(".xlsx")]
    assert conditional == [place.store.raw_records()[0]["headers"]["etag"]]


def test_a_raw_file_is_stored_with_its_origin(place: Place) -> None:
    place.run()
    (record,) = place.store.raw_records()
    body = small_data.shipped_workbook()
    assert place.store.raw(record["sha256"]) == body
    assert record["address"] == place.site.address + place.legacy + small_data.WORKBOOK
    assert record["name"] == small_data.WORKBOOK
    assert record["edition"] == "2024-06-17"
    assert record["size"] == len(body)
    assert datetime.fromisoformat(record["retrieved"]).utcoffset() is not None
    assert record["headers"]["content-length"] == str(len(body))


def test_a_new_edition_is_published_and_reported(place: Place) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    run = place.run()
    assert (run.outcome, run.exit_code, run.release) == ("published", 0, place.store.current())
    release = place.release()
    assert [e.id for e in release.editions] == ["2024-06-17", "2027-07-01"]
    new = release.latest_edition
    assert (new.revision, new.series, new.base_year) == (1, "core defence expenditure", 2015)
    assert new.retrieved is not None
    assert "Last-Modified" in new.provenance
    assert "new edition 2027-07-01" in " ".join(run.found)
    assert "2 of 5 at 2% or more in 2027" in " ".join(run.found)
    assert any("was as published, now revised since" in line for line in run.found)
    assert any("no longer Türkiye; now also France" in line for line in run.found)
    read = {
        (f.indicator, f.ally, f.year): f.value for f in release.observations if f.edition == new.published
    }
    assert read == workbooks.values_of(of_2027(), LAYOUT_2026)
    assert place.run().outcome == "nothing new"


def test_a_dry_run_says_what_it_would_do_and_does_nothing(place: Place) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    before = place.store.current()
    run = place.run(dry_run=True)
    assert run.exit_code == 0
    assert "new edition 2027-07-01" in " ".join(run.found)
    assert place.store.current() == before
    assert place.store.raw_records() == []
    assert place.store.runs(5) == []


def test_each_run_leaves_a_record(place: Place) -> None:
    place.run()
    place.site.put(nato_site.PAGE, nato_site.status(403))
    place.run()
    failed, fine = place.store.runs(5)
    assert (failed["outcome"], fine["outcome"]) == ("failed", "nothing new")
    assert fine["asked"][0] == place.site.page
    assert failed["failed"] == [f"{place.site.page}: answered 403 Forbidden"]
    assert fine["release"] == place.store.current()
    assert fine["found"][-1] == "nothing new"
    assert fine["started"] <= fine["ended"]


def test_an_empty_store_gets_its_first_release_by_a_refresh(place: Place, tmp_path: Path) -> None:
    place.store = Store(tmp_path / "empty")
    assert place.run().outcome == "published"
    assert [e.id for e in place.release().editions] == ["2024-06-17"]


def test_what_was_stored_before_a_run_died_is_published_by_the_next(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Store, "publish", dies)
        with pytest.raises(KeyboardInterrupt):
            place.run()
    assert len(place.release().editions) == 1
    run = place.run()
    assert run.outcome == "published"
    assert len(place.release().editions) == 2


@pytest.mark.parametrize("spoilt", [b"spoilt", None])
def test_a_raw_file_that_was_spoilt_or_lost_is_had_again(place: Place, spoilt: bytes | None) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    place.run()
    before = place.release()
    sha256 = place.store.raw_records()[-1]["sha256"]
    file = Path(place.store.address) / "raw" / sha256
    body = file.read_bytes()
    file.unlink()
    if spoilt:
        file.write_bytes(spoilt)
    run = place.run()
    assert (run.outcome, run.failed) == ("nothing new", ())
    assert file.read_bytes() == body
    assert place.release() == before
    assert len(place.store.raw_records()) == 2


def test_an_older_state_that_was_lost_keeps_no_later_edition_out(place: Place) -> None:
    """What it said is gone and that is reported; the states after it keep their numbers."""
    place.run()
    for points in (1.0, 2.0, 3.0):
        place.offer(workbook(small_data.reequipped(of_2024(), "DEU", points)))
        place.run()
    assert place.release().edition[JUNE].revision == 4
    older = sorted(place.store.raw_records(), key=lambda r: r["retrieved"])[1]["sha256"]
    (Path(place.store.address) / "raw" / older).write_bytes(b"spoilt")
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    run = place.run()
    assert run.outcome == "refused"
    assert f"{older}: its bytes are not those that were stored: an older state of it" in run.failed[0]
    release = place.release()
    assert [e.id for e in release.editions] == ["2024-06-17", "2027-07-01"]
    assert release.edition[JUNE].revision == 4


def test_a_lost_state_is_reported_until_it_is_back(place: Place) -> None:
    place.run()
    for points in (1.0, 2.0):
        place.offer(workbook(small_data.reequipped(of_2024(), "DEU", points)))
        place.run()
    older = sorted(place.store.raw_records(), key=lambda r: r["retrieved"])[1]["sha256"]
    kept = Path(place.store.address) / "raw" / older
    body = kept.read_bytes()
    kept.write_bytes(b"spoilt")
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    assert [older in place.run().failed[0] for _ in range(2)] == [True, True]
    kept.write_bytes(body)
    assert place.run().failed == ()


def test_one_file_that_cannot_be_had_does_not_make_the_page_unread(place: Place) -> None:
    place.offer(nato_site.status(403))
    run = place.run()
    assert (run.outcome, run.exit_code, run.reached) == ("failed", 1, True)
    check = place.store.last_check()
    assert check is not None
    assert check["failed"] == list(run.failed)
    place.site.put(nato_site.PAGE, nato_site.status(403))
    assert not place.run().reached
    assert place.store.last_check() == check


def test_a_raw_file_that_was_spoilt_in_the_store_stops_everything(place: Place) -> None:
    """Going on without it would take its edition away."""
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    place.run()
    before = place.release()
    (sha256,) = (r["sha256"] for r in place.store.raw_records() if r["edition"] == "2027-07-01")
    (Path(place.store.address) / "raw" / sha256).write_bytes(b"spoilt")
    place.offer(nato_site.status(404), 2027)
    small_data.write_allies(place.data, (*ALLIES[:-1], replace(ALLIES[-1], the="the")))
    assert place.run().outcome == "failed"
    with pytest.raises(StoreError, match=sha256):
        build(place.data, place.store)
    assert place.release() == before


def test_a_build_takes_the_raw_editions_of_the_store(place: Place) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    place.run()
    published = place.store.current()
    assert build(place.data, place.store) == published
    assert ensure(place.data, place.store) == published


def test_downloads_are_stored_by_the_run_that_published_or_by_the_one_after(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.ingest.publish.downloads", downloads)
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    assert place.run().outcome == "published"
    current = place.store.current() or ""
    assert place.store.has_downloads(current)
    shutil.rmtree(Path(place.store.address) / "downloads")
    assert not place.store.has_downloads(current)
    assert place.run(dry_run=True).outcome == "nothing new"
    assert not place.store.has_downloads(current)
    assert place.run().outcome == "nothing new"
    assert place.store.has_downloads(current)
    assert place.store.check()[1] == []


def test_a_download_that_is_damaged_is_reported_and_made_again(place: Place) -> None:
    place.run()
    release_id = place.store.current() or ""
    file = Path(place.store.address) / "downloads" / release_id / "two-percent.csv"
    file.write_bytes(b"junk")
    run = place.run()
    said = "a stored download is damaged, and all are made again: {}: its bytes do not match SHA256SUMS"
    assert said.format(file) in place.said
    # The record stands on /status, for everybody, and names no path of the store.
    assert run.found == ("nothing new", said.format("two-percent.csv"))
    assert place.store.has_downloads(release_id)


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        ("/var/lib/two/raw/ab.json: No space left", "ab.json: No space left"),
        ("s3://shelf/a/lease: the right went to b", "lease: the right went to b"),
        ('published/1: closed: "http://minio:9000/shelf/published/1"', 'published/1: closed: "1"'),
        ("expected 2024/2025, found 1 / 2", "expected 2024/2025, found 1 / 2"),
    ],
)
def test_a_record_names_no_place_of_the_store(
    place: Place, monkeypatch: pytest.MonkeyPatch, fault: str, shown: str
) -> None:
    def fails(*_: object) -> None:
        raise StoreError(fault)

    monkeypatch.setattr(Store, "raw_records", fails)
    assert place.run().failed == (shown,)
    assert place.warned == [fault]


def test_a_record_names_no_folder_of_the_shipped_data(place: Place) -> None:
    (place.data / "allies.csv").write_text("junk\n", "utf-8")
    (line,) = place.run().failed
    assert line.startswith("allies.csv")
    assert str(place.data / "allies.csv") in place.warned[0]


def test_downloads_that_cannot_be_stored_are_reported(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.run()
    current = place.store.current() or ""
    (Path(place.store.address) / "downloads" / current / "SHA256SUMS").unlink()

    def fails(*_: object) -> None:
        raise StoreError("No space left on device")

    monkeypatch.setattr(Store, "offer", fails)
    run = place.run()
    assert (run.outcome, run.exit_code) == ("failed", 1)
    assert run.failed == (
        f"No space left on device; release {run.release} is served all the same, "
        "its downloads not until they are stored",
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_refresh_that_is_stopped_says_so_and_leaves_a_record(place: Place, number: signal.Signals) -> None:
    place.offer(nato_site.drip(bytes(10**5), pause=0.05))
    before = place.store.current()
    asked = ["refresh", "--store", place.store.address, "--topic-url", place.site.page]
    # As a shell starts what runs in the background, with SIGINT ignored; however these tests were started.
    start = (
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN);"
        "signal.signal(signal.SIGHUP, signal.SIG_DFL);"
        "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    command = [sys.executable, "-c", start, "-m", "etl", *asked]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=workbooks.ROOT) as process:
        while not place.site.asked(place.legacy + small_data.WORKBOOK):
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(number)
        assert process.wait() == 1
        assert process.stderr is not None
        assert "the refresh was stopped before its end" in process.stderr.read()
    (run,) = place.store.runs()
    assert (run["outcome"], run["reached"]) == ("failed", True)
    assert "stopped before its end" in run["failed"][0]
    assert place.store.current() == before


def test_two_refreshes_at_once_lose_nothing(place: Place) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    with nato_site.serve() as other:
        other.list(place.legacy + small_data.PDF)
        other.put(
            place.legacy + small_data.WORKBOOK,
            nato_site.whole(workbook(small_data.reequipped(of_2024(), "DEU", 2.0))),
        )
        second = Place(place.data, Store(place.store.address), other)
        runs = []
        threads = [threading.Thread(target=lambda p=p: runs.append(p.run())) for p in (place, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [r.exit_code for r in runs] == [0, 0]
    release = place.release()
    assert [e.id for e in release.editions] == ["2024-06-17", "2027-07-01"]
    assert release.edition[JUNE].revision in (2, 3)
    assert len(place.store.runs(5)) == 2


def command(place: Place, monkeypatch: pytest.MonkeyPatch, *options: str) -> Any:
    monkeypatch.setattr("etl.commands.refresh.data_folder", lambda: place.data)
    asked = ["refresh", "--store", str(place.store.address), "--topic-url", place.site.page, *options]
    return CliRunner().invoke(main, asked)


def test_the_command_says_what_changed_and_ends_with_0(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    result = command(place, monkeypatch)
    assert result.exit_code == 0
    assert "new edition " in result.stdout
    assert result.stderr == ""
    assert place.store.has_downloads(place.store.current() or "")


def test_the_command_says_what_was_rejected_and_ends_with_1(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.offer(nato_site.HTML)
    result = command(place, monkeypatch)
    assert result.exit_code == 1
    assert "expected an Excel workbook (.xlsx), found an HTML page" in result.stderr


def test_the_command_can_look_and_touch_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.offer(workbook(small_data.reequipped(of_2024(), "DEU", 2.0)))
    result = command(place, monkeypatch, "--dry-run")
    assert result.exit_code == 0
    assert "a dry run: release" in result.stdout
    assert place.store.raw_records() == []
