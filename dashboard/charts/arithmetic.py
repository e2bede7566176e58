"""Our own arithmetic on NATO's figures: what a target asks of an ally. Pure; never a forecast."""

from __future__ import annotations


def missing(share: float, target: float, gdp: float) -> float:
    """How much more a year would bring spending from `share` to `target` (both in per cent of GDP).

    In the unit of `gdp`; negative where the share is above the target already.
    """
    return (target - share) / 100 * gdp


def real_growth_needed(share: float, target: float, years: int, gdp_growth: float) -> float:
    """The real growth of spending, in per cent a year, that brings `share` to `target` in `years` years.

    `share` and `target` are in per cent of GDP, `gdp_growth` is the real growth of GDP in per cent a year:
    (1 + gdp_growth) x (target / share) ^ (1 / years) - 1. Where the share is at the target already it is
    the growth of GDP, where it is above it is less, down to a decline.

    Raises ValueError for a share or target that is not above zero, for no years, and for a GDP that vanishes.
    """
    if share <= 0 or target <= 0 or years < 1 or gdp_growth <= -100:
        raise ValueError(f"no growth leads from {share} to {target} in {years} years, GDP at {gdp_growth}%")
    return float(100 * ((1 + gdp_growth / 100) * (target / share) ** (1 / years) - 1))


def share_after(share: float, growth: float, years: int, gdp_growth: float) -> float:
    """The share of GDP, in per cent, after years of real `growth` and `gdp_growth`, in per cent a year."""
    return float(share * ((1 + growth / 100) / (1 + gdp_growth / 100)) ** years)


def growth_a_year(first: float, last: float, years: int) -> float:
    """The even growth, in per cent a year, that leads from `first` to `last` in `years` years.

    Raises ValueError where either is not above zero, or for no years.
    """
    if first <= 0 or last <= 0 or years < 1:
        raise ValueError(f"no growth leads from {first} to {last} in {years} years")
    return float(100 * ((last / first) ** (1 / years) - 1))
