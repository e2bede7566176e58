"""What an edition must have before it is published, beyond what a workbook must have to be read at all."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from etl.model import REAL_CHANGE, SHARE_OF_GDP
from etl.model import indicators as ids
from etl.sources.nato.reader.table import Block, SheetTable
from etl.sources.nato.reader.words import Names

FOLLOW_SPENDING = (
    ids.NATIONAL,
    ids.NATIONAL_CONSTANT,
    ids.DOLLARS,
    ids.DOLLARS_CONSTANT,
    REAL_CHANGE,
    ids.GDP,
    ids.GDP_CONSTANT,
    ids.GDP_PER_HEAD,
    ids.SPENDING_PER_HEAD,
)
"""What has a figure wherever an ally's share of GDP is given."""


def check_edition(tables: Sequence[SheetTable], names: Names, ends: Collection[int]) -> None:
    """The last year is one of `ends` and an estimate, and nothing is blank that is there by other tables.

    Raises Rejected where another year is the last, where most rows of a block lack a year or an ally
    lacks every year of it, and where the share of GDP is given and an amount that it follows from is not.
    """
    shares = next(b for t in tables for b in t.blocks if b.measure.indicator == SHARE_OF_GDP)
    given = {(r.code, year) for r in shares.rows for year, value in r.values.items() if value is not None}
    for table in tables:
        _check_last_year(table, ends)
        for block in table.blocks:
            _check_columns(table, block)
            _check_rows(table, block, names)
            if block.measure.indicator in FOLLOW_SPENDING:
                _check_given(table, block, given)


def _check_last_year(table: SheetTable, ends: Collection[int]) -> None:
    last = max(table.years.values(), key=lambda y: y.year)
    column = table.column(last.year)
    if last.year not in ends:
        due = " or ".join(map(str, sorted(ends, reverse=True)))
        raise table.sheet.rejection(table.header, column, f"{due} as the last year of this edition")
    if not last.estimate:
        expected = f"{last.year}e, since the last year of an edition is an estimate"
        raise table.sheet.rejection(table.header, column, expected)


def _check_columns(table: SheetTable, block: Block) -> None:
    for column, year in table.years_due(block).items():
        filled = sum(row.values[year] is not None for row in block.rows)
        if 2 * filled < len(block.rows):
            expected = f"figures of {year} under {block.heading!r}"
            raise table.sheet.rejection(table.header, column, expected, f"{filled} in {len(block.rows)} rows")


def _check_rows(table: SheetTable, block: Block, names: Names) -> None:
    for row in block.rows:
        ally = names.ally.get(row.code)
        if (ally is None or ally.armed_forces) and all(v is None for v in row.values.values()):
            expected = f"a figure of {row.code} in some year under {block.heading!r}"
            raise table.sheet.rejection(row.row, min(table.years), expected, "none in the whole row")


def _check_given(table: SheetTable, block: Block, given: Collection[tuple[str, int]]) -> None:
    for row in block.rows:
        for column, year in table.years_due(block).items():
            if row.values[year] is None and (row.code, year) in given:
                expected = f"a figure, since the share of GDP of {row.code} in {year} is given"
                raise table.sheet.rejection(row.row, column, expected)
