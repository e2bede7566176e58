"""The figures behind a chart as a table: every chart has one."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import islice

import msgspec
from markupsafe import Markup, escape

from etl.formats.tidy import harmless


class Table(msgspec.Struct, frozen=True):
    """Text cells under a caption; the first cell of each row names it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def by_year(caption: str, columns: Iterable[tuple[str, Mapping[int, str]]], years: Iterable[int]) -> Table:
    """A row a year, a column for each name with its texts by year; "–" where it has none."""
    columns = list(columns)
    rows = tuple((str(y), *(texts.get(y, _MISSING) for _, texts in columns)) for y in years)
    return Table(caption, ("Year", *(name for name, _ in columns)), rows)


_APART = "\0"
"""Stands between cells while they are escaped: no text has it."""


def as_html(rows: Sequence[Sequence[str]]) -> Markup:
    """Rows of text as those of a table in HTML, the first cell of each as its head; escaped all at once."""
    cells = iter(str(escape(_APART.join([_APART.join(row) for row in rows]))).split(_APART))
    found = []
    for row in rows:
        first, *others = islice(cells, len(row))
        found.append(f'<tr><th scope="row">{first}</th>')
        found += [f'<td translate="no">{cell}</td>' for cell in others]
        found.append("</tr>\n")
    return Markup("".join(found))  # noqa: S704 (escaped above)


_NUMBER = re.compile(
    r"([+−-]?)\$?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?: ?%)?(e?)(?: (bn|m))?(?: (?:[▾▴⇄]\d+)+)?"
)
"""A number as tables write it; after a count may stand how many were dropped, added and exchanged."""

_TIMES = {"bn": 1_000_000_000, "m": 1_000_000}
_MISSING = "–"


def as_data(table: Table) -> tuple[list[str], list[list[str]]]:
    """A table for programs: its head, and its rows with numbers as plain numbers and missing ones empty.

    After a column in which any value is an estimate comes one that says of each whether it is.
    """
    columns = [
        _typed(cells) for cells in (zip(*table.rows, strict=True) if table.rows else [()] * len(table.head))
    ]
    alone = sum(len(c) > 1 for c in columns) == 1
    head, data = [], []
    for name, column in zip(table.head, columns, strict=True):
        head += [name, "estimate" if alone else f"{name}, estimate"][: len(column)]
        data += column
    return head, [list(row) for row in zip(*data, strict=True)]


def _typed(cells: Sequence[str]) -> list[list[str]]:
    """A column as numbers, and whether they are estimates; as it is where digits are in other text."""
    found = [_NUMBER.fullmatch(cell) for cell in cells]
    if not any(found) or any(
        m is None and any(map(str.isdigit, c)) for m, c in zip(found, cells, strict=True)
    ):
        return [["" if cell == _MISSING else cell for cell in cells]]
    values = ["" if m is None else _plain(m) for m in found]
    estimates = ["" if m is None else "true" if m[4] else "false" for m in found]
    return [values, estimates] if "true" in estimates else [values]


def _plain(found: re.Match[str]) -> str:
    number = found[2].replace(",", "") + (found[3] or "")
    if found[5]:
        number = f"{Decimal(number) * _TIMES[found[5]]:.0f}"
    return ("-" if found[1] in ("−", "-") else "") + number


def write_csv(head: Sequence[str], rows: Sequence[Sequence[str]], *, comma: bool = False) -> str:
    """CSV as RFC 4180 has it; with a decimal comma its cells are divided by semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if comma else ",", lineterminator="\r\n")
    writer.writerow(map(harmless, head))
    writer.writerows([_written(cell, comma) for cell in row] for row in rows)
    return out.getvalue()


def _written(cell: str, comma: bool) -> str:
    if not re.fullmatch(r"-?\d+(\.\d+)?", cell):
        return harmless(cell)
    return cell.replace(".", ",") if comma else cell
