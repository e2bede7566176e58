"""How many members spent more, or less: "26 allies raised real spending", "went up in 25 countries"."""

from __future__ import annotations

from collections.abc import Mapping

from etl.claims.reading.members import Counted
from etl.claims.reading.targets import Goal
from etl.claims.reading.values import Comparison
from etl.claims.reading.work import Work
from etl.model import REAL_CHANGE

BY_LESS = "How many spent more by less than so much is not read; ask for each ally."
_MIRRORED: Mapping[str, Comparison] = {">": "<", ">=": "<="}
_OTHER_CHANGES = frozenset(
    {"equipment", "troops", "gdp", "personnel", "infrastructure", "target", "relative"}
)
_SIZES = frozenset({"bigger", "larger", "higher", "greater", "smaller", "lower"})
_SHARES = frozenset({"share", "proportion", "part", "slice"})


def change_goal(work: Work, counted: Counted, follower: Counted | None) -> Goal | None:
    """ "26 allies raised real spending": a count of a real change above or below zero."""
    if not counted.named or not counted.subjects or work.word(counted.hi + 1) in ("'s", "'"):
        return None  # "the 32 allies' spending grows by 11%" is of all together
    if sign := _moved_in(work, counted):
        return Goal(REAL_CHANGE, sign, 0.0, counted.lo, counted.lo)
    stop = min(follower.lo if follower else len(work.items), work.clause(counted.lo)[1])
    first = _past_names(work, counted.hi + 1)
    for k in range(first, min(stop, first + 8)):
        item = work.items[k]
        if item.tags & {"meet", "miss", "target", "not"} or "percent" in item.tags or "ally" in item.tags:
            return None
        before = any(it.value == "before" for it in work.items[k + 1 : k + 7])  # "more than the year before"
        compared = bool(item.tags & {"more", "less"}) and (before or work.sentence.has("real", counted.hi))
        if not (item.tags & {"up", "down"} or compared):
            continue
        said = work.items[first : min(k + 9, stop)]
        if any(it.tags & _OTHER_CHANGES for it in said) or not any(
            it.tags & {"spend", "real"} for it in said
        ):
            return None
        if any("plain" in it.tags for it in work.items[k + 1 : k + 3]) or _than_an_ally(work, k):
            return None

        parts = [j for j in range(k + 1, min(k + 7, stop)) if work.items[j].tags & {"percent", "fraction"}]
        if parts and any(it.word in ("to", "at") for it in work.items[k + 1 : parts[0]]):
            return None  # "raised spending to more than 2 percent"
        bounded = work.items[parts[0]].amount if parts else None
        between = any(it.word == "between" for it in work.items[k : parts[0]]) if parts else False
        if bounded is not None and (between or bounded.comparison in ("<", "<=")):
            work.blocked.update(dict.fromkeys((*range(counted.lo, counted.hi + 1), parts[0]), BY_LESS))
            return None  # "twelve allies increased their spending by less than 5%"
        moved: Comparison = ">" if item.tags & {"up", "more"} else "<"
        return _by_so_much(work, k, parts[0] if parts else 0) or Goal(REAL_CHANGE, moved, 0.0, k, k)
    return None


def _past_names(work: Work, first: int) -> int:
    """The item after the names in "two countries, Croatia and Hungary, will cut ..."; else `first`."""
    if work.word(first) != ",":
        return first
    k = first + 1
    while k < len(work.items) and ("ally" in work.items[k].tags or work.word(k) in ("the", "and", ",")):
        k += 1
    return k if work.word(k - 1) == "," and work.sentence.has("ally", first, k) else first


def _by_so_much(work: Work, k: int, step: int) -> Goal | None:
    """ "13 countries raised spending by more than 20%": the step that is counted, where it is bounded."""
    amount = work.items[step].amount if step > 0 else None
    if amount is None or amount.comparison not in (">", ">=") or amount.tolerance:
        return None
    if "up" in work.items[k].tags:
        return Goal(REAL_CHANGE, amount.comparison, amount.value, k, step)
    return Goal(REAL_CHANGE, _MIRRORED[amount.comparison], -amount.value, k, step)


def _moved_in(work: Work, counted: Counted) -> Comparison | None:
    """How spending moved that "went up in 25 member countries"; None where it is not so said."""
    lo, _ = work.clause(counted.lo)
    before = [k for k in range(lo, counted.lo) if work.items[k].tags & {"up", "down"}]
    if work.word(counted.lo - 1) not in ("in", "among", "across") or len(before) != 1:
        return None
    said = work.items[lo : counted.lo]
    others = any(it.amount or it.tags & (_OTHER_CHANGES | {"ally", "aggregate", "gdp"}) for it in said)
    near = before[0] >= counted.lo - 3 and not any("year" in it.tags for it in said[before[0] - lo :])
    if others or not near or not any("spend" in it.tags for it in said):
        return None
    return ">" if "up" in work.items[before[0]].tags else "<"


def _than_an_ally(work: Work, k: int) -> bool:
    """ "No ally spends a bigger share than Poland", "17 allies spend a bigger share": than the one named
    before; a comparison, and no change."""
    if work.word(k) in _SIZES and work.word(k + 1) in _SHARES:
        return True
    than = next((j for j in range(k + 1, min(k + 7, len(work.items))) if work.items[j].word == "than"), 0)
    return than > 0 and work.sentence.has("ally", than, than + 4)
