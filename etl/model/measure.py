"""What an observation is measured in: its currency, its prices, and how exactly it is stated here. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from etl.model.euro import of_two_currencies, uses_euro
from etl.model.release import Release, once_per_release
from etl.model.values import Observation

_BASE = re.compile(r", (\d{4}) prices$")
_NAMED = re.compile(r"^million national currency(?: \(([^)]+)\))?")

OWN: Mapping[str, str] = {
    "ALB": "ALL",
    "BGR": "BGN",
    "CAN": "CAD",
    "CZE": "CZK",
    "DNK": "DKK",
    "EST": "EEK",
    "GBR": "GBP",
    "HRV": "HRK",
    "HUN": "HUF",
    "LTU": "LTL",
    "LVA": "LVL",
    "MKD": "MKD",
    "NOR": "NOK",
    "POL": "PLN",
    "ROU": "RON",
    "SVK": "SKK",
    "SWE": "SEK",
    "TUR": "TRY",
    "USA": "USD",
}
"""The currency of an ally in NATO's tables, ISO 4217, before it took the euro where it did; the others, and
Montenegro, are in euros throughout."""


class Measure(msgspec.Struct, frozen=True):
    """What amounts can be compared by: only those of one measure.

    `currency` is ISO 4217, None where the value is no amount of money; `price_basis` is "current",
    "constant", or None; `base_year` is the year of constant prices.
    """

    unit: str
    currency: str | None
    price_basis: str | None
    base_year: int | None


def measure(observation: Observation) -> Measure:
    """The measure of an observation, from its unit, ally and edition."""
    of_unit, named = _of_unit(observation.unit)
    if named is None:
        return of_unit
    return replace(of_unit, currency=_national(observation, named))


@lru_cache(maxsize=1024)
def _of_unit(unit: str) -> tuple[Measure, str | None]:
    """What a unit alone says, and the currency that it names: None where it is not in national currency."""
    base, national = _BASE.search(unit), _NAMED.match(unit)
    currency = "USD" if "US dollars" in unit and not national else None
    basis = None if currency is None and not national else "constant" if base else "current"
    plain = "million national currency" if national else _BASE.sub("", unit)
    measure_of = Measure(plain, currency, basis, int(base[1]) if base else None)
    return measure_of, (national[1] or "") if national else None


def _national(observation: Observation, name: str) -> str:
    """The currency of an ally's amounts of a year.

    A table that names one currency has it in every year; one that names two changed from the one to the other
    with the ally; one that names none has the currency of the day on which it was published.
    """
    own = OWN.get(observation.ally, "EUR")
    if name == "Euros":
        return "EUR"
    if name and not of_two_currencies(observation.unit):
        return own
    day = observation.year if name else observation.edition.year
    return "EUR" if uses_euro(observation.ally, day) else own


@once_per_release
def decimals(release: Release) -> Mapping[tuple[date, str], int | None]:
    """To how many decimals an edition's values of an indicator are rounded here; None where to none.

    They are rounded as NATO prints them where no value has more decimals than that.
    """
    found: dict[tuple[date, str], int | None] = {}
    for f in release.observations:
        key = (f.edition, f.indicator)
        if key not in found:
            found[key] = release.indicator[f.indicator].decimals
        if (printed := found[key]) is not None and round(f.value, printed) != f.value:
            found[key] = None
    return found


def within_rounding(change: float, before: int | None, after: int | None) -> bool:
    """Whether a change between two values can be their rounding alone.

    `before` and `after` are the decimals to which each is rounded, None for one that is not rounded.
    """
    room = sum((Decimal(5).scaleb(-d - 1) for d in (before, after) if d is not None), Decimal(0))
    return abs(Decimal(repr(change))) <= room
