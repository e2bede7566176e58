"""Which sheet carries which table, by the title that stands on it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from etl.model import Rejected, shown
from etl.sources.nato.reader.meaning import Meaning, meaning_of
from etl.sources.nato.reader.rules import MeasureHeading, is_restatement, names_subject
from etl.sources.nato.reader.words import Names, is_number, plain
from etl.sources.nato.reader.workbook import Book, Sheet, reference

_NUMBER = r"table\s*(\d{1,2}(?:\s?[a-z]|\s?\([a-z]\)|\.[a-z](?![a-z]))?)(?:\s*\(cont[^()]{0,8}\))?"
_TITLE = re.compile(rf"{_NUMBER}\s*[:.\-–—]\s*(\S.*)", re.IGNORECASE)
_NUMBER_ALONE = re.compile(rf"{_NUMBER}\s*[:.\-–—]?", re.IGNORECASE)
_NOT_OF_A_NUMBER = re.compile(r"[\s().]")


class Heading(msgspec.Struct, frozen=True):
    """A text above a table's rows: where it stands, as it reads, and what it means."""

    row: int
    column: int
    text: str

    @property
    def meaning(self) -> Meaning:
        """What the text means."""
        return meaning_of(self.text)


class Titled(Heading, frozen=True):
    """The title of a table: the sheet that it stands on, and the table's number, which is not in its text."""

    sheet: Sheet
    number: str


def title_of(cell: str) -> tuple[str, str] | None:
    """('3', 'Defence expenditure as ...') for the cell 'Table 3 : Defence expenditure as ...'."""
    text = plain(cell)
    if found := _TITLE.fullmatch(text):
        return _bare(found[1]), found[2]
    # Without a colon only where the words behind the number are a title's.
    number = re.match(rf"{_NUMBER}\s+(?=\S)", text, re.IGNORECASE)
    words = text[number.end() :] if number else ""
    return (_bare(number[1]), words) if number and names_subject(meaning_of(words)) else None


def is_title_of(cell: str, number: str) -> bool:
    """Whether a cell is the title of that number's table, or on a further page the number alone."""
    found = _NUMBER_ALONE.fullmatch(plain(cell))
    title = _bare(found[1]) if found else (title_of(cell) or ("",))[0]
    return title == number


def _bare(number: str) -> str:
    """8a for '8 a', '8(a)', '8.a', '8A'."""
    return _NOT_OF_A_NUMBER.sub("", number).lower()


def _titles_on(sheet: Sheet) -> list[Titled]:
    return [
        Titled(row, column, title[1], sheet, title[0])
        for row, column, text in sheet.texts()
        if (title := title_of(text) or _in_two_cells(sheet, row, column, text))
    ]


def _by_sheet_name(sheet: Sheet) -> list[Titled]:
    """The title of a sheet that is called "Table 3" and begins with what it is, without the number."""
    number = _NUMBER_ALONE.fullmatch(plain(sheet.name))
    cells = ((row, column, v) for row in range(len(sheet.rows)) for column, v in sheet.cells(row).items())
    row, column, value = next(cells, (0, 0, None))
    if number and isinstance(value, str) and names_subject(meaning_of(value)):
        return [Titled(row, column, plain(value), sheet, _bare(number[1]))]
    return []


def _in_two_cells(sheet: Sheet, row: int, column: int, cell: str) -> tuple[str, str] | None:
    """A title whose number stands alone, its words in the next cell to the right or in the row below."""
    found = _NUMBER_ALONE.fullmatch(plain(cell))
    if found is None:
        return None
    beside = [v for c, v in sheet.cells(row).items() if c > column]
    filled = (cells for r in range(row + 1, len(sheet.rows)) if (cells := sheet.cells(r)))
    words = next(iter(beside or next(filled, {}).values()), None)
    return (_bare(found[1]), plain(words)) if isinstance(words, str) else None


def _has_rows(sheet: Sheet, names: Names) -> bool:
    """Whether an ally's name stands beside a number: a list of contents has none."""
    rows = (sheet.cells(r).values() for r in range(len(sheet.rows)))
    return any(
        any(isinstance(v, str) and names.code(v) for v in cells) and any(is_number(v) for v in cells)
        for cells in rows
    )


class Tables(msgspec.Struct, frozen=True):
    """The sheets that carry a table, in the order of the workbook: those to read, those that restate others,
    those whose title is not understood; and notes."""

    read: tuple[Titled, ...]
    restated: tuple[Titled, ...]
    unknown: tuple[Titled, ...]
    notes: tuple[str, ...]


def titled_sheets(book: Book, names: Names) -> Tables:
    """The tables of a workbook by what their titles mean, whatever their numbers.

    A hidden sheet is passed over. Raises Rejected where a number stands twice, or one sheet carries two.
    """
    found: dict[str, Titled] = {}
    notes: list[str] = []
    for sheet in book.sheets:
        if sheet.hidden:
            continue
        titles = _titles_on(sheet) or _by_sheet_name(sheet)
        numbers = {t.number for t in titles}
        if not numbers or (len(numbers) > 1 and not _has_rows(sheet, names)):
            notes.append(f"{sheet.name}: carries no table's title, passed over")
            continue
        if len(numbers) > 1:
            other = next(t for t in titles if t.number != titles[0].number)
            expected = f"one table on the sheet, table {titles[0].number}"
            raise sheet.rejection(other.row, other.column, expected)
        title = titles[0]
        if title.number in found:
            first = found[title.number]
            where = f"{first.sheet.name}!{reference(first.row, first.column)}"
            expected = f"table {title.number} once (it stands at {where})"
            raise sheet.rejection(title.row, title.column, expected)
        found[title.number] = title
    known = [t for t in found.values() if names_subject(t.meaning)]
    unknown = tuple(t for t in found.values() if not names_subject(t.meaning))
    notes += [f"{t.sheet.name}: table {t.number} ({shown(t.text)}) is not one that is read" for t in unknown]
    restated = tuple(t for t in known if is_restatement(t.meaning, t.number))
    return Tables(tuple(t for t in known if t not in restated), restated, unknown, tuple(notes))


def lacking(book: Book, tables: Tables, measure: MeasureHeading, headings: Mapping[str, str]) -> Rejected:
    """The rejection of a workbook that has no figures of a measure: at the title that was not understood, if
    there is one that may be its. `headings` are those that were found, by the table's number."""
    expected = f"'Table {measure.number} : {measure.title}'"
    if like := next((t for t in tables.unknown if t.number == measure.number), None):
        return like.sheet.rejection(like.row, like.column, f"{expected} in known words")
    begin = re.compile(rf"table\s*{measure.number}\b", re.IGNORECASE)
    read = {(t.sheet.name, t.row, t.column) for t in (*tables.read, *tables.restated)}
    for sheet in (s for s in book.sheets if not s.hidden):
        for row, column, text in sheet.texts():
            if begin.match(plain(text)) and (sheet.name, row, column) not in read:
                return sheet.rejection(row, column, f"{expected} in known words")
    for title in tables.read:
        if title.number == measure.number:
            expected = f"the block {measure.heading!r} in table {title.number}"
            return title.sheet.rejection_of_sheet(expected, headings[title.number])
    sheets = ", ".join(f"{s.name} (hidden)" if s.hidden else s.name for s in book.sheets) or "no sheet"
    return Rejected(book.file, expected=f"a sheet titled {expected}", found=f"none among {sheets}")
