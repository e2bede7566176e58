"""The links of `/explore` that are no part of its form: views, what is shown, allies, and steps in time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import msgspec
from msgspec.structs import replace

from dashboard import formatting as words
from dashboard import search
from dashboard.charts.explore.lines.plot import ALL_IN_INK
from dashboard.charts.explore.state import (
    LINES,
    MULTIPLES,
    SCATTER,
    SHOWN,
    VALUE,
    VIEWS,
    ExploreState,
    editions_having,
    latest_having,
)
from dashboard.charts.explore.values import admitted, rejection
from dashboard.state.parameters import members_with_forces
from etl.model import AGGREGATES, EUROPE_AND_CANADA, Release, once_per_release

ADDRESS = "/explore"
_GROUPS = ("Baltic members of NATO", "Nordic members of NATO", "Benelux members of NATO")
"""The groups that are offered, by key, where the release has them."""


class Link(msgspec.Struct, frozen=True):
    """A choice: its name, where it leads ("" where it cannot be chosen, with why), and whether it is."""

    name: str
    href: str
    chosen: bool = False
    why: str = ""


class Steps(msgspec.Struct, frozen=True):
    """A way through time: what it goes through, where it stands, and the steps earlier and later.

    `first` is where playing begins once the last is reached. An href is "" where there is no further step.
    """

    id: str
    name: str
    at: str
    first: str
    earlier: str
    later: str
    place: int
    of: int


def address(view: ExploreState, release: Release) -> str:
    """The page's address for a view."""
    return ADDRESS + view.query(release)


def _changed(state: ExploreState, release: Release, **values: Any) -> str:
    return address(replace(state, **values), release)


def views(release: Release, view: ExploreState) -> tuple[Link, ...]:
    """The six views of the state; a scatter cannot be chosen without a second measure."""
    return tuple(
        Link(name, "", why="choose a second measure first")
        if id_ == SCATTER and not view.second and view.view != SCATTER
        else Link(name, _changed(view, release, view=id_), id_ == view.view)
        for id_, name in VIEWS.items()
    )


def shown(release: Release, view: ExploreState) -> tuple[Link, ...]:
    """What can be made of the measure; what it does not admit, with the sentence that says why."""
    found = []
    for id_, name in SHOWN.items():
        other = replace(view, shown=id_)
        why = rejection(release, other)
        href = "" if why and id_ != view.shown else address(other, release)
        found.append(Link(name, href, id_ == view.shown, why))
    return tuple(found)


def chips(release: Release, view: ExploreState) -> tuple[Link, ...]:
    """Those chosen, each with the address without it."""
    return tuple(
        Link(release.name(code), _changed(view, release, allies=tuple(c for c in view.allies if c != code)))
        for code in view.allies
    )


@once_per_release
def names(release: Release) -> Mapping[str, str]:
    """The names by which each ally and aggregate is found: those of the search, and the group that it is in.

    They are spelt plainly, with a stroke between two.
    """
    found = {entry.address.rsplit("/", 1)[1]: list(entry.spelt) for entry in search.allies(release)}
    for code, name in AGGREGATES.items():
        found[code] = [search.spelt(name)]
    for key in _GROUPS:
        for code in release.members_of(key, release.latest_edition.published.year) or ():
            found[code].append(search.spelt(key.split(" ")[0]))
    return {code: "|".join(spelt) for code, spelt in found.items()}


def groups(release: Release, view: ExploreState) -> Iterator[Link]:
    """What adds or removes several at once."""
    year = view.until
    if EUROPE_AND_CANADA not in view.allies:
        yield Link(
            "+ NATO Europe and Canada", _changed(view, release, allies=(*view.allies, EUROPE_AND_CANADA))
        )
    for key in _GROUPS:
        codes = [c for c in release.members_of(key, year) or () if release.ally[c].armed_forces]
        if codes and not set(codes) <= set(view.allies):
            allies = tuple(dict.fromkeys((*view.allies, *codes)))
            yield Link(f"+ {key.split(' ')[0]}", _changed(view, release, allies=allies))
    everyone = tuple(members_with_forces(release))
    if not set(everyone) <= set(view.allies):
        yield Link(f"All {len(everyone)}", _changed(view, release, allies=everyone))
    if view.allies:
        yield Link("Clear", _changed(view, release, allies=()))


def crowded(release: Release, view: ExploreState) -> str:
    """Where many lines are drawn as small charts; "" where they are few."""
    many = view.view == LINES and len(view.allies) > ALL_IN_INK
    return _changed(view, release, view=MULTIPLES) if many else ""


def helps(release: Release, view: ExploreState) -> tuple[Link, ...]:
    """What shows something where the state does not: NATO's values, the latest edition with the measure."""
    found = []
    if rejection(release, view):
        found.append(Link("Show NATO’s values", _changed(view, release, shown=VALUE)))
    best = latest_having(release, view.indicator)
    standard = ExploreState.standard(
        release, indicator=view.indicator, allies=view.allies, edition=best.published
    )
    found.append(
        Link(
            f"The measure by the edition of {words.day(best.published)}",
            address(replace(standard, view=standard.view if view.view == SCATTER else view.view), release),
        )
    )
    return tuple(found)


def steps(release: Release, view: ExploreState) -> tuple[Steps, ...]:
    """Through years and through editions, where there is more than one."""
    indicator = admitted(release, view)
    years = release.years(view.edition, indicator)
    at = view.year if view.of_one_year else view.until
    if not view.of_one_year:
        years = tuple(y for y in years if y >= view.since)
    found = []
    if len(years) > 1:
        hrefs = [_year(view, release, y) for y in years]
        found.append(_steps("years", "years", str(at), hrefs, _place(years, at)))
    days = [e.published for e in editions_having(release, indicator, view.year if view.of_one_year else None)]
    if len(days) > 1:
        hrefs = [_edition(view, release, d) for d in days]
        name = words.short_day(view.edition)
        found.append(_steps("editions", "editions", name, hrefs, _place(tuple(days), view.edition)))
    return tuple(found)


def _year(view: ExploreState, release: Release, year: int) -> str:
    if view.of_one_year:
        return _changed(view, release, year=year)
    return _changed(view, release, until=year)


def _edition(view: ExploreState, release: Release, day: date) -> str:
    """The view by another edition: of its own years, where the view's are not its."""
    years = release.years(day, admitted(release, view)) or release.all_years
    since = view.since if view.since in years else years[0]
    until = view.until if view.until in years and view.until > since else years[-1]
    base = view.base if view.base in years else years[0]
    return _changed(view, release, edition=day, since=since, until=until, base=base)


def _place(values: tuple[Any, ...], at: Any) -> int:
    return values.index(at) if at in values else sum(v < at for v in values) - 1


def _steps(id_: str, name: str, at: str, hrefs: list[str], place: int) -> Steps:
    return Steps(
        id=id_,
        name=name,
        at=at,
        first=hrefs[0],
        earlier=hrefs[place - 1] if place > 0 else "",
        later=hrefs[place + 1] if place + 1 < len(hrefs) else "",
        place=place + 1,
        of=len(hrefs),
    )
