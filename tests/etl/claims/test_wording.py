"""Rules and outcomes in words: each says what its rule asks, and what the table has, with one unit."""

from __future__ import annotations

from datetime import date

import pytest

from etl.claims.finding import finding
from etl.claims.outcomes import outcomes
from etl.claims.wording import outcome_in_short, understood
from etl.model import SHARE_OF_GDP, Release
from etl.model.rules import (
    ChangeRule,
    CompareRule,
    ComparisonSign,
    CountRule,
    Expectation,
    ListRule,
    RankRule,
    Rule,
    ValueRule,
)

JUNE_2024 = date(2024, 6, 17)
DOLLARS = "expenditure_usd_current"


def said(rule: Rule, release: Release) -> str:
    return finding(rule, outcomes(rule, release, JUNE_2024), release)


@pytest.mark.parametrize(
    ("ally", "line", "then"),
    [
        ("GRC", 2.0, "at 2% of GDP or more, and 22 others"),
        ("DEU", 4.0, "not at 4% of GDP or more, but 1 other, Poland"),
        ("POL", 4.0, "at 4% of GDP or more, and no other ally"),
        ("DEU", 5.0, "not at 5% of GDP or more, nor any other ally"),
    ],
)
def test_only_one_ally_is_said_with_the_others(release: Release, ally: str, line: float, then: str) -> None:
    rule = ListRule(SHARE_OF_GDP, 2024, (ally,), target=line, exhaustive=True)
    assert f", in 2024, {then}, an estimate;" in said(rule, release)


def test_a_set_is_said_with_the_place_of_each(release: Release) -> None:
    """In June 2024 Poland was first, Estonia second, the United States third."""
    rule = RankRule(
        SHARE_OF_GDP, 2024, ("EST", "POL", "USA"), Expectation("==", 1.0), as_set=True, order="highest"
    )
    assert "in 2nd, 1st and 3rd places of 31" in said(rule, release)
    assert "1st, 2nd and 3rd of allies in any order, highest first" in understood(rule, release)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("members", "the number of allies at"),
        ("european members", "the number of European allies at"),
        ("G7 members of NATO", "the number of G7 members of NATO at"),
        ("members except POL", "the number of allies but Poland at"),
        ("european members except TUR", "the number of European allies but Türkiye at"),
    ],
)
def test_a_group_is_said_by_its_name(release: Release, key: str, words: str) -> None:
    among = release.members_of(key, 2024)
    assert among is not None
    for group in (among, tuple(reversed(among))):
        rule = CountRule(SHARE_OF_GDP, 2024, Expectation("==", 4.0), group, target=2.0)
        assert words in said(rule, release)


def test_allies_of_no_group_are_said_by_their_number(release: Release) -> None:
    rule = CountRule(SHARE_OF_GDP, 2024, Expectation("==", 1.0), ("POL", "ESP", "LUX"), target=2.0)
    assert "the number of the 3 allies meant at" in said(rule, release)


