"""What a store holds when its disk is full, its publisher is killed, or several publish at once: for real."""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.store import Store, StoreError
from tests.etl.store.stores import number, publish, release

PUBLISH_FOR_EVER = """
import itertools, sys
from etl.release import Store
from tests.etl.store.stores import release
store = Store(sys.argv[1])
made = [release(n, 200_000) for n in (1, 2)]
print("ready", flush=True)
for release_id, files in itertools.cycle(made):
    store.publish(release_id, files)
    store.offer(release_id, files)
    store.prune(1)
"""
KEEP_AND_PUBLISH = """
import sys
from etl.release import Store
from tests.etl.store.stores import digest, publish
store, mine = Store(sys.argv[1]), int(sys.argv[2])
for n in range(mine, mine + 5):
    body = str(n).encode()
    with store.lock():
        store.keep_raw(digest(body), body, {"n": n})
        publish(store, sum(2 ** r["n"] for r in store.raw_records()))
"""


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=subprocess.PIPE, text=True)


def litter(folder: Path) -> list[str]:
    """Everything in a store that is neither a lock nor what it protects."""
    shown = {p.id for p in Store(folder).releases()}
    found = [p for p in folder.rglob("*") if p.name.startswith(".") and p.name not in (".lock", ".writes")]
    kept = [p for kind in ("releases", "downloads") for p in folder.glob(f"{kind}/*")]
    return [str(p) for p in found] + [p.name for p in kept if p.name not in shown]


def test_a_publisher_that_is_killed_leaves_a_whole_release_and_nothing_for_long(tmp_path: Path) -> None:
    folder, moment = tmp_path / "store", random.Random(8)  # noqa: S311 (no secret)
    publish(Store(folder), 0)
    for _ in range(5):
        process = start(PUBLISH_FOR_EVER, str(folder))
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(moment.uniform(0.0, 0.15))
        process.kill()
        process.wait()
        process.stdout.close()
        assert number(Store(folder).load()) in (0, 1, 2, 3)
        publish(Store(folder), 3)
        assert number(Store(folder).load()) == 3
        assert litter(folder) == []


def test_processes_that_publish_at_once_do_not_lose_one_anothers_editions(tmp_path: Path) -> None:
    processes = [start(KEEP_AND_PUBLISH, str(tmp_path), str(first)) for first in (0, 5, 10)]
    assert [p.wait() for p in processes] == [0, 0, 0]
    for process in processes:
        assert process.stdout is not None
        process.stdout.close()
    store = Store(tmp_path)
    assert number(store.load()) == 2**15 - 1
    assert len(store.raw_records()) == 15


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with little room; where none can be mounted the test is left to the one on the size of files."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if sys.platform != "linux" or os.getuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no small disk: mounting one takes root's rights on Linux")
    yield folder
    unmount = ["umount", str(folder)]
    subprocess.run(unmount, check=True)


def test_a_full_disk_changes_nothing_and_leaves_nothing(small_disk: Path) -> None:
    store = Store(small_disk)
    publish(store, 1)
    before = sorted(p.relative_to(small_disk) for p in small_disk.rglob("*"))
    with pytest.raises(StoreError, match="No space left on device; nothing was changed"):
        store.publish(*release(2, 600_000))
    assert sorted(p.relative_to(small_disk) for p in small_disk.rglob("*")) == before
    assert number(store.load()) == 1
    publish(store, 3)
    assert number(store.load()) == 3


def test_a_file_that_may_not_grow_changes_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, 1)
    before = sorted(tmp_path.rglob("*"))
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, limit[1]))
    try:
        with pytest.raises(StoreError, match="nothing was changed"):
            store.publish(*release(2, 600_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert sorted(tmp_path.rglob("*")) == before
    assert number(store.load()) == 1
