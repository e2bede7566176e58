"""Small panels of one ally on one scale of years: where the money goes (lines), and how much it is (bars)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from dashboard import formatting as words
from dashboard.charts.ally_money.data import MeasurePanel, Money
from dashboard.charts.ally_money.text import value
from dashboard.charts.by_year import hover, stretches
from dashboard.drawing.lines import LinePoint, line_traces
from dashboard.drawing.plot import Annotation, Figure, Shape, Trace, axis, drawing, line, texts, ticked
from dashboard.drawing.rows import note
from dashboard.drawing.theme import Theme
from etl.model import EQUIPMENT_SHARE, Observation


class _PanelPlace(msgspec.Struct, frozen=True):
    """Where a panel's plot stands, in parts of the drawing, and the number of its axes ("" for the first)."""

    left: float
    right: float
    foot: float
    top: float
    axes: str


def _places(count: int, columns: int, gap: float, room: tuple[float, float, float]) -> list[_PanelPlace]:
    """A grid of plots; `room` is what each leaves free on its left, its right and beneath it."""
    rows = math.ceil(count / columns)
    width, height = (1 - gap * (columns - 1)) / columns, 1 / rows
    left, right, foot = room
    head = 0.17 if rows == 1 else 0.2 / rows
    found = []
    for i in range(count):
        start, row = (i % columns) * (width + gap), i // columns
        base = 1 - (row + 1) * height
        found.append(
            _PanelPlace(
                start + left,
                start + width - right,
                base + foot / rows,
                base + height - head,
                "" if i == 0 else str(i + 1),
            )
        )
    return found


def categories(m: Money, theme: Theme, *, narrow: bool = False) -> Figure:
    """Four lines on one scale of per cent of spending; dotted where estimated; the guideline on equipment."""
    places = (
        _places(4, 2, 0.06, (0.09, 0.135, 0.14)) if narrow else _places(4, 4, 0.022, (0.026, 0.043, 0.13))
    )
    shares = [f.value for p in m.panels for f in p.observations]
    high = 20 * math.ceil(max([*shares, m.guideline]) / 20)
    first, last = m.years[0], m.years[-1]
    ticks = list(range(0, high + 1, 20))
    layouts: dict[str, Any] = {}
    data: list[Trace] = []
    shapes: list[Shape] = []
    notes: list[Annotation] = []
    for panel, at in zip(m.panels, places, strict=True):
        years = {y: f"’{y % 100:02d}" for y in (first, last)}
        layouts[f"xaxis{at.axes}"] = ticked(
            first - 0.2, last + 0.2, at.left, at.right, years, theme, anchor=f"y{at.axes}"
        )
        layouts[f"yaxis{at.axes}"] = ticked(
            0,
            high,
            at.foot,
            at.top,
            {t: _tick(t, panel, m, narrow) for t in ticks},
            theme,
            anchor="free",
            position=max(0.0, at.left - 0.006),
        )
        data += (
            _line(panel, at, theme) if panel.observations else [_nothing(at, (first + last) / 2, high / 2)]
        )
        shapes += _grid(panel, m, at, ticks, (first - 0.2, last + 0.2), theme)
        notes.append(_head(_category(panel, m), at, theme))
        notes += _missing(panel, at, theme, m)
    size = {"width": 358, "height": 330} if narrow else {"width": 1232, "height": 200}
    return drawing(theme, data, shapes=shapes, annotations=notes, **layouts, **size)


def _tick(tick: int, panel: MeasurePanel, m: Money, narrow: bool) -> str:
    if tick == 0 and narrow:
        return ""  # it would run into the first year
    return f"{tick}%" if tick == m.guideline and panel.indicator == EQUIPMENT_SHARE else str(tick)


def _category(panel: MeasurePanel, m: Money) -> str:
    """A panel's name, with its unit on the first, and the last year where the edition has none for it."""
    unit = ", %" if panel.indicator == EQUIPMENT_SHARE else ""
    none = f" (no {m.years[-1]})" if panel.observations and panel.observations[-1].year < m.years[-1] else ""
    return panel.name + unit + none


def _line(panel: MeasurePanel, at: _PanelPlace, theme: Theme) -> Iterator[Trace]:
    home = {"xaxis": f"x{at.axes}", "yaxis": f"y{at.axes}"}
    runs = [[LinePoint(f.year, f.value, f.estimate) for f in run] for run in stretches(panel.observations)]
    yield from line_traces(runs, theme, "ink", 2, "2px,3px", **home)
    last = len(panel.observations) - 1
    yield {
        "type": "scatter",
        "mode": "markers+text",
        "x": [f.year for f in panel.observations],
        "y": [f.value for f in panel.observations],
        "text": [
            words.printed(f.value, 1, f.estimate) if i == last else ""
            for i, f in enumerate(panel.observations)
        ],
        "textposition": "middle right",
        "textfont": theme.font(13.5, "ink", 650),
        "marker": {
            "symbol": "circle",
            "size": [7.0 if i == last else 3.0 for i in range(last + 1)],
            "color": theme["ink"],
            "line": {"color": theme["ink"], "width": 0},
            "opacity": 1,
        },
        "hovertext": [hover(f, words.percent(f.value, f.estimate)) for f in panel.observations],
        "hoverinfo": "text",
        "cliponaxis": False,
        **home,
    }


