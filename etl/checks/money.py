"""Amounts that say the same at two prices, in two currencies, or of two things: where they part."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median
from typing import Final

from etl.checks.bounded import BoundedTable, Mismatch
from etl.model import AGGREGATES
from etl.model.euro import in_euro, uses_euro
from etl.model.indicators import DOLLARS, DOLLARS_CONSTANT, GDP, GDP_CONSTANT, NATIONAL, NATIONAL_CONSTANT
from etl.model.interval import Interval

_GDP = (GDP, GDP_CONSTANT)
BASE_YEAR: Final = "base-year-prices"
ROOM = 0.05
"""How far apart an amount may be when reported in two prices or currencies. NATO's are equal; no count rests
on them."""
_AT_TWO_PRICES = ((NATIONAL, NATIONAL_CONSTANT), (DOLLARS, DOLLARS_CONSTANT), _GDP)
"""What is reported both at current and at constant prices."""
_IN_TWO_CURRENCIES = ((NATIONAL, DOLLARS), (NATIONAL_CONSTANT, DOLLARS_CONSTANT))
EURO_ROOM = 0.001
"""How far apart exchange rates of one currency may be: NATO's are equal but for rounding."""
DEFLATOR_ROOM, DEFLATOR_TIMES = 0.01, 1.5
"""How far the price of an ally's spending may part from that of its GDP, beyond its own other years."""


def money_breaks(table: BoundedTable) -> Iterator[Mismatch]:
    """Every place where amounts of money do not agree."""
    yield from _base_year(table)
    yield from _exchange_rate(table)
    yield from _dollars(table)
    yield from _one_euro(table)
    yield from _one_deflator(table)


def _base_year(t: BoundedTable) -> Iterator[Mismatch]:
    """In the year of constant prices they are the current ones."""
    for current, constant in _AT_TWO_PRICES:
        for ally, year in t.keys(current):
            same = t.bounds(constant, ally, year) if year == t.base else None
            if same:
                yield from t.compare(BASE_YEAR, current, ally, year, same.widened(ROOM))


def _exchange_rate(t: BoundedTable) -> Iterator[Mismatch]:
    """At constant prices and exchange rates, an ally's currency is worth as many dollars in every year."""
    national, dollars = NATIONAL_CONSTANT, DOLLARS_CONSTANT
    rates: dict[str, dict[int, Interval]] = {}
    for ally, year in t.keys(national):
        own, in_dollars = t.bounds(national, ally, year), t.bounds(dollars, ally, year)
        own = own and own.scaled(in_euro(ally, year, t.unit[national, ally]))
        if own and in_dollars and in_dollars.low > 0:
            rates.setdefault(ally, {})[year] = own / in_dollars
    for ally, by_year in rates.items():
        # The rate that most years agree with; then each year is held to what those before it leave open.
        rate = max(by_year.values(), key=lambda r: sum(r.meets(other) for other in by_year.values()))
        for year in sorted(by_year, key=lambda y: not by_year[y].meets(rate)):
            if by_year[year].meets(rate):
                rate = rate.common(by_year[year])
                continue
            if in_dollars := t.bounds(dollars, ally, year):
                joined = 1 / in_euro(ally, year, t.unit[national, ally])
                expected = (in_dollars * rate).scaled(joined).widened(ROOM)
                yield from t.compare("one-exchange-rate", national, ally, year, expected)


def _dollars(t: BoundedTable) -> Iterator[Mismatch]:
    """The national currency of the United States is the dollar."""
    for national, dollars in _IN_TWO_CURRENCIES:
        for ally, year in t.keys(national):
            same = t.bounds(dollars, ally, year) if ally == "USA" else None
            if same:
                yield from t.compare("dollars-are-dollars", national, ally, year, same.widened(ROOM))


def _one_euro(t: BoundedTable) -> Iterator[Mismatch]:
    """In one year the euro is worth as many dollars for every ally that has it."""
    national, dollars = _IN_TWO_CURRENCIES[0]
    by_year: dict[int, dict[str, Interval]] = {}
    for ally, year in t.keys(national):
        own, in_dollars = t.bounds(national, ally, year), t.bounds(dollars, ally, year)
        if uses_euro(ally, year) and own and in_dollars and in_dollars.low > 0:
            by_year.setdefault(year, {})[ally] = own / in_dollars
    for year, rates in by_year.items():
        middle = median((r.low + r.high) / 2 for r in rates.values())
        for ally, rate in rates.items():
            in_dollars = t.bounds(dollars, ally, year)
            if in_dollars and not rate.meets(Interval(middle, middle).widened(EURO_ROOM)):
                expected = in_dollars.scaled(middle).widened(EURO_ROOM)
                yield from t.compare("one-euro-rate", national, ally, year, expected)


def _one_deflator(t: BoundedTable) -> Iterator[Mismatch]:
    """In a year, an ally's spending and its GDP go from constant to current prices by nearly one factor."""
    current, constant = _AT_TWO_PRICES[1]
    apart_of: dict[str, dict[int, Interval]] = {}
    for ally, year in t.keys(current):
        parts = [t.bounds(i, ally, year) for i in (current, constant, *_GDP)]
        known = [p for p in parts if p and p.low > 0]
        if ally not in AGGREGATES and len(known) == len(parts):
            apart_of.setdefault(ally, {})[year] = (known[0] / known[1]) / (known[2] / known[3])
    for ally, apart in apart_of.items():
        for year, quotient in apart.items():
            others = [abs(math.log((q.low + q.high) / 2)) for y, q in apart.items() if y != year]
            room = DEFLATOR_ROOM + DEFLATOR_TIMES * max(others, default=math.inf)
            spent = t.bounds(current, ally, year)
            if spent and not quotient.meets(Interval(math.exp(-room), math.exp(room))):
                middle = (quotient.low + quotient.high) / 2
                yield Mismatch(
                    "one-deflator",
                    current,
                    ally,
                    year,
                    t.value[current, ally, year],
                    t.value[current, ally, year] / middle,
                )
