"""The shares of one year on a map: each member's class against the target, by one edition."""

from __future__ import annotations

import msgspec

from dashboard.charts.map.outlines import land_cells
from dashboard.charts.map.state import MapState
from dashboard.drawing.placement import Box
from etl.model import SHARE_OF_GDP, Ally, Count, Edition, Observation, Outlines, Release, as_printed

NOT_YET, LEFT = "not yet a member", "no longer a member"
WITHOUT = ("no armed forces", "left blank by NATO", "missing here")
"""Why a member of the year has no share."""
STEPS = (-0.5, 0.0, 0.5, 1.5)
"""Where the classes part, in percentage points from the target: two below it, three at or above."""

LOWEST_MEETING = STEPS.index(0.0) + 1
"""The lowest class that is at the target or above."""


class MapMember(msgspec.Struct, frozen=True):
    """One member on the map: its figure, and its class, 0 for the lowest; None with why it has none."""

    ally: Ally
    observation: Observation | None
    step: int | None
    why: str

    @property
    def meets(self) -> bool:
        """Whether the share is at the target or above."""
        return self.step is not None and self.step >= LOWEST_MEETING


class Atlas(msgspec.Struct, frozen=True):
    """Every ally by its share, highest first, those without one last; and the panels to draw.

    `cells` are the boxes of land that names keep off.
    """

    view: MapState
    edition: Edition
    count: Count
    places: tuple[MapMember, ...]
    panels: tuple[Outlines, ...]
    cells: tuple[Box, ...]

    @property
    def silent(self) -> bool:
        """Whether the chosen edition reports nothing of the year."""
        return not any(p.observation for p in self.places)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw: no share of the year, or no outlines."""
        return self.silent or len(self.panels) < 2

    def of_step(self, step: int) -> tuple[MapMember, ...]:
        """The members of one class."""
        return tuple(p for p in self.places if p.step == step)

    def without(self, why: str) -> tuple[MapMember, ...]:
        """The allies that have no share for one reason."""
        return tuple(p for p in self.places if p.why == why)


def atlas(release: Release, v: MapState) -> Atlas:
    """The members of the year, each with its class."""
    shares = release.block(v.edition, SHARE_OF_GDP, v.year)
    count = release.count(v.edition, v.year, v.target)
    places = [_place(a, shares.get(a.code), v, a.code in count.unpublished) for a in release.allies]
    return Atlas(
        view=v,
        edition=release.edition[v.edition],
        count=count,
        places=tuple(sorted(places, key=_order)),
        panels=release.maps,
        cells=land_cells(release),
    )


def _order(p: MapMember) -> tuple[bool, float, str]:
    return (p.step is None, -p.observation.value if p.observation else 0.0, p.ally.name)


def _place(ally: Ally, observation: Observation | None, v: MapState, blank: bool) -> MapMember:
    no_forces, left_blank, missing = WITHOUT
    if not ally.armed_forces:
        return MapMember(ally, None, None, no_forces)
    if not ally.is_member_in(v.year):
        return MapMember(ally, None, None, NOT_YET if ally.joined.year > v.year else LEFT)
    if observation is None:
        return MapMember(ally, None, None, left_blank if blank else missing)
    return MapMember(ally, observation, step_of(observation.value, v.target), "")


def step_of(value: float, target: float) -> int:
    """The class of a share, taken as it is printed: 0 for the lowest."""
    printed = as_printed(value)
    return sum(printed >= as_printed(target + step) for step in STEPS)


def steps_of(target: float) -> tuple[int, ...]:
    """The classes there can be, highest first: none that ends at zero or below."""
    lowest = next(i for i, s in enumerate(STEPS) if target + s > 0)
    return tuple(range(len(STEPS), lowest - 1, -1))
