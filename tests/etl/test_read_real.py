"""The reader on the real workbooks of 2016 and 2024, where they are here: they are no part of the project."""

from __future__ import annotations

import os
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from etl.model import SHARE_OF_GDP, as_printed
from etl.sources.nato.reader import WorkbookReading, read_workbook
from tests.etl.workbooks import ROOT, shipped_allies

REAL_NAME = "240617-def-exp-2024-TABLES-en.xlsx"
REAL = Path(os.environ.get("TWO_PERCENT_WORKBOOK", ROOT.parent / "shared/nato/workbooks" / REAL_NAME))

NAME_2016 = "pr-2016-11-def-exp-tables_e.xlsx"
REAL_2016 = Path(
    os.environ.get("TWO_PERCENT_WORKBOOK_2016", ROOT.parent / "shared/nato/workbooks" / NAME_2016)
)

needs_2024 = pytest.mark.skipif(
    not REAL.exists(), reason="the workbook of June 2024 is not here (TWO_PERCENT_WORKBOOK)"
)
needs_2016 = pytest.mark.skipif(
    not REAL_2016.exists(), reason="the workbook of January 2016 is not here (TWO_PERCENT_WORKBOOK_2016)"
)


@cache
def real_reading() -> WorkbookReading:
    return read_workbook(REAL, name=REAL.name, published=date(2024, 6, 17), allies=shipped_allies())


# Sheet, indicator, first and last row of allies, rows of aggregates: counted by hand on the real sheets.
PLACES = (
    ("TABLE1", "expenditure_national_current", 11, 41, ()),
    ("TABLE1", "expenditure_national_constant", 44, 74, ()),
    ("TABLE2", "expenditure_usd_current", 11, 41, (42, 43)),
    ("TABLE2", "expenditure_usd_constant", 45, 75, (76, 77)),
    ("TABLE3", "expenditure_share_gdp", 11, 41, (42, 43)),
    ("TABLE3", "expenditure_real_change", 45, 75, (76, 77)),
    ("TABLE5", "gdp_usd_current", 11, 42, (43, 44)),
    ("TABLE5", "gdp_usd_constant", 46, 77, (78, 79)),
    ("TABLE6", "gdp_per_capita", 11, 42, (43, 44)),
    ("TABLE6", "expenditure_per_capita", 46, 76, (77, 78)),
    ("TABLE7", "military_personnel", 23, 53, (54, 55)),
    ("TABLE8a", "equipment_share", 11, 41, ()),
    ("TABLE8a", "personnel_share", 44, 74, ()),
    ("TABLE8b", "infrastructure_share", 11, 41, ()),
    ("TABLE8b", "other_share", 44, 74, ()),
)


@needs_2024
def test_the_real_workbook_cell_by_cell() -> None:
    """An independent reading: openpyxl, fixed rows and columns, allies in the order of NATO's names."""
    book = openpyxl.load_workbook(REAL, data_only=True)
    ordered = sorted((a for a in shipped_allies()), key=lambda a: a.name)
    expected: dict[str, tuple[str, str, int, float]] = {}
    for sheet, indicator, first, last, aggregates in PLACES:
        allies = [a.code for a in ordered if a.armed_forces or last - first == 31]
        rows = [*zip(range(first, last + 1), allies, strict=True)]
        rows += [*zip(aggregates, ("NATO_EUROPE_CANADA", "NATO_TOTAL"), strict=False)]
        left = 5 if sheet == "TABLE7" else 4
        for row, code in rows:
            for i, year in enumerate(range(2014, 2025)):
                cell = f"{get_column_letter(left + i)}{row}"
                expected[f"{sheet}!{cell}"] = (indicator, code, year, float(book[sheet][cell].value))
    found = {f.cell: (f.indicator, f.ally, f.year, f.value) for f in real_reading().observations}
    assert found == expected


@needs_2024
def test_what_the_real_workbook_is_known_to_say() -> None:
    reading = real_reading()
    shares = {(f.ally, f.year): f for f in reading.observations if f.indicator == SHARE_OF_GDP}
    assert [round(shares[c, 2024].value, 2) for c in ("POL", "EST", "USA")] == [4.12, 3.43, 3.38]
    assert shares["POL", 2024].cell == "TABLE3!N32"
    assert {y for (_, y), f in shares.items() if f.estimate} == {2023, 2024}
    assert (reading.base_year, reading.series) == (2015, "defence expenditure")
    assert reading.blanks == ()
    assert len(reading.observations) == 5346
    counts = []
    for year in range(2014, 2025):
        members = [a.code for a in shipped_allies() if a.joined.year <= year and a.armed_forces]
        counts.append(sum(as_printed(shares[c, year].value) >= 2 for c in members))
    assert counts == [3, 5, 5, 4, 6, 7, 9, 6, 7, 10, 23]


