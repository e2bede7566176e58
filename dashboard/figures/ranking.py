"""The members ranked by their share of GDP, the target as a line; two editions as *then and now*.

Shape is the side of the line: a circle at or above, a diamond below. Hollow is always the earlier
edition and nothing else; an estimate is said by its e. Both values and the change end each row, so
that a move too small to see is still told.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dashboard import words
from dashboard.figures.base import (
    Annotation,
    Figure,
    Shape,
    Trace,
    area,
    axis,
    layout,
    line,
)
from dashboard.findings.ranking import (
    HELD,
    NO_FIGURE,
    NO_FORCES,
    NOT_YET,
    ONE_SIDED,
    ROSE,
    SLIPPED,
    UNDER,
    WITH_A_SHARE,
    Ranking,
    Row,
)
from dashboard.theme import SERIF, Theme
from etl.release import Figure as Value
from etl.release import as_printed

NAME = "ranking"
ROW_PX = 17.0
"""Height of a row in a file; in the page the stylesheet sets the height of the whole."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where things stand across the drawing, in parts of its width: ends of the plot, columns of values."""

    plot: tuple[float, float]
    columns: tuple[float, ...]
    narrow: bool
    head: float
    type: float
    mark: float
    label_at: float
    reach: float


_EDGE = 0.997
"""Where the last column ends: a hair within the drawing, so that no letter is cut."""

WIDE = Frame(
    plot=(0.165, 0.765),
    columns=(0.875, 0.937, _EDGE),
    narrow=False,
    head=3.1,
    type=13.25,
    mark=9,
    label_at=0.66,
    reach=0.53,
)
WIDE_ALONE = replace(WIDE, plot=(0.165, 0.92), columns=(_EDGE,))
NARROW = Frame(
    plot=(0.34, 0.735),
    columns=(_EDGE,),
    narrow=True,
    head=4.0,
    type=13,
    mark=8.5,
    label_at=0.68,
    reach=0.44,
)
NARROW_ALONE = replace(NARROW, plot=(0.34, 0.86), head=3.1)
"""Columns are then, now and change where there is room; now alone in the narrow ones and without another."""

_GAP, _TAIL, _TALL = 0.9, 0.5, 1.2


@dataclass(frozen=True, slots=True)
class _Placed:
    row: Row
    y: float
    height: float


def figure(r: Ranking, theme: Theme, *, narrow: bool = False) -> Figure:
    """The chart as a plotly figure of scatter traces; x is the share in per cent, y the row."""
    frame = (NARROW if r.then else NARROW_ALONE) if narrow else (WIDE if r.then else WIDE_ALONE)
    placed = _place(r, frame)
    total = (placed[-1].y + placed[-1].height / 2 if placed else frame.head) + 0.25
    low, high = _range(r)
    scale = _Scale(low, high, frame)
    drawn = [p for p in placed if p.row.outcome in WITH_A_SHARE]
    bottom = drawn[-1].y + drawn[-1].height / 2 + 0.2 if drawn else total
    return {
        "data": [
            *_joins(drawn, r, theme),
            *_marks(drawn, r, theme, frame),
            _names(placed, theme, frame),
            *_values(placed, r, theme, scale),
            *_heads(r, theme, scale),
        ],
        "layout": layout(
            theme,
            xaxis=axis(low, high, *frame.plot),
            xaxis2=axis(0, frame.plot[0], 0, frame.plot[0], anchor="y"),
            xaxis3=axis(frame.plot[1], 1, frame.plot[1], 1, anchor="y"),
            yaxis=axis(total, 0),
            shapes=[*_ground(placed, r, theme, frame, scale, bottom)],
            annotations=[*_block_labels(drawn, r, theme, frame, scale)],
            height=round(total * ROW_PX * (1.12 if narrow else 1)),
            width=358 if narrow else 736,
        ),
    }


