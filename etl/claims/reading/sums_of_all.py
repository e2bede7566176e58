"""Sums of money that only all of NATO spends: "$968 billion out of $1.47 trillion", "total spending will hit
$1.174 trillion", "put together, the thirty come to $1.19 trillion"."""

from __future__ import annotations

from etl.claims.reading.words import WORLD
from etl.claims.reading.work import Work
from etl.model import TOTAL

_NEAR_THE_HEAD = 5
_OTHERS = ("ally", "group", "rest", "foreign", "we", "gdp", "member", "plain")
_OF_DEFENCE = frozenset({"spend", "year", "total"})


def is_a_whole(work: Work, i: int) -> bool:
    """Whether a sum in trillions is what another figure is a part of: "$968 billion out of $1.47 trillion",
    "of NATO's $1.47 trillion, ..."."""
    amount, before = work.items[i].amount, [work.word(k) for k in range(i - 2, i)]
    part = next((k for k in range(i - 1, max(0, i - 6), -1) if work.word(k) == "of"), 0)
    total = any("combined" in it.tags or it.word == "total" for it in work.items[max(0, i - 4) : i])
    whole = part > 0 and (total or bool(work.items[part - 1].tags & {"money", "fraction", "percent"}))
    first = work.word(0) == "of" and i < _NEAR_THE_HEAD and work.sentence.has("amount", i + 1)
    trillions = amount is not None and amount.unit == "trillion USD"
    return trillions and (whole or first or before == ["out", "of"])


def is_of_others(work: Work, i: int) -> bool:
    """ "Out of $1.7 trillion in federal spending", "spent worldwide": whether it is not what NATO spends."""
    after = work.items[min(i + 2, len(work.items) - 1)]
    spent_on = work.word(i + 1) == "in" and not after.tags & _OF_DEFENCE
    return spent_on or any(it.word in WORLD for it in work.items[i:])


def is_of_all(work: Work, i: int) -> bool:
    """ "Total spending will hit an estimated $1.174 trillion": so much only NATO spends; "2.76% of the
    combined GDP of the 32 allies"."""
    amount = work.items[i].amount
    after = work.items[i + 1 : i + 10]
    joint = any("combined" in it.tags for it in after) and any(it.tags & {"gdp", "relative"} for it in after)
    named = any(it.value in ("members", TOTAL) for it in after)
    if amount is not None and amount.kind == "percent" and joint and named:
        return not any(map(work.sentence.has, ("ally", "group", "rest", "foreign")))
    alone = work.sentence.has("spend", 0, i) and not any(map(work.sentence.has, _OTHERS))
    alone = alone and work.known() and not any(it.word in WORLD for it in work.items)
    return alone and amount is not None and amount.unit == "trillion USD"


def all_together(work: Work, lo: int, i: int) -> int:
    """The item of "the thirty" in "put together, the thirty come to $1.19 trillion", where NATO had so many
    members on the day; 0 for none."""
    money = work.items[i].amount
    if money is None or money.unit != "trillion USD" or not work.sentence.has("combined", lo, i):
        return 0
    members = sum(a.joined <= work.day and not (a.left and a.left <= work.day) for a in work.context.allies)
    numbers = [k for k in work.sentence.where("plain", lo + 1, i) if work.word(k - 1) in ("the", "all")]
    amount = work.items[numbers[0]].amount if len(numbers) == 1 else None
    if amount is None or amount.value != members:
        return 0
    return numbers[0] if work.items[numbers[0] + 1].tags & {"meet", "spend"} else 0
