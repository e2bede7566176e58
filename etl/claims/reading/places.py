"""A place in an order as the text names it: "third", "second lowest", "the top five", "more than any
other"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
from msgspec.structs import replace

from etl.claims.reading.bare_places import RANKED, TABLES, in_context, stands_alone
from etl.claims.reading.chunks import NOBODY
from etl.claims.reading.items import Item
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import SPENDERS, Work, is_break

_SIZE = set_of("largest biggest smallest highest lowest greatest most least fewest last") | {"last place"}
_GRADES = set_of("worst best stingiest meanest weakest poorest tightest")
_BUT_SO_MANY = {"one": 1, "two": 2, "three": 3}
_BUT = frozenset({"but", "bar", "save", "except"})
_OF_A_MEASURE = (["to"], ["of"], ["its"], ["their"])
_OWN_TIME = set_of("history memory peacetime lifetime")
_OF_ECONOMIES = set_of(
    "economies economy power powers arms increase increases rise rises jump jumps growth gap"
)
_FALLS = set_of("fall drop cut decline decrease reduction")
_NOT_A_PLACE = set_of(
    """time times half quarter year world step term lady day week month line buyer seller supplier exporter
    importer producer customer donor party city base company item"""
)
_NEED_CONTEXT = set_of("most top last least first best worst leader leading led lead leads")
_NEXT_AFTER = frozenset({"next after", "after", "behind", "next to"})
_NEAR = set_of("near towards toward to close around closer nearer")
_NOT_QUITE = set_of("nearly almost virtually practically joint arguably probably perhaps possibly")
_LINES = set_of("above below over under at that to past beyond")
_ROUGHLY = set_of("about around roughly")
_BOTTOM = set_of("bottom last end")
_FROM_THE = set_of("from the place to -")
_TIMES = set_of("years year decade decades generation generations")
_ONCE = set_of("long once formerly previously traditionally perennially")
_BEYOND = ("outdo", "outdid", "outspen", "exceed", "surpass", "outstrip", "dwarf", "eclipse")
NONE = frozenset({"no", "none", "not one", "not a single"})
"""Words for how many that say that there is none."""
_NOBODY = frozenset({*NOBODY, "no", "none", "nobody", "nowhere", "no one", "no other", "no others"})


class RankPhrase(msgspec.Struct, frozen=True):
    """A rank from the highest or lowest; `last` is its last item, `size` how many share it, 0 where not
    said."""

    rank: int
    order: Literal["desc", "asc"]
    last: int
    size: int = 0


def place_at(work: Work, i: int) -> RankPhrase | None:
    """The place that starts at item `i`."""
    item = work.items[i]
    if "ordinal" in item and (item.number > 1 or item.word == "first"):
        place = _ordinal(work, i)
    elif "next" in item:
        place = _next(work, i)
    elif item.tags & {"lead", "lag"} and work.word(i + 1) != "by":
        place = _superlative(work, i)
    elif "lead" in item and {it.word for it in work.items[max(0, i - 4) : i]} & TABLES:
        place = RankPhrase(1, "desc", i + 1)  # "the list is led by Poland"
    else:
        place = _any_other(work, i)
    return None if place is None or _is_no_place(work, i, place.last) else place


def _ordinal(work: Work, i: int) -> RankPhrase | None:
    item = work.items[i]
    if work.word(i - 1) == "a" and i + 1 < len(work.items) and work.items[i + 1].tags & {"more", "less"}:
        return None  # "a third less"
    if work.word(i - 1) == "a" and work.items[i - 2].tags & {"bound", "more", "less"}:
        return None  # "less than a third"
    if work.word(i + 1) in ("of", "on") and {work.word(i - 1), work.word(i - 2)} & {"a", "a mere"}:
        return None  # "a mere tenth of its budget"
    k = i + 2 if work.word(i + 1) == "-" else i + 1
    following = work.items[k] if k < len(work.items) else None
    if following and following.tags & {"lead", "lag"} and following.word in _SIZE | _GRADES:
        return RankPhrase(item.number, "asc" if "lag" in following else "desc", k)
    until = work.items[i + 2] if i + 2 < len(work.items) else item
    if work.word(i + 1) in ("to", "through") and "ordinal" in until and until.number > item.number:
        return RankPhrase(item.number, "desc", i + 2, until.number - item.number + 1)  # "first to third"
    if item.number == 1 and (not stands_alone(work, i) or work.word(i - 2) == "only"):
        return None  # "which is why only the first passes"
    if work.word(i + 1) == "and" and i + 2 < len(work.items) and work.items[i + 2].number == item.number + 1:
        return RankPhrase(item.number, "desc", i + 2, 2)
    lowest = next((k for k in range(i + 1, min(i + 5, len(work.items))) if work.items[k].word in _BOTTOM), i)
    up = lowest > i and all(it.word in _FROM_THE for it in work.items[i + 1 : lowest])
    return RankPhrase(item.number, "asc" if up else "desc", lowest if up else i)


def _next(work: Work, i: int) -> RankPhrase | None:
    """ "After Poland the highest spenders are ...": the second place and those after it."""
    item = work.items[i]
    k = work.next_item(i)
    if item.word in ("behind", "after") and 0 < k < len(work.items) - 1 and "only" in work.items[k]:
        first = work.next_item(k)  # "behind only the US and Greece"
        if first > 0 and "ally" in work.items[first]:
            ahead = _joined_by_and(work, first)
            return RankPhrase(1 + len(ahead), "desc", ahead[-1])
    if k < 0 or "ally" not in work.items[k] or item.word not in _NEXT_AFTER:
        return None
    ordered = work.sentence.has("lead") or work.sentence.has("lag")
    if item.word in ("after", "next to") and (i > 2 or not ordered):
        return None
    ahead = _joined_by_and(work, k)
    if item.word == "behind" and (i or not _opens_an_order(work, ahead[-1] + 1, ordered)):
        return None
    low = item.word != "behind" and not work.sentence.has("lead")
    return RankPhrase(1 + len(ahead), "asc" if low and ordered else "desc", ahead[-1])


def _opens_an_order(work: Work, k: int, ordered: bool) -> bool:
    """ "Behind Poland came the United States", "behind Greece, the biggest burdens are those of the US and
    Poland", "behind greece this year: us 3.47%, poland 2.42%"."""
    colon = any(work.word(j) == ":" for j in (k, k + 1, k + 2))
    listed = any(work.word(j) in TABLES for j in range(k + 1, k + 4))  # "behind Poland on the list are"
    return work.word(k) in RANKED or (ordered and work.word(k) == ",") or colon or listed


