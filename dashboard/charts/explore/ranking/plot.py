"""Bars from zero, a row a member: place, name and value beside each."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.charts.explore import wording
from dashboard.charts.explore.ranking.data import MeasureRanking, Ranked
from dashboard.charts.explore.ranking.text import place
from dashboard.drawing.lines import LinePoint, hollow, marks
from dashboard.drawing.plot import Figure, Shape, Trace, line, strokes
from dashboard.drawing.rows import column, in_rows
from dashboard.drawing.theme import Theme
from etl.model import Ally

ROW_PX = 18.0
_HEAD, _GAP = 0.3, 0.5


def figure(m: MeasureRanking, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure of scatter traces; x is the value, y the row from the top."""
    rows = [(r, _HEAD + i + 0.5) for i, r in enumerate(m.ranked)]
    others = [(a, why, _HEAD + _GAP + len(rows) + i + 0.5) for i, (a, why) in enumerate(m.without)]
    total = _HEAD + len(rows) + (_GAP + len(others) if others else 0) + 0.3
    left, right = (0.42, 0.8) if narrow else (0.27, 0.88)
    values = [v.value for r in m.ranked for v in (r.value, *r.others)]
    low, high = min([0.0, *values]), max([0.0, *values])
    span = (high - low) or 1.0
    return in_rows(
        theme,
        [
            *_bars(rows, theme, highlighted=False),
            *_bars(rows, theme, highlighted=True),
            *_others(rows, m, theme),
            _answers(rows, m),
            *_columns(m, rows, others, theme, narrow),
        ],
        (low, low + span * 1.02),
        (left, right),
        total,
        max(ROW_PX, 2 * ROW_PX / total),
        narrow=narrow,
        shapes=[*_zero(rows, theme)],
        annotations=[],
        clickanywhere=True,
        meta=wording.gestures(m.view),
    )


def _columns(
    m: MeasureRanking,
    rows: list[tuple[Ranked, float]],
    others: list[tuple[Ally, str, float]],
    theme: Theme,
    narrow: bool,
) -> Iterator[Trace]:
    """Places, names and values; for a member without a value its name and the reason."""
    at_place, at_name = (0.2, 0.25) if narrow else (0.14, 0.18)
    quiet = theme.font(12.5, "ink-2")
    strong = {
        "size": 13.0 if narrow else 13.25,
        "color": [theme["ink"] for _ in rows],
        "weight": [650 if r.highlighted else 400 for r, _ in rows],
    }
    yield column("x2", at_place, [(place(r), y) for r, y in rows], "middle left", quiet)
    yield column("x2", at_name, [(r.ally.name, y) for r, y in rows], "middle right", strong)
    yield column(
        "x3", 0.995, [(wording.printed(r.value, m.scale), y) for r, y in rows], "middle left", strong
    )
    if others:
        italic = {**quiet, "style": "italic"}
        yield column("x2", at_name, [(a.name, y) for a, _, y in others], "middle right", italic)
        low = min([0.0, *(r.value.value for r, _ in rows)])
        yield column("x", low, [(why, y) for _, why, y in others], "middle right", italic)


def _bars(rows: list[tuple[Ranked, float]], theme: Theme, *, highlighted: bool) -> Iterator[Trace]:
    lines = [((0.0, y), (r.value.value, y)) for r, y in rows if r.highlighted == highlighted]
    return strokes(theme, "ink" if highlighted else "line-then", 10, lines)


def _answers(rows: list[tuple[Ranked, float]], m: MeasureRanking) -> Trace:
    """Marks at the ends of the bars that answer a pointer."""
    points = [
        LinePoint(r.value.value, y, said=wording.hover(r.ally.name, r.value, m.scale), of=r.ally.code)
        for r, y in rows
    ]
    return marks(points, {"symbol": "circle", "size": 10, "color": "rgba(0,0,0,0)", "opacity": 0})


def _others(rows: list[tuple[Ranked, float]], m: MeasureRanking, theme: Theme) -> Iterator[Trace]:
    """Hollow marks where other editions have the values."""
    points = [
        LinePoint(v.value, y, said=wording.hover(r.ally.name, v, m.scale), of=r.ally.code)
        for r, y in rows
        for v in r.others
    ]
    if points:
        yield marks(points, hollow(theme, "ink-3", 6))


def _zero(rows: list[tuple[Ranked, float]], theme: Theme) -> Iterator[Shape]:
    if rows:
        yield line(theme, "ink-3", 1, 0, 0, _HEAD, _HEAD + len(rows))
