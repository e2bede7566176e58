"""What a target asks: the arithmetic leads where it says, and further where more is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.arithmetic import growth_a_year, missing, real_growth_needed, share_after

SHARES = st.floats(0.1, 8.0)
YEARS = st.integers(1, 40)
GROWTH = st.floats(-5.0, 10.0)


@given(share=SHARES, target=SHARES, years=YEARS, gdp=GROWTH)
def test_growing_at_that_rate_reaches_the_target_exactly(
    share: float, target: float, years: int, gdp: float
) -> None:
    needed = real_growth_needed(share, target, years, gdp)
    assert share_after(share, needed, years, gdp) == pytest.approx(target)


@given(share=SHARES, target=SHARES, years=YEARS, gdp=GROWTH)
def test_who_is_there_needs_no_more_than_the_growth_of_gdp(
    share: float, target: float, years: int, gdp: float
) -> None:
    needed = real_growth_needed(share, target, years, gdp)
    if share >= target:
        assert needed <= gdp + 1e-9
    else:
        assert needed > gdp
    assert real_growth_needed(share, share, years, gdp) == pytest.approx(gdp, abs=1e-9)


@given(share=SHARES, target=SHARES, years=YEARS, gdp=GROWTH, more=st.floats(0.01, 2.0))
def test_more_is_needed_for_more(share: float, target: float, years: int, gdp: float, more: float) -> None:
    needed = real_growth_needed(share, target, years, gdp)
    assert real_growth_needed(share, target + more, years, gdp) > needed
    assert real_growth_needed(share + more, target, years, gdp) < needed
    assert real_growth_needed(share, target, years, gdp + more) > needed
    if target > share * 1.001:
        assert real_growth_needed(share, target, years + 1, gdp) < needed


def test_worked_by_hand() -> None:
    # From 1.61 to 3.5 in nine years is a factor of 1.0901 a year; with GDP growing by 1.5%, 1.0901 x 1.015.
    assert real_growth_needed(1.61, 3.5, 9, 1.5) == pytest.approx(10.65, abs=0.005)
    assert real_growth_needed(4.0, 2.0, 1, 0.0) == -50.0
    assert growth_a_year(100, 121, 2) == pytest.approx(10.0)
    assert missing(4.68, 3.5, 1_134_841) == pytest.approx(-13_391.1, abs=0.1)
    assert missing(1.5, 2.0, 1000) == pytest.approx(5.0)


@pytest.mark.parametrize("arguments", [(0, 2, 5, 1), (2, 0, 5, 1), (2, 3, 0, 1), (2, 3, 5, -100)])
def test_what_leads_nowhere_is_rejected(arguments: tuple[float, float, int, float]) -> None:
    with pytest.raises(ValueError, match="no growth leads"):
        real_growth_needed(*arguments)


@pytest.mark.parametrize("arguments", [(0, 2, 5), (2, 0, 5), (2, 3, 0)])
def test_growth_of_nothing_is_rejected(arguments: tuple[float, float, int]) -> None:
    with pytest.raises(ValueError, match="no growth leads"):
        growth_a_year(*arguments)