def _joined_by_and(work: Work, first: int) -> list[int]:
    """The allies from the first to the one after "and": "after the US, Turkey and Poland"; else the first."""
    named = [first]
    for k in work.sentence.where("ally", first + 1, first + 12):
        between = [it.word for it in work.items[named[-1] + 1 : k]]
        if not set(between) <= {",", "and", "the"}:
            break
        named.append(k)
        if "and" in between:
            return named
    return [first]


def _superlative(work: Work, i: int) -> RankPhrase | None:
    item = work.items[i]
    order: Literal["desc", "asc"] = "asc" if "lag" in item and "lead" not in item else "desc"
    k = i + 2 if work.word(i + 1) == "-" else i + 1
    if item.word == "laggards" or (item.word == "laggard" and work.word(i - 1) not in ("the", "'s")):
        return None  # "nine laggards": those below the target; "NATO laggard Canada": one of them
    if work.word(k).startswith("laggard"):
        sizes = (s for b in range(max(0, i - 2), i) if (s := size_at(work, b)))
        return RankPhrase(1, "asc", k, next(sizes, 0))  # "the three biggest laggards"
    if k < len(work.items) and (size := size_at(work, k)):
        return RankPhrase(1, order, k, size)
    if "second" in item:
        return RankPhrase(2, order, i)  # "runner-up", "next to last"
    for k in range(max(0, i - 4), i):
        if k not in work.used and (size := size_at(work, k)):
            return RankPhrase(1, order, i, size)
    for k in (i + 1, i + 2):  # "worst but one", "worst pupil but one"
        if work.word(k) in _BUT and (beyond := _BUT_SO_MANY.get(work.word(k + 1))):
            return RankPhrase(1 + beyond, order, k + 1)
    if item.word in _NEED_CONTEXT and not in_context(work, i):
        return None
    return RankPhrase(1, order, i)


