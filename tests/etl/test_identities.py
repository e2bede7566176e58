"""How sharply an identity is tested: by the decimals that a figure is printed with."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.checks.identities import breaks
from etl.model import SHARE_OF_GDP, Ally, Observation
from etl.model.interval import usual

SPENT, GDP = "expenditure_usd_constant", "gdp_usd_constant"


def observations(
    shares: dict[int, float], *, spent: float = 20_000.0, gdp: float = 983_284.0
) -> list[Observation]:
    """Whole millions in every year, and these shares."""
    return [
        Observation(date(2026, 7, 7), "AAA", year, indicator, value, "u", False, "3", "", "x")
        for year, share in shares.items()
        for indicator, value in ((SPENT, spent), (GDP, gdp), (SHARE_OF_GDP, share))
    ]


ROUNDED = dict.fromkeys(range(2014, 2024), 2.03)


def test_one_figure_that_is_not_rounded_says_nothing_of_the_others() -> None:
    assert list(breaks(observations(ROUNDED | {2024: 20_000 / 9832.84}), ())) == []


@pytest.mark.parametrize("wrong", [2.04, 2.02, 2.0, 2.0401234])
def test_a_figure_that_does_not_follow_is_found_among_others(wrong: float) -> None:
    (found,) = breaks(observations(ROUNDED | {2024: wrong}), ())
    assert (found.identity, found.year, found.printed) == ("share-follows", 2024, wrong)


def test_a_share_typed_in_among_unrounded_ones_is_found() -> None:
    unrounded = dict.fromkeys(range(2014, 2024), 20_000.123456 / 9832.840123)
    found = observations(unrounded | {2024: 2.0}, spent=20_000.123456, gdp=983_284.0123)
    assert [(b.year, b.printed) for b in breaks(found, ())] == [(2024, 2.0)]


@given(st.lists(st.integers(0, 15)))
def test_the_usual_number_of_decimals_is_one_of_the_most_frequent(shown: list[int]) -> None:
    assert usual(shown) == max(shown, key=lambda d: (shown.count(d), d), default=0)


ALLIES = (
    Ally("OLD", "Old", date(1949, 8, 24), True, True),
    Ally("USA", "United States", date(1949, 8, 24), False, True),
    Ally("NEW", "New", date(2023, 4, 4), True, True),
    Ally("ISL", "Iceland", date(1949, 8, 24), True, False),
)


def spending(year: int, **values: float) -> list[Observation]:
    return [
        Observation(date(2026, 7, 7), ally, year, SPENT, value, "u", False, "2", "", "x")
        for ally, value in values.items()
    ]


@pytest.mark.parametrize(
    ("year", "aggregate", "holds"),
    [
        (2022, 100.0, True),
        # The years before may be restated with an ally that joined since.
        (2022, 107.0, True),
        (2022, 105.0, False),
        (2022, 150.0, False),
        # The year of joining is NATO's to decide.
        (2023, 100.0, True),
        (2023, 107.0, True),
        (2023, 7.0, False),
        (2024, 107.0, True),
        (2024, 100.0, False),
    ],
)
def test_europe_and_canada_are_the_members(year: int, aggregate: float, holds: bool) -> None:
    observations = spending(year, OLD=100.0, NEW=7.0, USA=50.0, NATO_EUROPE_CANADA=aggregate)
    found = list(breaks(observations, ALLIES))
    assert [b.identity for b in found] == ([] if holds else ["members-add-up"])


def test_a_sum_is_not_tested_where_a_member_has_no_figure() -> None:
    assert list(breaks(spending(2024, NEW=7.0, NATO_EUROPE_CANADA=1.0), ALLIES)) == []
