"""Labels beside their marks without overlap: the same input gives the same places. Pure, in pixels."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import heapify, heappop, heapreplace
from itertools import combinations
from typing import NamedTuple

_SQUARE = 32.0
"""The side of the squares by which marks are found, in pixels: as wide as a word."""

_EM = 0.53
"""Mean width of a letter of the sans typeface, in its size, with a little to spare."""

Ways = tuple[tuple[float, float], ...]

_WAYS: Ways = ((1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1))
"""Where a label may lie from its mark, the preferred first: right, left, then above and below."""

_WAYS_LED: Ways = (*_WAYS, *((across, down) for down in (-0.5, 0.5, -2, 2) for across in (1, -1)))
"""The ways of a label with a leader."""

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


class _Candidate(NamedTuple):
    """A place with what it costs by itself, and its leader, of no length where there is none."""

    box: Box
    cost: float
    leader: tuple[tuple[float, float], tuple[float, float]] = ((0.0, 0.0), (0.0, 0.0))


@lru_cache(maxsize=64)
def place(
    labels: tuple[PointLabel, ...],
    marks: tuple[Box, ...],
    frame: Box,
    furthest: float = _AWAY[-1],
    *,
    led: bool = False,
    words: tuple[Box, ...] = (),
) -> tuple[Box | None, ...]:
    """A box for each label inside `frame`, off the marks and off one another; None where there is no room.

    Each label starts at its best place; then, in passes, each moves to where it costs least among the others.
    No label stands further than `furthest` pixels from beside its mark. Where each is `led` to its mark by a
    line (`leader_of`), the lines keep off marks, labels and one another too, and off `words` above all.
    """
    options: list[Iterable[_Candidate]]
    if led:
        covered = _Covered(marks)
        options = [
            _by_leader(
                label, _candidates(label, labels, frame, furthest, _WAYS_LED, covered.area), covered, words
            )
            for label in labels
        ]
    else:
        under = _Marks(marks).overlap
        options = [_Seen(_candidates(label, labels, frame, furthest, _WAYS, under)) for label in labels]
    order = sorted(range(len(labels)), key=lambda i: (-_crowd(labels[i], labels), labels[i].y, labels[i].x))
    chosen = _settled(options, order, led)
    if led:
        # Lines get in one another's way: what is best depends on which is placed first.
        for turn in range(0, len(order), 2):
            other = _settled(options, [*order[turn:], *order[:turn]][::-1], led)
            chosen = min(chosen, other, key=_total)
    placed = _placed(chosen, order)
    return tuple(placed.get(i) for i in range(len(labels)))


class _Seen:
    """What an iterator gives, as often as it is asked for."""

    def __init__(self, rest: Iterator[_Candidate]) -> None:
        self._seen: list[_Candidate] = []
        self._rest = rest

    def __iter__(self) -> Iterator[_Candidate]:
        yield from self._seen
        for one in self._rest:
            self._seen.append(one)
            yield one


def _settled(
    options: Sequence[Iterable[_Candidate]], order: Sequence[int], led: bool
) -> dict[int, _Candidate]:
    """Where labels stand after moving in turn, by index; without those that have no place."""
    chosen: dict[int, _Candidate] = {}
    for _ in range(_PASSES):
        moved = False
        for i in order:
            best = _best(options[i], [c for j, c in chosen.items() if j != i], led)
            if best is not None:
                moved = moved or best is not chosen.get(i)
                chosen[i] = best
        if not moved:
            break
    return chosen


def _total(chosen: Mapping[int, _Candidate]) -> float:
    """What labels with leaders cost together."""
    between = (
        _ON_LABEL * a.box.overlap(b.box) + _CROSSING * _in_the_way(a, b)
        for a, b in combinations(chosen.values(), 2)
    )
    return sum(c.cost for c in chosen.values()) + sum(between)


def _crowd(label: PointLabel, labels: Sequence[PointLabel]) -> int:
    return sum(math.hypot(label.x - o.x, label.y - o.y) < 60 for o in labels)


def _candidates(
    label: PointLabel,
    labels: Sequence[PointLabel],
    frame: Box,
    furthest: float,
    ways: Ways,
    under: Callable[[Box], float],
) -> Iterator[_Candidate]:
    """The places inside the frame, the cheapest by themselves first; `under` is the area of marks under one.

    What lies under a place is found when no other can be cheaper: of most it is never asked. A place that is
    nearer to another's mark than to its own would name the wrong one.
    """
    width, height = label.width, label.height
    far = label.gap + min(furthest, _AWAY[-1])
    around = Box(label.x - far - width, label.y - far - height, label.x + far + width, label.y + far + height)
    spots = [(o.x, o.y) for o in labels if o is not label and around.distance(o.x, o.y) < far]
    waiting: list[tuple[float, int, Box, bool]] = []
    for away in (a for a in _AWAY if a <= furthest):
        reach = label.gap + away
        for liking, (across, down) in enumerate(ways):
            x = label.x + across * (reach + width / 2)
            y = label.y + down * (reach * (1 if across == 0 else 0.8) + height / 2 * (across == 0))
            box = Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
            if box.within(frame):
                waiting.append((away * _FURTHER + liking * _LESS_LIKED, len(waiting), box, False))
    heapify(waiting)
    while waiting:
        cost, i, box, known = waiting[0]
        if known:
            heappop(waiting)
            yield _Candidate(box, cost)
            continue
        own = box.distance(label.x, label.y)
        cost += _ON_MARK * under(box) + _ASTRAY * sum([box.distance(x, y) < own for x, y in spots])
        heapreplace(waiting, (cost, i, box, True))


def leader_of(label: PointLabel, box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    """The line from a mark to its label: to the middle of a side, or straight up or down to its edge."""
    if box.left <= label.x <= box.right:
        return (label.x, label.y), (label.x, box.top if box.top > label.y else box.bottom)
    return (label.x, label.y), (min(max(label.x, box.left), box.right), box.middle[1])


class _Marks:
    """Marks by the squares of a grid that they lie in: what lies under a box is found without the others."""

    def __init__(self, marks: Sequence[Box]) -> None:
        self._marks = marks
        self._squares = defaultdict[tuple[int, int], list[int]](list)
        for i, mark in enumerate(marks):
            rows, columns = _sides(mark, _SQUARE)
            for row in rows:
                for column in columns:
                    self._squares[row, column].append(i)

    def overlap(self, box: Box) -> float:
        """The area of marks under a box."""
        rows, columns = _sides(box, _SQUARE)
        near = {i for row in rows for column in columns for i in self._squares.get((row, column), ())}
        left, top, right, bottom = box
        area = 0.0
        for i in sorted(near):
            x0, y0, x1, y1 = self._marks[i]
            if x0 < right and left < x1 and y0 < bottom and top < y1:
                area += (min(right, x1) - max(left, x0)) * (min(bottom, y1) - max(top, y0))
        return area


class _Covered:
    """The places of a grid, `_STEP` pixels apart, that marks cover: a row's are the bits of a number."""

    def __init__(self, marks: Sequence[Box]) -> None:
        self._first = min((round(mark.left / _STEP) for mark in marks), default=0)
        self._rows: dict[int, int] = {}
        for mark in marks:
            rows, columns = _sides(mark, _STEP)
            for row in rows:
                self._rows[row] = self._rows.get(row, 0) | self._bits(columns)

    def _bits(self, columns: range) -> int:
        first = max(columns.start - self._first, 0)
        return (1 << max(columns.stop - self._first, first)) - (1 << first)

    def at(self, x: float, y: float) -> bool:
        """Whether a point is covered."""
        column = round(x / _STEP) - self._first
        return column >= 0 and bool(self._rows.get(round(y / _STEP), 0) >> column & 1)

    def area(self, box: Box) -> float:
        """About how much of a box is covered."""
        rows, columns = _sides(box, _STEP)
        bits = self._bits(columns)
        return _STEP**2 * sum([(self._rows.get(row, 0) & bits).bit_count() for row in rows])


