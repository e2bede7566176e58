"""The allies at the target by year and edition, in words: title, summary, source and table."""

from __future__ import annotations

from datetime import date

from dashboard import formatting as words
from dashboard.charts.by_year import left_out
from dashboard.charts.count_by_edition.data import (
    PLAIN_SERIES,
    YearCount,
)
from dashboard.charts.count_trend.data import Trend, steepest
from dashboard.charts.measures import series_breaks
from dashboard.charts.table import Table, by_year


def title(t: Trend) -> str:
    """From how many to how many, in how many years, by the edition highlighted."""
    if t.empty:
        return f"NATO’s edition of {words.day(t.view.edition)} gives no whole count"
    first, last = t.chosen.cells[0], t.chosen.cells[-1]
    line = words.target(t.view.target)
    end = f"{'an estimated ' if last.estimate and last.n else ''}{_some(last)}"
    if first.year == last.year:
        return f"NATO allies at {line}: {end} of {last.of} in {last.year}"
    return f"NATO allies at {line}: {_some(first)} in {first.year}, {end} in {last.year}"


def standfirst(t: Trend) -> str:
    """First and last year, the steepest step, and the year on which editions differ most."""
    if t.empty:
        return f"{_available(t)} Another edition can be chosen below the chart."
    line = words.target(t.view.target)
    first, last = t.chosen.cells[0], t.chosen.cells[-1]
    by = f"By the edition of {words.day(t.view.edition)}"
    if first.year == last.year:
        return f"{by}, {last.n} of {last.of} allies met {line} of GDP in {last.year}{_estimated(last)}."
    text = (
        f"{by}, {_some(first)} of {first.of} allies met {line} of GDP in {first.year}, and {_some(last)} of "
        f"{last.of} in {last.year}{_estimated(last)}."
    )
    a, b = steepest(t)
    if b.n > a.n:
        text += f" The largest rise came in {b.year}: from {_some(a)} to {b.n}."
    spread = t.disputed
    if spread:
        first, last = spread
        text += (
            f" Figures change: {first.year} was {_some(first)} on {words.day(first.published)} and "
            f"{_some(last)} on {words.day(last.published)}{_measure(t, first.published, last.published)}."
        )
    return text


def _measure(t: Trend, before: date, after: date) -> str:
    """That two editions count different things, "" where not; the press counted on the first measure."""
    series = {line.published: line.edition.series for line in t.lines if line.edition}
    first, later = series.get(before, PLAIN_SERIES), series.get(after, PLAIN_SERIES)
    return "" if first == later else f", on a new measure, {later}"


def _some(cell: YearCount) -> str:
    return str(cell.n) if cell.n else "none"


def _estimated(cell: YearCount) -> str:
    return ", by NATO’s estimates" if cell.estimate else ""


def _available(t: Trend) -> str:
    return t.chosen.edition.available if t.chosen.edition else ""


def subtitle(t: Trend) -> str:
    """Measure, unit, and what the lines are."""
    edition = "the latest edition" if t.view.edition == t.newest else "the edition chosen"
    return (
        f"Allies at {words.target(t.view.target)} of GDP or more, by year. Bold: {edition}, of "
        f"{words.day(t.view.edition)}; dotted: estimates; thin: the others"
    )


def summary(t: Trend) -> str:
    """The counts of the edition highlighted, in one sentence."""
    if t.empty:
        return f"{title(t)}. {_available(t)}"
    counts = ", ".join(words.estimated(f"{c.n} in {c.year}", c.estimate) for c in t.chosen.cells)
    line = words.target(t.view.target)
    return f"Allies at {line} of GDP or more by the edition of {words.day(t.view.edition)}: {counts}."


def source(t: Trend) -> list[str]:
    """Where the counts come from and what to keep in mind, a sentence each."""
    sentences = [
        f"NATO, table 3 of {words.counted(len(t.lines), 'edition')}; only members of a year are counted, and "
        "only years of which every published share is available here."
    ]
    if t.press:
        counts = "; ".join(f"{c.n} for {c.year}, {words.day(p.published)}" for p in t.press for c in p.cells)
        sentences.append(f"Squares: counts by the press, table missing here ({counts}).")
    elif t.view.target != t.matrix.reported_target:
        only = words.target(t.matrix.reported_target)
        sentences.append(f"The counts that the press reported were of {only} only and are left out.")
    sentences += series_breaks(line.edition for line in t.lines if line.edition)
    return [*sentences, *left_out(len(t.shown), len(t.lines)), "e: NATO’s estimates."]


def table(t: Trend) -> Table:
    """A row a year, a column an edition, the press's counts last."""
    columns = [(words.short_day(one.published), {c.year: c.printed for c in one.cells}) for one in t.shown]
    columns.append(("Members", {year: str(of) for year, of in t.members}))
    press: dict[int, str] = {}
    for line in t.press:
        for c in line.cells:
            press[c.year] = "; ".join(
                [*filter(None, [press.get(c.year)]), f"{c.n} ({words.day(line.published)})"]
            )
    caption = (
        f"Allies at {words.target(t.view.target)} of GDP or more; columns are editions, e marks estimates"
    )
    return by_year(caption, [*columns, ("Press count", press)], [year for year, _ in t.members])
