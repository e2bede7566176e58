"""One ally's share of GDP: a line for each edition over the years, and one year edition by edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.charts.ally_revisions.data import AllyRevisions, most_revised
from dashboard.charts.by_year import EditionSeries, hover_share
from dashboard.charts.count_by_edition.data import PLAIN_SERIES
from dashboard.drawing import lines
from dashboard.drawing.lines import Label, Labels, LinePoint, PlotArea
from dashboard.drawing.plot import Annotation, Figure, Shape, Trace, line, strokes
from dashboard.drawing.rows import note
from dashboard.drawing.theme import Theme
from etl.model import Edition, Observation, as_printed

_NEW, _OLD = "ink", "line-then"


def figure(r: AllyRevisions, theme: Theme, *, narrow: bool = False) -> Figure:
    """Shares by year, x the year and y per cent of GDP; the newest edition bold, the others thin."""
    sheet = _sheet(r, narrow)
    ticks = lines.steps(*sheet.y, 5 if narrow else 7)
    far = 0.055 * (sheet.y[1] - sheet.y[0])
    ground, notes = lines.target_line(sheet, r.view.target, theme, words.target(r.view.target))
    labels = Labels.at_least(sheet, (500, 380), theme)
    if notes:
        labels.keep_clear([LinePoint(x, r.view.target) for x in sheet.x])
    data: list[Trace] = []
    ends: list[Label] = []
    for one in r.shown:
        new = one.edition == r.newest
        for run in one.runs:
            points = [_point(f) for f in run]
            alone = len(run) == 1
            labels.keep_clear(points, joined=not alone)
            if not alone:
                data += lines.line_traces([points], theme, _NEW if new else _OLD, 2.5 if new else 1.5)
            if new:
                data.append(lines.marks(points, lines.solid(theme, _NEW, 6.5)))
            elif alone:
                data.append(lines.marks(points, lines.hollow(theme, _OLD, 6.5)))
            else:
                data.append(lines.marks(points[:-1], lines.unseen(theme)))
                data.append(lines.marks(points[-1:], lines.hollow(theme, _OLD, 7)))
        if new or len(one.observations) > 2:
            ends += _ends(one, theme, new=new, narrow=narrow)
    data += _year_marks(r, theme, [f.year for f in r.of_year_shown])[-1:]
    labels.keep_clear([_point(f) for f in r.of_year_shown[-1:]], joined=False)
    ends += _most_revised(r, theme)
    labels.add(sorted(ends, key=lambda label: not label.needed))
    return lines.on_sheet(
        sheet,
        theme,
        data,
        xaxis=lines.years_axis(sheet, r.years, theme, short=narrow),
        yaxis=lines.value_axis(sheet, [t for t in ticks if abs(t - r.view.target) > far], theme),
        shapes=ground,
        annotations=[*notes, *labels.notes],
    )


def _sheet(r: AllyRevisions, narrow: bool) -> PlotArea:
    shares = [f.value for t in r.shown for f in t.observations]
    low, high = min([*shares, r.view.target]), max([*shares, r.view.target])
    room = max(0.12, 0.08 * (high - low))
    return PlotArea(
        x=(r.years[0] - 0.3, r.years[-1] + 0.3),
        y=(max(0.0, low - room), high + room),
        across=(0.095, 0.97) if narrow else (0.055, 0.865),
        down=(0.09, 0.97) if narrow else (0.08, 0.98),
        size=(358, 320) if narrow else (710, 380),
    )


def _point(f: Observation) -> LinePoint:
    return LinePoint(f.year, f.value, f.estimate, hover_share(f))


def _ends(series: EditionSeries, theme: Theme, *, new: bool, narrow: bool) -> list[Label]:
    """The last share of an edition with its date; where there is no room, only the newest has one."""
    last = series.observations[-1]
    if new:
        day = f"{last.edition:%b %Y}<br>{_definition(series.edition)}".removesuffix("<br>")
        text = share(last) if narrow else f"{share(last)}<br>{day}"
        places: tuple[str, ...] = ("above left", "above", "below left") if narrow else ("right",)
        font = theme.font(13, "ink", 650)
        return [Label(text, last.year, last.value, font, places)]
    text = f"{share(last)}, {last.edition:%b %Y}"
    font = theme.font(12, "ink-2")
    places = ("left", "above left", "above", "below right", "below", "below left", "right", "above right")
    return [Label(text, last.year, last.value, font, places, needed=False)]


def _definition(edition: Edition) -> str:
    """What sets an edition's measure apart from that of the others, empty where nothing does."""
    return edition.series.removesuffix(PLAIN_SERIES).strip()


