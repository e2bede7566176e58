"""Whether the tables make one whole: the same years, the same allies, one base year, one series."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from etl.read.rules import RESTATEMENT, other_scale
from etl.read.table import Block, Table
from etl.read.titles import Titled, is_core
from etl.read.words import Names
from etl.release.model import AGGREGATES, SHARE_OF_GDP

REAL_CHANGE = "expenditure_real_change"
_PRICES_OF = re.compile(r"\b(\d{4}) prices", re.IGNORECASE)


def base_year(tables: Sequence[Table], restated: Titled | None) -> int:
    """The year of constant prices, which every heading of constant prices names.

    Raises NotUnderstood where two headings or sheets name different ones.
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

    Raises NotUnderstood where those three do not agree, or where units or headings speak of the core and
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
    """Each table states the unit that its figures are in, and no other scale. Raises NotUnderstood."""
    for table in tables:
        for row, column, text in table.said:
            if other_scale(text):
                raise table.sheet.refuse(
                    row, column, f"the unit {table.rule.unit_shown!r} and no other scale"
                )
        if not table.rule.unit.search(table.words):
            expected = f"the unit {table.rule.unit_shown!r} above table {table.rule.number}"
            raise table.sheet.refuse_whole(expected, repr(table.words))


def check_years(tables: Sequence[Table], published: date) -> tuple[str, ...]:
    """Every table has the same years, up to that of publication, and says of each whether it is an estimate.

    Notes tell where tables differ on which are estimates. Raises NotUnderstood where a table has other years
    than most, where a note under a table calls other years estimates than its header does, and where the
    last year is not the one of publication (in spring, the one before) or not marked as an estimate.
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
        _check_last_year(table, published)
        _check_said_estimates(table)
        estimates = {y.year for y in table.years.values() if y.estimate}
        if estimates != marked:
            notes.append(
                f"{table.sheet.name}: {_list(estimates)} marked as estimates, unlike {first.sheet.name}"
            )
    return tuple(notes)


SPRING = 5
"""Until the month before this one an edition may be the annual report's, which ends with the year before."""


def _check_last_year(table: Table, published: date) -> None:
    last = max(table.years.values(), key=lambda y: y.year)
    column = table.column(last.year)
    may_be = (published.year, published.year - 1) if published.month < SPRING else (published.year,)
    if last.year not in may_be:
        raise table.sheet.refuse(
            table.header, column, f"{published.year} as the last year of tables published on {published}"
        )
    if not last.estimate:
        raise table.sheet.refuse(
            table.header, column, f"{last.year}e: on {published} that year can only be an estimate"
        )


def _check_said_estimates(table: Table) -> None:
    said = table.said_estimates
    if absent := said - {y.year for y in table.years.values()}:
        expected = f"a column for {_list(absent)}, of which a note speaks"
        raise table.sheet.refuse(table.header, min(table.years), expected, "none")
    for column, year in sorted(table.years.items()):
        if said and year.estimate != (year.year in said):
            mark = "an estimate" if year.year in said else "no estimate"
            expected = f"{year.year} marked as {mark}, as the note under the table has it ({_list(said)})"
            raise table.sheet.refuse(table.header, column, expected)


def _list(years: set[int] | frozenset[int]) -> str:
    return ", ".join(map(str, sorted(years))) or "none"


FOLLOW_SPENDING = ("1", "2", "5", "6")
"""The tables that have a figure wherever an ally's share of GDP is given."""


def check_filled(tables: Sequence[Table], names: Names) -> None:
    """Nothing is missing that is there by other tables. Raises NotUnderstood where something is.

    No block lacks a year for most of its rows; no ally lacks every year of a block; and where the share of
    GDP is given, so are the amounts that it follows from. The first year's real change may be missing.
    """
    shares = next(b for t in tables for b in t.blocks if b.rule.indicator == SHARE_OF_GDP)
    given = {(r.code, year) for r in shares.rows for year, value in r.values.items() if value is not None}
    for table in tables:
        first = min(y.year for y in table.years.values())
        for block in table.blocks:
            follows = table.rule.number in FOLLOW_SPENDING or block.rule.indicator == REAL_CHANGE
            _check_rows(table, block, names)
            for column, year in table.years.items():
                if year.year == first and block.rule.indicator == REAL_CHANGE:
                    continue
                _check_column(table, block, column, year.year)
                for row in block.rows if follows else ():
                    if row.values[year.year] is None and (row.code, year.year) in given:
                        expected = f"a figure, since the share of GDP of {row.code} in {year.year} is given"
                        raise table.sheet.refuse(row.row, column, expected)


def _check_column(table: Table, block: Block, column: int, year: int) -> None:
    heading = block.heading or block.rule.shown
    told = [row for row in block.rows if row.values[year] is not None]
    if 2 * len(told) < len(block.rows):
        expected = f"figures of {year} under {heading!r}"
        found = f"{len(told) or 'none'} in {len(block.rows)} rows"
        raise table.sheet.refuse(table.header, column, expected, found)


def _check_rows(table: Table, block: Block, names: Names) -> None:
    for row in block.rows:
        ally = names.ally.get(row.code)
        if (ally is None or ally.armed_forces) and all(v is None for v in row.values.values()):
            expected = f"a figure of {row.code} in some year under {block.heading or block.rule.shown!r}"
            raise table.sheet.refuse(row.row, min(table.years), expected, "none in the whole row")


def check_allies(tables: Sequence[Table], names: Names, published: date) -> tuple[str, ...]:
    """Every block has the same allies, and those are all that must be there.

    Allies without armed forces have rows under the GDP headings only, if anywhere. Raises NotUnderstood
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
