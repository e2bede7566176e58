"""One sheet read as one table: header, blocks and rows, found by what they say, never by where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from etl.model import shown
from etl.sources.nato.reader.rules import NATIONAL_CURRENCY, BlockRule, TableRule
from etl.sources.nato.reader.titles import Titled, is_title_of
from etl.sources.nato.reader.words import (
    Names,
    Year,
    estimates_in,
    estimates_marked,
    figure_text,
    grouped_by_commas,
    is_blank,
    is_empty,
    is_figure,
    is_note,
    is_number,
    name_and_currency,
    number_of,
    plain,
    year_of,
)
from etl.sources.nato.reader.workbook import Sheet, reference

ESTIMATES_MARKED = "estimates marked in the years' own header, as 2024e"


@dataclass(frozen=True, slots=True)
class Row:
    """The row of one ally or aggregate: `values` by year, None where the table has none."""

    code: str
    row: int
    label: str
    currency: str
    values: Mapping[int, float | None]


@dataclass(slots=True)
class Block:
    """A block of a table: the heading's text and place, and its rows as they stand."""

    rule: BlockRule
    heading: str
    row: int
    column: int
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read. `said` is the text above and beside the header, with its row and column; `years` maps
    columns to years."""

    rule: TableRule
    title: Titled
    said: tuple[tuple[int, int, str], ...]
    years: Mapping[int, Year]
    header: int
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    said_estimates: frozenset[int]

    @property
    def sheet(self) -> Sheet:
        """The sheet it stands on."""
        return self.title.sheet

    @property
    def words(self) -> str:
        """All that is said above and beside the header."""
        return " | ".join(text for _, _, text in self.said)

    @property
    def statements(self) -> tuple[tuple[int, int, str], ...]:
        """What is said of the figures: `said`, and the headings of the blocks."""
        return (*self.said, *((b.row, b.column, b.heading) for b in self.blocks))

    def column(self, year: int) -> int:
        """The column of a year."""
        return next(c for c, y in self.years.items() if y.year == year)


def label_code(label: str, names: Names, national: bool) -> tuple[str | None, str]:
    """Whose row a label names, and the currency in brackets behind the name (table 1 alone prints one)."""
    code = names.code(label)
    if code is not None or not national:
        return code, ""
    name, currency = name_and_currency(label)
    return names.code(name), currency


def header_of(sheet: Sheet, names: Names) -> tuple[int, dict[int, Year]] | None:
    """The first row with two years or more and no ally's label, and its years by column; None without one."""
    for row in range(len(sheet.rows)):
        cells = sheet.cells(row)
        years = {c: y for c, v in cells.items() if (y := year_of(v))}
        if len(years) < 2:
            continue
        first = min(years)
        before = [v for c, v in cells.items() if c < first]
        if any(isinstance(v, str) and label_code(v, names, True)[0] for v in before) or any(
            is_number(v) for v in before
        ):
            continue
        return row, years
    return None


def _check_years(sheet: Sheet, row: int, years: Mapping[int, Year]) -> None:
    seen: dict[int, int] = {}
    for column in sheet.cells(row):
        if column >= min(years) and column not in years:
            raise sheet.refuse(row, column, "a year such as 2014 or 2024e")
    for column, year in years.items():
        if year.year in seen:
            raise sheet.refuse(row, column, f"each year once ({year.year} is also in another column)")
        seen[year.year] = column
    for year_before in sorted(seen)[:-1]:
        if year_before + 1 not in seen:
            later = min(y for y in seen if y > year_before)
            expected = f"consecutive years, {year_before + 1} after {year_before}"
            raise sheet.refuse(row, seen[later], expected)
    in_order = [years[column].year for column in sorted(years)]
    for at, (before, after) in enumerate(pairwise(in_order), start=1):
        if (after > before) != (in_order[1] > in_order[0]):
            raise sheet.refuse(row, sorted(years)[at], "years that run one way")


