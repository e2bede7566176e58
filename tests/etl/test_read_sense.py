"""Figures that belie their words or one another: another scale, unit, base year or series."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from etl.sources.nato.reader import read_workbook
from tests.etl import workbooks
from tests.etl.rejections import drop_row, rejected, rejection, scale
from tests.etl.workbooks import ALLIES, LAYOUT_2024, PUBLISHED, build, content

EDITION = workbooks.edition()
# Where the 2024 layout puts the alliance of the tests: France, Germany, Türkiye and the United States in rows
# 11 to 14 of the first block, the aggregates below them where there are any; 2014 to 2017 in columns D to G.


SCALES: list[tuple[str, range, float, str, tuple[str, ...]]] = [
    ("TABLE3", range(11, 17), 100, "D11", ("a share of GDP between 0 and 30 per cent", "for FRA 2014")),
    ("TABLE3", range(11, 17), 0.01, "D11", ("per cent under 'Share of real GDP (%)', not fractions",)),
    ("TABLE3", range(12, 13), 0.01, "D12", ("per cent, as tables 2, 5 and 6 imply", "for DEU 2014")),
    ("TABLE3", range(12, 13), 3, "D12", ("per cent, as tables 2, 5 and 6 imply", "for DEU 2014")),
    ("TABLE3", range(19, 20), 100, "", ("a real change of about", "as table 2 implies", "for FRA")),
    (
        "TABLE2",
        range(11, 17),
        0.001,
        "D11",
        ("per cent of the GDP in table 5, as table 3 says", "for FRA 2014"),
    ),
    (
        "TABLE2",
        range(19, 25),
        1000,
        "D19",
        ("per cent of the GDP in table 5, as table 3 says", "for FRA 2014"),
    ),
    (
        "TABLE5",
        range(11, 18),
        0.001,
        "D11",
        ("per cent of the GDP in table 5, as table 3 says", "for FRA 2014"),
    ),
    ("TABLE6", range(11, 18), 1000, "", ("per cent of the GDP in table 6, as table 3 says", "for FRA 2014")),
    ("TABLE7", range(11, 15), 1000, "", ("thousands of persons", "for ")),
    ("TABLE8a", range(11, 15), 0.01, "D11", ("sum to 100 per cent", "for FRA 2014")),
    ("TABLE8a", range(11, 15), 100, "D11", ("between 0 and 100 per cent", "for FRA 2014")),
]


@pytest.mark.parametrize(("sheet", "rows", "factor", "cell", "parts"), SCALES)
def test_numbers_of_another_scale(
    sheet: str, rows: range, factor: float, cell: str, parts: tuple[str, ...]
) -> None:
    book = build(EDITION, replace(LAYOUT_2024, restatement=False))
    scale(book[sheet], rows, factor)
    error = rejection(content(book))
    if cell:
        assert error.place.partition("!")[2] == cell
    for part in parts:
        assert part in str(error)


def test_per_cent_under_words_that_do_not_say_so() -> None:
    book = build(EDITION)
    book["TABLE3"]["B10"] = "Share of real GDP"
    rejected(book, "TABLE3", "D11", "fractions under 'Share of real GDP', which does not say per cent")


UNITS = [
    ("TABLE1", "Million US dollars", "C11", "the name of an ally or an aggregate beside numbers"),
    ("TABLE2", "Dollars", "B10", "the unit, with the year of constant prices if they are any, above it"),
    ("TABLE2", "US dollars", "B10", "a unit such as 'million US dollars' above the figures"),
    ("TABLE2", "Million euros", "B6", "in known words"),
    ("TABLE5", None, "B10", "the unit, with the year of constant prices if they are any, above it"),
    ("TABLE6", None, "B10", "the unit, with the year of constant prices if they are any, above it"),
    ("TABLE7", None, "B4", "a unit such as 'thousands' above the figures"),
    ("TABLE7", "Persons", "", "thousands of persons, more than 50 in the largest forces"),
    ("TABLE7", "Thousands of reserves", "B6", "in known words"),
    ("TABLE8a", None, "D11", "fractions under 'Equipment (a)', which does not say per cent"),
    ("TABLE8a", "Percentage of GDP", "B6", "the figures under 'Percentage of GDP' once (they stand at"),
    ("TABLE8a", "Percentage of equipment pledges", "B6", "in known words"),
]


@pytest.mark.parametrize(("sheet", "unit", "cell", "expected"), UNITS)
def test_a_unit_that_is_another_or_none(sheet: str, unit: str | None, cell: str, expected: str) -> None:
    book = build(EDITION)
    book[sheet]["B6"] = unit
    error = rejection(content(book))
    assert error.place.startswith(f"{sheet}!{cell}"), str(error)
    assert expected in str(error)


@pytest.mark.parametrize(
    ("sheet", "cell", "unit", "expected"),
    [
        ("TABLE2", "B6", "Billion US dollars (million US dollars)", "one scale of the figures"),
        ("TABLE5", "B5", "in billions", "one scale of the figures, not billion and million"),
        ("TABLE7", "B6", "Hundreds of thousands", "in known words"),
        ("TABLE6", "B10", "GDP per capita (million thousand US dollars)", "one scale of the figures"),
    ],
)
def test_a_unit_of_two_scales(sheet: str, cell: str, unit: str, expected: str) -> None:
    book = build(EDITION)
    book[sheet][cell] = unit
    assert expected in str(rejection(content(book)))


def test_a_currency_that_is_another_or_of_another_scale() -> None:
    """Nothing but the dollars of table 2 bears on table 1."""
    book = build(EDITION)
    scale(book["TABLE1"], range(17, 21), 0.001)
    rejected(book, "TABLE1", "D20", "in national currency, as table 2 and the other years imply")
    book = build(EDITION)
    book["TABLE1"]["E18"] = 3 * book["TABLE1"]["E18"].value
    rejected(
        book, "TABLE1", "E18", "in national currency, as table 2 and the other years imply", "for DEU 2015"
    )


BASES = [
    ("TABLE1", "B16", "Constant 2021 prices", "TABLE2", "B18"),
    ("TABLE2", "B18", "Constant 2021 prices and exchange rates", "TABLE2", "B18"),
    ("TABLE3", "B6", "Based on 2021 prices", "TABLE3", "B6"),
    ("TABLE6", "B6", "2021 prices and exchange rates", "TABLE6", "B6"),
    ("TABLE4", "B6", "Million US dollars (2021 prices and exchange rates)", "TABLE4", "B6"),
]


@pytest.mark.parametrize(("sheet", "cell", "words", "at_sheet", "at"), BASES)
def test_base_years_that_differ(sheet: str, cell: str, words: str, at_sheet: str, at: str) -> None:
    book = build(EDITION)
    book[sheet][cell] = words
    rejected(book, at_sheet, at, "prices of 20", "found prices of 20")


def test_series_that_differ() -> None:
    book = build(EDITION)
    book["TABLE2"]["B4"] = "Table 2 : Core defence expenditure"
    rejected(
        book, "TABLE2", "B4", "'defence expenditure' in the title, as in table 1", "Core defence expenditure"
    )


def test_currencies_that_differ() -> None:
    book = build(EDITION)
    book["TABLE1"]["C18"] = "Germany   (Marks)"
    rejected(book, "TABLE1", "C18", "the currency of the block above, Euros", "'Germany (Marks)'")


RESTATED: list[tuple[str, object, tuple[str, ...]]] = [
    ("D12", 1.0, ("for DEU 2014, as table 2 (TABLE2!D20) says", "found 1")),
    ("E12", 1.0, ("for DEU 2017, as table 2 (TABLE2!G20) says",)),
    ("F12", 1.0, ("for DEU 2017, as table 2 (TABLE2!G20) says",)),
    ("G12", 1.0, ("for DEU 2014, as table 3 (TABLE3!D12) says",)),
    ("H12", 1.0, ("for DEU 2017, as table 3 (TABLE3!G12) says",)),
    ("H12", None, ("for DEU 2017, as table 3 (TABLE3!G12) says", "found a blank cell")),
    ("H12", "two", ("a number or a mark of a missing one", "'two'")),
    ("H12", "#REF!", ("a number or a mark of a missing one", "#REF!")),
    ("C12", "Freedonia", ("the name of an ally", "'Freedonia'")),
    ("C12", "France", ("each ally once in table 4", "'France'")),
]


@pytest.mark.parametrize(("cell", "value", "parts"), RESTATED)
def test_a_table_4_that_disagrees(cell: str, value: object, parts: tuple[str, ...]) -> None:
    book = build(EDITION)
    row = next(c.row for c in book["TABLE4"]["C"] if c.value == "Germany")
    at = f"{cell[0]}{row}"
    book["TABLE4"][at] = value
    rejected(book, "TABLE4", at, *parts)


def test_a_table_4_within_rounding_agrees_and_one_of_another_make_is_noted() -> None:
    book = build(EDITION)
    for row in book["TABLE4"].iter_rows(min_row=10):
        for cell in row:
            if isinstance(cell.value, float):
                cell.value = round(cell.value, 2)
    reading = read_workbook(content(book), name="t", published=PUBLISHED, allies=ALLIES)
    assert not [n for n in reading.notes if "TABLE4" in n]
    drop_row(book["TABLE4"], 8)
    reading = read_workbook(content(book), name="t", published=PUBLISHED, allies=ALLIES)
    assert "TABLE4: table 4 not understood, so that it checks nothing" in reading.notes