def size_at(work: Work, k: int) -> int:
    """How many share an order ("five" of "the top five"); 0 where it does not say so, as "five Nordics"."""
    if work.sentence.has("group", k + 1, k + 2):
        return 0
    amount = work.items[k].amount
    plain = amount is not None and amount.kind == "plain" and not amount.unit and 1 < amount.value < 12
    return int(amount.value) if amount and plain else 0


def _any_other(work: Work, i: int) -> RankPhrase | None:
    """ "More than any other ally", "no ally spends more than": the first place."""
    item = work.items[i]
    if not item.tags & {"more", "less"}:
        return None
    order: Literal["desc", "asc"] = "desc" if "more" in item else "asc"
    lo, _ = work.clause(i)
    if item.word.startswith(_BEYOND):
        everyone = next((k for k in range(i + 1, min(i + 5, len(work.items))) if "any" in work.items[k]), 0)
        nobody = any(it.word in _NOBODY or it.value in NONE for it in work.items[lo:i])
        if nobody and work.sentence.has("ally", i + 1, i + 4):
            return RankPhrase(1, "desc", i)  # "nobody outspends Norway"
        if everyone and not any(it.amount or "ally" in it for it in work.items[i + 1 : everyone]):
            return RankPhrase(1, "desc", everyone)
    for k in range(i, min(i + 14, len(work.items) - 1)):
        if k > i and (
            is_break(work.items[k]) or (work.items[k].word == "," and not _ends_an_aside(work, i, k))
        ):
            return None
        if not ("than" in work.items[k] or work.items[k].word.endswith(" than")):
            continue
        if "any" in work.items[k + 1]:
            return RankPhrase(1, order, k + 1)
        nobody = any(it.word in _NOBODY or it.value in NONE for it in work.items[max(lo, i - 12) : i])
        if not (nobody and work.sentence.has("ally", k + 1, k + 5)):
            return None
        excepted = any("except" in it for it in work.items[lo:i])
        others = {work.items[j].value for j in work.sentence.where("ally", lo, i)} if excepted else ()
        return RankPhrase(1 + len(others), order, k)
    return None


def _ends_an_aside(work: Work, i: int, k: int) -> bool:
    """Whether a comma belongs to an aside on the measure: "more, relative to GDP, than any other"."""
    said = work.items[k + 1 : k + 4]
    opens = bool(said) and bool(said[0].tags & {"relative", "head", "absolute"})
    return opens or (k > i and bool(work.items[k - 1].tags & {"relative", "head", "absolute"}))


def _is_of_late(work: Work, i: int) -> bool:
    """ "The most recent arrivals", "the latest to join": an order of time."""
    return work.word(i + 1) in ("recent", "recently")


def _is_a_size(work: Work, i: int) -> bool:
    """ "The smallest of the 32 allies", "NATO's largest member": a country's size, and not what it spends."""
    if work.word(i) not in ("smallest", "largest", "biggest"):
        return False
    of = work.items[i + 1 : i + 5]
    named = next((it for it in of if not ("plain" in it or it.word in ("of", "the", "nato", "'s"))), None)
    return named is not None and "member" in named


def _would_be(work: Work, i: int) -> bool:
    """ "An army of 300,000, which would make it the biggest": no place yet."""
    return any(it.word == "would" for it in work.items[max(0, i - 5) : i])


def _is_the_next(work: Work, i: int) -> bool:
    """ "The next lowest is Spain", "next-lowest": the place after one that is said elsewhere."""
    k = i - 2 if work.word(i - 1) == "-" else i - 1
    return work.word(k) == "next" and not work.sentence.has("ally", 0, k)


def _are_statesmen(work: Work, i: int) -> bool:
    """ "The allies whose leaders are meeting in Wales": those who govern, and no place."""
    if work.word(i) not in ("leaders", "leader"):
        return False
    of = work.word(i + 1) == "of" and work.sentence.has(
        "ally", i + 2, i + 4
    )  # "the leaders of Poland and Estonia"
    return of or work.word(i - 1) in ("whose", "their", "'s", "nato")


