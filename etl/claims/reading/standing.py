"""Which allies stand at a place that the text names: those after it in one breath, else those before it."""

from __future__ import annotations

from itertools import pairwise

from etl.claims.reading.items import Item
from etl.claims.reading.places import Place
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import SEPARATORS, Work, is_break

_SINGULAR = set_of(
    """spender ally member country share was is has budget one contributor state nation force army"""
)
_PLURAL = set_of(
    """spenders leaders laggards are stand these come states countries were those members lead they"""
)
_VERBS_OF_ONE = set_of("is has was comes takes leads tops ranks came which")
_LINKS = frozenset(
    {
        "whose", "spending", "spends", "defence", "defense", "come", "comes", "to", "which", "it", "came",
        "by", "of", "expenditure", "comes to", "come to", "came to", "amounting to", "stands",
        "followed by", "close on its heels", "close behind", ";", "with", "at", "-", "its",
    }
)  # fmt: skip


def standing(work: Work, i: int, place: Place) -> list[int]:
    """The items of the allies that stand at a place: those after it in one breath, else the one before."""
    lo, hi = work.clause(i)
    before = allies(work, lo, i)
    after = allies(work, place.last + 1, len(work.items) if place.size else hi)
    item = work.items[i]
    if item.tags & {"more", "less"} and "lead" not in item:
        return before[-1:] if "any" in work.items[place.last] else after[:1]
    up_to = after[0] if after else hi
    if (
        "ordinal" in item
        and before
        and any(it.word in ("after", "behind") for it in work.items[place.last + 1 : up_to])
    ):
        return before[-1:]
    if (
        before
        and any(it.word == "as" for it in work.items[max(0, i - 2) : i])
        and work.sentence.has("more", lo, i)
    ):
        return before[:1]
    forward, backward = breath(work, after), _breath_before(work, before)
    closes = place.last + 1 < len(work.items) and work.items[place.last + 1].word in ("and", ",", ";", ".")
    if "ordinal" in item and closes and backward:
        return backward[-1:]
    if place.size:
        return next((run for run in (forward, backward) if len(run) == place.size), [])
    if (
        len(backward) == 1
        and forward
        and place.rank == 1
        and "ordinal" not in item
        and _chained(work, i, forward[0])
    ):
        return backward + forward
    return _nearer(work, i, place, forward, backward)


def _nearer(work: Work, i: int, place: Place, forward: list[int], backward: list[int]) -> list[int]:
    """Of the allies after a place and those before it, whose it is."""
    up_to = forward[0] if forward else i
    singular = any(it.word in _SINGULAR for it in work.items[i:up_to])
    plural = "next" in work.items[i] or any(
        it.word in _PLURAL for it in work.items[place.last : place.last + 8]
    )
    if singular and not plural and not any(_chained(work, a, b) for a, b in pairwise(forward)):
        forward = forward[:1]
    if forward and (not backward or _directly_after(work, place.last, forward[0])):
        return (
            backward[-1:] if backward and not plural and _says_of_itself(work, backward[-1], i) else forward
        )
    together = (
        not any(it.word in _VERBS_OF_ONE for it in work.items[backward[-1] + 1 : i + 1])
        if backward
        else False
    )
    return backward if together else backward[-1:]


def _says_of_itself(work: Work, k: int, i: int) -> bool:
    """Whether the ally before says of itself that it is there: "Turkey comes second"."""
    between = work.items[k + 1 : i]
    return len(between) < 8 and not any(it.word in (",", ";", ")") for it in between)


def _breath_before(work: Work, before: list[int]) -> list[int]:
    backward = before[-1:]
    for k in reversed(before[:-1]):
        if not _in_onebreath(work, k, backward[0]):
            break
        backward.insert(0, k)
    return backward


def breath(work: Work, after: list[int]) -> list[int]:
    """The allies named in one breath from the first on; "and" names the last, unless "then" goes on."""
    forward = after[:1]
    for k in after[1:]:
        a = forward[-1]
        if not _in_onebreath(work, a, k):
            break
        closed = len(forward) > 1 and any(it.word == "and" for it in work.items[forward[-2] + 1 : a])
        if closed and not _chained(work, a, k):
            break
        forward.append(k)
    return forward


def _chained(work: Work, a: int, k: int) -> bool:
    """Whether "then", "next", "followed by" leads from one place to the next."""
    return any("next" in it and it.word not in ("after", "behind") for it in work.items[a + 1 : k])


def _directly_after(work: Work, last: int, k: int) -> bool:
    return k - last < 14 and not any(is_break(it) for it in work.items[last + 1 : k])


def _in_onebreath(work: Work, a: int, b: int) -> bool:
    """Whether only figures, brackets and small words stand between two allies."""
    depth = 0
    for item in work.items[a + 1 : b]:
        depth += (item.word == "(") - (item.word == ")")
        if depth <= 0 and not _is_between(item):
            return False
    return True


def _is_between(item: Item) -> bool:
    return (
        item.word in SEPARATORS
        or item.word in _LINKS
        or (item.amount is not None and item.amount.kind in ("percent", "money"))
        or bool(item.tags & {"relative", "gdp", "next", "year", "bound"})
        or ("spend" in item and "meet" not in item)
    )


def allies(work: Work, lo: int, hi: int) -> list[int]:
    """The places of the allies in a stretch that may be read."""
    return [k for k in work.sentence.where("ally", lo, hi) if k not in work.blocked]
