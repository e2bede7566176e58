"""What must stay small stays so: bytes, requests, hosts, imports, and what a larger archive costs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from cProfile import Profile
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from msgspec.structs import replace

from bench.world import grown
from dashboard.app import create_app
from dashboard.charts import CHARTS
from dashboard.drawing.plot import TRACE_TYPES
from dashboard.drawing.theme import THEMES
from dashboard.operations.settings import OPERATORS
from dashboard.typefaces import COMMON
from dashboard.web.release_cache import ReleaseCache
from etl.model import EQUIPMENT_SHARE, SHARE_OF_GDP, Release

BUDGET = tomllib.loads((Path(__file__).parent / "budget.toml").read_text("utf-8"))
PAGES = ("/", "/trend", "/revisions", "/allies", "/allies/POL", "/guidelines", "/road", "/map", "/estimates")
SERVES = """
import sys
from dashboard.app import create_app

client = create_app(sys.argv[1]).test_client()
for address in ("/", "/map", "/figures/map.svg", "/api/v1/editions.json"):
    assert client.get(address).status_code == 200
print(*sorted(sys.modules.keys() & set(sys.argv[2:])))
client.get("/_dash/_dash-layout")
assert "dash" in sys.modules
"""

IMPORTS = """
import importlib
import sys

importlib.import_module(sys.argv[1])
print(*sorted({m.partition(".")[0] for m in sys.modules} & set(sys.argv[2:])))
"""


@pytest.fixture(scope="module")
def app(store_folder: Path) -> Iterator[Flask]:
    """The application, which draws for each page anew: what is counted is all that one takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashboard.web.context._DRAWINGS", 0)
        yield create_app(store_folder)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_at_rest_is_light_and_asks_no_other_host(app: Flask, address: str) -> None:
    client, coding = app.test_client(), {"Accept-Encoding": "br"}
    answer = client.get(address, headers=coding)
    html = re.sub(r"<template.*?</template>", "", client.get(address).text, flags=re.S)
    loaded = re.findall(r'<(?:script|img|iframe)[^>]* src="([^"]+)"', html)
    loaded += re.findall(r'<link rel="(?:preload|stylesheet|icon)" href="([^"]+)"', html)
    assert all(re.match(r"/(?!/)", one) for one in loaded)
    sizes = [len(client.get(one, headers=coding).data) for one in loaded]
    assert 1 + len(loaded) <= BUDGET["rest"]["requests"]
    assert (len(answer.data) + sum(sizes)) / 1000 <= BUDGET["rest"]["kilobytes"]
    assert len(re.findall("<[a-z]", html)) <= BUDGET["rest"]["elements"][address]
    # Where a page has another letter the browser asks for the rest of a typeface, or a font of the machine.
    text = unescape(re.sub(r"<[^>]+>", "", html))
    assert {c for c in text if ord(c) >= 0xA0} <= {chr(c) for c in COMMON}


def test_the_charts_use_no_other_traces_than_the_bundle_has(release: Release) -> None:
    allowed = set(BUDGET["bundle"]["trace_types"])
    assert allowed == TRACE_TYPES
    for name, chart in CHARTS.items():
        asked = [("ally", "POL")] if "{ally}" in chart.page else []
        drawn = chart(release, asked).figure(THEMES["light"], False)["data"]
        assert {trace.get("type", "scatter") for trace in drawn} <= allowed, name


def test_what_serves_loads_nothing_heavy_until_a_browser_asks_for_dash(store_folder: Path) -> None:
    command = [sys.executable, "-c", SERVES, str(store_folder), *BUDGET["serving"]["not_imported"]]
    # As it is unless an operator says otherwise: `/metrics` is closed.
    usual = {name: value for name, value in os.environ.items() if name != OPERATORS}
    root = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=root, env=usual, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


@pytest.mark.parametrize("what", ["building", "parent"])
def test_a_command_loads_nothing_that_it_does_not_need(what: str) -> None:
    held = BUDGET[what]
    command = [sys.executable, "-c", IMPORTS, held["module"], *held["not_imported"]]
    done = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def calls_of(pages: Iterable[str], app: Flask, name: str) -> dict[str, int]:
    """How many calls each page takes, never asked for; what rests on the release is found before."""
    client, found = app.test_client(), {}
    for page in pages:
        client.get(page, headers={"Host": f"first-{name}.example"})
        profile = Profile()
        answer = profile.runcall(client.get, page, headers={"Host": f"again-{name}.example"})
        assert answer.status_code == 200
        found[page] = sum(entry.callcount for entry in profile.getstats())
    return found


def test_a_page_takes_few_calls_and_for_more_of_everything_no_more_than_n_log_n(
    app: Flask, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = [o for o in release.observations if o.indicator in (SHARE_OF_GDP, EQUIPMENT_SHARE)]
    lean = replace(release, observations=tuple(few))

    def calls(name: str, size: list[int], pages: Iterable[str]) -> dict[str, int]:
        world = grown(lean, *size)
        monkeypatch.setattr(ReleaseCache, "release", lambda _: world)
        return calls_of(pages, app, name)

    bound = BUDGET["size"]["calls"]
    base = calls("base", BUDGET["size"]["world"], bound)
    assert {page: n for page, n in base.items() if n > bound[page]} == {}
    for name, larger in BUDGET["larger"].items():
        growth = {page: n / base[page] for page, n in calls(name, larger["world"], larger["pages"]).items()}
        assert max(growth.values()) <= larger["growth"], growth
