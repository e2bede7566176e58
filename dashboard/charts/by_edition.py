"""One ally's share of GDP by year as a drawing: a line for each edition, one of them bold, above a target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.charts.by_year import EditionSeries, hover_share
from dashboard.charts.count_by_edition.data import PLAIN_SERIES
from dashboard.drawing import lines
from dashboard.drawing.lines import Label, Labels, LinePoint, PlotArea
from dashboard.drawing.plot import Figure, Trace, line
from dashboard.drawing.theme import Theme
from etl.model import Edition, Observation


class SharesByEdition(msgspec.Struct, frozen=True):
    """What is drawn: the editions, oldest first, and which one is bold; the years; the target in per cent.

    `further` are other targets with their names, dashed; `fit` what else the scale has to hold. `wide` is the
    size of the wide drawing in pixels.
    """

    shown: Sequence[EditionSeries]
    bold: Edition
    years: Sequence[int]
    target: float
    wide: tuple[int, int]
    further: Mapping[float, str] = msgspec.field(default_factory=dict)
    fit: Sequence[float] = ()


def point(f: Observation) -> LinePoint:
    """A share at its year, and what its mark says."""
    return LinePoint(f.year, f.value, f.estimate, hover_share(f))


def drawn(
    s: SharesByEdition,
    theme: Theme,
    *,
    narrow: bool,
    behind: Iterable[Trace] = (),
    marks: Iterable[Trace] = (),
    marked: Sequence[LinePoint] = (),
    labels: Iterable[Label] = (),
) -> Figure:
    """The drawing, x the year and y per cent of GDP, with traces behind its lines and `marks` upon them.

    `marked` is where such marks stand; `labels` are placed with those of the editions.
    """
    sheet = _sheet(s, narrow)
    far = 0.055 * (sheet.y[1] - sheet.y[0])
    named = [s.target, *s.further]
    ticks = [t for t in lines.steps(*sheet.y, 5 if narrow else 7) if all(abs(t - n) > far for n in named)]
    ground, notes = lines.target_line(sheet, s.target, theme, words.target(s.target))
    placed = Labels.at_least(sheet, (500, 380), theme)
    if notes:
        placed.keep_clear([LinePoint(x, s.target) for x in sheet.x])
    names = []
    for value, text in s.further.items():
        ground.append(line(theme, "ink-2", 1, *sheet.x, value, value, dash="4px,3px"))
        placed.keep_clear([LinePoint(x, value) for x in sheet.x])
        names.append(Label(text, sheet.x[0], value, theme.font(12, "ink-2"), ("above right", "below right")))
    earlier, bold = list[list[LinePoint]](), list[list[LinePoint]]()
    for one in s.shown:
        new = one.edition == s.bold
        for run in one.runs:
            points = [point(f) for f in run]
            placed.keep_clear(points, joined=len(run) > 1)
            (bold if new else earlier).append(points)
        if new or len(one.observations) > 2:
            names.append(_end(one, theme, new=new, narrow=narrow))
    placed.keep_clear(marked, joined=False)
    placed.add(sorted([*names, *labels], key=lambda label: not label.needed))
    return lines.on_sheet(
        sheet,
        theme,
        [
            *behind,
            *lines.earlier_lines(earlier, theme, 7),
            *lines.chosen_line(bold, theme, 2.5, 6.5),
            *marks,
        ],
        xaxis=lines.years_axis(sheet, s.years, theme, short=narrow),
        yaxis=lines.value_axis(sheet, ticks, theme),
        shapes=ground,
        annotations=[*notes, *placed.notes],
    )


def _sheet(s: SharesByEdition, narrow: bool) -> PlotArea:
    values = [*(f.value for one in s.shown for f in one.observations), s.target, *s.further, *s.fit]
    low, high = min(values), max(values)
    room = max(0.12, 0.08 * (high - low))
    return PlotArea(
        x=(s.years[0] - 0.3, s.years[-1] + 0.3),
        y=(max(0.0, low - room), high + room),
        across=(0.095, 0.97) if narrow else (0.055, 0.865),
        down=(0.09, 0.97) if narrow else (0.08, 0.98),
        size=(358, 320) if narrow else s.wide,
    )


def _end(series: EditionSeries, theme: Theme, *, new: bool, narrow: bool) -> Label:
    """The last share of an edition with its date; where there is no room, only the bold one has it."""
    last = series.observations[-1]
    if new:
        day = f"{last.edition:%b %Y}<br>{definition(series.edition)}".removesuffix("<br>")
        text = share(last) if narrow else f"{share(last)}<br>{day}"
        places: tuple[str, ...] = ("above left", "above", "below left") if narrow else ("right",)
        return Label(text, last.year, last.value, theme.font(13, "ink", 650), places)
    places = ("left", "above left", "above", "below right", "below", "below left", "right", "above right")
    text = f"{share(last)}, {last.edition:%b %Y}"
    return Label(text, last.year, last.value, theme.font(12, "ink-2"), places, needed=False)


def definition(edition: Edition) -> str:
    """What sets an edition's measure apart from that of the others, empty where nothing does."""
    return edition.series.removesuffix(PLAIN_SERIES).strip()
