"""What the matrix of counts says: its title for a year, its standfirst, each cell in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dashboard import formatting as words
from dashboard.charts.by_year import left_out, readable
from dashboard.charts.count_by_edition import data
from dashboard.charts.count_by_edition.data import EditionRow, Matrix, YearCount, compared
from dashboard.charts.measures import series_breaks
from dashboard.charts.table import Table
from etl.model import SHARE_OF_GDP, Release


def sequence(cells: Sequence[YearCount]) -> list[int]:
    """The counts in the order in which they were published, one that only repeats the last left out."""
    counts = [c.n for c in cells]
    return [n for i, n in enumerate(counts) if i == 0 or n != counts[i - 1]]


def title(matrix: Matrix, year: int) -> str:
    """The finding of one year's column."""
    column = matrix.column(year)
    if not column:
        return f"No count of NATO allies at {words.target(matrix.target)} in {year} is available here"
    counts = sequence(column)
    of_year = f"NATO allies at {words.target(matrix.target)} in {year}:"
    head = f"{of_year} counted as"
    if len(column) == 1:
        only = "the one count available here," if _lacks(matrix, year) else "counted once so far, as"
        marks = " (estimates)" if column[0].estimate else ""
        return f"{of_year} {only} {_number(counts[0])} of {column[0].of}{marks}"
    new = " (new measure)" if _measure_changes(matrix, column) else ""
    if len(counts) == 1:
        if any(c.changed for c in column):
            return f"{head} {counts[0]} each time, not the same allies{new}"
        return f"{head} {_number(counts[0])} {_every_time(len(column))}{new}"
    every = f"{head} {', '.join(map(str, counts[:-1]))}, then {counts[-1]}{new}"
    if len(counts) == 2:
        return every
    between = f"{min(counts[1:-1])}–{max(counts[1:-1])} later"
    return words.headline(every, f"{of_year} {counts[0]} first, {between}, {counts[-1]} now{new}")


def _measure_changes(matrix: Matrix, column: Sequence[YearCount]) -> bool:
    """Whether the last of some counts is on another measure than one before it."""
    series = {row.published: row.edition.series if row.edition else data.PLAIN_SERIES for row in matrix.rows}
    last = series[column[-1].published]
    return any(series[c.published] != last for c in column)


def moved(matrix: Matrix, year: int) -> str:
    """The latest count of a year less the first: "−6", "0"; "" where there is one only."""
    column = matrix.column(year)
    if len(column) < 2:
        return ""
    change = column[-1].n - column[0].n
    return words.signed(change, 0) if change else "0"


def _lacks(matrix: Matrix, year: int) -> bool:
    """Whether some edition reports a year and what it reports is missing here."""
    return any(
        c.year == year and c.state in (data.MISSING, data.PART) for row in matrix.rows for c in row.cells
    )


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{n} times")


def _every_time(n: int) -> str:
    return "both times" if n == 2 else f"all {n} times"


def _number(n: int) -> str:
    return str(n) if n else "none"


def standfirst(matrix: Matrix, year: int) -> list[tuple[str, bool]]:
    """What the column and the whole matrix say: pieces of text, with whether each is highlighted."""
    line = words.target(matrix.target)
    return [(f"{_of_year(matrix, year, line)} ", False), *_of_all(matrix)]


def _of_year(matrix: Matrix, year: int, line: str) -> str:
    column = matrix.column(year)
    if not column:
        return f"No edition available here says how many allies met {line} of GDP in {year}."
    if len(column) == 1:
        once = (
            "is available here from one edition only, that of"
            if _lacks(matrix, year)
            else "has been published once, on"
        )
        return f"How many allies met {line} of GDP in {year} {once} {_day(column[0])}."
    if len(sequence(column)) > 1:
        return f"How many allies met {line} of GDP in {year} depends on when you ask{_by_the_press(column)}."
    if any(c.changed for c in column):
        return f"How many allies met {line} of GDP in {year} has not changed; which allies has."
    return f"On how many allies met {line} of GDP in {year}, and which, every count available here agrees."


def _by_the_press(column: Sequence[YearCount]) -> str:
    press = sum(c.state == data.PRESS for c in column)
    if not press:
        return ""
    return (
        "; the first count is the press’s"
        if press == 1
        else f"; the first {words.count(press)} are the press’s"
    )


def _of_all(matrix: Matrix) -> list[tuple[str, bool]]:
    tables = {y: [c for c in matrix.column(y) if c.state != data.PRESS] for y in matrix.years}
    twice = [y for y, cells in tables.items() if len(cells) > 1]
    steps = {y: [compared(after, before) for before, after in pairwise(tables[y])] for y in twice}
    if not twice:
        return []
    changed = [y for y in twice if any(c.changed for c in steps[y])]
    swaps = sum(1 for y in twice for c in steps[y] if c.swapped)
    span = f"of the {words.count(len(twice))} years from {twice[0]} to {twice[-1]}"
    if not changed:
        return [(f"NATO’s later tables left the list as it was in each {span}.", False)]
    pieces = [
        ("NATO’s later tables changed who is on the list for ", False),
        (f"{words.count(len(changed))} {span}", True),
    ]
    if swaps:
        pieces.append((f", and {_times(swaps)} swapped names without changing the number", False))
    return [*pieces, (".", False)]


