"""What is drawn of a measure: NATO's values, or what is computed from them as `shown` says. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from dashboard.charts.explore.state import CHANGE, HEAD, INDEX, PART, ExploreState
from etl.model import REAL_CHANGE, TOTAL, Indicator, Observation, Release
from etl.model.indicators import DOLLARS_CONSTANT, GDP_CONSTANT, GDP_PER_HEAD, SPENDING_PER_HEAD
from etl.model.measure import measure

PER_HEAD: Mapping[str, str] = {
    DOLLARS_CONSTANT: SPENDING_PER_HEAD,
    GDP_CONSTANT: GDP_PER_HEAD,
}
"""The measures that NATO prints per head too, and the indicator that it does so in.

NATO prints no population, and the amounts are rounded: nothing else is divided by one.
"""


class Value(msgspec.Struct, frozen=True):
    """A value as it is drawn, and the observations that it is computed from, its own year's first.

    `estimate` says whether any of them is one.
    """

    year: int
    value: float
    observations: tuple[Observation, ...]

    @property
    def estimate(self) -> bool:
        """Whether any observation that it rests on is an estimate of NATO's."""
        return any(f.estimate for f in self.observations)

    @property
    def own(self) -> Observation:
        """The observation of its own ally and year."""
        return self.observations[0]


class Scale(msgspec.Struct, frozen=True):
    """How values are written: decimals, the words after one in a sentence, and the unit by itself.

    `computed` is the sentence that says what is ours in them; "" for NATO's own values.
    """

    decimals: int
    phrase: str
    unit: str
    computed: str = ""


def rejection(release: Release, view: ExploreState) -> str:
    """Why the measure does not admit what is to be shown of it, a sentence; "" where it does."""
    indicator = release.indicator[view.indicator]
    if view.shown == PART and not indicator.additive:
        summed = "only amounts in US dollars and persons add up to one"
        return f"{indicator.title} has no part of NATO’s total: {summed}."
    if view.shown == HEAD and view.indicator not in PER_HEAD:
        named = " and ".join(release.indicator[i].title for i in PER_HEAD if i in release.indicator)
        return f"{indicator.title} is not shown per head: NATO’s tables have that for {named}."
    if view.shown in (INDEX, CHANGE) and view.indicator == REAL_CHANGE:
        none = "index" if view.shown == INDEX else "change"
        return f"{indicator.title} is a change already: it has no {none}."
    return ""


def admitted(release: Release, view: ExploreState) -> str:
    """The indicator that the values are of: that of the view, or NATO's own per head."""
    return PER_HEAD.get(view.indicator, view.indicator) if view.shown == HEAD else view.indicator


def scale(release: Release, view: ExploreState) -> Scale:
    """How the values of the view's first measure are written."""
    indicator = release.indicator[view.indicator]
    if view.shown == INDEX:
        return Scale(0, f" ({view.base} = 100)", f"{view.base} = 100", "The index is our arithmetic.")
    if view.shown == CHANGE and indicator.in_percent:
        unit = "percentage points on the year before"
        return Scale(indicator.decimals, " points", unit, "The change is our arithmetic.")
    if view.shown == CHANGE:
        return Scale(1, "%", "% on the year before", f"The change is our arithmetic{_prices(indicator)}.")
    if view.shown == PART:
        return Scale(1, "% of NATO’s total", "% of NATO’s total", "The part is our arithmetic.")
    return plain(release.indicator[admitted(release, view)] if view.shown == HEAD else indicator)


def _prices(indicator: Indicator) -> str:
    return ", at current prices: inflation is in it" if "current" in indicator.id else ""


def plain(indicator: Indicator) -> Scale:
    """How NATO's own values of an indicator are written."""
    return Scale(indicator.decimals, indicator.phrase, indicator.unit.replace("percent", "%"))


def series(release: Release, view: ExploreState, code: str, edition: date | None = None) -> tuple[Value, ...]:
    """The values of an ally or aggregate by year, oldest first; by another edition where one is given.

    A year that an observation is missing for has none. Nothing where the measure does not admit what is
    shown.
    """
    edition = edition or view.edition
    if rejection(release, view):
        return ()
    found = release.series(code, admitted(release, view), edition)
    if view.shown == INDEX:
        return tuple(_index(found, view.base))
    if view.shown == CHANGE:
        return tuple(_change(found, release.indicator[view.indicator].in_percent))
    if view.shown == PART:
        return tuple(_part(found, release))
    return tuple(Value(f.year, f.value, (f,)) for f in found)


def of_indicator(release: Release, indicator: str, code: str, edition: date) -> tuple[Value, ...]:
    """NATO's own values of an indicator, oldest first."""
    return tuple(Value(f.year, f.value, (f,)) for f in release.series(code, indicator, edition))


def _index(found: list[Observation], base: int) -> Iterator[Value]:
    hundred = next((f for f in found if f.year == base), None)
    if hundred and hundred.value > 0:
        for f in found:
            yield Value(f.year, 100 * f.value / hundred.value, (f,) if f is hundred else (f, hundred))


def _change(found: list[Observation], points: bool) -> Iterator[Value]:
    by_year = {f.year: f for f in found}
    for f in found:
        before = by_year.get(f.year - 1)
        if before and points:
            yield Value(f.year, f.value - before.value, (f, before))
        elif before and before.value > 0:
            yield Value(f.year, 100 * (f.value / before.value - 1), (f, before))


def _part(found: list[Observation], release: Release) -> Iterator[Value]:
    for f in found:
        total = release.observation(f.edition, f.indicator, f.year, TOTAL)
        if total and total.value > 0:
            yield Value(f.year, 100 * f.value / total.value, (f,) if total is f else (f, total))


def one_unit(release: Release, view: ExploreState) -> bool:
    """Whether the values of several allies have one unit: not amounts in currencies of their own."""
    return view.shown in (INDEX, CHANGE) or not release.indicator[view.indicator].in_national_currency


def comparable(view: ExploreState, own: Observation, other: Observation) -> bool:
    """Whether two editions' values of one measure have one unit: amounts of one currency and base year.

    An index, a change and a part are of no unit.
    """
    return view.shown in (INDEX, CHANGE, PART) or same_unit(own, other)


def same_unit(own: Observation, other: Observation) -> bool:
    """Whether two observations of one indicator have one currency and one base year of prices."""
    return measure(own) == measure(other)
