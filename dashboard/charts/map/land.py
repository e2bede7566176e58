"""The members on a map, whatever is shown of them: outlines, names with values, and a key.

Europe, and North America beside it. Where a member has no room for its name, the name stands beside it with a
leader, off all members; on a narrow map every name and value stands in a list beneath.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from dashboard.charts.map.outlines import EUROPE_PART, WIDTH, closed
from dashboard.drawing.placement import TEXT_SIDE, Box, PointLabel, leader_of, place
from dashboard.drawing.plot import (
    Figure,
    Shape,
    Trace,
    axis,
    dots,
    drawing,
    hover_text,
    line,
    strokes,
    texts,
)
from dashboard.drawing.rows import column
from dashboard.drawing.theme import Theme
from etl.model import Outlines

SHADES = ("map-1", "map-2", "map-3", "map-4", "map-5")
INKS = ("ink", "ink", "ink", "map-ink", "map-ink")
"""The colour of each class, lowest first, and of the words upon it."""

_BLANK = "rgba(0,0,0,0)"
_AIR = 3.0
"""Pixels between a name that stands beside and any member's land."""

_LETTER = 0.5
"""Width of a letter, in parts of the type's size."""


class Country(msgspec.Struct, frozen=True):
    """One member on the map: its value as it is printed and what its mark says, "" where it has none.

    `step` is its class, 0 for the lowest, None for none; `below` says that it is short of a target.
    """

    code: str
    name: str
    value: str
    said: str
    step: int | None
    below: bool = False


class KeyLine(msgspec.Struct, frozen=True):
    """A line of the key: a class (None: no value), how many are in it, and what it is.

    `below` marks it with the diamond of those short of a target; `line` is written on the target's line that
    stands above it, "" where none does.
    """

    step: int | None
    n: int
    text: str
    below: bool = False
    line: str = ""


class _Frame(msgspec.Struct, frozen=True):
    """Where the panels, the key and the list stand, in parts of the drawing from the left and the bottom."""

    width: float
    height: float
    europe: Box
    america: Box
    key: Box
    names: Box | None
    type: float


def _frame(panels: Sequence[Outlines], n: int, narrow: bool, wide: float) -> _Frame:
    europe, america = (p.height / p.width for p in panels)
    if not narrow:
        # Europe is as large in a narrower drawing, and so its names stand where they do in the widest.
        part = EUROPE_PART * WIDTH / wide
        height = wide * part * europe
        left = part + 24 / wide
        low = 1 - wide * (1 - left) * america / height
        key = Box(left, 0, 1, low - 0.02)
        return _Frame(wide, height, Box(0, 0, part, 1), Box(left, low, 1, 1), key, None, 12.5)
    width, rows = 358.0, (n + 1) // 2
    first, second, third = width * europe, max(width * 0.42 * america, 168.0), rows * 20.0
    height = first + 10 + second + 12 + third
    low = (third + 12) / height
    high = (third + 12 + second) / height
    mid = (third + 12 + second - width * 0.42 * america) / height
    return _Frame(
        width,
        height,
        Box(0, 1 - first / height, 1, 1),
        Box(0, mid, 0.42, high),
        Box(0.47, low, 1, high),
        Box(0, 0, 1, third / height),
        11.5,
    )


def figure(
    panels: Sequence[Outlines],
    countries: Sequence[Country],
    key: Sequence[KeyLine],
    cells: tuple[Box, ...],
    theme: Theme,
    *,
    narrow: bool,
    wide: float = WIDTH,
) -> Figure:
    """The map as a plotly figure of filled scatter lines; axes are the panels' own units.

    `cells` is `land_cells` of the release: what names keep off. `wide` is the width of the wide drawing.
    """
    frame = _frame(panels, len(countries), narrow, wide)
    europe, america = panels
    traces = [*_panel(countries, europe, theme, ""), *_panel(countries, america, theme, "2")]
    beyond = [c for c in countries if c.code in america.members and c.code not in europe.members]
    here = [c for c in countries if c.code in europe.labels]
    for n, panel, box, of in (("", europe, frame.europe, here), ("2", america, frame.america, beyond)):
        traces += _labels(of, panel, frame, box, theme, n, names=not narrow)
    if narrow:
        traces += _list(countries, frame, theme)
    else:
        traces += _beside(here, europe, frame, cells, theme)
    entries, shapes = _key(key, frame, theme)
    axes = {**_axes("", europe, frame.europe), **_axes("2", america, frame.america)}
    if frame.names:
        axes |= {
            "xaxis4": axis(0, 1, 0, 1, anchor="y4"),
            "yaxis4": axis((len(countries) + 1) // 2, 0, frame.names.top, frame.names.bottom, anchor="x4"),
        }
    return drawing(
        theme,
        [*traces, *entries],
        **axes,
        xaxis3=axis(0, 1, frame.key.left, frame.key.right, anchor="y3"),
        yaxis3=axis(0, _key_height(frame), frame.key.top, frame.key.bottom, anchor="x3"),
        shapes=shapes,
        width=round(frame.width),
        height=round(frame.height),
    )


def _axes(n: str, panel: Outlines, box: Box) -> dict[str, Any]:
    return {
        f"xaxis{n}": axis(0, panel.width, box.left, box.right, anchor=f"y{n}"),
        f"yaxis{n}": axis(0, panel.height, box.top, box.bottom, anchor=f"x{n}"),
    }


# ---------------------------------------------------------------- land


def _shape(rings: Sequence[str], n: str, fill: str, stroke: Mapping[str, Any], **more: Any) -> Trace:
    """Rings as closed lines, apart by gaps."""
    xs, ys = closed(tuple(rings))
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "xaxis": f"x{n}",
        "yaxis": f"y{n}",
        "fill": "toself",
        "fillcolor": fill,
        "line": dict(stroke),
        "hoverinfo": "skip",
        **more,
    }


