"""What is measured is what the dashboard has: the measurements' own parts, on a few figures."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from bench.data_page import synthetic
from bench.soak import addresses, memory
from dashboard.app import create_app
from dashboard.charts import CHARTS
from dashboard.pages.navigation import NAVIGATION
from etl.model import Release


def test_the_release_that_is_measured_has_as_many_figures_as_asked() -> None:
    release = synthetic(1000)
    assert len(release.observations) == 1000
    assert {f.edition for f in release.observations} == set(release.edition)


def test_a_soak_asks_for_every_page_and_every_chart(release: Release, store_folder: Path) -> None:
    asked = addresses(release)
    assert {path for path, _ in NAVIGATION} | {"/"} <= set(asked.pages)
    assert asked.charts.keys() == CHARTS.keys()
    client, draw = create_app(store_folder).test_client(), random.Random(7)  # noqa: S311 (no secret)
    charts = dict(asked.chart(draw) for _ in range(200))
    assert charts.keys() == CHARTS.keys()
    for name, query in charts.items():
        assert client.get(f"/figures/{name}.csv{query}").status_code == 200, name


def test_a_process_that_has_ended_meanwhile_holds_no_memory() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert memory(ended.pid) == 0
    assert memory(os.getpid()) > 0 or sys.platform != "linux"
