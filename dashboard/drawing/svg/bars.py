"""Bar traces: upright or lying, one series or several laid over each other, with words at their ends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from dashboard.drawing.svg.scale import Axis, Canvas
from dashboard.drawing.svg.spec import Spec, known, names, numbers, only, part, real, spread, transparent
from dashboard.drawing.svg.strokes import QUIET_TRACE_KEYS, stroke, tooltip, trace_attributes
from dashboard.drawing.svg.text import Font, Pen, TextPosition, reach, read_fonts, read_markup
from dashboard.drawing.svg.xml import Element, Look, element, group, look, number, titled

_KEYS = QUIET_TRACE_KEYS | names(
    "x y base width orientation marker text textposition textfont textangle constraintext insidetextanchor"
)
_MARKER_KEYS = frozenset({"color", "opacity", "line", "pattern"})
_PATTERN_KEYS = frozenset({"shape", "fgcolor", "bgcolor", "size", "solidity", "fillmode", "fgopacity"})
_PAD = 3  # pixels between a bar's end and its words
_GAP = 0.2  # plotly's own bargap


class Patterns:
    """The hatchings of one drawing, each defined once."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._ids: dict[tuple[str, str, float, float], str] = {}

    def fill(self, ink: str, ground: str, size: float, solidity: float) -> str:
        """What to fill with for strokes rising to the right, `ink` on `ground`."""
        key = (ink, ground, size, solidity)
        return f"url(#{self._ids.setdefault(key, f'{self._canvas.prefix}p{len(self._ids)}')})"

    def definitions(self) -> list[Element]:
        """The patterns that the bars drawn so far use."""
        return [_hatching(id_, *key) for key, id_ in self._ids.items()]


def _hatching(id_: str, ink: str, ground: str, size: float, solidity: float) -> Element:
    side = size * 2**0.5
    a, b, c, d = (number(side * part) for part in (0.25, 0.5, 0.75, 1.25))
    path = f"M-{a} {a}l{b} -{b}M0 {number(side)}L{number(side)} 0M{c} {d}l{b} -{b}"
    box = {"width": number(side), "height": number(side)}
    lines = element("path", {"d": path, "stroke": ink, "stroke-width": number(solidity * size)})
    under = [] if transparent(ground) else [element("rect", {**box, "fill": ground})]
    return element("pattern", {"id": id_, **box, "patternUnits": "userSpaceOnUse"}, [*under, lines])


class Bar(msgspec.Struct, frozen=True):
    """One bar by the fractions of the drawing: its base and its tip along it, its two sides."""

    index: int
    size: float
    base: float
    tip: float
    sides: tuple[float, float]
    upright: bool

    def box(self, base: float, tip: float, sides: tuple[float, float]) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1 of a stretch of the bar."""
        return (sides[0], base, sides[1], tip) if self.upright else (base, sides[0], tip, sides[1])

    @property
    def onward(self) -> int:
        """Where the bar goes on the drawing: 1 right or down, -1 left or up, 0 nowhere."""
        return (self.tip > self.base) - (self.tip < self.base)

    @property
    def middle(self) -> float:
        return (self.sides[0] + self.sides[1]) / 2


def draw_bars(
    trace: Spec, across: Axis, down: Axis, gap: float | None, pen: Pen, patterns: Patterns, where: str
) -> list[Element]:
    """One bar trace as a group; `gap` is the layout's bargap."""
    known(trace, _KEYS, where)
    only(trace, "orientation", ("v", "h"), where)
    upright = trace.get("orientation", "v") == "v"
    along, over = (down, across) if upright else (across, down)
    sizes = numbers(trace.get("y" if upright else "x"), f"{where}.{along.id[0]}")
    positions = numbers(trace.get("x" if upright else "y"), f"{where}.{over.id[0]}")
    if len(sizes) != len(positions):
        raise ValueError(f"{where}: {len(positions)} positions for {len(sizes)} bars")
    widths = _widths(trace, positions, _GAP if gap is None else gap, where)
    bases = numbers(list(spread(trace.get("base"), len(sizes), f"{where}.base")), f"{where}.base")
    bars = [
        Bar(
            i,
            size,
            along.at(base or 0),
            along.at((base or 0) + size),
            (over.at(position - widths[i] / 2), over.at(position + widths[i] / 2)),
            upright,
        )
        for i, (size, position, base) in enumerate(zip(sizes, positions, bases, strict=True))
        if size is not None and position is not None
    ]
    drawn = [
        *group(_rects(trace, bars, len(sizes), along, over, pen.canvas, patterns, where)),
        *group(_texts(trace, bars, len(sizes), along, over, pen, where)),
    ]
    return group(drawn, trace_attributes(trace, where))


