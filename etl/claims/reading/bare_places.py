"""Whether "most", "top", "last", "first" are places where they stand: "spends the most", "Spain last"."""

from __future__ import annotations

from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import RESTRICTING, Work

TABLES = set_of("list pack table ranking way field rankings")
RANKED = set_of(
    "ranks ranked comes came come placed places is stands stood rank sits sat finishes finished lies follow"
)
_AFTER_FIRST = frozenset({"", ",", ".", ";", "and", "?", "with", "at", "in"})
_BARE = set_of("top bottom last")
_AFTER_A_PLACE = frozenset(
    {"", ",", ".", ";", "?", "!", ":", "and", "(", "with", "at", "on", "in", "by", "among", "of"}
)


def stands_alone(work: Work, i: int) -> bool:
    """Whether "first" is a place: "ranks first", "Poland first,", "first in NATO"."""
    if (
        i
        and _ends_with_an_ally(work, i)
        and (work.sentence.has("amount", i + 1, i + 2) or work.word(i + 1) in _AFTER_FIRST)
    ):
        return True
    before = {it.word for it in work.items[max(0, i - 4) : i]}
    after = work.items[i + 1] if i + 1 < len(work.items) else None
    follows = after is not None and after.word in ("in", "among", "place", "of")
    return bool(before & RANKED) or follows or work.items[i].word == "number one"


def _ends_with_an_ally(work: Work, i: int) -> bool:
    """Whether an ally, or its figure, stands right before an item: "Lithuania first", "Lithuania 5.33% of GDP
    first"."""
    k = i - 1
    while k > 0 and (work.items[k].tags & {"relative", "gdp", "percent"} or work.word(k) == "of"):
        k -= 1
    return "ally" in work.items[k].tags


def in_context(work: Work, i: int) -> bool:
    """Whether "most", "top", "first" are a place here: "spends the most", "top of the list", "leads NATO"."""
    item = work.items[i]
    near = work.items[max(0, i - 3) : i + 5]
    words = {it.word for it in near}
    if item.word in ("lead", "leads", "leading", "led") or work.word(i + 1) in ("among", "by"):
        named = any(
            it.tags & {"aggregate", "member", "spend", "percent", "group", "adjective"} for it in near
        )
        return named or bool(words & TABLES)
    if item.word in ("most", "least"):
        return _is_superlative(work, i)
    if item.word == "top" and (work.word(i - 1) in ("on", "at") or work.word(i + 1) in ("for", "in", "by")):
        return True
    if item.word in ("top", "bottom", "last") and work.word(i + 1) == ":":
        return work.sentence.has("ally", i + 2, i + 4)  # "top: Poland 4.48%, Lithuania 4.0%"
    if item.word in _BARE and i and "ally" in work.items[i - 1].tags and work.word(i + 1) in _AFTER_A_PLACE:
        return not _goes_on_with_a_verb(
            work, i
        )  # "Spain last at 1.28%", "Luxembourg last in 2016 with 0.44%"
    if item.word == "last" and work.word(i + 1) == "and" and work.sentence.has("ally", max(0, i - 2), i):
        return work.sentence.has("second", i + 2, i + 6)  # "Luxembourg last and Spain second to last"
    if item.word == "last" and work.word(i - 1) in RANKED | {"was", "dead"}:
        of_all = work.word(i + 1) == "of" and work.word(i + 2) in ("all", "the")
        return of_all or work.word(i + 1) in ("with", "in", "at", ",", ".", "among", "")
    if item.word in ("top", "last", "first"):
        named = any(it.tags & {"spend", "member", "aggregate"} for it in near)
        return named or bool(
            words & (TABLES | {"place", "spot", "spender", "spenders", "comes", "came", "ranked", "ranks"})
        )
    return any("spend" in it.tags for it in near)


def _is_among(work: Work, k: int) -> bool:
    """Whether "in NATO", "of all allies", "of any ally" starts at an item."""
    said = work.items[k : k + 4]
    named = any(it.tags & {"aggregate", "member"} or it.word in ("europe", "all", "any ally") for it in said)
    some = any(it.word in RESTRICTING for it in said)  # "the most of any neighbour of Russia"
    return work.word(k) in ("in", "of", "among", "across") and named and not some


def _is_superlative(work: Work, i: int) -> bool:
    """Whether "most" or "least" is a place: "spends the most", "most in NATO", "and Luxembourg the least"."""
    before = work.word(i - 1)
    if before in (",", "the", "(") and _is_among(work, i + 1):
        return True  # "over half of its budget on equipment, most in NATO"
    if before == "the" and work.sentence.has("troops", i + 1, i + 2):
        return True  # "the US has the most soldiers"
    if work.word(i + 1) == "of" and "troops" in work.items[i - 1].tags:
        return _is_among(work, i + 1)  # "481,000 troops, most of any European ally"
    leads = work.sentence.where("lead", 0, i)
    spends = any("spend" in it.word for k in leads for it in work.items[max(0, k - 2) : k + 1])
    if spends and before == "the" and "ally" in work.items[i - 2].tags:
        return True  # "Greece spends the most, and Luxembourg the least"
    later = work.items[i].word == "least" and any("spend" in it.tags for it in work.items[i : i + 8])
    return later or (i > 0 and "spend" in work.items[i - 1].tags)


def _goes_on_with_a_verb(work: Work, i: int) -> bool:
    """Whether "last" only says when: "Poland last in 2013 had 1.72%"."""
    after = work.items[i + 1 : i + 5]
    stop = next((k for k, it in enumerate(after) if it.amount or it.word in (",", ";", ".")), len(after))
    return any(
        it.tags & {"spend", "meet", "miss"} or it.word in RANKED | {"had", "was"} for it in after[:stop]
    )
