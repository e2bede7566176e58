"""The reader on workbooks that say the same in many ways, and on the real one of June 2024."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.model import SHARE_OF_GDP, Ally, Blank, Observation
from etl.sources.nato.reader import WorkbookReading, read_workbook
from tests.etl import workbooks
from tests.etl.workbooks import (
    ALLIES,
    LAYOUT_2024,
    LAYOUTS,
    PUBLISHED,
    ROOT,
    Layout,
    build,
    content,
    rezipped,
    shipped_allies,
    values_of,
)


def read(book: Workbook, **options: object) -> WorkbookReading:
    """The reading of a workbook made for a test."""
    given_options: dict[str, object] = {"name": "t.xlsx", "published": PUBLISHED, "allies": ALLIES} | options
    return read_workbook(content(book), **given_options)  # type: ignore[arg-type]


def observations(reading: WorkbookReading) -> dict[workbooks.Key, float]:
    """The values of a reading by indicator, ally and year, each of which must be there once."""
    values = {(f.indicator, f.ally, f.year): f.value for f in reading.observations}
    assert len(values) == len(reading.observations)
    return values


EDITION = workbooks.edition()


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_layout_gives_the_same_figures(name: str) -> None:
    layout = LAYOUTS[name]
    reading = read(build(EDITION, layout))
    assert observations(reading) == pytest.approx(values_of(EDITION, layout), rel=1e-14)
    assert reading.base_year == 2015
    assert reading.series == layout.series.lower()
    assert {f.table for f in reading.observations} == set(layout.tables)
    assert reading.blanks == ()


def test_units_tables_cells_and_estimates_are_reported() -> None:
    reading = read(build(EDITION))
    by_key = {(f.indicator, f.ally, f.year): f for f in reading.observations}
    units = {f.indicator: f.unit for f in reading.observations if f.ally == "TUR"}
    assert units == {
        "expenditure_national_current": "million national currency (Liras)",
        "expenditure_national_constant": "million national currency (Liras), 2015 prices",
        "expenditure_usd_current": "million US dollars",
        "expenditure_usd_constant": "million US dollars, 2015 prices",
        "expenditure_share_gdp": "percent of GDP",
        "expenditure_real_change": "percent",
        "gdp_usd_current": "million US dollars",
        "gdp_usd_constant": "million US dollars, 2015 prices",
        "gdp_per_capita": "thousand US dollars, 2015 prices",
        "expenditure_per_capita": "US dollars, 2015 prices",
        "military_personnel": "thousands",
        "equipment_share": "percent of defence expenditure",
        "personnel_share": "percent of defence expenditure",
        "infrastructure_share": "percent of defence expenditure",
        "other_share": "percent of defence expenditure",
    }
    share = by_key[SHARE_OF_GDP, "FRA", 2014]
    assert (share.table, share.cell, share.estimate) == ("3", "TABLE3!D11", False)
    assert (share.edition, share.origin) == (PUBLISHED, "read from the workbook")
    assert by_key["other_share", "FRA", 2017].table == "8b"
    assert by_key["other_share", "FRA", 2017].estimate


def test_the_cell_of_every_figure_holds_its_value() -> None:
    book = build(EDITION)
    for observation in read(book).observations:
        sheet, cell = observation.cell.split("!")
        assert book[sheet][cell].value == observation.value


@pytest.mark.parametrize("base", [2010, 2021, 2030])
def test_the_base_year_is_read_from_the_words(base: int) -> None:
    reading = read(build(workbooks.edition(base=base)))
    assert reading.base_year == base
    assert {f.unit for f in reading.observations if f.indicator == "gdp_per_capita"} == {
        f"thousand US dollars, {base} prices"
    }


def test_the_edition_is_the_callers_and_the_origin_says_how_it_was_read() -> None:
    reading = read(build(EDITION), published=date(2018, 1, 2))
    assert {(f.origin, f.edition) for f in reading.observations} == {
        ("read from the workbook", date(2018, 1, 2))
    }


def test_a_path_reads_as_its_bytes_do(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(content(build(EDITION)))
    assert observations(read_workbook(path, name="t", published=PUBLISHED, allies=ALLIES)) == values_of(
        EDITION, LAYOUT_2024
    )


@pytest.mark.parametrize("mark", [None, "", "..", "-", "–", "—", "n/a", "…", " \u00a0"])
def test_a_missing_figure_is_no_figure_and_is_noted(mark: object) -> None:
    edition = replace(EDITION, values=EDITION.values | {("military_personnel", "DEU", 2017): None})
    reading = read(build(edition, replace(LAYOUT_2024, missing=mark)))
    assert observations(reading) == values_of(edition, LAYOUT_2024)
    assert reading.blanks == (Blank("military_personnel", "DEU", 2017),)
    assert [n for n in reading.notes if n.startswith("TABLE7: Germany 2017 ")]


def test_an_ally_without_any_figure_in_a_block_keeps_its_row() -> None:
    gone: workbooks.Values = {("other_share", "TUR", y): None for y in EDITION.years}
    edition = replace(EDITION, values=EDITION.values | gone)
    reading = read(build(edition))
    assert observations(reading) == values_of(edition, LAYOUT_2024)
    assert "TABLE8b: Türkiye has no figure under 'Other (d)'" in reading.notes
    assert len(reading.blanks) == len(EDITION.years)


def test_an_ally_without_armed_forces_may_be_published_without_figures() -> None:
    gone: workbooks.Values = {("gdp_per_capita", "ISL", y): None for y in EDITION.years}
    edition = replace(EDITION, values=EDITION.values | gone)
    assert observations(read(build(edition), ends=(2017,))) == values_of(edition, LAYOUT_2024)


def test_the_first_years_real_change_may_be_blank_throughout() -> None:
    gone: workbooks.Values = {
        k: None for k in EDITION.values if k[0] == "expenditure_real_change" and k[2] == EDITION.years[0]
    }
    edition = replace(EDITION, values=EDITION.values | gone)
    assert observations(read(build(edition))) == values_of(edition, LAYOUT_2024)


def test_fractions_are_distinguished_from_per_cent_by_the_words() -> None:
    def as_fraction(value: float | None) -> float | None:
        return None if value is None else value / 100

    shares = ("expenditure_share_gdp", "expenditure_real_change")
    scaled = {k: as_fraction(v) if k[0] in shares else v for k, v in EDITION.values.items()}
    book = build(replace(EDITION, values=scaled), replace(LAYOUT_2024, restatement=False))
    for row in book["TABLE3"].iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace(" (%)", "")
    assert observations(read(book)) == pytest.approx(values_of(EDITION, LAYOUT_2024))


LABELS: dict[str, Callable[[str], object]] = {
    "as they are": lambda name: name,
    "stars": lambda name: f"{name}*" if "(" not in name else name.replace("   (", "**   ("),
    "capitals": str.upper,
    "odd spaces": lambda name: f"\u00a0 {name.replace(' ', chr(0x2009))}  ",
    "footnotes": lambda name: f"{name} (a)" if "(" not in name else name.replace("   (", "¹ ("),
}
NUMBERS: dict[str, Callable[[float], object]] = {
    "numbers": lambda value: value,
    "text": repr,
    "commas": lambda value: f"{value:,.9f}",
    "spaces": lambda value: f"{value:,.9f}".replace(",", "\u202f"),
    "minus signs": lambda value: f"{value:.9f}".replace("-", "−"),
}
YEARS: dict[str, Callable[[int, bool], object]] = {
    "mixed": workbooks.year_mixed,
    "numbers": lambda year, estimate: f"{year}e" if estimate else float(year),
    "text": lambda year, estimate: f"{year}{'e' if estimate else ''}",
    "apart": lambda year, estimate: f" {year}\u00a0e " if estimate else f"{year} ",
    "brackets": lambda year, estimate: f"{year} (e)" if estimate else f"{year}.0",
    "stars": lambda year, estimate: f"{year}E*" if estimate else f"{year}*",
}


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    """An edition's layout with rows, columns, names, headers and gaps moved about."""
    layout = LAYOUTS[draw(st.sampled_from(sorted(LAYOUTS)))]
    down, right = draw(st.integers(0, 30)), draw(st.integers(0, 8))
    spread = draw(st.integers(0, 2))
    return replace(
        layout,
        sheet=draw(st.sampled_from(["TABLE{number}", "table {number}", "{number}", "Tab. {number} (final)"])),
        title=draw(
            st.sampled_from(
                ["Table {number} : {words}", "TABLE {number}: {words}", "Table\u00a0{number} – {words} "]
            )
        ),
        at=(layout.at[0] + down, layout.at[1] + right),
        unit_row=layout.unit_row + down,
        year_row=layout.year_row + down,
        names_column=layout.names_column + right,
        values_column=layout.values_column + right + spread,
        gap=layout.gap + draw(st.integers(0, 4)),
        between=draw(st.sampled_from([None, workbooks.ref_errors, workbooks.zeros])) if layout.gap else None,
        label=LABELS[draw(st.sampled_from(sorted(LABELS)))],
        number=NUMBERS[draw(st.sampled_from(sorted(NUMBERS)))],
        year=YEARS[draw(st.sampled_from(sorted(YEARS)))],
        missing=draw(st.sampled_from([None, "..", "-", "n/a"])),
        notes=draw(st.booleans()),
        restatement=draw(st.booleans()) and "5" in layout.tables and "7" in layout.tables,
    )


