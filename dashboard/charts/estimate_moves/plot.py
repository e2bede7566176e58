"""How far first estimates moved, as marks in columns: one mark is one ally in one year.

Grey: stayed on its side of the target; orange diamond: fell below it, orange circle: rose to it. No move has
a column of its own; what is off the scale stands at its edge with its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from dashboard import formatting as words
from dashboard.charts.estimate_moves.data import Estimates
from dashboard.charts.estimate_moves.text import reach
from dashboard.drawing import lines
from dashboard.drawing.lines import LinePoint
from dashboard.drawing.plot import Annotation, Figure, Shape, Trace, axis, drawing, line, ticked
from dashboard.drawing.rows import note
from dashboard.drawing.theme import SERIF, Theme
from etl.model import Release, once_per_release
from etl.model.estimates import Move

EDGE = 90
"""Hundredths of a point to either side that the scale has."""


class PlacedMove(NamedTuple):
    """A move in its column: `x` in hundredths of a point, `y` its place from the ground, from 1."""

    move: Move
    x: float
    y: int


def placed(e: Estimates, width: int) -> list[PlacedMove]:
    """The moves in columns of `width` hundredths; those that crossed the target nearest to the ground."""
    heights: dict[float, int] = {}
    found = []
    by_side = sorted(e.moves, key=lambda m: (not m.crossed(e.view.target), m.hundredths, m.first.ally))
    for m in by_side:
        x = column_of(m.hundredths, width)
        heights[x] = heights.get(x, 0) + 1
        found.append(PlacedMove(m, x, heights[x]))
    return found


def column_of(hundredths: int, width: int) -> float:
    """The middle of the column of a move: 0 alone, then `width` hundredths each; the edge where beyond it."""
    if not hundredths:
        return 0.0
    size = min(abs(hundredths), EDGE + width)
    middle = ((size - 1) // width) * width + (width + 1) / 2
    return middle if hundredths > 0 else -middle


def figure(e: Estimates, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure of scatter traces; x is the move in hundredths of a point."""
    marks = placed(e, 5 if narrow else 2)
    tall = max((p.y for p in marks), default=1)
    top, edge = (1.9 if narrow else 1.5) * tall + 2, EDGE + (9.0 if narrow else 5.0)
    named = range(-80, 81, 40 if narrow else 20)
    down, size = (0.1, 358) if narrow else (0.09, 1232)
    return drawing(
        theme,
        [*_marks(marks, e, theme, 6.5 if narrow else 7.5)],
        xaxis=ticked(
            -edge, edge, 0.01, 0.99, {v: words.signed(v / 100, 1) if v else "0" for v in named}, theme
        ),
        yaxis=axis(0, top, down, 1),
        shapes=[*_shapes(e, theme, edge, tall)],
        annotations=[*_notes(e, marks, theme, narrow)],
        width=size,
        height=320,
    )


def _marks(marks: list[PlacedMove], e: Estimates, theme: Theme, size: float) -> Iterator[Trace]:
    if not marks:
        return
    target = e.view.target
    crossed = [p.move.crossed(target) for p in marks]
    chosen = [p.move.first.ally in e.view.allies for p in marks]
    roles = ["slip" if c else "ink" if on else "ink-3" for c, on in zip(crossed, chosen, strict=True)]
    marker = {
        "symbol": ["diamond" if c < 0 else "circle" for c in crossed],
        "size": [size + (3 if on else 0) for on in chosen],
        "color": [theme[role] for role in roles],
        "line": {"color": theme["paper"], "width": 1},
    }
    yield lines.marks(
        [LinePoint(p.x, p.y - 0.5, said=hover(e, p.move), of=p.move.first.ally) for p in marks], marker
    )


def hover(e: Estimates, move: Move) -> str:
    """What a mark says: the ally and the year, both figures, the move. The same in every view."""
    said, key = _said(e.release), (move.first.ally, move.first.year, move.to.edition)
    if key not in said:
        said[key] = _in_words(e, move)
    return said[key]


@once_per_release
def _said(_: Release) -> dict[tuple[str, int, date], str]:
    """What is said of the moves that were drawn, by ally, year and later edition."""
    return {}


def _in_words(e: Estimates, move: Move) -> str:
    across = "" if move.to.same_measure else ", across the change of measure"
    return (
        f"{e.name(move)}<br>{words.day(move.first.edition)}: {words.share(move.first.value)}<br>"
        f"{words.day(move.to.edition)}: {words.share(move.to.value)} ({words.signed(move.points, 2)}{across})"
    )


def _shapes(e: Estimates, theme: Theme, edge: float, tall: int) -> Iterator[Shape]:
    yield line(theme, "ink", 1, -edge, edge, 0, 0)
    yield line(theme, "ink", 1, 0, 0, 0, tall + 1)
    if e.band is None:
        return
    low, high, bar = 100 * e.band.low, 100 * e.band.high, tall + 1.5
    yield line(theme, "ink", 1, low, low, 0, bar)
    yield line(theme, "ink", 1, high, high, 0, bar)
    yield line(theme, "ink", 1, low, high, bar, bar)


def _notes(e: Estimates, marks: list[PlacedMove], theme: Theme, narrow: bool) -> Iterator[Annotation]:
    if e.band is not None:
        middle = 50 * (e.band.low + e.band.high)
        tall = max(p.y for p in marks)
        strong = theme.font(13, "ink", 650)
        text = f"{e.part} moved by {reach(e.band)}"
        yield note(text, middle, tall + 1.5, strong, "center", yanchor="bottom", yshift=3)
    for number, text, side in (
        (e.record.down, "went down", "left"),
        (e.record.up, "went up", "right"),
    ):
        big = {"family": SERIF, **theme.font(28 if narrow else 40, "ink", 650)}
        small = theme.font(13, "ink", 650)
        x = 0.0 if side == "left" else 1.0
        yield note(str(number), x, 0.93, big, side, xref="paper", yref="paper")
        yield note(text, x, 0.93, small, side, xref="paper", yref="paper", yshift=-24 if narrow else -30)
    quiet = theme.font(12, "ink-2")
    unmoved = f"{e.record.unchanged} did not move"
    yield note(unmoved, 1.0, 0.93, quiet, "right", xref="paper", yref="paper", yshift=-42 if narrow else -48)
    yield from _named(e, marks, theme, narrow)


def _named(e: Estimates, marks: list[PlacedMove], theme: Theme, narrow: bool) -> Iterator[Annotation]:
    """The lowest and the highest move by name, and whatever is off the scale."""
    if not marks:
        return
    ordered = sorted(marks, key=lambda p: p.move.hundredths)
    for p, side in ((ordered[0], "left"), (ordered[-1], "right")):
        m = p.move
        role = "slip" if m.crossed(e.view.target) else "ink"
        font = theme.font(12, role, 650)
        off = abs(m.hundredths) > EDGE
        said = [e.name(m), f"{words.share(m.first.value)}, later {words.share(m.to.value)}"]
        if off:
            said.append(f"{words.signed(m.points, 2)}, off the scale")
        # On a phone the name would cover its neighbours' columns: it stands above them.
        y = max(p.y, round(0.42 * max(q.y for q in marks))) if narrow else p.y
        anchor = side if abs(p.x) > EDGE / 2 else "center"
        yield note("<br>".join(said), p.x, y, font, anchor, yanchor="bottom", yshift=5, align=anchor)
