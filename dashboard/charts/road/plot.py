"""The real growth a year that leads each ally to the target, ranked; beside it the growth that was.

Circle: at the target already; diamond: below it. The line is the growth of GDP that is assumed: who is at
the target stays there on it. Names are bold where the road asks for more than the last years brought.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from dashboard import formatting as words
from dashboard.charts.road.data import Road, RoadRow, slower
from dashboard.charts.road.text import rate, short_dollars
from dashboard.drawing.lines import LinePoint, marks, solid
from dashboard.drawing.plot import Annotation, Figure, Shape, Trace, area, dots, line, sides, strokes
from dashboard.drawing.rows import column, in_rows, note
from dashboard.drawing.theme import Theme

_HEAD = 2.4
_ROW_PX = 19.0


class _RoadFrame:
    """Where the plot stands across the drawing, and what it holds."""

    def __init__(self, r: Road, narrow: bool) -> None:
        self.narrow = narrow
        self.left, self.right = (0.34, 0.68) if narrow else (0.165, 0.76)
        self.type = 13.0 if narrow else 13.25
        values = [s.needed for s in r.steps] + [s.past for s in r.steps if s.past is not None]
        low, high = min([*values, r.view.growth, 0.0]), max([*values, r.view.growth])
        room = 0.04 * (high - low)
        self.low, self.high = low - room, high + room
        self.rows = len(r.steps) + len(r.without) + len(r.no_forces)
        self.bottom = _HEAD + len(r.steps) + 0.2

    @property
    def ticks(self) -> list[float]:
        """Round rates across the range."""
        span = self.high - self.low
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100, 1000) if span / s <= (5 if self.narrow else 9))
        first = math.ceil(self.low / step) * step
        return [t for i in range(12) if (t := first + i * step) < self.high]


def figure(r: Road, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure of scatter traces; x is growth in per cent a year, y the row."""
    f = _RoadFrame(r, narrow)
    rows = [(s, _HEAD + i + 0.5) for i, s in enumerate(r.steps)]
    total = _HEAD + f.rows + 0.4
    return in_rows(
        theme,
        [
            *_joins(rows, theme),
            *_past(rows, r, theme),
            _needed(rows, theme),
            *_columns(rows, r, f, theme),
        ],
        (f.low, f.high),
        (f.left, f.right),
        total,
        _ROW_PX,
        narrow=narrow,
        shapes=[*_ground(r, f, theme)],
        annotations=[*_heads(r, f, theme)],
    )


_Rows = Sequence[tuple[RoadRow, float]]


def _joins(rows: _Rows, theme: Theme) -> Iterator[Trace]:
    return strokes(
        theme, "line-quiet", 2, [((s.past, y), (s.needed, y)) for s, y in rows if s.past is not None]
    )


def _past(rows: _Rows, r: Road, theme: Theme) -> Iterator[Trace]:
    grown = [(s, s.past, y) for s, y in rows if s.past is not None]
    if grown and r.past:
        said = [
            f"{s.ally.name}<br>real growth {r.past[0]} to {r.past[1]}: {rate(past)}% a year"
            for s, past, _ in grown
        ]
        yield dots([(past, y) for _, past, y in grown], solid(theme, "ink-2", 8, "line-ns", 2), said)


def _needed(rows: _Rows, theme: Theme) -> Trace:
    marker = sides(theme, [s.there for s, _ in rows], 9.0)
    marker["size"] = [9.0 if s.there else 10.0 for s, _ in rows]
    return marks([LinePoint(s.needed, y, said=_hover(s), of=s.ally.code) for s, y in rows], marker)


def _hover(s: RoadRow) -> str:
    share = words.share_of_gdp(s.share.value, s.share.estimate)
    start = f"{s.ally.name}<br>from {share} in {s.share.year}"
    return f"{start}<br>real growth needed: {rate(s.needed)}% a year"


# ---------------------------------------------------------------- text


def _columns(rows: _Rows, r: Road, f: _RoadFrame, theme: Theme) -> Iterator[Trace]:
    """Names on the left, the rates on the right, and beneath them who has none."""
    faster = {s.ally.code for s in slower(r)}
    names = {
        "size": f.type,
        "color": [theme["ink"]] * len(rows),
        "weight": [650 if s.ally.code in faster else 400 for s, _ in rows],
    }
    yield column("x2", 0, [(s.ally.name, y) for s, y in rows], "middle right", names)
    values = theme.font(f.type, "ink", 650)
    short = [("" if s.there else short_dollars(s), y) for s, y in rows]
    yield column("x3", 0.62 if f.narrow else 0.42, short, "middle left", values)
    needed = [(words.signed(s.needed, 1), y) for s, y in rows]
    yield column("x3", 1 if f.narrow else 0.7, needed, "middle left", values)
    if not f.narrow:
        past = [(words.signed(s.past, 1) if s.past is not None else "–", y) for s, y in rows]
        quiet = theme.font(f.type, "ink-2")
        yield column("x3", 0.995, past, "middle left", quiet)
    rest = [(a, f"no figure for {r.year}") for a in r.without]
    rest += [(a, "no armed forces, no row in the tables") for a in r.no_forces]
    if rest:
        below = [(one, f.bottom + 0.45 + i) for i, one in enumerate(rest)]
        quiet = theme.font(f.type, "ink-2")
        yield column("x2", 0, [(a.name, y) for (a, _), y in below], "middle right", quiet)
        slanted = {"size": f.type - 0.75, "color": theme["ink-2"], "style": "italic"}
        yield column("x", f.low, [(why, y) for (_, why), y in below], "middle right", slanted)


def _ground(r: Road, f: _RoadFrame, theme: Theme) -> Iterator[Shape]:
    top = _HEAD - 0.2
    growth = r.view.growth
    yield area(theme, "wash", f.low, growth, top, f.bottom)
    for tick in f.ticks:
        if tick != growth:
            yield line(theme, "rule", 1, tick, tick, top, f.bottom)
    yield line(theme, "ink", 1.5, growth, growth, top - 0.6, f.bottom)


def _heads(r: Road, f: _RoadFrame, theme: Theme) -> Iterator[Annotation]:
    quiet = theme.font(12, "ink-2")
    span = f.high - f.low
    ticks = [t for t in f.ticks if abs(t - r.view.growth) > 0.02 * span]
    for t in ticks:
        text = f"{t:g}%".replace("-", words.MINUS) if t == ticks[-1] else f"{t:g}".replace("-", words.MINUS)
        yield note(text, t, _HEAD - 0.65, quiet, "center")
    strong = theme.font(13, "ink", 650)
    gdp = f"GDP {words.signed(r.view.growth, 2 if r.view.growth * 10 % 1 else 1)}%"
    yield note(gdp, r.view.growth, _HEAD - 1.4, strong, "center")
    # Held by the drawing's edge, for a column's head may be wider than the column.
    money = f.right + (0.62 if f.narrow else 0.42) * (1 - f.right)
    yield note("a year short", money, _HEAD - 1.4, quiet, "right", xref="paper")
    across = 1 if f.narrow else f.right + 0.7 * (1 - f.right)
    yield note("needed", across, _HEAD - 1.4, quiet, "right", xref="paper")
    if not f.narrow and r.past:
        over = f"{r.past[0]}–{r.past[1] % 100:02d}"
        yield note(over, 0.999, _HEAD - 1.4, quiet, "right", xref="paper")