def _sides(box: Box, step: float) -> tuple[range, range]:
    """The rows and the columns of a grid that a box lies in."""
    rows = range(round(box.top / step), round(box.bottom / step) + 1)
    return rows, range(round(box.left / step), round(box.right / step) + 1)


def _by_leader(
    label: PointLabel, options: Iterable[_Candidate], covered: _Covered, words: Sequence[Box]
) -> list[_Candidate]:
    """The places with their leaders, those the cheapest first whose leaders cover few words and marks."""
    found = []
    for option in options:
        leader = (x0, y0), (x1, y1) = leader_of(label, option.box)
        parts = max(1, round(math.hypot(x1 - x0, y1 - y0) / _STEP))
        over = sum([covered.at(x0 + (x1 - x0) * i / parts, y0 + (y1 - y0) * i / parts) for i in range(parts)])
        cost = option.cost + over * _STEP * _OVER_MARK
        cost += _STRUCK * sum([_through(leader, box) for box in words])
        found.append(_Candidate(option.box, cost, leader))
    return sorted(found, key=lambda c: c.cost)


def _in_the_way(a: _Candidate, b: _Candidate) -> bool:
    """Whether a leader crosses another one, or another's label with some air around it."""
    return _cross(*a.leader, *b.leader) or _through(a.leader, b.box) or _through(b.leader, a.box)


def _through(leader: tuple[tuple[float, float], tuple[float, float]], box: Box) -> bool:
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


def _best(options: Iterable[_Candidate], others: Sequence[_Candidate], led: bool) -> _Candidate | None:
    """The cheapest place among the others', None where there is none; the options come cheapest first by
    themselves."""
    best, least = None, math.inf
    for candidate in options:
        if candidate.cost >= least:
            break
        cost = candidate.cost + _ON_LABEL * sum(candidate.box.overlap(o.box) for o in others)
        if led and cost < least:
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
