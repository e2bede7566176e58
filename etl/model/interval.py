"""Bounds on a rounded value: an identity is tested as sharply as the printing allows and no sharper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

import msgspec

_SLACK = 1e-6
"""Relative room for NATO's own arithmetic on figures that are not rounded."""


class Interval(msgspec.Struct, frozen=True, gc=False):
    """All the values that a printed figure may stand for."""

    low: float
    high: float

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __mul__(self, other: Interval) -> Interval:
        """The product of two that are above zero."""
        return Interval(self.low * other.low, self.high * other.high)

    def __truediv__(self, other: Interval) -> Interval:
        """The quotient; the divisor must be above zero."""
        if other.low <= 0:
            raise ZeroDivisionError("the divisor may be zero")
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def scaled(self, factor: float, offset: float = 0.0) -> Interval:
        """Each end times a positive factor, plus an offset."""
        return Interval(self.low * factor + offset, self.high * factor + offset)

    def common(self, other: Interval) -> Interval:
        """The values that both hold, where they meet."""
        return Interval(*sorted((max(self.low, other.low), min(self.high, other.high))))

    def widened(self, share: float) -> Interval:
        """Each end moved outwards by a share of itself; of what is above zero."""
        return Interval(self.low * (1 - share), self.high * (1 + share))

    def meets(self, other: Interval) -> bool:
        """Whether one value could be behind both."""
        if self.low <= other.high and other.low <= self.high:
            return True
        room = _SLACK * max(1.0, abs(self.low), abs(self.high), abs(other.low), abs(other.high))
        return self.low <= other.high + room and other.low <= self.high + room


def places(value: float) -> int:
    """How many decimals a value shows: of the 15 digits that a sheet keeps, for more are noise."""
    text = f"{value:.15g}"
    if "e" in text:
        return max(0, -int(Decimal(text).normalize().as_tuple().exponent))
    return len(text.partition(".")[2].rstrip("0"))


def decimals(values: Iterable[float]) -> int:
    """How many decimals a column is printed with: the most that any of its values shows."""
    return max(map(places, values), default=0)


def usual(shown: Iterable[int]) -> int:
    """The most frequent number of decimals; of two that are as frequent, the greater."""
    frequent = Counter(shown)
    return max(frequent, key=lambda d: (frequent[d], d), default=0)


def around(value: float, printed_decimals: int) -> Interval:
    """The values that round to `value` at that many decimals."""
    half = 0.5 * 10.0**-printed_decimals
    return Interval(value - half, value + half)
