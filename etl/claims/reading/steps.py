"""Whether an amount is a step up or down, and not where something stands: "2% more", "fell by a third"."""

from __future__ import annotations

from etl.claims.reading.change_subjects import right_after
from etl.claims.reading.directions import put_at
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import ChangeReading
from etl.claims.reading.work import SEPARATORS, Work

_UP_AFTER = set_of(
    """more higher increase rise growth jump hike boost up surge extra uptick leap above larger bigger"""
)
_DOWN_AFTER = set_of("less fewer lower decrease fall drop decline cut reduction down smaller below")
ADDED = _UP_AFTER | _DOWN_AFTER
"""Words right after an amount that make it a step, and not where something stands."""
_SPENDS = frozenset({"spends", "spent", "puts", "devotes"})
_STOPS = set_of(", ; ( ) put puts makes made place places placed than")
_BETWEEN_STEPS = SEPARATORS | {
    "by", "while", "that", "but", "after", "following", "whereas", "europe", "canada", "a", "an", "estimated",
    "expected", "projected", "another",
}  # fmt: skip
_BESIDE_STEPS = frozenset({"ally", "aggregate", "year", "real", "bound", "only", "'s"})
_BEFORE_LEVEL = set_of("a an the estimated just only some expected its")
_BEYOND = set_of("above below beyond")
_MOVED = frozenset({"up", "down"})
REACHING = set_of("to reach reaches reached reaching") | {"come to", "comes to", "came to"}
_AT_A_LEVEL = REACHING | set_of("at from with on totalling totaling")


def step_direction(work: Work, i: int) -> int:
    """Up (1) or down (-1) where an amount is a step; 0 where it is not."""
    if i and work.items[i - 1].word == "+":
        return 1
    if work.word(i - 1) == "of" and i + 1 < len(work.items) and "future" in work.items[i + 1].tags:
        return 0  # "spending of 1.37 percent will rise to 2"
    if has_a_minus(work, i):
        return -1
    if stands_at(work, i):
        return put_at(work, i)
    for k in range(max(0, i - 9), i):  # "3 percent more this year, or some 8 billion dollars"
        if k in work.used and work.items[k].amount and any(it.word == "or" for it in work.items[k:i]):
            step = next((d.reading for d in work.drafts if d.anchor[0] == k), None)
            if isinstance(step, ChangeReading) and step.value:
                return 1 if step.value > 0 else -1
    return _direction_before(work, i) or _direction_after(work, i) or _direction_of_the_last(work, i)


def has_a_minus(work: Work, i: int) -> bool:
    """ "UK spending -1.2% real in 2015": a sign that stands at the amount and apart from the word before."""
    if i > 1 and work.items[i - 1].word == "minus":
        return True
    if i < 2 or work.items[i - 1].word not in ("-", "–", "−"):
        return False
    sign = work.items[i - 1]
    apart = sign.start > work.items[i - 2].end or work.items[i - 2].word == "("
    return sign.end == work.items[i].start and apart


def _direction_of_the_last(work: Work, i: int) -> int:
    """ "Denmark was up 12.3%, Norway 9.9%", "up 1.6% in 2015, 3.0% in 2016": that of the step before."""
    k = next((k for k in range(i - 1, max(-1, i - 8), -1) if work.items[k].amount), -1)
    between = work.items[k + 1 : i]
    named = [it for it in between if "ally" in it.tags]
    if not named and (right := right_after(work, i)) > 0:
        named = [work.items[right]]  # "but just 0.4% in Italy"
    small = all(it.tags & _BESIDE_STEPS or it.word in _BETWEEN_STEPS for it in between)
    years = [work.sentence.has("claim", k + 1, i), work.sentence.has("claim", i + 1, i + 3)]
    if k < 0 or k not in work.used or not (len(named) == 1 or (not named and all(years))) or not small:
        return 0
    step = next((d.reading for d in work.drafts if d.anchor[0] == k), None)
    if not isinstance(step, ChangeReading) or not step.value or step.unit == "points":
        return 0
    return 1 if step.value > 0 or has_a_minus(work, k) else -1  # "growth was -2.6%, Poland's 18.7%"


