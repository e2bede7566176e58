"""Whom another ally is compared with: "ahead of Latvia", "has pushed the US off the top spot"."""

from __future__ import annotations

from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import Work

_DETERMINERS = set_of("the its even both either only all just of neighbouring fellow 's")
_COMPARED = frozenset(
    {
        "follows",
        "behind",
        "past",
        "ahead of",
        "ahead",
        "after",
        "against",
        "versus",
        "vs",
        "over",
        "besides",
        "near",
    }
) | {"level with", "caught up with", "catches up with", "catch up with", "catching up with"}
OVERTAKING = set_of(
    """outspend outspends outspent outspending exceed exceeds exceeded surpass surpasses surpassed
    overtake overtakes overtook overtaken leapfrog leapfrogs leapfrogged overhauls overhauled beat
    beats outstrip outstrips outstripped dwarf dwarfs dwarfed eclipse eclipses eclipsed outranks
    trail trails trailed past leaves left leave leaving"""
) | {"goes past", "go past", "went past", "gone past", "getting past"}
"""Verbs by which one spends more, or less, than another."""
_OVERTAKES = OVERTAKING | set_of("pass passes passed above below")
_PLACES = set_of("place spot position crown title")


def is_object(work: Work, k: int) -> bool:
    """Whether an ally is one that another is compared with: "ahead of Latvia", "behind the US and Greece"."""
    if k not in work.objects:
        work.objects[k] = _is_pushed_off(work, k) or _is_compared_with(work, k)
    return work.objects[k]


def _is_compared_with(work: Work, k: int) -> bool:
    j = k - 1
    while j >= 0 and (work.items[j].word in _DETERMINERS or _stands_between(work, j)):
        j -= 1
    if j > 0 and work.items[j].word in ("that", "those") and work.items[j + 1].word == "of":
        if any(it.value in ("no", "none") for it in work.items[work.clause(k)[0] : j]):
            return False  # "no budget is larger than that of the UK": the UK is spoken of
        j -= 1  # "overtook that of the UK"
    if j < 0:
        return False
    item = work.items[j]
    if item.word == "from" and any(
        it.tags & {"lead", "ordinal"} or it.word in _PLACES for it in work.items[max(0, j - 4) : j]
    ):
        return True  # "has wrested the lead from Poland"
    if (item.word == "by" and work.items[j - 1].word == "preceded") or _is_multiplied(work, j):
        return True
    if item.word == "to" and work.items[j - 1].tags & {"only", "ordinal", "second"}:
        return True  # "second only to the US"
    if item.word in _COMPARED or "except" in item.tags or "than" in item.tags or item.word.endswith(" than"):
        parted = (item.word == "after" and j == 0) or work.items[j + 1].word == ","
        same = work.sentence.has("same", max(0, j - 7), j)  # "the same share as Portugal"
        return same if item.word == "as" else not parted
    if item.tags & {"more", "less", "bound"} and item.word in _OVERTAKES:
        return True
    return "ally" in item.tags and k - j > 1 and is_object(work, j)


def _is_pushed_off(work: Work, k: int) -> bool:
    """ "Poland has pushed the US (3.49%) off the top spot": an ally that gives its place up."""
    off = next((j for j in range(k + 1, k + 5) if work.word(j) == "off"), k)
    return off > k and all(it.amount or it.word in ("(", ")") for it in work.items[k + 1 : off])


def _is_multiplied(work: Work, j: int) -> bool:
    """ "Over three times Spain's share", "twice Italy's": what follows the word is a measure."""
    item = work.items[j]
    times = item.word.endswith(" times") or (item.word == "times" and work.items[j - 1].amount is not None)
    return times or bool(item.tags & {"twice", "thrice"}) or item.word in ("double", "triple", "quadruple")


def _stands_between(work: Work, j: int) -> bool:
    """Whether an item only joins names, or is a figure in brackets at one."""
    item = work.items[j]
    people = item.amount is not None and item.amount.kind == "plain" and item.amount.unit != ""
    return item.word in ("and", ",", "(", ")") or people or bool(item.tags & {"percent", "money"})
