"""A line for each ally and aggregate, named at its end; those of other editions thin behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dashboard.charts.by_year import stretches
from dashboard.charts.explore import wording
from dashboard.charts.explore.lines.data import Courses, SubjectSeries
from dashboard.charts.explore.values import Value
from dashboard.drawing import lines
from dashboard.drawing.lines import LETTER, Label, Labels, LinePoint, PlotArea
from dashboard.drawing.plot import Annotation, Figure, Shape, Trace, area, sides, strokes
from dashboard.drawing.rows import note
from dashboard.drawing.theme import Theme

_LABEL_PX = 30
"""How far a name and its value reach from their mark."""
ALL_IN_INK = 4
"""Up to so many are distinguished by their names at the ends; of more, the first is highlighted."""


def figure(c: Courses, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure; x is the year, y the value."""
    years = c.years
    drawn = [v.value for one in c.courses for v in (*one.values, *(v for _, vs in one.others for v in vs))]
    sheet = _sheet(c, years, drawn, narrow)
    labels = Labels(sheet, theme)
    data: list[Trace] = [*_targets(c, sheet, theme)]
    for one in reversed(c.courses):
        data += _others(one, c, theme)
        data += _own(one, c, theme, _quiet(one, c))
        labels.keep_clear(points(one, one.values, c))
    labels.add(_target_names(c, sheet, theme))
    if not narrow:
        labels.add(_starts(c, sheet, theme))
    ticks = lines.steps(*sheet.y, 6)
    return lines.on_sheet(
        sheet,
        theme,
        data,
        xaxis=lines.years_axis(
            sheet, years, theme, short=narrow, every=max(1, -(-len(years) // (7 if narrow else 13)))
        ),
        yaxis=lines.value_axis(sheet, ticks, theme, labels=[f"{t:,.10g}" for t in ticks]),
        shapes=_short(c, sheet, theme),
        dragmode=False if narrow else "select",
        selectdirection="h",
        meta={**wording.gestures(c.view), "brushes": ["since", "until"]},
        annotations=[*labels.notes, *_ends(c, sheet, theme, narrow)],
    )


def _sheet(c: Courses, years: Sequence[int], drawn: Sequence[float], narrow: bool) -> PlotArea:
    """The plot with room at the right for the longest name, at the left for the longest tick."""
    low, high = min(drawn), max(drawn)
    room = 0.08 * (high - low) or abs(high) * 0.1 or 1.0
    bottom = low - room if low < 0 else max(0.0, low - room)
    width, height = (358, 360) if narrow else (912, 430)
    longest = max(len(_end(one, c)) for one in c.courses)
    right = min(0.45, ((longest if not narrow else min(longest, _MOST_LETTERS)) * 13 * LETTER + 16) / width)
    digits = max(len(f"{t:,.10g}") for t in lines.steps(bottom, high + room, 6))
    left = (digits * 12 * LETTER + 22) / width
    return PlotArea(
        x=(years[0] - 0.3, years[-1] + 0.3),
        y=(bottom, high + room),
        across=(left, 1 - right),
        down=(0.08, 0.98),
        size=(width, height),
    )


def _end(one: SubjectSeries, c: Courses) -> str:
    return f"{one.name} {wording.printed(one.values[-1], c.scale)}"


def points(one: SubjectSeries, values: Sequence[Value], c: Courses) -> list[LinePoint]:
    """Values as places of the plot, with what each says and whose it is."""
    return [
        LinePoint(v.year, v.value, v.estimate, wording.hover(one.name, v, c.scale), one.code) for v in values
    ]


def _own(one: SubjectSeries, c: Courses, theme: Theme, quiet: bool) -> Iterator[Trace]:
    role = "line-then" if quiet else "ink"
    for run in stretches(one.values):
        yield from lines.line_traces([points(one, run, c)], theme, role, 1.5 if quiet else 2.25)
    yield marked(one, c, theme, role, 4 if quiet else 6)


def marked(one: SubjectSeries, c: Courses, theme: Theme, role: str, size: float) -> Trace:
    """Marks of the values: a circle at or above the first target, a diamond below, else circles."""
    found = points(one, one.values, c)
    if not c.targets:
        return lines.marks(found, lines.solid(theme, role, size))
    above = [v.value >= c.targets[0].value - 0.5 * 10**-c.scale.decimals for v in one.values]
    return lines.marks(found, sides(theme, above, size))


def _others(one: SubjectSeries, c: Courses, theme: Theme) -> Iterator[Trace]:
    for _, values in one.others:
        for run in stretches(values):
            solid = [LinePoint(p.x, p.y) for p in points(one, run, c)]
            yield from lines.line_traces([solid], theme, "line-quiet", 1)
    if one.first:
        yield lines.marks(points(one, one.first, c), lines.hollow(theme, "ink-3", 5, width=1.25))


_MOST_LETTERS = 18
"""Letters that have room at the right of a narrow drawing."""

_NAME_PX = 15.5
"""The least between two names at the right, in pixels."""


def _ends(c: Courses, sheet: PlotArea, theme: Theme, narrow: bool) -> Iterator[Annotation]:
    """A name at the end of each line, pushed apart where they would lie on one another."""
    last = {one.code: one.values[-1] for one in c.courses}
    order = sorted(c.courses, key=lambda one: -last[one.code].value)
    want = [sheet.at(last[one.code].year, last[one.code].value)[1] for one in order]
    at = _apart(want, _NAME_PX, sheet.size[1] - 22)
    for one, y, moved in zip(order, want, at, strict=True):
        quiet = _quiet(one, c)
        font = theme.font(13, "ink-2" if quiet else "ink", 400 if quiet else 650)
        text = _end(one, c)
        if narrow and len(text) > _MOST_LETTERS:
            value = wording.printed(one.values[-1], c.scale)
            text = f"{one.name}<br>{value}" if len(order) == 1 else one.name
        v = last[one.code]
        yield note(text, v.year, v.value, font, "left", xshift=8, yshift=round(y - moved, 1), align="left")


def _apart(want: Sequence[float], gap: float, lowest: float) -> list[float]:
    """Heights as near to those wanted as they can be at least `gap` apart, none beneath `lowest`."""
    at: list[float] = []
    for y in want:
        at.append(max(y, at[-1] + gap) if at else y)
    for i in range(len(at) - 1, -1, -1):
        most = lowest if i == len(at) - 1 else at[i + 1] - gap
        at[i] = min(at[i], most)
    return at


def _quiet(one: SubjectSeries, c: Courses) -> bool:
    return len(c.courses) > ALL_IN_INK and one is not c.courses[0]


def _starts(c: Courses, sheet: PlotArea, theme: Theme) -> Iterator[Label]:
    """The first values of a few, named where there is room, and on no side on which another's is as near."""
    font = theme.font(12, "ink-2", 400)
    named = c.courses if 1 < len(c.courses) <= ALL_IN_INK else ()
    at = {one.name: sheet.at(one.values[0].year, one.values[0].value) for one in named}
    for one in named:
        x, y = at[one.name]
        below = [v - y for name, (u, v) in at.items() if name != one.name and u == x]
        places = tuple(
            place
            for place, side in (("above right", -1), ("below right", 1))
            if not any(0 <= side * away < _LABEL_PX for away in below)
        )
        if places:
            text = f"{one.name} {wording.printed(one.values[0], c.scale)}"
            yield Label(text, one.values[0].year, one.values[0].value, font, places=places, needed=False)


def _short(c: Courses, sheet: PlotArea, theme: Theme) -> list[Shape]:
    """The region short of the first target, washed."""
    low, high = sheet.y
    first = c.targets[0].value if c.targets else low
    return [area(theme, "wash", *sheet.x, low, min(first, high))] if first > low else []


def _targets(c: Courses, sheet: PlotArea, theme: Theme) -> Iterator[Trace]:
    """The first target in ink, further ones thin and dashed, over the grid."""
    low, high = sheet.y
    for n, t in enumerate(c.targets):
        across = [[(sheet.x[0], t.value), (sheet.x[1], t.value)]]
        if low < t.value < high:
            role, width, dash = ("ink-3", 1, "dash") if n else ("ink", 1.5, "")
            yield from strokes(theme, role, width, across, dash)


def _target_names(c: Courses, sheet: PlotArea, theme: Theme) -> Iterator[Label]:
    """The targets' names at their lines, at the end where no line of values passes."""
    for n, t in enumerate(c.targets):
        if sheet.y[0] < t.value < sheet.y[1]:
            font = theme.font(12, "ink", 650 if n == 0 else 400)
            passed = [_passes(c, sheet, t.value, end) for end in sheet.x]
            side, x = ("left", sheet.x[1]) if passed == [True, False] else ("right", sheet.x[0])
            yield Label(t.title, x, t.value, font, (f"above {side}", f"below {side}"))


def _passes(c: Courses, sheet: PlotArea, value: float, end: float) -> bool:
    """Whether a line crosses the place above a value at an end of the axis, where its name would stand."""
    high, wide = value + 0.08 * (sheet.y[1] - sheet.y[0]), 0.09 * (sheet.x[1] - sheet.x[0])
    for one in c.courses:
        for a, b in pairwise(one.values):
            parts = [i / 8 for i in range(9) if abs(a.year + (b.year - a.year) * i / 8 - end) <= wide]
            if any(value <= a.value + (b.value - a.value) * part <= high for part in parts):
                return True
    return False
