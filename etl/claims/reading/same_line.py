"""Short sentences that say on which side of the line before others, or another year, are: "Germany did not",
"now it does", "they include France", "Spain is not among them", "nor did Belgium"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from etl.claims.reading.before import Before
from etl.claims.reading.denials import NEITHER
from etl.claims.reading.items import Item, Sentence
from etl.claims.reading.sets import MEMBERS
from etl.claims.reading.tokens import Token, set_of
from etl.claims.reading.values import (
    OPPOSITE,
    Assumption,
    Comparison,
    CountReading,
    ListReading,
    Reading,
    ValueReading,
)
from etl.claims.reading.work import Work

_KINDS: Mapping[str, frozenset[str]] = {
    "Z": set_of("neither nor so as"),
    "P": frozenset({"it", "the country"}),
    "T": set_of("they these those") | {"among them", "among these", "among those"},
    "E": set_of("exception exceptions"),
    "I": frozenset({"of them", "of these", "of those"}),
    "H": frozenset({"there", "already there"}),
    "L": set_of("include included includes"),
    "D": set_of("do does did has have had is are was were be will"),
    "Y": set_of("only just"),
    "O": set_of("too also either again likewise") | {"as well"},
    "1": set_of("one among part"),
    "": set_of(
        """, . ! the and but in by at for its neighbours neighbour neighbors neighbor already yet still so
        however though both all or"""
    ),
}
"""One letter for each kind of word that may stand in such a sentence; "A" are allies, "N" is "not"."""
_FORMS: Mapping[str, re.Pattern[str]] = {
    "does": re.compile("ZD+A|[AP]D+N?O?|[AP]NO?"),
    "only": re.compile("YAD+N?O?|YANO?"),
    "inside": re.compile("[AP]D+N?1?[IT]"),
    "there": re.compile("[AP]D+N?H"),
    "are": re.compile("TD+A"),
    "include": re.compile("TLA"),
    "except": re.compile("ED+A|ELA"),
}
_OF_THOSE_COUNTED = frozenset({"inside", "are", "include", "except"})
"""Forms that name some of those counted, in the year of the count."""
_ALSO = _KINDS["O"] | {"so", "as"}
_LONGEST = 40
_LINE_BEFORE = "the target was said in the sentence before"

Line: TypeAlias = tuple[str, Comparison, float]
"""An indicator, how it compares, and the line."""


def line_of(readings: Sequence[Reading]) -> Line | None:
    """The one line that all readings of a sentence are at; None where they are at several or none."""
    lines = {_line(reading) for reading in readings}
    return lines.pop() if len(lines) == 1 else None


def _line(reading: Reading) -> Line | None:
    if isinstance(reading, CountReading | ListReading):
        return reading.indicator, reading.target_comparison, reading.target
    if isinstance(reading, ValueReading) and reading.unit == "percent" and reading.comparison in OPPOSITE:
        return reading.indicator, reading.comparison, reading.value
    return None


def keeps_to(count: CountReading | None, readings: Sequence[Reading], *, counts: bool = False) -> bool:
    """Whether a sentence only says who is, or is not, among those that the one before counted; with `counts`
    whether it only counts by the same line."""
    lines = [_line(reading) for reading in readings if isinstance(reading, CountReading) == counts]
    if count is None or not lines or len(lines) < len(readings):
        return False
    same = all(line and line[0] == count.indicator and line[2] == count.target for line in lines)
    return same and (not counts or all(line and line[1] == count.target_comparison for line in lines))


def begins_again(tokens: Sequence[Token], i: int) -> bool:
    """Whether ", as did", "and neither will" stands at a token."""
    return (
        tokens[i].word in _KINDS["Z"]
        and tokens[i + 1].word in _KINDS["D"]
        and tokens[i - 1].word in (",", ";", "and", "-", "–", "—")
    )


def takes_up_a_line(sentence: Sentence) -> bool:
    """Whether a stretch is all of ", as did France", "nor did Italy or Spain", "; only Slovenia will not"."""
    return _letters(sentence.items)[:1] in ("Z", "Y", "A") and bool(_form(sentence.items))


def read_same_line(work: Work) -> None:
    """Adds what a short sentence says of allies by the line of the sentence before it."""
    line = line_of(work.before.readings) if not work.drafts else None
    read = not work.blocked or any(it.word in NEITHER for it in work.items[:3])
    form = _form(work.items) if line and read and len(work.items) <= _LONGEST else ""
    sign = _side(work, form, line[1]) if form and line else None
    dated = next(iter(work.sentence.where("year")), -1)
    codes = tuple(dict.fromkeys(it.value for it in work.items if "ally" in it.tags))
    if not codes and dated >= 0 and (whom := _whom_before(work.before)):
        codes = (whom,)  # "Last year it did not"; without a time it would be of what is known
    alone = _are_all(work, form, codes)
    if not (line and sign and codes) or alone is None:
        return
    indicator, _, target = line
    reading: Reading = ValueReading(indicator, codes, 0, sign, target, 0, "percent")
    if alone or len(codes) > 1:
        reading = ListReading(indicator, codes, 0, sign, target, alone)
    last = len(work.items) - 1
    work.used.update(k for k in range(last) if "history" not in work.items[k].tags)
    why = Assumption("target", f"{target:g}", _LINE_BEFORE)
    years = {r.year for r in work.before.readings}
    same = dated < 0 and form in _OF_THOSE_COUNTED and len(years) == 1
    year = years.pop() if same else 0
    work.add(reading, 0, last, why, anchor=max(dated, 0), dated=dated, year=year)


def _letters(items: Sequence[Item]) -> str:
    """A sentence as its kinds of words, allies in a row once."""
    found = "".join(_letter(item) for item in items)
    return re.sub("A+", "A", found)


def _letter(item: Item) -> str:
    if "ally" in item.tags:
        return "A"
    kind = next((letter for letter, words in _KINDS.items() if item.word in words), None)
    if kind is not None:
        return kind
    if "year" in item.tags or "history" in item.tags:
        return ""
    if "not" in item.tags or item.word == "not one":
        return "N"
    return "D" if "future" in item.tags else "?"


def _form(items: Sequence[Item]) -> str:
    """Which form of `_FORMS` a sentence is; "" where it says something else."""
    letters = _letters(items)
    return next((form for form, pattern in _FORMS.items() if pattern.fullmatch(letters)), "")


def _side(work: Work, form: str, before: Comparison) -> Comparison | None:
    """On which side of the line those are that a sentence names; None where it is not clear."""
    other = OPPOSITE.get(before)
    below = before in ("<", "<=")
    denied = "N" in _letters(work.items)
    if form == "except":
        return before if below else other
    if form == "there":
        return before if denied == below else other
    if form not in ("does", "only"):
        return other if denied else before
    if any(it.word in NEITHER for it in work.items):
        return before if below else None
    denied_before = below and work.before.denied
    if below and not (denied or denied_before or any(it.word in _ALSO for it in work.items)):
        return None  # "Nine fail to meet it. Germany does": to fail, or to meet it
    return before if denied == denied_before else other


def _are_all(work: Work, form: str, codes: Sequence[str]) -> bool | None:
    """Whether those named are all there are on that side; None where another number was said."""
    named = any(it.word in _KINDS["L"] or it.word.startswith("among") for it in work.items)
    if form == "only":
        return True
    if form not in ("are", "except") or named:
        return False
    count = work.before.count
    if form == "except":
        return count is not None and count.subjects == (MEMBERS,)
    return True if count is not None and count.number == len(codes) else None


def _whom_before(before: Before) -> str:
    """The one ally that all readings of the sentence before are of; "" where it spoke of several."""
    whom = {r.subjects for r in before.readings if isinstance(r, ValueReading)}
    alone = len(whom) == 1 and all(isinstance(r, ValueReading) for r in before.readings)
    return whom.pop()[0] if alone else ""