def _widths(trace: Spec, positions: Sequence[float | None], gap: float, where: str) -> Sequence[float]:
    """Widths in the units of the axis: as given, else the least distance of two bars, less the gap."""
    if trace.get("width") is not None:
        widths = spread(trace["width"], len(positions), f"{where}.width")
        return [real(width, f"{where}.width") for width in widths]
    places = sorted({position for position in positions if position is not None})
    steps = [after - before for before, after in pairwise(places)]
    return [min(steps, default=1) * (1 - gap)] * len(positions)


def _cut(low: float, high: float, axis: Axis) -> tuple[float, float] | None:
    """The part of a stretch within an axis; None where it lies outside."""
    start, end = (min(max(place, axis.low), axis.high) for place in (low, high))
    return None if start == end and low != high else (start, end)


def _rects(
    trace: Spec,
    bars: Sequence[Bar],
    count: int,
    along: Axis,
    over: Axis,
    canvas: Canvas,
    patterns: Patterns,
    where: str,
) -> Iterator[Element]:
    marker = part(trace, "marker", where)
    known(marker, _MARKER_KEYS, f"{where}.marker")
    fills = _fills(marker, count, patterns, f"{where}.marker")
    line = part(marker, "line", f"{where}.marker")
    known(line, ("color", "width"), f"{where}.marker.line")
    colours = spread(line.get("color"), count, f"{where}.marker.line.color")
    thick = spread(line.get("width", 0), count, f"{where}.marker.line.width")
    opacities = spread(marker.get("opacity", 1), count, f"{where}.marker.opacity")
    hover = spread(trace.get("hovertext"), count, f"{where}.hovertext")
    looks: dict[tuple[Any, ...], tuple[bool, Look]] = {}
    for bar in bars:
        i = bar.index
        key = (fills[i], colours[i], thick[i], opacities[i])
        if key not in looks:
            looks[key] = _bar_look(*key, f"{where}.marker")
        outlined, how = looks[key]
        length, sides = _cut(bar.base, bar.tip, along), _cut(*bar.sides, over)
        if length is None or sides is None or (bar.onward == 0 and not outlined):
            continue
        place = canvas.box(*bar.box(*length, sides))
        yield Element("rect", how, titled(tooltip(hover[i], trace.get("hoverinfo"))), place)


def _bar_look(fill: str, colour: Any, thick: Any, opacity: Any, where: str) -> tuple[bool, Look]:
    """Whether a bar has an outline, and its look."""
    outline = stroke({"color": colour, "width": thick}, f"{where}.line", width=0)
    shown = real(opacity, f"{where}.opacity")
    return bool(outline), look({"fill": fill, **outline, "opacity": "" if shown == 1 else number(shown)})


