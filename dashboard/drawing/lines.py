"""What the charts over years share: their sheet, lines that end in estimates, labels that keep clear.

Hollow is an earlier edition and nothing else; an estimate is a dotted line and an e.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from dashboard.drawing.plot import (
    Annotation,
    Figure,
    Shape,
    Ticks,
    Trace,
    area,
    dots,
    drawing,
    line,
    strokes,
    ticked,
)
from dashboard.drawing.rows import note
from dashboard.drawing.theme import Theme

LETTER = 0.52
"""Width of a letter in em, on the average, for keeping labels apart; nothing is drawn by it."""

_NAMED_WIDE, _NAMED_NARROW = 24, 12
"""How many years can be named on an axis."""


class PlotArea(msgspec.Struct, frozen=True):
    """The plot in its drawing: its axes' ranges, its box in parts of the drawing, nominal size in pixels."""

    x: tuple[float, float]
    y: tuple[float, float]
    across: tuple[float, float]
    down: tuple[float, float]
    size: tuple[int, int]

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Pixels from the left and from the top, at the nominal size."""
        px = self.across[0] + (x - self.x[0]) / (self.x[1] - self.x[0]) * (self.across[1] - self.across[0])
        py = self.down[0] + (y - self.y[0]) / (self.y[1] - self.y[0]) * (self.down[1] - self.down[0])
        return px * self.size[0], (1 - py) * self.size[1]

    def back(self, left: float, top: float) -> tuple[float, float]:
        """The place on the axes of one in pixels."""
        px, py = left / self.size[0], 1 - top / self.size[1]
        x = self.x[0] + (px - self.across[0]) / (self.across[1] - self.across[0]) * (self.x[1] - self.x[0])
        y = self.y[0] + (py - self.down[0]) / (self.down[1] - self.down[0]) * (self.y[1] - self.y[0])
        return x, y


class LinePoint(NamedTuple):
    """A place on a line; whether it is an estimate, what is said on hovering, and what a click chooses."""

    x: float
    y: float
    estimate: bool = False
    said: str = ""
    of: str = ""


def steps(low: float, high: float, most: int, sizes: Sequence[float] = (1, 2, 2.5, 5)) -> list[float]:
    """Round values from `low` to `high`, ends included, as many as fit in `most`."""
    span = max(high - low, 1e-9)
    for power in range(-3, 8):
        for size in sizes:
            step = size * 10.0**power
            if span / step <= most - 1:
                first = math.ceil(low / step - 1e-9)
                last = math.floor(high / step + 1e-9)
                return [round(i * step, 6) for i in range(first, last + 1)]
    return [low, high]


def years_apart(n: int, *, narrow: bool) -> int:
    """How many years the names of years must be apart for `n` of them to have room on an axis."""
    return -(-n // (_NAMED_NARROW if narrow else _NAMED_WIDE))


_UPRIGHT: Mapping[str, Any] = {"tickangle": 0, "ticklabeloverflow": "allow"}
"""Ticks of a sheet: never slanted, and shown where their text goes over the axis's end."""


def upright_axis(sheet: PlotArea, ticks: Ticks, theme: Theme) -> dict[str, Any]:
    """The axis across, with a text at each of some values."""
    return ticked(*sheet.x, *sheet.across, ticks, theme, **_UPRIGHT)


def years_axis(
    sheet: PlotArea, years: Sequence[int], theme: Theme, *, short: bool, every: int = 2
) -> dict[str, Any]:
    """The axis of years: every second one is named, counted from the last, or as many as have room."""
    every = max(every, years_apart(len(years), narrow=short))
    named = [y for y in years if (years[-1] - y) % every == 0]
    texts = {y: f"’{y % 100:02d}" if short else str(y) for y in named}
    return upright_axis(sheet, texts, theme)


def value_axis(
    sheet: PlotArea, ticks: Sequence[float], theme: Theme, *, labels: Sequence[str] | None = None
) -> dict[str, Any]:
    """The upright axis, with a hairline at each tick."""
    texts = {t: f"{text}\u2002" for t, text in zip(ticks, labels or [f"{t:g}" for t in ticks], strict=True)}
    grid = {**_UPRIGHT, "showgrid": True, "gridcolor": theme["rule"], "gridwidth": 1}
    return ticked(*sheet.y, *sheet.down, texts, theme, **grid)


