"""Which figures are asked for: the parameters that the table, the API and "this view" share.

What is repeated widens the choice (two allies: either), different parameters narrow it (an ally and a
year: both). An empty value asks for nothing, so that a form may send all its fields.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from dashboard import state as view
from dashboard.state import BadParameter, Pairs
from etl.model import AGGREGATES, Release

REPEATABLE = ("edition", "indicator", "ally", "year", "table")
NAMES = ("edition", "as_of", "indicator", "ally", "year", "table", "estimate", "min", "max", "search")

_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_T = TypeVar("_T")
_LONGEST_SEARCH = 80
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Filters:
    """What a figure must be to be shown; an empty tuple or None asks for nothing.

    `as_of` is a day: the newest edition published on or before it. `low` and `high` bound the value as
    NATO prints it, in the figure's own unit. The words of `search` must each be found in what names the
    figure: the ally, the indicator, the unit, the year, the cell, how it reached us.
    """

    editions: tuple[date, ...] = ()
    as_of: date | None = None
    indicators: tuple[str, ...] = ()
    allies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    tables: tuple[str, ...] = ()
    estimate: bool | None = None
    low: float | None = None
    high: float | None = None
    search: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """What is searched for, as it is compared."""
        return tuple(dict.fromkeys(fold(self.search).split()))

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters that ask for this, in one order: the same choice always has the same address."""
        found = [("edition", e.isoformat()) for e in self.editions]
        found += [("as_of", self.as_of.isoformat())] if self.as_of else []
        found += [("indicator", i) for i in self.indicators]
        found += [("ally", a) for a in self.allies]
        found += [("year", str(y)) for y in self.years]
        found += [("table", t) for t in self.tables]
        found += [("estimate", str(self.estimate).lower())] if self.estimate is not None else []
        found += [("min", plain(self.low))] if self.low is not None else []
        found += [("max", plain(self.high))] if self.high is not None else []
        return found + ([("search", self.search)] if self.search else [])


def parse(pairs: Pairs, release: Release, more: tuple[str, ...] = ()) -> Filters:
    """The choice that an address asks for. `more` are the names that the address takes besides, which its
    own reader has taken out of `pairs`: a refusal names them too.

    Raises BadParameter for the first that is not understood.
    """
    asked = [(name, text.strip()) for name, text in pairs if text.strip()]
    found = view.given([p for p in asked if p[0] != "search"], (*NAMES, *more), REPEATABLE)
    low, high = _bound("min", found), _bound("max", found)
    if low is not None and high is not None and low > high:
        raise BadParameter("max", plain(high), f"a number that is not below min, {plain(low)}")
    return Filters(
        editions=_some(found, "edition", lambda t: view.edition(t, release), sorted),
        as_of=day(found["as_of"][0]) if "as_of" in found else None,
        indicators=_some(found, "indicator", lambda t: view.one_of("indicator", t, release.indicator)),
        allies=_some(found, "ally", lambda t: view.one_of("ally", t, (*release.ally, *AGGREGATES))),
        years=_some(found, "year", lambda t: _year(t, release), sorted),
        tables=_some(found, "table", lambda t: view.one_of("table", t, tables(release)), sorted),
        estimate=view.one_of("estimate", found["estimate"][0], ("true", "false")) == "true"
        if "estimate" in found
        else None,
        low=low,
        high=high,
        search=_search([text for name, text in asked if name == "search"]),
    )


def tables(release: Release) -> tuple[str, ...]:
    """NATO's numbers of the tables, in order."""
    return tuple(sorted({i.table for i in release.indicators}))


def years(release: Release) -> tuple[int, ...]:
    """The years that any edition tells of, in any of its tables, oldest first."""
    return tuple(
        sorted(
            {
                y
                for e in release.editions
                for i in release.indicators
                for y in release.years(e.published, i.id)
            }
        )
    )


def day(text: str, name: str = "as_of") -> date:
    """A day as 2024-11-07."""
    takes = "a day as 2024-11-07"
    if not (text.isascii() and _DAY.fullmatch(text)):
        raise BadParameter(name, text, takes)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadParameter(name, text, takes) from None


def fold(text: str) -> str:
    """Text as it is compared when searching: small letters, no accents (Türkiye is found by turkiye)."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()


def plain(value: float) -> str:
    """A number as an address has it."""
    return str(int(value)) if value.is_integer() else repr(value)


def _some(
    found: dict[str, list[str]],
    name: str,
    read: Callable[[str], _T],
    order: Callable[[Iterable[_T]], Iterable[_T]] = iter,
) -> tuple[_T, ...]:
    return tuple(order(dict.fromkeys(read(text) for text in found.get(name, ()))))


def _year(text: str, release: Release) -> int:
    known = years(release)
    if not (text.isascii() and text.isdigit()) or len(text) > 4 or int(text) not in known:
        raise BadParameter("year", text, f"a year from {known[0]} to {known[-1]}")
    return int(text)


def _bound(name: str, found: dict[str, list[str]]) -> float | None:
    if name not in found:
        return None
    text = found[name][0]
    if not (text.isascii() and _NUMBER.fullmatch(text)) or not math.isfinite(float(text)):
        raise BadParameter(name, text, "a number as 2 or -0.5, with at most six decimals")
    return float(text) + 0.0  # no negative zero


def _search(given: list[str]) -> str:
    if len(given) > 1:
        raise BadParameter("search", given[1], "one value, not several")
    text = " ".join(given[0].split()) if given else ""
    if len(text) > _LONGEST_SEARCH or len(text.split()) > _MOST_WORDS or not text.isprintable():
        takes = f"at most {_MOST_WORDS} words, of {_LONGEST_SEARCH} characters in all"
        raise BadParameter("search", text, takes)
    return text
