"""Which figures are asked for: the parameters that the table, the API and "this view" share.

What is repeated widens the choice (two allies: either), different parameters narrow it (an ally and a
year: both). An empty value asks for nothing, so that a form may send all its fields.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from msgspec.structs import replace

from dashboard import formatting as words
from dashboard.state import BadParameter, Chosen, Parameter, State
from dashboard.state.domains import EditionDay, Flag, Named, NumberRange, Search, Years
from dashboard.state.parameter import no_values, nothing
from dashboard.state.parameters import EDITION, members
from etl.model import AGGREGATES, Release, once_per_release

_BOUND = NumberRange(-math.inf, math.inf, 6, "a number as 2 or -0.5, with at most six decimals")


class UpperBound(NumberRange, frozen=True):
    """A number that is not below `min`."""

    def parse(self, name: str, text: str, chosen: Chosen) -> float:
        """The number."""
        value, low = NumberRange.parse(self, name, text, chosen), chosen["low"]
        if low is not None and low > value:
            raise BadParameter(
                name, words.plain(value), f"a number that is not below min, {words.plain(low)}"
            )
        return value


@once_per_release
def subjects(release: Release) -> Mapping[str, str]:
    """What a figure can be of, by code: members in alphabetical order, then the aggregates."""
    return {**members(release), **AGGREGATES}


@once_per_release
def tables(release: Release) -> Mapping[str, str]:
    """The numbers that any edition gives its tables, in order."""
    numbers = {i.table for i in release.indicators} | {f.table for f in release.observations}
    return {t: f"Table {t}" for t in sorted(numbers)}


EDITIONS: Parameter[date | None] = replace(
    EDITION,
    what="Publication date of an edition, or latest.",
    domain=EditionDay(),
    default=no_values,
    repeatable=True,
    ordered=True,
    label="Edition",
    control="checkboxes",
)
INDICATORS = Parameter(
    name="indicator",
    what="Id of an indicator.",
    domain=Named(lambda release: {i.id: i.title for i in release.indicators}),
    default=no_values,
    repeatable=True,
    label="Measure",
    control="checkboxes",
)
SUBJECTS = Parameter(
    name="ally",
    what="ISO 3166-1 alpha-3 code of an ally, or the key of an aggregate.",
    domain=Named(subjects),
    default=no_values,
    repeatable=True,
    label="Ally",
    control="checkboxes",
)
YEARS = Parameter(
    name="year",
    what="A year that the figures are for, or a range as 2014..2024, either end of which may be left out.",
    domain=Years(lambda release: release.all_years),
    default=no_values,
    repeatable=True,
    ordered=True,
    label="Year",
    control="checkboxes",
)
TABLES = Parameter(
    name="table",
    what="NATO's number of a table.",
    domain=Named(tables),
    default=no_values,
    repeatable=True,
    ordered=True,
    label="Table",
    control="checkboxes",
)
ESTIMATE = Parameter(
    name="estimate",
    what="true for only figures that NATO marks with an e, false for only others.",
    domain=Flag(("true", "false"), ("only estimates", "no estimates"), "one of true, false"),
    default=nothing,
    label="Estimates (e)",
    control="select",
    unchosen="all",
)
MIN = Parameter(
    name="min",
    what="The least value, as NATO prints it, in the figure's own unit.",
    domain=_BOUND,
    default=nothing,
    label="Value from",
    control="number",
)
MAX = Parameter(
    name="max",
    what="The largest value, as NATO prints it, in the figure's own unit; not below min.",
    domain=UpperBound(_BOUND.low, _BOUND.high, _BOUND.decimals, _BOUND.takes),
    default=nothing,
    label="to",
    control="number",
)
SEARCH = Parameter(
    name="search",
    what="Words that must each be found in the ally's name, the indicator, unit, year, cell or origin.",
    domain=Search(most_words=8, longest=80),
    default=lambda _: "",
    label="Search names, units, cells, origins",
    control="search",
    attributes={"placeholder": "poland equipment"},
)


class Filters(State, frozen=True):
    """What a figure must be to be shown; an empty tuple or None asks for nothing.

    `low` and `high` bound the value as
    NATO prints it, in the figure's own unit. The words of `search` must each be found in what names the
    figure: the ally, the indicator, the unit, the year, the cell, its provenance.
    """

    editions: Annotated[tuple[date, ...], EDITIONS] = ()
    indicators: Annotated[tuple[str, ...], INDICATORS] = ()
    allies: Annotated[tuple[str, ...], SUBJECTS] = ()
    years: Annotated[tuple[int, ...], YEARS] = ()
    tables: Annotated[tuple[str, ...], TABLES] = ()
    estimate: Annotated[bool | None, ESTIMATE] = None
    low: Annotated[float | None, MIN] = None
    high: Annotated[float | None, MAX] = None
    search: Annotated[str, SEARCH] = ""

    @property
    def words(self) -> tuple[str, ...]:
        """What is searched for, as it is compared."""
        return tuple(dict.fromkeys(fold(self.search).split()))

    @property
    def filters(self) -> Filters:
        """The choice of figures alone, of a state that says more than that."""
        return Filters(**{field: getattr(self, field) for field in Filters.parameters()})


def fold(text: str) -> str:
    """Text as it is compared when searching: small letters, no accents (Türkiye is found by turkiye)."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if not unicodedata.combining(c)).casefold()
