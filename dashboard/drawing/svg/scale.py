"""Where a thing stands: plotly's axes, domains and paper as fractions of the drawing.

Inside the package a place is a pair of fractions, 0..1 from the left and from the top, with an offset in
pixels where text needs one. `Canvas` alone knows whether they are written as percent or as pixels.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from dashboard.drawing.svg.spec import Spec, known, names, only, pair
from dashboard.drawing.svg.xml import Element, Look, look, number, percent, written

_AXIS_KEY = re.compile(r"([xy])axis(\d*)")
_AXIS_ID = re.compile(r"[xy](?:[2-9]|[1-9]\d+)?")
_EDGE = 1e-9  # a point on the end of an axis lies on the axis, whatever the rounding

# Understood here or in furniture.py, then those that change nothing of a drawing at rest.
_AXIS_KEYS = names(
    "range domain anchor position side visible overlaying showgrid gridcolor gridwidth griddash "
    "tickmode tickvals ticktext tickfont showticklabels layer type automargin zeroline tickangle ticks "
    "showline ticklabeloverflow ticklabelposition autorange title "
    "fixedrange hoverformat showspikes uirevision rangemode"
)


class Axis(msgspec.Struct, frozen=True):
    """One axis: `start` and `end` are the fractions of the drawing at the two ends of `range`."""

    id: str
    range: tuple[float, float]
    start: float
    end: float
    spec: Spec

    @property
    def where(self) -> str:
        return f"{self.id[0]}axis{self.id[1:]}"

    @property
    def low(self) -> float:
        return min(self.start, self.end)

    @property
    def high(self) -> float:
        return max(self.start, self.end)

    @property
    def visible(self) -> bool:
        return self.spec.get("visible") is not False

    def at(self, value: float) -> float:
        """The fraction of the drawing at which `value` stands."""
        first, last = self.range
        return self.start + (value - first) / (last - first) * (self.end - self.start)

    def holds(self, value: float) -> bool:
        """Whether `value` lies within the range, ends included."""
        return self.places([value]) != [None]

    def places(self, values: Sequence[float | None]) -> list[float | None]:
        """The fraction of the drawing for each value; None for a gap, and beyond the ends of the range."""
        low, high = self.low - _EDGE, self.high + _EDGE
        (first, last), start, long = self.range, self.start, self.end - self.start
        return [
            place
            if value is not None and low <= (place := start + (value - first) / (last - first) * long) <= high
            else None
            for value in values
        ]


class Frame(msgspec.Struct, frozen=True):
    """All axes of a figure, by plotly's names (x, x2, y...)."""

    axes: Mapping[str, Axis]

    def axis(self, ref: object, letter: str, where: str) -> Axis:
        """The axis that `ref` names; ValueError where it is none of this figure's."""
        if not isinstance(ref, str) or not ref.startswith(letter) or ref not in self.axes:
            raise ValueError(f"{where}: {ref!r} is no {letter} axis of this figure")
        return self.axes[ref]

    def at(self, letter: str, ref: str, value: float, where: str) -> float:
        """The fraction at which `value` stands by `ref`: an axis, "paper", or an axis's domain."""
        if _on_axis(ref):
            return self.axis(ref, letter, where).at(value)
        low, high = self._span(letter, ref, where)
        return low + value * (high - low) if letter == "x" else high - value * (high - low)

    def bound(self, letter: str, ref: str, where: str) -> tuple[float, float] | None:
        """The span outside of which a thing placed by `ref` is cut off; None by paper or by a domain."""
        return self._span(letter, ref, where) if _on_axis(ref) else None

    def _span(self, letter: str, ref: str, where: str) -> tuple[float, float]:
        if ref == "paper":
            return 0.0, 1.0
        axis = self.axis(ref.removesuffix(" domain"), letter, where)
        return axis.low, axis.high


def _on_axis(ref: str) -> bool:
    return ref != "paper" and not ref.endswith(" domain")


def read_axes(layout: Spec) -> Frame:
    """The axes of a layout; ValueError for one that plotly would not draw as this package does."""
    axes = {}
    for key, spec in layout.items():
        match = _AXIS_KEY.fullmatch(key)
        if match and spec is not None:
            axis = _read_axis(match[1] + match[2], spec)
            axes[axis.id] = axis
    for axis in axes.values():
        _check_overlay(axis, axes)
    return Frame(axes)


def _check_overlay(axis: Axis, axes: Mapping[str, Axis]) -> None:
    """An axis that overlays another is given the other's domain by plotly, whatever it says itself."""
    over = axis.spec.get("overlaying")
    if over in (None, False):
        return
    beneath = Frame(axes).axis(over, axis.id[0], f"{axis.where}.overlaying")
    if (axis.start, axis.end) != (beneath.start, beneath.end):
        raise ValueError(f"{axis.where}: overlaying {over!r} takes its domain, so that its own is not drawn")


