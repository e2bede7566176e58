"""Times that take up a year named before: "By then Poland will be at 5%", "A year before it spent 1.81%"."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from etl.claims.reading.items import Sentence
from etl.claims.reading.tense import is_present

_OPENS = frozenset({"in", "but", "and", "only", "just"})
_THEN = "then"
_CLAIM = frozenset({"year", "claim"})


def with_years_taken_up(sentence: Sentence, named: int | None, newest: int) -> Sentence:
    """The sentence with the years that "by then", "then" at its end, "a year earlier" at its head stand for.

    `named` is the year that the text named before: 0 where it named several, None where it named none or came
    back to what is now, of which `newest` is the year.
    """
    items = sentence.items
    thens = {*sentence.where(_THEN), *_ends_with_then(sentence)}
    found = {i: _year_then(sentence, i, named) for i in thens}
    head = 1 if items[0].word in _OPENS and len(items) > 1 else 0
    if items[head].value in ("before", "earlier") and "year" in items[head].tags:
        base = newest if named is None else named
        if _is_of_an_event(sentence, head):
            found[head] = 0
        elif items[head].value == "before" or named is not None:
            found[head] = base and base + items[head].number
    if not found:
        return sentence
    new = list(items)
    for i, year in found.items():
        tags = _CLAIM | {_THEN} if i in thens or not items[i].number else _CLAIM
        new[i] = replace(items[i], tags=tags, value=_THEN, number=year)
    return Sentence(tuple(new), sentence.start, sentence.end, sentence.text)


def year_of_then(sentence: Sentence) -> int | None:
    """The year that "then" stands for in a sentence; None for none."""
    return next((sentence.items[k].number for k in sentence.where(_THEN)), None) or None


def _year_then(sentence: Sentence, i: int, named: int | None) -> int:
    """The last year before an item in its sentence, else the one named before it; 0 for none."""
    own = [it.number for it in sentence.items[:i] if "year" in it.tags and it.value == "said"]
    return own[-1] if own else named or 0


def _ends_with_then(sentence: Sentence) -> tuple[int, ...]:
    """The "then" of "The latter spent 0.88 percent then.", where it says no year since which it changed."""
    last = len(sentence.items) - 1
    i = last if sentence.items[last].word[0].isalnum() else last - 1
    if i < 2 or sentence.items[i].word != _THEN or sentence.has("base", 0, i):
        return ()
    return (i,) if sentence.has("percent", i - 2, i) or sentence.has("target", i - 1, i) else ()


def _is_of_an_event(sentence: Sentence, k: int) -> bool:
    """Whether "the year before it joined NATO", "a year after the war" say of what: up to a comma, or with a
    word that no statement has."""
    items = sentence.items
    after = items[k + 1].word if k + 1 < len(items) else ","
    if items[k].word.rpartition(" ")[2] not in ("before", "after") or after == ",":
        return False
    tags = ("amount", "target", "lead", "lag", "ordinal")
    ends = [next(iter(sentence.where(tag, k)), len(items)) for tag in tags]
    stop = min(ends)
    return sentence.has(",", k, stop) or any(it.tags == {"word"} for it in items[k + 1 : stop])


def named_last(sentence: Sentence, day: date, before: int | None) -> int | None:
    """The one year that a sentence names, for what takes it up in the next: 0 where it names several; where
    it names none the one named `before`, or None where it speaks of now."""
    items = [sentence.items[k] for k in sentence.where("year")]
    if any(it.value == _THEN and _THEN not in it.tags for it in items):
        return 0  # "in 2023; a year earlier it was 2%; two years earlier": than which of the two
    years = {it.number for it in items if it.value in ("said", _THEN)}
    years |= {day.year + it.number for it in items if it.value == "relative"}
    if years:
        return years.pop() if len(years) == 1 else 0
    return None if sentence.has("now") or is_present(sentence) else before
