"""The identities of NATO's own tables, and where they do not hold. Pure: figures in, breaks out.

Each is tested as sharply as the printing of the edition allows: a table of whole millions leaves
more room than an unrounded one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from etl.model import EUROPE, EUROPE_AND_CANADA, NORTH_AMERICA, TOTAL, Ally, Figure
from etl.model.euro import in_euro
from etl.model.interval import Interval, around, places, usual

CATEGORIES = ("equipment_share", "personnel_share", "infrastructure_share", "other_share")
ADDITIVE = (
    "expenditure_usd_current",
    "expenditure_usd_constant",
    "gdp_usd_current",
    "gdp_usd_constant",
    "military_personnel",
)
_GDP = ("gdp_usd_current", "gdp_usd_constant")
WITHOUT_FORCES = 0.005
"""The most that allies without armed forces add to the GDP of the others; they may have no row."""
BASE_YEAR: Literal["base-year-prices"] = "base-year-prices"
ROOM = 0.05
"""How far apart an amount may be when told in two prices or currencies. NATO's are equal; no count rests on
them."""
_AT_TWO_PRICES = (
    ("expenditure_national_current", "expenditure_national_constant"),
    ("expenditure_usd_current", "expenditure_usd_constant"),
    _GDP,
)
"""What is told both at current and at constant prices."""
_IN_TWO_CURRENCIES = (
    ("expenditure_national_current", "expenditure_usd_current"),
    ("expenditure_national_constant", "expenditure_usd_constant"),
)


@dataclass(frozen=True, slots=True)
class Break:
    """An identity that does not hold for one ally and year: the value printed, and the one recomputed."""

    identity: str
    indicator: str
    ally: str
    year: int
    printed: float
    recomputed: float


def breaks(figures: Sequence[Figure], allies: Sequence[Ally]) -> Iterator[Break]:
    """Every place where an identity does not hold, for as many figures as are in hand to test it."""
    table = _Table(figures)
    yield from _categories(table)
    yield from _total(table)
    yield from _members(table, allies)
    yield from _real_change(table)
    yield from _share(table)
    yield from _population(table)
    yield from _base_year(table)
    yield from _exchange_rate(table)
    yield from _dollars(table)


_PRICES = re.compile(r"\b(\d{4}) prices")


class _Table:
    """The figures of one edition by indicator, ally and year, with the bounds their printing gives."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.value = {(f.indicator, f.ally, f.year): f.value for f in figures}
        self.unit = {(f.indicator, f.ally): f.unit for f in figures}
        self.base = next((int(m[1]) for f in figures if (m := _PRICES.search(f.unit))), None)
        columns: dict[str, list[int]] = {}
        for (indicator, _, _), value in self.value.items():
            columns.setdefault(indicator, []).append(places(value))
        # One figure that is not rounded says nothing of the others in its column, nor they of it.
        self._decimals = {indicator: usual(column) for indicator, column in columns.items()}

    def keys(self, indicator: str) -> list[tuple[str, int]]:
        """Ally and year of every figure of an indicator."""
        return [(ally, year) for i, ally, year in self.value if i == indicator]

    def bounds(self, indicator: str, ally: str, year: int) -> Interval | None:
        """What the figure may stand for; None where there is none."""
        key = (indicator, ally, year)
        return around(self.value[key], self._decimals[indicator]) if key in self.value else None

    def compare(
        self, identity: str, indicator: str, ally: str, year: int, other: Interval
    ) -> Iterator[Break]:
        """A break where the printed figure and the recomputed bounds have no value in common."""
        printed = self.bounds(indicator, ally, year)
        if printed and not printed.meets(other):
            value = self.value[indicator, ally, year]
            yield Break(identity, indicator, ally, year, value, (other.low + other.high) / 2)


def _categories(t: _Table) -> Iterator[Break]:
    """Equipment, personnel, infrastructure and other are the whole of the spending."""
    for ally, year in t.keys(CATEGORIES[0]):
        parts = [t.value[c, ally, year] for c in CATEGORIES if (c, ally, year) in t.value]
        if len(parts) == len(CATEGORIES) and abs(sum(parts) - 100) > 0.05:
            yield Break("categories-sum-to-100", CATEGORIES[0], ally, year, sum(parts), 100.0)


def _total(t: _Table) -> Iterator[Break]:
    """Europe and Canada and the United States are the alliance, or Europe and North America."""
    for indicator in ADDITIVE:
        for ally, year in t.keys(indicator):
            if ally != TOTAL:
                continue
            for one, other in ((EUROPE_AND_CANADA, "USA"), (EUROPE, NORTH_AMERICA)):
                a, b = t.bounds(indicator, one, year), t.bounds(indicator, other, year)
                if a and b:
                    yield from t.compare("aggregates-add-up", indicator, TOTAL, year, a + b)


def _members(t: _Table, allies: Sequence[Ally]) -> Iterator[Break]:
    """An aggregate is the members of that year that it is named for; GDP is of all of them.

    An ally that joined in that year or later may be in the sum or not: from when an aggregate counts it, and
    whether the years before are restated with it, is NATO's to decide.
    """
    for aggregate, holds in _HOLDS.items():
        within = [a for a in allies if holds(a)]
        for indicator in ADDITIVE:
            yield from _sum_of_members(t, aggregate, indicator, within)