# ---------------------------------------------------------------- places


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float
    frame: Frame

    def fraction(self, value: float) -> float:
        """Where a share stands in the plot, 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    def place(self, across: float) -> tuple[str, float]:
        """The axis at a place across the drawing (0 to 1), and the coordinate on it."""
        left, right = self.frame.plot
        if across <= left:
            return "x2", across
        if across >= right:
            return "x3", across
        return "x", self.low + (across - left) / (right - left) * (self.high - self.low)

    def ticks(self) -> list[float]:
        """Round shares across the range; whole ones where the half ones would crowd."""
        step = 0.5 if self.high - self.low <= 3.5 and not self.frame.narrow else 1.0
        first = math.ceil(self.low / step) * step
        steps = [first + i * step for i in range(20)]
        return [t for t in steps if self.low < t < self.high]


def _range(r: Ranking) -> tuple[float, float]:
    """From below the lowest share to above the highest, the target well inside. Dots may start above zero."""
    shares = [f.value for row in r.rows for f in (row.now, row.then) if f and row.outcome in WITH_A_SHARE]
    low, high = min([*shares, r.view.target]), max([*shares, r.view.target])
    room = max(0.15, 0.06 * (high - low))
    return max(0.0, low - room), high + room


def _place(r: Ranking, frame: Frame) -> list[_Placed]:
    """Each row's middle and height, in rows from the top; blocks stand apart when they are drawn as such."""
    blocks = r.view.order == "outcome"
    y, before, placed = frame.head, "", []
    for row in r.rows:
        last = row.outcome not in WITH_A_SHARE
        parted = before and row.outcome != before and (blocks or (last and before in WITH_A_SHARE))
        y += (_TAIL if last else _GAP) if parted else 0.0
        height = _TALL if blocks and r.then and row.outcome in (SLIPPED, ROSE) else 1.0
        placed.append(_Placed(row, y + height / 2, height))
        y, before = y + height, row.outcome
    return placed


# ---------------------------------------------------------------- marks


def _role(row: Row, target: float) -> str:
    """The colour of a row: what came of it."""
    if row.outcome == ONE_SIDED:
        told = row.now or row.then
        return "above" if told and as_printed(told.value) >= target else "below"
    return {HELD: "above", ROSE: "above", SLIPPED: "slip", UNDER: "below"}.get(row.outcome, "ink-2")


def _joins(drawn: Sequence[_Placed], r: Ranking, theme: Theme) -> Iterator[Trace]:
    """A line from then to now, heavy where the target was crossed; with one edition, from the target."""
    for crossed in (False, True):
        for role in ("slip", "above") if crossed else ("line-quiet",):
            xs: list[float | None] = []
            ys: list[float | None] = []
            for p in drawn:
                start = p.row.then.value if p.row.then else None if r.then else r.view.target
                moved = p.row.outcome in (SLIPPED, ROSE) and r.then is not None
                if start is None or p.row.now is None or moved != crossed:
                    continue
                if crossed and _role(p.row, r.view.target) != role:
                    continue
                xs += [start, p.row.now.value, None]
                ys += [p.y, p.y, None]
            if xs:
                yield {
                    "type": "scatter",
                    "mode": "lines",
                    "x": xs,
                    "y": ys,
                    "line": {"color": theme[role], "width": 3 if crossed else 2},
                    "hoverinfo": "skip",
                }


def _marks(drawn: Sequence[_Placed], r: Ranking, theme: Theme, frame: Frame) -> Iterator[Trace]:
    for earlier in (True, False):
        told = [(p, f) for p in drawn if (f := p.row.then if earlier else p.row.now)]
        if not told:
            continue
        colours = [theme[_role(p.row, r.view.target)] for p, _ in told]
        sizes = [frame.mark + (2 if p.row.brought_out or p.height > 1 else 0) for p, _ in told]
        met = [as_printed(f.value) >= r.view.target for _, f in told]
        yield {
            "type": "scatter",
            "mode": "markers",
            "x": [f.value for _, f in told],
            "y": [p.y for p, _ in told],
            "marker": {
                "symbol": ["circle" if m else "diamond" for m in met],
                "size": [s + (0 if m else 1) for s, m in zip(sizes, met, strict=True)],
                "color": [theme["paper"]] * len(told) if earlier else colours,
                "line": {"color": colours, "width": 1.75 if earlier else 0},
                "opacity": 1,
            },
            "customdata": [p.row.ally.code for p, _ in told],
            "hovertext": [_hover(p.row) for p, _ in told],
            "hoverinfo": "text",
            "cliponaxis": False,
        }


def _hover(row: Row) -> str:
    lines = [row.ally.name]
    for f in (row.then, row.now):
        if f:
            where = f.cell or f.origin
            lines.append(f"{words.day(f.edition)}: {words.share(f.value, f.estimate)} · {where}")
    return "<br>".join(lines)


# ---------------------------------------------------------------- text


