"""The alliance as a whole by year: shares of GDP, and spending in constant prices, by one edition. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec

from etl.model import (
    EUROPE,
    EUROPE_AND_CANADA,
    NORTH_AMERICA,
    TOTAL,
    Edition,
    Observation,
    Release,
)

UNITED_STATES = "USA"
WHO = (EUROPE_AND_CANADA, UNITED_STATES, TOTAL)
"""In the order of the tables: the two parts of the alliance, then the whole."""

BY_CONTINENT = (EUROPE, NORTH_AMERICA, TOTAL)
"""The same where an edition divides the alliance by continent, as NATO did until January 2016."""


class Totals(msgspec.Struct, frozen=True):
    """The figures of both parts of the alliance and of the whole by year in one edition.

    The parts are those that the edition divides it into; one that is not available here has no figures.
    `target` is that beside shares of GDP, in per cent.
    """

    release: Release
    edition: Edition
    indicator: str
    series: Mapping[str, tuple[Observation, ...]]
    target: float = 0.0

    @property
    def parts(self) -> tuple[str, str]:
        """The two parts, the one that has most of the allies first."""
        one, other, _ = self.series
        return one, other

    @property
    def years(self) -> tuple[int, ...]:
        """Every year that one of them has a figure of."""
        return tuple(sorted({f.year for observations in self.series.values() for f in observations}))

    @property
    def empty(self) -> bool:
        """Whether the chosen edition has nothing for a line or for bars."""
        return len(self.years) < 2


def totals(release: Release, day: date, indicator: str, target: float = 0.0) -> Totals:
    """The values of an indicator by the edition of a day."""
    who = BY_CONTINENT if release.series(EUROPE, indicator, day) else WHO
    series = {w: tuple(release.series(w, indicator, day)) for w in who}
    return Totals(release, release.edition[day], indicator, series, target)
