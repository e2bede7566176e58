"""Which sheet carries which table, by the title that stands on it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.read.refusal import NotUnderstood, shown
from etl.read.rules import BY_NUMBER, RESTATEMENT, TABLES
from etl.read.words import plain, year_of
from etl.read.workbook import Book, Sheet, reference

_TITLE = re.compile(r"table\s*(\d{1,2}\s?[a-z]?)\s*[:.\-–—]\s*(\S.*)", re.IGNORECASE)


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
        return "core def" in self.words.casefold()


def title_of(value: object) -> tuple[str, str] | None:
    """('3', 'Defence expenditure as ...') for the cell 'Table 3 : Defence expenditure as ...'."""
    found = _TITLE.fullmatch(plain(value)) if isinstance(value, str) else None
    return (found[1].replace(" ", "").lower(), found[2]) if found else None


def _titles_on(sheet: Sheet) -> list[Titled]:
    return [
        Titled(sheet, *title, row, column)
        for row in range(len(sheet.rows))
        for column, value in sheet.cells(row).items()
        if (title := title_of(value))
    ]


def _has_years(sheet: Sheet) -> bool:
    return any(
        sum(year_of(v) is not None for v in sheet.cells(r).values()) > 1 for r in range(len(sheet.rows))
    )


def titled_sheets(book: Book) -> tuple[dict[str, Titled], tuple[str, ...]]:
    """The sheet of each known table by its number (table 4 included), and notes on sheets passed over.

    Raises NotUnderstood where a table that is read stands nowhere or twice, where one sheet carries two, or
    where a title's words are not those of its number.
    """
    found: dict[str, Titled] = {}
    notes: list[str] = []
    for sheet in book.sheets:
        titles = _titles_on(sheet)
        numbers = {t.number for t in titles}
        if not numbers or (len(numbers) > 1 and not _has_years(sheet)):
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


def _check_all_there(book: Book, found: dict[str, Titled]) -> None:
    for rule in TABLES:
        if rule.number not in found:
            standing = ", ".join(f"{s.name}" for s in book.sheets) or "no sheet"
            expected = f"a sheet titled 'Table {rule.number} : {rule.title_shown}'"
            raise NotUnderstood(book.file, "", "", expected, f"none among {standing}")
