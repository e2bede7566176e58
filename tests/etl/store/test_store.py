"""What a store promises, wherever it is kept."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from etl.formats.files import SUMS, BrokenRelease, sums
from etl.store import Store, StoreError, remote
from etl.store.folder import Folder
from etl.store.lease import Lease
from etl.store.remote import Remote
from tests.etl.store.stores import digest, number, publish, release


def test_what_is_published_is_read(anywhere: str) -> None:
    store = Store(anywhere)
    assert store.current() is None
    assert store.releases() == []
    with pytest.raises(StoreError, match="no release has been published"):
        store.load()
    first, second = publish(store, 1), publish(store, 2)
    assert store.current() == second
    assert number(Store(anywhere).load()) == 2
    assert number(store.load(first)) == 1
    assert [(p.id, p.current) for p in store.releases()] == [(second, True), (first, False)]


def test_going_back_to_an_older_release_makes_it_the_newest(address: str) -> None:
    store = Store(address)
    first, second = publish(store, 1), publish(store, 2)
    assert publish(store, 1) == first
    assert [p.id for p in store.releases()] == [first, second]


def test_a_bucket_that_is_not_there_is_said_to_be_none(
    s3: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in s3.items():
        monkeypatch.setenv(key, value)
    store = Store("s3://nowhere/x")
    for use in (store.current, store.load, store.releases, lambda: publish(store, 1)):
        with pytest.raises(StoreError, match=r"^s3://nowhere/x: there is no such bucket"):
            use()


def test_publishing_what_is_current_changes_nothing(address: str) -> None:
    store = Store(address)
    publish(store, 1)
    (before,) = store.releases()
    publish(store, 1)
    assert store.releases() == [before]


def test_pruning_keeps_the_newest_and_the_current_one(anywhere: str) -> None:
    store = Store(anywhere)
    ids = [publish(store, n) for n in range(3)]
    store.note_inputs("old", ids[1])
    store.note_inputs("new", ids[2])
    publish(store, 0)
    body = b"for ever"
    store.keep_raw(digest(body), body, {"retrieved": "2026-01-01"})
    assert store.prune(2) == [ids[1]]
    assert [p.id for p in store.releases()] == [ids[0], ids[2]]
    with pytest.raises(StoreError):
        store.load(ids[1])
    assert number(store.load(ids[2])) == 2
    assert store.raw(digest(body)) == body
    assert store.prune(1) == [ids[2]]
    assert store.made_from("new") is None
    assert number(store.load()) == 0


FILES = {"two-percent.csv": b"a", "two-percent.zip": b"b"}
OFFERED = {**FILES, "SHA256SUMS": sums(FILES)}


def test_downloads_are_stored_beside_their_release_and_go_with_it(anywhere: str) -> None:
    store = Store(anywhere)
    first, second = publish(store, 1), publish(store, 2)
    assert not store.has_downloads(first)
    assert store.download(first, "two-percent.csv") is None
    assert store.download_sizes(first) == {}
    for release_id in (first, second):
        store.offer(release_id, OFFERED)
        assert store.has_downloads(release_id)
        assert {n: store.download(release_id, n) for n in FILES} == FILES
        assert store.download_sizes(release_id) == {n: len(data) for n, data in OFFERED.items()}
    files, faults = store.check()
    assert faults == []
    # Two releases with their downloads, a mark on each, the pointer.
    assert files == 2 * (len(release(2)[1]) + len(OFFERED) + 1) + 1
    store.prune(1)
    assert [store.download(i, "two-percent.zip") for i in (first, second)] == [None, b"b"]


def test_downloads_that_were_stored_in_part_are_not_said_to_be_stored(address: str) -> None:
    store = Store(address)
    release_id = publish(store, 1)
    backend = store._backend
    backend.put(f"downloads/{release_id}/two-percent.csv", b"torn")
    assert not store.has_downloads(release_id)
    store.offer(release_id, OFFERED)
    assert store.has_downloads(release_id)
    assert store.download(release_id, "two-percent.csv") == b"a"


@pytest.mark.parametrize("name", ["two-percent.csv", "SHA256SUMS"])
def test_a_download_that_is_damaged_is_none_and_is_stored_anew(
    address: str, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(address)
    release_id = publish(store, 1)
    assert store.downloads_fault(release_id) == ""
    store.offer(release_id, OFFERED)
    store._backend.put(f"downloads/{release_id}/{name}", b"junk")
    assert f"/downloads/{release_id}/{name}: " in (store.downloads_fault(release_id) or "")
    for _ in range(2):
        assert store.download(release_id, "two-percent.csv") is None
    assert len(caplog.messages) == (name != SUMS)
    store.offer(release_id, OFFERED)
    assert store.downloads_fault(release_id) is None
    assert store.download(release_id, "two-percent.csv") == b"a"


def test_downloads_that_cannot_be_read_are_none(tmp_path: Path) -> None:
    store = Store(tmp_path)
    release_id = publish(store, 1)
    (tmp_path / "downloads" / release_id / "two-percent.csv").mkdir(parents=True)
    assert store.download(release_id, "two-percent.csv") is None
    store.offer(release_id, OFFERED)
    assert store.download(release_id, "two-percent.csv") == b"a"


def test_downloads_of_no_release_are_swept_away(address: str) -> None:
    store = Store(address)
    store.offer("0" * 16, OFFERED)
    publish(store, 1)
    assert not store.has_downloads("0" * 16)


@pytest.mark.parametrize("kind", ["releases", "downloads"])
def test_what_was_being_written_into_a_folder_when_its_publisher_was_killed_is_removed(
    tmp_path: Path, kind: str
) -> None:
    store = Store(tmp_path)
    release_id = publish(store, 1)
    store.offer(release_id, OFFERED)
    left = tmp_path / kind / release_id / ".padding.0a1b2c3d"
    left.write_bytes(b"half")
    publish(store, 2)
    assert not left.exists()
    assert store.load(release_id)


def full(folder: Path) -> Store:
    """A store with something of everything that a store can hold."""
    store = Store(folder)
    for n in (1, 2):
        release_id = publish(store, n)
        store.offer(release_id, OFFERED)
        store.note_inputs(f"inputs-{n}", release_id, '["a note"]')
    store.keep_raw(digest(b"raw"), b"raw", {"retrieved": "2026-01-01", "seen": ["2026-01-01"]})
    store.record_run({"started": "2026-11-23T01:00:00Z", "outcome": "published", "found": ["a", "b"]})
    return store


def test_a_check_reads_every_byte(tmp_path: Path) -> None:
    store = full(tmp_path)
    whole = {f: f.read_bytes() for f in tmp_path.rglob("*") if f.is_file() and f.name[0] != "."}
    assert store.check() == (len(whole), [])
    lists, others = (
        [f for f in whole if whole[f] and (f.name == SUMS) == is_list] for is_list in (True, False)
    )

    def check(files: Sequence[Path], spoil: Callable[[bytes], bytes]) -> None:
        for file in files:
            file.write_bytes(spoil(whole[file]))
        faults = store.check()[1]
        for file in files:
            name = file.name if file.name == SUMS else str(file.relative_to(tmp_path))
            assert any(name in fault for fault in faults), file
            file.write_bytes(whole[file])

    def flip(at: int) -> Callable[[bytes], bytes]:
        return lambda data: (
            data[: at % len(data)] + bytes([data[at % len(data)] ^ 1]) + data[at % len(data) + 1 :]
        )

    # A list that is spoilt has others named, so that each is spoilt by itself.
    for together in (others, *([file] for file in lists)):
        longest = max(len(whole[file]) for file in together)
        few = range(0, longest, 7) if together is not others else [*range(100), *range(100, longest, 41)]
        for at in [*few, -1]:
            check(together, flip(at))
        check(together, lambda data: data[:-2])
    assert store.check() == (len(whole), [])


def test_a_check_names_what_is_missing_and_what_is_not_listed(tmp_path: Path) -> None:
    store = full(tmp_path)
    old = tmp_path / "releases" / release(1)[0]
    (old / "figures.json").unlink()
    (old / "added").write_bytes(b"")
    (tmp_path / "raw" / digest(b"raw")).unlink()
    (tmp_path / "current").write_text("0" * 16 + "\n", "ascii")
    faults = "\n".join(store.check()[1])
    for expected in ("figures.json: it is not there", "added: SHA256SUMS does not list it"):
        assert expected in faults
    assert f"raw/{digest(b'raw')}: it is not there" in faults
    assert f"current: there is no release {'0' * 16}" in faults
    for nonsense in ("\0" * 20, "../../etc", "a" * 10**6):
        (tmp_path / "current").write_text(nonsense, "ascii")
        assert f"{tmp_path}/current: expected a release's id" in store.check()[1]
    (old / SUMS).write_text(f"{'0' * 64}  a\0b\n", "ascii")
    assert any("a\0b: it is not there" in fault for fault in store.check()[1])


def test_a_folder_without_checksums_is_what_a_publisher_that_was_killed_left(anywhere: str) -> None:
    store = Store(anywhere)
    first, second = publish(store, 1), publish(store, 2)
    store.offer(second, OFFERED)
    half = {n: data for n, data in release(3)[1].items() if n != SUMS}
    store._backend.put_folder(f"releases/{release(3)[0]}", half)
    store._backend.put_folder(f"downloads/{release(3)[0]}", {"two-percent.csv": b"half"})
    store._backend.put_folder(f"downloads/{first}", {"two-percent.csv": b"half"})
    assert store.check()[1] == []
    store._backend.put_folder("releases/notes", {"mine": b"not the store's"})
    foreign = f"{store.address}/releases/notes/{SUMS}: it is not there"
    assert store.check()[1] == [foreign]
    # What was published is whole, or at fault.
    for release_id in (first, second):
        store._backend.remove(f"releases/{release_id}/{SUMS}")
    lines = [f"{store.address}/releases/{i}/{SUMS}: it is not there" for i in sorted((first, second))]
    assert store.check()[1] == [*lines, foreign]


def test_a_raw_file_without_its_record_is_at_fault_where_the_release_is_made_of_it(tmp_path: Path) -> None:
    store = full(tmp_path)
    record = tmp_path / "raw" / f"{digest(b'raw')}.json"
    record.unlink()
    assert store.check()[1] == []
    files = {"release.json": b'{"sha256": "%s"}' % digest(b"raw").encode()}
    listing = sums(files)
    store.publish(digest(listing)[:16], {**files, SUMS: listing})
    assert store.check()[1] == [f"{tmp_path}/raw/{record.name}: it is not there"]


def test_a_record_that_rotted_is_rejected_where_it_is_read(tmp_path: Path) -> None:
    store = full(tmp_path)
    record = tmp_path / "raw" / f"{digest(b'raw')}.json"
    record.write_bytes(record.read_bytes().replace(b"2026", b"2025", 1))
    with pytest.raises(StoreError, match="do not match its checksum"):
        store.raw_records()
    (run,) = (tmp_path / "runs").iterdir()
    run.write_bytes(run.read_bytes().replace(b"published", b"refused!!"))
    assert Store(tmp_path).runs()[0]["outcome"] == "failed"
    made = tmp_path / "made-from" / "inputs-2"
    assert store.made_from("inputs-2") == store.current()
    made.write_bytes(made.read_bytes().replace(b"a note", b"b note"))
    assert store.made_from("inputs-2") is None


def test_what_was_written_before_there_were_checksums_is_read_and_named(tmp_path: Path) -> None:
    store = full(tmp_path)
    record = tmp_path / "raw" / f"{digest(b'raw')}.json"
    record.write_bytes(b'{"retrieved": "2026-01-01", "sha256": "%s"}' % digest(b"raw").encode())
    assert store.raw_records()[0]["retrieved"] == "2026-01-01"
    assert any("older than checksums are" in fault for fault in store.check()[1])


def test_inputs_are_known_while_their_release_is_the_current_one(address: str) -> None:
    store = Store(address)
    first = publish(store, 1)
    assert store.made_from("abc") is None
    store.note_inputs("abc", first)
    assert store.made_from("abc") == first
    publish(store, 2)
    assert store.made_from("abc") is None


def test_raw_files_are_stored_with_their_records(address: str) -> None:
    store = Store(address)
    assert store.raw_records() == []
    for day, body in (("2026-07-11", b"second"), ("2026-07-07", b"first")):
        store.keep_raw(digest(body), body, {"address": "a", "retrieved": day})
    assert [r["sha256"] for r in store.raw_records()] == [digest(b"first"), digest(b"second")]
    store.keep_raw(digest(b"first"), b"first", {"address": "b", "retrieved": "2026-07-07"})
    assert [r["address"] for r in store.raw_records()] == ["b", "a"]
    assert store.raw(digest(b"second")) == b"second"
    with pytest.raises(ValueError, match="checksum"):
        store.keep_raw(digest(b"one"), b"another", {})
    for unknown in (digest(b"never"), "../current"):
        with pytest.raises(StoreError):
            store.raw(unknown)


def test_runs_come_newest_first(anywhere: str) -> None:
    store = Store(anywhere)
    assert store.runs() == []
    assert store.last_check() is None
    for hour, outcome in ((2, "refused"), (3, "failed"), (1, "published")):
        store.record_run(
            {"started": f"2026-11-23T0{hour}:00:00Z", "ended": f"{hour}", "outcome": outcome, "hour": hour}
        )
    store.record_run({"started": "2026-11-23T04:30:00+05:00", "outcome": "failed", "hour": -1})
    assert [r["hour"] for r in store.runs()] == [3, 2, 1, -1]
    assert [r["hour"] for r in store.runs(2)] == [3, 2]
    assert [r["hour"] for r in Store(anywhere).runs(1)] == [3]


def test_a_run_of_a_clock_that_was_ahead_is_not_the_last_one(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, now = Store(address), datetime.now(UTC)
    for n, started in enumerate((now + timedelta(days=300), now - timedelta(hours=1), now)):
        store.record_run({"started": started.isoformat(), "outcome": "failed", "n": n})
    assert [r["n"] for r in store.runs()] == [2, 1, 0]
    # Nor is it the last one to go.
    monkeypatch.setattr("etl.store.records.KEEP_RUNS", 2)
    store.record_run({"started": (now + timedelta(seconds=1)).isoformat(), "outcome": "failed", "n": 3})
    assert [r["n"] for r in store.runs()] == [3, 2]


def test_the_last_check_outlasts_runs_that_fail_and_runs_that_ask_others(address: str) -> None:
    store = Store(address)
    store.record_run({"started": "2026-11-23T01:00:00Z", "outcome": "nothing new", "source": "nato"})
    store.record_run({"started": "2026-11-23T02:00:00Z", "outcome": "failed", "source": "nato"})
    store.record_run({"started": "2026-11-23T03:00:00Z", "outcome": "published", "source": "world-bank"})
    store.record_run({"started": "2026-11-23T04:00:00Z", "outcome": "refused", "reached": False})
    check = store.last_check()
    assert check is not None
    assert check["started"] == "2026-11-23T01:00:00Z"


def test_a_run_that_read_the_page_is_a_check_whatever_failed_after_it(address: str) -> None:
    store = Store(address)
    store.record_run({"started": "2026-11-23T01:00:00Z", "outcome": "failed", "reached": True})
    assert store.last_check() is not None


def test_files_that_are_no_records_are_said_to_be_none(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.record_run({"started": "2026-11-23T01:00:00Z", "outcome": "published"})
    (tmp_path / "runs" / "zzz.json").write_bytes(b"{")
    first, second = store.runs()
    assert (first["outcome"], second["outcome"]) == ("failed", "published")
    assert "zzz.json" in first["failed"][0]
    body = b"raw"
    store.keep_raw(digest(body), body, {"retrieved": "2026-01-01"})
    (tmp_path / "raw" / f"{digest(body)}.json").write_bytes(b'{"source": "nato"}')
    with pytest.raises(StoreError, match="expected the checksum of a raw file, found none"):
        store.raw_records()


def test_only_so_many_records_are_stored(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.store.records.KEEP_RUNS", 3)
    store = Store(address)
    for hour in range(5):
        store.record_run({"started": f"2026-11-23T0{hour}:00:00Z", "hour": hour})
    assert [r["hour"] for r in store.runs()] == [4, 3, 2]


def test_a_record_that_cannot_be_read_says_so_and_hides_no_other(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.record_run({"started": "2026-11-23T01:00:00Z", "outcome": "published"})
    (torn,) = (tmp_path / "runs").iterdir()
    torn.write_bytes(torn.read_bytes()[:10])
    store.record_run({"started": "2026-11-23T02:00:00Z", "outcome": "nothing new"})
    newest, oldest = Store(tmp_path).runs()
    assert newest["outcome"] == "nothing new"
    assert oldest["outcome"] == "failed"
    assert oldest["started"].startswith("2026-11-23T01:00:00")
    assert torn.name in oldest["failed"][0]


@pytest.mark.parametrize("name", ["figures.json", "release.json", "SHA256SUMS"])
def test_a_file_that_rotted_is_reported_and_mended_by_publishing_again(tmp_path: Path, name: str) -> None:
    store = Store(tmp_path)
    release_id = publish(store, 1)
    file = tmp_path / "releases" / release_id / name
    file.write_bytes(b"x" + file.read_bytes()[1:])
    with pytest.raises(BrokenRelease):
        store.load()
    publish(store, 1)
    assert number(store.load()) == 1


def test_a_pointer_to_a_release_that_is_missing_or_none_is_reported(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, 1)
    for pointer, why in (("0123456789abcdef", "no such file"), ("../../etc", "expected a release's id")):
        (tmp_path / "current").write_text(pointer, "ascii")
        with pytest.raises(StoreError, match=why):
            store.load()
    publish(store, 2)
    assert number(store.load()) == 2


def test_what_does_not_read_back_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    publish(store, 1)
    monkeypatch.setattr(
        "etl.store.folder._write_synced", lambda path, data: path.write_bytes(data[:-1] + b"?")
    )
    with pytest.raises(StoreError, match="not those that were written; nothing was changed"):
        publish(store, 2)
    monkeypatch.undo()
    assert number(store.load()) == 1
    assert len(list((tmp_path / "releases").iterdir())) == 1


def test_only_the_stores_own_leftovers_are_removed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = publish(store, 1)
    theirs = [
        tmp_path / ".gitignore",
        tmp_path / ".env.local",
        tmp_path / "notes.txt",
        tmp_path / "releases" / "me",
    ]
    ours = [
        tmp_path / ".current.0a1b2c3d",
        tmp_path / "raw" / f".{'0' * 64}.0a1b2c3d",
        tmp_path / "releases" / f".{first}.0a1b2c3d" / "figures.json",
        tmp_path / "releases" / "00000000000000ff" / "figures.json",
    ]
    for path in theirs + ours:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    publish(store, 2)
    assert all(path.exists() for path in theirs)
    assert not any(path.exists() for path in ours)


def test_the_lock_may_be_taken_again_inside_and_by_one_at_a_time(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    store, other = Store(address), Store(address, patience=0.1)
    with store.lock():
        publish(store, 1)
        assert caplog.messages == []
        with pytest.raises(StoreError, match="is publishing"):
            publish(other, 2)
        assert "is publishing; waiting up to 0.1 seconds for it" in caplog.messages[0]
    publish(other, 2)
    assert number(store.load()) == 2


def test_publishers_at_once_do_not_lose_one_anothers_editions(anywhere: str) -> None:
    """Each keeps its own raw file and publishes all that are kept, as a refresh does."""
    failures: list[BaseException] = []

    def work(n: int) -> None:
        try:
            store, body = Store(anywhere, lease=30), str(n).encode()
            with store.lock():
                store.keep_raw(digest(body), body, {"n": n, "retrieved": str(n)})
                publish(store, sum(2 ** r["n"] for r in store.raw_records()))
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert number(Store(anywhere).load()) == 0b111


def test_a_lease_goes_to_another_when_its_holder_gives_no_sign_of_life(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address = "memory://silent"
    # A holder that has died: the lease stands and nobody keeps it up.
    Lease(Remote(address, 0.3), lasts=0.3)._take(1)
    publish(Store(address, lease=0.3, patience=600), 1)
    # One that was only stopped for a while finds out before it makes anything current.
    monkeypatch.setattr(Lease, "_keep", lambda *_: None)
    slow, quick = Store(address, lease=0.3, patience=600), Store(address, lease=0.3, patience=600)
    with slow.lock():
        publish(quick, 2)
        with pytest.raises(StoreError, match="the right to publish went to"):
            publish(slow, 3)
    assert number(quick.load()) == 2


def test_a_publisher_that_was_stopped_after_its_last_look_overwrites_no_newer_release(
    anywhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "://" not in anywhere:
        pytest.skip("a folder's lock stays with a publisher that is stopped")
    publish(Store(anywhere), 1)
    # Neither signs of life nor a look whether the lease is still its own: as one that sleeps between the two.
    monkeypatch.setattr(Lease, "_keep", lambda *_: None)
    monkeypatch.setattr(Lease, "check", lambda _: None)
    slow, quick = Store(anywhere, lease=0.3, patience=600), Store(anywhere, lease=0.3, patience=600)
    with slow.lock():
        publish(quick, 2)
        with pytest.raises(StoreError, match="another publisher changed it meanwhile"):
            publish(slow, 3)
    assert number(Store(anywhere).load()) == 2


def test_a_pointer_that_was_written_though_its_answer_was_lost_is_no_failure(
    anywhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(anywhere)
    publish(store, 1)
    replace = store._backend.replace

    def lost(*arguments: Any) -> None:
        replace(*arguments)
        raise StoreError("the connection was closed")

    monkeypatch.setattr(store._backend, "replace", lost)
    publish(store, 2)
    assert number(store.load()) == 2


def test_a_lease_is_kept_up_for_as_long_as_it_is_held() -> None:
    address = "memory://busy"
    holder, other = Store(address, lease=0.5), Store(address, patience=0.0)
    with holder.lock():
        onlooker = Lease(Remote(address, 0.5), lasts=0.5)
        while onlooker._newest()[1]["beat"] < 3:
            time.sleep(0.01)
        with pytest.raises(StoreError, match="is publishing"):
            publish(other, 2)
        publish(holder, 1)


@pytest.mark.parametrize(
    ("address", "kind"),
    [("s3://key:secret@shelf/prefix", "an object store (s3)"), ("file:///var/store", "a local folder")],
)
def test_what_is_reported_of_a_store_holds_no_secret(address: str, kind: str) -> None:
    if address.startswith("s3"):
        pytest.importorskip("s3fs")
    store = Store(address)
    assert store.kind == kind
    assert "secret" not in store.address


def test_an_address_that_nothing_understands_is_rejected() -> None:
    for address in ("nonsense://x", "s3:/shelf/x", "file:/var/store"):
        with pytest.raises(StoreError, match=f"^{address}"):
            Store(address)


def test_a_bucket_that_cannot_be_reached_is_reported_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("s3fs")
    for key, value in {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}.items():
        monkeypatch.setenv(key, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setattr(remote, "_QUICK", {"config_kwargs": {"retries": {"max_attempts": 0}}})
    with pytest.raises(StoreError, match=r"127\.0\.0\.1:9"):
        Store("s3://shelf/x").load()


class Life(RuleBasedStateMachine):
    """Publishing, pruning and dying in any order: the current release is whole, and the last one made so."""

    store: Store

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[int] = []

    @initialize(place=st.sampled_from(["folder", "memory"]))
    def begin(self, place: str) -> None:
        import tempfile
        import uuid

        name = uuid.uuid4().hex
        where = f"memory://{name}" if place == "memory" else Path(tempfile.mkdtemp()) / name
        # One that died holds its lease: the next one does not wait long for it.
        self.store = Store(where, lease=0.02)

    @rule(n=st.integers(0, 5))
    def publish(self, n: int) -> None:
        publish(self.store, n)
        if not self.kept or self.kept[0] != n:
            self.kept = [n, *(k for k in self.kept if k != n)]

    @rule(keep=st.integers(1, 3))
    def prune(self, keep: int) -> None:
        self.store.prune(keep)
        self.kept = self.kept[:keep]

    @rule(n=st.integers(0, 5), after=st.integers(0, 6))
    def die(self, n: int, after: int) -> None:
        """A publisher that ends, without a word, after so many writes."""
        backend, release_id = self.store._backend, release(n)[0]
        put, put_folder, left = backend.put, backend.put_folder, [after]

        def counted(write: object) -> object:
            def call(*args: object) -> None:
                if threading.current_thread() is threading.main_thread():
                    if left[0] == 0:
                        raise KeyboardInterrupt
                    left[0] -= 1
                write(*args)  # type: ignore[operator]

            return call

        backend.put, backend.put_folder = counted(put), counted(put_folder)  # type: ignore[method-assign, assignment]
        try:
            with suppress(KeyboardInterrupt):
                publish(self.store, n)
        finally:
            del backend.put, backend.put_folder
        if self.store.current() == release_id and self.kept[:1] != [n]:
            self.kept = [n, *(k for k in self.kept if k != n)]
        elif self.kept[:1] != [n] and release_id in {p.id for p in self.store.releases()}:
            # Marked and not made current: it is kept, and where it stands in the order is nobody's promise.
            self.publish(n)

    @invariant()
    def the_current_one_is_whole(self) -> None:
        if self.kept:
            assert number(self.store.load()) == self.kept[0]
            assert [number(self.store.load(p.id)) for p in self.store.releases()] == self.kept
            assert [p.current for p in self.store.releases()] == [True] + [False] * (len(self.kept) - 1)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=20, stateful_step_count=12, deadline=None)


def test_the_kinds_of_place_are_distinguished_by_their_address(tmp_path: Path) -> None:
    assert isinstance(Store(tmp_path)._backend, Folder)
    assert isinstance(Store(f"file://{tmp_path}")._backend, Folder)
    assert isinstance(Store("memory://x")._backend, Remote)
