"""What a cell says: years, numbers, names and notes, read from text as NATO's tables write it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from etl.model import AGGREGATES, EUROPE, EUROPE_AND_CANADA, NORTH_AMERICA, TOTAL, Ally, shown
from etl.sources.nato.reader.marks import is_invisible, is_mark, marks_behind, unmarked, visible

DASHES = "-‐‑‒–—―⁃−﹘﹣－"
MISSING = frozenset({"", ".", "..", "...", "…", ":", "--", "n/a", "n.a.", "na", "not available", *DASHES})
ERRORS = frozenset({"#ref!", "#n/a", "#value!", "#div/0!", "#name?", "#num!", "#null!"})
AGGREGATE_LABELS = {
    **dict.fromkeys(
        ("nato europe and canada", "nato europe & canada", "europe and canada", "european allies and canada"),
        EUROPE_AND_CANADA,
    ),
    **dict.fromkeys(("nato total", "total nato", "total", "nato total all allies"), TOTAL),
    **dict.fromkeys(("nato europe", "european allies", "nato european allies"), EUROPE),
    **dict.fromkeys(("north america", "nato north america", "north american allies"), NORTH_AMERICA),
}

_YEAR = re.compile(
    r"((?:19|20)\d\d)(?:\.0+)?\s*(?P<mark>e|est\.?|estimates?|\((?:e|est\.?|estimates?)\))?",
    re.IGNORECASE | re.ASCII,
)
_NUMBER = re.compile(
    r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+(?=\.)|\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?: \d{3})+)(?:\.\d+)?", re.ASCII
)
_COMMAS = re.compile(r"[+-]?\d+(?:,\d+)+(?:\.\d+)?", re.ASCII)
_IN_THREES = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_GROUPS = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3}){2,}(?:\.\d+)?|,\d{3}\.\d+)", re.ASCII)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]\d+", re.ASCII)
_NEGATIVE = re.compile(r"\((\d+\.\d+)\)", re.ASCII)
"""An amount below zero as accountants write it; a whole number in brackets may be a footnote's mark."""
_SIGN = re.compile(rf"[{DASHES}]\s?(?=\d)")
_NO_WIDTH = str.maketrans("", "", "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_ESTIMATED = frozenset({"e", "est", "estimate", "estimates"})
_FOOTNOTES = frozenset("abcd")
"""Raised letters behind a year that are a footnote's; others may say what kind of year it is."""
_FOOTNOTE = re.compile(r"\s*\((?:\d{1,2}|[a-z])\)$", re.IGNORECASE)
_LOST_MARK = re.compile(r"(?<=[^\W\d])\d{1,2}$")
_BRACKETED = re.compile(r"(.*?)\s*\(([^()]+)\)")
_NOTE = re.compile(
    r"notes?\b|sources?\b|footnotes?\b|\([a-z0-9]{1,2}\)\s|[a-z0-9]\)\s|-\s*\d+\s*-$|page\s+\d+",
    re.IGNORECASE,
)
_MARK_ALONE = re.compile(
    r"\(?(?:(?P<actual>actuals?)|e|est\.?|estimated?s?|forecasts?|projections?)\)?", re.IGNORECASE
)
_ESTIMATES = re.compile(r"figures for ([^.]{4,80}?) are estimates", re.IGNORECASE)


class HeaderYear(msgspec.Struct, frozen=True):
    """A year of a header, and whether it carries the "e" of an estimate."""

    year: int
    estimate: bool


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """The text without marks and invisible characters, each kind of space a plain one, none at an end."""
    return " ".join(unicodedata.normalize("NFKC", unmarked(text)).split())


def figure_text(text: str) -> tuple[str, str]:
    """A text as a figure is read from it, and the footnote's marks behind it: ('-3.49', '⁶')."""
    bare, marks = marks_behind(" ".join(text.translate(_NO_WIDTH).split()))
    return _SIGN.sub("-", bare, count=1) if bare[:1] in DASHES else bare, marks


def is_number(value: object) -> bool:
    """Whether a cell holds a number (true and false are none)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def year_of(value: object) -> HeaderYear | None:
    """The year that a header cell names: 2014, 2014.0, '2019', '2023e', '2024 (est.)', '2025ᵉ'; else None."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return HeaderYear(int(value), False) if 1949 <= value <= 2099 and value == int(value) else None
    if not isinstance(value, str):
        return None
    bare, marks = marks_behind(visible(value))
    letters = "".join(c for c in unicodedata.normalize("NFKC", marks).casefold() if c.isalpha())
    if letters and letters not in _ESTIMATED | _FOOTNOTES:
        return None
    found = _YEAR.fullmatch(" ".join(bare.split()))
    if found is None or not 1949 <= int(found[1]) <= 2099:
        return None
    return HeaderYear(int(found[1]), found["mark"] is not None or letters in _ESTIMATED)


def grouped_by_commas(cells: Iterable[object]) -> bool:
    """Whether texts show that a comma in a number groups thousands, and none of them that it does not."""
    texts = (figure_text(v)[0] for v in cells if isinstance(v, str) and "," in v)
    numbers = [text for text in texts if _COMMAS.fullmatch(text)]
    return any(map(_GROUPS.fullmatch, numbers)) and all(map(_IN_THREES.fullmatch, numbers))


def number_of(value: object, *, grouped: bool = False) -> float | None:
    """The number in a cell, or None where the cell says that there is none (blank, "..", "-", "n/a").

    Any dash is a minus sign, and so are brackets around decimals; a footnote's raised mark behind the number
    is no part of it. Raises ValueError, with what was found, for anything else: true, a date, a word, a
    letter behind the number, a mark elsewhere, and a decimal comma or a lone thousands separator, which
    cannot be distinguished ("1,234") unless commas are known to group thousands (`grouped`).
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        if not math.isfinite(value):
            raise ValueError(shown(value))
        return float(value)
    if not isinstance(value, str):
        raise ValueError(f"{type(value).__name__} {value}")
    text, marks = figure_text(value)
    if text.casefold() in MISSING and (text or not marks):
        return None
    if bracketed := _NEGATIVE.fullmatch(text):
        return -float(bracketed[1])
    if _SCIENTIFIC.fullmatch(text):
        number = float(text)
        if math.isfinite(number):
            return number
    if _NUMBER.fullmatch(text) or (grouped and _IN_THREES.fullmatch(text)):
        return float(text.replace(",", "").replace(" ", ""))
    raise ValueError(shown(value))


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """A name as it is compared: no stars, footnote marks, accents, case, dashes or odd spaces."""
    text = _FOOTNOTE.sub("", plain(name))
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in letters if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(f"[{DASHES}]", " ", bare).split())


def name_and_currency(label: str) -> tuple[str, str]:
    """A row label of table 1 in its parts: 'Albania   (Leks)' is ('Albania', 'Leks')."""
    text = _FOOTNOTE.sub("", plain(label))
    found = _BRACKETED.fullmatch(text)
    return (found[1], plain(found[2])) if found else (text, "")


def is_note(text: str) -> bool:
    """Whether a text is a footnote, a note, a source or a page mark such as "-9-"."""
    first = next((c for c in text if not c.isspace() and not is_invisible(c)), "")
    return (first != "" and is_mark(first)) or _NOTE.match(plain(text)) is not None


def is_figure(value: object) -> bool:
    """Whether a cell holds a number, or a mark that one is missing."""
    try:
        number_of(value)
    except ValueError:
        return False
    return True


def is_blank(value: object) -> bool:
    """Whether nothing stands in a cell."""
    return isinstance(value, str) and not value.strip()


def is_empty(text: str) -> bool:
    """Whether a text stands for nothing: a mark of a missing number, or of a formula gone wrong."""
    return figure_text(text)[0].casefold() in MISSING | ERRORS


def estimates_marked(text: str) -> bool | None:
    """Whether a text that is nothing but a mark calls figures estimates, or calls them none; else None."""
    found = _MARK_ALONE.fullmatch(plain(text))
    return None if found is None else found["actual"] is None


def estimates_in(text: str) -> frozenset[int]:
    """The years that a note calls estimates: "Figures for 2023 and 2024 are estimates."."""
    found = _ESTIMATES.search(plain(text))
    return frozenset(int(y) for y in re.findall(r"(?:19|20)\d\d", found[1])) if found else frozenset()


class Names:
    """Whose row a label names: allies by name and alias, and the two aggregates.

    Raises ValueError when two allies would answer to the same name.
    """

    def __init__(self, allies: Iterable[Ally]) -> None:
        self._code = dict(AGGREGATE_LABELS)
        self.ally = {a.code: a for a in allies}
        for ally in self.ally.values():
            for name in (ally.name, *ally.aliases):
                if self._code.setdefault(key_of(name), ally.code) != ally.code:
                    raise ValueError(f"{name!r} names both {self._code[key_of(name)]} and {ally.code}")

    def code(self, label: str) -> str | None:
        """The ally's code or the aggregate's key, None for a label that names neither.

        Figures right behind a name are the mark of a footnote that lost its place: "Luxembourg1".
        """
        key = key_of(label)
        return self._code.get(key) or self._code.get(_LOST_MARK.sub("", key))

    def name(self, code: str) -> str:
        """The ally's name, or the aggregate's as the tables print it."""
        if code in self.ally:
            return self.ally[code].name
        return AGGREGATES[code]
