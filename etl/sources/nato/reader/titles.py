"""Which sheet carries which table, by the title that stands on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.model import Rejected, shown
from etl.sources.nato.reader.rules import BY_NUMBER, RESTATEMENT, TABLES, TableRule
from etl.sources.nato.reader.words import Names, is_number, plain
from etl.sources.nato.reader.workbook import Book, Sheet, reference

_NUMBER = r"table\s*(\d{1,2}(?:\s?[a-z]|\s?\([a-z]\)|\.[a-z](?![a-z]))?)(?:\s*\(cont[^()]{0,8}\))?"
_TITLE = re.compile(rf"{_NUMBER}\s*[:.\-–—]\s*(\S.*)", re.IGNORECASE)
_NUMBER_ALONE = re.compile(rf"{_NUMBER}\s*[:.\-–—]?", re.IGNORECASE)
_NOT_OF_A_NUMBER = re.compile(r"[\s().]")


@dataclass(frozen=True, slots=True)
class Titled:
    """A sheet and the title found on it: the table's number, its words, and where it stands."""

    sheet: Sheet
    number: str
    words: str
    row: int
    column: int

    @property
    def core(self) -> bool:
        """Whether the title speaks of core defence expenditure."""
        return is_core(self.words)


def is_core(words: str) -> bool:
    """Whether words speak of core defence expenditure."""
    return "core def" in words.casefold()


def title_of(value: object) -> tuple[str, str] | None:
    """('3', 'Defence expenditure as ...') for the cell 'Table 3 : Defence expenditure as ...'."""
    if not isinstance(value, str):
        return None
    text = plain(value)
    if found := _TITLE.fullmatch(text):
        return _bare(found[1]), found[2]
    # Without a colon only where the words are those of the number.
    number = re.match(rf"{_NUMBER}\s+(?=\S)", text, re.IGNORECASE)
    rule = BY_NUMBER.get(_bare(number[1])) if number else None
    words = text[number.end() :] if number else ""
    return (rule.number, words) if rule and rule.title.fullmatch(words) else None


def is_title_of(value: object, number: str) -> bool:
    """Whether a cell is the title of that number's table, or on a further page the number alone."""
    found = _NUMBER_ALONE.fullmatch(plain(value)) if isinstance(value, str) else None
    told = _bare(found[1]) if found else (title_of(value) or ("",))[0]
    return told == number


def _bare(number: str) -> str:
    """8a for '8 a', '8(a)', '8.a', '8A'."""
    return _NOT_OF_A_NUMBER.sub("", number).lower()


def _titles_on(sheet: Sheet) -> list[Titled]:
    found: list[Titled] = []
    for row in range(len(sheet.rows)):
        for column, value in sheet.cells(row).items():
            if title := title_of(value) or _in_two_cells(sheet, row, column):
                found.append(Titled(sheet, *title, row, column))
    return found


def _in_two_cells(sheet: Sheet, row: int, column: int) -> tuple[str, str] | None:
    """A title whose number stands alone, its words in the next cell to the right or in the row below."""
    value = sheet.rows[row][column]
    found = _NUMBER_ALONE.fullmatch(plain(value)) if isinstance(value, str) else None
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


def titled_sheets(book: Book, names: Names) -> tuple[dict[str, Titled], tuple[str, ...]]:
    """The sheet of each known table by its number (table 4 included), and notes on sheets passed over.

    A hidden sheet is passed over. Raises Rejected where a table that is read stands nowhere or twice, where
    one sheet carries two, or where a title's words are not those of its number.
    """
    found: dict[str, Titled] = {}
    notes: list[str] = []
    for sheet in book.sheets:
        if sheet.hidden:
            continue
        titles = _titles_on(sheet)
        numbers = {t.number for t in titles}
        if not numbers or (len(numbers) > 1 and not _has_rows(sheet, names)):
            notes.append(f"{sheet.name}: carries no table's title, passed over")
            continue
        if len(numbers) > 1:
            other = next(t for t in titles if t.number != titles[0].number)
            raise sheet.refuse(other.row, other.column, f"one table on the sheet, table {titles[0].number}")
        title = titles[0]
        if title.number not in BY_NUMBER and title.number != RESTATEMENT:
            notes.append(f"{sheet.name}: table {title.number} ({shown(title.words)}) is not one that is read")
            continue
        if title.number in found:
            first = found[title.number]
            where = f"{first.sheet.name}!{reference(first.row, first.column)}"
            raise sheet.refuse(title.row, title.column, f"table {title.number} once (it stands at {where})")
        _check_words(title)
        found[title.number] = title
    _check_all_there(book, found)
    return found, tuple(notes)


def _check_words(title: Titled) -> None:
    rule = BY_NUMBER.get(title.number)
    if rule is not None and rule.title.fullmatch(title.words) is None:
        raise title.sheet.refuse(title.row, title.column, f"'Table {rule.number} : {rule.title_shown}'")


def _refuse_like_title(sheet: Sheet, rule: TableRule) -> None:
    """Refuses the first cell that begins as the title of a table does, and is not understood as one."""
    begin = re.compile(rf"table\s*{rule.number}\b", re.IGNORECASE)
    for row in range(len(sheet.rows)):
        for column, value in sheet.cells(row).items():
            if isinstance(value, str) and begin.match(plain(value)):
                raise sheet.refuse(row, column, f"'Table {rule.number} : {rule.title_shown}'")


def _check_all_there(book: Book, found: dict[str, Titled]) -> None:
    for rule in TABLES:
        if rule.number not in found:
            for sheet in book.sheets:
                if not sheet.hidden:
                    _refuse_like_title(sheet, rule)
            names = (f"{s.name} (hidden)" if s.hidden else s.name for s in book.sheets)
            standing = ", ".join(names) or "no sheet"
            expected = f"a sheet titled 'Table {rule.number} : {rule.title_shown}'"
            raise Rejected(book.file, expected=expected, found=f"none among {standing}")
