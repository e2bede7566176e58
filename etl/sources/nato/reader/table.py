"""One sheet read as one table: header, blocks and rows, found by what they say, never by where they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

import msgspec

from etl.model import REAL_CHANGE, Rejected, shown
from etl.sources.nato.reader.headings import Headed, headed
from etl.sources.nato.reader.meaning import meaning_of, together
from etl.sources.nato.reader.rules import NATIONAL_CURRENCY, MeasureHeading, measure_of
from etl.sources.nato.reader.titles import Heading, Titled, is_title_of
from etl.sources.nato.reader.words import (
    HeaderYear,
    Names,
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


class SheetRow(msgspec.Struct, frozen=True):
    """The row of one ally or aggregate: `values` by year, None where the table has none."""

    code: str
    row: int
    label: str
    currency: str
    values: Mapping[int, float | None]


class Block(msgspec.Struct):
    """A block of a table: what the words above it come to, their place, and its rows as they stand."""

    headed: Headed
    row: int
    column: int
    rows: list[SheetRow] = msgspec.field(default_factory=list)

    @property
    def measure(self) -> MeasureHeading:
        """What its figures measure."""
        return self.headed.measure

    @property
    def heading(self) -> str:
        """The heading as it reads, or as it usually does where the table has none."""
        return plain(self.headed.heading.text) if self.headed.heading else self.measure.heading


class SheetTable(msgspec.Struct, frozen=True):
    """A table as read. `said` are the words above and beside the header; `years` maps columns to years."""

    title: Titled
    said: tuple[Heading, ...]
    years: Mapping[int, HeaderYear]
    header: int
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    said_estimates: frozenset[int]

    @property
    def sheet(self) -> Sheet:
        """The sheet it stands on."""
        return self.title.sheet

    @property
    def number(self) -> str:
        """The edition's own number of it."""
        return self.title.number

    @property
    def statements(self) -> tuple[Heading, ...]:
        """What is said of the figures: by the title, above and beside the header, and above each block."""
        blocks = (w for b in self.blocks for w in (b.headed.heading, *b.headed.said) if w)
        return (self.title, *dict.fromkeys((*self.said, *blocks)))

    def years_due(self, block: Block) -> Mapping[int, int]:
        """The years by column that a block must have figures of: it may lack the real change of the first,
        since the year before that is not in the tables."""
        first = min(y.year for y in self.years.values())
        due = block.measure.indicator != REAL_CHANGE
        return {column: y.year for column, y in self.years.items() if due or y.year != first}

    def column(self, year: int) -> int:
        """The column of a year."""
        return next(c for c, y in self.years.items() if y.year == year)


def label_code(label: str, names: Names) -> tuple[str | None, str]:
    """Whose row a label names, and the currency in brackets behind the name (table 1 alone prints one)."""
    code = names.code(label)
    if code is not None:
        return code, ""
    name, currency = name_and_currency(label)
    return names.code(name), currency


def header_of(sheet: Sheet, names: Names) -> tuple[int, dict[int, HeaderYear]] | None:
    """The first row with two years or more and no ally's label, and its years by column; None without one."""
    for row in range(len(sheet.rows)):
        cells = sheet.cells(row)
        years = {c: y for c, v in cells.items() if (y := year_of(v))}
        if len(years) < 2:
            continue
        before = [v for c, v in cells.items() if c < min(years)]
        if not any(is_number(v) or (isinstance(v, str) and label_code(v, names)[0]) for v in before):
            return row, years
    return None


def _check_years(sheet: Sheet, row: int, years: Mapping[int, HeaderYear]) -> None:
    seen: dict[int, int] = {}
    for column in sheet.cells(row):
        if column >= min(years) and column not in years:
            raise sheet.rejection(row, column, "a year such as 2014 or 2024e")
    for column, year in years.items():
        if year.year in seen:
            raise sheet.rejection(row, column, f"each year once ({year.year} is also in another column)")
        seen[year.year] = column
    for year_before in sorted(seen)[:-1]:
        if year_before + 1 not in seen:
            later = min(y for y in seen if y > year_before)
            expected = f"consecutive years, {year_before + 1} after {year_before}"
            raise sheet.rejection(row, seen[later], expected)
    in_order = [years[column].year for column in sorted(years)]
    for at, (before, after) in enumerate(pairwise(in_order), start=1):
        if (after > before) != (in_order[1] > in_order[0]):
            raise sheet.rejection(row, sorted(years)[at], "years that run one way")


_COLUMN_NUMBER = re.compile(r"\((?:\d{1,2}|-)\)")


