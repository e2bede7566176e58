"""One ally's share of GDP by year: the edition of the page bold, each earlier one thin, its last mark hollow.

Dotted is what an edition estimated; a line breaks where a year is missing. The pledge is a line, the
chosen target a dashed one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.charts.ally.data import History
from dashboard.charts.by_year import EditionSeries, hover_share
from dashboard.drawing.lines import LinePoint, PlotArea, line_traces, solid, years_apart
from dashboard.drawing.placement import Box, PointLabel, place
from dashboard.drawing.plot import (
    Annotation,
    Figure,
    Shape,
    Trace,
    area,
    dots,
    drawing,
    line,
    strokes,
    ticked,
    whisker,
)
from dashboard.drawing.rows import note
from dashboard.drawing.theme import Theme
from etl.model import Observation, as_printed

_NAMED = 12
"""How many lines of earlier editions are named at their ends: more have no room."""
_REACH = 46.0
"""How far in pixels the name of an edition may stand from its last mark."""
_WIDE, _NARROW = (736, 424), (358, 320)
_ROOM = 0.35
"""Years of white space at either end."""


class _AllyFrame:
    """Where the plot stands in the drawing and what its axes hold."""

    def __init__(self, h: History, narrow: bool) -> None:
        self.narrow = narrow
        self.width, self.height = _NARROW if narrow else _WIDE
        years = h.years
        self.first, self.last = years[0], max(years[-1], years[0] + 1)
        shares = [f.value for one in h.shown for f in one.observations]
        if h.whisker:
            shares += h.whisker[1:]
        self.lines = sorted({h.pledge, h.view.target})
        low, high = min([*shares, h.pledge]), max([*shares, *self.lines])
        step = 1.0 if high - low > 1.6 else 0.5
        self.low = max(0.0, math.floor((low - 0.12) / step) * step)
        self.high = high + 0.06 * (high - self.low)
        self.ticks = [self.low + i * step for i in range(1 + int((self.high - self.low) / step))]

        self.sheet = PlotArea(
            x=(self.first - _ROOM, self.last + _ROOM),
            y=(self.low, self.high),
            across=(0.085, 0.985) if narrow else (0.05, 0.87),
            down=(0.075, 0.985) if narrow else (0.062, 0.985),
            size=(self.width, self.height),
        )

    def at(self, f: Observation) -> tuple[float, float]:
        """Pixels from the left and from the top."""
        return self.sheet.at(f.year, f.value)


def figure(h: History, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure of scatter traces; x is the year, y the share in per cent."""
    f = _AllyFrame(h, narrow)
    earlier = h.shown[:-1]
    return drawing(
        theme,
        [
            *_whisker(h, theme),
            *(trace for one in earlier for trace in _thin(one, theme)),
            *_bold(h.shown[-1], theme),
        ],
        xaxis=ticked(f.first - _ROOM, f.sheet.back(f.width, 0)[0], f.sheet.across[0], 1, _years(f), theme),
        yaxis=ticked(
            *f.sheet.y,
            *f.sheet.down,
            {t: f"{t:g}%" if t == h.pledge else f"{t:g}" for t in f.ticks},
            theme,
            anchor="free",
            position=f.sheet.across[0] - 0.008,
        ),
        shapes=[*_ground(h, f, theme)],
        annotations=[*_lines_named(h, f, theme), *_ends(h, f, theme)],
        width=f.width,
        height=f.height,
    )


def _years(f: _AllyFrame) -> dict[float, str]:
    step = max(2 if f.last - f.first > 5 else 1, years_apart(f.last - f.first + 1, narrow=f.narrow))
    years = range(f.last, f.first - 1, -step)
    return {y: f"’{y % 100:02d}" if f.narrow else str(y) for y in reversed(years)}


def _ground(h: History, f: _AllyFrame, theme: Theme) -> Iterator[Shape]:
    left, right = f.sheet.x
    yield area(theme, "wash", left, right, f.low, h.pledge)
    for tick in f.ticks:
        if tick not in f.lines:
            yield line(theme, "rule", 1, left, right, tick, tick)
    yield line(theme, "ink", 1.5, left, right, h.pledge, h.pledge)
    if h.view.target != h.pledge:
        yield line(theme, "ink-2", 1, left, right, h.view.target, h.view.target, dash="4px,3px")


def _whisker(h: History, theme: Theme) -> Iterator[Trace]:
    """The band of earlier moves around the first estimate, its ends across."""
    if h.whisker:
        year, low, high = h.whisker
        role = "above" if as_printed(h.now.observations[-1].value) >= h.pledge else "below"
        lines = [[(x, y) for y, x in one] for one in whisker(low, high, year, 0.12)]
        yield from strokes(theme, role, 2, lines)