@needs_2024
def test_the_real_workbooks_currencies() -> None:
    units = {
        f.ally: f.unit for f in real_reading().observations if f.indicator == "expenditure_national_constant"
    }
    assert units["ALB"] == "million national currency (Leks), 2015 prices"
    assert units["CZE"] == "million national currency (Koruny), 2015 prices"
    assert units["ROU"] == "million national currency (New Lei), 2015 prices"


# Sheet, indicator, first row, rows, factor: counted by hand on the sheets of 2016.
BLOCKS_2016 = (
    ("TABLE1", "expenditure_national_current", 9, 27, 1),
    ("TABLE1", "expenditure_national_constant", 37, 27, 1),
    ("TABLE2", "expenditure_usd_current", 9, 30, 1),
    ("TABLE2", "expenditure_usd_constant", 40, 30, 1),
    ("TABLE3", "expenditure_share_gdp", 9, 30, 1),
    ("TABLE3", "expenditure_real_change", 40, 30, 1),
    ("TABLE4", "gdp_usd_constant", 9, 31, 1000),
    ("TABLE4", "gdp_per_capita", 41, 31, 1),
    ("TABLE5", "expenditure_per_capita", 9, 30, 1),
    ("TABLE5", "military_personnel", 40, 30, 1),
    ("TABLE6a", "equipment_share", 9, 27, 1),
    ("TABLE6a", "personnel_share", 37, 27, 1),
    ("TABLE6b", "infrastructure_share", 9, 27, 1),
    ("TABLE6b", "other_share", 37, 27, 1),
)
ALPHABETICAL = [a.code for a in sorted(shipped_allies(), key=lambda a: a.name) if a.joined.year < 2016]
SUMMED = ["NATO_EUROPE", "CAN", "USA", "NORTH_AMERICA", "NATO_TOTAL"]


def codes_2016(rows: int) -> list[str]:
    """The rows of a block of January 2016: Canada stands among the allies, or below Europe with the sums."""
    if rows == 27:
        return [c for c in ALPHABETICAL if c != "ISL"]
    europe = [c for c in ALPHABETICAL if c not in ("CAN", "USA") and (c != "ISL" or rows == 31)]
    return [*europe, *SUMMED]


@needs_2016
def test_the_real_workbook_of_2016_cell_by_cell() -> None:
    """An independent reading: openpyxl, fixed rows and columns, allies in the order of NATO's names then."""
    book = openpyxl.load_workbook(REAL_2016, data_only=True)
    expected: dict[str, tuple[str, str, int, float, str]] = {}
    for sheet, indicator, first, rows, factor in BLOCKS_2016:
        left = 4 if sheet == "TABLE1" else 3
        for row, code in enumerate(codes_2016(rows), first):
            for column, year in enumerate(range(2008, 2016), left):
                value = book[sheet].cell(row, column).value
                if value != ".":
                    at = f"{sheet}!{get_column_letter(column)}{row}"
                    expected[at] = (indicator, code, year, value * factor, sheet.removeprefix("TABLE"))
    reading = read_workbook(
        REAL_2016, name=NAME_2016, published=date(2016, 1, 28), allies=shipped_allies(), ends=(2015,)
    )
    found = {f.cell: (f.indicator, f.ally, f.year, f.value, f.table) for f in reading.observations}
    assert found.keys() == expected.keys()
    for cell, (*names, value, table) in found.items():
        assert (*names, table) == (*expected[cell][:3], expected[cell][4])
        assert value == pytest.approx(expected[cell][3], rel=1e-14)
    assert len(found) == 3204
    assert {b.ally for b in reading.blanks} == {"ALB", "HRV"}
    assert {b.year for b in reading.blanks} == {2008}
    assert {f.year for f in reading.observations if f.estimate} == {2015}
    assert (reading.base_year, reading.series) == (2010, "defence expenditure")
    shares = {(f.ally, f.year): f.value for f in reading.observations if f.indicator == SHARE_OF_GDP}
    counts = [
        sum(as_printed(shares.get((c, year), 0.0)) >= 2 for c in codes_2016(27)) for year in range(2008, 2016)
    ]
    assert counts == [5, 5, 3, 3, 3, 3, 3, 5]
    assert as_printed(shares["EST", 2015]) == 2.04
