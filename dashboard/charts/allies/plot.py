"""Small multiples of all members: compact drawings for the page, and one figure of them all for files.

The page's drawings are written by hand, since 32 of them must weigh next to nothing; the words beside
each say the same, so that they are decoration to a screen reader.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.charts.allies.data import Allies, AllySeries
from dashboard.charts.by_year import stretches
from dashboard.drawing.lines import LinePoint, line_traces
from dashboard.drawing.plot import Annotation, Figure, Shape, Trace, axis, dots, drawing, line, sides
from dashboard.drawing.rows import note
from dashboard.drawing.theme import Theme
from etl.model import Observation, as_printed

_WIDTH, _HEIGHT = 200, 60
"""Of a drawing on the page, in the units of its viewBox."""


class Spark(msgspec.Struct, frozen=True):
    """One drawing as the template writes it: paths of the final and the estimated stretch, the last mark.

    `line` is the height of the target, `met` whether the last share is at it, `dots` years that stand alone.
    """

    final: str
    estimated: str
    line: str
    end: tuple[str, str] | None
    dots: tuple[tuple[str, str], ...]
    met: bool


def box() -> str:
    """The viewBox of the page's drawings."""
    return f"0 0 {_WIDTH} {_HEIGHT}"


def spark(c: AllySeries, a: Allies) -> Spark:
    """The drawing of one course on the scale that all share."""
    at = {f.year: (_x(f.year, a.years[0], a.years[-1]), _y(f.value, a)) for f in c.observations}
    steps = [(f, g) for f, g in pairwise(c.observations) if g.year == f.year + 1]
    joined = {f.year for step in steps for f in step}
    return Spark(
        final=_path([s for s in steps if not s[1].estimate], at),
        estimated=_path([s for s in steps if s[1].estimate], at),
        line=_y(a.view.target, a),
        end=at.get(c.last.year) if c.last else None,
        dots=tuple(at[f.year] for f in c.observations if f.year not in joined and f is not c.last),
        met=c.last is not None and as_printed(c.last.value) >= a.view.target,
    )


def _path(steps: Sequence[tuple[Observation, Observation]], at: dict[int, tuple[str, str]]) -> str:
    text, pen = "", None
    for f, g in steps:
        text += "" if pen == f.year else f"M{' '.join(at[f.year])}"
        text += f"L{' '.join(at[g.year])}"
        pen = g.year
    return text


@lru_cache(maxsize=256)
def _x(year: int, first: int, last: int) -> str:
    return _short(4 + (_WIDTH - 8) * (year - first) / (last - first) if last > first else _WIDTH - 4)


def _y(share: float, a: Allies) -> str:
    return _short(_HEIGHT - 1 - (_HEIGHT - 5) * share / a.high)


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


# ---------------------------------------------------------------- one figure of them all


_TALL, _AIR = 1.75, 0.16


def figure(a: Allies, theme: Theme, *, narrow: bool = False) -> Figure:
    """All courses in a grid as one plotly figure of scatter traces, x in columns and y in rows of it."""
    columns, rows = _grid(a, narrow)
    cells = [(c, i % columns, i // columns * _TALL) for i, c in enumerate(a.courses)]
    return drawing(
        theme,
        [*_lines(cells, a, theme), _marks(cells, a, theme)],
        xaxis=axis(0, columns - _AIR),
        yaxis=axis(rows * _TALL, 0),
        shapes=[*_targets(cells, a, theme)],
        annotations=[*_heads(cells, theme)],
        width=358 if narrow else 736,
        height=height(a, narrow),
    )


def height(a: Allies, narrow: bool) -> int:
    """The pixels that it is high."""
    _, rows = _grid(a, narrow)
    return round(rows * _TALL * (46 if narrow else 48))


def _grid(a: Allies, narrow: bool) -> tuple[int, int]:
    """How many columns and rows of courses it has."""
    columns = 2 if narrow or len(a.courses) <= 8 else 4
    return columns, math.ceil(len(a.courses) / columns)


_Cell = tuple[AllySeries, int, float]


def _at(f: Observation, cell: _Cell, a: Allies) -> tuple[float, float]:
    """Where a figure stands in the grid: its column and a part of it, its row and a part of it."""
    span = max(1, a.years[-1] - a.years[0])
    across = (f.year - a.years[0]) / span if len(a.years) > 1 else 1.0
    return cell[1] + across * (1 - _AIR - 0.03), cell[2] + _TALL - 0.15 - f.value / a.high


def _lines(cells: Sequence[_Cell], a: Allies, theme: Theme) -> Iterator[Trace]:
    runs = [
        [LinePoint(*_at(f, cell, a), f.estimate) for f in run]
        for cell in cells
        for run in stretches(cell[0].observations)
    ]
    return line_traces(runs, theme, "ink", 1.75, "2px,2px")


def _marks(cells: Sequence[_Cell], a: Allies, theme: Theme) -> Trace:
    marked = [
        (cell, f)
        for cell in cells
        for f in cell[0].observations
        if len(cell[0].observations) == 1 or f is cell[0].last
    ]
    met = [as_printed(f.value) >= a.view.target for _, f in marked]
    at = [_at(f, cell, a) for cell, f in marked]
    said = [f"{c.ally.name} {f.year}: {words.share_of_gdp(f.value, f.estimate)}" for (c, *_), f in marked]
    return dots(at, sides(theme, met, 7.0, width=0), said)


def _targets(cells: Sequence[_Cell], a: Allies, theme: Theme) -> Iterator[Shape]:
    for c, column, row in cells:
        y = row + _TALL - 0.15
        if c.observations:
            target = y - a.view.target / a.high
            yield line(theme, "ink-2", 1, column, column + 1 - _AIR, target, target)
        yield line(theme, "rule", 1, column, column + 1 - _AIR, y, y)


def _heads(cells: Sequence[_Cell], theme: Theme) -> Iterator[Annotation]:
    for c, column, row in cells:
        value = share(c.last)
        for text, x, anchor in ((c.ally.name, column, "left"), (value, column + 1 - _AIR, "right")):
            font = theme.font(12.5, "ink", 650 if anchor == "right" else 400)
            yield note(text, x, row + 0.3, font, anchor)