def _direction_before(work: Work, i: int) -> int:
    lo, _ = work.clause(i)
    money = "money" in work.items[i].tags
    far = 12 if work.items[i - 1].word == "by" else 7
    for k in range(i - 1, max(lo, i - far) - 1, -1):
        item = work.items[k]
        if (item.word == "," and not money and work.items[i - 1].word != "by") or (
            item.word in ("to", "at") and k >= i - 2
        ):
            return 0
        if item.amount and k not in work.used and not _is_said_twice(work, k, i):
            return 0
        if item.amount and k in work.used and work.sentence.has(",", k, i) and work.sentence.has("ally"):
            return 0  # "Albania up 11.9% this year, 198 million dollars"
        if k == i - 1 and item.word in _SPENDS:
            return 0  # "US spending rose 1 percent, the rest of NATO spends $600 billion"
        if item.tags & {"up", "down"}:
            return 1 if "up" in item.tags else -1
    return 0


def _direction_after(work: Work, i: int) -> int:
    _, hi = work.clause(i)
    i = _past_the_same(work, i)
    for k in range(i + 1, min(hi, i + 5)):
        item = work.items[k]
        word = item.word.removesuffix(" than")
        if word != item.word and not work.sentence.has("base", k + 1, k + 5):
            return 0  # "more than they otherwise would have"
        if word in ("above", "below") and not work.sentence.has("base", k + 1, k + 5):
            return 0  # "0.46 below what it aims at"
        if word in _UP_AFTER:
            return 1
        if word in _DOWN_AFTER:
            return -1
        if item.amount or item.word in _STOPS or "ally" in item.tags:
            return 0
    return 0


def _past_the_same(work: Work, i: int) -> int:
    """The item after which a step goes on: "3.8 percent, or $10 billion, more"."""
    k = i + 2 if i + 1 < len(work.items) and work.items[i + 1].word == "," else i + 1
    said = [it for it in work.items[k : k + 4] if "bound" not in it.tags]
    if len(said) < 3 or said[0].word != "or" or not said[1].amount:
        return (
            i + 1
            if said and k == i + 2 and i > 1 and "or" in {it.word for it in work.items[i - 2 : i]}
            else i
        )
    closed = said[2].word == ","
    if k == i + 2 and not closed:
        return i  # "$485 billion, or 19.4 percent more": where it stands, and a step
    return work.items.index(said[2]) if closed else work.items.index(said[1])


def stands_at(work: Work, i: int) -> bool:
    """Whether an amount is where something stands: "to an estimated 2.09 percent", "at 3%", "from 1.5%"."""
    if work.word(i - 1) == "total":
        return True  # "up 18% this year, NATO total $1.47 trillion"
    if work.word(i - 1) in _BEYOND and work.items[i - 2].tags & _MOVED and "future" in work.items[i - 3].tags:
        return True  # "its share will rise above 2 percent"
    if work.word(i - 1) in _SPENDS and work.word(i - 2) in ("and", "which", "it", "who", "that", "now"):
        return True  # "raised its spending and spends 2.4%"
    for item in reversed(work.items[max(0, i - 4) : i]):
        if item.word in _AT_A_LEVEL or "now" in item.tags:
            return True
        if item.word not in _BEFORE_LEVEL and not item.tags & {"bound", "only"}:
            return False
    return False


def _is_said_twice(work: Work, k: int, i: int) -> bool:
    """ "3.8 percent or $10 billion", "3.8 % in real terms, ten billion in all": one step in two units."""
    return i - k < 8 and not any(it.tags & {"ally", "member", "year"} for it in work.items[k + 1 : i])


def goes_on(work: Work, k: int) -> bool:
    """ "Has more than doubled its budget and now spends 2.5 percent of GDP": another statement starts."""
    after = work.items[k + 1 : k + 3]
    return work.word(k) == "and" and any(it.word in _SPENDS for it in after)
