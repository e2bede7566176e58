"""What only looks like a place in an order: a size, an order of time, one of several, a place denied."""

from __future__ import annotations

from collections.abc import Sequence

from etl.claims.reading.items import Item
from etl.claims.reading.tokens import set_of
from etl.claims.reading.work import NEARLY_ALL, SPENDERS, Work, is_break

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
_NEAR = set_of("near towards toward to close around closer nearer")
_NOT_QUITE = set_of("nearly almost virtually practically joint arguably probably perhaps possibly")
_LINES = set_of("above below over under at that to past beyond")
_ROUGHLY = set_of("about around roughly")
_TIMES = set_of("years year decade decades generation generations")
_SOME = set_of("newcomers latecomers joiners rest bunch lot pack laggards stragglers others two three")
_ENDS = frozenset({"", ".", ",", ";", "?", "!", ")", "is", "are", "was"})
_ONCE = set_of("long once formerly previously traditionally perennially")


def _is_of_late(work: Work, i: int) -> bool:
    """ "The most recent arrivals", "the latest to join": an order of time."""
    return work.word(i + 1) in ("recent", "recently")


def _is_a_size(work: Work, i: int) -> bool:
    """ "The smallest of the 32 allies", "NATO's largest member": a country's size, and not what it spends."""
    if work.word(i) not in ("smallest", "largest", "biggest"):
        return False
    of = work.items[i + 1 : i + 5]
    named = next(
        (it for it in of if not ("plain" in it.tags or it.word in ("of", "the", "nato", "'s"))), None
    )
    return named is not None and "member" in named.tags


def _would_be(work: Work, i: int) -> bool:
    """ "An army of 300,000, which would make it the biggest": no place yet."""
    return any(it.word == "would" for it in work.items[max(0, i - 5) : i])


def _is_the_next(work: Work, i: int) -> bool:
    """ "The next lowest is Spain", "next-lowest": the place after one that is said elsewhere."""
    k = i - 2 if work.word(i - 1) == "-" else i - 1
    return work.word(k) == "next" and not work.sentence.has("ally", 0, k)


def _is_a_first_time(work: Work, i: int) -> bool:
    """ "Last year was the first in which all met it", "the first year when": no place in an order."""
    after = [it.word for it in work.items[i + 1 : i + 4]]
    return work.word(i) == "first" and (
        after[:2] == ["in", "which"] or "year" in after[:1] or "when" in after[:2]
    )


def _is_a_part(work: Work, i: int) -> bool:
    """ "Of that, a fifth goes to one firm": a part, and no place."""
    return work.word(i - 1) == "a" and work.word(i + 1).startswith(("goes", "went", "of"))


def _are_statesmen(work: Work, i: int) -> bool:
    """ "The allies whose leaders are meeting in Wales": those who govern, and no place."""
    if work.word(i) not in ("leaders", "leader"):
        return False
    of = work.word(i + 1) == "of" and work.sentence.has(
        "ally", i + 2, i + 4
    )  # "the leaders of Poland and Estonia"
    return of or work.word(i - 1) in ("whose", "their", "'s", "nato") or bool(work.items[i - 1].amount)


def _was_for_years(work: Work, i: int) -> bool:
    """ "Poland, for years NATO's number one", "long NATO's laggard": a place that was held, and may not be
    now."""
    if any(it.word in _ONCE for it in work.items[max(0, i - 4) : i]):
        return True
    after = (work.items[k + 1].word for k in work.sentence.where("for", max(0, i - 8), i - 1))
    return any(word in ("years", "decades") for word in after)


def is_no_place(work: Work, i: int, last: int) -> bool:
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
        or _is_a_first_time(work, i)
        or _is_a_part(work, i)
        or _was_for_years(work, i)
        or _is_loose(work, i, last)
        or is_of_something_else(work, i, last)
        or _is_an_order_of_time(work, i, last)
        or _is_one_of_several(work, i, last)
        or _is_the_last_of_them(work, i)
    )


def _is_the_last_of_them(work: Work, i: int) -> bool:
    """ "The region has three members above it, Albania being the third": the last one counted."""
    place = work.items[i].number if "ordinal" in work.items[i].tags and work.word(i - 1) == "the" else 0
    for k in work.sentence.where("plain", 0, i) if place else ():
        amount = work.items[k].amount
        if amount is not None and amount.value == place and work.sentence.has("member", k + 1, k + 3):
            return True
    return False


def is_of_something_else(work: Work, i: int, last: int) -> bool:
    """ "The largest economy", "its lowest share since 2019": no place among the allies by a measure."""
    joined = work.sentence.has("ordinal", last + 1, last + 4)  # "the third- and fourth-largest economies"
    near = [
        k for k, it in enumerate(work.items[i : last + (8 if joined else 4)], i) if it.word in _OF_ECONOMIES
    ]
    if any(not _measures(work, k) for k in near) or work.word(last + 1) in _NOT_A_PLACE:
        return True
    if any("gdp" in it.tags for it in _near_before(work, i)):
        return True  # "Poland's economy, the sixth-largest in the EU"
    if "ordinal" not in work.items[i].tags and any(it.word in _FALLS for it in work.items[i : last + 3]):
        return True  # "the biggest fall in spending"
    is_that = any(it.word in ("is", "was") for it in work.items[max(0, i - 4) : i])
    if is_that and any(it.word in _FALLS | _OF_ECONOMIES for it in work.items[max(0, i - 6) : i]):
        return True  # "Germany's 23% jump was Europe's biggest"
    since = any(
        it.word in ("since", "ever") or it.word in _OWN_TIME or "history" in it.tags
        for it in work.items[last : last + 7]
    )
    own = work.word(i - 1) in ("its", "their") or _is_its_own(work, i, last)
    near_before = work.items[max(0, i - 4) : i]
    moved = work.word(i) in ("most", "least") and any(it.tags & {"up", "down"} for it in near_before)
    if moved and not work.sentence.has(",", max(0, i - 4), i):
        return True  # "raised its budget most"
    return since or own or _is_of_a_time(work, last) or _is_of_some(work, last)


