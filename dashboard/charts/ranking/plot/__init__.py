"""The members ranked by their share of GDP, the target as a line; two editions as *then and now*.

Shape is the side of the line: a circle at or above, a diamond below. Hollow is always the earlier
edition and nothing else; an estimate is said by its e. Both values and the change end each row, so
that a move too small to see is still said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dashboard import formatting as words
from dashboard.charts.ranking import data
from dashboard.charts.ranking.data import Ranking
from dashboard.charts.ranking.plot.frame import (
    NARROW,
    NARROW_ALONE,
    TALL,
    WIDE,
    WIDE_ALONE,
    PlacedRow,
    RankingScale,
    bounds,
    place,
    role_of,
)
from dashboard.charts.ranking.plot.labels import heads, names, values
from dashboard.charts.ranking.plot.marks import joins, marks, whiskers
from dashboard.drawing.plot import Annotation, Figure, Shape, area, axis, drawing, line
from dashboard.drawing.rows import note
from dashboard.drawing.theme import SERIF, Theme
from dashboard.state.parameters import SHARE_RANGE

ROW_PX = 17.0
"""Height of a row in a file; in the page the stylesheet sets the height of the whole."""


def figure(r: Ranking, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure of scatter traces; x is the share in per cent, y the row."""
    frame = (NARROW if r.then else NARROW_ALONE) if narrow else (WIDE if r.then else WIDE_ALONE)
    placed = place(r, frame)
    total = (placed[-1].y + placed[-1].height / 2 if placed else frame.head) + 0.25
    low, high = bounds(r)
    scale = RankingScale(low, high, frame)
    drawn = [p for p in placed if p.row.outcome in data.WITH_A_SHARE]
    bottom = drawn[-1].y + drawn[-1].height / 2 + 0.2 if drawn else total
    return drawing(
        theme,
        [
            *joins(drawn, r, theme),
            *whiskers(drawn, r, theme),
            *marks(drawn, r, theme, frame),
            names(placed, theme, frame),
            *values(placed, r, theme, scale),
            *heads(r, theme, scale),
        ],
        xaxis=axis(low, high, *frame.plot),
        xaxis2=axis(0, frame.plot[0], 0, frame.plot[0], anchor="y"),
        xaxis3=axis(frame.plot[1], 1, frame.plot[1], 1, anchor="y"),
        yaxis=axis(total, 0),
        shapes=[*_ground(placed, r, theme, scale, bottom)],
        annotations=[*_block_labels(drawn, r, theme, scale)],
        clickanywhere=True,
        meta={"chooses": "ally", "chosen": list(r.view.allies), "targets": SHARE_RANGE},
        height=round(total * ROW_PX * (1.12 if narrow else 1)),
        width=358 if narrow else 736,
    )


def _ground(
    placed: Sequence[PlacedRow], r: Ranking, theme: Theme, scale: RankingScale, bottom: float
) -> Iterator[Shape]:
    start = scale.frame.head - 0.3
    if scale.low < r.view.target:
        yield area(theme, "wash", scale.low, r.view.target, start, bottom)
    crossed_down = [p for p in placed if p.row.outcome == data.CROSSED_DOWN]
    if crossed_down and r.view.order == "outcome":
        top, end = crossed_down[0].y - TALL / 2 - 0.35, crossed_down[-1].y + TALL / 2 + 0.35
        yield area(theme, "slip-wash", 0, 1, top, end, xref="paper")
    for tick in scale.ticks():
        if tick != r.view.target:
            yield line(theme, "rule", 1, tick, tick, start, bottom)
    yield line(theme, "ink", 1.5, r.view.target, r.view.target, scale.frame.head - 1.2, bottom, name="target")


def _block_labels(
    drawn: Sequence[PlacedRow], r: Ranking, theme: Theme, scale: RankingScale
) -> Iterator[Annotation]:
    """Each block's count in its own white space; none where there is no room beside the marks."""
    frame = scale.frame
    if r.view.order != "outcome":
        return
    for outcome in data.WITH_A_SHARE:
        block = [p for p in drawn if p.row.outcome == outcome]
        y = _white_space(block, scale, r.view.target if r.then is None else 0.0)
        crosses = -0.09 < scale.fraction(r.view.target) - frame.label_at < 0.2
        if y is None or crosses:
            continue
        role = role_of(block[0].row, r.view.target)
        first, *more = _block_words(outcome, r, narrow=frame.narrow)
        number = {"family": SERIF, **theme.font(28, role, 650)}
        yield _label(str(len(block)), frame.label_at - 0.015, y, "right", number)
        strong = theme.font(12.5, role, 650)
        top = -7.5 * len(more)
        yield _label(first, frame.label_at + 0.005, y, "left", strong, top)
        for i, said in enumerate(more, 1):
            yield _label(said, frame.label_at + 0.005, y, "left", strong | {"weight": 400}, top + 15 * i)


def _label(
    text: str, x: float, y: float, anchor: str, font: Mapping[str, Any], down: float = 0
) -> Annotation:
    """Words in the white space of the plot: `x` across it, `down` in pixels from the row at `y`."""
    return note(text, x, y, font, anchor, xref="x domain", yshift=-down)


def _white_space(block: Sequence[PlacedRow], scale: RankingScale, stem: float) -> float | None:
    """A height at which no mark of the block, nor a stem, reaches the label; None where there is none."""
    for first in range(len(block) - 2, -1, -1):
        three = block[max(0, first - 1) : first + 2]
        furthest = max(f.value for p in three for f in (p.row.now, p.row.then) if f)
        if len(three) > 1 and scale.fraction(max(furthest, stem)) < scale.frame.reach:
            return (three[0].y + three[-1].y) / 2
    return None


def _block_words(outcome: str, r: Ranking, *, narrow: bool) -> tuple[str, ...]:
    """What a block's number counts, line by line; a narrow plot has values of both tables close beside it."""
    line_words = words.target(r.view.target)
    if r.then is None:
        return (f"at {line_words} or more" if outcome == data.STAYED_ABOVE else f"below {line_words}",)
    both = "in both" if narrow else "in both tables"
    if r.across and outcome in (data.CROSSED_UP, data.CROSSED_DOWN):
        if narrow:
            return "reached" if outcome == data.CROSSED_UP else "below", "on a new", "measure"
        return f"at {line_words}" if outcome == data.CROSSED_UP else f"below {line_words}", "on a new measure"
    return {
        data.STAYED_ABOVE: (f"at {line_words} or more", both),
        data.CROSSED_UP: ("rose", "since") if narrow else (f"rose over {line_words}", "later table only"),
        data.CROSSED_DOWN: ("slipped", "since")
        if narrow
        else (f"slipped below {line_words}", "in the later table"),
        data.STAYED_BELOW: (f"below {line_words}", both),
        data.ONE_SIDED: ("in one", "table only") if narrow else ("in one table", "only"),
    }[outcome]
