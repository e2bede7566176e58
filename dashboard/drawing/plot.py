"""What every chart shares: the empty layout, an axis without furniture, lines and areas.

Weight and slant are set by `textfont`, never by tags in the text: plotly.js would turn those into style
attributes, which the page's Content-Security-Policy blocks.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dashboard.drawing.theme import SANS, Theme

Figure = dict[str, Any]
Trace = dict[str, Any]
Shape = dict[str, Any]
Annotation = dict[str, Any]

TRACE_TYPES = frozenset({"scatter", "bar"})
"""What the shipped plotly bundle can draw: another type would silently become an invisible scatter."""

LONGEST = 56
"""Letters that a line beside a mark has at most: as many as stand side by side on a phone."""


def layout(theme: Theme, **more: Any) -> dict[str, Any]:
    """A layout with no margins, no legend, no mode bar, and the paper left to the page."""
    return {
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": SANS, "size": 13, "color": theme["ink"]},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": theme["paper"],
            "bordercolor": theme["ink"],
            "font": {"family": SANS, "size": 13, "color": theme["ink"]},
            "align": "left",
        },
        "autosize": True,
        **more,
    }


def drawing(theme: Theme, data: Iterable[Trace], **more: Any) -> Figure:
    """Traces and their layout as a plotly figure; `more` of the layout as plotly has it."""
    return {"data": list(data), "layout": layout(theme, **more)}


def axis(low: float, high: float, start: float = 0.0, end: float = 1.0, **more: Any) -> dict[str, Any]:
    """An axis from `low` to `high` over a part of the paper, fixed and without lines, ticks or grid."""
    return {
        "range": [low, high],
        "domain": [start, end],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "showticklabels": False,
        "ticks": "",
        **more,
    }


Ticks = Mapping[int, str] | Mapping[float, str]
"""Values of an axis with the text at each."""


def ticked(
    low: float,
    high: float,
    start: float,
    end: float,
    ticks: Ticks,
    theme: Theme,
    **more: Any,
) -> dict[str, Any]:
    """An axis with a text at each of some values."""
    return axis(
        low,
        high,
        start,
        end,
        showticklabels=True,
        tickmode="array",
        tickvals=list(ticks),
        ticktext=list(ticks.values()),
        tickfont={"size": 12, "color": theme["ink-2"]},
        **more,
    )


def blank(theme: Theme, words: str, *, narrow: bool) -> Figure:
    """A plot of words alone, for a chart with nothing to draw; lines of 90 characters, narrow 45."""
    lines = textwrap.wrap(words, 45 if narrow else 90)
    return drawing(
        theme,
        [
            texts(
                [(0.0, float(n)) for n in range(len(lines))],
                lines,
                {"family": SANS, "size": 13, "color": theme["ink"]},
                "middle right",
            )
        ],
        xaxis=axis(0, 1),
        yaxis=axis(len(lines), -1),
        height=24 * (len(lines) + 1),
        width=358 if narrow else 736,
    )


def line(
    theme: Theme,
    role: str,
    width: float,
    x0: float,
    x1: float,
    y0: float,
    y1: float,
    *,
    dash: str = "",
    **more: Any,
) -> Shape:
    """A straight line as a shape, beneath the marks."""
    ink = {"color": theme[role], "width": width} | ({"dash": dash} if dash else {})
    return {
        "type": "line",
        "x0": x0,
        "x1": x1,
        "y0": y0,
        "y1": y1,
        "layer": "below",
        "line": ink,
        **more,
    }


Places = Sequence[tuple[float, float]]
Polylines = Iterable[Places]
"""Lines as the places that each goes through."""


def strokes(
    theme: Theme, role: str, width: float, lines: Polylines, dash: str = "", **more: Any
) -> Iterator[Trace]:
    """Lines as one quiet trace, or nothing where there are none; `more` as plotly has it, as its axes."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for one in lines:
        xs += [*(x for x, _ in one), None]
        ys += [*(y for _, y in one), None]
    if xs:
        ink = {"color": theme[role], "width": width} | ({"dash": dash} if dash else {})
        yield {
            "type": "scatter",
            "mode": "lines",
            "x": xs[:-1],
            "y": ys[:-1],
            "line": ink,
            "hoverinfo": "skip",
            **more,
        }


def whisker(low: float, high: float, y: float, half: float) -> Polylines:
    """A range at `y`, each end an upright of `half` to either side."""
    return [[(low, y), (high, y)], *([(x, y - half), (x, y + half)] for x in (low, high))]


def hover_text(said: str) -> str:
    """What is said of a mark, in lines that stand within a phone; longer ones are broken between words."""
    lines = said.split("<br>")
    if max(map(len, lines)) <= LONGEST:
        return said
    parts = [[one] if len(one) <= LONGEST else textwrap.wrap(one, LONGEST) for one in lines]
    return "<br>".join([part for broken in parts for part in broken])


def dots(places: Places, marker: Mapping[str, Any], said: Sequence[str] = (), **more: Any) -> Trace:
    """Marks, with what is said of each on hovering, if anything; `marker` and `more` as plotly has them."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "marker": {"opacity": 1, **marker},
        "hoverinfo": "text" if said else "skip",
        "cliponaxis": False,
        **({"hovertext": list(map(hover_text, said))} if said else {}),
        **more,
    }


def sides(
    theme: Theme, met: Sequence[bool], size: float, role: str = "paper", width: float = 1
) -> dict[str, Any]:
    """Marks by the side of a target: a blue circle at or above it, a grey diamond below, edged in `role`."""
    return {
        "symbol": ["circle" if m else "diamond" for m in met],
        "size": [size] * len(met),
        "color": [theme["above" if m else "below"] for m in met],
        "line": {"color": theme[role], "width": width},
    }


def texts(
    places: Places, said: Sequence[str], font: Mapping[str, Any], position: str | Sequence[str], **more: Any
) -> Trace:
    """Words at places, `position` from each; `font` and `more` as plotly has them."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x for x, _ in places],
        "y": [y for _, y in places],
        "text": list(said),
        "textposition": position,
        "textfont": dict(font),
        "hoverinfo": "skip",
        "cliponaxis": False,
        **more,
    }


def area(theme: Theme, role: str, x0: float, x1: float, y0: float, y1: float, **more: Any) -> Shape:
    """A filled rectangle as a shape, beneath everything."""
    return {
        "type": "rect",
        "x0": x0,
        "x1": x1,
        "y0": y0,
        "y1": y1,
        "layer": "below",
        "fillcolor": theme[role],
        "line": {"width": 0},
        **more,
    }
