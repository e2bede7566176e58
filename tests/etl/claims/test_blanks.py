"""Where NATO left a figure blank: judged is only what holds, or does not, whatever the figure may be."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.claims.evaluate import MOST_BLANKS, evaluate, place_among, places_with
from etl.model import SHARE_OF_GDP, Release
from etl.model.rules import CountRule, Expectation, ListRule, RankRule, Rule

AUGUST_2025 = date(2025, 8, 28)
"""NATO left Germany's share of 2025 blank: of the others 30 are at 2% or more, 3 above 3.5%."""

ORDERS: tuple[Literal["highest", "lowest"], ...] = ("highest", "lowest")


def count(expect: Expectation, unit: str = "allies") -> Rule:
    return CountRule(
        SHARE_OF_GDP, 2025, expect, target=2.0, unit="percent" if unit == "percent" else "allies"
    )


def at(value: float, comparison: str = "==") -> Expectation:
    return Expectation(">=" if comparison == ">=" else "==", value)


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        (count(at(29)), False),
        (count(at(30)), None),
        (count(at(31)), None),
        (count(at(32)), False),
        (count(at(30, ">=")), True),
        (count(at(31, ">=")), None),
        (count(at(100), "percent"), None),
        (count(at(50, ">="), "percent"), True),
        (ListRule(SHARE_OF_GDP, 2025, ("POL", "LTU", "LVA"), target=3.5, exhaustive=True), None),
        (ListRule(SHARE_OF_GDP, 2025, ("POL", "LTU", "LVA"), target=3.5), True),
        (ListRule(SHARE_OF_GDP, 2025, ("POL", "LTU"), target=3.5, exhaustive=True), False),
        (RankRule(SHARE_OF_GDP, 2025, ("POL",), at(1)), None),
        (RankRule(SHARE_OF_GDP, 2025, ("LTU",), at(1)), False),
        (RankRule(SHARE_OF_GDP, 2025, ("POL", "LTU", "EST"), at(1)), False),
        (RankRule(SHARE_OF_GDP, 2025, ("POL", "LTU", "LVA"), at(1), as_set=True), None),
    ],
)
def test_what_the_blank_could_change_is_not_told(release: Release, rule: Rule, holds: bool | None) -> None:
    found = evaluate(rule, release, AUGUST_2025)
    assert (found.result.holds if found.result else None) == holds
    assert found.why == ("blank" if holds is None else "")


@given(
    st.lists(st.integers(0, 20), min_size=1, max_size=8),
    st.lists(st.integers(0, 20), max_size=MOST_BLANKS),
    st.sampled_from(ORDERS),
    st.data(),
)
def test_theplaces_with_any_figure_in_a_blank_are_among_those_tried(
    values: list[int], blank: list[int], order: Literal["highest", "lowest"], data: st.DataObject
) -> None:
    named = data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=4))
    places = tuple(place_among(v, values, order) for v in named)
    whole = tuple(place_among(v, [*values, *blank], order) for v in named)
    assert whole in set(places_with(places, len(blank)))