def _fills(marker: Spec, count: int, patterns: Patterns, where: str) -> Sequence[str]:
    colours = spread(marker.get("color"), count, f"{where}.color")
    if not all(colours):
        raise ValueError(f"{where}: bars need a color")
    pattern = part(marker, "pattern", where)
    known(pattern, _PATTERN_KEYS, f"{where}.pattern")
    only(pattern, "fillmode", ("replace",), f"{where}.pattern")
    only(pattern, "fgopacity", (1,), f"{where}.pattern")
    shapes = spread(pattern.get("shape", ""), count, f"{where}.pattern.shape")
    # plotly heeds the pattern's own colours only where the bars have one colour for all.
    own: Spec = {} if isinstance(marker.get("color"), (list, tuple)) else pattern
    size = real(pattern.get("size", 8), f"{where}.pattern.size")
    solidity = real(pattern.get("solidity", 0.3), f"{where}.pattern.solidity")
    fills = []
    for colour, shape in zip(colours, shapes, strict=True):
        only({"shape": shape}, "shape", ("", "/"), f"{where}.pattern")
        ink, ground = str(own.get("fgcolor") or colour), str(own.get("bgcolor") or "")
        fills.append(patterns.fill(ink, ground, size, solidity) if shape else str(colour))
    return fills


def _texts(
    trace: Spec, bars: Sequence[Bar], count: int, along: Axis, over: Axis, pen: Pen, where: str
) -> Iterator[Element]:
    words = spread(trace.get("text"), count, f"{where}.text")
    if not any(text not in (None, "") for text in words):
        return
    positions = spread(trace.get("textposition", "auto"), count, f"{where}.textposition")
    if all(position == "none" for position in positions):
        return
    _check_texts(trace, positions, where)
    fonts = read_fonts(part(trace, "textfont", where), pen.page, count, f"{where}.textfont")
    forwards = _forwards(bars, along)
    for bar in bars:
        text, position = words[bar.index], positions[bar.index]
        seen = along.low <= bar.tip <= along.high and over.low <= bar.middle <= over.high
        inside = position == "inside"
        if text in (None, "") or position == "none" or not seen or (inside and bar.onward == 0):
            continue
        anchor = trace.get("insidetextanchor", "end") if inside else "outside"
        yield _text(bar, str(text), fonts[bar.index], anchor, bar.onward or forwards, pen, f"{where}.text")


def _check_texts(trace: Spec, positions: Sequence[Any], where: str) -> None:
    """Where plotly measures words to place, shrink or turn them, this drawing cannot follow."""
    for position in positions:
        only({"textposition": position}, "textposition", ("outside", "inside", "none"), where)
    only(trace, "insidetextanchor", ("end", "middle", "start"), where)
    if trace.get("constraintext") != "none" or trace.get("textangle") != 0:
        raise ValueError(f"{where}: text on bars needs constraintext 'none' and textangle 0")
    if trace.get("cliponaxis") is not False:
        raise ValueError(f"{where}: cliponaxis must be False, since plotly would cut words at the axes' ends")
    if "inside" in positions and not part(trace, "textfont", where).get("color"):
        raise ValueError(f"{where}: text inside bars needs a textfont.color")


def _forwards(bars: Sequence[Bar], along: Axis) -> int:
    """The direction of a bar of no length: that of the others if they agree, else rightwards or upwards."""
    rising = 1 if along.end > along.start else -1
    if all(bar.size >= 0 for bar in bars):
        return rising
    if all(bar.size <= 0 for bar in bars):
        return -rising
    return 1 if along.id[0] == "x" else -1


def _text(bar: Bar, text: str, font: Font, anchor: str, onward: int, pen: Pen, where: str) -> Element:
    lines = read_markup(text, font, where)
    tall = reach(lines, font)
    # Along the bar: which way the words lie from the line they keep to, and where that line is.
    lies = {"outside": onward, "end": -onward, "middle": 0, "start": onward}[anchor]
    line = {"middle": (bar.base + bar.tip) / 2, "start": bar.base}.get(anchor, bar.tip)
    if bar.upright:
        dy = {1: _PAD + tall.above, 0: tall.middle, -1: -_PAD - tall.below}[lies]
        return pen.write(lines, font, TextPosition(bar.middle, line, 0, dy), anchor="middle")
    if len(lines) > 1:
        raise ValueError(f"{where}: several lines beside a lying bar are not drawn")
    across = {1: "start", 0: "middle", -1: "end"}[lies]
    return pen.write(lines, font, TextPosition(line, bar.middle, lies * _PAD, tall.middle), anchor=across)
