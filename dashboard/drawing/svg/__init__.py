"""A plotly figure drawn as SVG, without a browser.

Drawn is the part of plotly that the project's charts are made of: `scatter` and `bar` on linear axes,
shapes, annotations, no margins. Where plotly.js would measure text, or draw what is not drawn here, the
figure is rejected by name rather than drawn differently. What remains different is little: plotly.js hides
tick labels that leave the drawing or turns them where they collide, rounds annotations to whole pixels and
puts a box behind them where `bgcolor` here is an outline of the letters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.drawing.svg.bars import Patterns, draw_bars
from dashboard.drawing.svg.furniture import draw_annotation, draw_grid, draw_labels, draw_shape, shape_layer
from dashboard.drawing.svg.scale import Axis, Canvas, Frame, read_axes
from dashboard.drawing.svg.scatter import Symbols, draw_scatter
from dashboard.drawing.svg.spec import Spec, known, listed, names, only, part, transparent
from dashboard.drawing.svg.text import Pen, page_font
from dashboard.drawing.svg.xml import Element, element, number

__all__ = ["draw"]

# Drawn or rejected here, then those that change nothing of a drawing at rest.
_LAYOUT_KEYS = names(
    "margin paper_bgcolor plot_bgcolor font shapes annotations showlegend bargap barmode title template "
    "autosize width height hovermode hoverdistance hoverlabel hoversubplots spikedistance dragmode clickmode "
    "selectdirection uirevision editrevision selectionrevision datarevision separators transition modebar "
    "meta newshape activeshape colorway clickanywhere"
)
_WHITE = "#fff"  # plotly's own ground

Subplot = tuple[str, str]


def draw(
    figure: Mapping[str, Any],
    *,
    label: str,
    size: tuple[float, float] | None = None,
    element_id: str = "",
    height: str = "100%",
) -> str:
    """The figure {"data": [...], "layout": {...}} as one `<svg>` element.

    Without `size` it is fluid: every place in percent, so that text and marks keep their pixels at any
    width and `height`; colours may be CSS variables of the page. With `size`, in pixels, it is a document
    of its own. `label` is said to screen readers; `element_id` is the id of the element and keeps the ids
    within it apart from those of other drawings on the page. ValueError names what is not drawn.
    """
    layout = part(figure, "layout", "figure")
    traces = [
        (f"trace {i} ({trace.get('type', 'scatter')})", trace)
        for i, trace in enumerate(listed(figure.get("data"), "data"))
        if trace.get("visible", True) is True
    ]
    _check_layout(layout, traces)
    canvas = Canvas(size, f"{element_id}-" if element_id else "")
    pen = Pen(canvas, page_font(layout))
    root = _root(canvas, pen, label, element_id, height)
    text = str(element("svg", root, _Drawing(layout, traces, pen).elements()))
    if size is not None and "var(" in text:
        raise ValueError("a drawing of its own has no stylesheet: var() is no colour in it")
    return text


def _root(canvas: Canvas, pen: Pen, label: str, element_id: str, height: str) -> dict[str, str]:
    shared = {"role": "img", "aria-label": label, "font-family": pen.page.family}
    if canvas.size is None:
        return {"id": element_id, "class": "chart", "width": "100%", "height": height, **shared}
    width, height = (number(side) for side in canvas.size)
    return {
        "xmlns": "http://www.w3.org/2000/svg",
        # Within another drawing it would else be a layer of its own to what makes a PNG.
        "overflow": "visible",
        "id": element_id,
        "width": width,
        "height": height,
        "viewBox": f"0 0 {width} {height}",
        **shared,
    }


def _check_layout(layout: Spec, traces: Sequence[tuple[str, Spec]]) -> None:
    axes = {key for key in layout if key.startswith(("xaxis", "yaxis"))}
    known(layout, _LAYOUT_KEYS | axes, "layout")
    margin = part(layout, "margin", "layout")
    if any(margin.get(side) != 0 for side in "lrtb") or margin.get("pad"):
        raise ValueError(f"layout.margin: expected l, r, t and b of 0, found {dict(margin)!r}")
    if layout.get("template"):
        raise ValueError("layout: template is not drawn")
    title = layout.get("title")
    if title and (not isinstance(title, Mapping) or title.get("text")):
        raise ValueError("layout: title is not drawn")
    named = [trace for _, trace in traces if trace.get("showlegend") is not False]
    if layout.get("showlegend", len(named) > 1):
        raise ValueError("layout: showlegend must be False")
    paper = str(layout.get("paper_bgcolor") or _WHITE)
    plot = str(layout.get("plot_bgcolor") or _WHITE)
    if plot != paper and not transparent(plot):
        raise ValueError("layout: plot_bgcolor must be transparent or that of the paper")
    only(layout, "barmode", ("group", "overlay"), "layout")


class _Drawing:
    """The layers of one figure, in plotly's order."""

    def __init__(self, layout: Spec, traces: Sequence[tuple[str, Spec]], pen: Pen) -> None:
        self.layout, self.pen, self.canvas = layout, pen, pen.canvas
        self.frame: Frame = read_axes(layout)
        self.symbols, self.patterns = Symbols(pen.canvas), Patterns(pen.canvas)
        self.subplots: dict[Subplot, list[tuple[str, Spec]]] = {}
        for where, trace in traces:
            self._sort_in(where, trace)
        self.subplots = dict(sorted(self.subplots.items(), key=lambda item: _rank(item[0])))
        self.used = {ref for home in self.subplots for ref in home} or {"x", "y"}
        self.shapes: dict[tuple[str, Subplot], list[Element]] = {}
        for i, shape in enumerate(listed(layout.get("shapes"), "layout.shapes")):
            where = f"shape {i}"
            self._check_refs(shape, where)
            layer = shape_layer(shape, self.frame, self.subplots)
            self.shapes.setdefault(layer, []).extend(draw_shape(shape, self.frame, self.canvas, where))

    def _sort_in(self, where: str, trace: Spec) -> None:
        if trace.get("type", "scatter") not in ("scatter", "bar"):
            raise ValueError(f"{where}: this type of trace is not drawn")
        home = (str(trace.get("xaxis") or "x"), str(trace.get("yaxis") or "y"))
        for letter, ref in zip("xy", home, strict=True):
            self.frame.axis(ref, letter, where)
        # plotly takes a trace without data for none at all, and its axes with it.
        if trace.get("x") and trace.get("y"):
            self.subplots.setdefault(home, []).append((where, trace))

    def _check_refs(self, spec: Spec, where: str) -> None:
        """An axis without a trace is none to plotly; what refers to it would stand elsewhere."""
        for letter in "xy":
            ref = str(spec.get(f"{letter}ref") or "").removesuffix(" domain")
            if ref in self.frame.axes and ref not in self.used:
                raise ValueError(f"{where}: {letter}ref {ref!r} is an axis without a trace")

    def elements(self) -> list[Element]:
        """Everything within the root, defined things first."""
        body = [*self.shapes.get(("below", ("", "")), ())]
        labels = self._labels()
        for axis, texts in labels.items():
            if self.frame.axes[axis].spec.get("layer") == "below traces":
                body += texts
        for home, traces in self.subplots.items():
            body += self._subplot(home, traces)
        for axis, texts in labels.items():
            if self.frame.axes[axis].spec.get("layer") != "below traces":
                body += texts
        body += self.shapes.get(("above", ("", "")), [])
        for i, note in enumerate(listed(self.layout.get("annotations"), "layout.annotations")):
            self._check_refs(note, f"annotation {i}")
            body += draw_annotation(note, self.frame, self.pen, f"annotation {i}")
        definitions = [*self.symbols.definitions(), *self.patterns.definitions()]
        return [*self._ground(), *([Element("defs", (), definitions)] if definitions else ()), *body]

    def _ground(self) -> list[Element]:
        colour = str(self.layout.get("paper_bgcolor") or _WHITE)
        whole = {"width": "100%", "height": "100%", "fill": colour}
        return [] if transparent(colour) else [element("rect", whole)]

    def _labels(self) -> dict[str, list[Element]]:
        return {
            id_: draw_labels(axis, self.frame, self.pen)
            for id_, axis in self.frame.axes.items()
            if id_ in self.used
        }

    def _subplot(self, home: Subplot, traces: Sequence[tuple[str, Spec]]) -> list[Element]:
        across, down = (self.frame.axes[ref] for ref in home)
        drawn = [*self.shapes.get(("below", home), ())]
        drawn += self._grids(home, across, down)
        drawn += self.shapes.get(("between", home), [])
        bars = [trace for _, trace in traces if trace.get("type") == "bar"]
        if len(bars) > 1 and self.layout.get("barmode") != "overlay":
            raise ValueError("layout: several bar traces need barmode 'overlay'")
        gap = self.layout.get("bargap")
        for where, trace in traces:
            if trace.get("type") == "bar":
                drawn += draw_bars(trace, across, down, gap, self.pen, self.patterns, where)
        for where, trace in traces:
            if trace.get("type", "scatter") == "scatter":
                drawn += draw_scatter(trace, across, down, self.pen, self.symbols, where)
        return drawn

    def _grids(self, home: Subplot, across: Axis, down: Axis) -> list[Element]:
        """The grids of one subplot; those of an axis that overlays another are drawn with the other's."""
        lines = []
        for axis, counter in ((across, down), (down, across)):
            if counter.spec.get("overlaying") not in (None, False) and self._beneath(axis, counter):
                continue
            lines += draw_grid(axis, counter, self.canvas, not self._carries_bars(axis))
        return lines

    def _beneath(self, axis: Axis, counter: Axis) -> bool:
        main = str(counter.spec["overlaying"])
        return ((main, axis.id) if counter.id[0] == "x" else (axis.id, main)) in self.subplots

    def _carries_bars(self, axis: Axis) -> bool:
        upright = "v" if axis.id[0] == "x" else "h"
        return any(
            trace.get("type") == "bar" and trace.get("orientation", "v") == upright
            for home, traces in self.subplots.items()
            if axis.id in home
            for _, trace in traces
        )


def _rank(home: Subplot) -> tuple[int, int]:
    return int(home[0][1:] or 1), int(home[1][1:] or 1)