def _text(
    at: tuple[str, float], ys: Sequence[float], texts: Sequence[str], position: str, font: Mapping[str, Any]
) -> Trace:
    """Lines of text under one another, at one coordinate of an axis."""
    axis_id, x = at
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x] * len(ys),
        "y": list(ys),
        "xaxis": axis_id,
        "text": list(texts),
        "textposition": position,
        "textfont": dict(font),
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _names(placed: Sequence[_Placed], theme: Theme, frame: Frame) -> Trace:
    font = {
        "size": frame.type,
        "color": [theme[_ink(p.row)] for p in placed],
        "weight": [_weight(p.row) for p in placed],
    }
    return _text(("x2", 0.0), [p.y for p in placed], [p.row.ally.name for p in placed], "middle right", font)


def _weight(row: Row) -> int:
    """Bold for what is brought out and for what crossed the line."""
    return 650 if row.brought_out or row.outcome in (SLIPPED, ROSE) else 400


def _ink(row: Row) -> str:
    if row.outcome == SLIPPED:
        return "slip"
    if row.outcome in (NO_FIGURE, NOT_YET, NO_FORCES):
        return "ink-2"
    return "below" if row.outcome == UNDER and not row.brought_out else "ink"


def _printed(f: Value | None) -> str:
    return words.share(f.value, f.estimate) if f else "–"


def _values(placed: Sequence[_Placed], r: Ranking, theme: Theme, scale: _Scale) -> Iterator[Trace]:
    """The columns of values, and for a row without a mark the reason."""
    frame = scale.frame
    drawn = [p for p in placed if p.row.outcome in WITH_A_SHARE]

    def column(at: float, texts: list[str], roles: list[str], weights: list[int]) -> Trace:
        font = {"size": frame.type, "color": [theme[role] for role in roles], "weight": weights}
        return _text(("x3", at), [p.y for p in drawn], texts, "middle left", font)

    now = [_printed(p.row.now) for p in drawn]
    inks, weights = [_ink(p.row) for p in drawn], [_weight(p.row) for p in drawn]
    if r.then and frame.narrow:
        both = [
            f"{_printed(p.row.then)} → {n}" if p.row.outcome in (SLIPPED, ROSE, ONE_SIDED) else n
            for p, n in zip(drawn, now, strict=True)
        ]
        yield column(frame.columns[-1], both, inks, weights)
    else:
        yield column(frame.columns[1 if r.then else 0], now, inks, weights)
    if r.then and not frame.narrow:
        quiet, regular = [i if i == "slip" else "ink-3" for i in inks], [400] * len(drawn)
        yield column(frame.columns[0], [_printed(p.row.then) for p in drawn], quiet, regular)
        changes = [words.signed(c, 2) if (c := p.row.change) is not None else "" for p in drawn]
        yield column(frame.columns[2], changes, quiet, regular)
    others = [p for p in placed if p.row.outcome not in WITH_A_SHARE]
    if others:
        notes = [_reason(p.row) for p in others]
        font = {"size": frame.type - 0.75, "color": theme["ink-2"], "style": "italic"}
        at = scale.place(frame.plot[0] + 0.01)
        yield _text(at, [p.y for p in others], notes, "middle right", font)


def _reason(row: Row) -> str:
    if row.outcome == NO_FORCES:
        return "no armed forces, no row in the tables"
    if row.outcome == NOT_YET:
        told = f"; {_printed(row.now)} that year" if row.now else ""
        return f"joined {words.day(row.ally.joined)}{told}"
    return "no figure published or in hand"


def _heads(r: Ranking, theme: Theme, scale: _Scale) -> Iterator[Trace]:
    """The scale above the plot, and what the columns and marks are."""
    frame = scale.frame
    line_y, tick_y = frame.head - 1.7, frame.head - 0.75
    quiet = {"size": 12, "color": theme["ink-2"]}
    ticks = [t for t in scale.ticks() if abs(t - r.view.target) > 0.06 * (scale.high - scale.low)]
    for t in ticks:
        yield _text(("x", t), [tick_y], [f"{t:g}%" if t == ticks[-1] else f"{t:g}"], "middle center", quiet)
    line_words = f"{words.target(r.view.target)} of GDP"
    strong = {"size": 13, "color": theme["ink"], "weight": 650}
    yield _text(("x", r.view.target), [line_y], [line_words], "middle center", strong)
    editions = [(e, hollow) for e, hollow in ((r.then, True), (r.now, False)) if e]
    if frame.narrow and not r.then:
        return
    if frame.narrow:
        for (edition, hollow), across in zip(editions, (0.015, 0.42), strict=True):
            text = {"size": 13, "color": theme["ink-2"]}
            yield _text(
                scale.place(across + 0.025), [0.7], [words.day(edition.published)], "middle right", text
            )
            yield _key(scale.place(across), 0.7, hollow, theme)
        return
    ends = frame.columns[: len(editions)]
    for (edition, hollow), across in zip(editions, ends, strict=True):
        lines = [f"{edition.published.day} {edition.published:%b}", str(edition.published.year)]
        yield _text(("x3", across), [tick_y - 0.95, tick_y], lines, "middle left", quiet)
        if r.then:
            yield _key(("x3", across - 0.008), tick_y - 1.9, hollow, theme)
    if r.then:
        yield _text(("x3", frame.columns[2]), [tick_y], ["change"], "middle left", quiet)


