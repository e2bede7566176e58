"""The moves of first estimates by age: a bar for most of them, an upright for the middle one."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import formatting as words
from dashboard.charts.estimate_ages.data import Age, Ages
from dashboard.drawing.lines import solid
from dashboard.drawing.plot import Annotation, Figure, Shape, Trace, dots, line, strokes
from dashboard.drawing.rows import column, in_rows, note
from dashboard.drawing.theme import Theme

_HEAD, _GAP, _ROW_PX = 1.4, 0.9, 34.0


def figure(a: Ages, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure of scatter traces; x is the move in percentage points, y the row."""
    rows = _rows(a)
    total = rows[-1][1] + 0.8
    ends = [v for x in a.ages if x.band for v in (x.band.low, x.band.high)] or [-0.1, 0.1]
    reach = 1.12 * max(abs(v) for v in ends) + 0.02
    left, right = (0.45, 0.86) if narrow else (0.3, 0.72)
    step = next(s for s in (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 20) if reach / s <= (2.4 if narrow else 4.4))
    ticks = [i * step for i in range(-4, 5) if abs(i * step) < reach]
    return in_rows(
        theme,
        [*_bars(rows, theme), _middles(rows, theme), *_columns(rows, narrow, right, theme)],
        (-reach, reach),
        (left, right),
        total,
        _ROW_PX,
        narrow=narrow,
        shapes=[*_ground(rows, ticks, total, theme)],
        annotations=[*_heads(rows, ticks, narrow, right, theme)],
    )


_Rows = list[tuple[Age, float]]


def _rows(a: Ages) -> _Rows:
    y, found = _HEAD, list[tuple[Age, float]]()
    for i, age in enumerate(a.ages):
        if i and age.crosses != a.ages[i - 1].crosses:
            y += _GAP
        found.append((age, y + 0.4))
        y += 1
    return found


def _bars(rows: _Rows, theme: Theme) -> Iterator[Trace]:
    return strokes(
        theme,
        "line-then",
        5,
        [((age.band.low, y), (age.band.high, y)) for age, y in rows if age.band],
    )


def _middles(rows: _Rows, theme: Theme) -> Trace:
    """The middle move of each age, halfway where there are two."""
    said = [
        f"{age.name}<br>{age.record.n} shares: {age.record.down} down, {age.record.up} up, "
        f"{age.record.unchanged} the same<br>median size {words.fixed(age.record.size or 0, 2)}"
        for age, _ in rows
    ]
    return dots(
        [(age.record.middle or 0.0, y) for age, y in rows], solid(theme, "ink", 11, "line-ns", 3), said
    )


def _columns(rows: _Rows, narrow: bool, right: float, theme: Theme) -> Iterator[Trace]:
    size = 13.0
    strong = theme.font(size, "ink", 650)
    quiet = theme.font(size, "ink")
    yield column("x2", 0, [(age.name, y) for age, y in rows], "middle right", strong)
    sizes = [(words.fixed(age.record.size or 0, 2), y) for age, y in rows]
    yield column("x3", 0.995, sizes, "middle left", strong)
    if not narrow:
        numbers = (("n", 0.3), ("down", 0.52), ("up", 0.7))
        for name, x in numbers:
            texts = [(str(getattr(age.record, name)), y) for age, y in rows]
            yield column("x3", x, texts, "middle left", quiet)


def _ground(rows: _Rows, ticks: list[float], total: float, theme: Theme) -> Iterator[Shape]:
    for t in ticks:
        yield line(theme, "ink" if not t else "rule", 1, t, t, 0.9, total)
    crossing = [y for age, y in rows if age.crosses]
    if crossing and len(crossing) < len(rows):
        y = crossing[0] - 0.5 - _GAP / 2
        yield line(theme, "ink-3", 1, 0, 1, y, y, dash="dash", xref="paper")


def _heads(rows: _Rows, ticks: list[float], narrow: bool, right: float, theme: Theme) -> Iterator[Annotation]:
    quiet = theme.font(12, "ink-2")
    for t in ticks:
        yield note(words.signed(t, 2) if t else "0", t, 0.45, quiet, "center")
    heads = [("size", 1.0)]
    if not narrow:
        heads += [("shares", 0.3), ("down", 0.52), ("up", 0.7)]
    for text, x in heads:
        yield note(text, right + x * (1 - right), 0.45, quiet, "right", xref="paper")
    crossing = [y for age, y in rows if age.crosses]
    if crossing and len(crossing) < len(rows):
        yield note("across the change of measure", 0, crossing[0] - 0.72, quiet, "left", xref="paper")
