"""A mark a member: the first measure across, the second up; the chosen and both ends named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard.charts.explore import wording
from dashboard.charts.explore.scatter.data import Pair, TwoMeasures
from dashboard.charts.explore.scatter.text import axes
from dashboard.drawing import lines
from dashboard.drawing.lines import Label, Labels, LinePoint, PlotArea
from dashboard.drawing.plot import Annotation, Figure, Shape, Trace, area, line, sides
from dashboard.drawing.rows import note
from dashboard.drawing.theme import Theme


def figure(s: TwoMeasures, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure of scatter traces."""
    x_target, y_target = s.targets
    xs = [v.value for p in s.pairs for v in (p.x, *(a for a, _ in p.trail))]
    ys = [v.value for p in s.pairs for v in (p.y, *(b for _, b in p.trail))]
    sheet = PlotArea(
        x=_range([*xs, *([x_target.value] if x_target else [])]),
        y=_range([*ys, *([y_target.value] if y_target else [])]),
        across=(0.17, 0.98) if narrow else (0.08, 0.985),
        down=(0.09, 0.94),
        size=(358, 420) if narrow else (912, 560),
    )
    labels = Labels(sheet, theme)
    every = [_point(p, s) for p in s.pairs]
    labels.keep_clear(every, joined=False)
    labels.add(_names(s, theme))
    across = lines.steps(*sheet.x, 5 if narrow else 8)
    up = lines.steps(*sheet.y, 7)
    return lines.on_sheet(
        sheet,
        theme,
        [*_trails(s, theme), *_marks(s, theme)],
        xaxis=lines.upright_axis(sheet, {t: f"{t:,.10g}" for t in across}, theme),
        yaxis=lines.value_axis(sheet, up, theme, labels=[f"{t:,.10g}" for t in up]),
        shapes=[*_ground(s, sheet, theme)],
        meta=wording.gestures(s.view),
        annotations=[*_axes(s, theme, narrow), *labels.notes],
    )


def _range(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    room = 0.07 * (high - low) or abs(high) * 0.1 or 1.0
    return (low - room if low < 0 else max(0.0, low - room)), high + room


def _point(p: Pair, s: TwoMeasures) -> LinePoint:
    first = wording.hover(p.ally.name, p.x, s.scales[0])
    unit = p.y.own.unit.replace("percent", "%")
    said = f"{first}<br>{wording.sentence(p.y, s.scales[1])} {unit}"
    return LinePoint(p.x.value, p.y.value, said=said, of=p.ally.code)


def _marks(s: TwoMeasures, theme: Theme) -> Iterator[Trace]:
    """Circles at or above the first target and diamonds below; the chosen larger, ringed in ink."""
    x_target = s.targets[0]
    for chosen in (False, True):
        pairs = [p for p in s.pairs if p.highlighted == chosen]
        if not pairs:
            continue
        above = [x_target is None or round(p.x.value, s.scales[0].decimals) >= x_target.value for p in pairs]
        look = sides(theme, above, 14.0, "ink", 2) if chosen else sides(theme, above, 9.0)
        yield lines.marks([_point(p, s) for p in pairs], look)


def _trails(s: TwoMeasures, theme: Theme) -> Iterator[Trace]:
    """Where other editions have those chosen, joined in the order of their days."""
    for p in s.pairs:
        if p.trail:
            found = [
                LinePoint(a.value, b.value, said=wording.hover(p.ally.name, a, s.scales[0]), of=p.ally.code)
                for a, b in p.trail
            ]
            yield from lines.line_traces([[*found, _point(p, s)]], theme, "line-then", 1)
            yield lines.marks(found, lines.hollow(theme, "ink-3", 6))


def _names(s: TwoMeasures, theme: Theme) -> list[Label]:
    found = []
    for p in sorted(s.pairs, key=lambda p: not p.highlighted):
        if p.ally.code in s.named:
            weight, role = (650, "ink") if p.highlighted else (400, "ink-2")
            font = theme.font(13, role, weight)
            found.append(Label(p.ally.name, p.x.value, p.y.value, font, needed=p.highlighted))
    return found


def _ground(s: TwoMeasures, sheet: PlotArea, theme: Theme) -> Iterator[Shape]:
    """The region short of either target, and the targets."""
    x_target, y_target = s.targets
    left = x_target.value if x_target else sheet.x[0]
    if x_target:
        yield area(theme, "wash", sheet.x[0], left, *sheet.y)
    if y_target:
        yield area(theme, "wash", left, sheet.x[1], sheet.y[0], y_target.value)
    if x_target:
        yield line(theme, "ink", 1.5, left, left, *sheet.y)
    if y_target:
        yield line(theme, "ink", 1.5, *sheet.x, y_target.value, y_target.value)


def _axes(s: TwoMeasures, theme: Theme, narrow: bool) -> Iterator[Annotation]:
    """The measures at the axes, and the targets at their lines."""
    across, up = axes(s)
    quiet = theme.font(12, "ink-2")
    paper = {"xref": "paper", "yref": "paper"}
    yield note(f"↑ {up}"[: 56 if narrow else 120], 0, 0.985, quiet, "left", **paper)
    yield note(f"{across} →"[-(56 if narrow else 120) :], 0.985, 0.018, quiet, "right", **paper)
    bold = theme.font(12, "ink", 650)
    x_target, y_target = s.targets
    if x_target and not narrow:
        yield note(x_target.title, x_target.value, 0.955, bold, "left", yref="paper")
    if y_target and not narrow:
        yield note(
            y_target.title, 0.98, y_target.value, bold, "right", xref="paper", yanchor="bottom", yshift=2
        )
