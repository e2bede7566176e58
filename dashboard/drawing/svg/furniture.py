"""What stands around the marks: grids and labels of axes, shapes, annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dashboard.drawing.svg.scale import Axis, Canvas, Frame
from dashboard.drawing.svg.spec import Spec, known, listed, names, only, part, real, transparent
from dashboard.drawing.svg.strokes import dashes, stroke, tooltip
from dashboard.drawing.svg.text import (
    LINE_SPACING,
    Lines,
    Pen,
    Reach,
    TextPosition,
    reach,
    read_font,
    read_markup,
)
from dashboard.drawing.svg.xml import Element, group, look, number

_SHAPE_KEYS = names(
    "type x0 x1 y0 y1 xref yref fillcolor opacity line layer visible name editable showlegend"
)
_NOTE_KEYS = names(
    "text x y xref yref xanchor yanchor xshift yshift font align valign showarrow bgcolor opacity visible "
    "bordercolor borderwidth borderpad textangle hovertext captureevents name"
)
_INK = "#444"  # plotly's own line colour


# ---------------------------------------------------------------- axes


def draw_grid(axis: Axis, counter: Axis, canvas: Canvas, default: bool) -> list[Element]:
    """The lines of `axis` across `counter`; `default` is plotly's showgrid where the axis says nothing.

    As plotly, none at the very ends of the axis.
    """
    spec, where = axis.spec, axis.where
    given = any(spec.get(key) for key in ("gridcolor", "gridwidth", "griddash"))
    shown = default or given if spec.get("showgrid") is None else spec["showgrid"]
    if axis.visible and axis.holds(0) and spec.get("zeroline", shown):
        raise ValueError(f"{where}: zeroline must be False where the range holds 0")
    if not axis.visible or not shown:
        return []
    width = real(spec.get("gridwidth", 1), f"{where}.gridwidth")
    if not spec.get("gridcolor"):
        raise ValueError(f"{where}: a grid needs a gridcolor")
    how = look(
        {
            "stroke": str(spec["gridcolor"]),
            "stroke-width": "" if width == 1 else number(width),
            "stroke-dasharray": dashes(spec.get("griddash"), width, f"{where}.griddash"),
        }
    )
    lines = []
    for value in tick_values(axis):
        place = axis.at(value)
        if not axis.low < place < axis.high:
            continue
        lines.append(Element("line", how, (), _ends(canvas, axis, counter, place)))
    return group(lines, {"shape-rendering": "crispEdges"})


def _ends(canvas: Canvas, axis: Axis, counter: Axis, place: float) -> str:
    if axis.id[0] == "x":
        return canvas.line(place, counter.low, place, counter.high)
    return canvas.line(counter.low, place, counter.high, place)


def tick_values(axis: Axis) -> list[float]:
    """The places of the ticks; ValueError where they are left to plotly though something is drawn there."""
    spec, where = axis.spec, axis.where
    only(spec, "tickmode", ("array",), where)
    values = spec.get("tickvals")
    if values is None:
        raise ValueError(f"{where}: needs tickvals, or visible False, or neither grid nor labels")
    return [real(value, f"{where}.tickvals") for value in listed(values, f"{where}.tickvals")]


def draw_labels(axis: Axis, frame: Frame, pen: Pen) -> list[Element]:
    """The labels of an axis, beside the axis that it is anchored to."""
    spec, where = axis.spec, axis.where
    if not axis.visible or spec.get("showticklabels") is False:
        return []
    values = tick_values(axis)
    texts = listed(spec.get("ticktext"), f"{where}.ticktext")
    if len(texts) != len(values):
        raise ValueError(f"{where}: {len(texts)} of ticktext for {len(values)} of tickvals")
    font = read_font(part(spec, "tickfont", where), pen.page, f"{where}.tickfont")
    side, line = _side(axis, frame)
    labels = []
    for value, text in zip(values, texts, strict=True):
        if text in (None, "") or not axis.holds(value):
            continue
        lines = read_markup(str(text), font, f"{where}.ticktext")
        rest = (len(lines) - 1) * LINE_SPACING * font.size
        place, anchor = _label_place(axis.at(value), side, line, font.size, rest)
        labels.append(pen.write(lines, font, place, anchor=anchor))
    return group(labels)


def _side(axis: Axis, frame: Frame) -> tuple[str, float]:
    """The side on which the labels stand and the fraction of the drawing at which they do."""
    spec, where = axis.spec, axis.where
    sides = ("bottom", "top") if axis.id[0] == "x" else ("left", "right")
    only(spec, "side", sides, where)
    side = str(spec.get("side") or sides[0])
    counter = "y" if axis.id[0] == "x" else "x"
    anchor = spec.get("anchor") or counter
    if anchor == "free":
        return side, frame.at(counter, "paper", real(spec.get("position", 0), f"{where}.position"), where)
    other = frame.axis(anchor, counter, f"{where}.anchor")
    return side, other.low if side in ("left", "top") else other.high


def _label_place(at: float, side: str, line: float, size: float, rest: float) -> tuple[TextPosition, str]:
    """Half a pixel off the axis, which plotly takes to be one wide; `rest` is the height of further lines."""
    if side == "bottom":
        return TextPosition(at, line, 0, 0.5 + size), "middle"
    if side == "top":
        return TextPosition(at, line, 0, -0.5 - 0.2 * size - rest), "middle"
    dx, anchor = (-0.5, "end") if side == "left" else (0.5, "start")
    return TextPosition(line, at, dx, 0.35 * size - rest / 2), anchor


# ---------------------------------------------------------------- shapes


def default_ref(spec: Spec, letter: str, frame: Frame) -> str:
    """What x or y of a shape or an annotation refers to: the first axis, or paper where there is none."""
    return str(spec.get(f"{letter}ref") or (letter if letter in frame.axes else "paper"))


def shape_layer(
    shape: Spec, frame: Frame, subplots: Iterable[tuple[str, str]]
) -> tuple[str, tuple[str, str]]:
    """The layer of a shape (above, below, between) and the subplot that it is part of, ("", "") for none."""
    refs = [default_ref(shape, letter, frame).removesuffix(" domain") for letter in "xy"]
    layer = str(shape.get("layer") or "above")
    home = (refs[0], refs[1])
    if layer == "above":
        return layer, ("", "")
    if "paper" in home or home not in list(subplots):
        return "below", ("", "")
    return layer, home


def draw_shape(shape: Spec, frame: Frame, canvas: Canvas, where: str) -> list[Element]:
    """One rect or line, cut off at the ends of the axes that it refers to."""
    known(shape, _SHAPE_KEYS, where)
    only(shape, "layer", ("below", "between", "above"), where)
    only(shape, "editable", (False,), where)
    only(shape, "showlegend", (False,), where)
    kind = shape.get("type", "rect")
    if kind not in ("rect", "line"):
        raise ValueError(f"{where}: type {kind!r} is not drawn")
    if shape.get("visible") is False:
        return []
    outline = stroke(part(shape, "line", where), f"{where}.line", width=2, colour=_INK)
    opacity = real(shape.get("opacity", 1), f"{where}.opacity")
    places, bounds = _corners(shape, frame, where)
    clipped = _clip(places, bounds, straight=kind == "rect")
    if clipped is None:
        return []
    faint = {"opacity": "" if opacity == 1 else number(opacity)}
    if kind == "line":
        return [Element("line", look({**outline, **faint}), (), canvas.line(*clipped))] if outline else []
    if outline and clipped != places:
        raise ValueError(f"{where}: the outline of a rect that an axis cuts off is not drawn")
    fill = str(shape.get("fillcolor") or "none")
    if transparent(fill) and not outline:
        return []
    how = look({"fill": "none" if transparent(fill) else fill, **outline, **faint})
    return [Element("rect", how, (), canvas.box(*clipped))]


_Box = tuple[float, float, float, float]


def _corners(shape: Spec, frame: Frame, where: str) -> tuple[_Box, _Box]:
    """x0, y0, x1, y1 of a shape, and the box beyond which its axes cut it off."""
    at: dict[str, float] = {}
    ends: dict[str, tuple[float, float]] = {}
    for letter in "xy":
        ref = default_ref(shape, letter, frame)
        for key in (f"{letter}0", f"{letter}1"):
            at[key] = frame.at(letter, ref, real(shape.get(key), f"{where}.{key}"), where)
        ends[letter] = frame.bound(letter, ref, where) or (float("-inf"), float("inf"))
    places = (at["x0"], at["y0"], at["x1"], at["y1"])
    return places, (ends["x"][0], ends["y"][0], ends["x"][1], ends["y"][1])


def _clip(places: _Box, bounds: _Box, *, straight: bool) -> _Box | None:
    """The part of a line within bounds; of a rect, where `straight`, of each side for itself."""
    starts, ends = places[:2], places[2:]
    spans = []
    for start, end, low, high in zip(starts, ends, bounds[:2], bounds[2:], strict=True):
        if max(start, end) < low or min(start, end) > high:
            return None
        if start == end:
            spans.append((0.0, 1.0))
            continue
        near, far = sorted(((low - start) / (end - start), (high - start) / (end - start)))
        spans.append((max(near, 0.0), min(far, 1.0)))
    if not straight:
        first, last = max(near for near, _ in spans), min(far for _, far in spans)
        if first > last:
            return None
        spans = [(first, last)] * 2
    (left, right), (top, bottom) = spans
    wide, high = ends[0] - starts[0], ends[1] - starts[1]
    return (
        starts[0] + left * wide if left else starts[0],
        starts[1] + top * high if top else starts[1],
        starts[0] + right * wide if right != 1 else ends[0],
        starts[1] + bottom * high if bottom != 1 else ends[1],
    )


# ---------------------------------------------------------------- annotations


def draw_annotation(note: Spec, frame: Frame, pen: Pen, where: str) -> Iterator[Element]:
    """One annotation without an arrow; its bgcolor becomes an outline behind the letters."""
    _check_annotation(note, where)
    font = read_font(part(note, "font", where), pen.page, f"{where}.font")
    x_ref, y_ref = default_ref(note, "x", frame), default_ref(note, "y", frame)
    x, y = real(note.get("x"), f"{where}.x"), real(note.get("y"), f"{where}.y")
    left, top = frame.at("x", x_ref, x, where), frame.at("y", y_ref, y, where)
    text = note.get("text")
    if note.get("visible") is False or text in (None, ""):
        return
    x_ends, y_ends = frame.bound("x", x_ref, where), frame.bound("y", y_ref, where)
    if _outside(left, x_ends) or _outside(top, y_ends):
        return
    lines = read_markup(str(text), font, f"{where}.text")
    across = _anchor(note.get("xanchor"), 0.5 if x_ends else x, ("left", "center", "right"))
    down = _anchor(note.get("yanchor"), 0.5 if y_ends else 1 - y, ("top", "middle", "bottom"))
    _check_align(note, lines, across, where)
    pad = real(note.get("borderwidth", 1), where) + real(note.get("borderpad", 1), where)
    dx = {"left": pad, "center": 0, "right": -pad}[across] + real(note.get("xshift", 0), f"{where}.xshift")
    dy = _drop(down, reach(lines, font), pad) - real(note.get("yshift", 0), f"{where}.yshift")
    opacity = real(note.get("opacity", 1), f"{where}.opacity")
    yield pen.write(
        lines,
        font,
        TextPosition(left, top, dx, dy),
        anchor={"left": "start", "center": "middle", "right": "end"}[across],
        halo=str(note.get("bgcolor") or ""),
        title=tooltip(note.get("hovertext"), None),
        opacity="" if opacity == 1 else number(opacity),
    )


def _outside(place: float, bound: tuple[float, float] | None) -> bool:
    return bound is not None and not bound[0] - 1e-9 <= place <= bound[1] + 1e-9


def _check_annotation(note: Spec, where: str) -> None:
    known(note, _NOTE_KEYS, where)
    if note.get("showarrow") is not False:
        raise ValueError(f"{where}: showarrow must be False")
    only(note, "textangle", (0,), where)
    only(note, "xanchor", ("auto", "left", "center", "right"), where)
    only(note, "yanchor", ("auto", "top", "middle", "bottom"), where)
    only(note, "align", ("left", "center", "right"), where)
    if not transparent(str(note.get("bordercolor") or "")):
        raise ValueError(f"{where}: bordercolor is not drawn")


def _check_align(note: Spec, lines: Lines, across: str, where: str) -> None:
    if len(lines) > 1 and note.get("align", "center") != across:
        raise ValueError(f"{where}: lines must be aligned as they are anchored, {across!r}")


def _anchor(given: object, value: float, names: tuple[str, str, str]) -> str:
    """The side by which a text is held; by default that of the third of the drawing it stands in."""
    if given not in (None, "auto"):
        return str(given)
    return names[0] if value < 1 / 3 else names[2] if value > 2 / 3 else names[1]


def _drop(down: str, tall: Reach, pad: float) -> float:
    """Pixels from the point of an annotation to the first baseline of its text."""
    return {"top": pad + tall.above, "middle": tall.middle, "bottom": -pad - tall.below}[down]
