"""Whether the tables make one whole: the same years, the same allies, one base year, one series."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from etl.model import AGGREGATES
from etl.sources.nato.reader.rules import RESTATEMENT, other_scale
from etl.sources.nato.reader.table import Block, Table
from etl.sources.nato.reader.titles import Titled, is_core
from etl.sources.nato.reader.words import Names

REAL_CHANGE = "expenditure_real_change"
_PRICES_OF = re.compile(r"\b(\d{4}) prices", re.IGNORECASE)


def base_year(tables: Sequence[Table], restated: Titled | None) -> int:
    """The year of constant prices, which every heading of constant prices names.

    Raises Rejected where two headings or sheets name different ones.
    """
    said = [
        (table.sheet, row, column, int(year))
        for table in tables
        for row, column, text in table.statements
        for year in _PRICES_OF.findall(text)
    ]
    first, *_, agreed = said[0]
    for sheet, row, column, year in said:
        if year != agreed:
            raise sheet.refuse(row, column, f"prices of {agreed}, as on {first.name}", f"prices of {year}")
    if restated is not None:
        _check_restated_base(restated, agreed)
    return agreed


def _check_restated_base(restated: Titled, agreed: int) -> None:
    sheet = restated.sheet
    for row in range(restated.row, min(restated.row + 12, len(sheet.rows))):
        for column, value in sheet.cells(row).items():
            said = _PRICES_OF.search(value) if isinstance(value, str) else None
            if said and int(said[1]) != agreed:
                raise sheet.refuse(
                    row, column, f"prices of {agreed}, as in the other tables", f"prices of {said[1]}"
                )


def series(titles: dict[str, Titled], tables: Sequence[Table]) -> tuple[str, tuple[str, ...]]:
    """'core defence expenditure' or 'defence expenditure', by the titles of tables 1, 2 and 3; and notes.

    Raises Rejected where those three do not agree, or where units or headings speak of the core and
    the titles do not.
    """
    first = titles["1"]
    for number in ("2", "3"):
        title = titles[number]
        if title.core != first.core:
            expected = f"{_named(first.core)!r} in the title, as in table 1"
            raise title.sheet.refuse(title.row, title.column, expected)
    for table in () if first.core else tables:
        for row, column, text in table.statements:
            if is_core(text):
                raise table.sheet.refuse(row, column, f"{_named(False)!r}, as in the titles")
    notes = tuple(
        f"{titles[n].sheet.name}: {_named(titles[n].core)!r} in its title, unlike tables 1 to 3"
        for n in ("6", "8a", "8b", RESTATEMENT)
        if n in titles and titles[n].core != first.core
    )
    return _named(first.core), notes


def _named(core: bool) -> str:
    return "core defence expenditure" if core else "defence expenditure"


def check_units(tables: Sequence[Table]) -> None:
    """Each table states the unit that its figures are in, and no other scale. Raises Rejected."""
    for table in tables:
        for row, column, text in table.said:
            if other_scale(text):
                raise table.sheet.refuse(
                    row, column, f"the unit {table.rule.unit_shown!r} and no other scale"
                )
        if not table.rule.unit.search(table.words):
            expected = f"the unit {table.rule.unit_shown!r} above table {table.rule.number}"
            raise table.sheet.refuse_whole(expected, repr(table.words))


def check_years(tables: Sequence[Table]) -> tuple[str, ...]:
    """Every table has the same years; notes where they differ on which are estimates.

    Raises Rejected where a table has other years than most, or a note under a table calls a year an
    estimate that has no column, or whose header does not mark it.
    """
    notes: list[str] = []
    by_table = {t.rule.number: frozenset(y.year for y in t.years.values()) for t in tables}
    years = Counter(by_table.values()).most_common(1)[0][0]
    first = next(t for t in tables if by_table[t.rule.number] == years)
    marked = {y.year for y in first.years.values() if y.estimate}
    for table in tables:
        own = by_table[table.rule.number]
        if own != years:
            expected = f"the years of table {first.rule.number}, {min(years)} to {max(years)}"
            odd = ", ".join(map(str, sorted(own ^ years)))
            raise table.sheet.refuse(
                table.header, min(table.years), expected, f"{min(own)} to {max(own)} (differing: {odd})"
            )
        estimates = {y.year for y in table.years.values() if y.estimate}
        _check_said_estimates(table, estimates)
        if estimates != marked:
            notes.append(
                f"{table.sheet.name}: {_list(estimates)} marked as estimates, unlike {first.sheet.name}"
            )
        if table.said_estimates and table.said_estimates != estimates:
            said = _list(table.said_estimates)
            notes.append(
                f"{table.sheet.name}: a note calls {said} estimates, the header marks {_list(estimates)}"
            )
    return tuple(notes)


def _check_said_estimates(table: Table, marked: set[int]) -> None:
    said = table.said_estimates
    if absent := said - {y.year for y in table.years.values()}:
        expected = f"a column for {_list(absent)}, of which a note speaks"
        raise table.sheet.refuse(table.header, min(table.years), expected, "none")
    if unmarked := said - marked:
        year = min(unmarked)
        expected = f"{year}e, as the note under the table calls {_list(said)} estimates"
        raise table.sheet.refuse(table.header, table.column(year), expected)


def _list(years: set[int] | frozenset[int]) -> str:
    return ", ".join(map(str, sorted(years))) or "none"


def check_filled(tables: Sequence[Table]) -> None:
    """No block lacks a whole year. Raises Rejected where one does (the first year's real change may)."""
    for table in tables:
        first = min(y.year for y in table.years.values())
        for block in table.blocks:
            for column, year in table.years.items():
                if year.year == first and block.rule.indicator == REAL_CHANGE:
                    continue
                if all(row.values[year.year] is None for row in block.rows):
                    expected = f"figures of {year.year} under {block.heading or block.rule.shown!r}"
                    raise table.sheet.refuse(table.header, column, expected, "none in the whole column")


def check_allies(tables: Sequence[Table], names: Names, published: date) -> tuple[str, ...]:
    """Every block has the same allies, and those are all that must be there.

    Allies without armed forces have rows under the GDP headings only, if anywhere. Raises Rejected
    where an ally, or an aggregate, stands in one block and not in another, or where a member of the day of
    publication that has armed forces has no row.
    """
    blocks = [(table, block) for table in tables for block in table.blocks]
    for code, ally in names.ally.items():
        must = ally.armed_forces and ally.joined <= published
        if ally.armed_forces:
            _check_everywhere(code, blocks, names, must)
        else:
            _check_everywhere(code, [b for b in blocks if b[1].rule.gdp], names, False)
            _check_everywhere(code, [b for b in blocks if not b[1].rule.gdp], names, False)
    notes: list[str] = []
    for code in AGGREGATES:
        for summed in (True, False):
            _check_everywhere(code, [b for b in blocks if b[0].rule.aggregates == summed], names, False)
    summed_blocks = [b for t, b in blocks if t.rule.aggregates]
    if not any(row.code in AGGREGATES for block in summed_blocks for row in block.rows):
        notes.append("no aggregate (NATO Europe and Canada, NATO Total) in any table")
    return tuple(notes)


def _check_everywhere(code: str, blocks: Sequence[tuple[Table, Block]], names: Names, must: bool) -> None:
    having = [(t, b) for t, b in blocks if any(r.code == code for r in b.rows)]
    if not having and not must:
        return
    for table, block in blocks:
        if not any(r.code == code for r in block.rows):
            heading = block.heading or block.rule.shown
            because = "a member" if not having else f"it stands in {having[0][0].sheet.name}"
            expected = f"a row for {names.name(code)} under {heading!r} ({because})"
            raise table.sheet.refuse(block.row, block.column, expected, "none")
