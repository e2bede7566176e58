"""Fractions of the members in two numbers: "one in five", "two of every three", "one ally out of five"."""

from __future__ import annotations

from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import Work

LABEL_AFTER = set_of(
    """years year months days weeks decades times points minutes hours pages percentage % seats"""
)
"""Nouns after a number that counts no members: "two years", "three points"."""
_PARTS_OF = (("in",), ("in", "every"), ("out", "of"), ("out", "of", "every"), ("of", "every"), ("of", "each"))
"""What stands between the two numbers of a fraction: "one in five", "three of every four"."""
_LAST_OF_PARTS = frozenset(said[-1] for said in _PARTS_OF)
_MOST_PARTS = 10


def whole_of_parts(work: Work, i: int) -> int:
    """The "five" of "one in five", "one ally out of five", "one of every five", said at the "one"; 0 where
    there is none."""
    first = work.items[i].amount
    start = i + 2 if i + 1 < len(work.items) and "member" in work.items[i + 1].tags else i + 1
    for said in _PARTS_OF:
        k = start + len(said)
        if k >= len(work.items) or tuple(it.word for it in work.items[start:k]) != said:
            continue
        second = work.items[k].amount
        after = work.word(k + 1)
        if first and second and "plain" in work.items[i].tags and "plain" in work.items[k].tags:
            whole = first.value < second.value <= _MOST_PARTS and not (first.decimals or second.decimals)
            return k if whole and not second.unit and after not in LABEL_AFTER else 0
    return 0


def is_whole_of_parts(work: Work, i: int) -> bool:
    """Whether a number is the "five" of "one in five"."""
    if not i or work.items[i - 1].word not in _LAST_OF_PARTS:
        return False
    before = (k for k in range(max(0, i - 5), i - 1) if "plain" in work.items[k].tags)
    return any(whole_of_parts(work, k) == i for k in before)
