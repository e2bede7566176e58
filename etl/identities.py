"""The identities of NATO's own tables, and where they do not hold. Pure: figures in, breaks out.

Each is tested as sharply as the printing of the edition allows: a table of whole millions leaves
more room than an unrounded one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from etl.interval import Interval, around, places, usual
from etl.release import EUROPE_AND_CANADA, TOTAL, Ally, Figure

CATEGORIES = ("equipment_share", "personnel_share", "infrastructure_share", "other_share")
ADDITIVE = (
    "expenditure_usd_current",
    "expenditure_usd_constant",
    "gdp_usd_current",
    "gdp_usd_constant",
    "military_personnel",
)
_WITHOUT_ARMY = ("expenditure_usd_current", "expenditure_usd_constant", "military_personnel")
"""Where an ally without armed forces adds nothing; the GDP of the aggregates includes it."""


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


class _Table:
    """The figures of one edition by indicator, ally and year, with the bounds their printing gives."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.value = {(f.indicator, f.ally, f.year): f.value for f in figures}
        shown = {key: places(value) for key, value in self.value.items()}
        columns: dict[str, list[int]] = {}
        for (indicator, _, _), n in shown.items():
            columns.setdefault(indicator, []).append(n)
        most = {indicator: usual(column) for indicator, column in columns.items()}
        # One figure that is not rounded says nothing of the others in its column.
        self._decimals = {key: max(n, most[key[0]]) for key, n in shown.items()}

    def keys(self, indicator: str) -> list[tuple[str, int]]:
        """Ally and year of every figure of an indicator."""
        return [(ally, year) for i, ally, year in self.value if i == indicator]

    def bounds(self, indicator: str, ally: str, year: int) -> Interval | None:
        """What the figure may stand for; None where there is none."""
        key = (indicator, ally, year)
        return around(self.value[key], self._decimals[key]) if key in self.value else None

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
    """Europe and Canada and the United States are the alliance."""
    for indicator in ADDITIVE:
        for ally, year in t.keys(indicator):
            if ally != TOTAL:
                continue
            europe, usa = t.bounds(indicator, EUROPE_AND_CANADA, year), t.bounds(indicator, "USA", year)
            if europe and usa:
                yield from t.compare("aggregates-add-up", indicator, TOTAL, year, europe + usa)


def _members(t: _Table, allies: Sequence[Ally]) -> Iterator[Break]:
    """Europe and Canada are the members of that year but for the United States.

    An ally that joined in that year or later may be in the sum or not: from when an aggregate counts it, and
    whether the years before are restated with it, is NATO's to decide.
    """
    others = [a for a in allies if a.code != "USA" and a.armed_forces]
    for indicator in _WITHOUT_ARMY:
        for ally, year in t.keys(indicator):
            if ally != EUROPE_AND_CANADA:
                continue
            bounds = {a.code: t.bounds(indicator, a.code, year) for a in others}
            certain = [bounds[a.code] for a in others if a.joined.year < year]
            parts = [p for p in certain if p]
            late = [p for a in others if a.joined.year >= year and (p := bounds[a.code])]
            printed = t.bounds(indicator, EUROPE_AND_CANADA, year)
            if not printed or len(parts) < len(certain):
                continue
            sums = (_sum([*parts, *some]) for n in range(len(late) + 1) for some in combinations(late, n))
            if not any(printed.meets(whole) for whole in sums):
                now = [p for a in others if a.joined.year <= year and (p := bounds[a.code])]
                yield from t.compare("members-add-up", indicator, EUROPE_AND_CANADA, year, _sum(now))


def _sum(parts: Sequence[Interval]) -> Interval:
    return Interval(sum(p.low for p in parts), sum(p.high for p in parts))


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
