"""The matrix of counts as a drawing, for files and frames: editions by years. In the page it is a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from msgspec.structs import replace

from dashboard import formatting as words
from dashboard.charts.count_by_edition.data import MISSING, PART, PLAIN_SERIES, PRESS, Matrix, YearCount
from dashboard.charts.count_by_edition.text import label, note
from dashboard.drawing.plot import Figure, Shape, Trace, area, axis, drawing, hover_text, line, texts
from dashboard.drawing.rows import column
from dashboard.drawing.theme import Theme

_ROW, _HEAD = 36, 34
_NARROW_YEARS = 6


class _CellPlace(NamedTuple):
    """A cell and where it stands: the middle of its column and of its row, rows counted from the top."""

    cell: YearCount
    x: float
    y: float


def figure(m: Matrix, year: int, theme: Theme, *, narrow: bool = False) -> Figure:
    """Counts in their cells, the newest edition first; x counts columns and y rows, from 0.

    Where narrow, the years around `year`.
    """
    m = replace(m, rows=tuple(reversed(m.rows)))
    years = _years(m, year) if narrow else m.years
    names = 0.27 if narrow else 0.13
    head = _HEAD / _ROW
    places = [
        _CellPlace(c, years.index(c.year) + 0.5, i + 0.5)
        for i, row in enumerate(m.rows)
        for c in row.cells
        if c.year in years
    ]
    rows, at = len(m.rows), years.index(year)
    return drawing(
        theme,
        [
            *_hatched(places, theme),
            *_texts(places, year, theme),
            *_names(m, theme),
            *_years_named(years, year, theme),
        ],
        xaxis=axis(0, len(years), names, 0.998),
        xaxis2=axis(0, 1, 0, names, anchor="y"),
        yaxis=axis(rows + 0.06, -head),
        shapes=[*_ground(places, theme), *_rules(m, years, theme), *_column(at, rows, head, theme)],
        annotations=[],
        bargap=0,
        width=358 if narrow else 1000,
        height=height(m),
    )


def height(m: Matrix) -> int:
    """The pixels that the drawing is high."""
    return round(_ROW * len(m.rows) + _HEAD + 2)


def _years(m: Matrix, year: int) -> tuple[int, ...]:
    """As many years as a narrow drawing holds, ending two years after the one highlighted."""
    last = min(m.years[-1], max(year + 2, m.years[0] + _NARROW_YEARS - 1))
    return tuple(y for y in m.years if last - _NARROW_YEARS < y <= last)


def _ground(places: Sequence[_CellPlace], theme: Theme) -> Iterator[Shape]:
    """What a cell stands on: by who was added and removed, and a dashed box for a count by the press."""
    for p in places:
        box = (p.x - 0.48, p.x + 0.48, p.y - 0.47, p.y + 0.47)
        if p.cell.state == PRESS:
            outline = {"color": theme["ink-3"], "width": 1, "dash": "dot"}
            yield {**area(theme, "paper", *box), "line": outline}
        elif p.cell.has_count:
            yield area(theme, _role(p.cell)[0], *box)


def _role(cell: YearCount) -> tuple[str, str]:
    """Ground and ink of a cell."""
    way = len(cell.added) - len(cell.removed)
    return ("slip-wash", "slip") if way < 0 else ("above-wash", "above") if way > 0 else ("wash", "ink")


def _hatched(places: Sequence[_CellPlace], theme: Theme) -> Iterator[Trace]:
    """Cells of which nothing, or not all, is available."""
    without = [p for p in places if p.cell.state in (MISSING, PART)]
    if without:
        yield {
            "type": "bar",
            "x": [p.x for p in without],
            "y": [0.94] * len(without),
            "base": [p.y - 0.47 for p in without],
            "width": 0.96,
            "marker": {
                "color": theme["rule"],
                "line": {"width": 0},
                "pattern": {"shape": "/", "size": 6, "solidity": 0.16},
            },
            "hoverinfo": "skip",
        }


def _texts(places: Sequence[_CellPlace], year: int, theme: Theme) -> Iterator[Trace]:
    counted = [p for p in places if p.cell.has_count]
    for press in (False, True):
        these = [p for p in counted if (p.cell.state == PRESS) == press]
        if these:
            yield texts(
                [(p.x, p.y - (0.13 if p.cell.changed else 0)) for p in these],
                [p.cell.printed for p in these],
                {
                    "size": [19 if p.cell.year == year else 15 for p in these],
                    "color": [theme[_role(p.cell)[1]] for p in these],
                    "weight": [400 if press else 650] * len(these),
                    "style": "italic" if press else "normal",
                },
                "middle center",
                hovertext=[hover_text(label(p.cell)) for p in these],
                hoverinfo="text",
            )
    changed = [p for p in counted if p.cell.changed]
    if changed:
        font = {"size": 10, "color": [theme[_role(p.cell)[1]] for p in changed], "weight": 600}
        yield texts(
            [(p.x, p.y + 0.31) for p in changed], [_mark(p.cell) for p in changed], font, "middle center"
        )


def _mark(cell: YearCount) -> str:
    """The change in signs that the typeface of the files has."""
    return " ".join(f"{sign}{len(who)}" for sign, who in (("▼", cell.removed), ("▲", cell.added)) if who)


def _names(m: Matrix, theme: Theme) -> Iterator[Trace]:
    rows = [(row, note(row), i + 0.5) for i, row in enumerate(m.rows)]
    days = [(words.short_day(row.published), y - (0.17 if said else 0)) for row, said, y in rows]
    yield column("x2", 0, days, "middle right", theme.font(13, "ink"))
    notes = [(said, y + 0.22) for _, said, y in rows]
    yield column("x2", 0, notes, "middle right", theme.font(11, "ink-2"))


def _years_named(years: Sequence[int], year: int, theme: Theme) -> Iterator[Trace]:
    inks = [theme["paper" if y == year else "ink"] for y in years]
    font = {"size": 13, "weight": 650, "color": inks}
    yield texts([(i + 0.5, -0.45) for i in range(len(years))], [str(y) for y in years], font, "middle center")


def _rules(m: Matrix, years: Sequence[int], theme: Theme) -> Iterator[Shape]:
    """The line under the years, and a dashed one where the measure changes."""
    yield line(theme, "ink", 1, 0, len(years), 0, 0)
    series = [row.edition.series if row.edition else PLAIN_SERIES for row in m.rows]
    for i, (before, after) in enumerate(pairwise(series), start=1):
        if before != after:
            yield line(theme, "ink-3", 2, 0, 1, i, i, dash="dash", xref="paper")


def _column(column: int, rows: int, head: float, theme: Theme) -> Iterator[Shape]:
    """The year highlighted: its name on ink, and a frame down to the newest edition."""
    yield area(theme, "ink", column, column + 1, -head + 0.05, 0)
    for x in (column, column + 1):
        yield line(theme, "ink", 2, x, x, 0, rows, layer="above")
    yield line(theme, "ink", 2, column, column + 1, rows, rows, layer="above")
