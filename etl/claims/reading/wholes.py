"""All of NATO but the United States as one name: "NATO without the US", "outside America, the allies ..."."""

from __future__ import annotations

from collections.abc import Sequence

from etl.claims.reading.items import Item
from etl.claims.reading.work import NEARLY_ALL
from etl.model import EUROPE_AND_CANADA, TOTAL

_LEAVING_OUT = frozenset({"leave out", "take out", "take away", "leave aside", "strip out"})
_LEFT = frozenset({"out", "away", "aside"})
_OTHER = frozenset({"other", "others", "remaining"})
_NOT_ALONE = frozenset({"'s", "or", "and", "&"})
_COUNTING = frozenset({"quantifier", "any", "not"})
"""As many members, or more, are all but one: "the 31 allies other than the US"."""
_REACH = 9
"""How many words after "excluding the US," the alliance may be named."""


def with_the_rest(items: list[Item]) -> list[Item]:
    """The items, with "the other 31 allies" and "the 28 other members" as all the others."""
    for i, item in enumerate(items):
        if item.word in _OTHER and (near := [k for k in (i - 1, i + 1) if _is_nearly_all(items, k)]):
            first, last = min(i, near[0]), max(i, near[0])
            last += last + 1 < len(items) and "member" in items[last + 1].tags
            word = " ".join(it.word for it in items[first : last + 1])
            rest = Item(frozenset({"rest"}), items[first].start, items[last].end, word)
            return [*items[:first], rest, *items[last + 1 :]]
    return items


def _is_nearly_all(items: Sequence[Item], k: int) -> bool:
    number = items[k].amount if 0 <= k < len(items) else None
    return number is not None and number.kind == "plain" and number.value >= NEARLY_ALL


def without_the_us(items: list[Item]) -> list[Item]:
    """The items, with NATO, or its members taken as one, without the United States as Europe and Canada."""
    us = [i for i, item in enumerate(items) if item.value == "USA" and "ally" in item.tags]
    first, last = (_cue(items, us[0]), us[0]) if len(us) == 1 else (-1, -1)
    if first < 0:
        return items
    after = items[last + 1].word if last + 1 < len(items) else ""
    if after == ")" and items[first - 1].word == "(":
        first, last = first - 1, last + 1
    order = any("any" in it.tags for it in items[max(0, first - 6) : first])  # "any other in NATO bar the US"
    if first and not order and _is_whole(items, first - 1) and after not in _NOT_ALONE:
        return [*items[: first - 1], _named(items, first - 1, last), *items[last + 1 :]]
    if not first and after == "," and (k := _named_later(items, last + 2)):
        return [*items[last + 2 : k], _named(items, k, k), *items[k + 1 :]]
    alone = sum("ally" in it.tags for it in items) == 1 and after != "'s"
    whole = any(_is_whole(items, k) for k in range(max(0, first - 1)))
    if not (alone and whole) or items[first - 1].tags & {"member", "quantifier"}:
        return items
    rest = _named(items, first, last)
    figure = "amount" in items[first - 1].tags or items[first - 1].tags & {"relative", "gdp"}
    joint = [Item(frozenset({"filler", "for"}), rest.start, rest.start, "for")] if figure else []
    return [*items[:first], *joint, rest, *items[last + 1 :]]


def _cue(items: Sequence[Item], us: int) -> int:
    """The first of the words that leave out the one at an item: "excluding the", "leave out"; -1 for none."""
    k = us - 2 if items[us - 1].word == "the" else us - 1
    if k < 0:
        return -1
    before = items[k - 1].word if k else ""
    if items[k].word == "including" and before == "not":
        return k - 1
    if items[k].word in _LEFT:
        return k - 1 if k and f"{before} {items[k].word}" in _LEAVING_OUT else -1
    return k if "except" in items[k].tags or items[k].word in _LEAVING_OUT else -1


def _is_whole(items: Sequence[Item], k: int) -> bool:
    """Whether an item is NATO, or its members without a number or "all" before them."""
    item = items[k]
    if "aggregate" in item.tags:
        return item.value == TOTAL
    before = items[max(0, k - 3) : k]
    counted = any((it.amount and it.amount.value < NEARLY_ALL) or it.tags & _COUNTING for it in before)
    return item.value == "members" and item.word[-1] == "s" and not counted


def _named(items: Sequence[Item], first: int, last: int) -> Item:
    word = " ".join(it.word for it in items[first : last + 1])
    return Item(frozenset({"aggregate"}), items[first].start, items[last].end, word, EUROPE_AND_CANADA)


def _named_later(items: Sequence[Item], start: int) -> int:
    """NATO, or its members, where they are named before any ally or amount; else 0."""
    for k in range(start, min(start + _REACH, len(items))):
        if "ally" in items[k].tags or items[k].amount:
            return 0
        if _is_whole(items, k):
            return k
    return 0
