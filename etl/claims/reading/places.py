"""A place in an order as the text names it: "third", "second lowest", "the top five", "more than any
other"."""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import replace

from etl.claims.reading.bare_places import RANKED, TABLES, in_context, stands_alone
from etl.claims.reading.chunks import NOBODY
from etl.claims.reading.no_places import is_no_place
from etl.claims.reading.tokens import set_of
from etl.claims.reading.words import NONE
from etl.claims.reading.work import Work, is_break

_SIZE = set_of("largest biggest smallest highest lowest greatest most least fewest last") | {"last place"}
_GRADES = set_of("worst best stingiest meanest weakest poorest tightest")
_BUT_SO_MANY = {"one": 1, "two": 2, "three": 3}
_BUT = frozenset({"but", "bar", "save", "except"})
_NEED_CONTEXT = set_of("most top last least first best worst leader leading led lead leads")
_NEXT_AFTER = frozenset({"next after", "after", "behind", "next to"})
_BOTTOM = set_of("bottom last end")
_FROM_THE = set_of("from the place to -")
_BEYOND = ("outdo", "outdid", "outspen", "exceed", "surpass", "outstrip", "dwarf", "eclipse")
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
    if "ordinal" in item.tags and (item.number > 1 or item.word == "first"):
        place = _ordinal(work, i)
    elif "next" in item.tags:
        place = _next(work, i)
    elif item.tags & {"lead", "lag"} and work.word(i + 1) != "by":
        place = _superlative(work, i)
    elif "lead" in item.tags and {it.word for it in work.items[max(0, i - 4) : i]} & TABLES:
        place = RankPhrase(1, "desc", i + 1)  # "the list is led by Poland"
    else:
        place = _any_other(work, i)
    return None if place is None or is_no_place(work, i, place.last) else place


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
        return RankPhrase(item.number, "asc" if "lag" in following.tags else "desc", k)
    until = work.items[i + 2] if i + 2 < len(work.items) else item
    if work.word(i + 1) in ("to", "through") and "ordinal" in until.tags and until.number > item.number:
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
    if item.word in ("behind", "after") and 0 < k < len(work.items) - 1 and "only" in work.items[k].tags:
        first = work.next_item(k)  # "behind only the US and Greece"
        if first > 0 and "ally" in work.items[first].tags:
            ahead = _joined_by_and(work, first)
            return RankPhrase(1 + len(ahead), "desc", ahead[-1])
    if k < 0 or "ally" not in work.items[k].tags or item.word not in _NEXT_AFTER:
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
    order: Literal["desc", "asc"] = "asc" if "lag" in item.tags and "lead" not in item.tags else "desc"
    k = i + 2 if work.word(i + 1) == "-" else i + 1
    if item.word == "laggards" or (item.word == "laggard" and work.word(i - 1) not in ("the", "'s")):
        return None  # "nine laggards": those below the target; "NATO laggard Canada": one of them
    if work.word(k).startswith("laggard"):
        sizes = (s for b in range(max(0, i - 2), i) if (s := size_at(work, b)))
        return RankPhrase(1, "asc", k, next(sizes, 0))  # "the three biggest laggards"
    if k < len(work.items) and (size := size_at(work, k)):
        return RankPhrase(1, order, k, size)
    if "second" in item.tags:
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
    order: Literal["desc", "asc"] = "desc" if "more" in item.tags else "asc"
    lo, _ = work.clause(i)
    if item.word.startswith(_BEYOND):
        everyone = next(
            (k for k in range(i + 1, min(i + 5, len(work.items))) if "any" in work.items[k].tags), 0
        )
        nobody = any(it.word in _NOBODY or it.value in NONE for it in work.items[lo:i])
        if nobody and work.sentence.has("ally", i + 1, i + 4):
            return RankPhrase(1, "desc", i)  # "nobody outspends Norway"
        if everyone and not any(it.amount or "ally" in it.tags for it in work.items[i + 1 : everyone]):
            return RankPhrase(1, "desc", everyone)
    for k in range(i, min(i + 14, len(work.items) - 1)):
        if k > i and (
            is_break(work.items[k]) or (work.items[k].word == "," and not _ends_an_aside(work, i, k))
        ):
            return None
        if not ("than" in work.items[k].tags or work.items[k].word.endswith(" than")):
            continue
        if "any" in work.items[k + 1].tags:
            return RankPhrase(1, order, k + 1)
        nobody = any(it.word in _NOBODY or it.value in NONE for it in work.items[max(lo, i - 12) : i])
        if not (nobody and work.sentence.has("ally", k + 1, k + 5)):
            return None
        excepted = any("except" in it.tags for it in work.items[lo:i])
        others = {work.items[j].value for j in work.sentence.where("ally", lo, i)} if excepted else ()
        return RankPhrase(1 + len(others), order, k)
    return None


def _ends_an_aside(work: Work, i: int, k: int) -> bool:
    """Whether a comma belongs to an aside on the measure: "more, relative to GDP, than any other"."""
    said = work.items[k + 1 : k + 4]
    opens = bool(said) and bool(said[0].tags & {"relative", "head", "absolute"})
    return opens or (k > i and bool(work.items[k - 1].tags & {"relative", "head", "absolute"}))


def below_others(place: RankPhrase, named: int, last: int) -> RankPhrase:
    """The place so many lower, whose words end at `last`."""
    return replace(place, rank=place.rank + named, last=last)
