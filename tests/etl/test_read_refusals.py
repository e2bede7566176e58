"""What the reader refuses, and that each refusal says where, what was expected and what was found."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from etl.read import NotUnderstood, read_workbook
from etl.read.parts import MAX_BYTES
from etl.release.model import Ally
from tests.etl import workbooks
from tests.etl.workbooks import ALLIES, LAYOUT_2024, LAYOUTS, PUBLISHED, build, content

EDITION = workbooks.edition()
# Where the 2024 layout puts the alliance of the tests: France, Germany, Türkiye and the United States in rows
# 11 to 14 of the first block, the aggregates below them where there are any; 2014 to 2017 in columns D to G.


def refusal(
    source: bytes | Path, allies: tuple[Ally, ...] = ALLIES, published: datetime.date = PUBLISHED
) -> NotUnderstood:
    """The refusal of a workbook that must be refused; its one line names the file."""
    with pytest.raises(NotUnderstood) as caught:
        read_workbook(source, name="edition.xlsx", published=published, allies=allies)
    assert str(caught.value).startswith("edition.xlsx")
    assert "\n" not in str(caught.value)
    return caught.value


def refused(book: Workbook, sheet: str, cell: str, *parts: str) -> None:
    """That a workbook is refused at a sheet and cell, with every part in the message."""
    error = refusal(content(book))
    assert (error.sheet, error.cell) == (sheet, cell), str(error)
    for part in parts:
        assert part in str(error)
    where = f"{sheet}!{cell}" if cell else sheet
    assert (
        str(error)
        == f"edition.xlsx{', ' if where else ''}{where}: expected {error.expected}, found {error.found}"
    )


def drop_row(sheet: Worksheet, *rows: int) -> None:
    """Empty rows without moving the rest."""
    for row in rows:
        for cell in sheet[row]:
            if not isinstance(cell, MergedCell):
                cell.value = None


def drop_column(sheet: Worksheet, column: int) -> None:
    """Take a column out, the rest moving left."""
    sheet.delete_cols(column)


def scale(sheet: Worksheet, rows: range, factor: float) -> None:
    """Multiply the numbers of some rows."""
    for row in rows:
        for cell in sheet[row]:
            if isinstance(cell.value, int | float):
                cell.value *= factor


VALUES = [
    ("TABLE3", "E12", "#REF!", ("a number", "Germany, 2015", "'#REF!'")),
    ("TABLE3", "E12", "about two", ("Germany, 2015", "'about two'")),
    ("TABLE3", "E12", "2,05", ("Germany, 2015", "'2,05'")),
    ("TABLE2", "E12", "1,234", ("Germany, 2015", "'1,234'")),
    ("TABLE2", "E12", "1.234.567", ("Germany, 2015", "'1.234.567'")),
    ("TABLE2", "E12", "12 34", ("Germany, 2015", "'12 34'")),
    ("TABLE3", "E12", "2.05%", ("Germany, 2015", "'2.05%'")),
    ("TABLE3", "E12", "2.05 2.06", ("Germany, 2015",)),
    ("TABLE3", "E12", "1e999", ("Germany, 2015", "'1e999'")),
    ("TABLE3", "E12", True, ("Germany, 2015", "bool True")),
    ("TABLE3", "E12", datetime.date(2015, 1, 1), ("Germany, 2015", "2015-01-01")),
    ("TABLE3", "E12", "=D12*1.1", ("Germany, 2015", "a formula without its value")),
]


@pytest.mark.parametrize(("sheet", "cell", "value", "parts"), VALUES)
def test_a_cell_that_is_no_figure(sheet: str, cell: str, value: object, parts: tuple[str, ...]) -> None:
    book = build(EDITION)
    book[sheet][cell].value = value
    if value == "#REF!":
        book[sheet][cell].data_type = "s"
    refused(book, sheet, cell, *parts)


def test_an_error_in_an_allys_row_is_told_from_a_blank() -> None:
    book = build(EDITION)
    book["TABLE3"]["E12"] = "#REF!"
    assert book["TABLE3"]["E12"].data_type == "e"
    refused(book, "TABLE3", "E12", "a number or a mark of a missing one for Germany, 2015", "found #REF!")


def test_a_formula_that_came_to_a_blank_is_a_blank() -> None:
    book = build(EDITION, replace(LAYOUT_2024, restatement=False))
    book["TABLE7"]["E12"] = '=IF(1,"","")'
    source = zipfile.ZipFile(io.BytesIO(content(book)))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for part in source.namelist():
            archive.writestr(part, source.read(part).replace(b'<c r="E12"><f>', b'<c r="E12" t="str"><f>'))
    reading = read_workbook(target.getvalue(), name="t", published=PUBLISHED, allies=ALLIES)
    assert [(b.ally, b.year) for b in reading.blanks] == [("DEU", 2015)]


LABELS = [
    ("TABLE3", "C12", "Freedonia", ("the name of an ally", "'Freedonia'")),
    ("TABLE1", "C12", "Freedonia   (Crowns)", ("the name of an ally", "'Freedonia (Crowns)'")),
    ("TABLE3", "C12", "France", ("each ally once", "'France'")),
    ("TABLE2", "B15", "NATO Europe", ("the name of an ally or an aggregate", "'NATO Europe'")),
    ("TABLE2", "B16", "NATO Europe and Canada", ("each ally once",)),
]


@pytest.mark.parametrize(("sheet", "cell", "value", "parts"), LABELS)
def test_a_label_that_names_nobody_or_somebody_again(
    sheet: str, cell: str, value: str, parts: tuple[str, ...]
) -> None:
    book = build(EDITION)
    book[sheet][cell] = value
    refused(book, sheet, cell, *parts)


def test_a_row_that_lost_its_label() -> None:
    book = build(EDITION)
    book["TABLE3"]["C12"] = None
    refused(book, "TABLE3", "D12", "a label for a row of numbers")


def test_a_row_of_text_numbers_that_lost_its_label() -> None:
    book = build(EDITION, replace(LAYOUT_2024, number=repr))
    book["TABLE3"]["C12"] = None
    refused(book, "TABLE3", "D12", "a label for a row of numbers")


def test_an_ally_that_the_allies_do_not_know_is_named() -> None:
    error = refusal(content(build(EDITION)), allies=tuple(a for a in ALLIES if a.code != "TUR"))
    assert (error.sheet, error.cell) == ("TABLE1", "C13")
    assert "'Türkiye (Liras)'" in str(error)


@pytest.mark.parametrize(
    ("sheet", "row", "cell", "heading"),
    [
        ("TABLE3", 12, "B10", "Share of real GDP (%)"),
        ("TABLE1", 19, "B16", "Constant 2015 prices"),
        ("TABLE7", 13, "D8", "Military personnel"),
        ("TABLE8b", 18, "B16", "Other (d)"),
    ],
)
def test_an_ally_gone_from_one_block(sheet: str, row: int, cell: str, heading: str) -> None:
    book = build(EDITION)
    drop_row(book[sheet], row)
    refused(book, sheet, cell, "a row for", heading, "it stands in TABLE", "found none")


def test_an_aggregate_gone_from_one_block() -> None:
    book = build(EDITION)
    drop_row(book["TABLE2"], 16)
    refused(book, "TABLE2", "B10", "a row for NATO Total", "found none")


def test_a_member_gone_from_every_block() -> None:
    greece = Ally("GRC", "Greece", datetime.date(1952, 2, 18), True, True)
    error = refusal(content(build(EDITION)), allies=(*ALLIES, greece))
    assert (error.sheet, error.cell) == ("TABLE1", "B10")
    assert "a row for Greece under 'Current prices' (a member)" in str(error)
    later = replace(greece, joined=PUBLISHED + datetime.timedelta(days=1))
    read_workbook(content(build(EDITION)), name="t", published=PUBLISHED, allies=(*ALLIES, later))


def test_an_ally_without_armed_forces_in_one_gdp_block_alone() -> None:
    book = build(EDITION)
    drop_row(book["TABLE6"], 13)
    refused(book, "TABLE6", "B10", "a row for Iceland", "it stands in TABLE5")


BLOCKS = [
    (
        "TABLE3",
        range(10, 18),
        "",
        ("the block 'Share of real GDP (%)' in table 3", "found 'Annual real change (%)'"),
    ),
    ("TABLE3", range(18, 30), "", ("the block 'Annual real change (%)'", "found 'Share of real GDP (%)'")),
    ("TABLE3", range(10, 11), "C11", ("a heading above the first ally", "'France'")),
    ("TABLE3", range(18, 19), "C19", ("each ally once under 'Share of real GDP (%)'", "'France'")),
    ("TABLE3", range(11, 17), "B18", ("rows of allies under 'Share of real GDP (%)'",)),
    ("TABLE3", range(19, 25), "B18", ("rows of allies under the heading", "found none")),
    ("TABLE7", range(9, 30), "D8", ("rows of allies under the heading", "found none")),
]


@pytest.mark.parametrize(("sheet", "rows", "cell", "parts"), BLOCKS)
def test_a_block_gone(sheet: str, rows: range, cell: str, parts: tuple[str, ...]) -> None:
    book = build(EDITION)
    drop_row(book[sheet], *rows)
    refused(book, sheet, cell, *parts)


def test_a_heading_that_is_not_known() -> None:
    book = build(EDITION)
    book["TABLE2"]["B18"] = "Constant 2015 prices and purchasing power"
    refused(book, "TABLE2", "B18", "a heading", "'Constant 2015 prices and purchasing power'")


def test_a_heading_twice() -> None:
    book = build(EDITION)
    book["TABLE3"]["B18"] = book["TABLE3"]["B10"].value
    refused(book, "TABLE3", "B18", "the block 'Share of real GDP (%)' once")


HEADERS = [
    ("F8", "2016/17", "F8", ("a year such as 2014", "'2016/17'")),
    ("F8", 2015, "F8", ("each year once", "2015")),
    ("G8", "2018e", "G8", ("consecutive years, 2017 after 2016", "'2018e'")),
    ("H8", "Average", "H8", ("a year such as", "'Average'")),
]


@pytest.mark.parametrize(("cell", "value", "at", "parts"), HEADERS)
def test_a_header_that_does_not_count(cell: str, value: object, at: str, parts: tuple[str, ...]) -> None:
    book = build(EDITION)
    book["TABLE3"][cell] = value
    refused(book, "TABLE3", at, *parts)


def test_a_year_whose_header_is_blank() -> None:
    book = build(EDITION)
    book["TABLE3"]["G8"] = None
    refused(book, "TABLE3", "G11", "nothing beside an ally's name and its figures")


def test_a_first_year_that_is_no_year() -> None:
    book = build(EDITION)
    book["TABLE3"]["D8"] = "20l4"
    refused(book, "TABLE3", "D11", "nothing beside an ally's name and its figures")


def test_no_row_of_years() -> None:
    book = build(EDITION)
    drop_row(book["TABLE3"], 8)
    refused(book, "TABLE3", "", "a row of years under the title", "found none")


@pytest.mark.parametrize("column", [4, 7])
def test_a_year_gone_from_one_table(column: int) -> None:
    book = build(EDITION, replace(LAYOUT_2024, notes=False))
    drop_column(book["TABLE6"], column)
    gone = 2010 + column
    refused(book, "TABLE6", "D8", "the years of table 1, 2014 to 2017", f"(differing: {gone})")


def test_the_table_with_a_year_too_few_is_the_one_that_is_named() -> None:
    book = build(EDITION, replace(LAYOUT_2024, notes=False))
    drop_column(book["TABLE1"], 7)
    refused(book, "TABLE1", "D8", "the years of table 2, 2014 to 2017", "2014 to 2016 (differing: 2017)")


def test_a_year_between_gone_from_every_table() -> None:
    book = build(EDITION)
    for sheet in book.worksheets:
        if sheet.title != "TABLE4":
            drop_column(sheet, 5)
    refused(book, "TABLE1", "E8", "consecutive years, 2015 after 2014", "found '2016e'")


def test_the_last_year_gone_from_every_table_is_missed_by_the_notes() -> None:
    book = build(EDITION, replace(LAYOUT_2024, restatement=False))
    for sheet in book.worksheets:
        drop_column(sheet, 7)
    refused(book, "TABLE1", "D8", "a column for 2017, of which a note speaks", "found none")


def test_the_first_year_gone_from_every_table_is_missed_by_table_4() -> None:
    book = build(EDITION)
    for sheet in book.worksheets:
        if sheet.title != "TABLE4":
            drop_column(sheet, 4)
    refused(book, "TABLE4", "D8", "years that the other tables have, 2015 to 2017", "found 2014")


def test_a_year_without_any_figure() -> None:
    book = build(EDITION)
    for row in range(11, 17):
        book["TABLE3"].cell(row, 7).value = None
    refused(book, "TABLE3", "G8", "figures of 2017 under 'Share of real GDP (%)'", "none in the whole column")


@pytest.mark.parametrize("number", ["1", "2", "3", "5", "6", "7", "8a", "8b"])
def test_a_table_gone(number: str) -> None:
    book = build(EDITION)
    book.remove(book[f"TABLE{number}"])
    refused(book, "", "", f"a sheet titled 'Table {number} :", "none among TABLE")


def test_a_table_twice() -> None:
    book = build(EDITION)
    book.copy_worksheet(book["TABLE3"]).title = "TABLE3 old"
    refused(book, "TABLE3 old", "B4", "table 3 once (it stands at TABLE3!B4)")


def test_two_tables_on_one_sheet() -> None:
    book = build(EDITION)
    book["TABLE3"]["R4"] = book["TABLE2"]["B4"].value
    refused(book, "TABLE3", "R4", "one table on the sheet, table 3")


def test_a_title_that_is_another_tables() -> None:
    book = build(EDITION)
    book["TABLE3"]["B4"] = "Table 3 : Military personnel"
    refused(book, "TABLE3", "B4", "Defence expenditure as a share of GDP", "'Table 3 : Military personnel'")


SWAPS = [
    ("TABLE1", "TABLE2", "TABLE2", "B10", "'Current prices and exchange rates'"),
    ("TABLE2", "TABLE5", "TABLE5", "D11", "per cent of the GDP in table 5, as table 3 says"),
    ("TABLE3", "TABLE6", "TABLE6", "B10", "'GDP per capita (thousand US dollars)'"),
    ("TABLE3", "TABLE7", "TABLE7", "C11", "a heading above the first ally"),
    ("TABLE7", "TABLE8a", "TABLE8a", "B16", "'Personnel (b)'"),
    ("TABLE8a", "TABLE8b", "TABLE8b", "B10", "'Infrastructure (c)'"),
]


@pytest.mark.parametrize(("one", "other", "sheet", "cell", "part"), SWAPS)
def test_two_sheets_whose_titles_were_swapped(one: str, other: str, sheet: str, cell: str, part: str) -> None:
    book = build(EDITION, replace(LAYOUT_2024, iceland=False))
    book[one]["B4"].value, book[other]["B4"].value = book[other]["B4"].value, book[one]["B4"].value
    refused(book, sheet, cell, part)


def test_the_gdp_under_the_title_of_expenditure_gives_itself_away_by_iceland() -> None:
    book = build(EDITION)
    book["TABLE2"]["B4"].value, book["TABLE5"]["B4"].value = (
        book["TABLE5"]["B4"].value,
        book["TABLE2"]["B4"].value,
    )
    refused(book, "TABLE2", "B10", "a row for Iceland", "it stands in TABLE6")


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
    error = refusal(content(book))
    if cell:
        assert error.cell == cell
    for part in parts:
        assert part in str(error)


def test_per_cent_under_words_that_do_not_say_so() -> None:
    book = build(EDITION)
    book["TABLE3"]["B10"] = "Share of real GDP"
    refused(book, "TABLE3", "D11", "fractions under 'Share of real GDP', which does not say per cent")


UNITS = [
    ("TABLE1", "Million US dollars", "Million national currency units"),
    ("TABLE2", "Billion US dollars", "Million US dollars"),
    ("TABLE5", None, "Million US dollars"),
    ("TABLE7", "Persons", "Thousands"),
    ("TABLE8a", None, "Percentage of total defence expenditure"),
    ("TABLE6", None, "YEAR prices and exchange rates"),
]


@pytest.mark.parametrize(("sheet", "unit", "expected"), UNITS)
def test_a_unit_that_is_another_or_none(sheet: str, unit: str | None, expected: str) -> None:
    book = build(EDITION)
    book[sheet]["B6"] = unit
    refused(book, sheet, "", f"the unit {expected!r}", unit or "found")


BASES = [
    ("TABLE1", "B16", "Constant 2021 prices", "TABLE2", "B18"),
    ("TABLE2", "B18", "Constant 2021 prices and exchange rates", "TABLE2", "B18"),
    ("TABLE3", "B6", "Based on 2021 prices", "TABLE3", "B4"),
    ("TABLE6", "B6", "2021 prices and exchange rates", "TABLE6", "B4"),
    ("TABLE4", "B6", "Million US dollars (2021 prices and exchange rates)", "TABLE4", "B6"),
]


@pytest.mark.parametrize(("sheet", "cell", "words", "at_sheet", "at"), BASES)
def test_base_years_that_differ(sheet: str, cell: str, words: str, at_sheet: str, at: str) -> None:
    book = build(EDITION)
    book[sheet][cell] = words
    refused(book, at_sheet, at, "prices of 20", "found prices of 20")


def test_series_that_differ() -> None:
    book = build(EDITION)
    book["TABLE2"]["B4"] = "Table 2 : Core defence expenditure"
    refused(
        book, "TABLE2", "B4", "'defence expenditure' in the title, as in table 1", "Core defence expenditure"
    )


def test_currencies_that_differ() -> None:
    book = build(EDITION)
    book["TABLE1"]["C18"] = "Germany   (Marks)"
    refused(book, "TABLE1", "C18", "the currency of the block above, Euros", "'Germany (Marks)'")


def test_a_number_beside_the_figures() -> None:
    book = build(EDITION)
    book["TABLE3"]["J12"] = 1.5
    refused(book, "TABLE3", "J12", "nothing beside an ally's name and its figures", "found 1.5")


def test_merged_cells_among_the_figures() -> None:
    book = build(EDITION)
    book["TABLE3"].merge_cells("F12:G12")
    refused(book, "TABLE3", "F12", "a cell of its own for every figure", "merged cells")


def test_rows_of_allies_above_the_years() -> None:
    book = build(EDITION)
    book["TABLE3"]["C5"] = "Germany"
    refused(book, "TABLE3", "C5", "rows of allies below the row of years", "'Germany'")


def test_a_second_header_that_differs() -> None:
    book = build(EDITION, replace(LAYOUT_2024, between=None))
    for column, year in enumerate((2015, 2016, 2017, 2018), 4):
        book["TABLE3"].cell(17, column, year)
    refused(book, "TABLE3", "D17", "the years of row 8 again")


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
    refused(book, "TABLE4", at, *parts)


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


def test_two_allies_of_one_name_are_the_callers_fault() -> None:
    twin = Ally("XXX", "FRANCE*", datetime.date(2000, 1, 1), True, True)
    with pytest.raises(ValueError, match="names both FRA and XXX"):
        read_workbook(content(build(EDITION)), name="t", published=PUBLISHED, allies=(*ALLIES, twin))


# Any layout, any place


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(LAYOUTS)), st.data())
def test_a_fault_in_any_figure_is_refused_at_its_cell(name: str, data: st.DataObject) -> None:
    book = build(EDITION, LAYOUTS[name])
    figures = read_workbook(content(book), name="t", published=PUBLISHED, allies=ALLIES).figures
    figure = data.draw(st.sampled_from(figures))
    fault = data.draw(st.sampled_from(["#REF!", "see note", "1,5", False, "=1+1"]))
    sheet, cell = figure.cell.split("!")
    book[sheet][cell] = fault
    refused(book, sheet, cell, str(figure.year))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(LAYOUTS)), st.data())
def test_a_row_lost_anywhere_is_refused(name: str, data: st.DataObject) -> None:
    book = build(EDITION, LAYOUTS[name])
    figures = read_workbook(content(book), name="t", published=PUBLISHED, allies=ALLIES).figures
    figure = data.draw(st.sampled_from(figures))
    sheet, cell = figure.cell.split("!")
    book[sheet].delete_rows(book[sheet][cell].row)
    error = refusal(content(book))
    assert error.sheet == sheet or figure.ally == "ISL"
    assert "a row for" in error.expected


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(LAYOUTS)), st.data())
def test_a_year_lost_from_any_table_is_refused(name: str, data: st.DataObject) -> None:
    book = build(EDITION, LAYOUTS[name])
    figures = read_workbook(content(book), name="t", published=PUBLISHED, allies=ALLIES).figures
    figure = data.draw(st.sampled_from(figures))
    sheet, cell = figure.cell.split("!")
    book[sheet].delete_cols(book[sheet][cell].column)
    error = refusal(content(book))
    assert error.sheet == sheet
    assert str(figure.year) in str(error)


# What is no workbook


def rezipped(change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The bytes of a sound workbook with its parts changed (None leaves a part out)."""
    source = zipfile.ZipFile(io.BytesIO(content(build(EDITION))))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.namelist():
            data = change(part, source.read(part))
            if data is not None:
                archive.writestr(part, data)
    return target.getvalue()


