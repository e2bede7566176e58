"""A measure of some allies and aggregates by year, by one edition or by every one. Pure."""

from __future__ import annotations

from datetime import date

import msgspec

from dashboard.charts.explore import values
from dashboard.charts.explore.ranking.data import ranking
from dashboard.charts.explore.state import LINES, VALUE, ExploreState
from dashboard.charts.explore.values import Scale, Value
from dashboard.state.parameters import targets_on
from etl.model import Release, Target, as_printed

STANDARD = 3
"""How many allies are drawn as lines where none is chosen: the highest ones."""


class SubjectSeries(msgspec.Struct, frozen=True):
    """One ally or aggregate: its values by the view's edition, oldest first.

    `others` are its values by other editions, oldest first, where they are asked for and have one unit with
    its own; `first` are those of them that are the first of their year in any edition.
    """

    code: str
    name: str
    values: tuple[Value, ...]
    others: tuple[tuple[date, tuple[Value, ...]], ...] = ()
    first: tuple[Value, ...] = ()


class Courses(msgspec.Struct, frozen=True):
    """Those that have values, in the order chosen, and the names of those that have none.

    `targets` are what members aim for in the unit of the values, `left_out` the editions that state amounts
    in another unit. `rejection` is the sentence where nothing can be drawn of what is asked for.
    """

    view: ExploreState
    release: Release
    scale: Scale
    courses: tuple[SubjectSeries, ...]
    without: tuple[str, ...]
    targets: tuple[Target, ...]
    left_out: tuple[date, ...]
    rejection: str

    @property
    def years(self) -> tuple[int, ...]:
        """Every year that one of them has a value of, by any edition that is drawn."""
        own = {v.year for c in self.courses for v in c.values}
        return tuple(sorted(own | {v.year for c in self.courses for _, vs in c.others for v in vs}))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.courses


def courses(release: Release, view: ExploreState) -> Courses:
    """The chosen allies and aggregates by year.

    Where none is chosen: the highest three of the year as lines, all ranked members in the other views.
    """
    scale = values.scale(release, view)
    codes = view.allies or _standard(release, view)
    rejection = values.rejection(release, view)
    if not rejection and len(codes) != 1 and view.view == LINES and not values.one_unit(release, view):
        rejection = "Amounts in several currencies have no one scale: choose index or change, or US dollars."
    found = {} if rejection else {c: _within(values.series(release, view, c), view) for c in codes}
    left_out: set[date] = set()
    made = tuple(_course(release, view, c, own, left_out) for c, own in found.items() if own)
    return Courses(
        view=view,
        release=release,
        scale=scale,
        courses=made,
        without=tuple(release.name(c) for c in codes if not found.get(c)),
        targets=targets_on(release, view.indicator) if view.shown == VALUE else (),
        left_out=tuple(sorted(left_out)),
        rejection=rejection,
    )


def _standard(release: Release, view: ExploreState) -> tuple[str, ...]:
    ranked = ranking(release, view).ranked
    if not ranked and view.view != LINES:
        members = release.standing(view.edition, view.indicator, view.year).observations
        return tuple(f.ally for f in members)
    return tuple(r.ally.code for r in ranked[: STANDARD if view.view == LINES else None])


def _within(found: tuple[Value, ...], view: ExploreState) -> tuple[Value, ...]:
    return tuple(v for v in found if view.since <= v.year <= view.until)


def _course(
    release: Release, view: ExploreState, code: str, own: tuple[Value, ...], left_out: set[date]
) -> SubjectSeries:
    if not view.draws_others:
        return SubjectSeries(code, release.name(code), own)
    others, first, printed = [], [], set()
    for e in release.editions:
        found = _within(values.series(release, view, code, e.published), view)
        if found and not values.comparable(view, own[0].own, found[0].own):
            left_out.add(e.published)
            continue
        first += [v for v in found if v.year not in printed and e.published != view.edition]
        printed |= {v.year for v in found}
        if found and e.published != view.edition:
            others.append((e.published, found))
    own_by_year = {v.year: as_printed(v.value, 2) for v in own}
    moved = tuple(v for v in first if own_by_year.get(v.year) != as_printed(v.value, 2))
    return SubjectSeries(code, release.name(code), own, tuple(others), moved)
