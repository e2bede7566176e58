"""The one way this project says no to data: where, what was expected, what was found."""

from __future__ import annotations


class Rejected(Exception):
    """Data that are not accepted, since they are not understood or do not hold.

    `file` is a file's name or path, or what else is looked at as a whole; `place` says where in it: a cell
    (`TABLE3!N35`), a row and column (`row 7, year`), a key (`expect.allies`), or '' for all of it.
    `expected` and `found` say in words what was looked for and what stood there. Several at once are an
    ExceptionGroup of these.
    """

    def __init__(self, file: object, *place: str, expected: str, found: object) -> None:
        self.file, self.place = str(file), ", ".join(part for part in place if part)
        self.expected, self.found = expected, str(found)
        super().__init__(str(self))

    def __str__(self) -> str:
        """One line: file, place, what was expected, what was found."""
        where = f"{self.file}, {self.place}" if self.place else self.file
        return " ".join(f"{where}: expected {self.expected}, found {self.found}".split())


def shown(value: object, limit: int = 80) -> str:
    """A value as a rejection quotes it: on one line, in quotes when it is text, cut when long."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = " ".join(str(value).split())
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    if isinstance(value, str):
        return repr(text) if text else "a blank cell"
    return text
