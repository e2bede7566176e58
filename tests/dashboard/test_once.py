"""What a page computes: nothing twice, and once for all pages what rests on the release alone."""

from __future__ import annotations

import inspect
import sys
from collections import Counter
from collections.abc import Callable
from cProfile import Profile
from datetime import date
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

import dashboard
from dashboard.app import create_app
from dashboard.charts.chart import Chart
from dashboard.charts.estimate_ages.data import ages, latest_break
from dashboard.charts.estimate_allies.data import by_ally
from dashboard.charts.estimate_moves.data import estimates
from dashboard.charts.explore.lines.data import courses
from dashboard.charts.first_figures.data import first_figures
from dashboard.charts.too_close.data import close
from dashboard.drawing.card import wrapped
from dashboard.drawing.svg import draw
from dashboard.pages.estimates.page import build as estimates_page
from dashboard.pages.explore.page import build as explore_page
from dashboard.pages.explore.starts import questions
from dashboard.pages.index import PAGES
from dashboard.state import Pairs, State
from etl.model import Release
from etl.model.estimates import MEASURED_TO, band_without, first_estimates, moves, record

Counted = Callable[..., Any]


@pytest.fixture(scope="module")
def client(store_folder: Path) -> FlaskClient:
    return create_app(store_folder).test_client()


def calls(run: Callable[[], object], *of: Counted) -> list[int]:
    """How often each of some functions is called while something runs."""
    profile = Profile()
    profile.runcall(run)
    counts = {entry.code: entry.callcount for entry in profile.getstats()}
    return [counts.get(inspect.unwrap(function).__code__, 0) for function in of]


def page_calls(build: Counted, release: Release, pairs: Pairs, *of: Counted) -> list[int]:
    return calls(lambda: build(release, pairs, {}), *of)


@pytest.mark.parametrize("page", ["/", "/trend", "/revisions", "/allies/POL", "/guidelines", "/map"])
def test_what_is_drawn_is_the_same_for_another_host(client: FlaskClient, page: str) -> None:
    client.get(page, headers={"Host": "one.example"})
    again = partial(client.get, page, headers={"Host": "another.example"})
    assert calls(again, draw, Chart.figure, wrapped) == [0, 0, 0]


def test_estimates_computes_nothing_twice(release: Release) -> None:
    fresh = replace(release)
    assert page_calls(estimates_page, fresh, [], estimates, ages, by_ally, close) == [1, 1, 1, 1]


def test_what_rests_on_the_release_alone_is_computed_for_the_first_page_only(release: Release) -> None:
    fresh = replace(release)
    of = (moves, first_estimates, latest_break, record, band_without)
    *first, records, tested = page_calls(estimates_page, fresh, [], *of)
    assert first == [len(MEASURED_TO), 1, 1]
    *then, again, tested_again = page_calls(estimates_page, fresh, [], *of)
    assert then == [0, 0, 0]
    # Beside those by year that test the band: one a printing and one across the measures, for the first page.
    assert (records - tested) - (again - tested_again) == len(MEASURED_TO) + 1


def test_explore_computes_nothing_twice(release: Release) -> None:
    fresh = replace(release)
    assert page_calls(explore_page, fresh, [], questions)[0] == 1
    assert page_calls(explore_page, fresh, [("ally", "POL")], courses, questions) == [1, 0]


ADDRESSES = {
    "/": "/?year=2023",
    "/articles/<article>": "/articles/2024-11-07-two-percent",
    "/check": "/check?text=Poland+spends+more+than+4%25+of+GDP&said_on=2024-11-07",
    "/explore": "/explore?ally=POL&ally=FRA",
    "/claims/<id>": "/claims/claim-23-of-32",
    "/embed/<chart>": "/embed/ranking",
    "/allies/<code>": "/allies/POL",
}
"""Addresses of pages that need more than their path, or are kept already; the rest are their paths."""


PLAIN = (str, float, int, bool, date, State, type(None))
"""What is the same if it is equal; of all else the same is meant."""


def makers() -> dict[CodeType, str]:
    """What is made for a page: what a chart or a page has in its `data`, and each drawing."""
    found = {}
    for part in walk_packages(dashboard.__path__, "dashboard."):
        if part.name.endswith((".data", ".plot")):
            for name, value in vars(import_module(part.name)).items():
                made = inspect.unwrap(value) if inspect.isfunction(value) else None
                if made and made.__module__ == part.name and not name.startswith("_") and of_its_own(made):
                    found[made.__code__] = f"{part.name}.{name}"
    return found


def of_its_own(function: FunctionType) -> bool:
    """Whether a function gives a record of its own module, or a drawing."""
    given = str(inspect.signature(function).return_annotation)
    return given == "Figure" or inspect.isclass(vars(import_module(function.__module__)).get(given))


def twice(run: Callable[[], object], of: dict[CodeType, str]) -> list[str]:
    """Which of these functions are called more than once with the same arguments while something runs."""
    seen: Counter[tuple[Any, ...]] = Counter()
    kept = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code in of:
            given = list(frame.f_locals.values())
            kept.extend(given)  # so that no other thing takes its place in memory
            seen[of[frame.f_code], *(v if isinstance(v, PLAIN) else id(v) for v in given)] += 1

    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(None)
    return sorted(str(call[0]) for call, n in seen.items() if n > 1)


@pytest.mark.parametrize("rule", PAGES)
def test_no_page_makes_anything_twice_for_one_answer(client: FlaskClient, rule: str) -> None:
    made = makers()
    # What it gives is kept with the release: it only puts it together.
    del made[inspect.unwrap(estimates).__code__]
    assert twice(lambda: client.get(ADDRESSES.get(rule, rule)), made) == []


def test_a_page_that_another_host_asks_for_is_drawn_once(client: FlaskClient) -> None:
    for host, drawings in (("a.example", 2), ("b.example", 0)):
        asked = partial(client.get, "/?year=2022", headers={"Host": host})
        assert calls(asked, draw) == [drawings]


def test_the_ages_of_first_figures_are_counted_once(release: Release) -> None:
    fresh = replace(release)
    assert calls(lambda: [first_figures(fresh), first_figures(fresh)], first_figures) == [1]
