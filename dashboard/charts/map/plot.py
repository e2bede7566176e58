"""The members on the map, shaded by class against the target.

A diamond stands in every member below the target, as in all charts here, so that shade is never alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.charts.by_year import hover_share
from dashboard.charts.map import land
from dashboard.charts.map.data import LEFT, LOWEST_MEETING, NOT_YET, WITHOUT, Atlas, MapMember, steps_of
from dashboard.charts.map.land import Country, KeyLine
from dashboard.charts.map.text import step_words
from dashboard.drawing.plot import Figure
from dashboard.drawing.theme import Theme


def figure(a: Atlas, theme: Theme, *, narrow: bool = False) -> Figure:
    """The map as a plotly figure."""
    countries = [_country(p, a) for p in a.places if p.why not in (NOT_YET, LEFT)]
    return land.figure(a.panels, countries, list(_key(a)), a.cells, theme, narrow=narrow)


def _country(p: MapMember, a: Atlas) -> Country:
    below = p.step is not None and not p.meets
    if p.observation is None:
        return Country(p.ally.code, p.ally.name, "", f"{p.ally.name} {a.view.year}<br>{p.why}", None)
    said = f"{p.ally.name} {hover_share(p.observation)}"
    return Country(p.ally.code, p.ally.name, share(p.observation), said, p.step, below)


def _key(a: Atlas) -> Iterator[KeyLine]:
    """The classes, highest first, the target between them, then those without a share."""
    for step in steps_of(a.view.target):
        below = step < LOWEST_MEETING
        text = step_words(step, a.view.target)
        line = f"{words.target(a.view.target)}, the target" if step == LOWEST_MEETING - 1 else ""
        yield KeyLine(step, len(a.of_step(step)), text, below, line)
    for why in WITHOUT:
        if members := a.without(why):
            named = f"{members[0].ally.name}: {why}" if len(members) == 1 else why
            yield KeyLine(None, len(members), named)
