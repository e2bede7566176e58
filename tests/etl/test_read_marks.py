"""Footnotes' marks, dashes, brackets and invisible characters: a mark never becomes a digit of a figure."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from etl.formats.archive import archive, contents
from etl.model import SHARE_OF_GDP
from etl.sources.nato.reader import WorkbookReading, read_workbook
from etl.sources.nato.reader.marks import UNREADABLE, is_mark, marks_behind, raised, unmarked
from etl.sources.nato.reader.words import HeaderYear, Names, is_note, number_of, year_of
from tests.etl import workbooks
from tests.etl.rejections import rejected
from tests.etl.workbooks import ALLIES, PUBLISHED, build, content

EDITION = workbooks.edition()
CELL = "E12"
"""Germany's share of GDP in 2015."""


def read(source: bytes) -> WorkbookReading:
    return read_workbook(source, name="t.xlsx", published=PUBLISHED, allies=ALLIES)


def values(reading: WorkbookReading) -> dict[workbooks.Key, float]:
    return {(f.indicator, f.ally, f.year): f.value for f in reading.observations}


def book_with(share: object) -> Workbook:
    """A workbook with something else in the cell of Germany's share of GDP in 2015."""
    book = build(EDITION)
    book["TABLE3"][CELL] = share
    return book


def rich(*runs: str | tuple[str, InlineFont]) -> CellRichText:
    """A text of plain and marked runs."""
    return CellRichText(*(TextBlock(r[1], r[0]) if isinstance(r, tuple) else r for r in runs))


UP, DOWN, STRUCK = (
    InlineFont(vertAlign="superscript"),
    InlineFont(vertAlign="subscript"),
    InlineFont(strike=1),
)
SHARE = EDITION.values[SHARE_OF_GDP, "DEU", 2015] or 0.0
TEXT = f"{SHARE:.2f}"


@pytest.mark.parametrize(
    "text",
    [
        rich(TEXT, ("6", UP)),
        rich(TEXT, ("6", DOWN)),
        rich(TEXT, ("(a)", UP)),
        rich(TEXT, ("1, 2", UP)),
        rich((TEXT, InlineFont(b=True)), (" *", UP)),
        f"{TEXT}⁶",
        f"{TEXT} ¹²",
        f"{TEXT}₆",
        f"{TEXT}⑥",
        f"{TEXT}*",
    ],
)
def test_a_mark_behind_a_figure_is_no_part_of_it_and_is_noted(text: object) -> None:
    reading = read(content(book_with(text)))
    expected = values(read(content(build(EDITION)))) | {(SHARE_OF_GDP, "DEU", 2015): float(TEXT)}
    assert values(reading) == expected
    assert any(f"TABLE3: a footnote's mark in {CELL} passed over" in note for note in reading.notes)


@pytest.mark.parametrize(
    "text",
    [
        rich(TEXT[0], (".", UP), TEXT[2:]),
        rich(("6", UP), TEXT),
        rich(TEXT[:2], (TEXT[2], UP), TEXT[3:]),
        rich((TEXT, STRUCK), "2.05"),
        rich("1", (TEXT, STRUCK)),
        rich((TEXT, UP)),
        rich(("-", UP), TEXT),
        f"⁶{TEXT}",
        f"{TEXT}a",
        f"{TEXT}e6",
        f"{TEXT}E2",
        f"{TEXT} (a)",
        f"{TEXT} (6)",
        f"{TEXT}❻",
        f"{TEXT}⒍",
        f"{TEXT}⑹",
        f"{TEXT}½",
        f"{TEXT}٦",
        f"{TEXT}６",
        f"⁻{TEXT}",
        "⁶",
        "(6)",
        "⑹",
        f"\u202e{TEXT}",
        f"\u00ad{TEXT}",
        f"-{TEXT}",
        f"({TEXT})",
    ],
)
def test_what_is_not_certainly_a_mark_behind_a_figure_is_rejected(text: object) -> None:
    rejected(book_with(text), "TABLE3", CELL, "a number or a mark of a missing one for Germany, 2015")


