"""Fractions in words: "a third", "two-thirds", "a fifth or more of", "seventy cents of each dollar"."""

from __future__ import annotations

from collections.abc import Sequence

from etl.claims.reading.numbers import PART_STARTS, PHRASES, Amount, has_words, part_of_a_scale, read_number
from etl.claims.reading.tokens import Token, set_of

_BEFORE_PARTS = set_of("- mere full whole paltry measly meagre meager")
_STEPS = frozenset(
    ("by", "up", "down", "rose", "fell", "grew", "risen", "fallen", "grown", "jumped", "dropped")
)
_EVERY = frozenset({"each", "every", "the"})
_ALLIES = frozenset({"nato", "alliance", "allies", "allied", "members"})
_STEPPED = (["more"], ["less"], ["higher"], ["lower"], ["up"], ["down"])
_IN_A_ROW = (["year"], ["time"], ["consecutive"], ["straight"], ["successive"], ["running"])
_BOUNDING = frozenset(
    ("least", "than", "over", "above", "under", "below", "nearly", "almost", "about", "around")
)
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourths": 4, "fifth": 5,
    "fifths": 5, "sixth": 6, "sixths": 6, "tenth": 10, "tenths": 10, "eighth": 8, "eighths": 8,
}  # fmt: skip


def read_fraction(tokens: Sequence[Token], i: int) -> tuple[Amount, int] | None:
    """A fraction in words ("a third", "two-thirds", "half") that starts at token `i`."""
    word = tokens[i].word
    if any(t.word == "cents" for t in tokens[i + 1 : i + 4]):
        return _in_cents(tokens, i)
    if word in PART_STARTS and part_of_a_scale(tokens, i):
        return None
    if word.isdecimal():
        return _in_digits(tokens, i)
    if word in ("half", "halves"):
        if any(has_words(tokens, i, phrase) for phrase in PHRASES):
            return None
        return Amount("fraction", 50.0, 0, fraction="1/2"), i + 1
    above = {
        "a": 1,
        "an": 1,
        "one": 1,
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "seven": 7,
        "nine": 9,
    }.get(word, 0)
    j = i + 2 if tokens[i + 1 : i + 2] and tokens[i + 1].word in _BEFORE_PARTS else i + 1
    if not above or j >= len(tokens) or tokens[j].word not in _PARTS:
        return None
    below = _PARTS[tokens[j].word]
    plural = tokens[j].word.endswith(("s", "ves"))
    if above >= below or (above > 1) != plural:
        return None
    if above == 1 and below not in (2, 4) and not _is_part(tokens, i, j):
        return None  # "a third ally" is no fraction
    value = 100 * above / below
    return Amount(
        "fraction", round(value, 1), 0 if value == int(value) else 1, fraction=f"{above}/{below}"
    ), j + 1


def _in_cents(tokens: Sequence[Token], i: int) -> tuple[Amount, int] | None:
    """ "Seventy cents of each dollar that NATO spends": a part in per cent, of what all allies spend."""
    found = read_number(tokens, i)
    if found is None or tokens[found[1]].word != "cents":
        return None
    said = [t.word for t in tokens[found[1] + 1 : found[1] + 10]]
    dollar = said.index("dollar") if "dollar" in said[2:6] else 0
    of_each = dollar and said[0] in ("of", "in") and said[1] in _EVERY
    if not of_each or _ALLIES.isdisjoint(said[2 : dollar + 4]):
        return None
    return Amount("percent", found[0].value, found[0].decimals, "percent"), found[1] + 3


def _in_digits(tokens: Sequence[Token], i: int) -> tuple[Amount, int] | None:
    """ "2/3 of": a part written with digits up to ten; "23/32 allies" is a number of so many."""
    below = tokens[i + 2].word if has_words(tokens, i + 1, ("/",)) and i + 3 < len(tokens) else ""
    if not below.isdecimal() or not 0 < int(tokens[i].word) < int(below) <= 10:
        return None
    if tokens[i + 3].word != "of":
        return None
    value = round(100 * int(tokens[i].word) / int(below), 1)
    decimals = 0 if value == int(value) else 1
    return Amount("fraction", value, decimals, fraction=f"{tokens[i].word}/{below}"), i + 3


def _is_part(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether "a third", from token `i` to `j`, is a part: "a fifth or more of", "up a third"."""
    after = [t.word for t in tokens[j + 1 : j + 4]]
    if after[:1] == ["or"] and after[1:2] in (["more"], ["less"]):
        after = [t.word for t in tokens[j + 3 : j + 6]]
        if after[:1] in (["into"], ["to"], ["on"]):
            return True  # "a fifth or more into equipment"
    if after[:1] == ["of"] or after[:1] in _STEPPED:
        return True
    if after[:1] == ["on"] and j > i + 1 and tokens[j - 1].word != "-":
        return True  # "a paltry fifth on equipment"
    if after[:1] == ["on"] and any(t.word in _BOUNDING for t in tokens[max(0, i - 1) : i]):
        return True  # "at least a fifth on equipment"
    return after[:1] not in _IN_A_ROW and any(t.word in _STEPS for t in tokens[max(0, i - 3) : i])
