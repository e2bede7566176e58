"""A refresh that is killed at any moment leaves a release that is whole, and the next one finishes its work.

TWO_PERCENT_KILLS=200 tries as many moments; a run for everybody tries a few.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from etl.model import Release
from etl.store import Store
from tests.etl import small_data
from tests.etl.conftest import Place
from tests.etl.small_data import of_2024, workbook

KILLS = int(os.environ.get("TWO_PERCENT_KILLS", "6"))
ROOT = Path(__file__).resolve().parents[3]


@contextmanager
def refresher(place: Place) -> Iterator[Callable[[str], int]]:
    """A function that lets a refresh live for so many seconds, and gives its exit code."""
    command = [
        sys.executable,
        "-m",
        "tests.etl.refresher",
        str(place.data),
        place.store.address,
        place.site.page,
    ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdin
        assert process.stdout

        def ask(life: str) -> int:
            assert process.stdin
            assert process.stdout
            process.stdin.write(f"{life}\n")
            process.stdin.flush()
            return int(process.stdout.readline())

        yield ask
        process.stdin.close()


def equipment(release: Release) -> float:
    """The figure that every state of the edition has its own value of."""
    observation = release.observation(small_data.PUBLISHED, "equipment_share", 2024, "DEU")
    assert observation
    return round(observation.value, 9)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that can fork")
def test_a_refresh_killed_at_any_moment_loses_nothing(place: Place) -> None:
    draw = random.Random(os.environ.get("TWO_PERCENT_SEED", "2"))  # noqa: S311 (moments for a test)
    states = [small_data.reequipped(of_2024(), "DEU", n / 8) for n in range(KILLS + 3)]
    values = [round(s.values["equipment_share", "DEU", 2024] or 0.0, 9) for s in states]
    known = {equipment(place.release()), values[1]}
    killed = 0
    with refresher(place) as run:
        assert run("") == 0
        # Python has started and everything is imported: how long one takes that publishes.
        place.offer(workbook(states[1]))
        began = time.monotonic()
        assert run("") == 0
        whole = time.monotonic() - began
        for n in range(2, KILLS + 2):
            place.offer(workbook(states[n]))
            known.add(values[n])
            killed += run(f"{draw.uniform(0, 1.1 * whole):.4f}") == -9
            release = Store(place.store.address).load()
            assert equipment(release) in known
            for record in place.store.raw_records():
                place.store.raw(record["sha256"])
        place.offer(workbook(states[-1]))
        assert run("") == 0
        published = place.store.runs(1)[0]["outcome"]
        assert run("") == 0
    assert killed
    assert equipment(place.release()) == values[-1]
    assert published == "published"
    assert place.store.has_downloads(place.store.current() or "")
    assert place.store.check()[1] == []
    leftovers = [p for p in Path(place.store.address).rglob(".*") if p.name not in (".lock", ".writes")]
    assert leftovers == []
