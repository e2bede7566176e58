"""The members of one year by two measures, by one edition. Pure."""

from __future__ import annotations

from datetime import date

import msgspec

from dashboard.charts.explore import values
from dashboard.charts.explore.ranking.data import MISSING, NO_FORCES
from dashboard.charts.explore.state import VALUE, ExploreState
from dashboard.charts.explore.values import Scale, Value
from etl.model import Ally, Indicator, Release, Target

_OUTLIERS = 3
"""So many of either end of a measure are named."""


class Pair(msgspec.Struct, frozen=True):
    """A member with both values; `trail` are those of other editions, oldest first, where asked for."""

    ally: Ally
    x: Value
    y: Value
    highlighted: bool
    trail: tuple[tuple[Value, Value], ...]


class TwoMeasures(msgspec.Struct, frozen=True):
    """The members with both values, and those with forces that lack one.

    `targets` are the first target on either measure, None where there is none or something else than its
    values is shown. `rejection` is the sentence where nothing can be drawn of what is asked for.
    """

    view: ExploreState
    release: Release
    scales: tuple[Scale, Scale]
    second: Indicator | None
    pairs: tuple[Pair, ...]
    without: tuple[tuple[Ally, str], ...]
    targets: tuple[Target | None, Target | None]
    rejection: str

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.pairs

    @property
    def named(self) -> frozenset[str]:
        """Codes of those that are named in the drawing: the chosen, and both ends of both measures."""
        found = {p.ally.code for p in self.pairs if p.highlighted}
        for key in (lambda p: p.x.value, lambda p: p.y.value):
            order = [p.ally.code for p in sorted(self.pairs, key=key)]
            found |= {*order[:_OUTLIERS], *order[-_OUTLIERS:]}
        return frozenset(found)


def two_measures(release: Release, view: ExploreState) -> TwoMeasures:
    """The members in the year of the view, by its edition and both measures."""
    second = release.indicator[view.second] if view.second else None
    rejection = _rejection(release, view, second)
    scales = (values.scale(release, view), values.plain(second) if second else values.scale(release, view))
    members = release.standing(view.edition, view.indicator, view.year).members
    pairs = []
    for a in members if not rejection and second else ():
        x, y = _both(release, view, a.code)
        if x and y:
            pairs.append(Pair(a, x, y, a.code in view.allies, _trail(release, view, a.code, x, y)))
    with_both = {p.ally.code for p in pairs}
    without = [
        (a, MISSING if a.armed_forces else NO_FORCES) for a in members if pairs and a.code not in with_both
    ]
    x_target = _target(release, view.indicator) if view.shown == VALUE else None
    y_target = _target(release, second.id) if second else None
    return TwoMeasures(
        view, release, scales, second, tuple(pairs), tuple(without), (x_target, y_target), rejection
    )


def _rejection(release: Release, view: ExploreState, second: Indicator | None) -> str:
    if found := values.rejection(release, view):
        return found
    if second is None:
        return "A scatter needs a second measure: choose one."
    if not values.one_unit(release, view) or second.in_national_currency:
        return "Amounts in national currencies have no one scale: choose index or change, or US dollars."
    return ""


def _both(
    release: Release, view: ExploreState, code: str, edition: date | None = None
) -> tuple[Value | None, Value | None]:
    day = edition or view.edition
    xs = values.series(release, view, code, day)
    ys = values.of_indicator(release, view.second or "", code, day)
    x = next((v for v in xs if v.year == view.year), None)
    y = next((v for v in ys if v.year == view.year), None)
    return x, y


def _trail(
    release: Release, view: ExploreState, code: str, x: Value, y: Value
) -> tuple[tuple[Value, Value], ...]:
    if not view.all_editions or code not in view.allies:
        return ()
    found = []
    for e in release.editions:
        if e.published == view.edition:
            continue
        a, b = _both(release, view, code, e.published)
        if a and b and values.comparable(view, x.own, a.own) and values.same_unit(y.own, b.own):
            found.append((a, b))
    return tuple(found)


def _target(release: Release, indicator: str) -> Target | None:
    on_it = sorted((t for t in release.targets if t.indicator == indicator), key=lambda t: t.agreed)
    return on_it[0] if on_it else None
