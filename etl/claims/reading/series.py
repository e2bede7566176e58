"""Counts that go on from one before by a number and its time alone: "six allies at 2% in 2021, 23 today"."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from etl.claims.reading.items import Item
from etl.claims.reading.members import Counted
from etl.claims.reading.targets import Goal, goal_between
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import CountReading
from etl.claims.reading.work import Work, is_break

_SAID_AGAIN = set_of(
    """then only just a mere there were are was is it had have has been did do so in at and but by still of
    for as many some still already yet against compared with to the number stood stands '"""
)
"""Words that may stand beside such a number and its time; any other may make it one of something else."""
_ENDS = frozenset({",", ";", ":", ".", "?", "!", "(", ")", "and", "to", "against"})
_THERE = frozenset({"are", "were", "is", "was"})
_OTHER = ("ally", "percent", "money", "target", "troops", "gdp", "equipment", "foreign")


def read_series(work: Work, counts: Sequence[tuple[Counted, Goal]]) -> list[tuple[Counted, Goal]]:
    """Adds the counts that name neither members nor target, each with a time of its own, and gives them."""
    counts = counts or _line_before_a_colon(work)
    read: list[tuple[Counted, Goal]] = []
    for i, item in enumerate(work.items):
        if not _may_count(work, item) or not work.free(i):
            continue
        before = [found for found in counts if found[0].hi < i]
        if not before and (
            not counts or any(k not in work.used for k in work.sentence.where("amount", 0, i))
        ):
            continue
        counted, goal = before[-1] if before else counts[0]  # "3 in 2014, now 11 at the target"
        when = _time_of(work, i, max(counted.hi, min(goal.hi, i - 1)) if before else -1)
        amount = item.amount
        if when < 0 or amount is None or counted.subjects == "others":
            continue
        reading = CountReading(
            indicator=goal.indicator,
            subjects=(counted.subjects,),
            year=0,
            target_comparison=goal.comparison,
            target=goal.value,
            comparison=amount.comparison or "==",
            number=int(amount.value),
            tolerance=amount.tolerance,
        )
        work.used.add(i)
        work.add(reading, min(i, when), max(i, when), *goal.assumptions, anchor=i, dated=when)
        said = replace(counted, lo=i, hi=i, number=reading.number, of=None, comparison=reading.comparison)
        read.append((said, replace(goal, lo=i, hi=i)))
    return read


def _line_before_a_colon(work: Work) -> Sequence[tuple[Counted, Goal]]:
    """ "The number of allies at 2% keeps growing: three in 2014, 23 now": the line that two or more numbers
    after a colon are counted at."""
    colon = next(iter(work.sentence.where(":")), 0)
    named = [work.items[k].value for k in work.sentence.where("member", 0, colon)]
    others = any(work.sentence.has(tag) for tag in ("ally", "group", "foreign", "not", "miss", "real"))
    numbers = [
        k for k in range(len(work.items)) if work.items[k].amount and "percent" not in work.items[k].tags
    ]
    if named != ["members"] or others or len(numbers) < 2 or numbers[0] < colon:
        return ()
    goal = goal_between(work, 0, colon)
    timed = all(_may_count(work, work.items[k]) and _time_of(work, k, colon) >= 0 for k in numbers)
    if goal is None or not timed:
        return ()
    work.used.update(range(goal.lo, goal.hi + 1))
    return ((Counted(0, colon, "==", None, None, "", None, "members", True), goal),)


def _may_count(work: Work, item: Item) -> bool:
    amount = item.amount
    if amount is None or amount.kind != "plain" or amount.unit or amount.decimals:
        return False
    return amount.value <= len(work.context.allies)


def _time_of(work: Work, i: int, after: int) -> int:
    """The item that says when a number was so many: beside it between two commas; -1 where none does."""
    lo = next((k + 1 for k in range(i - 1, after, -1) if _ends(work, k)), after + 1)
    hi = next((k for k in range(i + 1, len(work.items)) if _ends(work, k)), len(work.items))
    if not all(
        _is_small(work, k) or k == i or (k == i - 1 and "bound" in work.items[k].tags) for k in range(lo, hi)
    ):
        return -1
    times = [k for k in range(lo, hi) if is_time(work.items[k])]
    if len(times) == 1:
        return times[0]
    start = next((k + 1 for k in range(lo - 1, after, -1) if is_break(work.items[k])), after + 1)
    words = [it.word for it in work.items[lo:i] if "only" not in it.tags]
    if times or words[:1] != ["there"] or words[-1] not in _THERE or _names_others(work, start, i):
        return -1
    earlier = [k for k in range(start, i) if is_time(work.items[k])]
    return earlier[0] if len(earlier) == 1 else -1  # "today, the minister says, there are 23"


def _ends(work: Work, k: int) -> bool:
    return work.items[k].word in _ENDS or is_break(work.items[k])


def _is_small(work: Work, k: int) -> bool:
    item = work.items[k]
    return item.word in _SAID_AGAIN or is_time(item) or bool(item.tags & {"only", "meet"})


def _names_others(work: Work, lo: int, hi: int) -> bool:
    """Whether a stretch is about anything that could be counted or measured instead."""
    return any(work.sentence.has(tag, lo, hi) for tag in (*_OTHER, "amount", "group"))


def is_time(item: Item) -> bool:
    """Whether an item says when: a year, "today", "the year before"."""
    return bool(item.tags & {"claim", "deadline", "now"}) or item.value == "before"
