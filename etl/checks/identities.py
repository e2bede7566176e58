"""The identities of NATO's own tables, and where they do not hold. Pure: figures in, breaks out.

Each is tested as sharply as the printing of the edition allows: a table of whole millions leaves
more room than an unrounded one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from etl.checks.bounded import BoundedTable, Mismatch
from etl.checks.money import money_breaks
from etl.model import (
    CATEGORIES,
    EUROPE,
    EUROPE_AND_CANADA,
    NORTH_AMERICA,
    REAL_CHANGE,
    TOTAL,
    Ally,
    Observation,
)
from etl.model import indicators as ids
from etl.model.interval import Interval

ADDITIVE = (ids.DOLLARS, ids.DOLLARS_CONSTANT, ids.GDP, ids.GDP_CONSTANT, ids.SOLDIERS)
_GDP = (ids.GDP, ids.GDP_CONSTANT)
WITHOUT_FORCES = 0.005
"""The most that allies without armed forces add to the GDP of the others; they may have no row."""


def breaks(observations: Sequence[Observation], allies: Sequence[Ally]) -> Iterator[Mismatch]:
    """Every place where an identity does not hold, for as many figures as are available to test it."""
    table = BoundedTable(observations)
    yield from _categories(table)
    yield from _total(table)
    yield from _members(table, allies)
    yield from _real_change(table)
    yield from _share(table)
    yield from _population(table)
    yield from _change_of_aggregates(table, allies)
    yield from money_breaks(table)


def _categories(t: BoundedTable) -> Iterator[Mismatch]:
    """Equipment, personnel, infrastructure and other are the whole of the spending."""
    for ally, year in t.keys(CATEGORIES[0]):
        parts = [t.value[c, ally, year] for c in CATEGORIES if (c, ally, year) in t.value]
        if len(parts) == len(CATEGORIES) and abs(sum(parts) - 100) > 0.05:
            yield Mismatch("categories-sum-to-100", CATEGORIES[0], ally, year, sum(parts), 100.0)


def _total(t: BoundedTable) -> Iterator[Mismatch]:
    """Europe and Canada and the United States are the alliance, or Europe and North America."""
    for indicator in ADDITIVE:
        for ally, year in t.keys(indicator):
            if ally != TOTAL:
                continue
            for one, other in ((EUROPE_AND_CANADA, "USA"), (EUROPE, NORTH_AMERICA)):
                a, b = t.bounds(indicator, one, year), t.bounds(indicator, other, year)
                if a and b:
                    yield from t.compare("aggregates-add-up", indicator, TOTAL, year, a + b)


def _members(t: BoundedTable, allies: Sequence[Ally]) -> Iterator[Mismatch]:
    """An aggregate is the members of that year that it is named for; GDP is of all of them.

    An ally that joined in that year or later, or that has left, may be in the sum or not: from when to when
    an aggregate counts it, and whether the years before are restated, is NATO's to decide.
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


def _sum_of_members(
    t: BoundedTable, aggregate: str, indicator: str, allies: Sequence[Ally]
) -> Iterator[Mismatch]:
    others = [a for a in allies if a.armed_forces]
    without_forces = [a for a in allies if not a.armed_forces] if indicator in _GDP else []
    for ally, year in t.keys(indicator):
        if ally == aggregate:
            bounds = {a.code: t.bounds(indicator, a.code, year) for a in (*others, *without_forces)}
            certain = [bounds[a.code] for a in others if a.joined.year < year and not a.left]
            parts = [p for p in certain if p]
            late = [p for a in others if (a.joined.year >= year or a.left) and (p := bounds[a.code])]
            printed = t.bounds(indicator, aggregate, year)
            # Who has left has no row any more, and may be in the aggregates of the years before all the same.
            former = any(a.left and year < a.left.year and not bounds[a.code] for a in others)
            if not printed or former or len(parts) < len(certain):
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


