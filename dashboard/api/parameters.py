"""The parameters that are the API's own, and the states of its addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from msgspec.structs import replace

from dashboard.filters import EDITIONS, INDICATORS, SUBJECTS, YEARS, Filters
from dashboard.state import BadParameter, Chosen, Parameter, State
from dashboard.state.domains import Flag, Listed, Whole, one_of
from dashboard.state.parameter import Domain, no_values, nothing
from dashboard.state.parameters import DECIMAL, TARGET
from etl.formats.shapes import KEYS, only, wide
from etl.formats.tables import ReleaseTable

MOST_ROWS = 10_000
"""Rows that one page of JSON may have."""

_CURSOR = re.compile(r"([0-9a-f]{16})-(\d{1,9})")


class Cursor(Domain[tuple[str, int]]):
    """The release that is being paged through, and how many of its rows came before."""

    __slots__ = ()

    def parse(self, name: str, text: str, chosen: Chosen) -> tuple[str, int]:
        """Both, as the Link header of the page before gave them."""
        found = _CURSOR.fullmatch(text) if text.isascii() else None
        if found is None:
            raise BadParameter(name, text, "what the Link header of the page before gave")
        return found[1], int(found[2])

    def format(self, value: tuple[str, int]) -> str:
        """Both, a hyphen between them."""
        return f"{value[0]}-{value[1]}"

    def schema(self) -> Mapping[str, Any]:
        """Both, a hyphen between them."""
        return {"type": "string", "pattern": "^[0-9a-f]{16}-[0-9]{1,9}$"}


class Limit(Whole, frozen=True):
    """How many rows a page has: a range that no release changes."""

    def schema(self) -> Mapping[str, Any]:
        """The range."""
        return {"type": "integer", "minimum": 1, "maximum": MOST_ROWS}


BOM = Parameter(
    name="bom",
    what="1 puts a byte order mark first, for Excel.",
    domain=Flag(("1", "0"), ("with", "without"), "0 or 1"),
    default=lambda _: False,
)
LIMIT = Parameter(
    name="limit",
    what="Rows on a page; the Link header names the next one. Without it, all rows.",
    domain=Limit(lambda _: (1, MOST_ROWS), lambda first, last: f"a whole number from {first} to {last}"),
    default=nothing,
)
CURSOR = Parameter(
    name="cursor",
    what="Where the page begins, as the Link header of the page before has it.",
    domain=Cursor(),
    default=nothing,
)


COUNTED_TARGET = replace(TARGET, what=f"{TARGET.what} 2 where none is given.")


class Csv(State, frozen=True):
    """A table as CSV; `bom` says whether a byte order mark comes first, `decimal` which sign."""

    bom: Annotated[bool, BOM]
    decimal: Annotated[str, DECIMAL]


SHAPE = one_of(
    "shape",
    "long: a row for each figure; wide: a column for each of what `by` names, as spreadsheets and chart "
    "tools take it.",
    ("long", "wide"),
)
BY = one_of(
    "by",
    "What a wide table has columns for: ally, edition or indicator; ally where it is left out.",
    KEYS,
    default=nothing,
)
FIELDS = Parameter(
    name="fields",
    what="The columns to give, in order, with commas between them; all where it is left out.",
    domain=Listed(),
    default=no_values,
    repeatable=True,
)


def columns_of(text: str, header: Sequence[str]) -> Iterator[str]:
    """The columns that a text names, with commas between them: one of a name with a comma in it too.

    Raises BadParameter for one that is not in the header.
    """
    names = [name.strip() for name in text.split(",") if name.strip()]
    while names:
        found = next((n for n in (", ".join(names[:2]), names[0]) if n in header), None)
        if found is None:
            listed = ", ".join(f"“{name}”" if "," in name else name for name in header)
            raise BadParameter(FIELDS.name, names[0], f"some of {listed}")
        yield found
        del names[: 1 if found == names[0] else 2]


class FiltersShaped(Filters, frozen=True):
    """Filtered figures in a shape: the columns of `by` where it is wide, and only those of `fields`."""

    shape: Annotated[str, SHAPE] = "long"
    by: Annotated[str | None, BY] = None
    fields: Annotated[tuple[str, ...], FIELDS] = ()

    @property
    def part(self) -> bool:
        """Whether it is anything but all of the figures as they are."""
        return self.filters != Filters() or self.shape != "long" or bool(self.by or self.fields)

    def shaped(self, table: ReleaseTable) -> ReleaseTable:
        """A table of figures in that shape. Raises BadParameter for a column that it has not."""
        if self.by and self.shape != "wide":
            raise BadParameter(BY.name, self.by, "a value only beside shape=wide")
        table = wide(table, self.by or "ally") if self.shape == "wide" else table
        names = [name for text in self.fields for name in columns_of(text, table.header)]
        return only(table, tuple(dict.fromkeys(names))) if names else table


class FiltersCsv(FiltersShaped, frozen=True):
    """The same as CSV; `bom` says whether a byte order mark comes first, `decimal` which sign."""

    bom: Annotated[bool, BOM] = False
    decimal: Annotated[str, DECIMAL] = "point"


class FiltersJson(Filters, frozen=True):
    """Filtered figures as JSON: a page of `limit` rows from `cursor` on, or all of them."""

    limit: Annotated[int | None, LIMIT] = None
    cursor: Annotated[tuple[str, int] | None, CURSOR] = None


class Revisions(State, frozen=True):
    """Which figures are set beside what the edition before has of them; empty or None asks for nothing."""

    editions: Annotated[tuple[date, ...], EDITIONS]
    indicators: Annotated[tuple[str, ...], INDICATORS]
    allies: Annotated[tuple[str, ...], SUBJECTS]
    years: Annotated[tuple[int, ...], YEARS]


class RevisionsCsv(Revisions, frozen=True):
    """The same as CSV; `bom` says whether a byte order mark comes first, `decimal` which sign."""

    bom: Annotated[bool, BOM]
    decimal: Annotated[str, DECIMAL]


class RevisionsJson(Revisions, frozen=True):
    """The same as JSON: a page of `limit` rows from `cursor` on, or all of them."""

    limit: Annotated[int | None, LIMIT]
    cursor: Annotated[tuple[str, int] | None, CURSOR]


class Counts(State, frozen=True):
    """Who meets `target`, in per cent of GDP, by some editions, in some years."""

    target: Annotated[float, COUNTED_TARGET]
    editions: Annotated[tuple[date, ...], EDITIONS]
    years: Annotated[tuple[int, ...], YEARS]
