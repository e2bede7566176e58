"""The alliance as a whole by year: shares of GDP, and spending in constant prices, by one edition. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard import formatting as words
from etl.model import EUROPE_AND_CANADA, SHARE_OF_GDP, TOTAL, Edition, Figure, Release

CONSTANT = "expenditure_usd_constant"
UNITED_STATES = "USA"
WHO = (EUROPE_AND_CANADA, UNITED_STATES, TOTAL)
"""In the order of the tables: the two parts of the alliance, then the whole."""


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of `WHO` by year in one edition; a part that is not in hand has none."""

    edition: Edition
    indicator: str
    series: tuple[tuple[str, tuple[Figure, ...]], ...]
    names: tuple[str, ...]

    def of(self, who: str) -> tuple[Figure, ...]:
        """The figures of one of `WHO`, oldest year first."""
        return dict(self.series)[who]

    @property
    def years(self) -> tuple[int, ...]:
        """Every year that one of them has a figure of."""
        return tuple(sorted({f.year for _, figures in self.series for f in figures}))

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of those without figures."""
        return tuple(n for (_, figures), n in zip(self.series, self.names, strict=True) if not figures)

    @property
    def empty(self) -> bool:
        """Whether the edition in hand has nothing for a line or for bars."""
        return len(self.years) < 2


def totals(release: Release, day: date, indicator: str) -> Totals:
    """The alliance's parts and whole by the edition of a day."""
    return Totals(
        edition=release.edition[day],
        indicator=indicator,
        series=tuple((who, tuple(release.series(who, indicator, day))) for who in WHO),
        names=tuple(release.name(who) for who in WHO),
    )


def missing(t: Totals) -> list[str]:
    if not t.missing or t.empty:
        return []
    return [f"Missing here for this edition: {words.listed(t.missing)}."]


def shares(release: Release, day: date) -> Totals:
    """Shares of GDP by the edition of a day."""
    return totals(release, day, SHARE_OF_GDP)


def spending(release: Release, day: date) -> Totals:
    """Spending in constant prices, in million US dollars of the edition's base year."""
    return totals(release, day, CONSTANT)
