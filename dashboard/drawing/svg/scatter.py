"""Scatter traces: lines, filled outlines, markers and words at points."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from dashboard.drawing.svg.scale import Axis, Canvas, Outline, PathData
from dashboard.drawing.svg.spec import Spec, known, names, numbers, only, part, real, reals, spread
from dashboard.drawing.svg.strokes import QUIET_TRACE_KEYS, dashes, stroke, tooltip, trace_attributes
from dashboard.drawing.svg.text import LINE_SPACING, Lines, Pen, TextPosition, read_fonts, read_markup
from dashboard.drawing.svg.xml import Element, Look, element, group, look, number, titled

Ends = tuple[tuple[float, float], float, float]
"""An axis as its range and its two ends in the drawing."""

_KEYS = QUIET_TRACE_KEYS | names("mode x y line marker text textposition textfont fill fillcolor connectgaps")
_MARKER_KEYS = frozenset({"symbol", "size", "color", "opacity", "line"})
_MODES = frozenset({"lines", "markers", "text", "none"})
_ACROSS = {"left": (-1, "end"), "center": (0, "middle"), "right": (1, "start")}
_DOWN = {"top": -1, "middle": 0, "bottom": 1}


@dataclass(frozen=True, slots=True)
class Points:
    """The data of a trace on its two axes: None is a gap."""

    across: Axis
    down: Axis
    x: Sequence[float | None]
    y: Sequence[float | None]

    def shown(self) -> Iterator[tuple[int, float, float]]:
        """Index and place of every point within both ranges."""
        places = zip(self.across.places(self.x), self.down.places(self.y), strict=True)
        for i, (x, y) in enumerate(places):
            if x is not None and y is not None:
                yield i, x, y

    def stretches(self) -> Iterator[list[tuple[float, float]]]:
        """The places between the gaps, within the ranges or not, two at least."""
        stretch: list[tuple[float, float]] = []
        for x, y in [*zip(self.x, self.y, strict=True), (None, None)]:
            if x is not None and y is not None:
                stretch.append((self.across.at(x), self.down.at(y)))
                continue
            if len(stretch) > 1:
                yield stretch
            stretch = []


class Symbols:
    """Marker symbols of one drawing: circles are drawn as such, others defined once and used."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._ids: dict[str, str] = {}

    def definitions(self) -> list[Element]:
        """The paths that the marks drawn so far use."""
        return [element("path", {"id": id_, "d": path}) for path, id_ in self._ids.items()]

    def mark(self, shape: str, size: float, x: float, y: float, where: str) -> tuple[str, str]:
        """Tag and place of a mark `size` pixels across."""
        if shape == "circle":
            return "circle", f' cx="{self._canvas.x(x)}" cy="{self._canvas.y(y)}" r="{number(size / 2)}"'
        path = _symbol_path(shape, size / 2)
        if not path:
            raise ValueError(f"{where}: symbol {shape!r} is not drawn")
        id_ = self._ids.setdefault(path, f"{self._canvas.prefix}m{len(self._ids)}")
        return "use", f' href="#{id_}"{self._canvas.point(x, y)}'


@lru_cache(maxsize=256)
def _symbol_path(shape: str, radius: float) -> str:
    """plotly's path for a symbol around 0,0; "" for one that is not drawn."""
    r, diamond, long = number(radius), number(radius * 1.3), number(radius * 1.4)
    wide, half = number(radius * 2 / math.sqrt(3)), number(radius / 2)
    arm = number(radius * 0.8 / math.sqrt(2))
    turn = [f"l{arm} {arm}", f"l{arm} -{arm}", f"l-{arm} -{arm}", f"l-{arm} {arm}"]
    down_right, up_right, up_left, down_left = turn
    paths = {
        "square": f"M{r} {r}H-{r}V-{r}H{r}Z",
        "diamond": f"M{diamond} 0L0 {diamond}L-{diamond} 0L0 -{diamond}Z",
        "triangle-up": f"M-{wide} {half}H{wide}L0 -{r}Z",
        "triangle-down": f"M-{wide} -{half}H{wide}L0 {r}Z",
        "line-ns": f"M0 {long}V-{long}",
        "x": f"M0 {arm}{down_right}{up_right}{up_left}{up_right}{up_left}{down_left}"
        f"{up_left}{down_left}{down_right}{down_left}{down_right}Z",
    }
    return paths.get(shape, "")


