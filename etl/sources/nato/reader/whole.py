"""Whether the tables make one whole: the same years, the same allies, one base year, one series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from etl.model import AGGREGATES
from etl.model import indicators as ids
from etl.sources.nato.reader.meaning import meaning_of
from etl.sources.nato.reader.rules import MEASURES, MeasureHeading
from etl.sources.nato.reader.table import Block, SheetTable
from etl.sources.nato.reader.titles import Titled
from etl.sources.nato.reader.words import Names, is_note
from etl.sources.nato.reader.workbook import reference


def missing_measure(tables: Sequence[SheetTable]) -> MeasureHeading | None:
    """The first measure that no table has and that is not optional, or None.

    GDP at current prices may be missing where the table of GDP is one of constant prices, as those until 2016
    were.
    """
    having = {b.measure.indicator for t in tables for b in t.blocks}
    gdp = [(t, b) for t in tables for b in t.blocks if b.measure.indicator == ids.GDP_CONSTANT]
    if any(_of_constant_prices(table, block) for table, block in gdp):
        having.add(ids.GDP)
    return next((m for m in MEASURES if not m.optional and m.indicator not in having), None)


def _of_constant_prices(table: SheetTable, block: Block) -> bool:
    """Whether a table's title or unit says that all of it is at constant prices; a mere heading does not."""
    unit = block.headed.heading
    stated = [table.title.meaning, *(w.meaning for w in table.said)]
    stated += [unit.meaning] if unit and unit.meaning.scales and unit.meaning.base else []
    return any(m.base or m.says("real", "constant") for m in stated) and not any(
        m.says("current") for m in stated
    )


def check_once(tables: Sequence[SheetTable]) -> None:
    """No measure stands on two sheets. Raises Rejected where one does."""
    first: dict[str, tuple[SheetTable, Block]] = {}
    for table in tables:
        for block in table.blocks:
            other, above = first.setdefault(block.measure.indicator, (table, block))
            if other is not table:
                where = f"{other.sheet.name}!{reference(above.row, above.column)}"
                expected = f"the figures under {block.heading!r} once (they stand at {where} too)"
                raise table.sheet.rejection(block.row, block.column, expected)


def base_year(tables: Sequence[SheetTable], restated: Sequence[Titled]) -> int:
    """The year of constant prices, which every heading of constant prices names.

    Raises Rejected where two headings or sheets name different ones.
    """
    said = [(t.sheet, w.row, w.column, year) for t in tables for w in t.statements for year in w.meaning.base]
    first, *_, agreed = said[0]
    for sheet, row, column, year in said:
        if year != agreed:
            raise sheet.rejection(row, column, f"prices of {agreed}, as on {first.name}", f"prices of {year}")
    for title in restated:
        _check_restated_base(title, agreed)
    return agreed


def _check_restated_base(restated: Titled, agreed: int) -> None:
    sheet = restated.sheet
    for row, column, text in sheet.texts():
        if restated.row < row < restated.row + 12 and not is_note(text):
            for year in set(meaning_of(text).base) - {agreed}:
                expected = f"prices of {agreed}, as in the other tables"
                raise sheet.rejection(row, column, expected, f"prices of {year}")


def series(tables: Sequence[SheetTable], restated: Sequence[Titled]) -> tuple[str, tuple[str, ...]]:
    """'core defence expenditure' or 'defence expenditure', by the titles of tables of spending; and notes.

    Raises Rejected where those of the amounts and of the share of GDP do not agree, or where units or
    headings speak of the core and the titles do not.
    """
    spending = [t for t in tables if any(b.measure.indicator in _NAMES_SERIES for b in t.blocks)]
    core = spending[0].title.meaning.says("core")
    for table in spending[1:]:
        title = table.title
        if title.meaning.says("core") != core:
            expected = f"{_named(core)!r} in the title, as in table {spending[0].number}"
            raise title.sheet.rejection(title.row, title.column, expected)
    for table in () if core else tables:
        for words in table.statements:
            if words.meaning.says("core") and words.text != table.title.text:
                raise table.sheet.rejection(words.row, words.column, f"{_named(False)!r}, as in the titles")
    others = [t.title for t in tables if t not in spending and t.title.meaning.says("spending")]
    notes = tuple(
        f"{t.sheet.name}: {_named(not core)!r} in its title, unlike the tables of amounts"
        for t in (*others, *restated)
        if t.meaning.says("core") != core
    )
    return _named(core), notes


