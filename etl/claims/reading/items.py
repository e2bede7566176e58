"""A sentence as items: names, amounts, years and cues, each with the words it stands for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TypeAlias

import msgspec

from etl.claims.reading import cues, verbs, words
from etl.claims.reading.context import Context
from etl.claims.reading.numbers import Amount
from etl.claims.reading.tokens import Token, set_of
from etl.claims.reading.values import Comparison
from etl.model.cached import cached_property

Entry: TypeAlias = tuple[tuple[str, ...], frozenset[str], str]
"""A phrase, what it may be, and the value it stands for (a code, a key, the reason it is outside)."""


TAKEN_UP = "taken up"
"""The tag of what stands for an ally that the text named before."""


class Item(msgspec.Struct, frozen=True):
    """One piece of a sentence: what it may be (`tags`), its value, and its place in the text."""

    tags: frozenset[str]
    start: int
    end: int
    word: str
    value: str = ""
    amount: Amount | None = None
    number: int = 0

    def year_on(self, day: date) -> int:
        """The year that an item of a year is, said on a day: the one it names, or so many from the day's."""
        return self.number if self.value in ("said", "then") else day.year + self.number


class Sentence(msgspec.Struct, frozen=True, dict=True):
    """The items of one sentence."""

    items: tuple[Item, ...]
    start: int
    end: int
    text: str

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        """Where each tag stands, in order."""
        places: dict[str, list[int]] = {}
        for i, item in enumerate(self.items):
            for tag in item.tags:
                places.setdefault(tag, []).append(i)
        return places

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters from one item to another, both whole."""
        return self.items[first].start, self.items[last].end

    def has(self, tag: str, lo: int = 0, hi: int | None = None) -> bool:
        """Whether an item from `lo` up to `hi` carries the tag."""
        places = self._places.get(tag)
        if places is None:
            return False
        first = bisect_left(places, lo)
        return first < len(places) and (hi is None or places[first] < hi)

    def where(self, tag: str, lo: int = 0, hi: int | None = None) -> Sequence[int]:
        """The places of the items that carry the tag."""
        places = self._places.get(tag)
        if places is None:
            return ()
        first = bisect_left(places, lo) if lo > 0 else 0
        return places[first:] if hi is None else places[first : bisect_left(places, hi)]


FILLERS = set_of(
    """the a an of to its their his her our your this that these those which who what is are was were be
    been being have has had it they he she we by on in at for with from and or as so also now
    still already about there here than then do does did having 's ' \" “ ” ‘ ’ « » [ ] amounts
    amounted stood stands stand"""
)
"""Small words and signs that say nothing by themselves."""


class Lexicon:
    """Every phrase that the reader knows, by its first word, the longest first."""

    def __init__(self, context: Context) -> None:
        found: dict[tuple[str, ...], tuple[set[str], str]] = {}
        for phrase, tag, value in _entries(context):
            key = tuple(_split(phrase))
            tags, _ = found.setdefault(key, (set(), value))
            tags.update(tag.split())
            if value:
                found[key] = (tags, value)
        self._by_first: dict[str, list[Entry]] = {}
        for key, (tags, value) in found.items():
            self._by_first.setdefault(key[0], []).append((key, frozenset(tags), value))
        for entries in self._by_first.values():
            entries.sort(key=lambda e: -len(e[0]))
        bounds = [*words.BOUNDS.items(), ((">=", ""), words.AT_LEAST_VERBS)]
        self.bounds: Mapping[str, tuple[Comparison, str]] = {
            " ".join(_split(p)): bound for bound, cell in bounds for p in words.phrases(cell)
        }

    def match(self, tokens: Sequence[Token], i: int) -> Entry | None:
        """The longest phrase that starts at token `i`."""
        entries = self._by_first.get(tokens[i].word)
        if not entries:
            return None
        words = tuple(t.word for t in tokens[i : i + len(entries[0][0])])
        for entry in entries:
            if words[: len(entry[0])] == entry[0]:
                return entry
        return None


def _split(phrase: str) -> list[str]:
    """A phrase as the tokens of a text would be."""
    out: list[str] = []
    phrase = re.sub(r"(?<=[a-z])(?=[0-9])", " ", phrase.lower())
    for word in phrase.replace("’", "'").replace("-", " - ").replace("u.s.", "us").split():
        if word.endswith("'s") and len(word) > 2:
            out += [word[:-2], "'s"]
        else:
            out.append(word.replace(".", "") if "." in word and len(word) > 2 else word)
    return out


def _adjective(key: str) -> str:
    """The word that names a group by itself: "Baltic" of "Baltic members of NATO"."""
    word, _, rest = key.partition(" ")
    return word if rest == "members of NATO" and word not in ("EU", "Benelux") else ""


def _entries(context: Context) -> Iterator[tuple[str, str, str]]:
    for tag, cell in cues.CUES.items():
        yield from ((p, tag, "") for p in words.phrases(cell))
    yield from ((form, tag, "") for form, tag in verbs.entries())
    yield from ((phrase, "meet", "") for phrase in words.DONE)
    for cell in words.BOUNDS.values():
        yield from ((p, "bound", "") for p in words.phrases(cell))
    yield from ((p, "bound meet", "") for p in words.phrases(words.AT_LEAST_VERBS))
    yield from ((p, "break", "") for p in words.phrases(words.BREAKS))
    for why, cell in words.OUTSIDE.items():
        yield from ((p, "outside", why) for p in words.phrases(cell))
    yield from ((p, "foreign", p) for p in words.phrases(words.FOREIGN))
    for key, cell in words.MEMBERS.items():
        yield from ((p, "member", key) for p in words.phrases(cell))
    for key, cell in words.AGGREGATE_NAMES.items():
        yield from ((p, "aggregate", key) for p in words.phrases(cell))
    for group in context.groups:
        yield from ((n, "group", group.key) for n in group.names)
        if adjective := _adjective(group.key):
            yield adjective, "adjective", group.key
    for code, cell in words.ARMIES.items():
        yield from ((p, "ally forces", code) for p in words.phrases(cell))
    for ally in context.allies:
        yield from ((n, "ally", ally.code) for n in ally.names)
        yield from ((n, "ally demonym", ally.code) for n in ally.demonyms)
        yield from ((n, "ally government", ally.code) for n in ally.governments)
