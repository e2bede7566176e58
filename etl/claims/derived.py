"""Figures of groups that NATO's tables do not name, computed from those of their members. Pure.

Amounts are added; a share is that of the sums; a real change is that of the sums at constant prices. The
group is that of the end of the year. A figure per head cannot be computed: the tables have no population.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from etl.model import (
    EUROPE_AND_CANADA,
    EXCEPT,
    REAL_CHANGE,
    SHARE_OF_GDP,
    TOTAL,
    Indicator,
    Observation,
    Release,
)
from etl.model.indicators import DOLLARS_CONSTANT, GDP_CONSTANT

ORIGIN = "computed here from the figures of its members"
_PRINTED = {"members": TOTAL, f"{EXCEPT}USA": EUROPE_AND_CANADA}
_OF_SPENDING = "percent of defence expenditure"


def observation(
    release: Release, edition: date, indicator: str, year: int, subject: str
) -> Observation | None:
    """A figure of an ally, an aggregate or a group by its key; None where it is missing or not computable.

    All allies together, and all but the United States, have a figure that NATO prints.
    """
    if (printed := release.observation(edition, indicator, year, subject)) is not None:
        return printed
    codes = release.members_of(subject, year)
    if codes is None:
        return None
    if aggregate := _PRINTED.get(subject):
        printed = release.observation(edition, indicator, year, aggregate)
        return printed and replace(printed, ally=subject)
    return _of_members(release, edition, indicator, year, subject, codes)


def is_computed(observation: Observation) -> bool:
    """Whether a figure is ours: computed from NATO's, and printed by nobody."""
    return observation.origin == ORIGIN


def computable(indicator: Indicator) -> bool:
    """Whether the figure of a group follows from those of its members."""
    of_sums = indicator.unit == _OF_SPENDING or indicator.id in (SHARE_OF_GDP, REAL_CHANGE)
    return indicator.additive or of_sums


def _of_members(
    release: Release, edition: date, indicator: str, year: int, key: str, codes: Sequence[str]
) -> Observation | None:
    known = release.indicator[indicator]
    if not computable(known):
        return None
    estimates: list[bool] = []
    units: set[str] = set()

    def total(of: str, weight: str = "", of_year: int = year) -> float | None:
        values = []
        for code in codes:
            if not release.ally[code].armed_forces:
                continue
            observations = [release.observation(edition, i, of_year, code) for i in (of, weight) if i]
            found = [f for f in observations if f is not None]
            if len(found) != len(observations):
                return None
            estimates.extend(f.estimate for f in found)
            units.update(f.unit for f in found if f.indicator == indicator)
            values.append(found[0].value * (found[1].value if weight else 1.0))
        return sum(values) if values else None

    if indicator == SHARE_OF_GDP:
        value = _quotient(total(DOLLARS_CONSTANT), total(GDP_CONSTANT), 100.0)
    elif indicator == REAL_CHANGE:
        change = _quotient(total(DOLLARS_CONSTANT), total(DOLLARS_CONSTANT, of_year=year - 1), 100.0)
        value = None if change is None else change - 100.0
    elif known.unit == _OF_SPENDING:
        value = _quotient(total(indicator, DOLLARS_CONSTANT), total(DOLLARS_CONSTANT), 1.0)
    else:
        value = total(indicator)
    if value is None:
        return None
    unit, table = next(iter(units), known.unit), release.table(edition, indicator)
    return Observation(edition, key, year, indicator, value, unit, any(estimates), table, "", ORIGIN)


def _quotient(part: float | None, whole: float | None, times: float) -> float | None:
    return times * part / whole if part is not None and whole else None
