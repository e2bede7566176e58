"""A workbook opened with care: bytes in, sheets of plain cells out; nothing here knows of tables."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from xml.parsers import expat

import openpyxl
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from etl.read.refusal import NotUnderstood, shown

MAX_BYTES = 64 * 2**20
"""The most that a workbook may weigh, packed or unpacked. NATO's weigh under one megabyte."""
MAX_PARTS = 2_000
MAX_CELLS = 4_000_000
"""The largest rectangle a sheet may span: one cell far out would make the reader reserve them all."""

_REFERENCE = re.compile(r"([A-Z]{0,3})([1-9]\d{0,6})")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True)
class Sheet:
    """One worksheet: its cells by row and column, both from 0, blank cells as ''."""

    file: str
    name: str
    hidden: bool
    rows: list[list[object]]
    merged: tuple[tuple[int, int, int, int], ...] = field(default=())
    """Merged ranges: first row, first column, last row, last column."""

    def cells(self, row: int) -> dict[int, object]:
        """What stands in a row, by column: text that is more than spaces, and everything else."""
        return {c: v for c, v in enumerate(self.rows[row]) if not isinstance(v, str) or v.strip()}

    def refuse(self, row: int, column: int, expected: str, found: object = None) -> NotUnderstood:
        """The refusal of one cell; `found` is its content unless something else is more telling."""
        value = shown(self.rows[row][column]) if found is None else str(found)
        return NotUnderstood(self.file, self.name, reference(row, column), expected, value)

    def refuse_whole(self, expected: str, found: str) -> NotUnderstood:
        """The refusal of the sheet as a whole."""
        return NotUnderstood(self.file, self.name, "", expected, found)


def reference(row: int, column: int) -> str:
    """`A1` for row 0, column 0."""
    return f"{get_column_letter(column + 1)}{row + 1}"


@dataclass(frozen=True)
class Book:
    """A workbook's worksheets, and what is known of those left out."""

    file: str
    content: bytes
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...]

    @cached_property
    def _unreadable(self) -> dict[tuple[str, str], str]:
        """The cells that look blank to a reader of values and are not: errors, formulas never computed."""
        formulas = self._of_kind("f", data_only=False)
        for computed_blank in self._of_kind("str", data_only=True):
            formulas.pop(computed_blank, None)
        return formulas | self._of_kind("e", data_only=True)

    def _of_kind(self, kind: str, *, data_only: bool) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        with _openpyxl(self.file, self.content, data_only) as book:
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                for cell in (c for row in sheet.iter_rows() for c in row if c.data_type == kind):
                    found[sheet.title, cell.coordinate] = str(cell.value)
        return found

    def hides(self, sheet: Sheet, row: int, column: int) -> str:
        """What a cell that reads as blank really holds: an error, a formula without its value, or ''.

        Costs a second reading of the whole workbook, once: asked only of blank cells inside a table.
        """
        return self._unreadable.get((sheet.name, reference(row, column)), "")


@contextmanager
def _openpyxl(file: str, content: bytes, data_only: bool) -> Iterator[openpyxl.Workbook]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
            yield book
            book.close()
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        expected = "a workbook whose blank cells can be told from errors"
        raise NotUnderstood(file, "", "", expected, f"{type(error).__name__}: {error}") from error


def open_book(source: Path | bytes, file: str) -> Book:
    """Open a workbook. `file` is the name to give in refusals.

    Raises NotUnderstood for anything but a sound, unencrypted .xlsx or .xlsm of modest size, and OSError
    where a path cannot be read.
    """
    content = _content(source, file)
    _check_kind(content, file)
    _check_parts(content, file)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError as error:
        raise _no_workbook(file, f"one that cannot be opened ({error})") from error
    notes: list[str] = []
    sheets: list[Sheet] = []
    for meta in book.sheets_metadata:
        if meta.typ is not SheetTypeEnum.WorkSheet:
            notes.append(f"{meta.name}: not a worksheet, passed over")
            continue
        hidden = meta.visible is not SheetVisibleEnum.Visible
        if hidden:
            notes.append(f"{meta.name}: a hidden sheet")
        sheets.append(_sheet(book, file, meta.name, hidden))
    return Book(file, content, tuple(sheets), tuple(notes))


