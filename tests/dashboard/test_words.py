"""Numbers, dates and lists in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import formatting as words


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, "0"),
        (1, "1"),
        (17, "17"),
        (20, "20"),
        (23, "23"),
        (1030, "1,030"),
        (40, "40"),
    ],
)
def test_counts(n: int, expected: str) -> None:
    assert words.count(n) == expected


@pytest.mark.parametrize(
    ("items", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists(items: list[str], expected: str) -> None:
    assert words.listed(items) == expected


def test_dates_and_capitals() -> None:
    assert words.day(date(2024, 6, 7)) == "7 June 2024"
    assert words.short_day(date(2024, 6, 17)) == "17 Jun 2024"
    assert words.capital("the United States") == "The United States"


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1474399.4, 0, "1,474,399"),
        (-0.004, 2, "0.00"),
        (-0.11, 2, "−0.11"),
        (1.995, 2, "2.00"),
        (65.634, 1, "65.6"),
    ],
)
def test_fixed(value: float, decimals: int, expected: str) -> None:
    assert words.fixed(value, decimals) == expected


def test_changes_carry_their_sign_and_no_change_none() -> None:
    assert (words.signed(0.05, 2), words.signed(-0.37, 2), words.signed(0.001, 2)) == (
        "+0.05",
        "−0.37",
        "0.00",
    )


def test_a_title_keeps_an_amount_with_its_unit() -> None:
    assert words.unbroken("$414 bn a year, 12 more") == "$414\N{NO-BREAK SPACE}bn a year, 12 more"
    assert words.unbroken("4 members, $305 m") == "4 members, $305\N{NO-BREAK SPACE}m"


def test_a_share_carries_its_e() -> None:
    assert (words.share(4.12019, True), words.share(2.0)) == ("4.12e", "2.00")


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_what_is_written_reads_back_to_what_is_printed(value: float, decimals: int) -> None:
    shown = words.fixed(value, decimals).replace(",", "").replace(words.MINUS, "-")
    assert abs(float(shown) - value) <= 0.5 * 10**-decimals + 1e-6
