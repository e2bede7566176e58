"""The share of GDP against the share on equipment: the four quarters named, counted and distinguished by
place.

Shape is the side of the target of GDP, as everywhere; blue is who meets both. Who stands out is named.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from dashboard import formatting as words
from dashboard.charts.guidelines import data
from dashboard.charts.guidelines.data import Guidelines, MemberPoint
from dashboard.charts.guidelines.text import quarter_name
from dashboard.drawing.lines import Label, Labels, LinePoint, PlotArea, marks
from dashboard.drawing.plot import (
    Annotation,
    Figure,
    Shape,
    Trace,
    area,
    drawing,
    line,
    ticked,
)
from dashboard.drawing.rows import note
from dashboard.drawing.theme import SERIF, Theme

_HEAD, _FOOT = 66.0, 58.0
"""Pixels above the plot, for two counts and the axes' names; and beneath, for the scale and two counts."""


class _QuarterFrame:
    """The plot in pixels: nominal sizes a little smaller than the drawing is ever shown."""

    def __init__(self, g: Guidelines, narrow: bool) -> None:
        self.narrow = narrow
        self.width, self.height = (320, 600) if narrow else (660, 640)
        shares = [p.share.value for p in g.points]
        parts = [p.equipment.value for p in g.points]
        self.low = max(0.0, min([*shares, g.view.target]) - (0.5 if narrow else 0.35))
        self.high = max([*shares, g.view.target]) * 1.04 + 0.1
        self.down = max(0, 10 * math.floor((min([*parts, g.guideline]) - 5) / 10))
        self.up = 10 * math.ceil((max([*parts, g.guideline]) + 3) / 10)

        self.sheet = PlotArea(
            x=(self.low, self.high),
            y=(self.down, self.up),
            across=(0.09, 0.995) if narrow else (0.05, 0.998),
            down=(1 - (self.height - _FOOT) / self.height, 1 - _HEAD / self.height),
            size=(self.width, self.height),
        )


def figure(g: Guidelines, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure of scatter traces; x is the share of GDP, y that on equipment."""
    f = _QuarterFrame(g, narrow)
    step = 1.0 if f.high - f.low > 2.2 else 0.5
    shares = [
        t for i in range(20) if f.low + 0.05 < (t := math.ceil(f.low / step) * step + i * step) < f.high
    ]
    parts = list(range(f.down, f.up + 1, 10))
    notes = [*_counts(g, f, theme), *_axes_named(f, theme), *_names(g, f, theme)]
    return drawing(
        theme,
        [_marks(g, theme, narrow)],
        xaxis=ticked(*f.sheet.x, *f.sheet.across, {t: f"{t:g}%" for t in shares}, theme),
        yaxis=ticked(
            *f.sheet.y,
            *f.sheet.down,
            {t: f"{t}%" for t in parts},
            theme,
            anchor="free",
            position=f.sheet.across[0] - 0.008,
        ),
        shapes=[*_ground(g, f, theme, shares, parts)],
        annotations=notes,
        width=358 if narrow else 736,
        height=f.height,
    )


def _ground(
    g: Guidelines, f: _QuarterFrame, theme: Theme, shares: Sequence[float], parts: Sequence[int]
) -> Iterator[Shape]:
    target = g.view.target
    yield area(theme, "wash", f.low, target, f.down, f.up)
    yield area(theme, "wash", target, f.high, f.down, g.guideline)
    for t in shares:
        if t != target:
            yield line(theme, "rule", 1, t, t, f.down, f.up)
    for part in parts:
        if part != g.guideline:
            yield line(theme, "rule", 1, f.low, f.high, part, part)
    yield line(theme, "ink", 1.5, target, target, f.down, f.up)
    yield line(theme, "ink", 1.5, f.low, f.high, g.guideline, g.guideline)


def _marks(g: Guidelines, theme: Theme, narrow: bool) -> Trace:
    size = 8.0 if narrow else 9.0
    marker = {
        "symbol": ["circle" if p.quarter in (data.BOTH, data.ONLY_SHARE) else "diamond" for p in g.points],
        "size": [size + 3 * p.highlighted for p in g.points],
        "color": [theme["above" if p.quarter == data.BOTH else "below"] for p in g.points],
        "line": {"color": theme["paper"], "width": 1},
    }
    return marks(
        [LinePoint(p.share.value, p.equipment.value, said=_hover(p), of=p.ally.code) for p in g.points],
        marker,
    )


def _hover(p: MemberPoint) -> str:
    share = words.share_of_gdp(p.share.value, p.share.estimate)
    part = words.estimated(f"{words.share(p.equipment.value)}% of it on equipment", p.equipment.estimate)
    edition = f"edition of {words.day(p.share.edition)}"
    return f"{p.ally.name} {p.share.year}<br>{share}<br>{part}<br>{edition}"


# ---------------------------------------------------------------- words in the drawing


def _names(g: Guidelines, f: _QuarterFrame, theme: Theme) -> list[Annotation]:
    """The outliers' names, off one another, the marks and both lines; what has no room gives way, but for
    those highlighted and those that miss a guideline."""
    labels = Labels(f.sheet, theme)
    labels.keep_clear([LinePoint(p.share.value, p.equipment.value) for p in g.points], joined=False)
    labels.keep_clear([LinePoint(g.view.target, y) for y in f.sheet.y])
    labels.keep_clear([LinePoint(x, g.guideline) for x in f.sheet.x])
    outliers, size = g.outliers, 11.5 if f.narrow else 12.5
    for p in sorted(g.points, key=lambda p: (not p.highlighted, p.ally.code)):
        if p.highlighted or p.ally.code in outliers:
            role = "ink" if p.quarter == data.BOTH or p.highlighted else "ink-2"
            font = theme.font(size, role, 650 if p.highlighted else 400)
            needed = p.highlighted or p.quarter != data.BOTH
            labels.add([Label(p.ally.name, p.share.value, p.equipment.value, font, needed=needed)])
    return labels.notes


def _counts(g: Guidelines, f: _QuarterFrame, theme: Theme) -> Iterator[Annotation]:
    """Each quarter's count and name outside of the plot, at its own corner."""
    top, bottom = 16 / f.height, 1 - 16 / f.height
    for name, x, y in (
        (data.ONLY_EQUIPMENT, 0, top),
        (data.BOTH, 1, top),
        (data.NEITHER, 0, bottom),
        (data.ONLY_SHARE, 1, bottom),
    ):
        number, role = str(len(g.quarter(name))), "above" if name == data.BOTH else "ink-2"
        text = quarter_name(name, g)
        big = {"family": SERIF, **theme.font(28, role, 650)}
        small = theme.font(13, role, 650)
        away = 5 + 14 * len(number)
        yield _at(number, x, y, big)
        yield _at(text, x, y, small, xshift=-away if x else away, yshift=-3)


def _at(text: str, x: float, y: float, font: dict[str, Any], **more: Any) -> Annotation:
    """Words at the left (0) or the right edge (1) of the drawing, `y` from the top."""
    return note(text, x, 1 - y, font, "right" if x else "left", xref="paper", yref="paper", **more)


def _axes_named(f: _QuarterFrame, theme: Theme) -> Iterator[Annotation]:
    quiet = theme.font(12.5, "ink-2")
    y = (_HEAD - 18) / f.height
    upwards = "↑ equipment, % of spending" if f.narrow else "↑ equipment, % of defence spending"
    yield _at(upwards, 0, y, quiet)
    yield _at("% of GDP →", 1, y, quiet)
