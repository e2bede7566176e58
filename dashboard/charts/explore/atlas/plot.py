"""The members on the map in five groups of about equal size, the highest darkest."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.charts.explore import wording
from dashboard.charts.explore.ranking.data import NO_FORCES, MeasureRanking, Ranked
from dashboard.charts.map import land
from dashboard.charts.map.land import SHADES, Country, KeyLine
from dashboard.charts.map.outlines import land_cells
from dashboard.drawing.plot import Figure
from dashboard.drawing.theme import Theme

_WIDE = 912.0
"""The width in pixels that the page has beside its controls."""


def figure(m: MeasureRanking, theme: Theme, *, narrow: bool = False) -> Figure:
    """The map as a plotly figure."""
    groups = grouped(m)
    step_of = {r.ally.code: step for step, group in groups.items() for r in group}
    countries = [
        Country(
            r.ally.code,
            r.ally.name,
            wording.printed(r.value, m.scale),
            wording.hover(r.ally.name, r.value, m.scale),
            step_of[r.ally.code],
        )
        for r in m.ranked
    ]
    countries += [
        Country(ally.code, ally.name, "", f"{ally.name} {m.view.year}<br>{why}", None)
        for ally, why in m.without
    ]
    cells = land_cells(m.release)
    return land.figure(
        m.release.maps, countries, list(_key(m, groups)), cells, theme, narrow=narrow, wide=_WIDE
    )


def grouped(m: MeasureRanking) -> dict[int, list[Ranked]]:
    """The ranked by class, the highest first: fifths of their number, those of one place in one class."""
    n, most = len(m.ranked), len(SHADES) - 1
    found: dict[int, list[Ranked]] = {}
    for r in m.ranked:
        found.setdefault(most - min(most, (r.place - 1) * len(SHADES) // n), []).append(r)
    return found


def _key(m: MeasureRanking, groups: dict[int, list[Ranked]]) -> Iterator[KeyLine]:
    for step, group in groups.items():
        low, high = (wording.printed(r.value, m.scale).rstrip("e") for r in (group[-1], group[0]))
        yield KeyLine(step, len(group), low if low == high else f"{low} to {high}")
    if without := [ally for ally, why in m.without if why != NO_FORCES]:
        yield KeyLine(None, len(without), without[0].name + ": no value" if len(without) == 1 else "no value")
    if forceless := [ally for ally, why in m.without if why == NO_FORCES]:
        yield KeyLine(None, len(forceless), f"{forceless[0].name}: {NO_FORCES}")
