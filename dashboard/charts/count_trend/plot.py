"""How the count grew: allies at the target by year, one line an edition, the press's counts as squares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from dashboard import formatting as words
from dashboard.charts.by_year import stretches
from dashboard.charts.count_by_edition.data import PLAIN_SERIES, YearCount
from dashboard.charts.count_trend.data import CountLine, Trend
from dashboard.drawing import lines
from dashboard.drawing.lines import Label, Labels, LinePoint, PlotArea
from dashboard.drawing.plot import Figure, Trace, strokes
from dashboard.drawing.theme import Theme

_NEAR = 0.5
"""Part of the alliance that some count must reach for the number of members to be drawn above it."""


_OVER = ("above", "below")
_AROUND = ("above left", "left", "above")


def figure(t: Trend, theme: Theme, *, narrow: bool = False) -> Figure:
    """Counts by year; the edition of the view bold, the number of members as a thin step above."""
    years = t.matrix.years
    tall = max(of for _, of in t.members)
    near = t.highest > _NEAR * tall
    top = tall + 2.4 if near else t.highest * 1.15 + 0.5
    sheet = PlotArea(
        x=(years[0] - 0.4, years[-1] + 0.4),
        y=(-0.02 * top, top),
        across=(0.075, 0.955) if narrow else (0.032, 0.905),
        down=(0.075, 0.985) if narrow else (0.065, 0.985),
        size=(358, 430) if narrow else (1120, 500),
    )
    labels = Labels.at_least(sheet, (600, 440), theme)
    spread = t.disputed
    data: list[Trace] = [*_spread(spread, theme)]
    if near:
        labels.keep_clear([LinePoint(x, of) for y, of in t.members for x in (y - 0.5, y + 0.5)])
        data.append(_members(t, theme))
    others = [line for line in t.shown if line.published != t.view.edition]
    earlier, chosen = [run for line in others for run in _runs(line)], _runs(t.chosen)
    for run in (*earlier, *chosen):
        labels.keep_clear(run)
    data += lines.earlier_lines(earlier, theme, 7.5)
    data += lines.chosen_line(chosen, theme, 2.75, 7)
    press = [_point(c, line) for line in t.press for c in line.cells]
    if press:
        labels.keep_clear(press, joined=False)
        data.append(lines.marks(press, lines.hollow(theme, "ink-3", 9, "square")))
    labels.add(_labels(t, spread, theme, narrow=narrow))
    if near:
        labels.add(_member_label(t, theme, narrow=narrow))
    labels.add(_other_labels(t, spread, theme, narrow=narrow))
    ticks = lines.steps(0, sheet.y[1], 5 if narrow else 8, (1, 2, 5))
    return lines.on_sheet(
        sheet,
        theme,
        data,
        xaxis=lines.years_axis(sheet, years, theme, short=narrow, every=2 if narrow else 1),
        yaxis=lines.value_axis(sheet, ticks, theme),
        shapes=[],
        annotations=labels.notes,
        meta={"chooses": "edition"},
    )


def _members(t: Trend, theme: Theme) -> Trace:
    """The number of members as a step: level through each year, then to the next."""
    ends = [t.members[0][0] - 0.5, *(y + 0.5 for y, _ in t.members)]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": ends,
        "y": [*(of for _, of in t.members), t.members[-1][1]],
        "line": {"color": theme["ink-3"], "width": 1, "shape": "hv"},
        "hoverinfo": "skip",
    }


def _spread(spread: tuple[YearCount, YearCount] | None, theme: Theme) -> Iterator[Trace]:
    """What the editions make of the year they differ on most: from the first count to the last."""
    if spread:
        yield from strokes(theme, _way(spread), 3, [[(cell.year, cell.n) for cell in spread]])


def _way(spread: tuple[YearCount, YearCount]) -> str:
    """The colour of a change: below the line since, or over it."""
    return "slip" if spread[1].n < spread[0].n else "above"


def _runs(line: CountLine) -> list[list[LinePoint]]:
    return [[_point(c, line) for c in run] for run in stretches(line.cells)]


def _point(cell: YearCount, line: CountLine) -> LinePoint:
    by = f"edition of {words.day(line.published)}" if line.edition else words.day(line.published)
    lines_said = [words.estimated(f"{cell.year}: {cell.n} of {cell.of} allies", cell.estimate), by]
    if line.source:
        lines_said.append(line.source)
    edition = line.edition.id if line.edition else ""
    return LinePoint(cell.year, cell.n, cell.estimate, "<br>".join(lines_said), edition)


def _labels(
    t: Trend, spread: tuple[YearCount, YearCount] | None, theme: Theme, *, narrow: bool
) -> Iterator[Label]:
    strong = theme.font(16, "ink", 650)
    quiet = theme.font(12, "ink-2")
    if t.chosen.cells:
        first, last = t.chosen.cells[0], t.chosen.cells[-1]
        label = last.printed
        series = t.chosen.edition.series if t.chosen.edition else PLAIN_SERIES
        core = (
            ""
            if series == PLAIN_SERIES
            else f"<br>new measure:<br>{series.removesuffix(PLAIN_SERIES).strip()}"
        )
        day = f"{t.view.edition:%b %Y}{core}"
        if narrow:
            yield Label(label, last.year, last.n, strong, ("above", "above left"))
        else:
            yield Label(label, last.year, last.n, strong, ("right",))
            yield Label(day, last.year, last.n, quiet, ("under",))
        if first is not last:
            yield Label(str(first.n), first.year, first.n, strong, ("below", "above", "left"))
    if spread:
        font = theme.font(13, _way(spread), 650)
        over, under = ("left", "above left", "above"), ("below right", "right", "below")
        for cell in spread:
            text = cell.printed
            label = text if narrow else f"{text}, {words.short_day(cell.published)}"
            highest = cell.n == max(c.n for c in spread)
            yield Label(label, cell.year, cell.n, font, over if highest else under)


def _member_label(t: Trend, theme: Theme, *, narrow: bool) -> Iterator[Label]:
    """What the step is, where it is level for longest."""
    levels = [list(level) for _, level in groupby(t.members, key=lambda m: m[1])]
    (year, of), (last_year, last_of) = max(levels, key=len)[0], t.members[-1]
    also = f", {last_of} in {last_year}" if last_of != of else ""
    text = "members" if narrow else f"members: {of} in {year}{also}"
    yield Label(text, year, of, theme.font(12, "ink-2"), ("above right", "below right"))


def _revised(
    t: Trend, spread: tuple[YearCount, YearCount] | None, font: Mapping[str, Any]
) -> Iterator[Label]:
    """The years whose first count by a table is not that of the chosen edition, the latest of them always."""
    now = {c.year: c for c in t.chosen.cells}
    disputed_year = spread[0].year if spread else None
    needed = True
    for year in sorted(now, reverse=True):
        first = t.first.get(year)
        if first and year != disputed_year and first.published < t.view.edition and first.n != now[year].n:
            text = f"{year}: {first.printed}, now {now[year].n}"
            yield Label(text, year, first.n, font, ("left", "below left", "above left"), needed=needed)
            needed = False


def _other_labels(
    t: Trend, spread: tuple[YearCount, YearCount] | None, theme: Theme, *, narrow: bool
) -> Iterator[Label]:
    """The press's counts, and where the other editions end, as far as there is room."""
    quiet = theme.font(12, "ink-2")
    cells = [cell for line in t.press for cell in line.cells]
    for i, cell in enumerate(cells):
        text = str(cell.n) if narrow or i else f"{cell.n}, counted by the press"
        yield Label(
            text, cell.year, cell.n, quiet, ("above left",) if not i and not narrow else _OVER, needed=False
        )
    named = {c.published for c in spread or ()}
    if not narrow:
        yield from _revised(t, spread, quiet)
    for line in t.shown:
        last = line.cells[-1]
        if line is t.chosen or line.published in named or narrow:
            continue
        text = f"{last.printed}, {line.published:%b %Y}"
        yield Label(text, last.year, last.n, quiet, _AROUND, needed=False)