@settings(max_examples=40, deadline=None)
@given(layouts(), st.integers(0, 99), st.integers(2, 5), st.sampled_from([2015, 2021]), st.data())
def test_the_same_figures_however_they_are_laid_out(
    layout: Layout, seed: int, years: int, base: int, data: st.DataObject
) -> None:
    edition = workbooks.edition(2014, 2013 + years, base, seed)
    blank = data.draw(st.lists(st.sampled_from(sorted(edition.values)), max_size=3))
    edition = replace(edition, values=edition.values | {k: None for k in blank if "NATO" not in k[1]})
    reading = read(build(edition, layout))
    assert observations(reading) == pytest.approx(values_of(edition, layout), rel=1e-12, abs=1e-6)
    assert {f.year for f in reading.observations if f.estimate} == set(edition.years) & edition.estimates
    assert reading.base_year == base


def test_one_more_year_and_one_more_ally() -> None:
    more = workbooks.edition(2014, 2027)
    assert observations(read(build(more))) == values_of(more, LAYOUT_2024)
    extended = (*ALLIES, Ally("IRL", "Ireland", date(2030, 1, 1), True, True))
    assert observations(read(build(EDITION), allies=extended)) == values_of(EDITION, LAYOUT_2024)


def test_merged_titles_headings_and_labels_read_as_ever() -> None:
    book = build(EDITION)
    for sheet in book.worksheets:
        sheet.merge_cells("B4:H4")
        if sheet.title not in ("TABLE4", "TABLE7"):
            sheet.merge_cells("B10:H10")
    assert observations(read(book)) == values_of(EDITION, LAYOUT_2024)