def _read_axis(id_: str, spec: Spec) -> Axis:
    where = f"{id_[0]}axis{id_[1:]}"
    if not _AXIS_ID.fullmatch(id_):
        raise ValueError(f"{where}: no such axis in plotly")
    known(spec, _AXIS_KEYS, where)
    only(spec, "type", ("linear", "-"), where)
    only(spec, "automargin", (False,), where)
    only(spec, "autorange", (False,), where)
    only(spec, "showline", (False,), where)
    only(spec, "ticks", ("",), where)
    only(spec, "tickangle", (0,), where)
    only(spec, "ticklabeloverflow", ("allow",), where)
    only(spec, "ticklabelposition", ("outside",), where)
    title = spec.get("title")
    if title and (not isinstance(title, Mapping) or title.get("text")):
        raise ValueError(f"{where}: title is not drawn")
    lower, upper = pair(spec.get("domain", (0, 1)), f"{where}.domain")
    if not 0 <= lower < upper <= 1:
        raise ValueError(f"{where}.domain: expected two rising numbers within 0..1")
    if id_[0] == "y":
        lower, upper = 1 - lower, 1 - upper
    return Axis(id_, pair(spec.get("range"), f"{where}.range"), lower, upper, spec)


class Canvas(msgspec.Struct, frozen=True):
    """The surface: fluid (percent) where `size` is None, else `size` pixels wide and high."""

    size: tuple[float, float] | None
    prefix: str

    def x(self, fraction: float) -> str:
        """A horizontal place or length."""
        return percent(fraction) if self.size is None else number(fraction * self.size[0])

    def y(self, fraction: float) -> str:
        """A vertical place or length."""
        return percent(fraction) if self.size is None else number(fraction * self.size[1])

    def point(self, x: float, y: float, dx: float = 0, dy: float = 0) -> str:
        """x and y (and in percent dx and dy) of a text that starts `dx`, `dy` pixels off a place."""
        if self.size is not None:
            width, height = self.size
            return f' x="{number(x * width + dx)}" y="{number(y * height + dy)}"'
        return f' x="{self.x(x)}" y="{self.y(y)}"{_shift("dx", dx)}{_shift("dy", dy)}'

    def line_start(self, x: float, dx: float) -> str:
        """The same of a further line of the text, without what says how far down it stands."""
        if self.size is not None:
            return f' x="{number(x * self.size[0] + dx)}"'
        return f' x="{self.x(x)}"{_shift("dx", dx)}'

    def box(self, x0: float, y0: float, x1: float, y1: float) -> str:
        """x, y, width and height of the box between two places, in any order."""
        across = f' x="{self.x(min(x0, x1))}" y="{self.y(min(y0, y1))}"'
        return f'{across} width="{self.x(abs(x1 - x0))}" height="{self.y(abs(y1 - y0))}"'

    def line(self, x0: float, y0: float, x1: float, y1: float) -> str:
        """The ends of a line between two places."""
        return f' x1="{self.x(x0)}" y1="{self.y(y0)}" x2="{self.x(x1)}" y2="{self.y(y1)}"'

    def path(self, across: Axis, down: Axis, outlines: Sequence[Outline]) -> PathData:
        """The path data through `outlines`, in the units of the window over two axes."""
        left, top = across.low, down.low
        wide, high = across.high - left, down.high - top
        units = (100 / wide, 100 / high) if self.size is None else self.size
        places = 3 if self.size is None else 2
        steps = "".join(
            _steps(
                [((x - left) * units[0], (y - top) * units[1]) for x, y in line.points], line.closed, places
            )
            for line in outlines
        )
        within = all(
            left - _EDGE <= x <= across.high + _EDGE and top - _EDGE <= y <= down.high + _EDGE
            for line in outlines
            for x, y in line.points
        )
        return PathData(steps, within)

    def window(self, across: Axis, down: Axis, path: Look, data: PathData) -> list[Element]:
        """A path of a look with `data` in a nested drawing over two axes, which cuts it off at their ends.

        A path has no percents; in the nested drawing's own units (hundredths) it stretches with the page,
        while its stroke keeps its width. In a drawing of a fixed size what lies within is not cut off:
        each cut is a layer of the whole picture to what makes a PNG, and a map has 128 of them.
        """
        if not data.steps:
            return []
        own = {}
        steps = f'{written(path)} d="{data.steps}"'
        if self.size is None:
            steps += ' vector-effect="non-scaling-stroke"'
            own = {"viewBox": "0 0 100 100", "preserveAspectRatio": "none"}
        elif data.within:
            own = {"overflow": "visible"}
        box = self.box(across.low, down.low, across.high, down.high)
        return [Element("svg", look(own), [Element("path", (), (), steps)], box)]


class PathData(NamedTuple):
    """The data of a path through outlines, and whether all of them lie within the axes."""

    steps: str
    within: bool


class Outline(NamedTuple):
    """A line through places of the drawing, closed or not."""

    points: list[tuple[float, float]]
    closed: bool = False


@lru_cache(maxsize=1024)
def _shift(name: str, pixels: float) -> str:
    return f' {name}="{text}"' if pixels and (text := number(pixels)) != "0" else ""


def _steps(points: list[tuple[float, float]], closed: bool, places: int) -> str:
    """The shortest path data through `points`: repeated points left out, H and V where they serve."""
    words = [(number(x, places), number(y, places)) for x, y in points]
    path, last = "", ("", "")
    for x, y in words:
        if not path:
            path = f"M{x} {y}"
        elif y == last[1] and x != last[0]:
            path += f"H{x}"
        elif x == last[0] and y != last[1]:
            path += f"V{y}"
        elif (x, y) != last:
            path += f"L{x} {y}"
        last = (x, y)
    if len(set(words)) < 2:
        return ""
    return path + ("Z" if closed else "")