def line_traces(
    runs: Iterable[Sequence[LinePoint]], theme: Theme, role: str, width: float, dash: str = "dot", **more: Any
) -> Iterator[Trace]:
    """Lines in two traces, one of all that is solid and one of what leads to an estimate, dotted; `more` as
    plotly has it."""
    runs = list(runs)
    for dotted in (False, True):
        drawn: list[list[tuple[float, float]]] = []
        for a, b in (step for run in runs for step in pairwise(run)):
            if b.estimate is dotted and drawn and drawn[-1][-1] == (a.x, a.y):
                drawn[-1].append((b.x, b.y))
            elif b.estimate is dotted:
                drawn.append([(a.x, a.y), (b.x, b.y)])
        yield from strokes(theme, role, width, drawn, dash if dotted else "", **more)


def marks(points: Sequence[LinePoint], marker: Mapping[str, Any]) -> Trace:
    """Marks with what is said of each; `marker` as plotly has it."""
    said, of = [p.said for p in points], [p.of for p in points]
    return dots([(p.x, p.y) for p in points], marker, said, customdata=of)


def solid(theme: Theme, role: str, size: float, symbol: str = "circle", width: float = 0) -> dict[str, Any]:
    """A full mark; `width` is that of its lines, where the symbol is one."""
    ink = theme[role]
    return {"symbol": symbol, "size": size, "color": ink, "line": {"color": ink, "width": width}}


def hollow(
    theme: Theme, role: str, size: float, symbol: str = "circle", width: float = 1.5
) -> dict[str, Any]:
    """A mark of an earlier edition."""
    ring = {"color": theme[role], "width": width}
    return {"symbol": symbol, "size": size, "color": theme["paper"], "line": ring}


def unseen(theme: Theme) -> dict[str, Any]:
    """A mark that only answers a pointer, where a line has no marks of its own."""
    return {**solid(theme, "line-then", 11), "opacity": 0}


Runs = Sequence[Sequence[LinePoint]]
"""Lines as unbroken runs of places."""


def earlier_lines(runs: Runs, theme: Theme, size: float) -> Iterator[Trace]:
    """What earlier editions have by year: thin, with a hollow mark `size` wide at the end of each run."""
    yield from line_traces(runs, theme, "line-then", 1.5)
    if inner := [point for run in runs for point in run[:-1]]:
        yield marks(inner, unseen(theme))
    if runs:
        yield marks([run[-1] for run in runs], hollow(theme, "line-then", size))


def chosen_line(runs: Runs, theme: Theme, width: float, size: float) -> Iterator[Trace]:
    """What the chosen edition has by year: bold, `width` wide, with a mark `size` wide at each year."""
    yield from line_traces(runs, theme, "ink", width)
    if runs:
        yield marks([point for run in runs for point in run], solid(theme, "ink", size))


def target_line(
    sheet: PlotArea, target: float, theme: Theme, text: str
) -> tuple[list[Shape], list[Annotation]]:
    """The target with its name at the left and the washed region below it, as far as the sheet goes."""
    low, high = sheet.y
    shapes = []
    if target > low:
        shapes.append(area(theme, "wash", *sheet.x, low, min(target, high)))
    if not low <= target <= high:
        return shapes, []
    shapes.append(line(theme, "ink", 1.5, *sheet.x, target, target))
    font = theme.font(12.5, "ink", 650)
    return shapes, [note(f"{text}\u2002", sheet.across[0], target, font, "right", xref="paper")]


# ---------------------------------------------------------------- labels that keep clear

_Box = tuple[float, float, float, float]
_BESIDE: Mapping[str, tuple[str, str, float, float]] = {
    "right": ("left", "middle", 8, 0),
    "above": ("center", "bottom", 0, 7),
    "left": ("right", "middle", -8, 0),
    "below": ("center", "top", 0, -7),
    "above left": ("right", "bottom", -6, 6),
    "above right": ("left", "bottom", 6, 6),
    "below right": ("left", "top", 6, -6),
    "below left": ("right", "top", -6, -6),
    "under": ("left", "top", 8, -9),
}