class _Walk:
    """The state of one walk down a sheet."""

    def __init__(self, rule: TableRule, title: Titled, names: Names) -> None:
        self.rule = rule
        self.title = title
        self.sheet = title.sheet
        self.names = names
        found = header_of(self.sheet, names)
        if found is None:
            raise self.sheet.refuse_whole("a row of years under the title", "none")
        self.header, self.years = found
        _check_years(self.sheet, self.header, self.years)
        self.first, self.last = min(self.years), max(self.years)
        self.blocks: list[Block] = []
        self.said: list[tuple[int, int, str]] = []
        self.notes: list[str] = []
        self.doubtful: tuple[int, int] | None = None
        self.above_first: tuple[int, int] | None = None
        self.estimates: set[int] = set()
        self.grouped = grouped_by_commas(v for line in self.sheet.rows for v in line)
        unnamed = [b for b in rule.blocks if b.heading is None]
        if unnamed:
            self.blocks.append(Block(unnamed[0], "", self.header, self.first))

    def run(self) -> Table:
        for row in range(len(self.sheet.rows)):
            cells = self.sheet.cells(row)
            if cells:
                self.take(row, cells)
        self.check_blocks()
        if self.doubtful is not None:
            row, column = self.doubtful
            text = shown(self.sheet.rows[row][column])
            self.notes.append(f"{self.sheet.name}: words below the table passed over: {text}")
        return Table(
            self.rule,
            self.title,
            tuple(self.said),
            self.years,
            self.header,
            tuple(self.blocks),
            tuple(self.notes),
            frozenset(self.estimates),
        )

    def take(self, row: int, cells: Mapping[int, object]) -> None:
        texts = {c: v for c, v in cells.items() if isinstance(v, str)}
        labels = {c: v for c, v in texts.items() if c < self.first}
        values = {c: v for c, v in cells.items() if c in self.years}
        for column, text in labels.items():
            code, currency = label_code(text, self.names, self.national)
            if code is not None:
                self.take_ally(row, column, code, currency, cells)
                return
        if row == self.header or self.is_header_again(row, cells, labels):
            self.take_texts(row, labels)
        elif len(texts) == len(cells) and not (labels and any(map(is_figure, values.values()))):
            self.take_texts(row, texts)
        elif labels and values:
            column, text = next(iter(labels.items()))
            raise self.sheet.refuse(row, column, "the name of an ally or an aggregate beside numbers")
        else:
            self.take_stray(row, cells, values)

    @property
    def national(self) -> bool:
        return self.rule.blocks[0].unit == NATIONAL_CURRENCY

    def is_header_again(self, row: int, cells: Mapping[int, object], labels: Mapping[int, str]) -> bool:
        """A header repeated on a later page: the same years in the same columns, and nothing else."""
        beside = {c: v for c, v in cells.items() if c not in labels}
        again = {c: year_of(v) for c, v in beside.items()}
        if len(again) < 2 or any(y is None for y in again.values()):
            return False
        if again != self.years:
            column = next(iter(beside))
            raise self.sheet.refuse(
                row, column, f"the years of row {self.header + 1} again, column by column"
            )
        return True

    def take_texts(self, row: int, texts: Mapping[int, str]) -> None:
        """A row of words: a heading, the title, a unit or a note."""
        for column, text in texts.items():
            self.estimates |= estimates_in(text)
            if not any(b.rows for b in self.blocks):
                self.check_mark(row, column, text)
            block = self.block_headed(text)
            if block is not None:
                self.open_block(block, row, column, text)
            elif row <= self.header or not self.blocks:
                self.said.append((row, column, plain(text)))
                self.above_first = (row, column) if row > self.header else None
            elif is_note(text) or is_empty(text) or is_title_of(text, self.rule.number):
                continue
            elif self.is_said_again(text) or not self.is_doubtful_here(text):
                self.said.append((row, column, plain(text)))
            elif column > self.last:
                self.notes.append(f"{self.sheet.name}: words beside the table passed over: {shown(text)}")
            else:
                self.take_doubtful(row, column, text)

    def is_said_again(self, text: str) -> bool:
        """What was said above the years, or the table's title or unit, once more above a block."""
        bare = plain(text).strip("()[] :").casefold()
        said = {t.strip("()[] :").casefold() for _, _, t in self.said}
        if bare in said or bare == self.title.words.casefold():
            return True
        return self.rule.unit.fullmatch(bare) is not None and not any(c.isdigit() for c in bare)

    def is_doubtful_here(self, text: str) -> bool:
        """Whether words may head other rows: above the first row of a table without headings few can."""
        first = self.blocks[-1]
        return bool(first.heading or first.rows) or "personnel" in text.casefold()

    def check_mark(self, row: int, column: int, text: str) -> None:
        """A word of estimates beside the header agrees with it, or the header says too little."""
        kind = estimates_marked(text)
        if kind is None or column < self.first:
            return
        year = self.years.get(column)
        marked = year.estimate if year else any(y.estimate for y in self.years.values())
        if marked != kind:
            raise self.sheet.refuse(row, column, ESTIMATES_MARKED)

    def take_doubtful(self, row: int, column: int, text: str) -> None:
        if column in self.years:
            self.refuse_unlabelled(row, column)
        if not is_figure(text):
            self.doubtful = self.doubtful or (row, column)

    def refuse_unlabelled(self, row: int, column: int) -> None:
        """Zeros that nothing labels are left-overs; numbers are not."""
        try:
            number = number_of(self.sheet.rows[row][column])
        except ValueError:
            return
        if number and row > self.header:
            raise self.sheet.refuse(row, column, "a label for a row of numbers")
        if number is not None and row < self.header:
            raise self.sheet.refuse(row, column, "no numbers above the row of years")

    def block_headed(self, text: str) -> BlockRule | None:
        for rule in self.rule.blocks:
            if rule.heading is not None and rule.heading.fullmatch(plain(text)):
                return rule
        return None

    def open_block(self, rule: BlockRule, row: int, column: int, text: str) -> None:
        if any(b.rule is rule for b in self.blocks):
            raise self.sheet.refuse(row, column, f"the block {rule.shown!r} once")
        if self.blocks and not self.blocks[-1].rows:
            last = self.blocks[-1]
            raise self.sheet.refuse(
                row, column, f"rows of allies under {last.heading!r} before the next block"
            )
        self.refuse_doubtful()
        self.blocks.append(Block(rule, plain(text), row, column))

    def refuse_doubtful(self) -> None:
        """Words between blocks or rows that nothing here knows may be the heading of something else."""
        if self.doubtful is not None:
            headings = " or ".join(repr(b.shown) for b in self.rule.blocks if b.heading is not None)
            raise self.sheet.refuse(*self.doubtful, f"an ally, a note or a heading ({headings or 'none'})")

    def take_ally(self, row: int, column: int, code: str, currency: str, cells: Mapping[int, object]) -> None:
        label = str(cells[column])
        if row <= self.header:
            raise self.sheet.refuse(row, column, "rows of allies below the row of years")
        if not self.blocks:
            expected = " or ".join(repr(b.shown) for b in self.rule.blocks)
            where = self.above_first or (row, column)
            raise self.sheet.refuse(*where, f"a heading above the first ally ({expected})")
        self.refuse_doubtful()
        block = self.blocks[-1]
        if any(r.code == code for r in block.rows):
            raise self.sheet.refuse(
                row, column, f"each ally once under {block.heading or block.rule.shown!r}"
            )
        for other, value in cells.items():
            if other == column or other in self.years:
                continue
            if self.national and not currency and column < other < self.first and isinstance(value, str):
                currency = plain(value)
            else:
                self.take_beside(row, other, value)
        self.check_merged(row)
        values = {y.year: self.value(row, c, label, block.rule) for c, y in self.years.items()}
        if all(v is None for v in values.values()):
            self.notes.append(
                f"{self.sheet.name}: {self.names.name(code)} has no figure under {block.heading!r}"
            )
        else:
            self.note_missing(row, code, values)
        block.rows.append(Row(code, row, label, currency, values))

    def take_beside(self, row: int, column: int, value: object) -> None:
        if is_number(value):
            raise self.sheet.refuse(
                self.header,
                column,
                f"a year such as 2014 or 2024e above {shown(value)} in {reference(row, column)}",
            )
        if column < self.first or not isinstance(value, str):
            raise self.sheet.refuse(row, column, "nothing beside an ally's name and its figures")
        self.check_mark(row, column, value)
        self.notes.append(f"{self.sheet.name}: words beside the figures passed over: {shown(value)}")

    def check_merged(self, row: int) -> None:
        """Merged cells that hide a figure are refused; a merge that was left where it stood may hide none."""
        for top, left, bottom, right in self.sheet.merged:
            under = [c for c in self.years if left <= c <= right and (row, c) != (top, left)]
            if top <= row <= bottom and any(is_blank(self.sheet.rows[row][c]) for c in under):
                raise self.sheet.refuse(
                    row, max(left, self.first), "a cell of its own for every figure", "merged cells"
                )

    def value(self, row: int, column: int, label: str, rule: BlockRule) -> float | None:
        line = self.sheet.rows[row]
        content = line[column] if column < len(line) else ""
        expected = f"a number or a mark of a missing one for {plain(label)}, {self.years[column].year}"
        try:
            number = number_of(content, grouped=self.grouped)
        except ValueError as error:
            raise self.sheet.refuse(row, column, expected, str(error)) from error
        if number is None and not str(content).strip():
            hidden = self.sheet.unreadable.get((row, column))
            if hidden is not None:
                raise self.sheet.refuse(row, column, expected, hidden)
        if number is not None and number < 0 and not rule.signed:
            raise self.sheet.refuse(row, column, f"{expected}, not below zero")
        if isinstance(content, str) and (mark := figure_text(content)[1]):
            at = reference(row, column)
            self.notes.append(f"{self.sheet.name}: a footnote's mark in {at} passed over: {shown(mark)}")
        return number

    def note_missing(self, row: int, code: str, values: Mapping[int, float | None]) -> None:
        for column, year in self.years.items():
            if values[year.year] is None:
                line = self.sheet.rows[row]
                text = str(line[column]).strip() if column < len(line) else ""
                how = repr(text) if text else "blank"
                self.notes.append(f"{self.sheet.name}: {self.names.name(code)} {year.year} {how}")

    def take_stray(self, row: int, cells: Mapping[int, object], values: Mapping[int, object]) -> None:
        """A row that nothing labels."""
        for column in values:
            self.refuse_unlabelled(row, column)
        if len(values) < len(cells):
            column = next(c for c in cells if c not in values)
            self.notes.append(f"{self.sheet.name}: {shown(cells[column])} outside of the table passed over")

    def check_blocks(self) -> None:
        for rule in self.rule.blocks:
            if not any(b.rule is rule for b in self.blocks):
                found = ", ".join(repr(b.heading) for b in self.blocks) or "no heading"
                raise self.sheet.refuse_whole(f"the block {rule.shown!r} in table {self.rule.number}", found)
        for block in self.blocks:
            if not block.rows:
                raise self.sheet.refuse(block.row, block.column, "rows of allies under the heading", "none")
        order = [b.rule for b in self.blocks]
        if order != list(self.rule.blocks):
            self.notes.append(f"{self.sheet.name}: blocks in another order than usual")


def read_table(rule: TableRule, title: Titled, names: Names) -> Table:
    """Read one table off its sheet.

    Raises Rejected for whatever is not certain: see the refusals above, each of which names its cell.
    """
    return _Walk(rule, title, names).run()
