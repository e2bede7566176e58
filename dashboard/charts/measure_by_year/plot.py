"""A line for each ally and aggregate, named at its end."""

from __future__ import annotations

from dashboard.charts.measure.text import hover
from dashboard.charts.measure_by_year.data import Courses, SubjectSeries
from dashboard.charts.measure_by_year.text import printed
from dashboard.drawing import lines
from dashboard.drawing.lines import Label, Labels, LinePoint, PlotArea
from dashboard.drawing.plot import Figure, Trace
from dashboard.drawing.theme import Theme

_ROLES = ("above", "ink", "ink-3", "line-then")
_ALL_NAMED = 6
"""Up to so many lines are all named; of more, those that have room."""


def figure(c: Courses, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure; x is the year, y the value or the index."""
    years = c.years
    values = [v for one in c.courses for v in one.values]
    low, high = min(values), max(values)
    room = 0.08 * (high - low) or abs(high) * 0.1 or 1.0
    bottom = low - room if low < 0 else max(0.0, low - room)
    sheet = PlotArea(
        x=(years[0] - 0.3, years[-1] + 0.3),
        y=(bottom, high + room),
        across=(0.14, 0.72) if narrow else (0.085, 0.8),
        down=(0.1, 0.98),
        size=(358, 340) if narrow else (736, 400),
    )
    labels = Labels(sheet, theme)
    data: list[Trace] = []
    names: list[Label] = []
    for n, one in enumerate(c.courses):
        role = _ROLES[n % len(_ROLES)]
        points = _points(one, c)
        labels.keep_clear(points)
        data += lines.line_traces(points, theme[role], 2.25)
        data.append(lines.marks(points, lines.solid(theme, role, 5)))
        font = {"size": 13, "color": theme["ink"], "weight": 650 if n < _ALL_NAMED else 400}
        text = one.name if narrow else f"{one.name} {printed(one, -1, c)}"
        names.append(Label(text, points[-1].x, points[-1].y, font, needed=n < _ALL_NAMED))
    labels.add(names)
    ticks = lines.steps(*sheet.y, 6)
    return {
        "data": data,
        "layout": lines.sheet_layout(
            sheet,
            theme,
            xaxis=lines.years_axis(sheet, years, theme, short=narrow),
            yaxis=lines.value_axis(sheet, ticks, theme, labels=[f"{t:,.10g}" for t in ticks]),
            shapes=[],
            annotations=labels.notes,
        ),
    }


def _points(one: SubjectSeries, c: Courses) -> list[LinePoint]:
    pairs = zip(one.observations, one.values, strict=True)
    return [
        LinePoint(f.year, v, f.estimate, hover(one.name, printed(one, i, c), f), one.code)
        for i, (f, v) in enumerate(pairs)
    ]