def _thin(series: EditionSeries, theme: Theme) -> Iterator[Trace]:
    """An earlier edition: its unbroken stretches, and hollow marks where a year stands alone or last."""
    lines = [[(f.year, f.value) for f in run] for run in series.runs if len(run) > 1]
    yield from strokes(theme, "line-then", 1.25, lines)
    yield _marks(series.observations, {run[-1].year for run in series.runs}, theme)


def _marks(observations: Sequence[Observation], marked: set[int], theme: Theme) -> Trace:
    """Marks that answer the pointer; those that are not to be seen have no size to speak of."""
    seen = [f.year in marked for f in observations]
    marker = {
        "symbol": "circle",
        "size": [7.0 if s else 3.0 for s in seen],
        "color": [theme["paper" if s else "line-then"] for s in seen],
        "line": {"color": theme["line-then"], "width": [1.5 if s else 0.0 for s in seen]},
    }
    return _dots(observations, marker)


def _bold(series: EditionSeries, theme: Theme) -> Iterator[Trace]:
    """The edition of the page: solid where final, dotted where it estimates."""
    runs = [[LinePoint(f.year, f.value, f.estimate) for f in run] for run in series.runs]
    yield from line_traces(runs, theme, "ink", 2.25, "2px,3px")
    yield _dots(series.observations, solid(theme, "ink", 7))


def _dots(observations: Sequence[Observation], marker: Mapping[str, Any]) -> Trace:
    return dots([(f.year, f.value) for f in observations], marker, list(map(hover_share, observations)))


# ---------------------------------------------------------------- words in the drawing


def _note(text: str, x: float, y: float, theme: Theme, role: str, **more: Any) -> Annotation:
    font = {"size": more.pop("size", 12.5), "color": theme[role], "weight": more.pop("weight", 400)}
    return note(text, x, y, font, more.pop("xanchor", "left"), **more)


def _lines_named(h: History, f: _AllyFrame, theme: Theme) -> Iterator[Annotation]:
    target = h.view.target
    if target == h.pledge:
        return
    named = f"core target for {h.core.due}" if target == h.core.value else "the target chosen"
    name = f"{words.target(target)}, {named}"
    high = any(g.value > target for one in h.shown for g in one.observations if g.year <= f.first + 3)
    shift = {"yshift": -9 if high else 9}
    yield _note(name, f.first - 0.3, target, theme, "ink-2", size=12, **shift)


def _ends(h: History, f: _AllyFrame, theme: Theme) -> Iterator[Annotation]:
    """The last value of the newest editions that make a line, off one another and off the marks."""
    now = h.shown[-1].observations[-1]
    lines = [t for t in h.shown[:-1] if len(t.observations) > 2]
    lines = lines[-1:] if f.narrow else lines[-_NAMED:]
    ends = [
        (now, share(now)),
        *((t.observations[-1], _earlier_text(t.observations[-1], f)) for t in lines),
    ]
    labels = tuple(PointLabel(text, *f.at(v), 13.5 if v is now else 12.5, 9) for v, text in ends)
    marks = tuple(Box(x - 5, y - 5, x + 5, y + 5) for t in h.shown for x, y in map(f.at, t.observations))
    strokes = [_stroke(a, b, f) for t in h.shown for run in t.runs for a, b in pairwise(run)]

    def height(share: float) -> float:
        return f.sheet.at(f.first, share)[1]

    left, right = (f.width * part for part in f.sheet.across)
    across = [Box(left, y - 2, right, y + 2) for y in map(height, f.lines)]
    frame = Box(left, 2, f.width - 2, height(f.low) - 2)
    boxes = place(labels, (*marks, *across, *(b for bs in strokes for b in bs)), frame, _REACH)
    for (v, text), box in zip(ends, boxes, strict=True):
        if box is None:
            continue
        anchor, at = box.held(f.at(v)[0])
        x, y = f.sheet.back(at, box.middle[1])
        strong = {"weight": 650, "size": 13.5} if v is now else {}
        role = "ink" if v is now else "ink-2"
        yield _note(text, x, y, theme, role, xanchor=anchor, **strong)
        if v is now and not f.narrow and anchor == "left":
            yield _note(words.day(v.edition), x, y, theme, "ink-2", size=12, yshift=-16)


def _stroke(a: Observation, b: Observation, f: _AllyFrame) -> list[Box]:
    """A line between two years as small boxes, for labels to keep off."""
    (x0, y0), (x1, y1) = f.at(a), f.at(b)
    places = [(x0 + (x1 - x0) * i / 5, y0 + (y1 - y0) * i / 5) for i in range(6)]
    return [Box(x - 2, y - 2, x + 2, y + 2) for x, y in places]


def _earlier_text(v: Observation, f: _AllyFrame) -> str:
    day = f"{v.edition:%B %Y}" if f.narrow else words.day(v.edition)
    return f"{share(v)}, {day}"
