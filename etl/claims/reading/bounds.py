"""What stands beside an amount and bounds it: "at least", "just over", "or more"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal, TypeAlias

from msgspec.structs import replace

from etl.claims.reading.items import Item
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import Comparison

Bounds: TypeAlias = Mapping[str, tuple[Comparison, str]]
"""The words of a bound: how they compare, and the words that loosen it."""

_PASSED_OVER = set_of(
    """a the an of its to that estimated even at new core old agreed nato current official alliance 's"""
)
_RISES = set_of(
    """spending share expenditure budget budgets figure level outlay outlays rate part gdp defence is was are
    were"""
)
_DIRECTLY = frozenset(
    {"some", "about", "near", "minimum", "as much as", "top", "pass", "passed", "passes", "past"}
)
_PASSES = set_of("passed past")
_AFTER: Mapping[str, Comparison] = {"atleast": ">=", "atmost": "<="}
_REACH = 7
"""How many words may stand between a bound and its amount: "below the old floor of 2%"."""
_BROUGHT = set_of(
    "brought brings bring raised raises lifted lifts taken takes pushed gone went moved stepped"
)
_NONE: tuple[Literal[""], str, int] = ("", "", 0)


def with_bounds(items: Sequence[Item], bounds: Bounds) -> list[Item]:
    """The items, each amount with the bound before or after it."""
    out: list[Item] = []
    for i, item in enumerate(items):
        if item.amount:
            apart = _is_of_a_year(items, i) or _is_beside_a_line(items, i) or _is_brought_up(items, i)
            comparison, tolerance, start = _NONE if apart else _before(out, bounds)
            end = item.end
            if not comparison:
                comparison, end = _after(items, i)
            elif comparison == "~" and (beyond := _after(items, i))[0] in ("<=", ">="):
                comparison, end = beyond  # "about 1% or less"
            if comparison:
                amount = replace(item.amount, comparison=comparison, tolerance=tolerance)
                item = replace(item, start=start or item.start, end=end, amount=amount)
        out.append(item)
    return out


def _is_of_a_year(items: Sequence[Item], i: int) -> bool:
    """ "Less than the 3.30% of 2024", "topping the 3.49% of the US": a figure of its own, and no bound."""
    after = [it for it in items[i + 1 : i + 5] if not it.tags & {"relative", "gdp"} and it.word != "the"]
    said = len(after) > 1 and after[0].word in ("of", "in") and bool(after[1].tags & {"year", "ally"})
    return said and i > 1 and items[i - 1].word == "the" and "bound" in items[i - 2].tags


def _is_beside_a_line(items: Sequence[Item], i: int) -> bool:
    """ "Just over the line at 2.16%", "only Slovenia below at 1.61%": the bound is of the line."""
    if i < 2 or items[i - 1].word != "at":
        return False
    below = i > 2 and items[i - 2].word in ("below", "under", "above") and "ally" in items[i - 3].tags
    return below or "target" in items[i - 2].tags


def _is_brought_up(items: Sequence[Item], i: int) -> bool:
    """ "Has been brought up to 2%": where it is now, and no bound."""
    return i > 1 and items[i - 1].word == "up to" and items[i - 2].word in _BROUGHT


def _after(items: Sequence[Item], i: int) -> tuple[Comparison | Literal[""], int]:
    """ "2% of GDP or more": the bound after an amount and what it is of."""
    item = items[i]
    beyond = items[i + 1 : i + 5]
    if len(beyond) > 1 and "bound" in beyond[0].tags and beyond[1].amount:
        return "", item.end  # "18 at least 20% on equipment": of the next
    small = ("of", "the", "its", "their")
    after = next((it for it in beyond if not (it.tags & {"relative", "gdp"} or it.word in small)), None)
    if after is None:
        return "", item.end
    passed = frozenset({"relative", "gdp", "filler", "year"})
    rough = next((it for it in beyond if not it.tags & passed), after)
    if "giveortake" in rough.tags:
        return "~", rough.end  # "a trillion dollars, give or take"
    if after.word == "+":
        return ">=", after.end
    if after.word == "plus" and "plain" in item.tags:
        return "", item.end
    found = next((sign for tag, sign in _AFTER.items() if tag in after.tags), None)
    return (found, after.end) if found else ("", item.end)


def _has_risen(before: Sequence[Item]) -> bool:
    """Whether what stands before "up to" has risen to it: "spending up to 73 percent", "Germany up to 2.1%",
    "from 0.88% in 2014 up to 2.85%"."""
    last = before[-1]
    if last.word in _RISES or last.tags & {"ally", "aggregate", "rest", "up"}:
        return True
    return any(a.word == "from" and b.amount for a, b in pairwise(before)) or bool(
        "year" in last.tags and any(it.amount and it.amount.kind != "plain" for it in before[-5:])
    )


def _before(out: Sequence[Item], bounds: Bounds) -> tuple[Comparison | Literal[""], str, int]:
    """The bound that stands before an amount, over at most two small words: comparison, tolerance, its
    start."""
    for back in range(1, min(_REACH, len(out) + 1)):
        item = out[-back]
        if "bound" not in item.tags or item.word not in bounds:
            if item.word not in _PASSED_OVER and "target" not in item.tags:
                return _NONE
            continue
        if item.word in _DIRECTLY and back > 1 + (item.word in _PASSES and out[-1].word == "the"):
            return _NONE  # but "has passed the 2% mark"
        if item.word == "up to" and back < len(out) and _has_risen(out[:-back]):
            return _NONE  # "spending up to 73 percent" has risen to it
        if item.word == "minimum" and back < len(out) and out[-back - 1].word == "the":
            return _NONE  # "at the minimum 2.0%" names the line
        comparison, tolerance = bounds[item.word]
        outer = out[-back - 1] if back < len(out) else None
        if outer and comparison == "~" and bounds.get(outer.word, ("~", ""))[0] in (">", "<", ">="):
            return *bounds[outer.word], outer.start
        if (
            outer
            and "not" in outer.tags
            and "meet" not in item.tags
            and comparison in (">", ">=")
            and not tolerance
        ):
            return ("<=" if comparison == ">" else "<"), "", item.start
        return comparison, tolerance, item.start
    return _NONE
