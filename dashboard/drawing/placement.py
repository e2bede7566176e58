"""Labels beside their marks without overlap: the same input gives the same places. Pure, in pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_EM = 0.53
"""Mean width of a letter of the sans typeface, in its size, with a little to spare."""

_WAYS = ((1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1), (0, -1), (0, 1))
"""Where a label may lie from its mark, the preferred first: right, left, then above and below."""

_AWAY = (0, 5, 11, 18, 26, 35, 46, 58, 72, 90, 110)
_PASSES = 5
_ON_LABEL, _ON_MARK, _FURTHER, _LESS_LIKED, _ASTRAY = 8.0, 5.0, 1.4, 2.0, 30.0
"""What a place costs: a pixel's overlap, a pixel's distance, a way further down the list, another's mark."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """The area shared with another."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across * down if across > 0 and down > 0 else 0.0

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

    @property
    def middle(self) -> tuple[float, float]:
        """Its centre."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class PointLabel:
    """A text of a size in pixels that belongs to a mark at x, y; `gap` is the mark's radius and some air."""

    text: str
    x: float
    y: float
    size: float
    gap: float = 7.0

    @property
    def width(self) -> float:
        """About how wide it is drawn."""
        return len(self.text) * self.size * _EM

    @property
    def height(self) -> float:
        """How high a line of it is."""
        return self.size * 1.15


@dataclass(frozen=True, slots=True)
class _Candidate:
    box: Box
    cost: float


@lru_cache(maxsize=64)
def place(
    labels: tuple[PointLabel, ...], marks: tuple[Box, ...], frame: Box, furthest: float = _AWAY[-1]
) -> tuple[Box | None, ...]:
    """A box for each label inside `frame`, off the marks and off one another; None where there is no room.

    Each label starts at its best place; then, in passes, each moves to where it costs least among the others.
    No label stands further than `furthest` pixels from beside its mark.
    """
    options = [_candidates(label, labels, marks, frame, furthest) for label in labels]
    order = sorted(range(len(labels)), key=lambda i: (-_crowd(labels[i], labels), labels[i].y, labels[i].x))
    chosen: dict[int, _Candidate] = {}
    for _ in range(_PASSES):
        for i in order:
            if options[i]:
                chosen[i] = _best(options[i], [c.box for j, c in chosen.items() if j != i])
    placed = _placed(chosen, order)
    return tuple(placed.get(i) for i in range(len(labels)))


def _crowd(label: PointLabel, labels: Sequence[PointLabel]) -> int:
    return sum(math.hypot(label.x - o.x, label.y - o.y) < 60 for o in labels)


def _candidates(
    label: PointLabel, labels: Sequence[PointLabel], marks: Sequence[Box], frame: Box, furthest: float
) -> list[_Candidate]:
    """The places inside the frame, the cheapest by themselves first.

    A place that is nearer to another's mark than to its own would name the wrong one.
    """
    far = label.gap + min(furthest, _AWAY[-1])
    wide, high = far + label.width, far + label.height
    around = Box(label.x - wide, label.y - high, label.x + wide, label.y + high)
    marks = [mark for mark in marks if mark.overlap(around)]
    spots = [(o.x, o.y) for o in labels if o is not label and around.distance(o.x, o.y) < far]
    found = []
    for away in (a for a in _AWAY if a <= furthest):
        for liking, (across, down) in enumerate(_WAYS):
            reach = label.gap + away
            x = label.x + across * (reach + label.width / 2)
            y = label.y + down * (reach * (1 if across == 0 else 0.8) + label.height / 2 * (across == 0))
            box = Box(x - label.width / 2, y - label.height / 2, x + label.width / 2, y + label.height / 2)
            if box.within(frame):
                hit = _ON_MARK * sum(box.overlap(mark) for mark in marks)
                own = box.distance(label.x, label.y)
                hit += _ASTRAY * sum(box.distance(x, y) < own for x, y in spots)
                found.append(_Candidate(box, hit + away * _FURTHER + liking * _LESS_LIKED))
    return sorted(found, key=lambda c: c.cost)


def _best(options: Sequence[_Candidate], others: Sequence[Box]) -> _Candidate:
    """The cheapest place among the others' boxes; the options come cheapest first by themselves."""
    best, least = options[0], math.inf
    for candidate in options:
        if candidate.cost >= least:
            break
        cost = candidate.cost + _ON_LABEL * sum(candidate.box.overlap(o) for o in others)
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
