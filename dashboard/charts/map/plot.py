"""The members on a map in two panels, shaded by class, the share printed where there is room.

A diamond stands in every member below the target, as in all charts here, so that shade is never alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from dashboard import formatting as words
from dashboard.charts.map.data import LEFT, LOWEST_MEETING, NOT_YET, WITHOUT, Atlas, MapMember, steps_of
from dashboard.charts.map.text import step_words
from dashboard.drawing.plot import Figure, Shape, Trace, axis, layout, line
from dashboard.drawing.theme import Theme
from etl.model import Outlines

SHADES = ("map-1", "map-2", "map-3", "map-4", "map-5")
INKS = ("ink", "ink", "ink", "map-ink", "map-ink")
"""The colour of each class, lowest first, and of the words upon it."""

_BLANK = "rgba(0,0,0,0)"
_DIGIT = 0.5
"""Width of a digit, in parts of the type's size."""


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the drawing, in its fractions from the left and from the bottom."""

    x: tuple[float, float]
    y: tuple[float, float]


@dataclass(frozen=True, slots=True)
class MapLayout:
    """Where the panels and the key stand in a drawing `width` pixels wide.

    It is used down to `smallest` pixels of width and has room for all its words from `at_ease` on. `row` is
    the height of a line of the key, `type` the size of a printed share, in pixels.
    """

    width: float
    height: float
    europe: Area
    alliance: Area
    key: Area
    smallest: float
    at_ease: float
    type: float
    row: float = 25.0


def _frame(a: Atlas, narrow: bool) -> MapLayout:
    """Panels side by side with the key under the smaller one; one under the other where it is narrow."""
    europe, alliance = (p.height / p.width for p in a.panels)
    if narrow:
        width, key = 358.0, 214.0
        first, second = width * europe, width * alliance
        height = first + 12 + second + 8 + key
        return MapLayout(
            width=width,
            height=height,
            europe=Area((0, 1), (1 - first / height, 1)),
            alliance=Area((0, 1), ((key + 8) / height, (key + 8 + second) / height)),
            key=Area((0, 1), (0, key / height)),
            smallest=288.0,
            at_ease=350.0,
            type=11.5,
        )
    width, part = 1120.0, 0.62
    height = width * part * europe
    small = Area((part + 0.03, 1.0), (1 - width * (0.97 - part) * alliance / height, 1.0))
    return MapLayout(
        width=width,
        height=height,
        europe=Area((0, part), (0, 1)),
        alliance=small,
        key=Area((part + 0.03, 1.0), (0, small.y[0] - 0.02)),
        smallest=600.0,
        at_ease=1000.0,
        type=12.5,
    )


def figure(a: Atlas, theme: Theme, *, narrow: bool = False) -> Figure:
    """The map as a plotly figure of filled scatter lines; axes are the panels' own units."""
    frame = _frame(a, narrow)
    europe, alliance = a.panels
    traces = [*_panel(a, europe, theme, "")]
    traces += _labels(a, europe, theme, "", frame, frame.europe)
    beyond = frozenset(alliance.members) - frozenset(europe.members)
    traces += _panel(a, alliance, theme, "2")
    traces += _labels(a, alliance, theme, "2", frame, frame.alliance, beyond)
    key, shapes = _key(a, theme, frame)
    return {
        "data": [*traces, *key],
        "layout": layout(
            theme,
            **_axes("", europe, frame.europe),
            **_axes("2", alliance, frame.alliance),
            xaxis3=axis(0, 1, *frame.key.x, anchor="y3"),
            yaxis3=axis(0, _key_height(frame), *frame.key.y, anchor="x3"),
            shapes=shapes,
            width=round(frame.width),
            height=round(frame.height),
        ),
    }


def _axes(n: str, panel: Outlines, box: Area) -> dict[str, Any]:
    return {
        f"xaxis{n}": axis(0, panel.width, *box.x, anchor=f"y{n}"),
        f"yaxis{n}": axis(0, panel.height, *box.y, anchor=f"x{n}"),
    }


# ---------------------------------------------------------------- land


def _closed(rings: Sequence[str]) -> tuple[list[int | None], list[int | None]]:
    """Rings of steps as closed lines, apart by gaps."""
    xs: list[int | None] = []
    ys: list[int | None] = []
    for ring in rings:
        steps = list(map(int, ring.split()))
        x, y = list(accumulate(steps[::2])), list(accumulate(steps[1::2]))
        xs += [*x, x[0], None]
        ys += [*y, y[0], None]
    return xs[:-1], ys[:-1]


def _shape(rings: Sequence[str], n: str, fill: str, stroke: Mapping[str, Any], **more: Any) -> Trace:
    xs, ys = _closed(rings)
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


def _panel(a: Atlas, panel: Outlines, theme: Theme, n: str) -> Iterator[Trace]:
    """The undivided backdrop, then each member of the year upon it."""
    yield _shape(panel.land, n, theme["land"], {"color": theme["land"], "width": 0})
    for p in a.places:
        if p.why in (NOT_YET, LEFT) or p.ally.code not in panel.members:
            continue
        if p.step is None:
            stroke = {"color": theme["ink-3"], "width": 1, "dash": "2px,2px"}
            fill = theme["paper"]
        else:
            stroke, fill = {"color": theme["paper"], "width": 1}, theme[SHADES[p.step]]
        hover = {"hoveron": "fills", "hoverinfo": "text", "text": _hover(p, a)}
        yield _shape(panel.members[p.ally.code], n, fill, stroke, **hover)