def retitled(number: str, *cells: tuple[str, str]) -> Workbook:
    """A workbook whose title of a table is written into these cells instead."""
    book = build(EDITION)
    sheet = book[f"TABLE{number}"]
    sheet["B4"] = None
    for cell, text in cells:
        sheet[cell] = text
    return book


THREE = "Defence expenditure as a share of GDP and annual real change"
EIGHT = "Distribution of defence expenditure by main category"


@pytest.mark.parametrize(
    ("number", "cells"),
    [
        ("3", [("B4", f"Table 3 {THREE}")]),
        ("3", [("B4", "Table 3 :"), ("D4", THREE)]),
        ("3", [("B3", "TABLE 3"), ("B4", THREE)]),
        ("3", [("B4", f"Table 3 (continued): {THREE}")]),
        ("8a", [("B4", f"Table 8(a) : {EIGHT}")]),
        ("8a", [("B4", f"Table 8.a: {EIGHT}")]),
        ("8a", [("B4", f"Table 8 A – {EIGHT}")]),
    ],
)
def test_a_title_is_read_however_it_is_written(number: str, cells: list[tuple[str, str]]) -> None:
    assert observations(read(retitled(number, *cells))) == values_of(EDITION, LAYOUT_2024)


@pytest.mark.parametrize(
    "said",
    [
        ["Table 2 (continued)"],
        ["Table 2 : Defence expenditure", "Million US dollars"],
        ["Defence expenditure", "(Million US dollars)"],
    ],
)
def test_what_is_said_again_above_the_second_block_says_nothing_new(said: list[str]) -> None:
    book = build(EDITION, replace(LAYOUT_2024, between=None, gap=4))
    sheet = book["TABLE2"]
    heading = next(c.row for c in sheet["B"] if str(c.value).startswith("Constant"))
    for n, text in enumerate(said):
        sheet.cell(heading - len(said) + n, 2, text)
    assert observations(read(book)) == values_of(EDITION, LAYOUT_2024)


def test_the_unit_may_stand_under_each_heading() -> None:
    book = build(EDITION)
    sheet = book["TABLE2"]
    for row in (10, 18):
        sheet.cell(row, 9, "(Million US dollars)")
    sheet["B6"] = None
    assert observations(read(book)) == values_of(EDITION, LAYOUT_2024)


def test_a_footnote_that_ran_into_a_name_and_marks_behind_a_heading() -> None:
    book = build(EDITION)
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                text = str(cell.value)
                if text.startswith("Germany"):
                    cell.value = text.replace("Germany", "Germany1")
                if text.startswith(("Equipment (a)", "Current prices")):
                    cell.value = f"{text} (1):"
    assert observations(read(book)) == values_of(EDITION, LAYOUT_2024)


