"""The alliance as a whole: shares of GDP as lines, spending in constant prices as bars on one another."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.charts.by_year import hover, hover_share
from dashboard.charts.totals.data import UNITED_STATES, Totals
from dashboard.drawing import lines
from dashboard.drawing.lines import Label, Labels, LinePoint, PlotArea
from dashboard.drawing.plot import Annotation, Figure, Trace
from dashboard.drawing.rows import note
from dashboard.drawing.theme import Theme
from etl.model import EUROPE, EUROPE_AND_CANADA, NORTH_AMERICA, TOTAL, Observation

_SHORT: Mapping[str, str] = {
    UNITED_STATES: "United States",
    TOTAL: "NATO total",
    EUROPE_AND_CANADA: "Europe and Canada",
    NORTH_AMERICA: "North America",
    EUROPE: "NATO Europe",
}


def shares_figure(t: Totals, theme: Theme, *, narrow: bool = False) -> Figure:
    """Shares by year, x the year and y per cent of GDP, each line named at its beginning and its end."""
    target = t.target
    values = [f.value for observations in t.series.values() for f in observations] or [target]
    low, high = min([*values, target]), max([*values, target])
    years = t.years or (0, 1)
    sheet = PlotArea(
        x=(years[0] - 0.3, years[-1] + 0.3),
        y=(max(0.0, low - 0.25), high + 0.3),
        across=(0.09, 0.87) if narrow else (0.06, 0.9),
        down=(0.1, 0.98),
        size=(358, 320) if narrow else (580, 360),
    )
    ground, notes = lines.target_line(sheet, target, theme, words.target(target))
    labels = Labels(sheet, theme)
    data: list[Trace] = []
    names: list[Label] = []
    others, largest = t.parts
    drawn = ((largest, "line-then", 2.0), (TOTAL, "ink-3", 1.5), (others, "ink", 2.75))
    for who, role, width in drawn:
        points = [_share_point(f, _SHORT[who]) for f in t.series[who]]
        if not points:
            continue
        labels.keep_clear(points)
        data += lines.line_traces([points], theme, role, width)
        data.append(lines.marks(points, lines.solid(theme, role, 6 if who == others else 5)))
        weight = 650 if who == others else 400
        ink = theme.font(13, "ink" if weight > 400 else "ink-2", weight)
        last = t.series[who][-1]
        names.append(Label(share(last), last.year, last.value, ink, ("right",)))
        middle = points[len(points) // 3]
        names.append(
            Label(_SHORT[who], middle.x, middle.y, ink, ("above", "below", "above right", "below right"))
        )
    labels.add(names)
    ticks = [x for x in lines.steps(*sheet.y, 6) if abs(x - target) > 0.08]
    return lines.on_sheet(
        sheet,
        theme,
        data,
        xaxis=lines.years_axis(sheet, years, theme, short=True),
        yaxis=lines.value_axis(sheet, ticks, theme),
        shapes=ground,
        annotations=[*notes, *labels.notes],
    )


def _share_point(f: Observation, name: str) -> LinePoint:
    return LinePoint(f.year, f.value, f.estimate, f"{name} {hover_share(f)}")


def spending_figure(t: Totals, theme: Theme, *, narrow: bool = False) -> Figure:
    """Billions of constant US dollars by year; most of the allies below, the largest spenders upon them."""
    years = t.years or (0, 1)
    others, largest = t.parts
    base = {f.year: f.value / 1000 for f in t.series[others]}
    over = {f.year: f.value / 1000 for f in t.series[largest]}
    tops = {y: base.get(y, 0.0) + over.get(y, 0.0) for y in years}
    sheet = PlotArea(
        x=(years[0] - 0.6, years[-1] + 0.6),
        y=(0, max([*tops.values(), 1.0]) * 1.16),
        across=(0.12, 0.99) if narrow else (0.085, 0.995),
        down=(0.1, 0.98),
        size=(358, 320) if narrow else (580, 360),
    )
    data = [
        _bars(t.series[others], {}, "above", "above-wash", _SHORT[others], theme),
        _bars(t.series[largest], base, "line-then", "wash", _SHORT[largest], theme),
    ]
    labels = Labels(sheet, theme)
    for y in (years[0], years[-1]):
        labels.add(_sums(t, y, tops[y] if tops.get(y) else 0.0, base.get(y), theme))
    ticks = lines.steps(0, sheet.y[1], 6, (1, 2, 5))
    return lines.on_sheet(
        sheet,
        theme,
        [d for d in data if d["x"]],
        xaxis=lines.years_axis(sheet, years, theme, short=True),
        yaxis=lines.value_axis(sheet, ticks, theme, labels=[f"{x:,.0f}" for x in ticks]),
        shapes=[],
        annotations=[*labels.notes, *_key(t, sheet, theme)],
        barmode="overlay",
        bargap=0.18,
    )


def _bars(
    observations: tuple[Observation, ...],
    base: Mapping[int, float],
    role: str,
    pale: str,
    name: str,
    theme: Theme,
) -> Trace:
    return {
        "type": "bar",
        "x": [f.year for f in observations],
        "y": [f.value / 1000 for f in observations],
        "base": [base.get(f.year, 0.0) for f in observations],
        "marker": {
            "color": [theme[pale if f.estimate else role] for f in observations],
            "line": {"color": [theme[role]] * len(observations), "width": [1] * len(observations)},
        },
        "hovertext": [_amount(f, name) for f in observations],
        "hoverinfo": "text",
    }


def _amount(f: Observation, name: str) -> str:
    value = words.estimated(f"{words.fixed(f.value / 1000, 1)} billion", f.estimate)
    return f"{name} {hover(f, f'{value}<br>{f.unit}')}"


def _sums(t: Totals, year: int, top: float, base: float | None, theme: Theme) -> list[Label]:
    """The whole above a bar, where NATO prints it; else nothing is summed."""
    total = next((f for f in t.series[TOTAL] if f.year == year), None)
    if total is None or base is None:
        return []
    text = words.printed(total.value / 1000, 0, total.estimate)
    font = theme.font(13, "ink", 650)
    return [Label(text, year, top, font, ("above",))]


def _key(t: Totals, sheet: PlotArea, theme: Theme) -> list[Annotation]:
    """Which part is which, in the white space over the earliest bars, in the order in which they stand."""
    notes = []
    others, largest = t.parts
    parts = [(largest, "line-then"), (others, "above")]
    for i, (who, role) in enumerate(part for part in parts if t.series[part[0]]):
        for text, x, font in (
            ("■", sheet.across[0], theme.font(15, role)),
            (_SHORT[who], sheet.across[0] + 18 / sheet.size[0], theme.font(13, "ink")),
        ):
            paper = {"xref": "paper", "yref": "paper"}
            notes.append(note(text, x, 0.965 - 0.06 * i, font, "left", **paper))
    return notes