_HOLDS: Mapping[str, Callable[[Ally], bool]] = {
    EUROPE_AND_CANADA: lambda ally: ally.code != "USA",
    EUROPE: lambda ally: ally.europe,
    NORTH_AMERICA: lambda ally: not ally.europe,
}
"""Whether an aggregate holds an ally. The total is held to its parts instead."""


def _sum_of_members(t: _Table, aggregate: str, indicator: str, allies: Sequence[Ally]) -> Iterator[Break]:
    others = [a for a in allies if a.armed_forces]
    without_forces = [a for a in allies if not a.armed_forces] if indicator in _GDP else []
    for ally, year in t.keys(indicator):
        if ally == aggregate:
            bounds = {a.code: t.bounds(indicator, a.code, year) for a in (*others, *without_forces)}
            certain = [bounds[a.code] for a in others if a.joined.year < year]
            parts = [p for p in certain if p]
            late = [p for a in others if a.joined.year >= year and (p := bounds[a.code])]
            printed = t.bounds(indicator, aggregate, year)
            if not printed or len(parts) < len(certain):
                continue
            besides = [p for a in without_forces if (p := bounds[a.code])]
            room = WITHOUT_FORCES if len(besides) < len(without_forces) else 0.0
            sums = (
                _sum([*parts, *besides, *some], room)
                for n in range(len(late) + 1)
                for some in combinations(late, n)
            )
            if not any(printed.meets(whole) for whole in sums):
                now = [p for a in others if a.joined.year <= year and (p := bounds[a.code])]
                whole = _sum([*now, *besides], room)
                yield from t.compare("members-add-up", indicator, aggregate, year, whole)


def _sum(parts: Sequence[Interval], room: float = 0.0) -> Interval:
    """The sum of the parts, and up to `room` of it more for what has no row."""
    return Interval(sum(p.low for p in parts), (1 + room) * sum(p.high for p in parts))


def _real_change(t: _Table) -> Iterator[Break]:
    """The real change is that of the spending in constant dollars, year on year."""
    for ally, year in t.keys("expenditure_real_change"):
        now = t.bounds("expenditure_usd_constant", ally, year)
        before = t.bounds("expenditure_usd_constant", ally, year - 1)
        if now and before and before.low > 0:
            change = (now / before).scaled(100, -100)
            yield from t.compare("real-change-follows", "expenditure_real_change", ally, year, change)


def _share(t: _Table) -> Iterator[Break]:
    """The share is a real one: spending in constant dollars over GDP in constant dollars."""
    for ally, year in t.keys("expenditure_share_gdp"):
        spent = t.bounds("expenditure_usd_constant", ally, year)
        gdp = t.bounds("gdp_usd_constant", ally, year)
        if spent and gdp and gdp.low > 0:
            yield from t.compare(
                "share-follows", "expenditure_share_gdp", ally, year, (spent / gdp).scaled(100)
            )


def _population(t: _Table) -> Iterator[Break]:
    """Spending per head and GDP per head are of one population: both quotients give it, in millions."""
    for ally, year in t.keys("expenditure_per_capita"):
        spent = t.bounds("expenditure_usd_constant", ally, year)
        per_head = t.bounds("expenditure_per_capita", ally, year)
        gdp = t.bounds("gdp_usd_constant", ally, year)
        gdp_per_head = t.bounds("gdp_per_capita", ally, year)
        if not (spent and per_head and gdp and gdp_per_head) or per_head.low <= 0 or gdp_per_head.low <= 0:
            continue
        population = gdp / gdp_per_head.scaled(1000)
        if not (spent / per_head).meets(population):
            middle = spent.scaled(2 / (population.low + population.high))
            value = t.value["expenditure_per_capita", ally, year]
            recomputed = (middle.low + middle.high) / 2
            yield Break("one-population", "expenditure_per_capita", ally, year, value, recomputed)


def _base_year(t: _Table) -> Iterator[Break]:
    """In the year of constant prices they are the current ones."""
    for current, constant in _AT_TWO_PRICES:
        for ally, year in t.keys(current):
            same = t.bounds(constant, ally, year) if year == t.base else None
            if same:
                yield from t.compare(BASE_YEAR, current, ally, year, same.widened(ROOM))


def _exchange_rate(t: _Table) -> Iterator[Break]:
    """At constant prices and exchange rates, an ally's currency is worth as many dollars in every year."""
    national, dollars = "expenditure_national_constant", "expenditure_usd_constant"
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


def _dollars(t: _Table) -> Iterator[Break]:
    """The national currency of the United States is the dollar."""
    for national, dollars in _IN_TWO_CURRENCIES:
        for ally, year in t.keys(national):
            same = t.bounds(dollars, ally, year) if ally == "USA" else None
            if same:
                yield from t.compare("dollars-are-dollars", national, ally, year, same.widened(ROOM))
