"""What the tests of rejections share: the rejection itself, and faults to put into a workbook."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from etl.model import Ally, Rejected
from etl.sources.nato.reader import read_workbook
from tests.etl.workbooks import ALLIES, PUBLISHED, content


def rejection(
    source: bytes | Path,
    allies: tuple[Ally, ...] = ALLIES,
    published: datetime.date = PUBLISHED,
    ends: tuple[int, ...] = (),
) -> Rejected:
    """The rejection of a workbook that must be rejected; its one line names the file."""
    with pytest.raises(Rejected) as caught:
        read_workbook(source, name="edition.xlsx", published=published, allies=allies, ends=ends)
    assert str(caught.value).startswith("edition.xlsx")
    assert "\n" not in str(caught.value)
    return caught.value


def rejected(book: Workbook, sheet: str, cell: str, *parts: str, ends: tuple[int, ...] = ()) -> None:
    """That a workbook is rejected at a sheet and cell, with every part in the message."""
    error = rejection(content(book), ends=ends)
    assert error.place == (f"{sheet}!{cell}" if cell else sheet), str(error)
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
