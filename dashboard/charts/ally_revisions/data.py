"""One ally's share of GDP as every edition told it: by year, and one year by edition. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts.count_by_edition.data import years
from dashboard.charts.count_by_edition.state import RevisionsState
from etl.model import SHARE_OF_GDP, Ally, Edition, Observation, Release, as_printed

_WORTH_SAYING = 0.2
"""Percentage points by which another year must have been revised to be spoken of."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One edition's shares of the ally, by year."""

    edition: Edition
    observations: tuple[Observation, ...]

    def stretches(self) -> list[tuple[Observation, ...]]:
        """The figures in unbroken runs of years: a line breaks where a year is not in hand."""
        runs: list[list[Observation]] = []
        for f in self.observations:
            if runs and runs[-1][-1].year == f.year - 1:
                runs[-1].append(f)
            else:
                runs.append([f])
        return [tuple(run) for run in runs]


@dataclass(frozen=True, slots=True)
class Retold:
    """An ally's shares by edition, oldest edition first; `of_year` are those of the view's year, `years` all
    that the drawing spans."""

    view: RevisionsState
    ally: Ally
    tellings: tuple[Telling, ...]
    of_year: tuple[Observation, ...]
    newest: Edition
    years: tuple[int, ...]

    @property
    def empty(self) -> bool:
        """Whether no edition tells anything of the ally."""
        return not self.tellings


def retold(release: Release, view: RevisionsState) -> Retold:
    """The ally of the view by every edition that has a share of it."""
    series = release.series(view.ally, SHARE_OF_GDP)
    tellings = [Telling(e, tuple(f for f in series if f.edition == e.published)) for e in release.editions]
    return Retold(
        view=view,
        ally=release.ally[view.ally],
        tellings=tuple(t for t in tellings if t.observations),
        of_year=tuple(f for f in series if f.year == view.year),
        newest=release.in_force,
        years=years(release),
    )


def most_revised(r: Retold) -> int | None:
    """The year whose share moved most from its first telling to its last; None where none moved much."""
    by_year: dict[int, list[float]] = {}
    for telling in r.tellings:
        for f in telling.observations:
            by_year.setdefault(f.year, []).append(printed(f))
    changes = {y: abs(told[-1] - told[0]) for y, told in sorted(by_year.items())}
    year = max(changes, key=lambda y: changes[y], default=None)
    return year if year is not None and changes[year] >= _WORTH_SAYING else None


def printed(f: Observation) -> float:
    return as_printed(f.value)
