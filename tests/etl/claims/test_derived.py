"""Figures of groups: computed from their members', or silent where one is missing."""

from __future__ import annotations

from datetime import date

import pytest

from etl.claims.derived import is_computed, observation
from etl.claims.evaluate import evaluate
from etl.model import SHARE_OF_GDP, Observation, Release
from etl.model.rules import CountRule, Expectation, RankRule, ValueRule

JUNE_2024 = date(2024, 6, 17)
LATEST = date(2026, 7, 7)


def the(observation: Observation | None) -> Observation:
    assert observation is not None
    return observation


def test_all_allies_but_one_add_up_to_what_nato_prints(release: Release) -> None:
    """NATO Europe and Canada by its members is what NATO prints of it, to the rounding of its cells."""
    without = "members except USA"
    printed = the(observation(release, JUNE_2024, "expenditure_usd_current", 2024, without))
    assert printed.cell
    assert not is_computed(printed)
    europe = the(observation(release, JUNE_2024, "expenditure_usd_current", 2024, "european members"))
    canada = the(release.observation(JUNE_2024, "expenditure_usd_current", 2024, "CAN"))
    assert is_computed(europe)
    assert europe.value + canada.value == pytest.approx(printed.value, rel=1e-4)


def test_a_groups_share_is_that_of_the_sums(release: Release) -> None:
    share = the(observation(release, JUNE_2024, SHARE_OF_GDP, 2024, "members except ISL"))
    total = the(release.observation(JUNE_2024, SHARE_OF_GDP, 2024, "NATO_TOTAL"))
    assert is_computed(share)
    assert share.value == pytest.approx(total.value, abs=0.01)


def test_who_is_in_a_group_depends_on_the_year(release: Release) -> None:
    union = "EU members of NATO"
    assert "GBR" in (release.members_of(union, 2019) or ())
    assert "GBR" not in (release.members_of(union, 2020) or ())
    assert "FIN" not in (release.members_of(union, 2022) or ())
    assert "SWE" in (release.members_of(union, 2024) or ())
    assert release.members_of("POL", 2024) is None


def test_a_group_with_a_missing_figure_has_none(release: Release) -> None:
    """No edition has 2035, and no table has a population to compute a figure per head with."""
    assert observation(release, date(2025, 8, 28), SHARE_OF_GDP, 2035, "european members") is None
    assert observation(release, JUNE_2024, "expenditure_per_capita", 2024, "european members") is None


def test_a_part_of_the_members_fits_with_and_without_iceland(release: Release) -> None:
    def holds(value: float, comparison: str = "==") -> bool:
        expect = Expectation(comparison, value)  # type: ignore[arg-type]
        rule = CountRule(SHARE_OF_GDP, 2024, expect, target=0.5, unit="percent")
        result = evaluate(rule, release, JUNE_2024).result
        assert result is not None
        return result.holds

    assert holds(100)
    assert not holds(50)


def test_several_allies_take_places_in_order_or_as_a_set(release: Release) -> None:
    first = Expectation("==", 1)

    def holds(*allies: str, as_set: bool = False) -> bool:
        result = evaluate(
            RankRule(SHARE_OF_GDP, 2024, allies, first, as_set=as_set), release, JUNE_2024
        ).result
        assert result is not None
        return result.holds

    assert holds("POL", "EST", "USA")
    assert not holds("EST", "POL", "USA")
    assert holds("EST", "POL", "USA", as_set=True)
    assert not holds("EST", "POL", "DEU", as_set=True)


def test_a_bound_narrows_any_comparison(release: Release) -> None:
    def holds(expect: Expectation) -> bool:
        result = evaluate(ValueRule(SHARE_OF_GDP, 2024, ("POL",), expect), release, JUNE_2024).result
        assert result is not None
        return result.holds

    assert holds(Expectation(">", 4.0, high=4.15))
    assert not holds(Expectation(">", 4.0, high=4.1))
    assert not holds(Expectation(">", 4.12))