def _was_for_years(work: Work, i: int) -> bool:
    """ "Poland, for years NATO's number one", "long NATO's laggard": a place that was held, and may not be
    now."""
    if any(it.word in _ONCE for it in work.items[max(0, i - 4) : i]):
        return True
    after = (work.items[k + 1].word for k in work.sentence.where("for", max(0, i - 8), i - 1))
    return any(word in ("years", "decades") for word in after)


def _is_no_place(work: Work, i: int, last: int) -> bool:
    """Whether the words around make it something else: "first time", "one of the largest", "largest
    economy"."""
    return (
        _is_denied(work, i)
        or _is_the_next(work, i)
        or _would_be(work, i)
        or _is_of_late(work, i)
        or _is_a_size(work, i)
        or (
            work.word(i) == "last"
            and bool(work.items[min(i + 1, len(work.items) - 1)].tags & {"spend", "meet"})
        )
        or _is_no_longer(work, last)
        or _are_statesmen(work, i)
        or _was_for_years(work, i)
        or _is_loose(work, i, last)
        or is_of_something_else(work, i, last)
        or _is_an_order_of_time(work, i, last)
        or _is_one_of_several(work, i, last)
    )


def is_of_something_else(work: Work, i: int, last: int) -> bool:
    """ "The largest economy", "its lowest share since 2019": no place among the allies by a measure."""
    joined = work.sentence.has("ordinal", last + 1, last + 4)  # "the third- and fourth-largest economies"
    near = [
        k for k, it in enumerate(work.items[i : last + (8 if joined else 4)], i) if it.word in _OF_ECONOMIES
    ]
    if any(not _measures(work, k) for k in near) or work.word(last + 1) in _NOT_A_PLACE:
        return True
    if any("gdp" in it for it in near_before_place(work, i)):
        return True  # "Poland's economy, the sixth-largest in the EU"
    if "ordinal" not in work.items[i] and any(it.word in _FALLS for it in work.items[i : last + 3]):
        return True  # "the biggest fall in spending"
    is_that = any(it.word in ("is", "was") for it in work.items[max(0, i - 4) : i])
    if is_that and any(it.word in _FALLS | _OF_ECONOMIES for it in work.items[max(0, i - 6) : i]):
        return True  # "Germany's 23% jump was Europe's biggest"
    since = any(
        it.word in ("since", "ever") or it.word in _OWN_TIME or "history" in it
        for it in work.items[last : last + 7]
    )
    own = work.word(i - 1) in ("its", "their") or _is_its_own(work, i, last)
    near_before = work.items[max(0, i - 4) : i]
    moved = work.word(i) in ("most", "least") and any(it.tags & {"up", "down"} for it in near_before)
    if moved and not work.sentence.has(",", max(0, i - 4), i):
        return True  # "raised its budget most"
    return since or own or _is_of_a_time(work, last)


def near_before_place(work: Work, i: int) -> Sequence[Item]:
    """What a place after a comma is said of: the noun right before the comma."""
    comma = next((k for k in (i - 1, i - 2) if k > 0 and work.word(k) == ","), 0)
    return work.items[comma - 1 : comma] if comma else ()


def _measures(work: Work, k: int) -> bool:
    """Whether a word is of the measure of an order: "relative to the economy"."""
    return bool(work.items[k].tags & {"relative"}) or work.word(k - 1).split()[-1:] in _OF_A_MEASURE


def _is_its_own(work: Work, i: int, last: int) -> bool:
    """ "Norway's largest defence budget", "the largest Norwegian budget": the largest of one ally's years."""
    owner = work.word(i - 1) == "'s" and i > 1 and "ally" in work.items[i - 2]
    following = work.items[last + 1 : last + 3]
    spent = any("spend" in it and it.word not in SPENDERS for it in following[:1])
    people = len(following) > 1 and "demonym" in following[0] and "spend" in following[1]
    return (owner and spent) or people


def _is_of_a_time(work: Work, last: int) -> bool:
    """ "The highest in ten years", "the lowest for a decade": an order of one ally's years."""
    after = work.items[last + 1 : last + 8]
    k = next((k for k, it in enumerate(after) if it.word in _TIMES), -1)
    return k > 0 and any(it.word in ("in", "for") for it in after[max(0, k - 3) : k])


