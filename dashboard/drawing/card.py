"""A chart as a file of its own: the drawing with its title, subtitle and source; and the preview of a link.

The words are set by estimated widths, a little wide, so that no line leaves the paper whatever the typeface.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from dashboard.charts.chart import Chart
from dashboard.drawing.plot import Figure
from dashboard.drawing.svg import draw
from dashboard.drawing.svg.xml import element, number
from dashboard.drawing.theme import SANS, SERIF, Theme

CARD = (1200, 630)
"""Width and height of a preview, in pixels: what the sites that show them ask for."""

_SIDE, _TOP, _GAP = 32.0, 30.0, 16.0
_WIDTHS = {**dict.fromkeys("iljI.,:;'|!()[]-’·", 0.29), **dict.fromkeys("mwMW%—@", 0.84), " ": 0.21}
_CAPITAL, _OTHER, _BOLD = 0.6, 0.515, 1.06


class Style(msgspec.Struct, frozen=True):
    """How a paragraph is set: size in pixels, weight, colour by role, family, and distance of its lines."""

    size: float
    weight: int
    role: str
    family: str = SANS
    leading: float = 1.3

    def width(self, text: str) -> float:
        """The width of a text in pixels, estimated."""
        return sum(_ems(text)) * self.em

    @property
    def em(self) -> float:
        """The pixels of a width of 1."""
        return self.size * (_BOLD if self.weight > 500 or self.family == SERIF else 1)


@lru_cache(maxsize=4096)
def _ems(text: str) -> tuple[float, ...]:
    """The width of each letter, in ems: words come back in every line that is tried."""
    return tuple(_WIDTHS.get(c, _CAPITAL if c.isupper() else _OTHER) for c in text)


TITLE = Style(22, 650, "ink", leading=1.2)
SUBTITLE = Style(15, 400, "ink-2")
SOURCE = Style(12, 400, "ink-2", leading=1.35)


def wrapped(text: str, style: Style, width: float) -> list[str]:
    """The text in lines of at most `width` pixels; a word that is longer has a line to itself."""
    lines: list[list[str]] = []
    wide, em = math.inf, style.em
    for word in text.split():
        wide = sum(_ems(word), wide + _WIDTHS[" "])
        if wide * em <= width:
            lines[-1].append(word)
        else:
            lines.append([word])
            wide = sum(_ems(word))
    return [" ".join(words) for words in lines]


def sheet(chart: Chart, theme: Theme, narrow: bool, named: Sequence[str]) -> str:
    """The chart as an SVG document: title and subtitle above the drawing, source and where it is from below.

    `named` are lines: the edition and the release, the address.
    """
    figure = chart.figure(theme, narrow)
    wide, high = _size(figure)
    side = _SIDE / 2 if narrow else _SIDE
    page = _CardColumn(theme, side, wide)
    page.write(chart.title, TITLE)
    page.skip(2)
    page.write(chart.subtitle, SUBTITLE)
    page.skip(_GAP)
    page.place(_drawing(figure, chart, theme), 1.0, side, high)
    page.skip(_GAP)
    page.write("Source: " + " ".join(chart.source), SOURCE)
    for line in named:
        page.write(line, SOURCE)
    return page.document(wide + 2 * side, page.y + _TOP / 2, f"{chart.title.rstrip('.')}. {chart.summary}")


def poster(chart: Chart, theme: Theme, size: tuple[float, float], named: Sequence[str]) -> str:
    """The chart as a picture of a given size, for where pictures are shared: as `sheet`, in larger letters.

    The drawing takes the room that the text leaves, on whichever of its shapes fills more of it.
    """
    side = 56.0
    across = size[0] - 2 * side
    source = Style(20, 400, "ink-2", leading=1.3)
    foot = ["Source: " + " ".join(chart.source), *named]
    below = sum(len(wrapped(line, source, across)) for line in foot) * source.size * source.leading
    while below > size[1] * 0.24 and source.size > 13:
        source = replace(source, size=source.size - 1)
        below = sum(len(wrapped(line, source, across)) for line in foot) * source.size * source.leading
    page = _CardColumn(theme, side, across)
    page.y = side
    page.write(chart.title, _headline(chart.title, across))
    page.skip(8)
    page.write(chart.subtitle, Style(24, 400, "ink-2", leading=1.3))
    room = (across, size[1] - page.y - below - side - 48)
    figure, scale = _larger(chart, theme, room, 3.0)
    wide, high = (length * scale for length in _size(figure))
    page.y += 24 + (room[1] - high) / 2
    page.place(_drawing(figure, chart, theme), scale, side + (across - wide) / 2, high)
    page.y = size[1] - below - side + 12
    for line in foot:
        page.write(line, source)
    return page.document(*size, f"{chart.title.rstrip('.')}. {chart.summary}")


def card(chart: Chart, theme: Theme, known: str = "") -> str:
    """The preview picture of a link to the chart: its title in large letters beside the drawing.

    `known` says as known on which day, where not today.
    """
    left, right, across = 56.0, 480.0, 376.0
    figure, scale = _larger(chart, theme, (CARD[0] - right - 36, CARD[1] - 64.0))
    wide, high = (side * scale for side in _size(figure))
    page = _CardColumn(theme, left, across)
    page.y = 52.0
    page.write("Two percent", Style(26, 700, "ink", SERIF))
    page.skip(28)
    page.write(chart.title, _headline(chart.title, across))
    page.skip(18)
    page.write(chart.subtitle, Style(20, 400, "ink-2", leading=1.35))
    at = right + (CARD[0] - right - 36 - wide) / 2
    page.y = (CARD[1] - high) / 2
    page.place(_drawing(figure, chart, theme), scale, at, high)
    page.y = CARD[1] - 54.0
    page.write(f"Figures: NATO, {known or 'as published by edition'}", Style(17, 400, "ink-2"))
    return page.document(*CARD, f"{chart.title.rstrip('.')}. {chart.summary}")


_NEARLY = 0.85
"""The part of the most room that a drawing fills for its letters to decide."""


def _headline(title: str, across: float) -> Style:
    """The largest setting in which the title leaves room for the rest."""
    styles = [Style(size, 650, "ink", SERIF, 1.14) for size in (44, 38, 33, 28, 24)]
    fits = (s for s in styles if len(wrapped(title, s, across)) * s.size * s.leading <= 290)
    return next(fits, styles[-1])


def _larger(chart: Chart, theme: Theme, room: tuple[float, float], most: float = 1.5) -> tuple[Figure, float]:
    """The wide or the narrow figure and its scale, `most` at most: the one that fills more of the room, but
    the one with the larger letters where it fills nearly as much."""
    drawn = [chart.figure(theme, narrow) for narrow in (False, True)]
    scales = [min(most, *(r / s for r, s in zip(room, _size(f), strict=True))) for f in drawn]
    filled = [scale**2 * math.prod(_size(f)) for scale, f in zip(scales, drawn, strict=True)]
    scale, best = max((s, i) for i, s in enumerate(scales) if filled[i] >= _NEARLY * max(filled))
    return drawn[best], scale


def _size(figure: Figure) -> tuple[float, float]:
    return float(figure["layout"]["width"]), float(figure["layout"]["height"])


def _drawing(figure: Figure, chart: Chart, theme: Theme) -> str:
    layout = {**figure["layout"], "paper_bgcolor": theme["paper"]}
    return draw({**figure, "layout": layout}, label=chart.summary, size=_size(figure), element_id=chart.name)


class _CardColumn:
    """A column of text and drawings, set from the top; `y` is how far it has come."""

    def __init__(self, theme: Theme, left: float, width: float) -> None:
        self.theme, self.left, self.width = theme, left, width
        self.y = _TOP
        self._parts: list[str] = []

    def skip(self, pixels: float) -> None:
        self.y += pixels

    def write(self, text: str, style: Style) -> None:
        for line in wrapped(text, style, self.width):
            self._line(line, style)

    def _line(self, line: str, style: Style) -> None:
        self.y += style.size * style.leading
        attributes = {
            "x": number(self.left),
            "y": number(self.y - style.size * (style.leading - 1)),
            "font-size": number(style.size),
            "font-weight": str(style.weight),
            "font-family": style.family,
            "fill": self.theme[style.role],
        }
        self._parts.append(str(element("text", attributes, [line])))

    def place(self, drawing: str, scale: float, left: float, high: float) -> None:
        """Puts a drawing `high` pixels high, so scaled, at the page's place."""
        shift = f"translate({number(left)} {number(self.y)})" + (f" scale({scale:.4f})" if scale != 1 else "")
        self._parts.append(f'<g transform="{shift}">{drawing}</g>')
        self.y += high

    def document(self, width: float, height: float, label: str) -> str:
        size = {"width": number(width), "height": number(height)}
        box = {"viewBox": f"0 0 {number(width)} {number(height)}", "role": "img", "aria-label": label}
        opened = str(element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, **box}, ["\n"]))
        ground = str(element("rect", {**size, "fill": self.theme["paper"]}))
        return opened.replace("\n</svg>", "".join([ground, *self._parts, "</svg>"]))
