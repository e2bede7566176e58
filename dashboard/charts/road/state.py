"""The state of the road to a target, and the assumption that it rests on."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec.structs import replace

from dashboard.state import Chosen, Parameter, State
from dashboard.state import parameters as shared
from dashboard.state.domains import NumberRange, Whole
from dashboard.state.parameters import core, marked_editions_with_shares
from etl.model import CORE, Release

LAST_BY = 2060
"""The last year by which a target can be asked for: growth rates over more than a generation say little."""


def first_year(edition: date, release: Release) -> int:
    """The first year after the last one of an edition."""
    return max(release.years(edition)) + 1


def _by(chosen: Chosen) -> int:
    """The year by which the target for core defence is due, or the first that can be asked for."""
    due = chosen.release.target[CORE].due or 0
    return max(due, first_year(chosen["edition"], chosen.release))


BY = Parameter(
    name="by",
    what="The year in which the target is to be met.",
    domain=Whole(
        lambda chosen: (first_year(chosen["edition"], chosen.release), LAST_BY),
        lambda first, last: f"a year from {first}, the first after the edition’s last, to {last}",
    ),
    default=_by,
    label="By the year",
    control="number",
)
GROWTH = Parameter(
    name="growth",
    what="The assumed real growth of GDP, per cent a year, the same for every ally.",
    domain=NumberRange(-5.0, 10.0, 2, "a number from -5 to 10 with at most two decimals"),
    default=lambda _: 1.5,
    label="Assumed GDP growth, % a year",
    control="number",
)


EDITION = replace(shared.EDITION, label="Edition", options=marked_editions_with_shares)
TARGET = replace(shared.TARGET, default=core)


class RoadState(State, frozen=True):
    """From `edition` to `target` per cent of GDP in the year `by`; `growth` of GDP in per cent a year."""

    edition: Annotated[date, EDITION]
    target: Annotated[float, TARGET]
    by: Annotated[int, BY]
    growth: Annotated[float, GROWTH]
