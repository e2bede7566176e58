"""The table as a drawing: a row for each of those drawn, a column a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.charts.explore import wording
from dashboard.charts.explore.lines.data import Courses
from dashboard.charts.explore.values import of_indicator, plain
from dashboard.drawing.plot import Figure, axis, layout, line
from dashboard.drawing.rows import column
from dashboard.drawing.theme import Theme

_ROW_PX = 20.0
_RIGHT = "middle right"
_LAST = 4
"""So many years fit a narrow drawing: the last ones."""


def figure(c: Courses, theme: Theme, *, narrow: bool = False) -> Figure:
    """A row each, names at the left and a column a year, as a plotly figure of texts.

    A second measure's rows follow under its name.
    """
    years = c.years[-_LAST:] if narrow else c.years
    names_end = 0.36 if narrow else 0.2
    step = (1 - names_end) / len(years)
    heads = {"size": 12, "color": theme["ink-2"], "weight": 650}
    plain_font = {"size": 12.5, "color": theme["ink"]}
    rows = _rows(c)
    at = [n + 1.5 for n in range(len(rows))]
    named = [(row.name, y) for row, y in zip(rows, at, strict=True)]
    data = [
        column(
            "x",
            0.0,
            [pair for pair, row in zip(named, rows, strict=True) if not row.head],
            _RIGHT,
            plain_font,
        ),
        column("x", 0.0, [pair for pair, row in zip(named, rows, strict=True) if row.head], _RIGHT, heads),
    ]
    for n, year in enumerate(years):
        x = names_end + (n + 1) * step - 0.004
        data.append(column("x", x, [(str(year), 0.5)], "middle left", heads))
        printed = [(row.cells.get(year, "–"), y) for row, y in zip(rows, at, strict=True) if not row.head]
        data.append(column("x", x, printed, "middle left", plain_font))
    total = len(rows) + 1.2
    return {
        "data": [trace for trace in data if trace["x"]],
        "layout": layout(
            theme,
            xaxis=axis(0, 1),
            yaxis=axis(total, 0),
            shapes=[
                line(theme, "ink" if n == 0 else "rule", 1, 0, 1, n + 1, n + 1) for n in range(len(rows) + 1)
            ],
            annotations=[],
            width=358 if narrow else 912,
            height=round(total * _ROW_PX),
        ),
    }


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: a name with its printed values by year, or the name of a measure."""

    name: str
    cells: Mapping[int, str]
    head: bool = False


def _rows(c: Courses) -> list[_Row]:
    first = [_Row(one.name, {v.year: wording.printed(v, c.scale) for v in one.values}) for one in c.courses]
    if not c.view.second:
        return first
    indicator = c.release.indicator[c.view.second]
    scale = plain(indicator)
    found = [_Row(indicator.headline, {}, head=True)]
    for one in c.courses:
        values = of_indicator(c.release, indicator.id, one.code, c.view.edition)
        found.append(_Row(one.name, {v.year: wording.printed(v, scale) for v in values}))
    return [*first, *found]
