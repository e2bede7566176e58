"""Labels led to their marks without overlap: the same input gives the same places. Pure, in pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

_EM = 0.53
"""Mean width of a letter of the sans typeface, in its size, with a little to spare."""

_WAYS = (
    *((1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1)),
    *((across, down) for down in (-0.5, 0.5, -2, 2) for across in (1, -1)),
)
"""Where a label may lie from its mark, the preferred first: right, left, then above and below."""

_AWAY = (0, 5, 11, 18, 26, 35, 46, 58, 72, 90, 110)
_PASSES = 5
_ON_LABEL, _ON_MARK, _FURTHER, _LESS_LIKED, _ASTRAY = 8.0, 5.0, 1.4, 2.0, 30.0
"""What a place costs: a pixel's overlap, a pixel's distance, a way further down the list, another's mark."""
_OVER_MARK, _CROSSING, _STRUCK, _STEP, _AIR = 4.0, 1500.0, 1500.0, 4.0, 4.0
"""What a leader costs: a pixel over a mark, another one or a label in its way, words that it strikes; its
step and the air around a label in pixels."""


TEXT_SIDE = {"left": "right", "right": "left", "center": "center"}
"""The side of its point to which a text runs, by the side that is held."""


class Box(NamedTuple):
    """A rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """The area shared with another."""
        if self.right <= other.left or other.right <= self.left:
            return 0.0
        if self.bottom <= other.top or other.bottom <= self.top:
            return 0.0
        across = min(self.right, other.right) - max(self.left, other.left)
        return across * (min(self.bottom, other.bottom) - max(self.top, other.top))

    def within(self, other: Box) -> bool:
        """Whether nothing of it lies outside of the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )

    def distance(self, x: float, y: float) -> float:
        """From a point to the nearest edge, nothing for one inside."""
        return math.hypot(max(self.left - x, x - self.right, 0.0), max(self.top - y, y - self.bottom, 0.0))

    def held(self, mark: float) -> tuple[str, float]:
        """The side that is held, the one towards a mark at x: left, right or center; and where that is."""
        if self.left > mark:
            return "left", self.left
        return ("right", self.right) if self.right < mark else ("center", self.middle[0])

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class PointLabel(NamedTuple):
    """A text of a size in pixels that belongs to a mark at x, y; `gap` is the mark's radius and some air."""

    text: str
    x: float
    y: float
    size: float
    gap: float = 7.0

    @property
    def width(self) -> float:
        """About how wide it is drawn."""
        return max(map(len, self.text.split("\n"))) * self.size * _EM

    @property
    def height(self) -> float:
        """How high its lines are."""
        return self.size * 1.15 * (1 + self.text.count("\n"))


Leader = tuple[tuple[float, float], tuple[float, float]]


class _Candidate(NamedTuple):
    """A place with what it costs by itself, and its leader."""

    box: Box
    cost: float
    leader: Leader


@lru_cache(maxsize=64)
def place(
    labels: tuple[PointLabel, ...], marks: tuple[Box, ...], frame: Box, words: tuple[Box, ...] = ()
) -> tuple[Box | None, ...]:
    """A box for each label inside `frame`, off the marks and off one another; None where there is no room.

    Each label starts at its best place; then, in passes, each moves to where it costs least among the others.
    The lines from marks to labels (`leader_of`) keep off marks, labels and one another too, and off `words`
    above all.
    """
    covered = _Covered(marks)
    options = [
        sorted(_candidates(label, labels, frame, covered, words), key=lambda c: c.cost) for label in labels
    ]
    order = sorted(range(len(labels)), key=lambda i: (-_crowd(labels[i], labels), labels[i].y, labels[i].x))
    # Lines get in one another's way: what is best depends on which is placed first.
    turned = [[*order[turn:], *order[:turn]][::-1] for turn in range(0, len(order), 2)]
    chosen = min((_settled(options, one) for one in (order, *turned)), key=_total)
    placed = _placed(chosen, order)
    return tuple(placed.get(i) for i in range(len(labels)))


def _settled(options: Sequence[Sequence[_Candidate]], order: Sequence[int]) -> dict[int, _Candidate]:
    """Where labels stand after moving in turn, by index; without those that have no place."""
    chosen: dict[int, _Candidate] = {}
    for _ in range(_PASSES):
        moved = False
        for i in order:
            best = _best(options[i], [c for j, c in chosen.items() if j != i])
            if best is not None:
                moved = moved or best is not chosen.get(i)
                chosen[i] = best
        if not moved:
            break
    return chosen


def _total(chosen: Mapping[int, _Candidate]) -> float:
    """What labels cost together."""
    between = (
        _ON_LABEL * a.box.overlap(b.box) + _CROSSING * _in_the_way(a, b)
        for a, b in combinations(chosen.values(), 2)
    )
    return sum(c.cost for c in chosen.values()) + sum(between)


def _crowd(label: PointLabel, labels: Sequence[PointLabel]) -> int:
    return sum(math.hypot(label.x - o.x, label.y - o.y) < 60 for o in labels)


