"""Table 4 restates tables 2 and 3 for the first and the last year: read only to be compared with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from etl.model import Observation, shown
from etl.model.indicators import DOLLARS_CONSTANT, SHARE_OF_GDP
from etl.model.interval import decimals
from etl.sources.nato.reader.table import header_of
from etl.sources.nato.reader.titles import Titled
from etl.sources.nato.reader.words import (
    HeaderYear,
    Names,
    grouped_by_commas,
    is_note,
    is_number,
    number_of,
    plain,
)
from etl.sources.nato.reader.workbook import Sheet

_CHANGE = re.compile(r"real change ((?:19|20)\d\d)e? ?[-–] ?((?:19|20)\d\d)e?(?: ?\(%\))?", re.IGNORECASE)
_SHARE = re.compile(r"share of (?:real )?GDP ((?:19|20)\d\d) ?e? ?\(%\)", re.IGNORECASE)


class _Column(msgspec.Struct, frozen=True):
    """A column of table 4: dollars or share of one year, or the change to it since `before`."""

    indicator: str
    year: int
    before: int | None = None


def check_restatement(title: Titled, observations: Sequence[Observation], names: Names) -> tuple[str, ...]:
    """Compare table 4 with what was read from tables 2 and 3; returns notes.

    A table 4 of another make checks nothing, and a note says so: no figure comes from it. Raises
    Rejected where it disagrees beyond rounding, or holds a year or a row that the others have not.
    """
    sheet = title.sheet
    found = header_of(sheet, names)
    columns = _columns(sheet, *found) if found else {}
    if found is None or {c.indicator for c in columns.values()} < {DOLLARS_CONSTANT, SHARE_OF_GDP}:
        return (f"{sheet.name}: table 4 not understood, so that it checks nothing",)
    by_key = {(f.indicator, f.ally, f.year): f for f in observations}
    _check_years(sheet, found[0], columns, by_key)
    rows = _rows(sheet, found[0], names)
    grouped = grouped_by_commas(v for line in sheet.rows for v in line)
    cells = {(row, column): _value(sheet, row, column, grouped) for row in rows for column in columns}
    steps = {c: _step([v for (_, column), v in cells.items() if column == c]) for c in columns}
    source_steps = {
        i: _step([f.value for f in observations if f.indicator == i])
        for i in (DOLLARS_CONSTANT, SHARE_OF_GDP)
    }
    for (row, number), stated in cells.items():
        ally, column = rows[row], columns[number]
        source = DOLLARS_CONSTANT if column.before else column.indicator
        now = by_key.get((source, ally, column.year))
        before = by_key.get((source, ally, column.before or 0))
        if column.before and not (now and before and before.value):
            continue
        value, slack = _restated(now, before, source_steps[source])
        if value is None and stated is None:
            continue
        room = steps[number] + slack + 1e-9 * max(1.0, abs(value or 0.0))
        if value is None or stated is None or abs(stated - value) > room:
            where = f"{now.table} ({now.cell})" if now else "3" if source == SHARE_OF_GDP else "2"
            figure = "no figure" if value is None else shown(value)
            raise sheet.rejection(row, number, f"{figure} for {ally} {column.year}, as table {where} says")
    return ()


def _restated(now: Observation | None, before: Observation | None, step: float) -> tuple[float | None, float]:
    """A figure, or the change to it since one before, in per cent; and how far rounding may have moved it."""
    if now is None or before is None:
        return now.value if now else None, step
    ratio = now.value / before.value
    return 100 * (ratio - 1), 100 * ratio * (step / abs(before.value) + step / max(abs(now.value), step))


def _columns(sheet: Sheet, header: int, years: Mapping[int, HeaderYear]) -> dict[int, _Column]:
    columns = {c: _Column(DOLLARS_CONSTANT, y.year) for c, y in years.items()}
    for column, value in sheet.cells(header).items():
        text = plain(value) if isinstance(value, str) else ""
        if change := _CHANGE.fullmatch(text):
            columns[column] = _Column("change", int(change[2]), int(change[1]))
        elif share := _SHARE.fullmatch(text):
            columns[column] = _Column(SHARE_OF_GDP, int(share[1]))
    return columns


def _check_years(
    sheet: Sheet,
    header: int,
    columns: Mapping[int, _Column],
    by_key: Mapping[tuple[str, str, int], Observation],
) -> None:
    years = {year for _, _, year in by_key}
    for number, column in columns.items():
        for year in (column.year, column.before):
            if year is not None and year not in years:
                expected = f"years that the other tables have, {min(years)} to {max(years)}"
                raise sheet.rejection(header, number, expected)


def _rows(sheet: Sheet, header: int, names: Names) -> dict[int, str]:
    """The rows below the header and whom they name. Raises Rejected for numbers beside no known name."""
    rows: dict[int, str] = {}
    for row in range(header + 1, len(sheet.rows)):
        cells = sheet.cells(row)
        codes = {c: code for c, v in cells.items() if isinstance(v, str) and (code := names.code(v))}
        if codes:
            column, code = next(iter(codes.items()))
            if code in rows.values():
                raise sheet.rejection(row, column, "each ally once in table 4")
            rows[row] = code
        elif any(is_number(v) and v for v in cells.values()) and any(
            isinstance(v, str) and not is_note(v) for v in cells.values()
        ):
            raise sheet.rejection(row, min(cells), "the name of an ally or an aggregate beside numbers")
    return rows


def _value(sheet: Sheet, row: int, column: int, grouped: bool) -> float | None:
    content = sheet.rows[row][column]
    try:
        number = number_of(content, grouped=grouped)
    except ValueError as error:
        raise sheet.rejection(row, column, "a number or a mark of a missing one", str(error)) from error
    if number is None and (hidden := sheet.unreadable.get((row, column))) is not None:
        raise sheet.rejection(row, column, "a number or a mark of a missing one", hidden)
    return number


def _step(values: Sequence[float | None]) -> float:
    """Half a unit of the last decimal that the values are given to: how far rounding may have moved them."""
    return 0.5 * 10.0 ** -decimals(v for v in values if v is not None)
