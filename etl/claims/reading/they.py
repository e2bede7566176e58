"""Whom "they", "both", "neither" and "all three" at the head of a sentence stand for: those that the sentence
before named."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from etl.claims.reading.before import Before
from etl.claims.reading.items import TAKEN_UP, Item, Sentence
from etl.claims.reading.those import THOSE
from etl.claims.reading.tokens import set_of

_TWO = set_of("both neither")
_THEY = set_of("they these")
_VERBS = set_of("are were have had do did both all each now already still also only just again")
_DOING = frozenset({"spend", "future", "meet", "miss", "up", "down", "lead", "lag", "not", "promise"})
_LEADERS = set_of("leaders leader laggards")
_OTHERS = ("ally", "group", "foreign", "aggregate", "rest", "we")
_NONE = set_of("neither none")
_THE = set_of("the these those")
_DENIED = frozenset({"not"})
_EACH = ("former", "latter")
_MOST = 6
_JOINED = frozenset({"filler"})


def with_those_taken_up(sentence: Sentence, before: Before) -> Sentence:
    """The sentence with the allies named before in place of "they" or "all three", or after "both"."""
    named = before.named if len(before.named) > 1 else before.two
    if not 1 < len(named) <= _MOST:
        return sentence
    if len(named) == len(_EACH):
        sentence = _with_each_of_two(sentence, named)
    items = sentence.items
    comma = next(iter(sentence.where(",", 1, 4)), 0)
    first = comma + 1 if comma and sentence.has("year", 0, comma) else 0
    place = _head(items, first)
    if place is None or any(sentence.has(tag) for tag in _OTHERS):
        return sentence
    start, stop, size = place
    if size and size != len(named):
        return sentence
    head = items[first]
    none = head.word in _NONE
    joining = "nor" if none else "and"
    new: list[Item] = []
    for code in named:
        word = joining if code == named[-1] else ","
        new += [replace(head, word=word, tags=_JOINED, value="", amount=None)] if new else []
        new.append(replace(head, word=code, tags=frozenset({"ally", TAKEN_UP}), value=code, amount=None))
    if none:
        new.insert(0, replace(head, word="neither", tags=_DENIED, value=""))
    taken = (*items[:start], *new, *items[stop:])
    return Sentence(taken, sentence.start, sentence.end, sentence.text)


def _with_each_of_two(sentence: Sentence, named: Sequence[str]) -> Sentence:
    """ "The former spends 2.37 percent, the latter 2.20": each of the two named before."""
    items = list(sentence.items)
    for k in range(1, len(items)):
        if items[k].word in _EACH and items[k - 1].word == "the" and "ally" not in items[k].tags:
            code, after = named[_EACH.index(items[k].word)], items[min(k + 1, len(items) - 1)]
            if after.amount or after.word in ("'s", ",") or _does(items, k + 1):
                items[k] = replace(items[k], word=code, tags=frozenset({"ally", TAKEN_UP}), value=code)
    return Sentence(tuple(items), sentence.start, sentence.end, sentence.text)


def _head(items: Sequence[Item], first: int) -> tuple[int, int, int] | None:
    """The items that those named take the place of, and how many they are; 0 where no number is said."""
    if len(items) < first + 3:
        return None
    head, after = items[first], items[first + 1]
    if head.word in _TWO:
        stop = first + 1 + _set_after(items, first + 1)
        return (first + (head.word == "both"), stop, 2) if _does(items, stop) else None
    if head.word in _THEY:
        return (first, first + 1, 0) if _does(items, first + 1) else None
    if head.word == "none" and (after.word in THOSE or after.word == "of"):
        return _none_of(items, first)
    number = after.amount
    if head.word in ("all", "the") and number is not None and number.kind == "plain" and not number.unit:
        stop = first + 2 + _set_after(items, first + 2)
        return (first, stop, int(number.value)) if _does(items, stop) else None
    return None


def _does(items: Sequence[Item], k: int) -> bool:
    """Whether a verb stands at an item: "both met it", and not "both presidents"."""
    verb = k < len(items) and (items[k].word in _VERBS or bool(items[k].tags & _DOING))
    return verb and items[k].word not in _LEADERS


def _none_of(items: Sequence[Item], first: int) -> tuple[int, int, int] | None:
    """ "None of them", "none of the three countries"."""
    if items[first + 1].word in THOSE:
        return first, first + 2, 0
    number = items[first + 3].amount if len(items) > first + 4 else None
    if items[first + 2].word not in _THE or number is None or number.kind != "plain":
        return None
    return first, first + 4 + _set_after(items, first + 4), int(number.value)


def _set_after(items: Sequence[Item], k: int) -> int:
    """1 where an item is "countries", "of them", which belong to "both" or to a number."""
    return int(k < len(items) and ("member" in items[k].tags or items[k].word in THOSE))
