"""When allies changed to the euro, and at what fixed rate: what joins amounts before and after.

The rates are the Council of the European Union's irrevocable conversion rates, as adopted before each day.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Changeover(msgspec.Struct, frozen=True):
    """The first year in euro, and how many units of the old currency one euro replaced."""

    year: int
    rate: float


CHANGEOVERS: Mapping[str, Changeover] = {
    "SVN": Changeover(2007, 239.640),
    "SVK": Changeover(2009, 30.1260),
    "EST": Changeover(2011, 15.6466),
    "LVA": Changeover(2014, 0.702804),
    "LTU": Changeover(2015, 3.45280),
    "HRV": Changeover(2023, 7.53450),
    "BGR": Changeover(2026, 1.95583),
}


EURO_SINCE_2002 = frozenset({"BEL", "DEU", "ESP", "FIN", "FRA", "GRC", "ITA", "LUX", "MNE", "NLD", "PRT"})
"""Allies with the euro in every year that NATO's tables show; Montenegro uses it without an agreement."""


def uses_euro(ally: str, year: int) -> bool:
    """Whether an ally's currency is the euro in a year."""
    change = CHANGEOVERS.get(ally)
    return ally in EURO_SINCE_2002 or (change is not None and year >= change.year)


def of_two_currencies(unit: str) -> bool:
    """Whether a unit names an old currency and the euro: amounts of a row that changes between them."""
    named = unit.rpartition("(")[2].partition(")")[0].casefold()
    return "euro" in named and any(mark in named for mark in ("-", "/", " and "))


def in_euro(ally: str, year: int, unit: str) -> float:
    """What a national amount of a row in two currencies is multiplied by to be in euro; 1 elsewhere."""
    change = CHANGEOVERS.get(ally)
    before = change is not None and year < change.year and of_two_currencies(unit)
    return 1 / change.rate if change and before else 1.0
