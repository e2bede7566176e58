"""What a page computes: nothing twice, and once for all pages what rests on the release alone."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from cProfile import Profile
from dataclasses import replace
from typing import Any

from dashboard.charts.estimate_ages.data import ages, latest_break
from dashboard.charts.estimate_allies.data import by_ally
from dashboard.charts.estimate_moves.data import estimates
from dashboard.charts.measure.data import measure
from dashboard.charts.measure_by_year.data import courses
from dashboard.charts.too_close.data import close
from dashboard.pages.claims.data import aged
from dashboard.pages.estimates.page import build as estimates_page
from dashboard.pages.explore.page import _starts
from dashboard.pages.explore.page import build as explore_page
from dashboard.state import Pairs
from etl.model import Release
from etl.model.estimates import MEASURED_TO, band_without, first_estimates, moves, record

Counted = Callable[..., Any]


def calls(run: Callable[[], object], *of: Counted) -> list[int]:
    """How often each of some functions is called while something runs."""
    profile = Profile()
    profile.runcall(run)
    counts = {entry.code: entry.callcount for entry in profile.getstats()}
    return [counts.get(inspect.unwrap(function).__code__, 0) for function in of]


def page_calls(build: Counted, release: Release, pairs: Pairs, *of: Counted) -> list[int]:
    return calls(lambda: build(release, pairs, {}), *of)


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
    assert page_calls(explore_page, fresh, [], measure, courses, _starts) == [1, 1, 1]
    assert page_calls(explore_page, fresh, [("ally", "POL")], measure, courses, _starts) == [1, 1, 0]


def test_the_ages_of_first_figures_are_counted_once(release: Release) -> None:
    fresh = replace(release)
    assert calls(lambda: [aged(fresh), aged(fresh)], aged) == [1]