def _candidates(
    label: PointLabel, labels: Sequence[PointLabel], frame: Box, covered: _Covered, words: Sequence[Box]
) -> Iterator[_Candidate]:
    """The places inside the frame with what each costs by itself, by what it and its leader cover.

    A place that is nearer to another's mark than to its own would name the wrong one.
    """
    width, height = label.width, label.height
    others = [(o.x, o.y) for o in labels if o is not label]
    for away in _AWAY:
        reach = label.gap + away
        for liking, (across, down) in enumerate(_WAYS):
            x = label.x + across * (reach + width / 2)
            y = label.y + down * (reach * (1 if across == 0 else 0.8) + height / 2 * (across == 0))
            box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if not box.within(frame):
                continue
            own, leader = box.distance(label.x, label.y), leader_of(label, box)
            cost = away * _FURTHER + liking * _LESS_LIKED + _ON_MARK * covered.area(box)
            cost += _ASTRAY * sum([box.distance(*other) < own for other in others])
            cost += _OVER_MARK * covered.length(leader) + _STRUCK * sum([_through(leader, w) for w in words])
            yield _Candidate(box, cost, leader)


def leader_of(label: PointLabel, box: Box) -> Leader:
    """The line from a mark to its label: to the middle of a side, or straight up or down to its edge."""
    if box.left <= label.x <= box.right:
        return (label.x, label.y), (label.x, box.top if box.top > label.y else box.bottom)
    return (label.x, label.y), (min(max(label.x, box.left), box.right), box.middle[1])


class _Covered:
    """The places of a grid, `_STEP` pixels apart, that marks cover: a row's are the bits of a number."""

    def __init__(self, marks: Sequence[Box]) -> None:
        self._first = min((round(mark.left / _STEP) for mark in marks), default=0)
        self._rows: dict[int, int] = {}
        for mark in marks:
            bits = self._bits(mark)
            for row in self._of(mark.top, mark.bottom):
                self._rows[row] = self._rows.get(row, 0) | bits

    @staticmethod
    def _of(start: float, stop: float) -> range:
        return range(round(start / _STEP), round(stop / _STEP) + 1)

    def _bits(self, box: Box) -> int:
        columns = self._of(box.left, box.right)
        first = max(columns.start - self._first, 0)
        return (1 << max(columns.stop - self._first, first)) - (1 << first)

    def length(self, leader: Leader) -> float:
        """About how much of a line is covered."""
        (x0, y0), (x1, y1) = leader
        parts = max(1, round(math.hypot(x1 - x0, y1 - y0) / _STEP))
        along = [i / parts for i in range(parts)]
        return _STEP * sum([self._at(x0 + (x1 - x0) * part, y0 + (y1 - y0) * part) for part in along])

    def _at(self, x: float, y: float) -> bool:
        column = round(x / _STEP) - self._first
        return column >= 0 and bool(self._rows.get(round(y / _STEP), 0) >> column & 1)

    def area(self, box: Box) -> float:
        """About how much of a box is covered."""
        bits, rows = self._bits(box), self._of(box.top, box.bottom)
        return _STEP**2 * sum([(self._rows.get(row, 0) & bits).bit_count() for row in rows])


def _in_the_way(a: _Candidate, b: _Candidate) -> bool:
    """Whether a leader crosses another one, or another's label with some air around it."""
    return _cross(*a.leader, *b.leader) or _through(a.leader, b.box) or _through(b.leader, a.box)


def _through(leader: Leader, box: Box) -> bool:
    """Whether a leader crosses a box with some air around it."""
    left, right = box.left - _AIR, box.right + _AIR
    top, bottom = box.top - _AIR, box.bottom + _AIR
    (x0, y0), (x1, y1) = leader
    if (x0 < left and x1 < left) or (x0 > right and x1 > right):
        return False
    if (y0 < top and y1 < top) or (y0 > bottom and y1 > bottom):
        return False
    return _cross(*leader, (left, top), (right, bottom)) or _cross(*leader, (left, bottom), (right, top))


def _cross(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float], d: tuple[float, float]
) -> bool:
    """Whether the lines from a to b and from c to d meet."""

    def side(p: tuple[float, float], q: tuple[float, float], r: tuple[float, float]) -> float:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def _best(options: Sequence[_Candidate], others: Sequence[_Candidate]) -> _Candidate | None:
    """The cheapest place among the others', None where there is none; the options come cheapest first by
    themselves."""
    best, least = None, math.inf
    for candidate in options:
        if candidate.cost >= least:
            break
        cost = candidate.cost + _ON_LABEL * sum(candidate.box.overlap(o.box) for o in others)
        if cost < least:
            cost += _CROSSING * sum(_in_the_way(candidate, o) for o in others)
        if cost < least:
            best, least = candidate, cost
    return best


def _placed(chosen: dict[int, _Candidate], order: Sequence[int]) -> dict[int, Box]:
    """What remains when of two labels that still lie on each other the more crowded one gives way."""
    placed: dict[int, Box] = {}
    for i in reversed(order):
        if i in chosen and not any(chosen[i].box.overlap(box) > 1 for box in placed.values()):
            placed[i] = chosen[i].box
    return placed