def _real_change(t: BoundedTable) -> Iterator[Mismatch]:
    """The real change is that of the spending in constant dollars, year on year."""
    for ally, year in t.keys(REAL_CHANGE):
        now = t.bounds(ids.DOLLARS_CONSTANT, ally, year)
        before = t.bounds(ids.DOLLARS_CONSTANT, ally, year - 1)
        if now and before and before.low > 0:
            change = (now / before).scaled(100, -100)
            yield from t.compare("real-change-follows", REAL_CHANGE, ally, year, change)


def _change_of_aggregates(t: BoundedTable, allies: Sequence[Ally]) -> Iterator[Mismatch]:
    """The real change of an aggregate is that of its members together: it bears out the first year's, before
    which the tables have no spending."""
    years = [year for _, year in t.keys(REAL_CHANGE)]
    for aggregate, holds in (*_HOLDS.items(), (TOTAL, lambda ally: True)):
        year = min(years, default=0)
        printed = t.bounds(REAL_CHANGE, aggregate, year)
        within = [a for a in allies if holds(a) and a.armed_forces]
        members = [a.code for a in within if a.joined.year < year and not a.left]
        late = [a.code for a in within if a.joined.year >= year or a.left]
        former = any(a.left and year < a.left.year and not _changed(t, a.code, year) for a in within)
        if not printed or former or any(not _changed(t, code, year) for code in members):
            continue
        both = [p for code in members if (p := _changed(t, code, year))]
        more = [p for code in late if (p := _changed(t, code, year))]
        sums = (
            (_sum([p[0] for p in some]) / _sum([p[1] for p in some])).scaled(100, -100)
            for n in range(len(more) + 1)
            for some in ([*both, *few] for few in combinations(more, n))
            if some
        )
        if not any(printed.meets(change) for change in sums):
            whole = (_sum([p[0] for p in both]) / _sum([p[1] for p in both])).scaled(100, -100)
            yield from t.compare("aggregates-change", REAL_CHANGE, aggregate, year, whole)


def _changed(t: BoundedTable, ally: str, year: int) -> tuple[Interval, Interval] | None:
    """An ally's spending in a year, and in the year before by the change since."""
    spent, change = t.bounds(ids.DOLLARS_CONSTANT, ally, year), t.bounds(REAL_CHANGE, ally, year)
    if not spent or not change or change.low <= -100:
        return None
    return spent, spent / change.scaled(0.01, 1)


def _share(t: BoundedTable) -> Iterator[Mismatch]:
    """The share is a real one: spending in constant dollars over GDP in constant dollars."""
    for ally, year in t.keys(ids.SHARE_OF_GDP):
        spent = t.bounds(ids.DOLLARS_CONSTANT, ally, year)
        gdp = t.bounds(ids.GDP_CONSTANT, ally, year)
        if spent and gdp and gdp.low > 0:
            yield from t.compare("share-follows", ids.SHARE_OF_GDP, ally, year, (spent / gdp).scaled(100))


def _population(t: BoundedTable) -> Iterator[Mismatch]:
    """Spending per head and GDP per head are of one population: both quotients give it, in millions."""
    for ally, year in t.keys(ids.SPENDING_PER_HEAD):
        spent = t.bounds(ids.DOLLARS_CONSTANT, ally, year)
        per_head = t.bounds(ids.SPENDING_PER_HEAD, ally, year)
        gdp = t.bounds(ids.GDP_CONSTANT, ally, year)
        gdp_per_head = t.bounds(ids.GDP_PER_HEAD, ally, year)
        if not (spent and per_head and gdp and gdp_per_head) or per_head.low <= 0 or gdp_per_head.low <= 0:
            continue
        population = gdp / gdp_per_head.scaled(1000)
        if not (spent / per_head).meets(population):
            middle = spent.scaled(2 / (population.low + population.high))
            value = t.value[ids.SPENDING_PER_HEAD, ally, year]
            recomputed = (middle.low + middle.high) / 2
            yield Mismatch("one-population", ids.SPENDING_PER_HEAD, ally, year, value, recomputed)