def _day(cell: YearCount) -> str:
    return words.day(cell.published)


# ---------------------------------------------------------------- the parts of the table


def note(row: EditionRow) -> str:
    """What stands small beside a row's day."""
    if row.edition is None:
        return "press count"
    if row.edition.series != data.PLAIN_SERIES:
        return f"{row.edition.series.removesuffix(' ' + data.PLAIN_SERIES)} definition"
    if row.edition.kind != "tables":
        return row.edition.kind
    states = [c.state for c in row.cells]
    if data.PART in states:
        return "available here in part"
    return "one year available here" if sum(c.has_count for c in row.cells) == 1 else ""


def mark(cell: YearCount) -> str:
    """The change in signs: how many were removed, how many added, or how many changed places."""
    if cell.swapped:
        return f"⇄{len(cell.removed)}"
    signs = [f"▾{len(cell.removed)}"] if cell.removed else []
    return "".join(signs + ([f"▴{len(cell.added)}"] if cell.added else []))


def kind(cell: YearCount) -> str:
    """The classes of a cell in the table."""
    if cell.state in (data.PART, data.MISSING):
        return "missing"
    if cell.state == data.OUTSIDE:
        return ""
    way = (len(cell.added) > len(cell.removed)) - (len(cell.added) < len(cell.removed))
    return ("press" if cell.state == data.PRESS else "has") + {1: " up", -1: " down", 0: ""}[way]


def label(cell: YearCount) -> str:
    """A cell's link as it is read out."""
    if cell.state == data.PART:
        return f"{cell.year}, available here only in part, edition of {_day(cell)}"
    by = "counted by the press from the edition of" if cell.state == data.PRESS else "edition of"
    estimate = ", with estimates" if cell.estimate else ""
    text = f"{cell.n} of {cell.of} for {cell.year}, {by} {_day(cell)}{estimate}"
    if cell.changed and cell.since:
        text += (
            f"; {words.count(len(cell.removed))} dropped out and {words.count(len(cell.added))} added since "
        )
        text += words.day(cell.since)
    return text


def subtitle(matrix: Matrix) -> str:
    """Measure and what rows and columns are."""
    return (
        f"Allies at {words.target(matrix.target)} of GDP or more. Rows: editions by day of publication; "
        "columns: the year measured."
    )


def table(matrix: Matrix) -> Table:
    """The matrix as text: counts with their changes, nothing where the edition does not report a year."""
    signs = "e marks estimates; ▾ dropped out, ▴ added, ⇄ swapped since the edition before"
    return Table(
        caption=f"{subtitle(matrix)} {signs}",
        head=("Edition of", *map(str, matrix.years), "Note"),
        rows=tuple((_day_of(row), *map(_text, row.cells), note(row) or "–") for row in reversed(matrix.rows)),
    )


def _text(cell: YearCount) -> str:
    if cell.has_count:
        return " ".join(filter(None, [cell.printed, mark(cell)]))
    return {data.MISSING: "missing here", data.PART: "in part", data.OUTSIDE: ""}[cell.state]


def summary(matrix: Matrix, year: int) -> str:
    """The column of a year in one sentence."""
    line = words.target(matrix.target)
    column = matrix.column(year)
    shown = readable(column, lambda _: 1)
    counts = "; ".join(
        words.estimated(f"{_day(c)} {c.n}", c.estimate) + (" (press)" if c.state == data.PRESS else "")
        for c in shown
    )
    if not counts:
        return f"No count of allies at {line} of GDP in {year} is available here."
    which = "" if len(shown) == len(column) else f" (the {len(shown)} newest)"
    return f"Allies at {line} of GDP or more in {year}, by edition{which}: {counts}."


def source(matrix: Matrix, release: Release, shown: Matrix) -> list[str]:
    """Where the counts come from and what to keep in mind, a sentence each; `shown` has what is drawn."""
    sentences = [
        "NATO, table 3 of each edition; an ally counts where its share, rounded to two decimals as NATO "
        f"prints it, is {words.fixed(matrix.target, 2)} or more. e: a year that the edition estimates."
    ]
    press = sorted({c.source for row in matrix.rows if row.edition is None for c in row.reported})
    if press:
        only = (
            ""
            if matrix.target == matrix.reported_target
            else f", which were of {words.target(matrix.reported_target)} only"
        )
        sentences.append(f"Counts by the press name allies without shares or e{only}: {'; '.join(press)}.")
    for row in shown.rows:
        edition = row.edition
        if edition is None:
            continue
        blanks = sorted({(b.year, b.ally) for b in edition.blanks if b.indicator == SHARE_OF_GDP})
        for year, code in blanks:
            sentences.append(
                f"{words.capital(release.ally[code].in_prose)} has no figure for {year} in the edition of "
                f"{_day_of(row)}: NATO left the cell blank."
            )
    sentences += series_breaks(row.edition for row in shown.rows if row.edition)
    sentences += left_out(len(shown.rows), len(matrix.rows))
    if shown.years != matrix.years:
        years = f"{matrix.years[0]} to {matrix.years[-1]}"
        sentences.append(f"Of the years {years} the {data.MOST_YEARS} newest are shown, and the one chosen.")
    return [*sentences, "Changes are against the edition before that has the year."]


def _day_of(row: EditionRow) -> str:
    return words.day(row.published)