def _panel(countries: Sequence[Country], panel: Outlines, theme: Theme, n: str) -> Iterator[Trace]:
    """The undivided backdrop, then each member upon it."""
    yield _shape(panel.land, n, theme["land"], {"color": theme["land"], "width": 0})
    for c in countries:
        if c.code not in panel.members:
            continue
        stroke: dict[str, Any] = {"color": theme["paper"], "width": 1}
        fill = theme["paper"]
        if c.step is None:
            stroke = {"color": theme["ink-3"], "width": 1, "dash": "2px,2px"}
        else:
            fill = theme[SHADES[c.step]]
        said = {"hoveron": "fills", "hoverinfo": "text", "text": hover_text(c.said)}
        yield _shape(panel.members[c.code], n, fill, stroke, **said)


# ---------------------------------------------------------------- words


def _scale(panel: Outlines, frame: _Frame, box: Box) -> float:
    return (box.right - box.left) * frame.width / panel.width


def _text(c: Country, panel: Outlines, frame: _Frame, box: Box, names: bool) -> str:
    """What stands within a member: its name over its value, its value alone, or nothing, as there is room."""
    room = panel.labels[c.code][2] * _scale(panel, frame, box) * 2
    lines = [*([c.name] if names else []), *([c.value] if c.value else [])]
    if lines and max(map(len, lines)) * _LETTER * frame.type <= room:
        return "<br>".join(lines)
    return ""


def _labels(
    countries: Sequence[Country],
    panel: Outlines,
    frame: _Frame,
    box: Box,
    theme: Theme,
    n: str,
    *,
    names: bool,
) -> Iterator[Trace]:
    """A point in each member that says what it has; the words within it; a diamond where it is below."""
    for below in (False, True):
        of = [c for c in countries if c.below == below]
        if not of:
            continue
        texts = [_text(c, panel, frame, box, names) for c in of]
        lift = 4 / _scale(panel, frame, box) if below else 0
        ink = [theme["ink-2" if c.step is None else INKS[c.step]] for c in of]
        yield {
            "type": "scatter",
            "mode": "markers+text",
            "x": [panel.labels[c.code][0] for c in of],
            "y": [panel.labels[c.code][1] + (lift if t else 0) for c, t in zip(of, texts, strict=True)],
            "xaxis": f"x{n}",
            "yaxis": f"y{n}",
            "marker": {
                "symbol": "diamond" if below else "circle",
                "size": 6 if below else 12,
                "color": ink if below else _BLANK,
                "opacity": 1,
                "line": {"width": 0},
            },
            "text": texts,
            "textposition": "bottom center" if below else "middle center",
            "textfont": {"size": frame.type, "color": ink, "weight": 600},
            "hovertext": [hover_text(c.said) for c in of],
            "hoverinfo": "text",
            "cliponaxis": False,
        }


