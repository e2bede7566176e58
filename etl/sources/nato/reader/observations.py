"""From tables to figures: units, scale and cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from etl.model import SHARE_OF_GDP, Blank, Observation
from etl.sources.nato.reader.rules import NATIONAL_CURRENCY
from etl.sources.nato.reader.table import Block, SheetRow, SheetTable
from etl.sources.nato.reader.workbook import reference

ORIGIN = "read from the workbook"
LEAST_HIGHEST_SHARE = 0.1
"""Per cent of GDP. Allies that all spend less than this are fractions under the wrong words."""


def observations_of(tables: Sequence[SheetTable], base_year: int, published: date) -> tuple[Observation, ...]:
    """Every figure, by table, block, row and year. Raises Rejected where a scale belies its words."""
    return tuple(
        observation
        for table in tables
        for block in table.blocks
        for observation in _of_block(table, block, base_year, published)
    )


def blanks_of(tables: Sequence[SheetTable]) -> tuple[Blank, ...]:
    """The figures that the tables have a place for and leave empty, in the order of `observations_of`."""
    return tuple(
        Blank(block.measure.indicator, row.code, year)
        for table in tables
        for block in table.blocks
        for row in block.rows
        for year in sorted(row.values)
        if row.values[year] is None
    )


def _of_block(table: SheetTable, block: Block, base_year: int, published: date) -> Iterable[Observation]:
    factor = block.headed.factor
    _check_scale(table, block, fraction=block.measure.share > 0 and factor != 1)
    years = sorted(table.years.items(), key=lambda item: item[1].year)
    sheet, indicator = table.sheet.name, block.measure.indicator
    for row in block.rows:
        unit = unit_of(block, row, base_year)
        for column, year in years:
            value = row.values[year.year]
            if value is None:
                continue
            yield Observation(
                edition=published,
                ally=row.code,
                year=year.year,
                indicator=indicator,
                value=value if factor == 1 else float(Decimal(repr(value)) * factor),
                unit=unit,
                estimate=year.estimate,
                table=table.number,
                cell=f"{sheet}!{reference(row.row, column)}",
                origin=ORIGIN,
            )


def unit_of(block: Block, row: SheetRow, base_year: int) -> str:
    """The unit of a row's figures, with the currency its label prints and the year of constant prices."""
    unit = block.measure.unit
    if unit == NATIONAL_CURRENCY and row.currency:
        unit = f"{unit} ({row.currency})"
    return f"{unit}, {base_year} prices" if block.measure.constant else unit


def _check_scale(table: SheetTable, block: Block, fraction: bool) -> None:
    """Percent and fraction are distinguished by the words; numbers that belie the words are rejected."""
    cells = [(r.row, y, v) for r in block.rows for y, v in r.values.items() if v is not None]
    if fraction:
        for row, year, value in cells:
            if abs(value) > block.measure.share:
                expected = f"fractions under {block.heading!r}, which does not say per cent"
                raise table.sheet.rejection(row, table.column(year), expected)
    elif block.measure.indicator == SHARE_OF_GDP and max(abs(v) for _, _, v in cells) < LEAST_HIGHEST_SHARE:
        row, year, _ = cells[0]
        raise table.sheet.rejection(
            row, table.column(year), f"per cent under {block.heading!r}, not fractions"
        )
