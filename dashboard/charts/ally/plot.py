"""One ally's share of GDP by year: the edition of the page bold, each earlier one thin, its last mark hollow.

Dotted is what an edition estimated; a line breaks where a year is missing. The pledge is a line, the chosen
target a dashed one.
"""

from __future__ import annotations

from collections.abc import Iterator

from dashboard import formatting as words
from dashboard.charts.ally.data import History
from dashboard.charts.by_edition import SharesByEdition, drawn
from dashboard.drawing.plot import Figure, Trace, strokes, whisker
from dashboard.drawing.theme import Theme
from etl.model import as_printed


def figure(h: History, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure of scatter traces; x is the year, y the share in per cent."""
    years = range(h.years[0], max(h.years[-1], h.years[0] + 1) + 1)
    further = {} if h.view.target == h.pledge else {h.view.target: _target(h)}
    fit = h.whisker[1:] if h.whisker else ()
    shares = SharesByEdition(h.shown, h.shown[-1].edition, years, h.pledge, (736, 424), further, fit)
    return drawn(shares, theme, narrow=narrow, behind=_whisker(h, theme))


def _target(h: History) -> str:
    """The chosen target's name in the drawing."""
    named = f"core target for {h.core.due}" if h.view.target == h.core.value else "the target chosen"
    return f"{words.target(h.view.target)}, {named}"


def _whisker(h: History, theme: Theme) -> Iterator[Trace]:
    """The band of earlier moves around the first estimate, its ends across."""
    if h.whisker:
        year, low, high = h.whisker
        role = "above" if as_printed(h.now.observations[-1].value) >= h.pledge else "below"
        lines = [[(x, y) for y, x in one] for one in whisker(low, high, year, 0.12)]
        yield from strokes(theme, role, 2, lines)
