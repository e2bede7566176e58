"""Numbers of members that are besides others, or what is left of them: "another five", "the other nine"."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from etl.claims.reading.targets import Goal
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Comparison
from etl.claims.reading.work import NEARLY_ALL, Work

OF_THE_OTHERS = "These are others than those named before; which set is counted is not clear."
OF_THE_NAMED = "This may be of the allies named before; say “of all allies” where it is of all."
ANOTHER = set_of("another further additional extra")
"""Words before a number that is besides one said before."""
OTHERS = set_of("other others remaining")
"""Words before a number of members that are not those named before."""
_REST = set_of("others rest remainder") | {"the others", "the rest", "the remainder"}
_SIDES: Mapping[Comparison, str] = {">=": "<", ">": "<", "<": ">", "<=": ">"}
_REACH = 16


def are_more(work: Work, i: int) -> bool:
    """ "Another five", "a further two", "thirteen more": besides those that were counted before."""
    more = work.word(i + 1) == "more" and work.word(i + 2) not in ("than", "or")
    return work.word(i - 1) in ANOTHER or more


def is_one_of_two(work: Work, i: int) -> bool:
    """ "One meets the target, the other does not": of two that are named elsewhere."""
    one = work.word(i) == "one" and not work.items[min(i + 1, len(work.items) - 1)].tags & {"member", "group"}
    after = work.items[i + 1 : i + _REACH] if one else ()
    return any(a.word == "the" and b.word == "other" for a, b in pairwise(after))


def is_of_the_rest(work: Work, i: int) -> bool:
    """ "None of the others", "most of the rest": of those that are left, and not of all."""
    return work.word(i + 1) == "of" and any(it.word in _REST for it in work.items[i + 2 : i + 4])


def why_of_others(work: Work, lo: int, number: int | None, goal: Goal, last: Goal | None) -> str:
    """Why a number of members counts only others than those said before; "" where it may be of all.

    "The other nine" are all that are on the other side of a line only where the line was said of the rest.
    """
    if work.word(lo - 1) not in OTHERS or (number or 0) >= NEARLY_ALL:
        return ""
    count = work.before.count
    if last:
        beyond = (last.indicator, last.value, last.comparison)
    elif count and count.subjects == ("members",):
        beyond = (count.indicator, count.target, count.target_comparison)
    else:
        return "" if work.before.first and goal.comparison in ("<", "<=") else OF_THE_OTHERS
    same = beyond[:2] == (goal.indicator, goal.value) and goal.comparison[:1] == _SIDES.get(beyond[2])
    return "" if same else OF_THE_OTHERS


def why_of_named(work: Work, lo: int, hi: int, number: int | None) -> str:
    """Why a number without a noun may be of the allies that the sentence before named; "" where it is not."""
    named = len(work.before.named)
    few = named > 1 and (number is None or number <= named)
    noun = any(it.tags & {"member", "group", "aggregate"} for it in work.items[lo : hi + 1])
    return OF_THE_NAMED if few and not noun else ""
