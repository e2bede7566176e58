"""Both guidelines by year, in words: title, summary, source and table."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import formatting as words
from dashboard.charts.by_year import left_out
from dashboard.charts.guidelines.data import QuarterCounts
from dashboard.charts.guidelines_by_year.data import BothByYear, met
from dashboard.charts.measures import series_breaks
from dashboard.charts.table import Table, by_year


def title(b: BothByYear) -> str:
    """The largest rise from one year to the next; the last count where there was none."""
    if b.empty:
        day = words.day(b.chosen.edition.published)
        return f"NATO’s edition of {day} has no equipment shares available here"
    head, last = "NATO allies at both guidelines", b.chosen.cells[-1]
    if b.steepest is None:
        return f"{head}: {words.estimated(f'{met(last)} of {last.of} in {last.year}', last.estimate)}"
    before, after = b.steepest
    rise = words.estimated(f"{met(before)} in {before.year}, {met(after)} in {after.year}", after.estimate)
    return f"{head}: {rise}, the largest rise"


def subtitle(b: BothByYear) -> str:
    """What is counted, and what the lines are."""
    guidelines = f"{words.target(b.view.target)} of GDP or more and {words.target(b.guideline)} of it"
    return (
        f"Allies at {guidelines} on major equipment, by year. Bold: the edition of "
        f"{words.day(b.chosen.edition.published)}; dotted: estimates; thin: the others"
    )


def summary(b: BothByYear) -> str:
    """The counts of the view's edition, in one sentence."""
    if b.empty:
        return title(b) + "."
    counts = ", ".join(words.estimated(f"{met(c)} in {c.year}", c.estimate) for c in b.chosen.cells)
    day = words.day(b.chosen.edition.published)
    return f"NATO allies at both guidelines by the edition of {day}: {counts}."


def source(b: BothByYear) -> Iterator[str]:
    """Where the counts come from and what to keep in mind, a sentence each."""
    yield (
        f"NATO, tables {words.listed(b.tables)} of {words.counted(len(b.lines), 'edition')}; only years of "
        "which every published share is available here."
    )
    yield from series_breaks(line.edition for line in b.lines)
    yield from left_out(len(b.lines), len(b.lines) + b.left_out)
    yield "e: NATO’s estimates."


def table(b: BothByYear) -> Table:
    """A row a year, a column an edition."""
    at = f"Allies at {words.target(b.view.target)} of GDP and {words.target(b.guideline)} on equipment"
    columns = [
        (words.short_day(line.edition.published), {c.year: printed(c) for c in line.cells})
        for line in b.lines
    ]
    years = sorted({y for _, texts in columns for y in texts})
    return by_year(f"{at}; columns are editions, e marks estimates", columns, years)


def printed(cell: QuarterCounts) -> str:
    """A count as a label and a table have it."""
    return f"{met(cell)}{'e' if cell.estimate else ''}"
