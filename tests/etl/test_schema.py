"""The schema of a figure, said once: what fits it, and what is made from it."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from etl.formats.schema import (
    FIGURE_COLUMNS,
    ColumnSchema,
    doubles,
    json_type,
    misfits,
    row_schema,
    table_schema,
)
from etl.model import COLUMNS, Release
from tests.small import edition, share

FIGURE = share(edition(date(2024, 6, 17)), "POL", 4.12)


def test_the_shipped_figures_fit(release: Release) -> None:
    assert [m for f in release.observations for m in misfits(f, release.name(f.ally))] == []
    assert list(doubles(release.observations)) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("ally", "Poland"),
        ("indicator", "Share of GDP"),
        ("value", float("nan")),
        ("value", float("inf")),
        ("unit", ""),
        ("table", "03"),
        ("cell", "N32"),
        ("origin", ""),
    ],
)
def test_what_does_not_fit_its_column_is_named(column: str, value: str | float) -> None:
    found = list(misfits(replace(FIGURE, **{column: value}), "Poland"))
    assert [name for name, _, _ in found] == [column]


def test_two_figures_of_one_key_are_reported() -> None:
    assert list(doubles([FIGURE, replace(FIGURE, value=1.0), replace(FIGURE, year=2023)])) == [
        ("2024-06-17", "POL", "2024", "expenditure_share_gdp")
    ]


def test_every_schema_has_the_tidy_columns_in_their_order() -> None:
    names = [*COLUMNS, "base_year", "price_basis", "currency", "series", "kind", "decimals"]
    assert [f["name"] for f in table_schema()["fields"]] == names
    assert list(row_schema()["properties"]) == names
    assert row_schema()["required"] == names


def test_a_column_that_may_be_empty_may_be_null() -> None:
    (cell,) = (c for c in FIGURE_COLUMNS if c.name == "cell")
    assert json_type(cell)["type"] == ["string", "null"]
    assert (
        "constraints"
        not in table_schema([ColumnSchema("a", "string", "A.", required=False)], ["a"])["fields"][0]
    )


def test_a_link_is_a_foreign_key() -> None:
    schema = table_schema(
        [ColumnSchema("ally", "string", "An ally.")], ["ally"], {"ally": ("subjects", "code")}
    )
    assert schema["foreignKeys"] == [
        {"fields": ["ally"], "reference": {"resource": "subjects", "fields": ["code"]}}
    ]