def draw_scatter(
    trace: Spec, across: Axis, down: Axis, pen: Pen, symbols: Symbols, where: str
) -> list[Element]:
    """One scatter trace as a group; nothing where no point of it is to be seen."""
    known(trace, _KEYS, where)
    only(trace, "fill", ("none", "toself"), where)
    only(trace, "connectgaps", (False,), where)
    modes = _read_mode(trace, where)
    x, y = (
        _shared_numbers(v, w) if isinstance(v, tuple) else numbers(v, w)
        for v, w in ((trace.get(axis), f"{where}.{axis}") for axis in "xy")
    )
    points = Points(across, down, x, y)
    if len(points.x) != len(points.y):
        raise ValueError(f"{where}: {len(points.x)} values of x and {len(points.y)} of y")
    if modes & {"markers", "text"} and trace.get("cliponaxis") is not False:
        raise ValueError(f"{where}: cliponaxis must be False, since plotly would cut marks at the axes' ends")
    drawn = [
        *_draw_outline(trace, points, pen.canvas, where, lined="lines" in modes),
        *(_draw_markers(trace, points, symbols, where) if "markers" in modes else ()),
        *(_draw_texts(trace, points, pen, "markers" in modes, where) if "text" in modes else ()),
    ]
    return group(drawn, trace_attributes(trace, where))


def _read_mode(trace: Spec, where: str) -> set[str]:
    modes = set(str(trace.get("mode", "")).split("+"))
    if not modes <= _MODES:
        raise ValueError(f"{where}: mode {trace.get('mode')!r} is not drawn")
    return modes


def _draw_outline(trace: Spec, points: Points, canvas: Canvas, where: str, *, lined: bool) -> list[Element]:
    """The area within an outline and the line along it: one path where it has both."""
    across, down = points.across, points.down

    def drawn(how: dict[str, str], *, closed: bool = False, stepped: bool = False) -> list[Element]:
        if not how:
            return []
        data = _path(trace, points, canvas, closed=closed, stepped=stepped)
        return canvas.window(across, down, look(how), data)

    fill = _fill(trace, where)
    line, stepped = _line(trace, where) if lined else ({}, False)
    if fill and line and not stepped:
        # As the line goes: what is filled is closed by itself.
        return drawn({**fill, **line})
    return [*drawn(fill, closed=True), *drawn(line and {"fill": "none", **line}, stepped=stepped)]


def _fill(trace: Spec, where: str) -> dict[str, str]:
    if trace.get("fill") != "toself":
        return {}
    colour = trace.get("fillcolor")
    if not colour:
        raise ValueError(f"{where}: a fill needs a fillcolor")
    return {"fill": str(colour)}


def _line(trace: Spec, where: str) -> tuple[dict[str, str], bool]:
    """How the line of a trace is drawn, and whether in steps."""
    line = dict(part(trace, "line", where))
    shape = line.pop("shape", "linear")
    only({"shape": shape}, "shape", ("linear", "hv"), f"{where}.line")
    line.pop("simplify", None)
    attributes = stroke(line, f"{where}.line", width=2)
    return attributes and {**attributes, "stroke-miterlimit": "2"}, shape == "hv"


def _path(
    trace: Spec, points: Points, canvas: Canvas, *, closed: bool = False, stepped: bool = False
) -> PathData:
    """The path data through the points. Those of tuples are an outline that many drawings share."""
    across, down = points.across, points.down
    if isinstance(trace.get("x"), tuple) and isinstance(trace.get("y"), tuple):
        ends = [(axis.range, axis.start, axis.end) for axis in (across, down)]
        return _shared_path(trace["x"], trace["y"], ends[0], ends[1], canvas.size, closed, stepped)
    stretches = map(_steps, points.stretches()) if stepped else points.stretches()
    return canvas.path(across, down, [Outline(stretch, closed) for stretch in stretches])


@lru_cache(maxsize=512)
def _shared_path(
    x: tuple[float | None, ...],
    y: tuple[float | None, ...],
    across: Ends,
    down: Ends,
    size: tuple[float, float] | None,
    closed: bool,
    stepped: bool,
) -> PathData:
    """The path data of an outline, written once: nine tenths of what a map costs."""
    points = Points(Axis("x", *across, {}), Axis("y", *down, {}), x, y)
    return _path({}, points, Canvas(size, ""), closed=closed, stepped=stepped)


@lru_cache(maxsize=512)
def _shared_numbers(values: tuple[Any, ...], where: str) -> list[float | None]:
    return numbers(values, where)


def _steps(stretch: list[tuple[float, float]]) -> list[tuple[float, float]]:
    corners = stretch[:1]
    for x, y in stretch[1:]:
        corners += [(x, corners[-1][1]), (x, y)]
    return corners


