"""One ally's share of GDP: a line for each edition over the years, and one year edition by edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.charts.ally_revisions.data import AllyRevisions
from dashboard.charts.by_edition import SharesByEdition, definition, drawn, point
from dashboard.drawing import lines
from dashboard.drawing.lines import Label, Labels, LinePoint, PlotArea
from dashboard.drawing.plot import Annotation, Figure, Shape, Trace, line, strokes
from dashboard.drawing.rows import note
from dashboard.drawing.theme import Theme
from etl.model import as_printed


def figure(r: AllyRevisions, theme: Theme, *, narrow: bool = False) -> Figure:
    """Shares by year, x the year and y per cent of GDP; the newest edition bold, the others thin."""
    return drawn(
        SharesByEdition(r.shown, r.newest, r.years, r.view.target, (710, 380)),
        theme,
        narrow=narrow,
        marks=_year_marks(r, theme, [f.year for f in r.of_year_shown])[-1:],
        marked=[point(f) for f in r.of_year_shown[-1:]],
        labels=_most_revised(r, theme),
    )


def _most_revised(r: AllyRevisions, theme: Theme) -> list[Label]:
    """The newest share of the year that was revised most."""
    year = r.most_revised
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
            name = f"{definition(after) or after.series}: new definition"
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
        traces.append(lines.marks([LinePoint(places[i], as_printed(f.value), said=point(f).said)], marker))
    return traces
