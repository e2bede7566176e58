"""The one way this package says no."""

from __future__ import annotations


class NotUnderstood(Exception):
    """A workbook that cannot be read with certainty, and is therefore not read at all.

    `file` is the workbook's name; `sheet` and `cell` (`A1` style) say where and are empty when the
    whole file or sheet is meant; `expected` and `found` say what was looked for and what stood there.
    """

    def __init__(self, file: str, sheet: str, cell: str, expected: str, found: str) -> None:
        super().__init__(file, sheet, cell, expected, found)
        self.file = file
        self.sheet = sheet
        self.cell = cell
        self.expected = expected
        self.found = found

    def __str__(self) -> str:
        """One line: file, sheet and cell, what was expected, what was found."""
        where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        place = f"{self.file}, {where}" if where else self.file
        return " ".join(f"{place}: expected {self.expected}, found {self.found}".split())


def shown(value: object, limit: int = 80) -> str:
    """A cell's content as a refusal quotes it: on one line, in quotes when it is text, cut when long."""
    if isinstance(value, str):
        text = " ".join(value.split())
        return "a blank cell" if not text else repr(text if len(text) <= limit else text[: limit - 1] + "…")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
