"""One ally's share of GDP by year, as each edition up to the chosen one reports it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec

from dashboard.charts.ally.state import AllyState
from dashboard.charts.by_year import EditionSeries, readable
from dashboard.charts.estimate_moves.band import band_at
from etl.model import CORE, PLEDGE, SHARE_OF_GDP, Ally, Edition, Observation, Release, Target, as_printed
from etl.model.cached import cached_property
from etl.model.estimates import Band

SMALL = 0.05
"""Percentage points: where no year moved so far, the editions agree."""


class History(msgspec.Struct, frozen=True, dict=True):
    """The ally as known on the day of an edition: `now` is what it reports, `before` what earlier ones did.

    `shown` are the editions that a drawing or a table has room for, of those that report something.

    `blank` are the years that the edition itself left blank for this ally; `pledge` is the share of GDP
    pledged at Wales, in per cent, `core` the target of The Hague. `band` is the range of earlier moves around
    the edition's first estimate, where it is asked for and has one.
    """

    view: AllyState
    ally: Ally
    edition: Edition
    now: EditionSeries
    before: tuple[EditionSeries, ...]
    blank: tuple[int, ...]
    later: int
    pledge: float
    core: Target
    band: Band | None

    @property
    def series(self) -> tuple[EditionSeries, ...]:
        """Every edition that reports something, oldest first."""
        return (*self.before, self.now) if self.now.observations else self.before

    @cached_property
    def shown(self) -> Sequence[EditionSeries]:
        """The newest of the series, as many as can be read."""
        return readable(self.series, lambda one: len(one.observations))

    @property
    def whisker(self) -> tuple[int, float, float] | None:
        """The year of the edition's first estimate and the ends of the band around it; None without one."""
        year = self.edition.published.year
        first = next((f for f in self.now.observations if f.year == year), None)
        if first is None or self.band is None:
            return None
        return year, first.value + self.band.low, first.value + self.band.high

    @property
    def empty(self) -> bool:
        """Whether there is no share to draw."""
        return not self.series

    def of_year(self, year: int) -> list[Observation]:
        """The figures of a year by edition, oldest edition first."""
        return self.by_year.get(year, [])

    @cached_property
    def by_year(self) -> Mapping[int, list[Observation]]:
        """The figures of every year that some edition reports, each year's by edition, oldest first."""
        found: dict[int, list[Observation]] = {}
        for one in self.series:
            for f in one.observations:
                found.setdefault(f.year, []).append(f)
        return dict(sorted(found.items()))

    @property
    def years(self) -> list[int]:
        """Every year that an edition shown reports."""
        return sorted({f.year for one in self.shown for f in one.observations})


class Revision(msgspec.Struct, frozen=True):
    """How far a year moved from the first edition that reports it to the last, as printed."""

    year: int
    first: Observation
    last: Observation

    @property
    def points(self) -> float:
        """The last less the first."""
        return as_printed(as_printed(self.last.value) - as_printed(self.first.value))


def history(release: Release, view: AllyState) -> History:
    """The shares of an ally by every edition up to that of the view."""
    edition = release.edition[view.edition]

    def series(e: Edition) -> EditionSeries:
        return EditionSeries(e, tuple(release.series(view.ally, SHARE_OF_GDP, e.published)))

    return History(
        view=view,
        ally=release.ally[view.ally],
        edition=edition,
        now=series(edition),
        before=tuple(
            t for e in release.editions if e.published < view.edition and (t := series(e)).observations
        ),
        blank=tuple(
            sorted(b.year for b in edition.blanks if (b.indicator, b.ally) == (SHARE_OF_GDP, view.ally))
        ),
        later=sum(e.published > view.edition and bool(series(e).observations) for e in release.editions),
        pledge=release.target[PLEDGE].value,
        core=release.target[CORE],
        band=band_at(release, edition.published, edition.published.year, view.band),
    )


def most_revised(h: History) -> Revision | None:
    """The year that moved furthest between editions, the newest of equals; None where none was reported
    twice."""
    moved = [Revision(y, values[0], values[-1]) for y, values in h.by_year.items() if len(values) > 1]
    return max(moved, key=lambda r: (abs(r.points), r.year), default=None)


def changes_of_year(h: History) -> list[tuple[Observation, float | None]]:
    """The chosen year by each edition, with the change as printed since the edition before."""
    values = h.of_year(h.view.year)
    changes = [as_printed(as_printed(b.value) - as_printed(a.value)) for a, b in pairwise(values)]
    return list(zip(values, [None, *changes], strict=True)) if values else []
