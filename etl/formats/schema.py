"""The schema of a figure, said once: the check, every download and the API are made from it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec

from etl.model import COLUMNS, Observation


class ColumnSchema(msgspec.Struct, frozen=True):
    """A tidy column: `kind` is a Frictionless type; `pattern` holds for every non-empty value."""

    name: str
    kind: str
    description: str
    required: bool = True
    pattern: str | None = None


def optional(name: str, kind: str, description: str, pattern: str | None = None) -> ColumnSchema:
    """A column that may be empty."""
    return ColumnSchema(name, kind, description, required=False, pattern=pattern)


TIDY_COLUMNS = (
    ColumnSchema(
        "edition", "date", "Publication date of the edition of NATO's tables that carries the figure."
    ),
    ColumnSchema(
        "ally",
        "string",
        "ISO 3166-1 alpha-3 code of the ally, or for NATO's aggregates NATO_EUROPE_CANADA, NATO_TOTAL, "
        "and until 2016 NATO_EUROPE (without Canada) and NORTH_AMERICA.",
        pattern=r"[A-Z]{3}|NATO_EUROPE_CANADA|NATO_TOTAL|NATO_EUROPE|NORTH_AMERICA",
    ),
    ColumnSchema("name", "string", "Name of the ally or aggregate as NATO prints it."),
    ColumnSchema("year", "integer", "Year the figure is for: the one that holds most of the fiscal year."),
    ColumnSchema("indicator", "string", "What is measured: an id of the indicators.", pattern=r"[a-z_]+"),
    ColumnSchema(
        "value", "number", "The value as it is available here, never filled; decimals has its rounding."
    ),
    ColumnSchema("unit", "string", "Unit of the value, with the base year where prices are constant."),
    ColumnSchema("estimate", "boolean", "True where NATO marks the year with an e."),
    ColumnSchema(
        "table",
        "string",
        "NATO's number of the table in that edition, a text: 8a.",
        pattern=r"[1-9]\d?[a-z]?",
    ),
    optional(
        "cell",
        "string",
        "Sheet and cell of the workbook; empty where the figure was not read from one.",
        pattern=r"[^!]+![A-Z]{1,3}[1-9][0-9]*",
    ),
    ColumnSchema("origin", "string", "Provenance of the figure."),
)
if tuple(c.name for c in TIDY_COLUMNS) != COLUMNS:
    raise RuntimeError("the schema and the tidy columns have come apart")

DERIVED_COLUMNS = (
    optional("base_year", "integer", "Year of the constant prices; empty for other values."),
    optional(
        "price_basis",
        "string",
        "Whether an amount is at current or constant prices; empty where the value is no amount of money.",
        pattern="current|constant",
    ),
    optional(
        "currency",
        "string",
        "ISO 4217 code of an amount's currency, with changeovers; empty where the value is no amount.",
        pattern="[A-Z]{3}",
    ),
    ColumnSchema(
        "series", "string", "What the edition's tables count: defence expenditure, or its core part."
    ),
    ColumnSchema("kind", "string", "Ally or aggregate.", pattern="ally|aggregate"),
    optional(
        "decimals",
        "integer",
        "Decimals to which the edition's values of the indicator are rounded here; empty where they are not.",
    ),
)
"""What follows from a figure and its edition: columns of every table of figures, after the tidy ones."""

FIGURE_COLUMNS = (*TIDY_COLUMNS, *DERIVED_COLUMNS)

KEY = ("edition", "ally", "year", "indicator")
"""What names a figure: no two figures of a release share it."""


_TEXTS = {c.name: c for c in TIDY_COLUMNS if c.kind == "string"}
_key_of = attrgetter(*KEY)


def misfits(f: Observation, name: str) -> Iterator[tuple[str, str, str]]:
    """What of a figure does not fit its columns: column, what it takes, what was found."""
    if not math.isfinite(f.value):
        yield "value", "a finite number", str(f.value)
    texts = (f.ally, name, f.indicator, f.unit, f.table, f.cell, f.origin)
    if any(taken := list(map(_taken, _TEXTS, texts))):
        yield from (
            (c, takes, t or "none") for c, takes, t in zip(_TEXTS, taken, texts, strict=True) if takes
        )


@lru_cache(maxsize=1 << 14)
def _taken(column: str, text: str) -> str:
    """What a column takes instead of a text; '' where it fits. Cached: a few texts stand many times."""
    c = _TEXTS[column]
    if text == "":
        return "text" if c.required else ""
    return c.pattern if c.pattern and not re.fullmatch(c.pattern, text) else ""


def doubles(observations: Sequence[Observation]) -> Iterator[tuple[str, ...]]:
    """The keys that name more than one figure."""
    seen: set[tuple[object, ...]] = set()
    for f in observations:
        key = _key_of(f)
        if key in seen:
            yield tuple(map(str, key))
        seen.add(key)


def table_schema(
    columns: Sequence[ColumnSchema] = FIGURE_COLUMNS,
    key: Sequence[str] = KEY,
    links: Mapping[str, tuple[str, str]] | None = None,
) -> dict[str, Any]:
    """Columns as a Frictionless table schema; `links` gives the table and column that a column names."""
    schema: dict[str, Any] = {
        "fields": [_field(c) for c in columns],
        "primaryKey": list(key),
        "missingValues": [""],
    }
    if links:
        schema["foreignKeys"] = [
            {"fields": [column], "reference": {"resource": table, "fields": [there]}}
            for column, (table, there) in links.items()
        ]
    return schema


def row_schema(columns: Sequence[ColumnSchema] = FIGURE_COLUMNS) -> dict[str, Any]:
    """A row as a JSON Schema: an object with every column; one that is not required may be null.

    Others may be added, so that a client made from it today reads what is to come.
    """
    return {
        "type": "object",
        "properties": {c.name: json_type(c) for c in columns},
        "required": [c.name for c in columns],
    }


def json_type(column: ColumnSchema) -> dict[str, Any]:
    """A column's values as a JSON Schema."""
    kind = "string" if column.kind == "date" else column.kind
    schema: dict[str, Any] = {
        "type": kind if column.required else [kind, "null"],
        "description": column.description,
    }
    if column.kind == "date":
        schema["format"] = "date"
    if column.pattern:
        schema["pattern"] = f"^(?:{column.pattern})$"
    return schema


def _field(c: ColumnSchema) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if c.required else {}
    if c.pattern:
        constraints["pattern"] = c.pattern
    entry: dict[str, Any] = {"name": c.name, "type": c.kind, "description": c.description}
    if c.kind == "boolean":
        entry |= {"trueValues": ["true"], "falseValues": ["false"]}
    return entry | ({"constraints": constraints} if constraints else {})