def _beside(
    countries: Sequence[Country], panel: Outlines, frame: _Frame, cells: tuple[Box, ...], theme: Theme
) -> Iterator[Trace]:
    """Names and values of those without room, off all members, each with a leader to its own.

    Their places rest on the names alone, so that they stay where they are from year to year.
    """
    scale = _scale(panel, frame, frame.europe)
    small = [c for c in countries if not _text(c, panel, frame, frame.europe, True)]
    size = frame.type - 0.5
    labels = []
    longest = "0" * max((len(c.value) for c in countries), default=0)
    for c in sorted(small, key=lambda c: c.code):
        x, y, _ = panel.labels[c.code]
        labels.append(PointLabel(f"{c.name}\n{longest}", x * scale, (panel.height - y) * scale, size, 5))
    around = Box(2, 2, panel.width * scale - 2, panel.height * scale - 2)
    land = tuple(Box(b.left - _AIR, b.top - _AIR, b.right + _AIR, b.bottom + _AIR) for b in cells)
    within = tuple(
        _words_at(c.name, longest, panel, c.code, scale, frame.type) for c in countries if c not in small
    )
    boxes = place(tuple(labels), land, around, within)
    found = [
        (c, label, box)
        for c, label, box in zip(sorted(small, key=lambda c: c.code), labels, boxes, strict=True)
        if box
    ]
    if not found:
        return
    lines, at = [], []
    for _, label, box in found:
        (start, high), (end, low) = leader_of(label, box)
        anchor, edge = box.held(start)
        lines.append([(x / scale, panel.height - y / scale) for x, y in ((start, high), (end, low))])
        at.append((edge / scale, panel.height - box.middle[1] / scale, TEXT_SIDE[anchor]))
    yield from strokes(theme, "ink-3", 1, lines)
    yield texts(
        [(x, y) for x, y, _ in at],
        [f"{c.name}<br>{c.value}" if c.value else c.name for c, _, _ in found],
        theme.font(size, "ink", 400),
        [f"middle {side}" for _, _, side in at],
        uid="tight-beside",
        meta={"class": "tight"},
    )


def _words_at(name: str, value: str, panel: Outlines, code: str, scale: float, size: float) -> Box:
    """Where a name stands over its value within its member, in pixels of the wide drawing."""
    across, up, _ = panel.labels[code]
    x, y = across * scale, (panel.height - up) * scale
    wide, high = max(len(name), len(value)) * _LETTER * size / 2, 1.2 * size
    return Box(x - wide, y - high, x + wide, y + high)


def _list(countries: Sequence[Country], frame: _Frame, theme: Theme) -> Iterator[Trace]:
    """Every name with its value, in two columns, in the order given."""
    rows = (len(countries) + 1) // 2
    font = theme.font(12.5, "ink")
    for n, x in enumerate((0.0, 0.52)):
        of = countries[n * rows : (n + 1) * rows]
        names = [(c.name, i + 0.5) for i, c in enumerate(of)]
        printed = [(c.value or "–", i + 0.5) for i, c in enumerate(of)]
        yield {**column("x4", x, names, "middle right", font), "yaxis": "y4"}
        yield {**column("x4", x + 0.47, printed, "middle left", font), "yaxis": "y4"}


# ---------------------------------------------------------------- key


_ROW = 25.0


def _key_height(frame: _Frame) -> float:
    return (frame.key.bottom - frame.key.top) * frame.height


def _key(key: Sequence[KeyLine], frame: _Frame, theme: Theme) -> tuple[list[Trace], list[Shape]]:
    """The classes with their counts, a target between them, and those without a value."""
    y = _key_height(frame) - _ROW * 0.9
    traces: list[Trace] = []
    shapes: list[Shape] = []
    for e in key:
        if e.line:
            at = y + _ROW * 0.25
            shapes.append(line(theme, "ink", 1.5, 0, 0.56, at, at, xref="x3", yref="y3"))
            traces.append(_words(theme, 0.58, at, e.line, 650, "ink"))
            y -= _ROW * 0.5
        traces += _entry(e, theme, y, _ROW / ((frame.key.right - frame.key.left) * frame.width))
        y -= _ROW
    return traces, shapes


def _entry(e: KeyLine, theme: Theme, y: float, unit: float) -> Iterator[Trace]:
    """A line of the key: the shade (with its diamond), how many allies, and what it stands for.

    `unit` is the height of a line in parts of the key's width.
    """
    fill = theme["paper"] if e.step is None else theme[SHADES[e.step]]
    stroke = theme["ink-3"] if e.step is None else fill
    yield _mark(0.4 * unit, y, "square", 14, fill, stroke, 1 if e.step is None else 0)
    if e.below:
        yield _mark(0.4 * unit, y, "diamond", 6, theme["ink"], theme["ink"], 0)
    yield _words(theme, 1.7 * unit, y, str(e.n), 650, "ink", "middle left")
    yield _words(theme, 2.1 * unit, y, e.text, 400, "ink")


def _mark(x: float, y: float, symbol: str, size: float, fill: str, stroke: str, width: float) -> Trace:
    marker = {"symbol": symbol, "size": size, "color": fill, "line": {"color": stroke, "width": width}}
    return dots([(x, y)], marker, xaxis="x3", yaxis="y3")


def _words(
    theme: Theme, x: float, y: float, text: str, weight: int, role: str, at: str = "middle right"
) -> Trace:
    font = theme.font(13, role, weight)
    return texts([(x, y)], [text], font, at, xaxis="x3", yaxis="y3")
