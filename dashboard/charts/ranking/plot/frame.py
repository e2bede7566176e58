"""Where everything stands in the ranking: across in parts of the width, down in rows; and in which colour."""

from __future__ import annotations

import math
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from dashboard.charts.ranking import data
from dashboard.charts.ranking.data import RankedAlly, Ranking
from etl.model import as_printed


class RankingLayout(msgspec.Struct, frozen=True):
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

WIDE = RankingLayout(
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
NARROW = RankingLayout(
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

_GAP, _TAIL, TALL = 0.9, 0.5, 1.2


class PlacedRow(NamedTuple):
    row: RankedAlly
    y: float
    height: float


class RankingScale(msgspec.Struct, frozen=True):
    low: float
    high: float
    frame: RankingLayout

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


def bounds(r: Ranking) -> tuple[float, float]:
    """From below the lowest share to above the highest, the target well inside. Dots may start above zero."""
    shares = [
        f.value for row in r.rows for f in (row.now, row.then) if f and row.outcome in data.WITH_A_SHARE
    ]
    if r.band:
        shares += [row.now.value + end for row in r.rows if row.now for end in (r.band.low, r.band.high)]
    low, high = min([*shares, r.view.target]), max([*shares, r.view.target])
    room = max(0.15, 0.06 * (high - low))
    return max(0.0, low - room), high + room


def place(r: Ranking, frame: RankingLayout) -> list[PlacedRow]:
    """Each row's middle and height, in rows from the top; blocks stand apart when they are drawn as such."""
    blocks = r.view.order == "outcome"
    y, before, placed = frame.head, "", []
    for row in r.rows:
        last = row.outcome not in data.WITH_A_SHARE
        parted = before and row.outcome != before and (blocks or (last and before in data.WITH_A_SHARE))
        y += (_TAIL if last else _GAP) if parted else 0.0
        height = TALL if blocks and r.then and row.outcome in (data.CROSSED_DOWN, data.CROSSED_UP) else 1.0
        placed.append(PlacedRow(row, y + height / 2, height))
        y, before = y + height, row.outcome
    return placed


def role_of(row: RankedAlly, target: float) -> str:
    """The colour of a row: what came of it."""
    if row.outcome == data.ONE_SIDED:
        shown = row.now or row.then
        return "above" if shown and as_printed(shown.value) >= target else "below"
    return {
        data.STAYED_ABOVE: "above",
        data.CROSSED_UP: "above",
        data.CROSSED_DOWN: "slip",
        data.STAYED_BELOW: "below",
    }.get(row.outcome, "ink-2")


def ink_of(row: RankedAlly) -> str:
    if row.outcome == data.CROSSED_DOWN:
        return "slip"
    if row.outcome in (data.NO_FIGURE, data.NOT_YET, data.LEFT, data.NO_FORCES):
        return "ink-2"
    return "below" if row.outcome == data.STAYED_BELOW and not row.highlighted else "ink"


def weight_of(row: RankedAlly) -> int:
    """Bold for what is highlighted and for what crossed the line."""
    return 650 if row.highlighted or row.outcome in (data.CROSSED_DOWN, data.CROSSED_UP) else 400