class _SheetWalk:
    """The state of one walk down a sheet."""

    def __init__(self, title: Titled, names: Names) -> None:
        self.title = title
        self.sheet = title.sheet
        self.names = names
        found = header_of(self.sheet, names)
        if found is None:
            raise self.sheet.rejection_of_sheet("a row of years under the title", "none")
        self.header, self.years = found
        _check_years(self.sheet, self.header, self.years)
        self.first, self.last = min(self.years), max(self.years)
        self.blocks: list[Block] = []
        self.above: list[Heading] = []
        self.said: tuple[Heading, ...] = ()
        self.notes: list[str] = []
        self.estimates: set[int] = set()
        self.grouped = grouped_by_commas(v for line in self.sheet.rows for v in line)

    def run(self) -> SheetTable:
        for row in range(len(self.sheet.rows)):
            cells = self.sheet.cells(row)
            if cells:
                self.take(row, cells)
        if not self.blocks:
            raise self.sheet.rejection_of_sheet("rows of allies under the row of years", "none")
        below = [w for w in self.above if w.row > self.header]
        if below and self.is_heading(last := below[-1]):
            raise self.sheet.rejection(last.row, last.column, "rows of allies under the heading", "none")
        if below:
            self.notes.append(f"{self.sheet.name}: words below the table passed over: {shown(below[0].text)}")
        return SheetTable(
            self.title,
            self.said,
            self.years,
            self.header,
            tuple(self.blocks),
            tuple(self.notes),
            frozenset(self.estimates),
        )

    def is_heading(self, words: Heading) -> bool:
        """Whether words below all rows are the heading of one more block."""
        said = together(*(w.meaning for w in self.said))
        return measure_of(words.meaning, self.title.meaning, said) is not None

    def take(self, row: int, cells: Mapping[int, object]) -> None:
        texts = {c: v for c, v in cells.items() if isinstance(v, str)}
        labels = {c: v for c, v in texts.items() if c < self.first}
        values = {c: v for c, v in cells.items() if c in self.years}
        for column, text in labels.items():
            code, currency = label_code(text, self.names)
            if code is not None:
                self.take_ally(row, column, code, currency, cells)
                return
        if all(isinstance(v, str) and _COLUMN_NUMBER.fullmatch(plain(v)) for v in cells.values()):
            return
        if row == self.header or self.is_header_again(row, cells, labels):
            self.take_texts(row, labels)
        elif len(texts) == len(cells) and not (labels and any(map(is_figure, values.values()))):
            self.take_texts(row, texts)
        elif labels and values:
            column, text = next(iter(labels.items()))
            raise self.sheet.rejection(row, column, "the name of an ally or an aggregate beside numbers")
        else:
            self.take_stray(row, cells, values)

    def is_header_again(self, row: int, cells: Mapping[int, object], labels: Mapping[int, str]) -> bool:
        """A header repeated on a later page: the same years in the same columns, and nothing else."""
        beside = {c: v for c, v in cells.items() if c not in labels}
        again = {c: year_of(v) for c, v in beside.items()}
        if len(again) < 2 or any(y is None for y in again.values()):
            return False
        if again != self.years:
            expected = f"the years of row {self.header + 1} again, column by column"
            raise self.sheet.rejection(row, next(iter(beside)), expected)
        return True

    def take_texts(self, row: int, texts: Mapping[int, str]) -> None:
        """A row of words: a heading, the title, a unit or a note."""
        for column, text in texts.items():
            self.estimates |= estimates_in(text)
            if not self.blocks:
                self.check_mark(row, column, text)
            if column in self.years and is_figure(text) and not is_empty(text):
                self.reject_unlabelled(row, column)
            elif (
                is_note(text) or is_empty(text) or estimates_in(text) or is_title_of(text, self.title.number)
            ):
                continue
            elif self.is_beside(row, column, text):
                self.notes.append(f"{self.sheet.name}: words beside the table passed over: {shown(text)}")
            elif estimates_marked(text) is None and (row, column) != (self.title.row, self.title.column):
                self.above.append(Heading(row, column, text))

    def is_beside(self, row: int, column: int, text: str) -> bool:
        """Whether words stand to the right of the figures and say nothing of them."""
        if column <= self.last or row <= self.header:
            return False
        meaning = meaning_of(text)
        return bool(meaning.unknown) or not meaning.terms

    def check_mark(self, row: int, column: int, text: str) -> None:
        """A word of estimates beside the header agrees with it, or the header says too little."""
        kind = estimates_marked(text)
        if kind is None or column < self.first:
            return
        year = self.years.get(column)
        marked = year.estimate if year else any(y.estimate for y in self.years.values())
        if marked != kind:
            raise self.sheet.rejection(row, column, ESTIMATES_MARKED)

    def reject_unlabelled(self, row: int, column: int) -> None:
        """Zeros that nothing labels are left-overs; numbers are not."""
        try:
            number = number_of(self.sheet.rows[row][column])
        except ValueError:
            return
        if number and row > self.header:
            raise self.sheet.rejection(row, column, "a label for a row of numbers")
        if number is not None and row < self.header:
            raise self.sheet.rejection(row, column, "no numbers above the row of years")

    def open_block(self) -> None:
        """The block that the words above a row of an ally begin, if they begin one."""
        found = headed(self.sheet, self.title, self.above, self.said, first=not self.blocks)
        self.above = []
        if found is None:
            return
        place = found.heading or Heading(self.header, self.first, "")
        if any(b.measure is found.measure for b in self.blocks):
            raise self.sheet.rejection(place.row, place.column, f"the block {found.measure.heading!r} once")
        if not self.blocks:
            self.said = found.before
        self.blocks.append(Block(found, place.row, place.column))

    def take_ally(self, row: int, column: int, code: str, currency: str, cells: Mapping[int, object]) -> None:
        label = str(cells[column])
        if row <= self.header:
            raise self.sheet.rejection(row, column, "rows of allies below the row of years")
        if self.above or not self.blocks:
            self.open_block()
        block = self.blocks[-1]
        national = block.measure.unit == NATIONAL_CURRENCY
        if currency and not national:
            raise self.sheet.rejection(row, column, "the name of an ally or an aggregate beside numbers")
        if any(r.code == code for r in block.rows):
            raise self.sheet.rejection(row, column, f"each ally once under {block.heading!r}")
        for other, value in cells.items():
            if other == column or other in self.years:
                continue
            if national and not currency and column < other < self.first and isinstance(value, str):
                currency = plain(value)
            else:
                self.take_beside(row, other, value)
        self.check_merged(row)
        values = {y.year: self.value(row, c, label, block.measure) for c, y in self.years.items()}
        if all(v is None for v in values.values()):
            self.notes.append(
                f"{self.sheet.name}: {self.names.name(code)} has no figure under {block.heading!r}"
            )
        elif None in values.values():
            self.note_missing(row, code, values)
        block.rows.append(SheetRow(code, row, label, currency, values))

    def take_beside(self, row: int, column: int, value: object) -> None:
        if is_number(value):
            expected = f"a year such as 2014 or 2024e above {shown(value)} in {reference(row, column)}"
            raise self.sheet.rejection(self.header, column, expected)
        if column < self.first or not isinstance(value, str):
            raise self.sheet.rejection(row, column, "nothing beside an ally's name and its figures")
        self.check_mark(row, column, value)
        self.notes.append(f"{self.sheet.name}: words beside the figures passed over: {shown(value)}")

    def check_merged(self, row: int) -> None:
        """Merged cells that hide a figure are rejected; a merge that was left where it stood may hide
        none."""
        for top, left, _, right in (m for m in self.sheet.merged if m[0] <= row <= m[2]):
            under = [c for c in self.years if left <= c <= right and (row, c) != (top, left)]
            if any(is_blank(self.sheet.rows[row][c]) for c in under):
                expected = "a cell of its own for every figure"
                raise self.sheet.rejection(row, max(left, self.first), expected, "merged cells")

    def value(self, row: int, column: int, label: str, measure: MeasureHeading) -> float | None:
        content = self.sheet.value(row, column)

        def rejection(but: str = "", found: str | None = None) -> Rejected:
            of = f"{plain(label)}, {self.years[column].year}"
            expected = f"a number or a mark of a missing one for {of}{but}"
            return self.sheet.rejection(row, column, expected, found)

        try:
            number = number_of(content, grouped=self.grouped)
        except ValueError as error:
            raise rejection(found=str(error)) from error
        hidden = self.sheet.unreadable.get((row, column))
        if number is None and not str(content).strip() and hidden is not None:
            raise rejection(found=hidden)
        if number is not None and number < 0 and not measure.signed:
            raise rejection(", not below zero")
        if number == 0 and not measure.share:
            raise rejection(", no amount of zero")
        if isinstance(content, str) and (mark := figure_text(content)[1]):
            at = reference(row, column)
            self.notes.append(f"{self.sheet.name}: a footnote's mark in {at} passed over: {shown(mark)}")
        return number

    def note_missing(self, row: int, code: str, values: Mapping[int, float | None]) -> None:
        for column, year in self.years.items():
            if values[year.year] is None:
                text = str(self.sheet.value(row, column)).strip()
                how = repr(text) if text else "blank"
                self.notes.append(f"{self.sheet.name}: {self.names.name(code)} {year.year} {how}")

    def take_stray(self, row: int, cells: Mapping[int, object], values: Mapping[int, object]) -> None:
        """A row that nothing labels."""
        for column in values:
            self.reject_unlabelled(row, column)
        if len(values) < len(cells):
            column = next(c for c in cells if c not in values)
            self.notes.append(f"{self.sheet.name}: {shown(cells[column])} outside of the table passed over")


def read_table(title: Titled, names: Names) -> SheetTable:
    """Read one table off its sheet, its figures as they stand.

    Raises Rejected for whatever is not certain: see the rejections above, each of which names its cell.
    """
    return _SheetWalk(title, names).run()