def _key(at: tuple[str, float], y: float, hollow: bool, theme: Theme) -> Trace:
    """The mark of an edition, beside its name."""
    axis_id, x = at
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x],
        "y": [y],
        "xaxis": axis_id,
        "marker": {
            "symbol": "circle",
            "size": 9,
            "color": theme["paper" if hollow else "above"],
            "line": {"color": theme["above"], "width": 1.75},
            "opacity": 1,
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


# ---------------------------------------------------------------- ground and labels


def _ground(
    placed: Sequence[_Placed], r: Ranking, theme: Theme, frame: Frame, scale: _Scale, bottom: float
) -> Iterator[Shape]:
    if scale.low < r.view.target:
        yield area(theme, "wash", scale.low, r.view.target, frame.head - 0.3, bottom)
    slipped = [p for p in placed if p.row.outcome == SLIPPED]
    if slipped and r.view.order == "outcome":
        top, end = slipped[0].y - _TALL / 2 - 0.35, slipped[-1].y + _TALL / 2 + 0.35
        yield area(theme, "slip-wash", 0, 1, top, end, xref="paper")
    for tick in scale.ticks():
        if tick != r.view.target:
            yield line(theme, "rule", 1, tick, tick, frame.head - 0.3, bottom)
    yield line(theme, "ink", 1.5, r.view.target, r.view.target, frame.head - 1.2, bottom)


def _block_labels(
    drawn: Sequence[_Placed], r: Ranking, theme: Theme, frame: Frame, scale: _Scale
) -> Iterator[Annotation]:
    """Each block's count in its own white space; none where there is no room beside the marks."""
    if r.view.order != "outcome":
        return
    for outcome in WITH_A_SHARE:
        block = [p for p in drawn if p.row.outcome == outcome]
        y = _white_space(block, scale, r.view.target if r.then is None else 0.0)
        if y is None:
            continue
        role = _role(block[0].row, r.view.target)
        first, second = _block_words(outcome, r, narrow=frame.narrow)
        number = {"family": SERIF, "size": 28, "color": theme[role], "weight": 650}
        yield _label(str(len(block)), frame.label_at - 0.015, y, "right", number)
        strong = {"size": 12.5, "color": theme[role], "weight": 650}
        yield _label(first, frame.label_at + 0.005, y, "left", strong, -7.5 if second else 0)
        if second:
            yield _label(second, frame.label_at + 0.005, y, "left", strong | {"weight": 400}, 7.5)


def _label(
    text: str, x: float, y: float, anchor: str, font: Mapping[str, Any], down: float = 0
) -> Annotation:
    """Words in the white space of the plot: `x` across it, `down` in pixels from the row at `y`."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "x domain",
        "yref": "y",
        "xanchor": anchor,
        "yanchor": "middle",
        "yshift": -down,
        "showarrow": False,
        "font": dict(font),
    }


def _white_space(block: Sequence[_Placed], scale: _Scale, stem: float) -> float | None:
    """A height at which no mark of the block, nor a stem, reaches the label; None where there is none."""
    for first in range(len(block) - 2, -1, -1):
        three = block[max(0, first - 1) : first + 2]
        furthest = max(f.value for p in three for f in (p.row.now, p.row.then) if f)
        if len(three) > 1 and scale.fraction(max(furthest, stem)) < scale.frame.reach:
            return (three[0].y + three[-1].y) / 2
    return None


def _block_words(outcome: str, r: Ranking, *, narrow: bool) -> tuple[str, str]:
    line_words = words.target(r.view.target)
    if r.then is None:
        return (f"at {line_words} or more" if outcome == HELD else f"below {line_words}", "")
    both = "in both" if narrow else "in both tables"
    return {
        HELD: (f"at {line_words} or more", both),
        ROSE: (f"rose over {line_words}", "later table only"),
        SLIPPED: (
            "slipped" if narrow else f"slipped below {line_words}",
            "since" if narrow else "in the later table",
        ),
        UNDER: (f"below {line_words}", both),
        ONE_SIDED: ("in one table", "only"),
    }[outcome]