def zip_of(**parts: bytes) -> bytes:
    """A zip of a few parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
SOUND = content(build(EDITION))
FILES = {
    "html": (b"<!DOCTYPE html><html><title>NATO</title>", "it begins with '<!DOCTYPE html><html><ti'"),
    "csv": (b"ally,year\nFRA,2014\n", "it begins with 'ally,year"),
    "empty": (b"", "an empty file"),
    "pdf": (b"%PDF-1.7 ...", "a PDF, whose tables are not read"),
    "xls": (OLE, "an old .xls workbook"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "an encrypted workbook"),
    "zip": (zip_of(readme=b"hello"), "a zip of something else: readme"),
    "cut short": (SOUND[: len(SOUND) // 2], "a truncated or damaged one"),
    "only a start": (SOUND[:4], "a truncated or damaged one"),
    "no sheets' list": (
        rezipped(lambda p, d: None if p == "xl/workbook.xml" else d),
        "a zip of something else",
    ),
    "broken xml": (
        rezipped(lambda p, d: d[:99] if p == "xl/workbook.xml" else d),
        "a damaged one: xl/workbook.xml: ",
    ),
    "bomb": (
        zip_of(**{"xl/workbook.xml": b"", "a": bytes(MAX_BYTES + 1)}),
        "a zip that unpacks to more than",
    ),
    "no list of parts": (
        rezipped(lambda p, d: None if p == "xl/_rels/workbook.xml.rels" else d),
        "one that cannot be opened",
    ),
    "a document type": (
        rezipped(lambda p, d: b'<!DOCTYPE a [<!ENTITY b "c">]>' + d if "sheet3" in p else d),
        "a damaged one: xl/worksheets/sheet3.xml: a document type",
    ),
    "unknown encoding": (
        rezipped(lambda p, d: b'<?xml version="1.0" encoding="TF-8"?>' + d if "sheet3" in p else d),
        "a damaged one: xl/worksheets/sheet3.xml: ",
    ),
    "half a sheet": (rezipped(lambda p, d: d[:999] if "sheet3" in p else d), "xl/worksheets/sheet3.xml"),
    "a cell twice": (
        rezipped(lambda p, d: d.replace(b'r="E11"', b'r="D11"') if "sheet3" in p else d),
        "the cell D11 twice",
    ),
    "far cell": (
        rezipped(lambda p, d: d.replace(b'r="D11"', b'r="XFD1048576"') if "sheet3" in p else d),
        "spans 1048576 rows and 16384 columns",
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_workbook(kind: str) -> None:
    source, found = FILES[kind]
    error = refusal(source)
    assert (error.sheet, error.cell) == ("", "")
    assert "expected an Excel workbook (.xlsx), found " in str(error)
    assert found in error.found


def test_a_damaged_part() -> None:
    broken = bytearray(SOUND)
    middle = SOUND.index(b"xl/worksheets/sheet3.xml") + 200
    broken[middle : middle + 20] = bytes(20)
    assert "damaged" in refusal(bytes(broken)).found


def test_a_sheet_that_is_not_there() -> None:
    error = refusal(rezipped(lambda p, d: None if p == "xl/worksheets/sheet3.xml" else d))
    assert (error.sheet, error.expected) == ("TABLE3", "a sheet whose part is in the workbook")


def test_a_sheet_with_a_cell_of_an_unknown_kind() -> None:
    error = refusal(rezipped(lambda p, d: d.replace(b' t="n"', b' t="zz"', 1) if "sheet3" in p else d))
    assert (error.sheet, error.expected) == ("TABLE3", "a sheet that can be read")


def test_a_file_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert f"{MAX_BYTES + 1} bytes" in refusal(path).found


def test_two_parts_of_one_name() -> None:
    target = io.BytesIO(SOUND)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert "two parts of one name" in refusal(target.getvalue()).found


def test_a_path_that_is_not_there_is_not_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_workbook(tmp_path / "gone.xlsx", name="t", published=PUBLISHED, allies=ALLIES)
