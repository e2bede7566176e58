"""Allies that each have a figure right after their name, and a line that is said of all of them."""

from __future__ import annotations

from collections.abc import Sequence

from etl.claims.reading.numbers import Amount
from etl.claims.reading.targets import Goal
from etl.claims.reading.work import Work

_BEFORE = frozenset({"(", ",", "at", "on", "with"})


def own_figure(work: Work, k: int) -> Amount | None:
    """The figure right after an ally: "Poland 4.12", "Poland (4.12%)", "Poland, at 4.12%"."""
    j = k + 1
    while j < k + 3 and work.word(j) in _BEFORE:
        j += 1
    amount = work.items[j].amount if j < len(work.items) else None
    return (
        amount if amount and amount.kind == "percent" and amount.decimals and not amount.comparison else None
    )


def all_beyond(work: Work, run: Sequence[int], goal: Goal) -> bool:
    """ "Poland 4.12, Estonia 3.43 above 3 percent": each has its figure, on the side of the line that is
    said."""
    figures = [a.value for k in run if (a := own_figure(work, k))]
    if len(figures) != len(run) or len(run) < 2:
        return False
    above = goal.comparison in (">", ">=")
    return all(v >= goal.value if above else v < goal.value or goal.comparison == "<=" for v in figures)


def is_a_plan_of_all(work: Work, run: Sequence[int], goal: Goal) -> bool:
    """ "Latvia (1.45%) and Lithuania (1.49%) vow to be at 2 percent in 2018", said in 2016: each has its own
    figure, and the line ahead is of all."""
    if len(run) < 2 or goal.lo < run[-1] or not all(own_figure(work, k) for k in run):
        return False
    return any(
        "year" in it.tags and it.number > work.day.year for it in work.items[goal.hi + 1 : goal.hi + 5]
    )
