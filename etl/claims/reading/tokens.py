"""A text as tokens, and the tokens as sentences. Linear in the length of the text."""

from __future__ import annotations

import re

import msgspec


class Token(msgspec.Struct, frozen=True):
    """A word, number or sign: `word` in lower case with plain apostrophes, and its place in the text."""

    word: str
    start: int
    end: int
    capital: bool = False


_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,6}(?!\w)"  # U.S.
    r"|[0-9]{1,3}(?:,[0-9]{3}){1,4}(?:\.[0-9]{1,9})?(?!,?[0-9])|[0-9]{1,15}(?:\.[0-9]{1,9})?|\.[0-9]{1,9}"
    r"|['’]s\b|[^\W\d_]{1,60}(?:['’](?!s\b)[^\W\d_]{1,10})?"
    r"|\.{2,}|\n\s*\n|\n|[^\w\s]"
)
_ENDS = {".", "!", "?", "…", "\n", "\n\n"}
LONGEST_SENTENCE = 90
"""Tokens in a sentence; what is longer is read in pieces of so many, so that time is linear in the text."""
_ABBREVIATIONS = {
    "mr",
    "mrs",
    "ms",
    "dr",
    "gen",
    "sen",
    "rep",
    "vs",
    "approx",
    "ca",
    "no",
    "st",
    "jan",
    "feb",
    "incl",
    "excl",
    "est",
    "pct",
    "bn",
}

_UNITS = {"bn", "pct"}
_GOES_ON = {"usd", "us", "eur", "gbp", "dollars", "euros", "gdp", "all"}
"""What a unit with a point may go on with: "$98 bn. Germany" are two sentences, "98 bn. USD" is one, and "the
US: $968 bn. All others: $507 bn" too."""


def set_of(words: str) -> frozenset[str]:
    """The words of a list that is written with spaces."""
    return frozenset(words.split())


_WITHOUT_APOSTROPHE = {
    f"{verb}nt": f"{verb}n't"
    for verb in set_of("do does did is are was were has have had would could should must ca")
}
"""How negated verbs are typed in a hurry: "dont"."""


def tokenize(text: str) -> list[Token]:
    """The tokens of a text, in order; what is neither word, number nor sign is passed over."""
    found = []
    for match in _TOKEN.finditer(text):
        raw = match[0]
        word = "\n" if raw.isspace() else raw.lower().replace("’", "'")
        if word == "\n" and "\n" in raw.strip(" \t") and raw.count("\n") > 1:
            word = "\n\n"
        if word in _WITHOUT_APOSTROPHE:
            word = _WITHOUT_APOSTROPHE[word]
        if len(word) > 2 and word[1] == "." and word[0].isalpha():
            word = word.replace(".", "")
        found.append(Token(word, match.start(), match.end(), raw[:1].isupper() and raw[1:2] != "'"))
    return found


def sentences(tokens: list[Token], text: str) -> list[list[Token]]:
    """The tokens of each sentence, with its closing sign."""
    found: list[list[Token]] = []
    current: list[Token] = []
    for i, token in enumerate(tokens):
        current.append(token)
        if len(current) == LONGEST_SENTENCE or (token.word in _ENDS and _closes(tokens, i, text)):
            found.append(current)
            current = []
    if current:
        found.append(current)
    return [s for s in found if any(c.isalnum() for t in s for c in t.word)]


def _closes(tokens: list[Token], i: int, text: str) -> bool:
    token = tokens[i]
    if token.word == "\n\n":
        return True
    if token.word == "\n":  # a line that goes on is one sentence; a headline above a text is its own
        return i + 1 == len(tokens) or tokens[i + 1].capital
    if token.word == "." and i and tokens[i - 1].word in _ABBREVIATIONS:
        following = tokens[i + 1 : i + 2]
        return tokens[i - 1].word in _UNITS and any(t.capital and t.word not in _GOES_ON for t in following)
    after = text[token.end : token.end + 1]
    return not after or after.isspace() or after in "\"'”’»)]"
