"""The table as a drawing: a row for each of those drawn, a column a year."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.charts.explore.grid.text import printed, printed_second
from dashboard.charts.explore.lines.data import Courses
from dashboard.drawing.plot import Figure, axis, drawing, line
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
    heads = theme.font(12, "ink-2", 650)
    plain_font = theme.font(12.5, "ink")
    rows = [(name, cells, n + 1.5) for n, (name, cells) in enumerate(_rows(c))]
    data = [
        column("x", 0.0, [(name, y) for name, cells, y in rows if cells is not None], _RIGHT, plain_font),
        column("x", 0.0, [(name, y) for name, cells, y in rows if cells is None], _RIGHT, heads),
    ]
    for n, year in enumerate(years):
        x = names_end + (n + 1) * step - 0.004
        data.append(column("x", x, [(str(year), 0.5)], "middle left", heads))
        values = [(cells.get(year, "–"), y) for _, cells, y in rows if cells is not None]
        data.append(column("x", x, values, "middle left", plain_font))
    total = len(rows) + 1.2
    return drawing(
        theme,
        [trace for trace in data if trace["x"]],
        xaxis=axis(0, 1),
        yaxis=axis(total, 0),
        shapes=[
            line(theme, "ink" if n == 0 else "rule", 1, 0, 1, n + 1, n + 1) for n in range(len(rows) + 1)
        ],
        annotations=[],
        width=358 if narrow else 912,
        height=round(total * _ROW_PX),
    )


def _rows(c: Courses) -> list[tuple[str, Mapping[int, str] | None]]:
    """Names with their printed values by year; of the second measure under its name, which has none."""
    names = [one.name for one in c.courses]
    rows: list[tuple[str, Mapping[int, str] | None]] = [*zip(names, printed(c), strict=True)]
    if c.view.second:
        rows.append((c.release.indicator[c.view.second].headline, None))
        rows += zip(names, printed_second(c), strict=True)
    return rows
