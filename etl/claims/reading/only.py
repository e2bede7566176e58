"""Who "only" is said of, and of which set: "in Europe only Greece", "the sole ally", "apart from America"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from etl.claims.reading.items import Item
from etl.claims.reading.work import RESTRICTING, Work

_OTHER_SETS = frozenset({"big", "g", "eurozone", "eu", "scandinavia", "southern", "northern", "region"})
NOBODY_ELSE = frozenset({"nobody else", "no one else", "no others", "no other"})
"""Words that say that those named are the only ones."""
_ARE = frozenset({"are", "is", "were", "was", ":"})
_ANY_MEMBER = frozenset({"nato", "alliance", "other", "single", "full", "fellow"})
"""Words before "member" that leave the set as it is."""
_WITHIN = frozenset({"in", "within", "inside", "of"})
_TOO = frozenset({"too", "as well"})
_SOLE = frozenset({"only", "sole", "lone"})


def is_only(work: Work, lo: int, first: int) -> bool:
    """Whether "only" stands before an ally, and not before a figure: "only 2% in Italy"."""
    only = work.sentence.where("only", lo, first)
    return bool(only) and not work.sentence.has("percent", only[-1], first)


def says_also(work: Work, last: int, figure: int) -> bool:
    """Whether "only" leaves out those said before: "only Greece and the US also exceed 3%", "..., too"."""
    between = work.items[last + 1 : figure + 1]
    after = {it.word for it in work.items[figure + 1 : figure + 3]}
    also = any(it.word in ("also", "other") or it.value == "others" for it in between)
    return also or bool(after & _TOO)


def only_ones(work: Work, last: int, stop: int) -> bool:
    """ "... were the only ones to", "... is the only ally", "... alone"."""
    for k in range(last + 1, stop):
        item = work.items[k]
        if item.word in NOBODY_ELSE and k <= last + 7:
            return True
        if k > last + 5 and not (item.word in _SOLE and work.items[k - 1].word == "the"):
            continue  # further on only "..., the only allies to do so"
        if item.word == "alone" and k <= last + 2:
            return True
        after = work.items[k + 1 : k + 4]
        if item.word in _SOLE and any(
            it.tags & {"member", "group", "adjective"} or it.word in ("one", "ones", "two", "three")
            for it in after[:2]
        ):
            return True
    return False


def only_ones_before(work: Work, lo: int, goal: int, first: int) -> bool:
    """ "The only allies to spend more than 3% are Poland and Estonia": said before the line, and of all."""
    sole = next((k for k in range(lo, goal) if work.items[k].word in _SOLE), -1)
    if sole < 0 or work.word(sole - 1) != "the":
        return False
    said = work.items[sole + 1 : goal]
    if any(it.tags == {"word"} and it.word not in _ANY_MEMBER for it in said[:2]):
        return False  # "the only southern member"
    nouns = [it.value for it in said if it.tags & {"member", "group", "adjective"}]
    return nouns == ["members"] and any(it.word in _ARE for it in work.items[goal:first])


def apart_from(work: Work, run: Sequence[int]) -> list[int]:
    """ "Apart from America only Greece and Britain keep to it": those who are at it besides the ones named
    after "only"; none where something else stands between."""
    lo, only = work.clause(run[0])[0], run[0] - 1
    while only > lo and "only" not in work.items[only].tags:
        only -= 1
    said = work.items[lo + 1 : only]
    starts = only > lo and ("except" in work.items[lo].tags or work.word(lo) in ("besides", "alongside"))
    if not starts or not all("ally" in it.tags or it.word in (",", "and", "the") for it in said):
        return []
    return list(work.sentence.where("ally", lo, only))


def beside_others(work: Work, i: int) -> bool:
    """ "Next to Poland, only Estonia and the US ...": they are not the only ones."""
    said = work.items[work.clause(i)[0] : i]
    before = [it.word for it in said]
    excepted = any("except" in it.tags or it.word == "aside" for it in said)
    return (
        excepted or bool({"besides", "alongside", "next to", "outside"} & set(before)) or _of_a_few(work, i)
    )


def beside_others_after(work: Work, i: int) -> bool:
    """Whether the clause goes on with whom "only" leaves aside: "only the US spends more than 3.1% outside
    Europe", "the only ally at 2% besides the US"."""
    after = work.items[i + 1 : work.clause(i)[1]]
    return any(it.word in ("outside", "besides", "alongside") for it in after)


def _of_a_few(work: Work, i: int) -> bool:
    """Whether "only" is said among some that no set here is: "of the big three only Britain"."""
    before = work.items[max(0, work.clause(i)[0]) : i]
    starts = [k for k, it in enumerate(before) if it.word in ("of", "among", "in")]
    return bool(starts) and any(
        it.word in RESTRICTING or it.word in _OTHER_SETS or it.tags & {"lead", "lag"}
        for it in before[starts[0] : starts[0] + 5]
    )


def of_another_set(work: Work, last: int) -> bool:
    """ "The only ally in the region", "the only big ally": of a set that is not known here."""
    member = next(iter(work.sentence.where("member", last + 1, last + 9)), -1)
    if member < 0 or not work.sentence.has("only", last + 1, member):
        return False
    only = work.sentence.where("only", last + 1, member)[-1]
    if any(it.tags == {"word"} and it.word not in _ANY_MEMBER for it in work.items[only + 1 : member]):
        return True  # "the only big ally"
    if any(it.word == "or" for it in work.items[only + 1 : member]):
        return True  # "the only G7 or founding members"
    k = member + 1
    if k >= len(work.items) or work.items[k].word not in (
        "in",
        "of",
        "among",
        "from",
        "on",
        "along",
        "around",
    ):
        return False
    named = next((it for it in work.items[k + 1 : k + 4] if it.word not in ("the", "these", "its")), None)
    known = named is not None and (
        named.tags & {"aggregate", "member", "group", "year"} or named.word in ("europe", "european")
    )
    return not known


def _without_the(items: Sequence[Item]) -> list[Item]:
    return [it for it in items if it.word != "the"]


def among_of(work: Work, lo: int, hi: int) -> str:
    """The set that "only" leaves all others of out: "in Europe only Greece"."""
    near = work.items[max(0, lo - 4) : hi + 5]
    start, stop = work.clause(lo)
    if group := next((it.value for it in work.items[start:stop] if it.tags & {"group", "adjective"}), ""):
        return group
    named = pairwise(_without_the(near))
    if any(a.word in _WITHIN and b.word in ("eu", "european union") for a, b in named):
        return "EU members of NATO"
    europe = any(a.word in ("in", "of") and b.word == "europe" for a, b in pairwise(near))
    members = any("member" in it.tags and it.value == "european members" for it in near)
    return "european members" if europe or members else "members"