def _hover(p: MapMember, a: Atlas) -> str:
    if p.observation is None:
        return f"{p.ally.name} {a.view.year}<br>{p.why}"
    share = f"{words.share(p.observation.value, p.observation.estimate)} % of GDP"
    where = f"{words.day(p.observation.edition)} · {p.observation.cell or p.observation.origin}"
    return f"{p.ally.name} {a.view.year}<br>{share}<br>{where}"


# ---------------------------------------------------------------- words


def _labels(
    a: Atlas,
    panel: Outlines,
    theme: Theme,
    n: str,
    frame: MapLayout,
    box: Area,
    only: frozenset[str] | None = None,
) -> Iterator[Trace]:
    """A point in each member with its tooltip; its share where it fits; a diamond where it is below.

    Shares that fit only where the drawing is at ease have a class of their own, so that a page can leave
    them out where it is smaller.
    """
    scale = (box.x[1] - box.x[0]) / panel.width
    spots = [
        p
        for p in a.places
        if p.ally.code in panel.labels
        and p.why not in (NOT_YET, LEFT)
        and (only is None or p.ally.code in only)
    ]
    room = {p.ally.code: panel.labels[p.ally.code][2] * scale for p in spots}
    for below in (False, True):
        for tight in (False, True):
            members = [
                p
                for p in spots
                if (p.step is not None and not p.meets) == below
                and (not _fits(p, room[p.ally.code] * frame.smallest, frame)) == tight
            ]
            if members:
                texts = [
                    _share(p) if _fits(p, room[p.ally.code] * frame.at_ease, frame) else "" for p in members
                ]
                lift = 4 / (scale * frame.at_ease) if below else 0
                at = [panel.labels[p.ally.code] for p in members]
                places = [(x, y + (lift if t else 0)) for (x, y, _), t in zip(at, texts, strict=True)]
                look = {"uid": f"tight{n}{below:d}", "meta": {"class": "tight"}} if tight else {}
                yield {
                    **_points(members, places, texts, a, theme, frame),
                    **look,
                    "xaxis": f"x{n}",
                    "yaxis": f"y{n}",
                }


def _points(
    members: Sequence[MapMember],
    places: Sequence[tuple[float, float]],
    texts: Sequence[str],
    a: Atlas,
    theme: Theme,
    frame: MapLayout,
) -> Trace:
    """Points that are all at the target or all below it, with their texts."""
    below = members[0].step is not None and not members[0].meets
    ink = [theme["ink-2" if p.step is None else INKS[p.step]] for p in members]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
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
        "hovertext": [_hover(p, a) for p in members],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _share(p: MapMember) -> str:
    return words.share(p.observation.value, p.observation.estimate) if p.observation else ""


def _fits(p: MapMember, room: float, frame: MapLayout) -> bool:
    """Whether the share of a member fits, with half of the width that there is in pixels."""
    return room >= len(_share(p)) * _DIGIT * frame.type / 2 * 0.92


# ---------------------------------------------------------------- key


def _key_height(frame: MapLayout) -> float:
    return (frame.key.y[1] - frame.key.y[0]) * frame.height


def _key(a: Atlas, theme: Theme, frame: MapLayout) -> tuple[list[Trace], list[Shape]]:
    """The classes with their counts, the target between them, and those without a shade."""
    y = _key_height(frame) - frame.row * 0.9
    traces: list[Trace] = []
    shapes: list[Shape] = []
    for step in steps_of(a.view.target):
        below = step < LOWEST_MEETING
        if step == LOWEST_MEETING - 1:
            at = y + frame.row * 0.25
            shapes.append(line(theme, "ink", 1.5, 0, 0.62, at, at, xref="x3", yref="y3"))
            traces.append(_words(theme, 0.64, at, f"{words.target(a.view.target)}, the target", 650, "ink"))
            y -= frame.row * 0.5
        members = a.of_step(step)
        label = step_words(step, a.view.target)
        traces += _entry(theme, y, len(members), label, theme[SHADES[step]], below)
        y -= frame.row
    y -= frame.row * 0.3
    for why in WITHOUT:
        if members := a.without(why):
            named = f"{members[0].ally.name}: {why}" if len(members) == 1 else why
            traces += _entry(theme, y, len(members), named, theme["paper"], False)
            y -= frame.row
    return traces, shapes


def _entry(theme: Theme, y: float, n: int, text: str, fill: str, below: bool) -> Iterator[Trace]:
    """A line of the key: the shade (with its diamond), how many allies, and what it stands for."""
    blank = fill == theme["paper"]
    yield _mark(0.025, y, "square", 14, fill, theme["ink-3"] if blank else fill, 1 if blank else 0)
    if below:
        yield _mark(0.025, y, "diamond", 6, theme["ink"], theme["ink"], 0)
    yield _words(theme, 0.125, y, str(n), 650, "ink", "middle left")
    yield _words(theme, 0.15, y, text, 400, "ink")


def _mark(x: float, y: float, symbol: str, size: float, fill: str, stroke: str, width: float) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "xaxis": "x3",
        "yaxis": "y3",
        "marker": {
            "symbol": symbol,
            "size": size,
            "color": fill,
            "opacity": 1,
            "line": {"color": stroke, "width": width},
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _words(
    theme: Theme, x: float, y: float, text: str, weight: int, role: str, at: str = "middle right"
) -> Trace:
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x],
        "y": [y],
        "xaxis": "x3",
        "yaxis": "y3",
        "text": [text],
        "textposition": at,
        "textfont": {"size": 13.5, "color": theme[role], "weight": weight},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
