"""Parts of a sum of NATO's that was said before: "$1.47 trillion, two-thirds of it American", "57 percent of
this falls to the United States"."""

from __future__ import annotations

from etl.claims.reading.parts import AT_CURRENT_PRICES, part_of_all
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import ValueReading
from etl.claims.reading.words import WORLD
from etl.claims.reading.work import Work
from etl.model import TOTAL
from etl.model.indicators import DOLLARS

_THAT = set_of("it that this")
_OF_WHICH = frozenset({"of which"})
_SMALL = set_of("the is are was were comes came falls fell to from by made up , an a")
_VERBS = frozenset({"spend", "filler", "bound", "only", "combined"})
_REACH = 7


def read_parts_taken_up(work: Work) -> None:
    """Adds the part that one ally has of the sum of NATO's that the sentence, or the one before, has said."""
    for i in (k for tag in ("percent", "fraction") for k in work.sentence.where(tag)):
        who = _whose(work, i) if work.free(i) and _has_a_sum(work, i) else -1
        amount = work.items[i].amount
        if who < 0 or amount is None:
            continue
        reading = part_of_all(DOLLARS, work.items[who].value, amount)
        work.used.update((i, who))
        work.add(reading, min(i, who), max(i, who), AT_CURRENT_PRICES, anchor=i)


def _has_a_sum(work: Work, i: int) -> bool:
    """Whether a sum that only NATO spends was said, before an item or in the sentence before."""
    sums = (work.items[k].amount for k in work.sentence.where("money", 0, i))
    if any(amount is not None and amount.unit == "trillion USD" for amount in sums):
        nato = work.sentence.has("aggregate", 0, i) or work.known()
        return nato and not any(it.word in WORLD for it in work.items)
    before = [r for r in work.before.readings if isinstance(r, ValueReading) and r.indicator == DOLLARS]
    return bool(before) and all(r.subjects == (TOTAL,) for r in before)


def _whose(work: Work, i: int) -> int:
    """The item of the ally that has the part at `i` of what "it" or "of which" takes up; -1 for none."""
    after = i + 1 if work.word(i + 1) != "or" else i
    if work.word(after) == "of" and work.word(after + 1) in _THAT:
        for k in range(after + 2, min(after + _REACH, len(work.items))):
            if "ally" in work.items[k].tags:
                return k
            if work.word(k) not in _SMALL and "spend" not in work.items[k].tags:
                break
        named = work.sentence.where("ally", 0, i)
        return named[0] if len(named) == 1 and not work.sentence.has("money", 0, i) else -1
    which = next((k for k in range(max(0, i - _REACH), i) if work.word(k) in _OF_WHICH), -1)
    named = work.sentence.where("ally", which, i) if which >= 0 else ()
    plain = which >= 0 and all(it.tags & {"ally", *_VERBS} for it in work.items[which + 1 : i])
    return named[0] if len(named) == 1 and plain else -1