def _nothing(at: _PanelPlace, x: float, y: float) -> Trace:
    """An empty mark, so that the panel's axes are there for what is said in it."""
    return texts([(x, y)], [""], {}, "middle center", xaxis=f"x{at.axes}", yaxis=f"y{at.axes}")


def _grid(
    panel: MeasurePanel,
    m: Money,
    at: _PanelPlace,
    ticks: Sequence[int],
    ends: tuple[float, float],
    theme: Theme,
) -> Iterator[Shape]:
    refs: dict[str, Any] = {"xref": f"x{at.axes}", "yref": f"y{at.axes}"}
    for tick in ticks:
        guideline = tick == m.guideline and panel.indicator == EQUIPMENT_SHARE
        role, width = ("ink", 1.5) if guideline else ("rule", 1.0)
        yield line(theme, role, width, *ends, tick, tick, **refs)


def _head(text: str, at: _PanelPlace, theme: Theme) -> Annotation:
    font = theme.font(14.5, "ink", 650)
    paper = {"xref": "paper", "yref": "paper"}
    return note(text, at.left, at.top, font, "left", yanchor="bottom", yshift=12, **paper)


def _missing(panel: MeasurePanel, at: _PanelPlace, theme: Theme, m: Money) -> Iterator[Annotation]:
    """What is said where figures would have stood."""
    if panel.observations:
        return
    font = {"size": 12, "color": theme["ink-2"], "style": "italic"}
    refs = {"xref": f"x{at.axes}", "yref": f"y{at.axes} domain"}
    yield note(panel.why, (m.years[0] + m.years[-1]) / 2, 0.5, font, "center", **refs)


# ---------------------------------------------------------------- bars


def spending(m: Money, theme: Theme, *, narrow: bool = False) -> Figure:
    """Bars from zero, each panel on a scale of its own; pale and outlined where estimated."""
    places = _places(3, 1, 0, (0.0, 0.0, 0.2)) if narrow else _places(3, 3, 0.035, (0.0, 0.0, 0.11))
    layouts: dict[str, Any] = {}
    data: list[Trace] = []
    shapes: list[Shape] = []
    notes: list[Annotation] = []
    for panel, at in zip(m.panels, places, strict=True):
        layouts[f"xaxis{at.axes}"] = ticked(
            m.years[0] - 0.5,
            m.years[-1] + 0.85,
            at.left,
            at.right,
            _even_years(m, panel),
            theme,
            anchor=f"y{at.axes}",
        )
        high = max((f.value for f in panel.observations), default=1.0)
        layouts[f"yaxis{at.axes}"] = axis(0, high * 1.12, at.foot, at.top, anchor=f"x{at.axes}")
        data.append(
            _bars(panel, at, theme)
            if panel.observations
            else _nothing(at, m.years[0] + len(m.years) / 2, high / 2)
        )
        ends = (m.years[0] - 0.5, m.years[-1] + 0.5)
        shapes.append(line(theme, "ink", 1, *ends, 0, 0, xref=f"x{at.axes}", yref=f"y{at.axes}"))
        notes.append(_head(_measure(panel), at, theme))
        notes += _missing(panel, at, theme, m)
    size = {"width": 358, "height": 600} if narrow else {"width": 1232, "height": 230}
    extra = {"bargap": 0.15}
    return drawing(theme, data, shapes=shapes, annotations=notes, **extra, **layouts, **size)


def _measure(panel: MeasurePanel) -> str:
    base = f" of {panel.base_year}" if panel.base_year else ""
    return panel.name.replace("US dollars", f"US dollars{base}")


def _even_years(m: Money, panel: MeasurePanel) -> dict[float, str]:
    estimates = {f.year for f in panel.observations if f.estimate}
    return {y: f"’{y % 100:02d}{'e' if y in estimates else ''}" for y in m.years[::-2][::-1]}


def _bars(panel: MeasurePanel, at: _PanelPlace, theme: Theme) -> Trace:
    observations = panel.observations
    finals = [i for i, f in enumerate(observations) if not f.estimate]
    said = {0, len(observations) - 1, *finals[-1:]}
    labels = [
        value(f) if i in said and not _crowded(observations, i, said) else ""
        for i, f in enumerate(observations)
    ]
    return {
        "type": "bar",
        "x": [f.year for f in observations],
        "y": [f.value for f in observations],
        "text": labels,
        "textposition": "outside",
        "textangle": 0,
        "constraintext": "none",
        "textfont": theme.font(13, "ink", 650),
        "cliponaxis": False,
        "marker": {
            "color": [theme["above-wash" if f.estimate else "above"] for f in observations],
            "line": {"color": theme["above"], "width": [1.0 if f.estimate else 0.0 for f in observations]},
        },
        "hovertext": [hover(f, words.estimated(f"{_full(f)} {f.unit}", f.estimate)) for f in observations],
        "hoverinfo": "text",
        "xaxis": f"x{at.axes}",
        "yaxis": f"y{at.axes}",
    }


def _crowded(observations: Sequence[Observation], i: int, said: set[int]) -> bool:
    """Whether a value would run into the next one, or into a next bar that is taller."""
    last = i + 1 == len(observations)
    return not last and (i + 1 in said or observations[i + 1].value > observations[i].value) and i > 0


def _full(f: Observation) -> str:
    return words.fixed(f.value, 1 if f.unit == "thousands" else 0)
