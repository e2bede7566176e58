"""A workbook opened with care: bytes in, sheets of plain cells out; nothing here knows of tables."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import msgspec
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from etl.model import Rejected, shown
from etl.model.cached import cached_property
from etl.sources.nato.reader.parts import MAX_BYTES, Cell, CellTexts, cell_texts, column_letters, no_workbook
from etl.sources.nato.sniff import not_a_workbook


class Sheet(msgspec.Struct, frozen=True, dict=True):
    """One worksheet: its cells by row and column, both from 0, blank cells as ''."""

    file: str
    name: str
    hidden: bool
    rows: list[list[object]]
    merged: tuple[tuple[int, int, int, int], ...] = msgspec.field(default=())
    """Merged ranges: first row, first column, last row, last column."""
    unreadable: Mapping[Cell, str] = msgspec.field(default_factory=dict)
    """What cells hold that read as blank: an error, a formula without its value."""

    def value(self, row: int, column: int) -> object:
        """What stands in a cell, '' for one behind the end of its row."""
        line = self.rows[row]
        return line[column] if column < len(line) else ""

    def cells(self, row: int) -> Mapping[int, object]:
        """What stands in a row, by column: text that is more than spaces, and everything else."""
        return self._cells[row]

    def texts(self) -> Iterator[tuple[int, int, str]]:
        """The texts on the sheet, row by row: each with its row and column."""
        for row, cells in enumerate(self._cells):
            yield from ((row, column, v) for column, v in cells.items() if isinstance(v, str))

    @cached_property
    def _cells(self) -> list[dict[int, object]]:
        return [
            {c: v for c, v in enumerate(row) if v != "" and (not isinstance(v, str) or v.strip())}
            for row in self.rows
        ]

    def rejection(self, row: int, column: int, expected: str, found: object = None) -> Rejected:
        """The rejection of one cell; `found` is its content unless something else says more."""
        value = shown(self.value(row, column)) if found is None else str(found)
        return Rejected(self.file, f"{self.name}!{reference(row, column)}", expected=expected, found=value)

    def rejection_of_sheet(self, expected: str, found: str) -> Rejected:
        """The rejection of the sheet as a whole."""
        return Rejected(self.file, self.name, expected=expected, found=found)


def reference(row: int, column: int) -> str:
    """`A1` for row 0, column 0."""
    return f"{column_letters(column + 1)}{row + 1}"


class Book(msgspec.Struct, frozen=True):
    """A workbook's worksheets, and what is known of those left out."""

    file: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...]


def open_book(source: Path | bytes, file: str) -> Book:
    """Open a workbook. `file` is the name to give in rejections.

    Raises Rejected for anything but a sound, unencrypted .xlsx or .xlsm of modest size, and OSError
    where a path cannot be read.
    """
    return _opened(_content(source, file), file)


@lru_cache(maxsize=4)
def _opened(content: bytes, file: str) -> Book:
    """Cached, since a new file is opened twice: to be dated, and to be read."""
    if found := not_a_workbook(content):
        raise no_workbook(file, found)
    texts = cell_texts(content, file)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError as error:
        raise no_workbook(file, f"one that cannot be opened ({error})") from error
    notes: list[str] = []
    sheets: list[Sheet] = []
    for meta in book.sheets_metadata:
        if meta.typ is not SheetTypeEnum.WorkSheet:
            notes.append(f"{meta.name}: not a worksheet, passed over")
            continue
        hidden = meta.visible is not SheetVisibleEnum.Visible
        if hidden:
            notes.append(f"{meta.name}: a hidden sheet, passed over")
        sheets.append(_sheet(book, file, meta.name, hidden, texts))
    return Book(file, tuple(sheets), tuple(notes))


def _sheet(
    book: CalamineWorkbook, file: str, name: str, hidden: bool, texts: Mapping[str, CellTexts]
) -> Sheet:
    if name not in texts:
        raise Rejected(file, name, expected="a sheet whose part is in the workbook", found="none")
    try:
        sheet = book.get_sheet_by_name(name)
        rows: list[list[object]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
        merged = tuple((a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
    except CalamineError as error:
        raise Rejected(file, name, expected="a sheet that can be read", found=str(error)) from error
    for (row, column), text in texts[name].marked.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    return Sheet(file, name, hidden, rows, merged, texts[name].unreadable)


def _content(source: Path | bytes, file: str) -> bytes:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MAX_BYTES:
        raise no_workbook(file, f"{size} bytes, more than the {MAX_BYTES} that are read")
    return source if isinstance(source, bytes) else source.read_bytes()