@pytest.mark.parametrize(
    ("comparison", "allies", "bounds", "words"),
    [
        ("<=", ("POL",), (None, None), ": in 3rd place or before it of allies"),
        ("<", ("POL", "EST"), (None, None), ": each before 3rd place of allies"),
        (">=", ("POL",), (None, None), ": in 3rd place or after it of allies"),
        (">", ("POL",), (None, 9.0), ": after 3rd place of allies, not after 9th, highest"),
        ("==", ("POL",), (2.0, 4.0), ": 2nd to 4th of allies"),
        ("==", ("POL", "EST"), (2.0, 4.0), ": 2nd to 4th and 3rd to 5th of allies"),
        ("==", ("POL", "EST"), (None, None), ": 3rd and 4th of allies, highest"),
    ],
)
def test_places_are_said_as_they_are_asked_for(
    release: Release,
    comparison: ComparisonSign,
    allies: tuple[str, ...],
    bounds: tuple[float | None, float | None],
    words: str,
) -> None:
    rule = RankRule(SHARE_OF_GDP, 2024, allies, Expectation(comparison, 3.0, *bounds))
    assert words in understood(rule, release)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            ValueRule(DOLLARS, 2024, ("USA",), Expectation("==", 968000.0, 919600.0, 1016400.0)),
            ": $968.0 billion, so from $919.6 billion to $1,016.4 billion.",
        ),
        (
            ValueRule(SHARE_OF_GDP, 2024, ("USA",), Expectation(">", 2.0, high=2.15)),
            ": more than 2.00% of GDP and at most 2.15% of GDP.",
        ),
        (
            ChangeRule(DOLLARS, 2014, 2024, "USA", "amount", Expectation("<", 9000.0, low=8000.0)),
            ": less than $9.0 billion and at least $8.0 billion.",
        ),
        (
            CountRule(SHARE_OF_GDP, 2024, Expectation("==", 70.0, 65.0, 75.0), target=2.0, unit="percent"),
            ": 70.0% of them, so from 65.0% of them to 75.0% of them.",
        ),
        (
            CompareRule(SHARE_OF_GDP, 2024, "USA", "POL", Expectation("==", 2.0, 1.8, 2.04)),
            ": 2 times that of Poland, so from 1.8 times that of Poland to 2.04 times that of Poland.",
        ),
        (
            CompareRule(DOLLARS, 2024, "DEU", "GBR", Expectation(">", 1.0)),
            ": more than that of the United Kingdom.",
        ),
        (
            ValueRule("expenditure_national_current", 2024, ("GBR",), Expectation("==", 60000.0)),
            ": 60.0 billion.",
        ),
    ],
)
def test_bounds_are_said_in_the_unit_of_the_number(release: Release, rule: Rule, words: str) -> None:
    assert understood(rule, release).endswith(words)


def test_a_place_from_the_lowest_says_so(release: Release) -> None:
    rule = RankRule(SHARE_OF_GDP, 2024, ("ESP",), Expectation("==", 1.0), order="lowest")
    by = "in 1st place of 31 by defence expenditure as a share of GDP in 2024"
    assert f"put Spain {by}, counted from the lowest, an estimate;" in said(rule, release)
    then = outcomes(rule, release, JUNE_2024).as_published
    assert then
    assert outcome_in_short(rule, then, release) == "1st lowest"


def test_of_several_values_each_has_its_unit(release: Release) -> None:
    rule = ValueRule(DOLLARS, 2024, ("DEU", "POL"), Expectation(">=", 90000.0))
    assert "at $97.7 billion and $35.0 billion" in said(rule, release)


def test_an_earlier_table_at_constant_prices_is_said_with_its_base_year(release: Release) -> None:
    """The annual report of April 2025 is without dollars here; that of June 2024 is at 2015 prices."""
    rule = ValueRule("expenditure_usd_constant", 2024, ("TUR",), Expectation("==", 19390.0))
    words = finding(rule, outcomes(rule, release, date(2025, 4, 25)), release)
    assert "The newest earlier table here, of 17 June 2024" in words
    assert words.count("at the prices of 2015") == 1


def test_the_latest_table_that_has_a_year_is_not_called_the_latest_where_later_ones_end_before_it(
    release: Release,
) -> None:
    """2013 stands last in the table of 2019, 2024 in that of 2026."""
    for year, which in (
        (2013, "latest table that has it, of 25 June 2019,"),
        (2014, "latest, of 7 July 2026,"),
    ):
        rule = ValueRule(SHARE_OF_GDP, year, ("POL",), Expectation("==", 1.7))
        assert which in finding(rule, outcomes(rule, release, date(2017, 1, 1)), release)


def test_a_multiple_is_said_of_the_amount_and_not_of_its_change(release: Release) -> None:
    expect = Expectation(">", 2.0)
    rule = ChangeRule("expenditure_usd_constant", 2014, 2024, "DNK", unit="factor", expect=expect)
    assert "constant prices in 2024 at 2.59 times that of 2014" in said(rule, release)
    assert understood(rule, release).endswith("in 2024: more than 2 times that of 2014.")
