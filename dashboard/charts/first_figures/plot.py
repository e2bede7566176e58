"""First figures as squares: a block for each later printing, those that stand first."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import formatting as words
from dashboard.charts.first_figures.data import FirstFigures, Stage
from dashboard.drawing.plot import Annotation, Figure, Trace, axis, dots, drawing
from dashboard.drawing.rows import note
from dashboard.drawing.theme import Theme

_WIDE, _NARROW = 736, 358
_LABELS = 150
"""The pixels at the left that the names of the blocks have, where the drawing is wide."""


def figure(a: FirstFigures, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure of scatter traces, x and y in pixels."""
    n = a.total.later if a.total else 0
    width, left, down = (_NARROW, 0, 8) if narrow else (_WIDE, _LABELS, 4)
    across = max(-(-n // down), 24)
    step = min((width - left) / across, 16.0)
    head, foot = (34.0, 26.0) if narrow else (6.0, 34.0)
    block = head + down * step + foot
    blocks = (Stage("Printed", n, 0, 0, 0), *a.stages)
    traces, notes = list[Trace](), list[Annotation]()
    for i, stage in enumerate(blocks):
        top = i * block + head
        traces += _squares(stage, top, left, step, down, theme)
        notes += _names(stage, top, left, narrow, theme, first=not i)
        if i:
            notes += _under(stage, words.target(a.line), top + down * step + 10, left, step, down, theme)
    return drawing(
        theme,
        traces,
        xaxis=axis(0, width),
        yaxis=axis(block * len(blocks), 0),
        annotations=notes,
        width=width,
        height=round(block * len(blocks)),
    )


def _squares(s: Stage, top: float, left: float, step: float, down: int, theme: Theme) -> Iterator[Trace]:
    """One trace for each kind of square, in reading order from column to column."""
    at = 0
    for role, count in (("above", s.stand), ("slip", s.crossed), ("line-then", s.moved), ("", s.none_yet)):
        if not count:
            continue
        places = [divmod(k, down) for k in range(at, at + count)]
        at += count
        size = round(step * 0.78, 1)
        marker = {
            "symbol": "square",
            "size": size if role else size - 1,
            "color": theme[role or "paper"],
            "line": {"color": theme[role or "line-quiet"], "width": 0 if role else 1},
        }
        yield dots(
            [
                (round(left + (column + 0.5) * step, 1), round(top + (row + 0.5) * step, 1))
                for column, row in places
            ],
            marker,
        )


def _names(
    s: Stage, top: float, left: float, narrow: bool, theme: Theme, *, first: bool
) -> Iterator[Annotation]:
    """The name of a block and its number."""
    strong = theme.font(13, "ink", 650)
    quiet = theme.font(12, "ink-2")
    said = f"{s.printed} first figures" if first else f"{s.stand} of {s.printed} stand"
    if narrow:
        yield note(s.name, 0, top - 14, strong, "left")
        yield note(said, left + _NARROW, top - 14, quiet, "right")
        return
    yield note(s.name, 0, top + 10, strong, "left")
    yield note(said, 0, top + 28, quiet, "left")


def _under(
    s: Stage, pledge: str, y: float, left: float, step: float, down: int, theme: Theme
) -> Iterator[Annotation]:
    """How many crossed the line, under their squares, and how many have no such table yet, at the end."""
    if s.crossed:
        font = theme.font(12, "slip", 650)
        x = left + s.stand // down * step
        yield note(f"{s.crossed} crossed {pledge}", x, y, font, "left")
    if s.none_yet:
        columns = -(-(s.printed + s.none_yet) // down)
        quiet = theme.font(12, "ink-2")
        yield note(f"{s.none_yet} not printed again yet", left + columns * step, y, quiet, "right")