def test_a_currency_may_have_a_column_of_its_own() -> None:
    book = build(EDITION)
    sheet = book["TABLE1"]
    sheet.insert_cols(4)
    for row in range(11, 21):
        label = str(sheet.cell(row, 3).value)
        if "(" in label:
            name, _, currency = label.rstrip(")").partition("(")
            sheet.cell(row, 3, name)
            sheet.cell(row, 4, currency)
    reading = read(book)
    assert observations(reading) == values_of(EDITION, LAYOUT_2024)
    units = {f.unit for f in reading.observations if f.ally == "TUR" and f.table == "1"}
    assert units == {"million national currency (Liras)", "million national currency (Liras), 2015 prices"}


def test_a_list_of_contents_may_name_years() -> None:
    book = build(EDITION)
    sheet = book.create_sheet("Contents", 0)
    for row, number in enumerate(("1", "2", "3"), start=1):
        sheet.cell(row, 1, f"Table {number} : Defence expenditure")
        for column, year in enumerate(EDITION.years, start=2):
            sheet.cell(row, column, year)
    assert observations(read(book)) == values_of(EDITION, LAYOUT_2024)


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 8, 13, 40])
def test_rows_moved_away_from_merges_that_stay_where_they_were(n: int) -> None:
    """A merge that hides no figure leaves nothing to guess."""
    book = build(EDITION)
    for sheet in book.worksheets:
        sheet.insert_rows(1, n)  # The note below the table is merged, and openpyxl leaves that where it was.
    assert observations(read(book)) == values_of(EDITION, LAYOUT_2024)


@pytest.mark.parametrize(
    "words",
    [
        "(per cent)",
        "(percent)",
        "in %",
        ", %",
        "(in %)",
        "(% of GDP)",
        "(percentage of real GDP)",
        "[%]",
        "(%) *",
    ],
)
def test_per_cent_is_said_in_many_ways(words: str) -> None:
    book = build(EDITION)
    book["TABLE3"]["B10"] = f"Share of real GDP{words if words[0] == ',' else ' ' + words}"
    assert observations(read(book)) == values_of(EDITION, LAYOUT_2024)


@pytest.mark.parametrize("words", [" (fraction)", " (ratio)"])
def test_fractions_are_said_to_be_some(words: str) -> None:
    scaled = {k: v / 100 if v is not None and k[0] == SHARE_OF_GDP else v for k, v in EDITION.values.items()}
    book = build(replace(EDITION, values=scaled), replace(LAYOUT_2024, restatement=False))
    book["TABLE3"]["B10"] = f"Share of real GDP{words}"
    assert observations(read(book)) == pytest.approx(values_of(EDITION, LAYOUT_2024), rel=1e-12)


def grouped(sheet: Worksheet, rows: range) -> None:
    """Whole numbers as texts with commas between the thousands."""
    for row in sheet.iter_rows(rows[0], rows[-1], 4, 7):
        for cell in row:
            cell.value = f"{round(cell.value):,}"


def test_a_comma_groups_thousands_where_the_sheet_shows_that_it_does() -> None:
    book = build(EDITION, replace(LAYOUT_2024, restatement=False))
    sheet = book["TABLE5"]
    grouped(sheet, range(11, 18))
    assert any(str(c.value).count(",") > 1 for row in sheet["D11:G17"] for c in row)
    assert any(str(c.value).count(",") == 1 for row in sheet["D11:G17"] for c in row)
    found = observations(read(book))
    for key, value in values_of(EDITION, LAYOUT_2024).items():
        assert found[key] == (round(value) if key[0] == "gdp_usd_current" else value)


def test_words_below_the_table_are_noted() -> None:
    book = build(EDITION)
    book["TABLE3"]["C40"] = "Freedonia"
    assert "TABLE3: words below the table passed over: 'Freedonia'" in read(book).notes


def test_blank_columns_between_the_years_and_shuffled_sheets() -> None:
    book = build(EDITION, replace(LAYOUT_2024, restatement=False, notes=False))
    for sheet in book.worksheets:
        sheet.insert_cols(6)
    book.move_sheet("TABLE8b", -7)
    assert observations(read(book)) == values_of(EDITION, LAYOUT_2024)


