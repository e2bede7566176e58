"""All members side by side: each one's share of GDP by year as one edition reports it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from dashboard import formatting as words
from dashboard.charts.allies.state import AlliesState
from etl.model import SHARE_OF_GDP, Ally, Edition, Observation, Release, as_printed
from etl.model.cached import cached_property


class AllySeries(msgspec.Struct, frozen=True):
    """One member's figures by year, oldest first; `reason` says why the last year has none, else empty."""

    ally: Ally
    observations: tuple[Observation, ...]
    last: Observation | None
    reason: str

    @property
    def growth(self) -> float | None:
        """Percentage points from the first figure to that of the last year, as printed; None without two."""
        if self.last is None or len(self.observations) < 2:
            return None
        return as_printed(as_printed(self.last.value) - as_printed(self.observations[0].value))


class Allies(msgspec.Struct, frozen=True, dict=True):
    """Every member in order, over the years of the edition; `counts`: first and last year, each n of M."""

    view: AlliesState
    edition: Edition
    courses: tuple[AllySeries, ...]
    years: tuple[int, ...]
    counts: tuple[tuple[int, int, int], ...]

    @cached_property
    def high(self) -> float:
        """The upper end of the one scale that all share, from zero: above every share and the target."""
        shares = [f.value for c in self.courses for f in c.observations]
        return 1.06 * max([*shares, self.view.target])

    @property
    def estimates(self) -> bool:
        """Whether any figure is an estimate."""
        return any(f.estimate for c in self.courses for f in c.observations)


def allies(release: Release, view: AlliesState) -> Allies:
    """The members' courses by the edition of the view."""
    edition = release.edition[view.edition]
    reported = release.years(view.edition)
    courses = [_course(release, edition, a, reported[-1] if reported else 0) for a in release.allies]
    # Years with every figure available; of the others no count can be given.
    whole = [y for y in reported if release.count(view.edition, y, view.target).whole]
    ends = sorted({whole[0], whole[-1]}) if whole else []
    counts = [release.count(view.edition, y, view.target) for y in ends]
    return Allies(
        view=view,
        edition=edition,
        courses=tuple(sorted(courses, key=_ORDER[view.order])),
        years=tuple(range(reported[0], reported[-1] + 1)) if reported else (),
        counts=tuple((c.year, c.n, c.of) for c in counts),
    )


def _course(release: Release, edition: Edition, ally: Ally, last: int) -> AllySeries:
    observations = tuple(release.series(ally.code, SHARE_OF_GDP, edition.published))
    at = next((f for f in observations if f.year == last), None)
    return AllySeries(ally, observations, at, "" if at else _reason(edition, ally, last))


def _reason(edition: Edition, ally: Ally, year: int) -> str:
    if not ally.armed_forces:
        return "no armed forces, no row in the tables"
    if any((b.indicator, b.ally, b.year) == (SHARE_OF_GDP, ally.code, year) for b in edition.blanks):
        return f"{year} left blank by NATO"
    if ally.joined > edition.published:
        return f"not yet a member, no row in the tables; joined {words.day(ally.joined)}"
    if ally.left and ally.left <= edition.published:
        return f"no longer a member, no row in the tables; left {words.day(ally.left)}"
    return f"{year} missing here"


_ORDER: Mapping[str, Callable[[AllySeries], tuple[object, ...]]] = {
    "share": lambda c: (
        c.last is None,
        not c.ally.armed_forces,
        -(c.last.value if c.last else 0),
        c.ally.name,
    ),
    "name": lambda c: (c.ally.name,),
    "growth": lambda c: (
        c.growth is None,
        not c.ally.armed_forces,
        -(c.growth or 0.0),
        -(c.last.value if c.last else 0.0),
        c.ally.name,
    ),
}