def _sheet(book: CalamineWorkbook, file: str, name: str, hidden: bool) -> Sheet:
    try:
        sheet = book.get_sheet_by_name(name)
        rows: list[list[object]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
        merged = tuple((a, b, c, d) for (a, b), (c, d) in sheet.merged_cell_ranges or ())
    except CalamineError as error:
        raise NotUnderstood(file, name, "", "a sheet that can be read", str(error)) from error
    return Sheet(file, name, hidden, rows, merged)


def _content(source: Path | bytes, file: str) -> bytes:
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > MAX_BYTES:
        raise _no_workbook(file, f"{size} bytes, more than the {MAX_BYTES} that are read")
    return source if isinstance(source, bytes) else source.read_bytes()


def _no_workbook(file: str, found: str) -> NotUnderstood:
    return NotUnderstood(file, "", "", "an Excel workbook (.xlsx)", found)


def _check_kind(content: bytes, file: str) -> None:
    if content.startswith(b"PK\x03\x04"):
        return
    start = content[:24].decode("latin-1")
    if not content:
        raise _no_workbook(file, "an empty file")
    if content.startswith(b"%PDF"):
        raise _no_workbook(file, "a PDF, whose tables are not read; NATO puts a workbook beside it")
    if content.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        kind = "an encrypted workbook" if encrypted else "an old .xls workbook or another binary Office file"
        raise _no_workbook(file, f"{kind}, which is not read")
    raise _no_workbook(file, f"a file that is not an Excel workbook: it begins with {start!r}")


def _check_parts(content: bytes, file: str) -> None:
    """Unpack every part once, within bounds, before a parser sees any of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            names = [p.filename for p in parts]
            if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_BYTES:
                raise _no_workbook(
                    file, f"a zip that unpacks to more than {MAX_PARTS} parts or {MAX_BYTES} bytes"
                )
            if any(p.flag_bits & 1 for p in parts):
                raise _no_workbook(file, "an encrypted zip, which is not read")
            if "xl/workbook.xml" not in names:
                raise _no_workbook(file, f"a zip of something else: {', '.join(names[:3])}")
            if len(set(names)) != len(names):
                raise _no_workbook(file, "a zip that holds two parts of one name")
            for part in parts:
                _check_xml(file, part.filename, archive.read(part))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError) as error:
        raise _no_workbook(file, f"a truncated or damaged one ({error})") from error
    except zlib.error as error:
        raise _no_workbook(file, f"a damaged one ({error})") from error


class _Extent:
    """Whether the XML of a part is sound and without a document type, and how far a sheet's cells reach."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.root = ""
        self.seen: set[str] = set()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self.element
        self.parser.StartDoctypeDeclHandler = self.doctype

    def element(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self.root = self.root or name
        if self.root != "worksheet" or name not in ("c", "row") or "r" not in attributes:
            return
        reference = attributes["r"]
        found = _REFERENCE.fullmatch(reference)
        if found is None or (name == "c" and reference in self.seen):
            raise ValueError(
                f"a {name} element with the reference {reference!r}" + (" again" if found else "")
            )
        if name == "c":
            self.seen.add(reference)
        self.rows = max(self.rows, int(found[2]))
        self.columns = max(self.columns, column_index_from_string(found[1]) if found[1] else 0)

    def doctype(self, *_: object) -> None:
        raise ValueError("a document type")


def _check_xml(file: str, part: str, xml: bytes) -> None:
    if not part.endswith((".xml", ".rels")):
        return
    extent = _Extent()
    try:
        extent.parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise _no_workbook(file, f"a damaged one: {part}: {error}") from error
    if extent.rows * extent.columns > MAX_CELLS:
        raise _no_workbook(
            file, f"a sheet ({part}) that spans {extent.rows} rows and {extent.columns} columns"
        )
