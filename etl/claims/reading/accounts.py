"""What no reading holds of a sentence that was read in part: figures, orders, comparisons, years, names.

Whatever could change what a sentence states is either in a reading or is said not to be understood.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from etl.claims.reading.bare import is_another_one
from etl.claims.reading.doubts import SUMS
from etl.claims.reading.items import Item
from etl.claims.reading.only import NOBODY_ELSE
from etl.claims.reading.ordering import PLACED
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import (
    ChangeReading,
    CompareReading,
    CountReading,
    ListReading,
    PartReading,
    RankReading,
    Reading,
)
from etl.claims.reading.work import SEPARATORS, Draft, Work, is_break

FIGURE = "Whose figure this is, or what it measures, was not recognised."
RECORD = "Records and first times are not read."
ORDER = "This place in an order was not read."
COMPARISON = "This comparison was not read."
MULTIPLE = "This multiple was not read."
ONLY = "That it is so of no other was not read."
SUM = "That these are taken together was not read."
HEAD = "This is per head of population; what was read is not."
REAL = "Whether prices are counted out was not read here."
SINCE = "This is said of all the time since then; single years can be asked for."
HEDGED = "That this is not certain was not read."
YEAR = "What is said of this year was not read."
NAME = "What is said of this ally was not read."
ANSWER = "What is denied here was not read."
STRANGER = "This is no member of NATO; NATO's tables have its members only."
NOBODY = "That it is so of no member was not read."
BEFORE = "Which allies these are, ahead or behind, was not read."

_MULTIPLES = frozenset(
    {"twice", "thrice", "double", "triple", "quadruple", "halve"}
    | {"fivefold", "sixfold", "sevenfold", "eightfold", "ninefold", "tenfold"}
)
_ATTRIBUTES = set_of("leading leader leaders led lead leads laggard laggards lags lagged headed heads")
_NO_ORDER = set_of("top tops topped topping last first best worst most least bottom")
_ORDERED = set_of("in place to spender spenders ally member share list of among nato")
_ALONE = set_of("alone solely exclusively") | NOBODY_ELSE
_REAL = frozenset({"in real terms", "adjusted for inflation", "inflation-adjusted", "inflation adjusted"})
_NOMINAL = frozenset({"in nominal terms", "in cash terms", "at current prices", "not adjusted for inflation"})
_ANSWERS = set_of("do does did has have had is are was were will would could can")
_ENDS = frozenset({",", ".", ";", ":", "?", "!", "(", ")", "—", "–", '"', "”", "“"})
_HEDGES = set_of("supposedly allegedly perhaps reportedly purportedly apparently maybe possibly ostensibly")
_NAMES = (NAME, BEFORE)
_EXACT = (FIGURE, YEAR, HEDGED, STRANGER, *_NAMES)
"""What is shown alone, without the words beside it."""

Found = tuple[int, int, str]
"""The items from one to another, both included, and why they were not read."""


def unaccounted(work: Work, read: Sequence[Reading], missed: Sequence[Draft]) -> list[Found]:
    """What of a sentence none of its readings holds, nor what was `missed` of it, in order; neighbours of one
    kind together."""
    held = _held(work).union(*(range(d.lo, d.hi + 1) for d in missed))
    found = sorted({f for f in _cues(work, read) if f[0] not in held and (read or f[2] in (FIGURE, RECORD))})
    out: list[Found] = []
    for lo, hi, why in found:
        lo, hi = _widened(work, lo, hi, held) if why not in _EXACT else (lo, hi)
        if out and (
            lo <= out[-1][1] or (why in _NAMES and why == out[-1][2] and _joined(work, out[-1][1], lo))
        ):
            out[-1] = (out[-1][0], max(hi, out[-1][1]), out[-1][2])
        else:
            out.append((lo, hi, why))
    return out


def _joined(work: Work, a: int, b: int) -> bool:
    return all(it.word in SEPARATORS for it in work.items[a + 1 : b])


def _held(work: Work) -> set[int]:
    """The items that readings use, and those whose words an amount has taken in ("more than 2%")."""
    held = set(work.used)
    for k in work.used:
        whole, i = work.items[k], k - 1
        while i >= 0 and work.items[i].start >= whole.start:
            held.add(i)
            i -= 1
        i = k + 1
        while i < len(work.items) and work.items[i].end <= whole.end:
            held.add(i)
            i += 1
    return held


def _widened(work: Work, lo: int, hi: int, held: set[int]) -> tuple[int, int]:
    """A cue with the words that belong to it: "the most in NATO"."""
    while lo > 0 and work.items[lo - 1].word in ("the", "a", "by", "is", "and"):
        lo -= 1
    while lo < hi and work.items[lo].word in ("and", "is"):
        lo += 1
    while hi + 1 < len(work.items) and hi + 1 not in held and not _ends(work, hi + 1):
        hi += 1
    return lo, hi


def _ends(work: Work, k: int) -> bool:
    """Whether the words that belong to a cue end before an item: at a sign, an amount, another statement."""
    item = work.items[k]
    if item.word == "and":
        return (
            k + 1 >= len(work.items) or "ally" not in work.items[k + 1].tags
        )  # "than France and Italy combined"
    return item.word in _ENDS or is_break(item) or bool(item.tags & {"amount", "claim"})


def _cues(work: Work, read: Sequence[Reading]) -> Iterator[Found]:
    """The cues of a sentence that have to be in a reading, those that are and those that are not."""
    for i, item in enumerate(work.items):
        why = _why(work, i, item, read)
        if why:
            yield i, i, work.blocked.get(i, why)
    yield from _years(work, read)
    yield from _names(work, read)


def _why(work: Work, i: int, item: Item, read: Sequence[Reading]) -> str:
    """Why an item would have to be in a reading; "" where it need not be."""
    if item.amount:
        return "" if _is_no_number(work, i) else FIGURE
    if "history" in item.tags:
        return RECORD
    if item.tags & _MULTIPLES:
        return MULTIPLE
    if item.tags & PLACED and _is_order(work, i):
        if i and item.number > 2 and work.items[i - 1].word == "a":
            return FIGURE  # "of which a tenth": a part
        following = work.items[i + 1 : i + 3]
        first_time = any("history" in it.tags or it.word in ("year", "time", "which") for it in following)
        return RECORD if first_time else ORDER
    if item.tags & {"more", "less", "same"} and _is_compared(work, i):
        return COMPARISON
    return _why_not_so(work, i, item, read)


def _why_not_so(work: Work, i: int, item: Item, read: Sequence[Reading]) -> str:
    """The same of words that say of whom, of when, or in what a figure is."""
    after = work.items[i + 1] if i + 1 < len(work.items) else item
    unsaid = (
        (ONLY, "only" in item.tags and _excludes(work, i) and not _is_exclusive(read)),
        (SUM, item.word in SUMS and not any(map(_of_a_sum, read))),
        (HEAD, "head" in item.tags and not any("per_capita" in r.indicator for r in read)),
        (SINCE, item.word == "since" and not (item.tags | after.tags) & {"year"} and after is not item),
        (HEDGED, item.word in _HEDGES),
        (ANSWER, "not" in item.tags and after.word in _ENDS and work.word(i - 1) in _ANSWERS),
        (NOBODY, item.value in ("no", "none") and "member" in after.tags and not _is_in_a_reading(work, i)),
        (REAL, _is_other_prices(item, read)),
    )
    return next((why for why, said in unsaid if said), "")


def _is_in_a_reading(work: Work, i: int) -> bool:
    """Whether a reading holds what an item begins, up to a comma: "no ally spends more than Poland"."""
    stop = next((k for k in range(i, len(work.items)) if work.word(k) in (",", ";")), len(work.items))
    return any(draft.lo < stop and draft.hi >= i for draft in work.drafts)


def _is_exclusive(read: Sequence[Reading]) -> bool:
    return any(isinstance(r, ListReading) and r.exhaustive for r in read)


def _is_no_number(work: Work, i: int) -> bool:
    """ "One by one", "one of the largest", "no one": a word that counts nothing; "of the five Nordics"."""
    k = work.next_item(i)
    if work.word(i - 1) == "the" and work.word(i - 2) in ("of", "among") and "group" in work.items[k].tags:
        return True
    if is_another_one(work, i):
        return True
    return work.items[i].word == "one" and not (k >= 0 and work.items[k].tags & {"member", "ally", "amount"})


def _is_order(work: Work, i: int) -> bool:
    """Whether a word that may be an order is one: not "the first time", "the leading", "at last"."""
    item = work.items[i]
    before = work.word(i - 1)
    if "bound" in item.tags or item.word in _ATTRIBUTES:
        return False
    if item.word not in _NO_ORDER:
        return True
    near = work.items[i + 1 : i + 4]
    return before in ("the", "spends", "spend", "spent") and any(
        it.word in _ORDERED or it.tags & {"spend", "member", "aggregate"} or it.word in _ENDS for it in near
    )


def _is_compared(work: Work, i: int) -> bool:
    """Whether "more" is more than somebody, or "ahead" ahead of one."""
    item = work.items[i]
    following = work.items[i + 1] if i + 1 < len(work.items) else item
    if i and is_break(work.items[i - 1]) and not following.amount and item.word in ("more", "less"):
        return True  # "but less in absolute terms"
    if "bound" in item.tags and (following.amount or i + 1 in work.used):
        return False
    for k in range(i, min(i + 8, len(work.items))):
        it = work.items[k]
        if k > i and (it.amount or it.word in _ENDS or is_break(it)):
            return False
        if "than" in it.tags or it.word.endswith((" than", "ahead of", "behind", "ahead")):
            after = work.items[k + 1 : k + 4]
            return any(
                a.tags & {"ally", "aggregate", "rest", "any", "foreign", "group", "member"}
                or a.word in ("either", "both")
                or ("same" in item.tags and "base" in a.tags)  # "the same as the year before"
                for a in after
            )
    return False


def _excludes(work: Work, i: int) -> bool:
    """Whether "only" says that no other is so: "only Poland", "the only ally"; not "only 1.28%"."""
    item = work.items[i]
    if item.word in _ALONE:
        year = any("year" in it.tags for it in (*work.items[i - 1 : i], *work.items[i + 1 : i + 2]))
        return not (item.word == "alone" and year)
    k = work.next_item(i)
    if i and "ordinal" in work.items[i - 1].tags:
        return False  # "second only to the US"
    if item.word == "only" and k >= 0 and work.items[k].word == "once":
        return True
    return item.word == "only" and k >= 0 and bool(work.items[k].tags & {"ally", "member", "group"})


def _of_a_sum(r: Reading) -> bool:
    """Whether a reading is of members taken together."""
    if isinstance(r, PartReading | CompareReading | CountReading):
        return True
    return not all(len(s) == 3 for s in r.subjects)


def _is_other_prices(item: Item, read: Sequence[Reading]) -> bool:
    """Whether "in real terms" or "in cash terms" is said, and nothing that was read is of such prices."""
    if item.word in _REAL:
        return not any("real" in r.indicator or "constant" in r.indicator for r in read)
    return item.word in _NOMINAL and not any("current" in r.indicator for r in read)


def _years(work: Work, read: Sequence[Reading]) -> Iterator[Found]:
    """The years that no reading is of."""
    known = {r.year for r in read} | {r.year_from for r in read if isinstance(r, ChangeReading)}
    for i in (*work.sentence.where("claim"), *work.sentence.where("base")):
        item = work.items[i]
        year = item.year_on(work.day)
        if item.value in ("said", "relative") and year not in known:
            yield i, i, YEAR


def _names(work: Work, read: Sequence[Reading]) -> Iterator[Found]:
    """The allies that no reading is of, nor compares with."""
    known = {s.split()[-1] for r in read for s in r.subjects} | {s for r in read for s in r.subjects}
    ordered = any(isinstance(r, RankReading) for r in read)
    for i in work.sentence.where("foreign", 1):
        if work.word(i - 1) in (",", "and", "or") and "ally" in work.items[i - 2].tags:
            yield i, i, STRANGER  # "Spain, Norway and Ireland"
    for i in work.sentence.where("ally"):
        item = work.items[i]
        speaks = item.tags & {"government", "demonym", "speaker"}
        if item.value not in known and not speaks and not (ordered and i in work.used):
            yield i, i, BEFORE if ordered else NAME
