"""The cached release: the newest release that can be read, and never a wait or a mix."""

from __future__ import annotations

import gc
import threading
import uuid
from pathlib import Path

import pytest

from dashboard.web import release_cache
from dashboard.web.release_cache import NotReady, ReleaseCache
from etl.store import Store, StoreError
from tests.etl.store.stores import number, publish


@pytest.fixture(params=["folder", "memory"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path) if request.param == "folder" else f"memory://{uuid.uuid4().hex}"


def test_a_new_release_is_taken_without_being_asked(address: str) -> None:
    store = Store(address)
    publish(store, 1)
    cache = ReleaseCache(Store(address), every=0.01)
    assert number(cache.release()) == 1
    publish(store, 2)
    waited = threading.Event()
    while number(cache.release()) != 2:
        waited.wait(0.01)
    assert cache.news().since is not None


def test_readers_under_load_get_whole_releases_and_never_an_error(address: str) -> None:
    store = Store(address)
    publish(store, 0)
    cache, done = ReleaseCache(Store(address), every=0.001), threading.Event()
    seen: list[set[int]] = []
    failures: list[BaseException] = []
    pause = threading.Event()

    def read() -> None:
        mine = set()
        try:
            while not done.is_set():
                mine.add(number(cache.release()))
                pause.wait(0.001)
        except BaseException as error:
            failures.append(error)
        seen.append(mine)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for n in range(1, 13):
        publish(store, n)
        store.prune(1)
    cache.look()
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert set().union(*seen) <= set(range(13))
    assert number(cache.release()) == 12


def test_what_cannot_be_read_leaves_the_last_good_release(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = Store(tmp_path)
    publish(store, 1)
    cache = ReleaseCache(store, every=3600)
    broken = publish(store, 2)
    file = tmp_path / "releases" / broken / "figures.json"
    file.write_bytes(b"[]")
    for _ in range(3):
        cache.look()
    assert number(cache.release()) == 1
    assert "figures.json" in (cache.news().trouble or "")
    assert len(caplog.records) == 1
    (tmp_path / "current").unlink()
    cache.look()
    assert number(cache.release()) == 1
    publish(store, 2)
    cache.look()
    assert number(cache.release()) == 2
    assert cache.news().trouble is None


def test_a_store_out_of_reach_is_no_reason_to_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    publish(store, 1)
    store.record_run(
        {"started": "2026-11-23T01:00:00Z", "ended": "2026-11-23T01:00:01Z", "outcome": "published"}
    )
    cache = ReleaseCache(store, every=3600)

    def unreachable(*_: object) -> None:
        raise StoreError("no route")

    monkeypatch.setattr(store, "current", unreachable)
    monkeypatch.setattr(store, "runs", unreachable)
    cache.look()
    assert number(cache.release()) == 1
    assert len(cache.news().runs) == 1
    assert cache.news().trouble == "no route"


def test_a_store_that_never_answers_is_trouble_and_the_last_good_release_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A disk of another machine may hang for ever: nothing is raised, and the look does not end."""
    store, asked, go = Store(tmp_path), threading.Event(), threading.Event()
    publish(store, 1)
    cache = ReleaseCache(store, every=3600)

    def hang() -> str | None:
        asked.set()
        go.wait()
        return Store(tmp_path).current()

    monkeypatch.setattr(store, "current", hang)
    look = threading.Thread(target=cache.look, daemon=True)
    look.start()
    asked.wait()
    assert cache.news().trouble is None, "a look takes a while"
    monkeypatch.setattr(release_cache, "STALLED", 0.0)
    assert [cache.news().trouble, cache.news().trouble] == ["the store has not answered for 0 seconds"] * 2
    assert number(cache.release()) == 1
    go.set()
    look.join()
    assert cache.news().trouble is None
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == [
        f"release {cache.release().id} stays: the store has not answered for 0 seconds"
    ]


def test_an_empty_store_is_not_ready_until_something_is_published(tmp_path: Path) -> None:
    cache = ReleaseCache(Store(tmp_path), every=3600)
    assert not cache.ready
    with pytest.raises(NotReady, match="no release has been published"):
        cache.release()
    publish(Store(tmp_path), 1)
    cache.look()
    assert number(cache.release()) == 1


def test_the_watcher_ends_with_its_cache(tmp_path: Path) -> None:
    cache = ReleaseCache(Store(tmp_path), every=0.01)
    cache.news()
    watcher = cache._watcher
    assert watcher is not None
    assert watcher.is_alive()
    del cache
    gc.collect()
    watcher.join()
    assert not watcher.is_alive()
