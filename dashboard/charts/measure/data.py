"""The members ranked by any measure that can be compared between them, in one year by one edition. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.charts.measure.state import MeasureState
from dashboard.filters import subjects
from etl.model import Ally, Edition, Indicator, Observation, Release, as_printed

NO_FORCES, BLANK, MISSING = "no armed forces", "left blank by NATO", "not available here"
"""Why a member has no value."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A member with its observation and its place from 1, which those of one printed value share."""

    ally: Ally
    observation: Observation
    place: int
    joint: bool
    highlighted: bool


@dataclass(frozen=True, slots=True)
class MeasureRanking:
    """The members with a value, the highest first, and those without, each with the reason.

    `table` is the number that the edition gives the table; `names` are those of allies and aggregates by
    code. `national` says that the values are amounts in each ally's own currency: then nobody is ranked.
    """

    view: MeasureState
    indicator: Indicator
    edition: Edition
    table: str
    names: Mapping[str, str]
    ranked: tuple[Ranked, ...]
    without: tuple[tuple[Ally, str], ...]

    @property
    def national(self) -> bool:
        """Whether the measure cannot be compared between allies."""
        return self.indicator.in_national_currency

    @property
    def empty(self) -> bool:
        """Whether there is nobody to rank."""
        return not self.ranked

    @property
    def unranked(self) -> tuple[str, ...]:
        """Codes of those chosen that are no member in the year: aggregates, and allies that were none."""
        members = {r.ally.code for r in self.ranked} | {a.code for a, _ in self.without}
        return tuple(code for code in self.view.allies if code not in members)


def measure(release: Release, view: MeasureState) -> MeasureRanking:
    """The members in the year of the view by its edition and indicator."""
    indicator, edition = release.indicator[view.indicator], release.edition[view.edition]
    standing = release.standing(view.edition, view.indicator, view.year)
    found = () if indicator.in_national_currency else standing.observations
    printed = {f.ally: as_printed(f.value, indicator.decimals) for f in found}
    values = list(printed.values())
    ranked = tuple(
        Ranked(
            ally=release.ally[f.ally],
            observation=f,
            place=1 + sum(v > printed[f.ally] for v in values),
            joint=values.count(printed[f.ally]) > 1,
            highlighted=f.ally in view.allies,
        )
        for f in found
    )
    reasons = {**dict.fromkeys(standing.missing, MISSING), **dict.fromkeys(standing.blank, BLANK)}
    without = tuple(
        (a, reasons.get(a.code, NO_FORCES))
        for a in standing.members
        if a.code not in printed and (a.code in reasons or not a.armed_forces)
    )
    table = release.table(view.edition, view.indicator)
    return MeasureRanking(
        view, indicator, edition, table, subjects(release), ranked, without if ranked else ()
    )
