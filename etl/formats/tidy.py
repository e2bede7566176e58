"""Figures as tidy rows, CSV and back: the columns of every download and of every shipped edition."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, islice
from typing import Any, TypeVar

from msgspec import structs

from etl.model import COLUMNS, Observation, Rejected, shown

T = TypeVar("T")


def number(value: float) -> str:
    """The shortest text that reads back as the same number; whole numbers without a point."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def row(observation: Observation, name: str) -> tuple[str, ...]:
    """One figure as the text of its tidy columns."""
    edition, ally, year, indicator, value, unit, estimate, *rest = structs.astuple(observation)
    known = (edition.isoformat(), ally, name, str(year), indicator, number(value), unit)
    return (*known, "true" if estimate else "false", *rest)


def write_csv(
    observations: Iterable[Observation], name: Callable[[str], str], *, line_end: str = "\n"
) -> Iterator[str]:
    """Tidy CSV in pieces, the header first; `name` gives the name of a code. Text stands as it is."""
    return in_pieces(COLUMNS, (row(f, name(f.ally)) for f in observations), line_end)


def write_table(
    header: Sequence[str], rows: Iterable[Sequence[Any]], *, comma: bool = False
) -> Iterator[str]:
    """CSV of typed rows in pieces, as RFC 4180 has it, for whatever will open it: text is made harmless.

    A column's values are of one kind. With a decimal comma cells are divided by semicolons.
    """
    write = _with_comma if comma else text
    texts = (zip(*(written(c, write) for c in some), strict=True) for some in in_columns(rows))
    return in_pieces(header, chain.from_iterable(texts), "\r\n", ";" if comma else ",")


def in_columns(rows: Iterable[Sequence[Any]], size: int = 2000) -> Iterator[list[tuple[Any, ...]]]:
    """The columns of so many rows at a time: a long table needs little memory beside itself."""
    remaining = iter(rows)
    while some := list(islice(remaining, size)):
        yield list(zip(*some, strict=True))


def written(column: Sequence[Any], write: Callable[[Any], T]) -> Iterator[T]:
    """What `write` makes of the values of a column, asked once for each that differs: most say few things."""
    return map({value: write(value) for value in set(column)}.__getitem__, column)


def _with_comma(value: object) -> str:
    return text(value).replace(".", ",") if isinstance(value, float) else text(value)


def in_pieces(
    header: Sequence[str], rows: Iterable[Iterable[str]], line_end: str, divider: str = ","
) -> Iterator[str]:
    """CSV of rows of text in pieces of some hundred kilobytes, the header first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=line_end, delimiter=divider)
    writer.writerow(header)
    remaining = iter(rows)
    while some := list(islice(remaining, 2000)):
        writer.writerows(some)
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    if rest := out.getvalue():
        yield rest


def text(value: object) -> str:
    """A typed value as the text of its cell: None is empty, text is made harmless."""
    if isinstance(value, str):
        return harmless(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return number(value) if isinstance(value, float) else str(value)


def harmless(cell: str) -> str:
    """Text that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it.

    Only text is given to this: a negative number is one.
    """
    start = cell.lstrip(_SPACES)[:1] if cell[:1] in _SPACES else cell[:1]
    return f"'{cell}" if start and start in _FORMULA else cell


_SPACES = " \xa0\u3000\ufeff\0"
_FORMULA = "=+-@\t\r\n＝＋－＠|"


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


_day = lru_cache(date.fromisoformat)

_PARSERS: dict[str, tuple[Callable[[str], object], str]] = {
    "edition": (_day, "a date as 2024-06-17"),
    "year": (int, "a year"),
    "value": (float, "a number"),
    "estimate": (_boolean, "true or false"),
}


def read_csv(text: str, file: str = "figures.csv") -> tuple[Observation, ...]:
    """The figures of a tidy CSV. Raises Rejected, naming the file, for the first row not understood."""
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    if tuple(header) != COLUMNS:
        raise Rejected(file, "row 1", expected=",".join(COLUMNS), found=",".join(header))
    observations = []
    for cells in reader:
        try:
            edition, ally, _, year, indicator, value, unit, estimate, table, cell, origin = cells
            known = (_day(edition), ally, int(year), indicator, float(value), unit, _boolean(estimate))
        except ValueError:
            raise _misread(file, cells, reader.line_num) from None
        observations.append(Observation(*known, table, cell, origin))
    return tuple(observations)


def _misread(file: str, cells: Sequence[str], line: int) -> Rejected:
    """What is wrong with a row that could not be read."""
    if len(cells) != len(COLUMNS):
        return Rejected(file, f"row {line}", expected=f"{len(COLUMNS)} columns", found=len(cells))
    for column, cell in zip(COLUMNS, cells, strict=True):
        parse, expected = _PARSERS.get(column, (str, ""))
        try:
            parse(cell)
        except ValueError:
            return Rejected(file, f"row {line}", column, expected=expected, found=shown(cell))
    raise AssertionError(cells)
