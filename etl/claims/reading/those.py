"""Which set, or which target, only another sentence says: "all of them", "they all", "the second goal"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from etl.claims.reading.items import Item, Sentence
from etl.claims.reading.left_over import OTHERS
from etl.claims.reading.misread import Doubt, Finder
from etl.claims.reading.tokens import set_of
from etl.claims.reading.values import CountReading, Reading
from etl.claims.reading.work import NEARLY_ALL, Work

OF_THOSE = "This is of those named before, not of all members; counts are over a whole set of members."
OF_A_MEASURE = "By what this is is said in a sentence that was not read."
WHICH_LINE = "Which target this is is not clear; name it, as in “the 20% for equipment”."

THOSE = frozenset({"of them", "of these", "of those", "of which", "of whom"})
"""Words for those of a set that was named before."""
_WHOLES = set_of("all each every most none half majority minority") | {"every one", "every single", "not one"}
_MEASURED = frozenset({"percent", "target", "meet", "miss", "spend"})
_SECOND = set_of("second third other") | {"2 nd", "3 rd"}
_BEFORE_A_LINE = frozenset({"filler", "spend", "aggregate"})
_WHICH = set_of("that which who whose bordering joining")
_SUPERLATIVES = set_of("biggest largest smallest richest poorest strongest")
_AGREED = set_of("made signed gave agreed pledged promised")
_THEY = set_of("they these those")
_ALL_OR_NONE = frozenset({"all", "none", "not one"})
_SIGNS = frozenset({":", ",", "-", "–", "—"})
_BY = set_of("by on")
_THAT = set_of("that this")
_MEASURES = set_of("measure yardstick metric standard definition criterion basis count reckoning")
_JOINING = frozenset({",", "and", "the"})


def counts_some(sentence: Sentence) -> bool:
    """ "Ten allies are small", "the other nine missed 2%", "Italy and Spain are low": some of the members, so
    that "seven of them" in the next sentence is of those; not "NATO has 32 members"."""
    return len(names_some(sentence)) > 1 or any(
        (_are_some(a) and b.tags & {"member", "group"}) or (a.word in OTHERS and _are_some(b))
        for a, b in pairwise(sentence.items)
    )


def names_some(sentence: Sentence) -> tuple[str, ...]:
    """The allies of a sentence that speaks of no set of members."""
    if any(it.word not in THOSE for it in map(sentence.items.__getitem__, sentence.where("member"))):
        return ()
    return tuple(dict.fromkeys(sentence.items[k].value for k in sentence.where("ally")))


def _are_some(item: Item) -> bool:
    return "plain" in item.tags and item.amount is not None and 1 < item.amount.value < NEARLY_ALL


def are_all_of(reading: Reading, before: Sequence[Reading]) -> bool:
    """Whether "ten of them spend more than 2.5%" counts all members there are, since who spends so much is
    among those counted before, at 2%."""
    if not isinstance(reading, CountReading):
        return True
    if reading.fraction:
        return False  # "most of them", "all of them"
    return any(
        isinstance(c, CountReading)
        and c.indicator == reading.indicator
        and c.target_comparison[:1] == reading.target_comparison[:1]
        and (reading.target >= c.target if c.target_comparison[:1] == ">" else reading.target <= c.target)
        for c in before
    )


def takes_up_those(sentence: Sentence) -> bool:
    """ "Seven of them met 2%", "all spend less": of those counted in the sentence before."""
    sets = sentence.where("member")
    if sets:
        return sentence.items[sets[0]].word in THOSE
    return any("quantifier" in it.tags for it in sentence.items[:1])


def takes_up_a_measure(sentence: Sentence) -> bool:
    """ "By that measure it will spend 2 percent": by one that only the sentence before names."""
    said = [it.word for it in sentence.items[:3]]
    return said[0] in _BY and len(said) > 2 and said[1] in _THAT and said[2] in _MEASURES


def take_up_names(work: Work) -> None:
    """Marks "none of the three", "all of them" right after the allies that it takes up: it counts no set."""
    for k in work.sentence.where("quantifier", 2):
        run = [n for n in _named_before(work, k) if "ally" in work.items[n].tags]
        after = k + 1
        while work.word(after) in ("of", "the"):
            after += 1
        amount = work.items[after].amount if after < len(work.items) else None
        stop = after + bool(amount and amount.kind == "plain" and amount.value == len(run))
        stop += work.word(stop) in THOSE
        if len(run) > 1 and stop > after and work.items[k].value in _ALL_OR_NONE:
            work.used.update(range(k, stop))


def past_what_takes_up(work: Work, last: int) -> int:
    """The item after an ally, past "none of the three" where that takes up those named up to it."""
    first = last + 1 + (work.word(last + 1) in _SIGNS)
    stop = first
    while stop in work.used:
        stop += 1
    return stop if stop > first else last + 1


def _named_before(work: Work, k: int) -> range:
    """The items of the allies that are named in a row before a sign, or before an item itself."""
    last = k - 2 if work.word(k - 1) in _SIGNS else k - 1
    first = last
    while first >= 0 and ("ally" in work.items[first].tags or work.word(first) in _JOINING):
        first -= 1
    return range(first + 1, last + 1)


def _of_those_before(work: Work) -> Iterator[Doubt]:
    """ "20 of the 23 have coasts. All of them meet the target", "six have a coast; four of them ..."."""
    end = 0
    for i in work.sentence.where("member", 1):
        if i >= end and work.free(i) and work.items[i].word in THOSE and _are_some_of_those(work, i):
            end = work.clause(i)[1]
            yield i - 1, end, OF_THOSE


def _are_some_of_those(work: Work, i: int) -> bool:
    """Whether those counted "of them" are of a set that is not all members, or not known in the sentence."""
    sets = [k for k in work.sentence.where("member", max(0, i - 24), i) if work.items[k].word not in THOSE]
    counted = any(it.amount or "quantifier" in it.tags for k in sets for it in work.items[max(0, k - 2) : k])
    counted = counted or any(work.items[k - 1].tags == {"word"} for k in sets)  # "the southern allies"
    before = work.items[i - 1]
    if before.amount and before.amount.kind == "plain":
        counted = counted or (not sets and work.sentence.has("plain", 0, i - 1))  # "the founders were twelve"
        since = sets[-1] if sets else 0
        return counted and not any(it.tags & _MEASURED for it in work.items[since : i - 1])
    if before.value == "not one" and work.sentence.has("ally", max(0, i - 5), i):
        return False  # "Italy is not one of them"
    whole = bool(before.amount) or bool(_WHOLES & {before.word, before.value})
    return whole and (counted or not sets)


def _of_those_that(work: Work) -> Iterator[Doubt]:
    """ "Of those that joined since 1999, all but two ...", "of the countries that border Russia, six ...":
    a set that a clause of its own makes smaller."""
    for i in work.sentence.where("member"):
        before = [it.word for it in work.items[max(0, i - 2) : i]]
        set_apart = work.items[i].word in THOSE or before == ["of", "the"]
        first = i - 3 if i > 2 else 0
        few = (
            work.word(first - 1) == "of"
            and work.word(first) == "the"
            and "plain" in work.items[first + 1].tags
        )
        few = few and work.word(first + 2) in _SUPERLATIVES  # "of the five biggest allies"
        if (set_apart and work.word(i + 1) in _WHICH) or few:
            end = next((j for j in range(i + 1, len(work.items)) if work.word(j) == ","), 0)
            if end:
                yield end, work.clause(end + 1)[1] if end + 1 < len(work.items) else end + 1, OF_THOSE


def _they_all(work: Work) -> Iterator[Doubt]:
    """ "Ten countries border it. They all meet 2%": of whom is not said in the sentence."""
    for i in work.sentence.where("quantifier", 1):
        if (
            work.word(i - 1) in _THEY
            and work.items[i].value == "all"
            and not work.sentence.has("member", 0, i)
        ):
            yield (*work.clause(i), OF_THOSE)


def _they_all_made(work: Work) -> Iterator[Doubt]:
    """ "Ten keep the promise they all made in Wales": who made it, and no count."""
    for i in work.sentence.where("quantifier", 1):
        if work.word(i - 1) in _THEY and work.word(i + 1) in _AGREED:
            yield i, i + 1, OF_THOSE


def _another_line(work: Work) -> Iterator[Doubt]:
    """ "18 allies meet the second guideline": it may be that for equipment."""
    for i in work.sentence.where("target", 1):
        lo, hi = work.clause(i)
        k = i - 1
        while k > lo and work.items[k].tags & _BEFORE_A_LINE and "ordinal" not in work.items[k].tags:
            k -= 1
        named = work.word(k) in _SECOND or (work.word(i + 1) == "two" and "amount" in work.items[i + 1].tags)
        if named and not work.sentence.has("equipment", lo, hi):
            yield lo, hi, WHICH_LINE


SAID_ELSEWHERE: tuple[Finder, ...] = (
    _of_those_before,
    _of_those_that,
    _they_all,
    _they_all_made,
    _another_line,
)
"""What is of a set, or a target, which the sentence itself does not say."""