class Label(msgspec.Struct, frozen=True):
    """Words at a point, `places` tried in order; what is not `needed` gives way where none is clear."""

    text: str
    x: float
    y: float
    font: Mapping[str, Any]
    places: tuple[str, ...] = tuple(_BESIDE)
    needed: bool = True


class Labels(msgspec.Struct):
    """Puts labels where neither a line, a mark nor another label is, at the nominal size of a sheet."""

    sheet: PlotArea
    theme: Theme
    occupied: list[_Box] = msgspec.field(default_factory=list)
    inked: list[tuple[float, float]] = msgspec.field(default_factory=list)
    notes: list[Annotation] = msgspec.field(default_factory=list)

    @classmethod
    def at_least(cls, sheet: PlotArea, size: tuple[int, int], theme: Theme) -> Labels:
        """Labels of a drawing that is shown at no smaller `size`: what is clear there is clear at any."""
        return cls(replace(sheet, size=(min(sheet.size[0], size[0]), min(sheet.size[1], size[1]))), theme)

    def keep_clear(self, points: Sequence[LinePoint], *, joined: bool = True) -> None:
        """Notes a line, or marks, that no label should cover."""
        places = [self.sheet.at(p.x, p.y) for p in points]
        self.inked += places
        if not joined:
            self.inked += [(x + dx, y + dy) for x, y in places for dx in (-5, 5) for dy in (-5, 5)]
        else:
            for (x0, y0), (x1, y1) in pairwise(places):
                parts = max(1, round(math.hypot(x1 - x0, y1 - y0) / 5))
                self.inked += [(x0 + (x1 - x0) * i / parts, y0 + (y1 - y0) * i / parts) for i in range(parts)]

    def add(self, labels: Iterable[Label]) -> None:
        """Places labels, the first first, each at the first of its places that costs least."""
        self.inked.sort()
        for label in labels:
            least, best = math.inf, label.places[0]
            for place in label.places:
                if (cost := self._cost(self._box(label, place))) < least:
                    least, best = cost, place
                if not least:
                    break
            if least and not label.needed:
                continue
            self.occupied.append(self._box(label, best))
            self.notes.append(self._note(label, best))

    def _box(self, label: Label, place: str) -> _Box:
        anchor, hold, dx, dy = _BESIDE[place]
        x, y = self.sheet.at(label.x, label.y)
        size = float(label.font.get("size", 12))
        lines = label.text.split("<br>")
        wide, high = max(map(len, lines)) * size * LETTER, len(lines) * size * 1.2
        left = x + dx - {"left": 0, "center": wide / 2, "right": wide}[anchor]
        top = y - dy - {"top": 0, "middle": high / 2, "bottom": high}[hold]
        return left, top, left + wide, top + high

    def _cost(self, box: _Box) -> int:
        left, top, right, bottom = box
        # In order from left to right: the points beneath a label are looked for among those that can be.
        first, end = bisect_left(self.inked, (left - 2,)), bisect_right(self.inked, (right + 2, math.inf))
        cost = sum([top <= y <= bottom for _, y in self.inked[first:end]])
        cost += sum(
            200
            for x0, y0, x1, y1 in self.occupied
            if x0 < right + 4 and left < x1 + 4 and y0 < bottom and top < y1
        )
        outside = left < 0 or top < 0 or right > self.sheet.size[0] or bottom > self.sheet.size[1] - 18
        return cost + (500 if outside else 0)

    def _note(self, label: Label, place: str) -> Annotation:
        anchor, hold, dx, dy = _BESIDE[place]
        shift = {"align": anchor, "xshift": dx, "yshift": dy}
        return note(label.text, label.x, label.y, label.font, anchor, yanchor=hold, **shift)


def on_sheet(sheet: PlotArea, theme: Theme, data: Iterable[Trace], **more: Any) -> Figure:
    """A drawing at the nominal size of its sheet."""
    return drawing(theme, data, width=sheet.size[0], height=sheet.size[1], **more)
