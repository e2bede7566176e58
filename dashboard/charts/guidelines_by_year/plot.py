"""Both guidelines by year: a line for each edition, the view's bold."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import formatting as words
from dashboard.charts.by_year import stretches
from dashboard.charts.guidelines.data import QuarterCounts
from dashboard.charts.guidelines_by_year.data import BothByYear, BothLine, met
from dashboard.charts.guidelines_by_year.text import printed
from dashboard.drawing import lines
from dashboard.drawing.lines import Label, Labels, LinePoint, PlotArea
from dashboard.drawing.plot import Figure
from dashboard.drawing.theme import Theme


def figure(b: BothByYear, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure."""
    cells = [c for line in b.lines for c in line.cells]
    years = range(min(c.year for c in cells), max(c.year for c in cells) + 1)
    top = max(4, *map(met, cells)) * 1.12 + 0.5
    sheet = PlotArea(
        x=(years[0] - 0.4, years[-1] + 0.4),
        y=(-0.03 * top, top),
        across=(0.075, 0.93) if narrow else (0.032, 0.93),
        down=(0.11, 0.98),
        size=(358, 240) if narrow else (1120, 280),
    )
    labels = Labels.at_least(sheet, (600, 280), theme)
    earlier, chosen = [run for line in b.others for run in _runs(line)], _runs(b.chosen)
    for run in (*earlier, *chosen):
        labels.keep_clear(run)
    labels.add(_labels(b, theme, narrow=narrow))
    return lines.on_sheet(
        sheet,
        theme,
        [*lines.earlier_lines(earlier, theme, 7.5), *lines.chosen_line(chosen, theme, 2.75, 7)],
        xaxis=lines.years_axis(sheet, years, theme, short=narrow, every=2 if narrow else 1),
        yaxis=lines.value_axis(sheet, lines.steps(0, sheet.y[1], 5, (1, 2, 5)), theme),
        annotations=labels.notes,
    )


def _runs(line: BothLine) -> list[list[LinePoint]]:
    return [[_point(c, line) for c in run] for run in stretches(line.cells)]


def _point(cell: QuarterCounts, line: BothLine) -> LinePoint:
    said = words.estimated(f"{cell.year}: {met(cell)} of {cell.of} allies at both guidelines", cell.estimate)
    by = f"edition of {words.day(line.edition.published)}"
    return LinePoint(cell.year, met(cell), cell.estimate, f"{said}<br>{by}", line.edition.id)


def _labels(b: BothByYear, theme: Theme, *, narrow: bool) -> Iterator[Label]:
    strong = theme.font(16, "ink", 650)
    quiet = theme.font(12, "ink-2")
    first, last = b.chosen.cells[0], b.chosen.cells[-1]
    yield Label(printed(last), last.year, met(last), strong, ("right",))
    if first is not last:
        yield Label(printed(first), first.year, met(first), strong, ("above", "above right"))
    for cell in b.steepest or ():
        if cell not in (first, last):
            yield Label(printed(cell), cell.year, met(cell), strong, ("below right", "right", "above left"))
    for line in b.others:
        end = line.cells[-1]
        text = printed(end) if narrow else f"{printed(end)}, {line.edition.published:%b %Y}"
        yield Label(text, end.year, met(end), quiet, ("above left", "left", "above"), needed=False)
