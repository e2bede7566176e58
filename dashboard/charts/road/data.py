"""The real growth a year that would bring each ally to a target by a year. Arithmetic, never a forecast."""

from __future__ import annotations

import msgspec

from dashboard.charts.arithmetic import growth_a_year, missing, real_growth_needed
from dashboard.charts.road.state import RoadState
from etl.model import SHARE_OF_GDP, Ally, Edition, Observation, Release, as_printed
from etl.model.indicators import DOLLARS_CONSTANT, GDP

PAST_YEARS = 3
"""How many years back the growth that was is taken over."""

FEW = 8
"""More names than these are left to the table."""


class RoadRow(msgspec.Struct, frozen=True):
    """One ally: its share, the percentage points missing to the target, and rates in per cent a year.

    `needed` is the real growth that leads to the target, `past` that of the last years, None if missing.
    `dollars` is what the missing points are of the year's GDP, in million current US dollars; None where the
    edition's GDP is missing.
    """

    ally: Ally
    share: Observation
    missing: float
    needed: float
    past: float | None
    dollars: float | None

    @property
    def there(self) -> bool:
        """Whether the printed share is at the target already: `needed` then is what would keep it there."""
        return self.missing <= 0


class Road(msgspec.Struct, frozen=True):
    """Every ally with a share in the edition's last year, the steepest road first.

    `past` are the first and last year of the growth that was, None where it is missing.
    """

    view: RoadState
    edition: Edition
    year: int
    steps: tuple[RoadRow, ...]
    without: tuple[Ally, ...]
    no_forces: tuple[Ally, ...]
    past: tuple[int, int] | None

    @property
    def empty(self) -> bool:
        """Whether there is no share to start from."""
        return not self.steps

    @property
    def years(self) -> int:
        """How many years there are to go."""
        return self.view.by - self.year

    @property
    def below(self) -> tuple[RoadRow, ...]:
        """Those that are not at the target yet."""
        return tuple(s for s in self.steps if not s.there)


def road(release: Release, view: RoadState) -> Road:
    """The road of every ally from the last year that the edition reports."""
    year = release.years(view.edition)[-1]
    shares = release.block(view.edition, SHARE_OF_GDP, year)
    past = _past_years(release, view)
    steps = [_step(release, view, a, shares[a.code], past) for a in release.allies if a.code in shares]
    members = [a for a in release.allies if a.is_member(view.edition) and a.code not in shares]
    return Road(
        view=view,
        edition=release.edition[view.edition],
        year=year,
        steps=tuple(sorted(steps, key=lambda s: (-s.needed, s.ally.name))),
        without=tuple(a for a in members if a.armed_forces),
        no_forces=tuple(a for a in members if not a.armed_forces),
        past=past,
    )


def _past_years(release: Release, view: RoadState) -> tuple[int, int] | None:
    years = release.years(view.edition, DOLLARS_CONSTANT)
    return (years[-1] - PAST_YEARS, years[-1]) if years and years[-1] - PAST_YEARS in years else None


def _step(
    release: Release, view: RoadState, ally: Ally, share: Observation, past: tuple[int, int] | None
) -> RoadRow:
    ends = [release.observation(view.edition, DOLLARS_CONSTANT, y, ally.code) for y in past] if past else []
    first, last = ends if len(ends) == 2 else (None, None)
    gdp = release.observation(view.edition, GDP, share.year, ally.code)
    short = as_printed(view.target - as_printed(share.value))
    return RoadRow(
        ally=ally,
        share=share,
        missing=short,
        # From the share as it is printed, for that is what is judged.
        needed=real_growth_needed(as_printed(share.value), view.target, view.by - share.year, view.growth),
        past=growth_a_year(first.value, last.value, PAST_YEARS) if first and last else None,
        dollars=missing(as_printed(share.value), view.target, gdp.value) if gdp else None,
    )


def slower(r: Road) -> list[RoadRow]:
    """Those below whose growth of the last years, as printed, is less than what the road asks."""
    return [s for s in r.below if s.past is not None and as_printed(s.past, 1) < as_printed(s.needed, 1)]


def together(r: Road) -> float | None:
    """What is missing to the target for all that are below it, in million US dollars a year; None where any
    of them has no GDP here."""
    found = [s.dollars for s in r.below]
    return sum(d for d in found if d is not None) if found and None not in found else None