def _is_of_some(work: Work, last: int) -> bool:
    """ "The biggest of the newcomers", "the worst of the eight": of some that no list has."""
    if (work.word(last + 1), work.word(last + 2)) != ("of", "the"):
        return False
    whom = work.items[last + 3] if last + 3 < len(work.items) else work.items[last]
    few = whom.amount is not None and "plain" in whom.tags and whom.amount.value < NEARLY_ALL
    return whom.word in _SOME or (few and work.word(last + 4) in _ENDS)


def _near_before(work: Work, i: int) -> Sequence[Item]:
    """What a place after a comma is said of: the noun right before the comma."""
    comma = next((k for k in (i - 1, i - 2) if k > 0 and work.word(k) == ","), 0)
    return work.items[comma - 1 : comma] if comma else ()


def _measures(work: Work, k: int) -> bool:
    """Whether a word is of the measure of an order: "relative to the economy"."""
    return bool(work.items[k].tags & {"relative"}) or work.word(k - 1).split()[-1:] in _OF_A_MEASURE


def _is_its_own(work: Work, i: int, last: int) -> bool:
    """ "Norway's largest defence budget", "the largest Norwegian budget": the largest of one ally's years."""
    owner = work.word(i - 1) == "'s" and i > 1 and "ally" in work.items[i - 2].tags
    following = work.items[last + 1 : last + 3]
    spent = any("spend" in it.tags and it.word not in SPENDERS for it in following[:1])
    people = len(following) > 1 and "demonym" in following[0].tags and "spend" in following[1].tags
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
    if "ordinal" in work.items[i].tags and following and "member" in following.tags and i == last:
        return True  # "Finland, NATO's 31st member"
    if (
        work.items[i].tags & {"ordinal", "lag"}
        and work.word(last + 2) == "to"
        and "member" in work.items[last + 1].tags
    ):
        return True
    if (
        "ordinal" in work.items[i].tags
        and last == i
        and after.split()[-1:] in (["member"], ["ally"], ["country"])
    ):
        return work.word(last + 2) not in ("by", "in")  # "its 29th member"
    if after == "to" and work.sentence.has("ally", last + 1, last + 4):
        return False
    counted = "ordinal" in work.items[i].tags and after == "to"
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
        or any("include" in it.tags for it in work.items[max(0, i - 3) : last + 4])
        or any("if" in it.tags for it in work.items[max(0, i - 2) : i])
    )


def _lists_them(work: Work, last: int) -> bool:
    """Whether those at a place are listed right after it: "at the bottom end in 2023 are ...", "lower end:
    Slovenia, ..."."""
    after = range(last + 1, min(last + 5, len(work.items) - 1))
    listed = any(work.word(k) == ":" and "ally" in work.items[k + 1].tags for k in after)
    return listed or any(work.word(k) in ("are", "were") for k in after)


def _is_loose(work: Work, i: int, last: int) -> bool:
    """Whether a place is only near: "seen as a laggard", "lags with", "15th or so", "near the bottom",
    "topping the 3.49% of the United States"."""
    item, before, after = work.items[i], work.word(i - 1), work.word(last + 1)
    nearly = {it.word for it in work.items[max(0, i - 2) : i]} & _NOT_QUITE
    later = "ordinal" in item.tags and "member" in (
        work.items[last + 1].tags if last + 1 < len(work.items) else ()
    )
    if "ordinal" in item.tags and last == i and before == "the" and work.word(i - 2) == "as":
        return True  # "is to get there as the fifth"
    if nearly or (later and work.word(last + 2) in _LINES):
        return True  # "nearly the biggest", "the fifth ally above 2%", which is the fifth to be
    if item.word.endswith(" end") and "very" not in item.word and not _lists_them(work, last):
        return True  # "Germany is at the lower end", not "at the lower end are Spain, ..."
    if item.word == "lags" or (item.tags & {"lead", "lag"} and before == "a"):
        return True
    if after == "or so" or before in _ROUGHLY or (before == "the" and work.word(i - 2) in _NEAR):
        return True
    if (item.word == "least" and before == "," and (after, work.word(last + 2)) == ("of", "all")) or (
        "lead" in item.tags and after == "from"
    ):
        return True  # "no ally reaches 5%, least of all America", "lead from the front"
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
        if "not" in item.tags:
            return work.word(k + 1) not in ("only", "just")
        if item.tags & {"ally", "amount"} or item.word == "," or is_break(item):
            return False
    return False


def _is_no_longer(work: Work, last: int) -> bool:
    """ "First place no longer belongs to Poland": denied after it."""
    denied = last + 1 < len(work.items) and "not" in work.items[last + 1].tags
    return denied and not work.sentence.has("ally", max(0, last - 6), last)