def _is_an_order_of_time(work: Work, i: int, last: int) -> bool:
    """ "The thirty-first to join", "the 31st ally to do so", "the first time"; not "second to the
    Americans"."""
    after = work.word(last + 1)
    following = work.items[last + 1] if last + 1 < len(work.items) else None
    if "ordinal" in work.items[i] and following and "member" in following and i == last:
        return True  # "Finland, NATO's 31st member"
    if (
        work.items[i].tags & {"ordinal", "lag"}
        and work.word(last + 2) == "to"
        and "member" in work.items[last + 1]
    ):
        return True
    if "ordinal" in work.items[i] and last == i and after.split()[-1:] in (["member"], ["ally"], ["country"]):
        return work.word(last + 2) not in ("by", "in")  # "its 29th member"
    if after == "to" and work.sentence.has("ally", last + 1, last + 4):
        return False
    counted = "ordinal" in work.items[i] and after == "to"
    return counted or (
        work.items[i].word in ("first", "second", "last") and after in ("to", "country to", "time")
    )


def _is_one_of_several(work: Work, i: int, last: int) -> bool:
    """ "Among the largest", "one of the largest", "the largest include", "if not the largest"."""
    before = [it.word for it in work.items[max(0, i - 7) : i]]
    return (
        "among" in before[-3:]
        or {"among", "those"} <= set(before[-5:])
        or {"one", "of"} <= set(before)
        or any("include" in it for it in work.items[max(0, i - 3) : last + 4])
        or any("if" in it for it in work.items[max(0, i - 2) : i])
    )


def _lists_them(work: Work, last: int) -> bool:
    """Whether those at a place are listed right after it: "at the bottom end in 2023 are ...", "lower end:
    Slovenia, ..."."""
    after = range(last + 1, min(last + 5, len(work.items) - 1))
    listed = any(work.word(k) == ":" and "ally" in work.items[k + 1] for k in after)
    return listed or any(work.word(k) in ("are", "were") for k in after)


def _is_loose(work: Work, i: int, last: int) -> bool:
    """Whether a place is only near: "seen as a laggard", "lags with", "15th or so", "near the bottom",
    "topping the 3.49% of the United States"."""
    item, before, after = work.items[i], work.word(i - 1), work.word(last + 1)
    nearly = {it.word for it in work.items[max(0, i - 2) : i]} & _NOT_QUITE
    later = "ordinal" in item and "member" in (
        work.items[last + 1].tags if last + 1 < len(work.items) else ()
    )
    if "ordinal" in item and last == i and before == "the" and work.word(i - 2) == "as":
        return True  # "is to get there as the fifth"
    if nearly or (later and work.word(last + 2) in _LINES):
        return True  # "nearly the biggest", "the fifth ally above 2%", which is the fifth to be
    if item.word.endswith(" end") and "very" not in item.word and not _lists_them(work, last):
        return True  # "Germany is at the lower end", not "at the lower end are Spain, ..."
    if item.word == "lags" or (item.tags & {"lead", "lag"} and before == "a"):
        return True
    if after == "or so" or before in _ROUGHLY or (before == "the" and work.word(i - 2) in _NEAR):
        return True
    beating = item.word.startswith("top") and after in ("that", "those")
    figure = i + 2 if work.word(i + 1) == "the" else i + 1
    return beating or (item.word.startswith("top") and _is_figure(work, figure))


def _is_figure(work: Work, k: int) -> bool:
    amount = work.items[k].amount if k < len(work.items) else None
    return amount is not None and amount.kind in ("percent", "money")


def _is_denied(work: Work, i: int) -> bool:
    """Whether a place is said not to be that of the ally before it: "is not the largest"."""
    for k in range(i - 1, max(-1, i - 5), -1):
        item = work.items[k]
        if "not" in item:
            return work.word(k + 1) not in ("only", "just")
        if item.tags & {"ally", "amount"} or item.word == "," or is_break(item):
            return False
    return False


def _is_no_longer(work: Work, last: int) -> bool:
    """ "First place no longer belongs to Poland": denied after it."""
    denied = last + 1 < len(work.items) and "not" in work.items[last + 1]
    return denied and not work.sentence.has("ally", max(0, last - 6), last)


def below_others(place: RankPhrase, named: int, last: int) -> RankPhrase:
    """The place so many lower, whose words end at `last`."""
    return replace(place, rank=place.rank + named, last=last)