_NAMES_SERIES = frozenset(
    {ids.NATIONAL, ids.NATIONAL_CONSTANT, ids.DOLLARS, ids.DOLLARS_CONSTANT, ids.SHARE_OF_GDP}
)


def _named(core: bool) -> str:
    return "core defence expenditure" if core else "defence expenditure"


def check_years(tables: Sequence[SheetTable]) -> tuple[str, ...]:
    """Every table has the same years; notes where they differ on which are estimates.

    Raises Rejected where a table has other years than most, or a note under a table calls a year an
    estimate that has no column, or whose header does not mark it.
    """
    notes: list[str] = []
    by_table = {t.number: frozenset(y.year for y in t.years.values()) for t in tables}
    years = Counter(by_table.values()).most_common(1)[0][0]
    first = next(t for t in tables if by_table[t.number] == years)
    marked = {y.year for y in first.years.values() if y.estimate}
    for table in tables:
        own = by_table[table.number]
        if own != years:
            expected = f"the years of table {first.number}, {min(years)} to {max(years)}"
            odd = ", ".join(map(str, sorted(own ^ years)))
            raise table.sheet.rejection(
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


def _check_said_estimates(table: SheetTable, marked: set[int]) -> None:
    said = table.said_estimates
    if absent := said - {y.year for y in table.years.values()}:
        expected = f"a column for {_list(absent)}, of which a note speaks"
        raise table.sheet.rejection(table.header, min(table.years), expected, "none")
    if unmarked := said - marked:
        year = min(unmarked)
        expected = f"{year}e, as the note under the table calls {_list(said)} estimates"
        raise table.sheet.rejection(table.header, table.column(year), expected)


def _list(years: set[int] | frozenset[int]) -> str:
    return ", ".join(map(str, sorted(years))) or "none"


def check_filled(tables: Sequence[SheetTable]) -> None:
    """No block lacks a whole year. Raises Rejected where one does (the first year's real change may)."""
    for table in tables:
        for block in table.blocks:
            for column, year in table.years_due(block).items():
                if all(row.values[year] is None for row in block.rows):
                    expected = f"figures of {year} under {block.heading!r}"
                    raise table.sheet.rejection(table.header, column, expected, "none in the whole column")


def check_allies(tables: Sequence[SheetTable], names: Names, published: date) -> tuple[str, ...]:
    """Every block has the same allies, and those are all that must be there.

    Allies without armed forces have rows under the GDP headings only, if anywhere. Raises Rejected
    where an ally, or an aggregate, stands in one block and not in another, or where a member of the day of
    publication that has armed forces has no row.
    """
    blocks = [(table, block) for table in tables for block in table.blocks]
    for code, ally in names.ally.items():
        must = ally.armed_forces and ally.is_member(published)
        if ally.armed_forces:
            _check_everywhere(code, blocks, names, must)
        else:
            _check_everywhere(code, [b for b in blocks if b[1].measure.gdp], names, False)
            _check_everywhere(code, [b for b in blocks if not b[1].measure.gdp], names, False)
    notes: list[str] = []
    for code in AGGREGATES:
        for summed in (True, False):
            _check_everywhere(code, [b for b in blocks if b[1].measure.aggregates == summed], names, False)
    summed_blocks = [b for _, b in blocks if b.measure.aggregates]
    if not any(row.code in AGGREGATES for block in summed_blocks for row in block.rows):
        notes.append("no aggregate (NATO Europe and Canada, NATO Total) in any table")
    return tuple(notes)


def _check_everywhere(
    code: str, blocks: Sequence[tuple[SheetTable, Block]], names: Names, must: bool
) -> None:
    having = [(t, b) for t, b in blocks if any(r.code == code for r in b.rows)]
    if not having and not must:
        return
    for table, block in blocks:
        if not any(r.code == code for r in block.rows):
            heading = block.heading
            because = "a member" if not having else f"it stands in {having[0][0].sheet.name}"
            expected = f"a row for {names.name(code)} under {heading!r} ({because})"
            raise table.sheet.rejection(block.row, block.column, expected, "none")
