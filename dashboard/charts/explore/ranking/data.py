"""The members of one year ranked by what is shown of a measure, by one edition. Pure."""

from __future__ import annotations

import msgspec

from dashboard.charts.explore import values
from dashboard.charts.explore.state import RANKING, ExploreState
from dashboard.charts.explore.values import Scale, Value
from etl.model import Ally, Observation, Release, as_printed

NO_FORCES, BLANK, MISSING = "no armed forces", "left blank by NATO", "not available here"
NOT_MADE = "no earlier or total value to compute it from"
"""Why a member has no value."""


class Ranked(msgspec.Struct, frozen=True):
    """A member with its value and its place from 1, which those of one printed value share.

    `others` are the values of other editions, where the view shows them and they have one unit with this one.
    """

    ally: Ally
    value: Value
    place: int
    joint: bool
    highlighted: bool
    others: tuple[Value, ...]


class MeasureRanking(msgspec.Struct, frozen=True):
    """The members with a value, the highest first, and those without, each with the reason.

    `rejection` is the sentence where nobody can be ranked by what is asked for.
    """

    view: ExploreState
    release: Release
    scale: Scale
    ranked: tuple[Ranked, ...]
    without: tuple[tuple[Ally, str], ...]
    rejection: str

    @property
    def empty(self) -> bool:
        """Whether there is nobody to rank."""
        return not self.ranked

    @property
    def unranked(self) -> tuple[str, ...]:
        """Codes of those chosen that are no member in the year: aggregates, and allies that were none."""
        members = {r.ally.code for r in self.ranked} | {a.code for a, _ in self.without}
        return tuple(code for code in self.view.allies if code not in members)


def ranking(release: Release, view: ExploreState) -> MeasureRanking:
    """The members in the year of the view by its edition and measure."""
    rejection = values.rejection(release, view)
    if not rejection and not values.one_unit(release, view):
        rejection = "Amounts in national currencies cannot be ranked: choose index or change, or US dollars."
    scale = values.scale(release, view)
    others = view.draws_others and view.view == RANKING
    standing = release.standing(view.edition, values.admitted(release, view), view.year)
    found = {} if rejection else _of_year(release, view, [a.code for a in standing.members])
    printed = {code: as_printed(v.value, scale.decimals) for code, v in found.items()}
    all_printed = list(printed.values())
    ranked = tuple(
        Ranked(
            ally=release.ally[code],
            value=v,
            place=1 + sum(p > printed[code] for p in all_printed),
            joint=all_printed.count(printed[code]) > 1,
            highlighted=code in view.allies,
            others=_others(release, view, code, v.own) if others else (),
        )
        for code, v in sorted(found.items(), key=lambda pair: (-pair[1].value, pair[0]))
    )
    reasons = {**dict.fromkeys(standing.missing, MISSING), **dict.fromkeys(standing.blank, BLANK)}
    without = tuple(
        (a, reasons.get(a.code, NOT_MADE if a.armed_forces else NO_FORCES))
        for a in standing.members
        if a.code not in found
    )
    return MeasureRanking(view, release, scale, ranked, without if ranked else (), rejection)


def _of_year(release: Release, view: ExploreState, codes: list[str]) -> dict[str, Value]:
    found = {}
    for code in codes:
        value = next((v for v in values.series(release, view, code) if v.year == view.year), None)
        if value:
            found[code] = value
    return found


def _others(release: Release, view: ExploreState, code: str, own: Observation) -> tuple[Value, ...]:
    found = []
    for e in release.editions:
        if e.published != view.edition:
            of_edition = values.series(release, view, code, e.published)
            found += [v for v in of_edition if v.year == view.year and values.comparable(view, own, v.own)]
    return tuple(found)
