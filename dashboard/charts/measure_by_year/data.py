"""Any measure of some allies and aggregates, by the years of one edition. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.charts.measure.data import MeasureRanking, measure
from dashboard.charts.measure.state import MeasureState
from etl.model import Edition, Indicator, Observation, Release

STANDARD = 3
"""How many allies are drawn where none is chosen: the highest ones."""


@dataclass(frozen=True, slots=True)
class SubjectSeries:
    """One ally or aggregate: its observations, oldest first, and the values as they are drawn."""

    code: str
    name: str
    observations: tuple[Observation, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Courses:
    """Those that have observations, in the order chosen, and the names of those that have none.

    `base` is the year that is 100 where the values are an index, as amounts in several currencies are; None
    where they are NATO's own. `table` is the number that the edition gives the table; `chosen` says whether
    a reader chose whom to draw.
    """

    view: MeasureState
    indicator: Indicator
    edition: Edition
    table: str
    courses: tuple[SubjectSeries, ...]
    without: tuple[str, ...]
    base: int | None
    chosen: bool

    @property
    def years(self) -> tuple[int, ...]:
        """Every year that one of them has an observation of."""
        return tuple(sorted({f.year for c in self.courses for f in c.observations}))

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.courses


def courses(release: Release, view: MeasureState, ranking: MeasureRanking | None = None) -> Courses:
    """The chosen allies and aggregates by year; the highest three of the year where none is chosen.

    `ranking` is that of the view, where it is computed already.
    """
    indicator, edition = release.indicator[view.indicator], release.edition[view.edition]
    codes = view.allies
    if not codes:
        ranked = (ranking or measure(release, view)).ranked
        codes = tuple(r.ally.code for r in ranked[:STANDARD])
    found = {c: tuple(release.series(c, view.indicator, view.edition)) for c in codes}
    with_some = {c: series for c, series in found.items() if series}
    base = None
    if indicator.in_national_currency and len(with_some) > 1:
        shared = set.intersection(*({f.year for f in series if f.value} for series in with_some.values()))
        if not shared:
            with_some = {}
        base = min(shared, default=None)
    return Courses(
        view=view,
        indicator=indicator,
        edition=edition,
        table=release.table(view.edition, view.indicator),
        courses=tuple(
            SubjectSeries(c, release.name(c), series, _values(series, base))
            for c, series in with_some.items()
        ),
        without=tuple(release.name(c) for c in codes if c not in with_some),
        base=base,
        chosen=bool(view.allies),
    )


def _values(series: tuple[Observation, ...], base: int | None) -> tuple[float, ...]:
    if base is None:
        return tuple(f.value for f in series)
    hundred = next(f.value for f in series if f.year == base)
    return tuple(100 * f.value / hundred for f in series)
