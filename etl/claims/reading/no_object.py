"""Verbs that need no object, or have it in a pronoun: "get there", "comply", "made the cut", "reach it"."""

from __future__ import annotations

from etl.claims.reading.words import DONE, phrases
from etl.claims.reading.work import Work

_BARE = frozenset(
    phrases("still below, still under, remain below, remains below, are below, stay below, stayed below")
)
_TAKEN_UP = frozenset({"it", "that", "this", "them", "so"})
_ABSOLUTE = frozenset(
    phrases(
        "in compliance, get there, gets there, got there, getting there, comply, complies, complied,"
        " on target, at target,"
        " on track, make the cut, makes the cut, made the cut, make the grade, makes the grade,"
        " made the grade, pay up, pays up, paid up, paying up, stump up,"
        " stumps up, cough up, coughs up, do so, does so, did so, make it, makes it,"
        " made it, fall short, falls short, fell short, falling short, fallen short, lag behind, lags behind"
    )
)
_ORDERS = frozenset({"pay up", "cough up", "stump up", "comply"})
_BEFORE_ORDERS = frozenset({"", ":", '"', "“", "-", "–", "—", ","})
_CLOSING = frozenset({"", ".", ",", ";", "?", "!", ")", "and", "but", "so", "yet"})


def needs_no_object(work: Work, first: int, hi: int) -> bool:
    """A verb that needs no object, or has it in a pronoun: "get there", "comply", "reach it"."""
    for i in range(first, hi):
        item = work.items[i]
        after = work.items[i + 1].word if i + 1 < len(work.items) else "."
        if item.word in _BARE and after in (".", ",", ";", "?", ")"):
            return True
        if item.word.endswith("make it") or item.word in ("makes it", "made it"):
            k = i + 2 if after == "in" else i + 1
            return after in _CLOSING or "year" in work.items[min(k, hi - 1)].tags
        k = i + 2 if after == "the" else i + 1
        if item.word.endswith("behind") and k < len(work.items) and "ally" in work.items[k].tags:
            return False  # "lags behind Poland"
        if item.word in _ORDERS and work.word(i - 1) in _BEFORE_ORDERS:
            return False  # "Pay up, or Germany will lose its protection"
        enough = item.word.endswith(("enough", "too little"))
        if item.word in DONE or item.word in _ABSOLUTE or item.word.startswith("less than ") or enough:
            return True
        made = (
            item.word in ("makes", "made", "making") and after != "it"
        )  # "which makes them the third largest"
        if item.tags & {"meet", "miss"} and not made and i + 1 < hi and after in _TAKEN_UP:
            return True
    return False
