"""One ally's share of GDP as every edition reports it: by year, and one year by edition. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dashboard.charts.by_year import EditionSeries, readable
from dashboard.charts.count_by_edition.data import years
from dashboard.charts.count_by_edition.state import RevisionsState
from etl.model import SHARE_OF_GDP, Ally, Edition, Observation, Release, as_printed
from etl.model.cached import cached_property

_WORTH_SAYING = 0.2
"""Percentage points by which another year must have been revised to be spoken of."""


class AllyRevisions(msgspec.Struct, frozen=True, dict=True):
    """An ally's shares by edition, oldest edition first; `of_year` are those of the view's year, `years` all
    that the drawing spans."""

    view: RevisionsState
    ally: Ally
    series: tuple[EditionSeries, ...]
    of_year: tuple[Observation, ...]
    newest: Edition
    years: tuple[int, ...]

    @cached_property
    def shown(self) -> Sequence[EditionSeries]:
        """The newest of the series, as many as can be read."""
        return readable(self.series, lambda one: len(one.observations))

    @cached_property
    def of_year_shown(self) -> Sequence[Observation]:
        """The newest of the observations of the year, as many as can be read."""
        return readable(self.of_year, lambda _: 1)

    @cached_property
    def most_revised(self) -> int | None:
        """The year whose share moved most from its first edition to its last; None where none moved much."""
        first, last = dict[int, Observation](), dict[int, Observation]()
        for f in (f for one in self.series for f in one.observations):
            first.setdefault(f.year, f)
            last[f.year] = f
        changes = {y: abs(printed(last[y]) - printed(first[y])) for y in sorted(first)}
        year = max(changes, key=lambda y: changes[y], default=None)
        return year if year is not None and changes[year] >= _WORTH_SAYING else None

    @property
    def empty(self) -> bool:
        """Whether no edition reports anything of the ally."""
        return not self.series


def revisions_of(release: Release, view: RevisionsState) -> AllyRevisions:
    """The ally of the view by every edition that has a share of it."""
    series = [
        EditionSeries(e, tuple(release.series(view.ally, SHARE_OF_GDP, e.published)))
        for e in release.editions
    ]
    return AllyRevisions(
        view=view,
        ally=release.ally[view.ally],
        series=tuple(t for t in series if t.observations),
        of_year=tuple(f for f in release.series(view.ally, SHARE_OF_GDP) if f.year == view.year),
        newest=release.latest_edition,
        years=years(release),
    )


def printed(f: Observation) -> float:
    return as_printed(f.value)
