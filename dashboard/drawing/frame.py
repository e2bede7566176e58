"""How high a frame on another site must be, so that it shows a chart whole at any width. Pure."""

from __future__ import annotations

from dashboard.charts.chart import Chart
from dashboard.drawing.card import Style, wrapped

WIDTHS = (280, 641)
"""The narrowest frames that have the narrow and the wide drawing: a wider one needs fewer lines of text."""

MAP_WIDTHS = (280, 320, 375, 414, 480, 600, 641, 768, 1024, 1400)
"""Widths that a map's frame is measured at: a wider one has a higher map."""

NARROW = 640
"""The widest frame that has the narrow drawing, as style sheets have it (40rem)."""

_SIDES = 40
_AROUND = 96
"""Pixels beside the text, and above, between and below the parts."""

_MAPS = ("map", "explore-map")
"""The shapes that keep their proportions at any width, as `embed.css` has it."""

_NARROW_MAP = 416
"""The widest that a narrow map is drawn."""

_TITLE, _SUBTITLE, _SOURCE = (
    Style(20, 650, "ink", leading=1.3),
    Style(15, 400, "ink-2", leading=1.5),
    Style(13, 400, "ink-2", leading=1.5),
)
_LINK = "Two percent: the figures by edition, and how to cite them. As known on 30 September 2026."


def frame_height(chart: Chart) -> int:
    """The pixels that the chart needs with its title and source at the width where it needs most."""
    return max(_height(chart, width) for width in (MAP_WIDTHS if chart.shape in _MAPS else WIDTHS))


def _height(chart: Chart, width: int) -> int:
    across = width - _SIDES
    texts = ((chart.title, _TITLE), (chart.subtitle, _SUBTITLE), (" ".join((*chart.source, _LINK)), _SOURCE))
    lines = sum(
        len(wrapped(text, style, across * 0.94)) * style.size * style.leading for text, style in texts
    )
    narrow = width <= NARROW
    drawn = float(chart.height(narrow))
    if chart.shape in _MAPS:
        figure = chart.narrow if narrow else chart.wide
        drawn *= (min(across, _NARROW_MAP) if narrow else across) / figure["layout"]["width"]
    return round(lines + drawn + _AROUND)
