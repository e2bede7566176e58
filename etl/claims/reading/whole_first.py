"""The whole that is named before a part of it: "Of NATO's total spending, Germany provides 6.6 percent"."""

from __future__ import annotations

from collections.abc import Sequence

from etl.claims.reading.items import Item
from etl.claims.reading.measures import CATEGORIES, head_of
from etl.claims.reading.work import SPENDERS, Work
from etl.model import TOTAL
from etl.model.indicators import DOLLARS, GDP, SOLDIERS

OF_WHAT = "What this is a part of is not said, or is not in NATO's tables."
_SETS = frozenset({"member", "group", "aggregate"})
_HEADS = frozenset({"of", "in", "out"})
_SHARES = frozenset({"share", "part", "portion", "proportion"})
_EUROPE = frozenset({"europe", "european"})


def share_of(work: Work, i: int) -> tuple[str, int]:
    """ "Washington's share of NATO spending is about 66%": the measure, and the item of the ally before
    it."""
    lo, _ = work.clause(i)
    for k in range(i - 2, lo - 1, -1):
        item = work.items[k]
        if "ally" in item.tags and _is_owner_of_a_share(work, k):
            measure = _spent_by_all(work.items[k + 1 : i])
            return (measure, k) if measure else ("", -1)
        if item.amount or "ally" in item.tags:
            return "", -1
        if item.word in _SHARES and work.items[k + 1].word in ("of", "in"):
            measure = _spent_by_all(work.items[k + 1 : i])
            who = next(
                (j for j in range(k - 1, lo - 1, -1) if "ally" in work.items[j].tags and work.free(j)), -1
            )
            return (measure, who) if measure and who >= 0 else ("", -1)
    return "", -1


def of_the_whole_before(work: Work, i: int) -> tuple[str, int]:
    """ "Of the club's economic weight less than half is American": the measure, and the item of the ally."""
    if work.items[0].word in _HEADS and (opened := _of_the_whole_at_the_head(work, i)):
        return opened
    lo, hi = work.clause(i)
    who = next(iter(work.sentence.where("demonym", i + 1, min(hi, i + 4))), -1)
    if who < 0:
        return "", -1
    after = work.items[i + 1 : i + 3]
    said = work.items[max(lo, i - 8) : i]
    nato = any(it.value == TOTAL or it.word == "allied" for it in said) and any(
        it.word == "of" for it in said
    )
    if not nato or not any(it.word in ("is", "was", "are", "were") for it in after):
        return "", -1
    if any("gdp" in it.tags for it in said):
        return GDP, who
    if any("troops" in it.tags for it in said):
        return SOLDIERS, who
    return (DOLLARS, who) if any("spend" in it.tags for it in said) else ("", -1)


def _of_the_whole_at_the_head(work: Work, i: int) -> tuple[str, int] | None:
    """ "Of NATO's total spending, Germany provides 6.6 percent", "In NATO's total, Britain is 5.6": the
    measure, and the item of the one ally between; None where it is not so said."""
    first = 1 if work.word(0) == "out" else 0
    named = work.sentence.where("ally", 2, i)
    end = max(work.sentence.where(",", 2, named[0]), default=named[0]) if named else 0
    if end > 2 and "claim" in work.items[end - 1].tags and work.word(end - 2) == "in":
        end -= 2  # "of NATO's spending in 2024, Germany ..."
    whole = work.items[first + 1 : end]
    if not whole or len(named) != 1 or work.word(first) not in ("of", "in") or head_of(work, i):
        return None
    last = whole[-1]
    of_a_kind = bool(last.tags & CATEGORIES) or last.word == "personnel"  # "of all spending on equipment"
    spent = work.word(first) == "of" and ("spend" in last.tags or of_a_kind)
    if any(it.amount for it in whole) or last.word in SPENDERS or not (spent or "combined" in last.tags):
        return None
    measure = "" if of_a_kind else _spent_by_all(whole)
    if not measure and (of_a_kind or any(it.tags & _SETS for it in whole)):
        work.block([i], OF_WHAT)
    return (measure, named[0]) if measure else None


def _spent_by_all(said: Sequence[Item]) -> str:
    """The measure that words name as that of all members: "NATO spending", "allied total"; "" for none."""
    tags = frozenset().union(*(it.tags for it in said))
    allied = any(it.word == "allied" for it in said)
    if "group" in tags or any(it.value == "european members" or it.word in _EUROPE for it in said):
        return ""
    if not (allied or tags & {"aggregate", "combined", "member"}) or tags & (
        CATEGORIES | {"gdp", "relative"}
    ):
        return ""
    if "troops" in tags:
        return SOLDIERS
    spent = "spend" in tags or ("combined" in tags and (allied or "aggregate" in tags))
    return DOLLARS if spent else ""


def _is_owner_of_a_share(work: Work, k: int) -> bool:
    """ "The share of the US in NATO spending": the ally after "of"."""
    of = k - 2 if work.word(k - 1) == "the" else k - 1
    return work.word(of) == "of" and work.word(of - 1) in _SHARES and work.word(k + 1) in ("in", "of")