def _most_revised(r: AllyRevisions, theme: Theme) -> list[Label]:
    """The newest share of the year that was revised most."""
    year = most_revised(r)
    newest = [f for t in r.shown if t.edition == r.newest for f in t.observations]
    if year is None or newest[-1:] == [f for f in newest if f.year == year]:
        return []
    font = theme.font(13, "ink", 650)
    places = ("above", "above left", "left", "right", "below", "below right")
    return [
        Label(f"{share(f)} in {year}", year, f.value, font, places, needed=False)
        for f in newest
        if f.year == year
    ]


# ---------------------------------------------------------------- one year by edition


def year_figure(r: AllyRevisions, theme: Theme, *, narrow: bool = False) -> Figure:
    """The share of one year, a step for each edition; x is the place in their order, y per cent of GDP."""
    values = [as_printed(f.value) for f in r.of_year_shown]
    low, high = min([*values, r.view.target]), max([*values, r.view.target])
    if high - low > 1.5 and values:
        low, high = min(values), max(values)
    room = max(0.06, 0.16 * (high - low))
    last = max(len(values) - 1, 0)
    sheet = PlotArea(
        x=(-0.5, last + 0.62),
        y=(max(0.0, low - room), high + room * 1.2),
        across=(0.115, 0.985),
        down=(0.145, 0.98),
        size=(358, 320) if narrow else (470, 380),
    )
    ticks = lines.steps(*sheet.y, 6)
    far = 0.06 * (sheet.y[1] - sheet.y[0])
    ground, notes = lines.target_line(sheet, r.view.target, theme, words.target(r.view.target))
    for shape, named in _breaks(r, sheet, theme):
        ground.append(shape)
        notes.append(named)
    editions = [f.edition for f in r.of_year_shown]
    days = {i: f"{d.day} {d:%b}<br>{d.year}" for i, d in enumerate(editions)}
    labels, roles = Labels(sheet, theme), _roles(r)
    data = [*_joins(r, theme), *_year_marks(r, theme, range(len(r.of_year_shown)))]
    for i, f in enumerate(r.of_year_shown):
        before = r.of_year_shown[i - 1].value if i else f.value
        places = ("above right", "below right") if f.value <= before else ("above", "below right")
        font = {"size": 14, "color": theme[roles[i]], "weight": 650}
        labels.add([Label(share(f), i, as_printed(f.value), font, places)])
    return lines.on_sheet(
        sheet,
        theme,
        data,
        xaxis=lines.upright_axis(sheet, days, theme),
        yaxis=lines.value_axis(sheet, [t for t in ticks if abs(t - r.view.target) > far], theme),
        shapes=ground,
        annotations=[*notes, *labels.notes],
    )


def _breaks(r: AllyRevisions, sheet: PlotArea, theme: Theme) -> Iterator[tuple[Shape, Annotation]]:
    """A dashed line, and the new measure's name, between editions of two measures."""
    editions = {t.edition.published: t.edition for t in r.series}
    series = [editions[f.edition] for f in r.of_year_shown]
    for i, (before, after) in enumerate(pairwise(series)):
        if before.series != after.series:
            upright = line(theme, "ink-3", 1, i + 0.5, i + 0.5, *sheet.y, dash="dash")
            font = {"size": 12, "color": theme["ink-2"], "style": "italic"}
            name = f"{_definition(after) or after.series}: new definition"
            held = {"yanchor": "top", "bgcolor": theme["paper"]}
            yield upright, note(name, i + 0.5, sheet.y[1], font, "center", **held)


def _roles(r: AllyRevisions) -> list[str]:
    """The colour of each edition's value: at or above, crossed down since an earlier one, or below."""
    roles, ever = [], False
    for f in r.of_year:
        met = as_printed(f.value) >= r.view.target
        roles.append("above" if met else "slip" if ever else "below")
        ever = ever or met
    return roles[len(roles) - len(r.of_year_shown) :]


def _joins(r: AllyRevisions, theme: Theme) -> Iterator[Trace]:
    """Level to the next edition, then up or down to it; dotted while the share is an estimate."""
    for i, (f, after) in enumerate(pairwise(r.of_year_shown)):
        a, b = as_printed(f.value), as_printed(after.value)
        step = [(i, a), (i + 1, a), *([(i + 1, b)] if a != b else [])]
        yield from strokes(theme, "line-then", 2, [step], "dot" if f.estimate else "solid")


def _year_marks(r: AllyRevisions, theme: Theme, places: Sequence[int]) -> list[Trace]:
    """A mark for each edition's value of the year: solid by the newest edition, hollow by an earlier one."""
    traces = []
    for i, (f, role) in enumerate(zip(r.of_year_shown, _roles(r), strict=True)):
        met = as_printed(f.value) >= r.view.target
        now = f.edition == r.newest.published
        marker = {
            "symbol": "circle" if met else "diamond",
            "size": 12 if met else 13,
            "color": theme[role if now else "paper"],
            "line": {"color": theme[role], "width": 0 if now else 2},
        }
        traces.append(lines.marks([LinePoint(places[i], as_printed(f.value), said=_point(f).said)], marker))
    return traces
