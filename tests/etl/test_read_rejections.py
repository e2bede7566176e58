"""What the reader rejects of sheets, blocks, rows, years and cells: each rejection says where and why."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from openpyxl import Workbook

from etl.model import Ally, Observation
from etl.sources.nato.reader import read_workbook
from tests.etl import workbooks
from tests.etl.rejections import drop_column, drop_row, rejected, rejection
from tests.etl.workbooks import ALLIES, LAYOUT_2024, LAYOUTS, PUBLISHED, build, content, rezipped

EDITION = workbooks.edition()
# Where the 2024 layout puts the alliance of the tests: France, Germany, Türkiye and the United States in rows
# 11 to 14 of the first block, the aggregates below them where there are any; 2014 to 2017 in columns D to G.


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
    rejected(book, sheet, cell, *parts)


def test_an_error_in_an_allys_row_is_distinguished_from_a_blank() -> None:
    book = build(EDITION)
    book["TABLE3"]["E12"] = "#REF!"
    assert book["TABLE3"]["E12"].data_type == "e"
    rejected(book, "TABLE3", "E12", "a number or a mark of a missing one for Germany, 2015", "found #REF!")


def test_a_formula_that_came_to_a_blank_is_a_blank() -> None:
    book = build(EDITION, replace(LAYOUT_2024, restatement=False))
    book["TABLE7"]["E12"] = '=IF(1,"","")'
    computed = rezipped(book, lambda _, data: data.replace(b'<c r="E12"><f>', b'<c r="E12" t="str"><f>'))
    reading = read_workbook(computed, name="t", published=PUBLISHED, allies=ALLIES)
    assert [(b.ally, b.year) for b in reading.blanks] == [("DEU", 2015)]


LABELS = [
    ("TABLE3", "C12", "Freedonia", ("the name of an ally", "'Freedonia'")),
    ("TABLE1", "C12", "Freedonia   (Crowns)", ("the name of an ally", "'Freedonia (Crowns)'")),
    ("TABLE3", "C12", "France", ("each ally once", "'France'")),
    ("TABLE2", "B15", "NATO outside Europe", ("the name of an ally or an aggregate",)),
    ("TABLE2", "B16", "NATO Europe and Canada", ("each ally once",)),
]


@pytest.mark.parametrize(("sheet", "cell", "value", "parts"), LABELS)
def test_a_label_that_names_nobody_or_somebody_again(
    sheet: str, cell: str, value: str, parts: tuple[str, ...]
) -> None:
    book = build(EDITION)
    book[sheet][cell] = value
    rejected(book, sheet, cell, *parts)


def test_a_row_that_lost_its_label() -> None:
    book = build(EDITION)
    book["TABLE3"]["C12"] = None
    rejected(book, "TABLE3", "D12", "a label for a row of numbers")


def test_a_row_of_text_numbers_that_lost_its_label() -> None:
    book = build(EDITION, replace(LAYOUT_2024, number=repr))
    book["TABLE3"]["C12"] = None
    rejected(book, "TABLE3", "D12", "a label for a row of numbers")


def test_an_ally_that_the_allies_do_not_know_is_named() -> None:
    error = rejection(content(build(EDITION)), allies=tuple(a for a in ALLIES if a.code != "TUR"))
    assert error.place == "TABLE1!C13"
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
    rejected(book, sheet, cell, "a row for", heading, "it stands in TABLE", "found none")


def test_an_aggregate_gone_from_one_block() -> None:
    book = build(EDITION)
    drop_row(book["TABLE2"], 16)
    rejected(book, "TABLE2", "B10", "a row for NATO Total", "found none")


def test_a_member_gone_from_every_block() -> None:
    greece = Ally("GRC", "Greece", datetime.date(1952, 2, 18), True, True)
    error = rejection(content(build(EDITION)), allies=(*ALLIES, greece))
    assert error.place == "TABLE1!B10"
    assert "a row for Greece under 'Current prices' (a member)" in str(error)
    later = replace(greece, joined=PUBLISHED + datetime.timedelta(days=1))
    read_workbook(content(build(EDITION)), name="t", published=PUBLISHED, allies=(*ALLIES, later))


def test_an_ally_without_armed_forces_in_one_gdp_block_alone() -> None:
    book = build(EDITION)
    drop_row(book["TABLE6"], 13)
    rejected(book, "TABLE6", "B10", "a row for Iceland", "it stands in TABLE5")


BLOCKS = [
    (
        "TABLE3",
        range(10, 18),
        "",
        ("the block 'Share of real GDP (%)' in table 3", "found 'Annual real change (%)'"),
    ),
    ("TABLE3", range(18, 30), "", ("the block 'Annual real change (%)'", "found 'Share of real GDP (%)'")),
    ("TABLE3", range(10, 11), "B6", ("a heading in known words ('Share of real GDP (%)'", "found 'Based on")),
    ("TABLE3", range(18, 19), "C19", ("each ally once under 'Share of real GDP (%)'", "'France'")),
    ("TABLE3", range(11, 17), "B18", ("rows of allies under 'Share of real GDP (%)'",)),
    ("TABLE3", range(19, 25), "B18", ("rows of allies under the heading", "found none")),
    ("TABLE7", range(9, 30), "", ("rows of allies under the row of years", "found none")),
]


@pytest.mark.parametrize(("sheet", "rows", "cell", "parts"), BLOCKS)
def test_a_block_gone(sheet: str, rows: range, cell: str, parts: tuple[str, ...]) -> None:
    book = build(EDITION)
    drop_row(book[sheet], *rows)
    rejected(book, sheet, cell, *parts)


def test_a_heading_that_is_not_known() -> None:
    book = build(EDITION)
    book["TABLE2"]["B18"] = "Constant 2015 prices and purchasing power"
    rejected(book, "TABLE2", "B18", "a heading", "'Constant 2015 prices and purchasing power'")


def test_a_heading_twice() -> None:
    book = build(EDITION)
    book["TABLE3"]["B18"] = book["TABLE3"]["B10"].value
    rejected(book, "TABLE3", "B18", "the block 'Share of real GDP (%)' once")


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
    rejected(book, "TABLE3", at, *parts)


def test_a_year_whose_header_is_blank() -> None:
    book = build(EDITION)
    book["TABLE3"]["G8"] = None
    rejected(book, "TABLE3", "G8", "a year such as 2014 or 2024e above 3.", "in G11", "found a blank cell")


def test_a_first_year_that_is_no_year() -> None:
    book = build(EDITION)
    book["TABLE3"]["D8"] = "20l4"
    rejected(book, "TABLE3", "D8", "a year such as 2014 or 2024e above 3.", "in D11", "found '20l4'")


def test_years_in_disorder() -> None:
    book = build(EDITION)
    sheet = book["TABLE1"]
    sheet["E8"].value, sheet["F8"].value = sheet["F8"].value, sheet["E8"].value
    rejected(book, "TABLE1", "F8", "years that run one way", "found 2015")


@pytest.mark.parametrize("layout", ["2019", "2024", "2026"])
def test_a_year_that_a_note_calls_an_estimate_and_the_header_does_not(layout: str) -> None:
    book = build(EDITION, replace(LAYOUTS[layout], year=lambda year, _: f"{year}e" if year == 2017 else year))
    expected = "expected 2016e, as the note under the table calls 2016, 2017 estimates, found 2016"
    assert expected in str(rejection(content(book)))


@pytest.mark.parametrize(
    ("cell", "text"),
    [("F7", "Estimates"), ("G9", "e"), ("F9", "(est.)"), ("J12", "e")],
)
def test_estimates_that_are_marked_elsewhere_than_in_the_header(cell: str, text: str) -> None:
    book = build(EDITION, replace(LAYOUT_2024, year=lambda year, _: year, notes=False))
    book["TABLE3"][cell] = text
    rejected(book, "TABLE3", cell, "estimates marked in the years' own header, as 2024e", text)


def test_actual_figures_that_the_header_marks_as_estimates() -> None:
    book = build(EDITION)
    book["TABLE3"]["G7"] = "Actual"
    rejected(book, "TABLE3", "G7", "estimates marked in the years' own header, as 2024e", "Actual")


def _figures(book: Workbook) -> tuple[Observation, ...]:
    return read_workbook(content(book), name="t.xlsx", published=PUBLISHED, allies=ALLIES).observations


@pytest.mark.parametrize(
    ("cell", "text"), [("G7", "Estimates"), ("G7", "e"), ("F7", "Estimate"), ("C7", "Actual"), ("J12", "e")]
)
def test_marks_that_agree_with_the_header_are_read(cell: str, text: str) -> None:
    plain, book = build(EDITION), build(EDITION)
    book["TABLE3"][cell] = text
    assert _figures(book) == _figures(plain)


# ---------------------------------------------------------------- what may be read and not published


def test_a_last_year_that_is_not_the_one_of_the_edition() -> None:
    book = build(EDITION)
    rejected(book, "TABLE1", "G8", "2018 as the last year of this edition", "found '2017e'", ends=(2018,))
    rejected(book, "TABLE1", "G8", "2019 or 2018 as the last year", ends=(2018, 2019))
    read_workbook(content(book), name="t.xlsx", published=PUBLISHED, allies=ALLIES, ends=(2018, 2017))


def test_a_last_year_without_the_mark_of_an_estimate() -> None:
    book = build(EDITION, replace(LAYOUT_2024, year=lambda year, _: year, notes=False))
    expected = "2017e, since the last year of an edition is an estimate"
    rejected(book, "TABLE1", "G8", expected, "found 2017", ends=(2017,))


@pytest.mark.parametrize(
    ("sheet", "cell"),
    [("TABLE1", "E12"), ("TABLE2", "E20"), ("TABLE3", "E20"), ("TABLE5", "E12"), ("TABLE6", "E21")],
)
def test_a_blank_where_the_share_of_the_ally_and_year_is_given(sheet: str, cell: str) -> None:
    book = build(EDITION, replace(LAYOUT_2024, restatement=False))
    book[sheet][cell] = ".."
    expected = "a figure, since the share of GDP of DEU in 2015 is given"
    rejected(book, sheet, cell, expected, "found '..'", ends=(2017,))


def test_the_first_years_real_change_and_a_share_that_is_blank_itself_may_be_blank() -> None:
    book = build(EDITION, replace(LAYOUT_2024, restatement=False))
    for row in (19, 20, 21, 22, 23, 24):
        book["TABLE3"].cell(row, 4).value = None
    for sheet, cell in (("TABLE3", "G12"), ("TABLE3", "G20"), ("TABLE2", "G12"), ("TABLE2", "G20")):
        book[sheet][cell] = None
    read_workbook(content(book), name="t.xlsx", published=PUBLISHED, allies=ALLIES, ends=(2017,))


def test_an_ally_without_any_figure_in_a_block() -> None:
    book = build(EDITION)
    for column in "DEFG":
        book["TABLE7"][f"{column}12"] = None
    rejected(book, "TABLE7", "D12", "a figure of DEU in some year under 'Military personnel'", ends=(2017,))


def test_a_year_that_most_allies_lack() -> None:
    book = build(EDITION)
    for row in (11, 12, 13):
        book["TABLE8a"].cell(row, 5).value = ".."
    rejected(
        book, "TABLE8a", "E8", "figures of 2015 under 'Equipment (a)'", "found 1 in 4 rows", ends=(2017,)
    )


# ---------------------------------------------------------------- words and titles


def test_a_heading_that_the_table_of_soldiers_does_not_have() -> None:
    book = build(EDITION)
    book["TABLE7"]["B10"] = "Civilian personnel"
    rejected(book, "TABLE7", "B10", "an ally, a note or a heading in known words", "'Civilian personnel'")
    book["TABLE7"]["B10"] = "Allies"
    read_workbook(content(book), name="t.xlsx", published=PUBLISHED, allies=ALLIES)


@pytest.mark.parametrize("cell", ["B5", "B6", "B10"])
def test_words_of_the_core_where_the_titles_have_none(cell: str) -> None:
    book = build(EDITION)
    sheet = book["TABLE8a"] if cell == "B6" else book["TABLE6"] if cell == "B10" else book["TABLE2"]
    words = {
        "B5": "Core defence expenditure of Allies",
        "B6": "Percentage of total core defence expenditure",
        "B10": "Core defence expenditure per capita (US dollars)",
    }
    place = (
        next(c.coordinate for c in sheet["B"] if "per capita (US" in str(c.value)) if cell == "B10" else cell
    )
    sheet[place] = words[cell]
    rejected(book, sheet.title, place, "'defence expenditure', as in the titles", words[cell])


@pytest.mark.parametrize("text", ["Table 3. of 8: shares", "Table 3 Shares", "Table 3"])
def test_a_title_that_is_not_understood_is_named(text: str) -> None:
    book = build(EDITION)
    book["TABLE3"]["B4"] = text
    rejected(book, "TABLE3", "B4", "'Table 3 : Defence expenditure as a share of GDP")


def test_no_row_of_years() -> None:
    book = build(EDITION)
    drop_row(book["TABLE3"], 8)
    rejected(book, "TABLE3", "", "a row of years under the title", "found none")


@pytest.mark.parametrize("column", [4, 7])
def test_a_year_gone_from_one_table(column: int) -> None:
    book = build(EDITION, replace(LAYOUT_2024, notes=False))
    drop_column(book["TABLE6"], column)
    gone = 2010 + column
    rejected(book, "TABLE6", "D8", "the years of table 1, 2014 to 2017", f"(differing: {gone})")


def test_the_table_with_a_year_too_few_is_the_one_that_is_named() -> None:
    book = build(EDITION, replace(LAYOUT_2024, notes=False))
    drop_column(book["TABLE1"], 7)
    rejected(book, "TABLE1", "D8", "the years of table 2, 2014 to 2017", "2014 to 2016 (differing: 2017)")


def test_a_year_between_gone_from_every_table() -> None:
    book = build(EDITION)
    for sheet in book.worksheets:
        if sheet.title != "TABLE4":
            drop_column(sheet, 5)
    rejected(book, "TABLE1", "E8", "consecutive years, 2015 after 2014", "found '2016e'")


def test_the_last_year_gone_from_every_table_is_missed_by_the_notes() -> None:
    book = build(EDITION, replace(LAYOUT_2024, restatement=False))
    for sheet in book.worksheets:
        drop_column(sheet, 7)
    rejected(book, "TABLE1", "D8", "a column for 2017, of which a note speaks", "found none")


def test_the_first_year_gone_from_every_table_is_missed_by_table_4() -> None:
    book = build(EDITION)
    for sheet in book.worksheets:
        if sheet.title != "TABLE4":
            drop_column(sheet, 4)
    rejected(book, "TABLE4", "D8", "years that the other tables have, 2015 to 2017", "found 2014")


def test_a_row_of_zeros_that_nothing_labels_is_a_left_over_as_text_too() -> None:
    book = build(EDITION, replace(LAYOUT_2024, between=None, gap=3))
    for column in (4, 5, 6):
        book["TABLE8b"].cell(16, column, "0")
    read_workbook(content(book), name="t.xlsx", published=PUBLISHED, allies=ALLIES)
    book["TABLE8b"].cell(16, 5, "3")
    rejected(book, "TABLE8b", "E16", "a label for a row of numbers")


def test_a_year_without_any_figure() -> None:
    book = build(EDITION)
    for row in range(11, 17):
        book["TABLE3"].cell(row, 7).value = None
    rejected(
        book, "TABLE3", "G8", "figures of 2017 under 'Share of real GDP (%)'", "none in the whole column"
    )


@pytest.mark.parametrize("number", ["1", "2", "3", "5", "6", "7", "8a", "8b"])
def test_a_table_gone(number: str) -> None:
    book = build(EDITION)
    book.remove(book[f"TABLE{number}"])
    rejected(book, "", "", f"a sheet titled 'Table {number} :", "none among TABLE")


def test_a_table_twice() -> None:
    book = build(EDITION)
    book.copy_worksheet(book["TABLE3"]).title = "TABLE3 old"
    rejected(book, "TABLE3 old", "B4", "table 3 once (it stands at TABLE3!B4)")


def test_two_tables_on_one_sheet() -> None:
    book = build(EDITION)
    book["TABLE3"]["R4"] = book["TABLE2"]["B4"].value
    rejected(book, "TABLE3", "R4", "one table on the sheet, table 3")


def test_a_title_that_is_another_tables() -> None:
    book = build(EDITION)
    book["TABLE3"]["B4"] = "Table 3 : Military personnel"
    rejected(book, "TABLE3", "B10", "a heading in known words", "found 'Share of real GDP (%)'")


SWAPS = [
    ("TABLE2", "TABLE5", "TABLE5", "D11", "per cent of the GDP in table 5, as table 3 says"),
    ("TABLE3", "TABLE6", "TABLE3", "B18", "'Annual real change (%)'"),
    ("TABLE3", "TABLE7", "TABLE3", "B10", "'Share of real GDP (%)'"),
    ("TABLE7", "TABLE8a", "TABLE7", "B6", "'Thousands'"),
]


@pytest.mark.parametrize(("one", "other", "sheet", "cell", "part"), SWAPS)
def test_two_sheets_whose_titles_were_swapped(one: str, other: str, sheet: str, cell: str, part: str) -> None:
    book = build(EDITION, replace(LAYOUT_2024, iceland=False))
    book[one]["B4"].value, book[other]["B4"].value = book[other]["B4"].value, book[one]["B4"].value
    rejected(book, sheet, cell, part)


@pytest.mark.parametrize(("one", "other"), [("TABLE1", "TABLE2"), ("TABLE8a", "TABLE8b")])
def test_numbers_of_tables_say_nothing_of_what_is_in_them(one: str, other: str) -> None:
    book = build(EDITION)
    book[one]["B4"].value, book[other]["B4"].value = book[other]["B4"].value, book[one]["B4"].value
    values = [{(f.indicator, f.ally, f.year): f.value for f in _figures(b)} for b in (book, build(EDITION))]
    assert values[0] == values[1]


def test_the_gdp_under_the_title_of_expenditure_gives_itself_away_by_iceland() -> None:
    book = build(EDITION)
    book["TABLE2"]["B4"].value, book["TABLE5"]["B4"].value = (
        book["TABLE5"]["B4"].value,
        book["TABLE2"]["B4"].value,
    )
    rejected(book, "TABLE2", "B10", "a row for Iceland", "it stands in TABLE6")


def test_a_number_beside_the_figures() -> None:
    book = build(EDITION)
    book["TABLE3"]["J12"] = 1.5
    rejected(book, "TABLE3", "J8", "a year such as 2014 or 2024e above 1.5 in J12", "found a blank cell")


def test_merged_cells_among_the_figures() -> None:
    book = build(EDITION)
    book["TABLE3"].merge_cells("F12:G12")
    rejected(book, "TABLE3", "F12", "a cell of its own for every figure", "merged cells")


def test_rows_of_allies_above_the_years() -> None:
    book = build(EDITION)
    book["TABLE3"]["C5"] = "Germany"
    rejected(book, "TABLE3", "C5", "rows of allies below the row of years", "'Germany'")


def test_numbers_above_the_years() -> None:
    book = build(EDITION)
    book["TABLE3"]["E7"] = 1.5
    rejected(book, "TABLE3", "E7", "no numbers above the row of years", "found 1.5")


def test_a_row_of_years_is_not_taken_from_an_allys_figures() -> None:
    book = build(EDITION)
    drop_row(book["TABLE1"], 8)
    book["TABLE1"]["D11"], book["TABLE1"]["E11"] = 2001, 2002
    rejected(book, "TABLE1", "", "a row of years under the title", "found none")


def test_a_second_header_that_differs() -> None:
    book = build(EDITION, replace(LAYOUT_2024, between=None))
    for column, year in enumerate((2015, 2016, 2017, 2018), 4):
        book["TABLE3"].cell(17, column, year)
    rejected(book, "TABLE3", "D17", "the years of row 8 again")


def test_two_allies_of_one_name_are_the_callers_fault() -> None:
    twin = Ally("XXX", "FRANCE*", datetime.date(2000, 1, 1), True, True)
    with pytest.raises(ValueError, match="names both FRA and XXX"):
        read_workbook(content(build(EDITION)), name="t", published=PUBLISHED, allies=(*ALLIES, twin))


# Any layout, any place


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(LAYOUTS)), st.data())
def test_a_fault_in_any_figure_is_rejected_at_its_cell(name: str, data: st.DataObject) -> None:
    book = build(EDITION, LAYOUTS[name])
    observations = read_workbook(content(book), name="t", published=PUBLISHED, allies=ALLIES).observations
    observation = data.draw(st.sampled_from(observations))
    fault = data.draw(st.sampled_from(["#REF!", "see note", "1,5", False, "=1+1"]))
    sheet, cell = observation.cell.split("!")
    book[sheet][cell] = fault
    rejected(book, sheet, cell, str(observation.year))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(LAYOUTS)), st.data())
def test_a_row_lost_anywhere_is_rejected(name: str, data: st.DataObject) -> None:
    book = build(EDITION, LAYOUTS[name])
    observations = read_workbook(content(book), name="t", published=PUBLISHED, allies=ALLIES).observations
    observation = data.draw(st.sampled_from(observations))
    sheet, cell = observation.cell.split("!")
    book[sheet].delete_rows(book[sheet][cell].row)
    error = rejection(content(book))
    assert error.place.partition("!")[0] == sheet or observation.ally == "ISL"
    assert "a row for" in error.expected


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(LAYOUTS)), st.data())
def test_a_year_lost_from_any_table_is_rejected(name: str, data: st.DataObject) -> None:
    book = build(EDITION, LAYOUTS[name])
    observations = read_workbook(content(book), name="t", published=PUBLISHED, allies=ALLIES).observations
    observation = data.draw(st.sampled_from(observations))
    sheet, cell = observation.cell.split("!")
    book[sheet].delete_cols(book[sheet][cell].column)
    error = rejection(content(book))
    assert error.place.partition("!")[0] == sheet
    assert str(observation.year) in str(error)
