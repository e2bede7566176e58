"""The cells of a workbook that figures stand in: their order, and a range of them in words."""

from __future__ import annotations

from collections.abc import Iterable

from etl.model import Observation


def key(cell: str) -> tuple[object, ...]:
    """What orders cells as they stand in a workbook: by sheet, then row, then column; "" for none is last."""
    sheet, _, place = cell.partition("!")
    letters = place.rstrip("0123456789")
    digits = place[len(letters) :]
    return (not cell, sheet, int(digits or 0), len(letters), letters)


def cells(observations: Iterable[Observation]) -> str:
    """What follows the edition of some figures: ", cells TABLE3!N11–N41"; "" where none has a cell.

    First and last are by row, then column. The figures are of one sheet.
    """
    found = sorted({f.cell for f in observations if f.cell}, key=key)
    if not found:
        return ""
    first, last = found[0], found[-1]
    return f", cell {first}" if first == last else f", cells {first}–{last.partition('!')[2]}"
