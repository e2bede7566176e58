"""Scatter traces: lines, filled outlines, markers and words at points."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from dashboard.drawing.svg.scale import Axis, Canvas, Outline, PathData
from dashboard.drawing.svg.spec import Spec, known, names, numbers, only, part, real, reals, spread
from dashboard.drawing.svg.strokes import QUIET_TRACE_KEYS, dashes, stroke, tooltip, trace_attributes
from dashboard.drawing.svg.text import LINE_SPACING, Pen, TextPosition, read_fonts, read_markup
from dashboard.drawing.svg.xml import Element, Look, Written, element, group, look, number, titled

Ends = tuple[tuple[float, float], float, float]
"""An axis as its range and its two ends in the drawing."""

_KEYS = QUIET_TRACE_KEYS | names("mode x y line marker text textposition textfont fill fillcolor connectgaps")
_MARKER_KEYS = frozenset({"symbol", "size", "color", "opacity", "line"})
_MODES = frozenset({"lines", "markers", "text", "none"})
_ACROSS = {"left": (-1, "end"), "center": (0, "middle"), "right": (1, "start")}
_DOWN = {"top": -1, "middle": 0, "bottom": 1}


class Points(msgspec.Struct, frozen=True):
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
        self.canvas = canvas
        self._ids: dict[str, str] = {}

    def definitions(self) -> list[Element]:
        """The paths that the marks drawn so far use."""
        return [element("path", {"id": id_, "d": path}) for path, id_ in self._ids.items()]

    def symbol(self, shape: str, size: float, where: str) -> Symbol:
        """A symbol `size` pixels across."""
        if shape == "circle":
            return Symbol("circle", ' cx="', '" cy="', f'" r="{number(size / 2)}"')
        path = _symbol_path(shape, size / 2)
        if not path:
            raise ValueError(f"{where}: symbol {shape!r} is not drawn")
        id_ = self._ids.setdefault(path, f"{self.canvas.prefix}m{len(self._ids)}")
        return Symbol("use", f' href="#{id_}" x="', '" y="', '"')


class Symbol(NamedTuple):
    """The tag of a mark, and what is written before, between and after the two parts of its place."""

    tag: str
    before: str
    between: str
    after: str


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
    where, count = f"{where}.marker", len(points.x)
    marker = part(trace, "marker", where)
    known(marker, _MARKER_KEYS, where)
    line = part(marker, "line", where)
    known(line, ("color", "width", "dash"), f"{where}.line")
    bubbles = isinstance(marker.get("size"), (list, tuple))
    columns = (
        spread(marker.get("symbol", "circle"), count, f"{where}.symbol"),
        reals(marker.get("size", 6), count, f"{where}.size"),
        reals(marker.get("opacity", 0.7 if bubbles else 1), count, f"{where}.opacity"),
        spread(marker.get("color"), count, f"{where}.color"),
        spread(line.get("color"), count, f"{where}.line.color"),
        spread(line.get("width", 1 if bubbles else 0), count, f"{where}.line.width"),
        spread(line.get("dash"), count, f"{where}.line.dash"),
    )
    kinds = list(zip(*columns, strict=True))
    titles = _titles(trace, count, where)
    made: dict[tuple[Any, ...], tuple[Symbol, Look]] = {}
    marks = []
    for i, x, y in points.shown():
        kind = kinds[i]
        if kind not in made:
            shape, size, opacity, *paint = kind
            symbol = symbols.symbol(str(shape).removesuffix("-open"), size, where)
            attributes = Paint(*paint).attributes(str(shape).endswith("-open"), f"{where}.line")
            made[kind] = symbol, look({**attributes, "opacity": "" if opacity == 1 else number(opacity)})
        (tag, before, between, after), how = made[kind]
        place = f"{before}{symbols.canvas.x(x)}{between}{symbols.canvas.y(y)}{after}"
        marks.append(Element(tag, how, titles[i], place))
    return group(marks)


def _titles(trace: Spec, count: int, where: str) -> Sequence[Sequence[Written]]:
    """What is said of each mark of a trace."""
    hover, silent = spread(trace.get("hovertext"), count, f"{where}.hovertext"), trace.get("hoverinfo")
    if isinstance(hover, tuple):
        return [titled(tooltip(trace.get("hovertext"), silent))] * count
    return [titled(tooltip(said, silent)) for said in hover]


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
        dx, dy, anchor = _beside(str(positions[i]), len(lines), fonts[i].size, away, where)
        title = "" if marked else tooltip(hover[i], trace.get("hoverinfo"))
        texts.append(pen.write(lines, fonts[i], TextPosition(x, y, dx, dy), anchor=anchor, title=title))
    return group(texts)


@lru_cache(maxsize=256)
def _beside(position: str, lines: int, size: float, away: float, where: str) -> tuple[float, float, str]:
    """Pixels from a point to where plotly starts a text beside it, and its anchor.

    It starts a quarter of an em beneath the point for one line in the middle.
    """
    down, _, across = position.partition(" ")
    if down not in _DOWN or across not in _ACROSS:
        raise ValueError(f"{where}: textposition {position!r} is not drawn")
    sign, anchor = _ACROSS[across]
    high = size * (1 + (lines - 1) * LINE_SPACING)
    dy = size * 0.75 + _DOWN[down] * away + (_DOWN[down] - 1) * high / 2
    return sign * away, dy, anchor