def test_a_header_repeated_on_a_later_page_reads_as_ever() -> None:
    book = build(EDITION, replace(LAYOUT_2024, between=None, gap=4))
    sheet = book["TABLE2"]
    second = next(c.row for c in sheet["B"] if str(c.value).startswith("Constant"))
    for column in range(4, 4 + len(EDITION.years)):
        sheet.cell(second - 1, column, sheet.cell(8, column).value)
    sheet.cell(second - 3, 2, "-8-")
    sheet.cell(second - 2, 2, "Table 2 : Defence expenditure (continued)")
    assert observations(read(book)) == values_of(EDITION, LAYOUT_2024)


def test_cells_that_do_not_say_where_they_are_stand_one_after_another() -> None:
    # In a row of words and figures without a gap, the references can be left out.
    book = rezipped(
        build(EDITION),
        lambda part, data: re.sub(rb'<c r="([E-Z])(\d+)"', rb"<c", data) if "sheet3" in part else data,
    )
    reading = read_workbook(book, name="t", published=PUBLISHED, allies=ALLIES)
    assert observations(reading) == values_of(EDITION, LAYOUT_2024)


def test_blocks_in_another_order_read_as_ever() -> None:
    book = build(EDITION)
    sheet = book["TABLE8b"]
    first = [[c.value for c in row] for row in sheet["A10:N14"]]
    second = [[c.value for c in row] for row in sheet["A16:N20"]]
    for top, block in ((10, second), (16, first)):
        for i, row in enumerate(block):
            for j, value in enumerate(row):
                sheet.cell(top + i, j + 1).value = value
    assert observations(read(book)) == values_of(EDITION, LAYOUT_2024)


def test_estimates_follow_each_tables_own_header_and_doubts_are_noted() -> None:
    book = build(EDITION)
    book["TABLE7"]["E8"] = "2015e"
    reading = read(book)
    marked = {(f.indicator, f.year) for f in reading.observations if f.estimate}
    assert ("military_personnel", 2015) in marked
    assert ("other_share", 2015) not in marked
    assert "TABLE7: 2015, 2016, 2017 marked as estimates, unlike TABLE1" in reading.notes
    assert "TABLE7: a note calls 2016, 2017 estimates, the header marks 2015, 2016, 2017" in reading.notes


def test_what_is_passed_over_is_noted() -> None:
    book = build(EDITION, replace(LAYOUT_2024, restatement=False))
    book.create_sheet("Contents")["A1"] = "Table 1 : Defence expenditure"
    book["Contents"]["A2"] = "Table 2 : Defence expenditure"
    book.create_sheet("Workings").sheet_state = "hidden"
    book.create_sheet("Extra")["A1"] = "Table 9 : Something new"
    book.create_chartsheet("Chart")
    book["TABLE2"]["R12"] = "see the chart"
    book["TABLE2"]["R9"] = 17
    reading = read(book)
    assert observations(reading) == values_of(EDITION, LAYOUT_2024)
    for part in (
        "Contents: ",
        "Workings: a hidden sheet",
        "Extra: table 9",
        "Chart: ",
        "see the chart",
        "17",
    ):
        assert any(part in note for note in reading.notes), part
    assert "no table 4 to check by" in reading.notes


def test_an_edition_without_aggregates_keeps_its_gaps_and_says_so() -> None:
    missing: workbooks.Values = {("personnel_share", "TUR", y): None for y in EDITION.years}
    edition = replace(EDITION, values=EDITION.values | missing)
    reading = read(build(edition, LAYOUTS["2019"]))
    assert ("personnel_share", "TUR", 2014) not in observations(reading)
    assert "no aggregate (NATO Europe and Canada, NATO Total) in any table" in reading.notes


def shipped_figures() -> tuple[Observation, ...]:
    """The figures of the edition of July 2026, as they ship."""
    published = date(2026, 7, 7)
    with (ROOT / "data/editions/2026-07-07/figures.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Observation(
                published,
                r["ally"],
                int(r["year"]),
                r["indicator"],
                float(r["value"]),
                r["unit"],
                r["estimate"] == "true",
                r["table"],
                "",
                "",
            )
            for r in csv.DictReader(lines)
        )


def test_the_shipped_edition_of_2026_in_the_layout_described_reads_back_whole() -> None:
    shipped = shipped_figures()
    layout = replace(LAYOUTS["2026"], restatement=False)
    edition = workbooks.edition_of(shipped, shipped_allies(), 2021)
    reading = read_workbook(
        content(build(edition, layout)), name="t", published=date(2026, 7, 7), allies=shipped_allies()
    )
    assert {structs.replace(f, cell="", origin="") for f in reading.observations} == set(shipped)
    assert (reading.base_year, reading.series) == (2021, "core defence expenditure")
    assert {(b.ally, b.year) for b in reading.blanks} == {("NLD", 2026), ("PRT", 2026)}
