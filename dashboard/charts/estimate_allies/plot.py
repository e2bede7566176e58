"""Each ally's moves on a row: a dot a year, orange where it crossed the target, a tick across the measure."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import formatting as words
from dashboard.charts.estimate_allies.data import AllyMoves, ByAlly
from dashboard.charts.estimate_moves.plot import EDGE, hover
from dashboard.drawing.lines import LinePoint, marks, solid
from dashboard.drawing.plot import Annotation, Figure, Shape, Trace, line, strokes
from dashboard.drawing.rows import column, in_rows, note
from dashboard.drawing.theme import Theme
from etl.model.estimates import Move

_HEAD, _GAP, _ROW_PX = 2.2, 0.8, 20.0

_Rows = list[tuple[AllyMoves, float]]


def figure(b: ByAlly, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure of scatter traces; x is the move in percentage points, y the row."""
    rows = _rows(b)
    total = rows[-1][1] + 0.9
    edge = EDGE / 100
    left, right = (0.34, 0.87) if narrow else (0.2, 0.8)
    ticks = [-0.8, 0.0, 0.8] if narrow else [-0.8, -0.4, 0.0, 0.4, 0.8]
    return in_rows(
        theme,
        [
            *_joins(rows, theme),
            *_ticks(b, rows, theme),
            *_dots(b, rows, theme),
            *_columns(b, rows, narrow, theme),
        ],
        (-edge - 0.03, edge + 0.03),
        (left, right),
        total,
        _ROW_PX,
        narrow=narrow,
        shapes=[*_ground(ticks, total, theme)],
        annotations=[*_heads(ticks, narrow, right, theme), *_off(rows, theme)],
    )


def _rows(b: ByAlly) -> _Rows:
    y, found = _HEAD, list[tuple[AllyMoves, float]]()
    for i, row in enumerate(b.rows):
        if i and row.size is None and b.rows[i - 1].size is not None:
            y += _GAP
        found.append((row, y + 0.5))
        y += 1
    return found


def _at(move: Move) -> float:
    """Where a move stands: at the edge where it is off the scale."""
    return max(-EDGE, min(EDGE, move.hundredths)) / 100


def _joins(rows: _Rows, theme: Theme) -> Iterator[Trace]:
    places = [([_at(m) for m in row.moves], y) for row, y in rows]
    lines = [((min(xs), y), (max(xs), y)) for xs, y in places if len(xs) > 1]
    return strokes(theme, "line-quiet", 1.5, lines)


def _ticks(b: ByAlly, rows: _Rows, theme: Theme) -> Iterator[Trace]:
    moves = [(m, y) for row, y in rows for m in row.across]
    if moves:
        yield marks(_points(b, moves), solid(theme, "ink-2", 8, "line-ns", 1.75))


def _dots(b: ByAlly, rows: _Rows, theme: Theme) -> Iterator[Trace]:
    target = b.estimates.view.target
    # Those that crossed are drawn last, over the others.
    moves = sorted(((m, y) for row, y in rows for m in row.moves), key=lambda p: bool(p[0].crossed(target)))
    if moves:
        ways = [m.crossed(target) for m, _ in moves]
        mark = {
            "symbol": ["diamond" if way < 0 else "circle" for way in ways],
            "size": [9.0 if way else 7.5 for way in ways],
            "color": [theme["slip" if way else "ink-3"] for way in ways],
            "line": {"color": theme["paper"], "width": 1},
        }
        yield marks(_points(b, moves), mark)


def _points(b: ByAlly, moves: list[tuple[Move, float]]) -> list[LinePoint]:
    return [LinePoint(_at(m), y, said=hover(b.estimates, m), of=m.first.ally) for m, y in moves]


def _columns(b: ByAlly, rows: _Rows, narrow: bool, theme: Theme) -> Iterator[Trace]:
    chosen = [650 if row.ally.code in b.estimates.view.allies else 400 for row, _ in rows]
    font = theme.font(13.0, "ink", chosen)
    yield column("x2", 0, [(row.ally.name, y) for row, y in rows], "middle right", font)
    sizes = [(words.fixed(row.size, 2) if row.size is not None else "–", y) for row, y in rows]
    yield column("x3", 0.995, sizes, "middle left", theme.font(13.0, "ink", 650))
    if not narrow:
        ways = [(f"{row.down}, {row.up}", y) for row, y in rows]
        yield column("x3", 0.45, ways, "middle left", theme.font(13.0, "ink-2"))


def _ground(ticks: list[float], total: float, theme: Theme) -> Iterator[Shape]:
    for t in ticks:
        yield line(theme, "ink" if not t else "rule", 1, t, t, 1.8, total)


def _heads(ticks: list[float], narrow: bool, right: float, theme: Theme) -> Iterator[Annotation]:
    quiet = theme.font(12, "ink-2")
    for t in ticks:
        yield note(words.signed(t, 1) if t else "0", t, 1.35, quiet, "center")
    yield note("← later lower", ticks[0], 0.5, quiet, "center")
    yield note("later higher →", ticks[-1], 0.5, quiet, "center")
    heads = [("size" if narrow else "median", 1.0)] + ([] if narrow else [("down, up", 0.45)])
    for text, x in heads:
        yield note(text, right + x * (1 - right), 1.35, quiet, "right", xref="paper")


def _off(rows: _Rows, theme: Theme) -> Iterator[Annotation]:
    """The number of a move that is off the scale, beside its mark at the edge."""
    font = theme.font(12, "ink", 650)
    for row, y in rows:
        for m in (*row.moves, *row.across):
            if abs(m.hundredths) > EDGE:
                right = m.hundredths > 0
                text = f"{words.signed(m.points, 2)} →" if right else f"← {words.signed(m.points, 2)}"
                side = "right" if right else "left"
                yield note(text, _at(m), y, font, side, xshift=-8 if right else 8)
