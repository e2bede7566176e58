"""A small chart for each ally and aggregate, in a grid on one scale."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import msgspec

from dashboard.charts.by_year import stretches
from dashboard.charts.explore import wording
from dashboard.charts.explore.lines.data import Courses, SubjectSeries
from dashboard.charts.explore.lines.plot import marked, points
from dashboard.charts.explore.values import Value, one_unit
from dashboard.drawing import lines
from dashboard.drawing.lines import LinePoint
from dashboard.drawing.plot import Annotation, Figure, Shape, Trace, axis, drawing, line
from dashboard.drawing.rows import note
from dashboard.drawing.theme import Theme

_TALL, _AIR, _FOOT = 1.75, 0.14, 0.18
"""The height of a tile in parts of its plot's, the air beside it in parts of its width, and beneath it."""


class _Tile(msgspec.Struct, frozen=True):
    """One of the grid: its column, its row from the top, and the ends of its scale."""

    one: SubjectSeries
    column: int
    row: float
    low: float
    high: float


def figure(c: Courses, theme: Theme, *, narrow: bool = False) -> Figure:
    """The grid as a plotly figure; x in columns and y in rows of it."""
    n = len(c.courses)
    columns = min(n, 2) if narrow else min(n, 3 if n <= 9 else 5)
    rows = math.ceil(n / columns)
    tiles = list(_tiles(c, columns))
    width = 358 if narrow else 912
    tall = 46.0 if narrow else (72.0 if n <= 9 else 56.0)
    return drawing(
        theme,
        [t for tile in tiles for t in _drawn(tile, c, theme)],
        xaxis=axis(0, columns - _AIR),
        yaxis=axis(rows * _TALL + 0.25, 0),
        shapes=[*_ground(tiles, c, theme)],
        meta=wording.gestures(c.view),
        annotations=[*_heads(tiles, c, theme, narrow), *_foot(tiles, c, theme)],
        width=width,
        height=round((rows * _TALL + 0.25) * tall),
    )


def _tiles(c: Courses, columns: int) -> Iterator[_Tile]:
    """The tiles in rows; each on a scale of its own where the units differ."""
    shared = one_unit(c.release, c.view)
    every = [v.value for one in c.courses for v in one.values]
    for i, one in enumerate(c.courses):
        drawn = every if shared else [v.value for v in one.values]
        low, high = min([0.0, *drawn]), max([0.0, *drawn])
        yield _Tile(one, i % columns, i // columns * _TALL, low, high if high > low else low + 1)


def _placed(tile: _Tile, found: Sequence[LinePoint], c: Courses) -> list[LinePoint]:
    first, last = c.years[0], c.years[-1]
    span = max(1, last - first)
    return [
        LinePoint(
            tile.column + (p.x - first) / span * (1 - _AIR - 0.03),
            tile.row + _TALL - _FOOT - (p.y - tile.low) / (tile.high - tile.low),
            p.estimate,
            p.said,
            p.of,
        )
        for p in found
    ]


def _drawn(tile: _Tile, c: Courses, theme: Theme) -> Iterator[Trace]:
    one = tile.one
    for _, values in one.others:
        for run in stretches(values):
            thin = [LinePoint(p.x, p.y) for p in _placed(tile, points(one, run, c), c)]
            yield from lines.line_traces([thin], theme, "line-quiet", 1)
    for run in stretches(one.values):
        yield from lines.line_traces([_placed(tile, points(one, run, c), c)], theme, "ink", 1.75)
    trace = marked(one, c, theme, "ink", 4)
    at = _placed(tile, points(one, one.values, c), c)
    yield {**trace, "x": [p.x for p in at], "y": [p.y for p in at]}


def _ground(tiles: Sequence[_Tile], c: Courses, theme: Theme) -> Iterator[Shape]:
    """Zero under each, and the first target where there is one."""
    for tile in tiles:
        heights = {"rule": 0.0} | ({"ink-2": c.targets[0].value} if c.targets else {})
        for role, value in heights.items():
            if tile.low <= value <= tile.high:
                y = tile.row + _TALL - _FOOT - (value - tile.low) / (tile.high - tile.low)
                yield line(theme, role, 1, tile.column, tile.column + 1 - _AIR, y, y)


def _heads(tiles: Sequence[_Tile], c: Courses, theme: Theme, narrow: bool) -> Iterator[Annotation]:
    """Name and last value above each, with its year where it is not the last one drawn."""
    for tile in tiles:
        last: Value = tile.one.values[-1]
        value = wording.printed(last, c.scale)
        value += "" if last.year == c.years[-1] else f" ’{last.year % 100:02d}"
        room = 18 if narrow else 20
        name = tile.one.name if len(tile.one.name) <= room else tile.one.name.replace(" ", "<br>", 1)
        ends = ((name, tile.column, "left"), (value, tile.column + 1 - _AIR, "right"))
        for text, x, anchor in ends:
            font = theme.font(12.5, "ink", 650 if anchor == "right" else 400)
            yield note(text, x, tile.row + 0.3, font, anchor, align=anchor)


def _foot(tiles: Sequence[_Tile], c: Courses, theme: Theme) -> Iterator[Annotation]:
    """First and last year under the first tile."""
    font = theme.font(11.5, "ink-2")
    first = tiles[0]
    y = first.row + _TALL - _FOOT + 0.02
    for year, x, anchor in (
        (c.years[0], 0.0, "left"),
        (c.years[-1], 1 - _AIR, "right"),
    )[: min(2, len(c.years))]:
        yield note(str(year), x, y, font, anchor, yanchor="top")