def _draw_markers(trace: Spec, points: Points, symbols: Symbols, where: str) -> list[Element]:
    where = f"{where}.marker"
    marker = part(trace, "marker", where)
    known(marker, _MARKER_KEYS, where)
    bubbles = isinstance(marker.get("size"), (list, tuple))
    sizes = reals(marker.get("size", 6), len(points.x), f"{where}.size")
    shapes = spread(marker.get("symbol", "circle"), len(points.x), f"{where}.symbol")
    opacities = reals(marker.get("opacity", 0.7 if bubbles else 1), len(points.x), f"{where}.opacity")
    paints = _paints(marker, bubbles, len(points.x), where)
    hover = spread(trace.get("hovertext"), len(points.x), f"{where}.hovertext")
    silent = trace.get("hoverinfo")
    marks = []
    looks: dict[tuple[Paint, bool, float], Look] = {}
    for i, x, y in points.shown():
        shape, opacity = str(shapes[i]), opacities[i]
        tag, place = symbols.mark(shape.removesuffix("-open"), sizes[i], x, y, where)
        key = (paints[i], shape.endswith("-open"), opacity)
        if key not in looks:
            attributes = paints[i].attributes(key[1], f"{where}.line")
            looks[key] = look({**attributes, "opacity": "" if opacity == 1 else number(opacity)})
        marks.append(Element(tag, looks[key], titled(tooltip(hover[i], silent)), place))
    return group(marks)


class Paint(NamedTuple):
    """The colour of a marker and of the line around it."""

    colour: Any
    line_colour: Any
    line_width: Any
    dash: Any

    def attributes(self, hollow: bool, where: str) -> dict[str, str]:
        """fill and stroke; a hollow symbol is drawn in the marker's colour, one pixel wide if not given."""
        if not self.colour:
            raise ValueError(f"{where.removesuffix('.line')}: a marker needs a color")
        width = real(self.line_width, f"{where}.width")
        if not hollow:
            line = {"color": self.line_colour, "width": width, "dash": self.dash}
            return {"fill": str(self.colour), **stroke(line, where, width=0)}
        width = width or 1
        return {
            "fill": "none",
            "stroke": str(self.colour),
            "stroke-width": "" if width == 1 else number(width),
            "stroke-dasharray": dashes(self.dash, width, where),
        }


def _paints(marker: Spec, bubbles: bool, count: int, where: str) -> list[Paint]:
    line = part(marker, "line", where)
    known(line, ("color", "width", "dash"), f"{where}.line")
    columns = [
        spread(marker.get("color"), count, f"{where}.color"),
        spread(line.get("color"), count, f"{where}.line.color"),
        spread(line.get("width", 1 if bubbles else 0), count, f"{where}.line.width"),
        spread(line.get("dash"), count, f"{where}.line.dash"),
    ]
    return [Paint(*row) for row in zip(*columns, strict=True)]


def _draw_texts(trace: Spec, points: Points, pen: Pen, marked: bool, where: str) -> list[Element]:
    count = len(points.x)
    words = spread(trace.get("text"), count, f"{where}.text")
    positions = spread(trace.get("textposition", "middle center"), count, f"{where}.textposition")
    fonts = read_fonts(part(trace, "textfont", where), pen.page, count, f"{where}.textfont")
    hover = spread(trace.get("hovertext"), count, f"{where}.hovertext")
    sizes = reals(part(trace, "marker", where).get("size", 6) if marked else 0, count, f"{where}.marker.size")
    texts = []
    for i, x, y in points.shown():
        if words[i] in (None, ""):
            continue
        lines = read_markup(str(words[i]), fonts[i], f"{where}.text")
        away = sizes[i] / 2 / 0.8 + 1 if marked else 0
        place, anchor = _beside(x, y, str(positions[i]), lines, fonts[i].size, away, where)
        title = "" if marked else tooltip(hover[i], trace.get("hoverinfo"))
        texts.append(pen.write(lines, fonts[i], place, anchor=anchor, title=title))
    return group(texts)


def _beside(
    x: float, y: float, position: str, lines: Lines, size: float, away: float, where: str
) -> tuple[TextPosition, str]:
    """Where plotly starts a text at a point: a quarter of an em beneath it for one line in the middle."""
    down, _, across = position.partition(" ")
    if down not in _DOWN or across not in _ACROSS:
        raise ValueError(f"{where}: textposition {position!r} is not drawn")
    sign, anchor = _ACROSS[across]
    high = size * (1 + (len(lines) - 1) * LINE_SPACING)
    dy = size * 0.75 + _DOWN[down] * away + (_DOWN[down] - 1) * high / 2
    return TextPosition(x, y, sign * away, dy), anchor
