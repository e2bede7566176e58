"""Tables as an Excel workbook: a sheet for each, typed cells, the header in sight.

openpyxl makes the workbook with its headers, styles and widths; the rows below the headers are written
here, since openpyxl takes a second for every fifty thousand cells and a release has far more.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from html import escape
from itertools import chain, repeat
from typing import Any

from etl.formats.about import About
from etl.formats.archive import archive, contents
from etl.formats.tables import ReleaseTable, Row, meaning_table
from etl.formats.tidy import in_columns, number, written

MOST_ROWS = 1_048_575
"""What a sheet can hold below its header; a longer table goes on in the next sheet."""

_CORE = "docProps/core.xml"
_MOMENT = b"2000-01-01T00:00:00Z"
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_END = b"</sheetData>"
_FIRST_DAY = date(1899, 12, 30)
"""Day 0 of Excel's calendar, for every day after February 1900."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {"date": 12, "integer": 9, "number": 16, "boolean": 10}
_WIDE = {
    "title": 48,
    "definition": 80,
    "meaning": 100,
    "statement": 80,
    "reason": 60,
    "unit": 40,
    "indicator": 30,
    "origin": 34,
}


def workbook(tables: Sequence[ReleaseTable], about: About, *, most_rows: int = MOST_ROWS) -> bytes:
    """The file's bytes: the tables, what their columns hold, and what the file says of itself. They carry
    the version of openpyxl, which is imported only here.

    Text is text whatever it begins with: no cell holds a formula.
    """
    sheets = [part for table in (*tables, meaning_table(tables)) for part in _parts(table, most_rows)]
    frame, day_style = _frame(sheets, about)
    files: dict[str, Any] = contents(frame)
    files[_CORE] = _TIME.sub(rb"\g<1>" + _MOMENT + rb"\g<2>", files[_CORE])
    for i, (_, table, rows) in enumerate(sheets, start=1):
        head, end, tail = files[f"xl/worksheets/sheet{i}.xml"].partition(_END)
        if not end:
            raise RuntimeError("openpyxl: expected a sheet with its data in one element")
        files[f"xl/worksheets/sheet{i}.xml"] = _filled(head, table, rows, day_style, end + tail)
    return archive(files)


_Part = tuple[str, ReleaseTable, Sequence[Row]]
"""A sheet's name, its table, and the rows of it that it has."""


def _parts(table: ReleaseTable, most_rows: int) -> Iterator[_Part]:
    """The table in as many sheets as it needs, one where it is empty."""
    rows = tuple(table.rows())
    for i, start in enumerate(range(0, max(1, len(rows)), most_rows)):
        name = f"{table.name} {i + 1}" if i else table.name
        yield name, table, rows[start : start + most_rows]


def _frame(sheets: Sequence[_Part], about: About) -> tuple[bytes, int]:
    """The workbook without its rows, and the number that its style of a day has."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    book.properties.title = f"Two percent, release {about.release}"
    book.properties.creator = "Two percent"
    for name, table, rows in sheets:
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(rows) + 1}"
        header = []
        for i, column in enumerate(table.columns, start=1):
            width = _WIDTHS.get(column.kind) or _WIDE.get(column.name, 18)
            sheet.column_dimensions[get_column_letter(i)].width = width
            header.append(WriteOnlyCell(sheet, column.name))
            header[-1].font = Font(bold=True)
        sheet.append(header)
    sheet = book.create_sheet("about")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 16, 110
    for line in about.lines():
        sheet.append(line)
    day = WriteOnlyCell(sheet)
    day.number_format = "yyyy-mm-dd"
    style: int = day.style_id
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue(), style


def _filled(
    head: bytes, table: ReleaseTable, rows: Sequence[Row], day_style: int, tail: bytes
) -> Iterator[bytes]:
    from openpyxl.utils import get_column_letter

    starts = [f'<c r="{get_column_letter(i + 1)}' for i in range(len(table.columns))]
    writers = _writers(day_style)
    write = [writers[c.kind] for c in table.columns]
    yield head
    line = 2
    for columns in in_columns(rows):
        numbers = [str(n) for n in range(line, line + len(columns[0]))]
        line += len(numbers)
        # Piece by piece of a row, each column's joined in one go: there is no cell by itself.
        pieces: list[Iterable[str]] = [repeat('<row r="'), numbers, repeat('">')]
        for start, to, column in zip(starts, write, columns, strict=True):
            if None in column:
                rest = written(column, _unless_none(to))
                pieces.append([r and f"{start}{n}{r}" for n, r in zip(numbers, rest, strict=True)])
            else:
                pieces += [repeat(start), numbers, written(column, to)]
        rows_of_pieces = zip(*pieces, repeat("</row>"))
        yield "".join(chain.from_iterable(rows_of_pieces)).encode()
    yield tail


def _unless_none(write: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: "" if value is None else write(value)


def _writers(day_style: int) -> dict[str, Callable[[Any], str]]:
    """What follows a cell's reference, by the kind of its column."""
    return {
        "string": _text,
        "integer": lambda value: f'"><v>{value}</v></c>',
        "number": lambda value: f'"><v>{number(float(value))}</v></c>',
        "boolean": lambda value: f'" t="b"><v>{int(value)}</v></c>',
        "date": lambda value: f'" s="{day_style}"><v>{(value - _FIRST_DAY).days}</v></c>',
    }


def _text(value: str) -> str:
    text = escape(_NOT_XML.sub("", value), quote=False)
    return f'" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