def with_shared_text(runs: str, book: Workbook) -> bytes:
    """A workbook whose cell says the first of the shared texts, as spreadsheet programs write them."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    parts = {name: data.decode() for name, data in contents(content(book)).items()}
    sheet, relations = "xl/worksheets/sheet3.xml", "xl/_rels/workbook.xml.rels"
    shared = re.compile(rf'(<c r="{CELL}"[^>]*) t="inlineStr"><is>.*?</is>')
    parts[sheet], n = shared.subn(r'\1 t="s"><v>0</v>', parts[sheet])
    assert n == 1
    parts[relations] = parts[relations].replace("</Relationships>", relation)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{space}"><si>{runs}</si></sst>'
    return archive({name: data.encode() for name, data in parts.items()})


def test_marks_in_shared_texts_are_read_as_those_in_the_cell_itself() -> None:
    book = book_with("here")
    runs = f"<r><t>{TEXT}</t></r><r><rPr><vertAlign val='superscript'/></rPr><t>6</t></r><rPh><t>9</t></rPh>"
    assert values(read(with_shared_text(runs, book)))[SHARE_OF_GDP, "DEU", 2015] == float(TEXT)


def test_a_cell_whose_own_font_is_raised_is_a_mark_but_for_runs_that_say_otherwise() -> None:
    book = book_with("here")
    book["TABLE3"][CELL].font = Font(vertAlign="superscript")
    runs = f"<r><rPr><b/></rPr><t>{TEXT}</t></r><r><t>6</t></r>"
    assert values(read(with_shared_text(runs, book)))[SHARE_OF_GDP, "DEU", 2015] == float(TEXT)
    for whole in (TEXT, float(TEXT)):
        book["TABLE3"][CELL] = whole
        rejected(book, "TABLE3", CELL, "a number or a mark of a missing one for Germany, 2015")


def test_marks_in_labels_headings_titles_and_years() -> None:
    book = build(EDITION)
    sheet = book["TABLE3"]
    sheet["B4"] = rich("Table 3", ("1", UP), f" : {str(sheet['B4'].value).partition(' : ')[2]}", ("2", UP))
    sheet["B10"] = rich("Share of real GDP (%)", ("1", UP))
    sheet["C12"] = rich("Germany", ("6", UP))
    sheet["D8"] = rich("2014", ("1", UP))
    sheet["E8"] = "2015²"
    sheet["F8"] = rich("2016", ("e", UP))
    sheet["G8"] = "2017ᵉ"
    book["TABLE2"]["C12"] = "Ger\u200bma\u00adny\ufeff"
    book["TABLE2"]["B18"] = "Constant\u200b 2015 prices and ex\u00adchange rates"
    assert read(content(book)).observations == read(content(build(EDITION))).observations


def test_a_note_may_begin_with_a_raised_mark() -> None:
    book = build(EDITION)
    row = next(c.row for c in book["TABLE2"]["B"] if str(c.value).startswith("Constant")) - 1
    for column in range(1, 9):
        book["TABLE2"].cell(row, column).value = None
    book["TABLE2"].cell(row, 2, rich(("1", UP), " Data do not include pensions."))
    assert read(content(book)).observations == read(content(build(EDITION))).observations
    assert [is_note(text) for text in ("¹ Data", "* Data", "Data")] == [True, True, False]


DASHES = "-‐‑‒–—−﹣－"


@pytest.mark.parametrize(
    "text", [f"{dash}{space}1.50" for dash in DASHES for space in ("", "\u00a0")] + ["(1.50)"]
)
def test_every_dash_and_brackets_around_decimals_are_a_minus_sign(text: str) -> None:
    assert number_of(text) == -1.5
    assert number_of(f"{text}¹") == -1.5


@pytest.mark.parametrize("text", ["(6)", "(-1.5)", "-(1.5)", "--1.5", "1.5-", "(1.5", "1.5)", "- -1.5", "()"])
def test_what_is_not_certainly_a_minus_sign(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        number_of(text)


def test_a_figure_that_cannot_be_below_zero_is_rejected_at_its_cell() -> None:
    book = build(EDITION)
    book["TABLE7"]["E12"] = -1.5
    rejected(book, "TABLE7", "E12", "for Germany, 2015, not below zero", "found -1.5")
    for zero in (0, "0", "0.0"):
        book["TABLE7"]["E12"] = zero
        rejected(book, "TABLE7", "E12", "for Germany, 2015, no amount of zero", "found ")


@pytest.mark.parametrize("mark", [".", "..", "‑", "−", "..¹", "\u200b", "not available"])
def test_marks_of_a_missing_figure(mark: str) -> None:
    assert number_of(mark) is None


def test_raised_letters_behind_a_year() -> None:
    assert (
        year_of("2025ᵉ")
        == year_of("2025ᵉ¹")
        == year_of("2025e¹")
        == year_of("2025 (est.)")
        == HeaderYear(2025, True)
    )
    assert year_of("2025¹") == year_of("2025ᵃ") == year_of("20\u200b25*") == HeaderYear(2025, False)
    assert year_of("2025ᶠ") is year_of("2025ᵖ") is year_of("202⁵") is year_of("２０２５") is None


def test_names_with_invisible_characters_and_marks() -> None:
    names = Names(ALLIES)
    for label in (
        "Ger\u200bmany",
        "\ufeffGermany\u2060",
        "Germany\u200e①",
        "Germany⁽¹⁾",
        "Germany\ufe0f",
        "G\u00adermany",
    ):
        assert names.code(label) == "DEU", label
    assert names.code("Germany❶") is None


@given(st.text("0123456789()abcdefghijklmnoprstuvwxyz", min_size=1))
def test_what_is_raised_is_all_marks_and_none_of_it_stays(text: str) -> None:
    up = raised(text)
    assert all(map(is_mark, up))
    assert unmarked(f"3.49{up}") == "3.49"
    assert marks_behind(f"3.49{up}") == ("3.49", up)
    assert raised(".") == raised("-") == UNREADABLE


@given(st.floats(0.01, 99, allow_nan=False), st.text(min_size=1, max_size=3))
def test_nothing_behind_a_number_changes_it_but_digits_and_a_point(value: float, behind: str) -> None:
    """Whatever is glued to a number: it is read as it is, or rejected."""
    text = f"{value:.2f}"
    if behind[0] in "0123456789":
        behind = f"⁶{behind}"
    try:
        number = number_of(text + behind)
    except ValueError:
        return
    assert number == float(text)


def test_a_hidden_copy_of_a_sheet_is_named_and_passed_over() -> None:
    book = build(EDITION)
    draft = book.copy_worksheet(book["TABLE3"])
    draft.title, draft.sheet_state, draft["E12"] = "TABLE3 draft", "hidden", 9.99
    book.move_sheet(draft, -9)
    reading = read(content(book))
    assert values(reading) == values(read(content(build(EDITION))))
    assert "TABLE3 draft: a hidden sheet, passed over" in reading.notes


def test_a_table_on_a_hidden_sheet_alone_is_rejected() -> None:
    book = build(EDITION)
    book["TABLE3"].sheet_state = "veryHidden"
    rejected(book, "", "", "a sheet titled 'Table 3 :", "TABLE3 (hidden)")
