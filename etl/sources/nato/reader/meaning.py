"""What the words above NATO's figures mean: the measure, its prices, its scale, its currency.

Words must be of a closed vocabulary. A text says what the terms in it say; one with a word that is not in
the vocabulary is understood in part, and whoever reads it decides what that is worth.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import msgspec

from etl.sources.nato.reader.words import plain

_VOCABULARY: Mapping[str, str] = {
    "spending": """defence expenditure; defence expenditures; defence spending; expenditure on defence;
        expenditures on defence; spending on defence; military expenditure; military expenditures;
        military spending""",
    "core": "core",
    "gdp": "gdp; gross domestic product",
    "real": "real; in real terms",
    "change": "change; changes; growth; rate of change; rate of growth; growth rate",
    "share": "share; shares; ratio; ratios; proportion; fraction; fractions",
    "percent": "%; percent; per cent; percentage; percentages; pct",
    "per head": "per capita; per head; per head of population; per inhabitant; per person",
    "prices": "prices; price",
    "current": "current",
    "constant": "constant",
    "rates": "exchange rates; exchange rate",
    "distribution": """distribution; breakdown; composition; by category; by main category; by categories;
        by main categories; by main category of expenditure; main categories""",
    "equipment": "equipment; major equipment",
    "personnel": "personnel",
    "infrastructure": "infrastructure",
    "other": "other",
    "soldiers": """military personnel; armed forces; armed forces personnel; personnel of armed forces;
        strength of armed forces; military manpower""",
    "thousand": "thousand; thousands; '000; 000; 000s",
    "million": "million; millions; mn; mln",
    "billion": "billion; billions; bn; thousand million; thousand millions; thousands of millions",
    "trillion": "trillion; trillions; million million",
    "dollars": "us dollars; us dollar; usd; us$; united states dollars",
    "national": """national currency; national currencies; national currency unit; national currency units;
        units of national currency; units of national currencies; local currency; local currencies""",
    "persons": "persons; number of persons; number; headcount; individuals",
    "": """the; of; in; as; a; an; and; by; on; at; for; to; based; total; unit; units; nato; country;
        countries; ally; allies; member; members; annual; yearly; year on year; on the previous year;
        over the previous year; expenditure; expenditures; spending; e; estimate; estimates; continued; cont;
        currency unit; currency units; currency; main; table""",
}
_TERMS = {
    tuple(phrase.split()): term
    for term, phrases in _VOCABULARY.items()
    for phrase in " ".join(phrases.split()).split("; ")
}
_LONGEST = max(map(len, _TERMS))
_TOKEN = re.compile(r"us\s?\$|%|'000\b|\d+(?:\.\d+)?|[^\W\d_]+|[$€£¥+&=<>°#]")
_FOOTNOTE = re.compile(r"\((?:[a-df-z]|\d{1,2})\)", re.ASCII)
_SPELLED = (("defense", "defence"), ("u.s.", "us"), ("u. s.", "us"), ("’", "'"), ("us $", "us$"))
SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
"""Powers of ten by the term that says them."""


class Meaning(msgspec.Struct, frozen=True):
    """The terms that a text says, the years it names, and the words that are not understood."""

    terms: frozenset[str] = frozenset()
    years: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()

    def says(self, *terms: str) -> bool:
        """Whether any of the terms is said."""
        return not self.terms.isdisjoint(terms)

    @property
    def base(self) -> tuple[int, ...]:
        """The years of constant prices that are named: "2015 prices", "2010 US dollars"."""
        return self.years if self.says("prices", "constant") or self.terms >= {"dollars", "per head"} else ()

    @property
    def scales(self) -> frozenset[str]:
        """The scales that are named; two are a contradiction."""
        return self.terms & SCALES.keys()


@lru_cache(maxsize=1024)
def meaning_of(text: str) -> Meaning:
    """What a text means, term by term, the longest terms first."""
    bare = plain(text).casefold()
    for spelled, usual in _SPELLED:
        bare = bare.replace(spelled, usual)
    tokens = _TOKEN.findall(_FOOTNOTE.sub(" ", bare))
    terms: set[str] = set()
    years: list[int] = []
    unknown: list[str] = []
    at = 0
    while at < len(tokens):
        for length in range(min(_LONGEST, len(tokens) - at), 0, -1):
            term = _TERMS.get(tuple(tokens[at : at + length]))
            if term is not None:
                terms.add(term)
                at += length
                break
        else:
            token = tokens[at]
            if len(token) == 4 and token.isascii() and token.isdigit() and 1949 <= int(token) <= 2099:
                years.append(int(token))
            else:
                unknown.append(token)
            at += 1
    return Meaning(frozenset(terms - {""}), tuple(years), tuple(unknown))


def together(*meanings: Meaning) -> Meaning:
    """What several texts say together."""
    return Meaning(
        frozenset().union(*(m.terms for m in meanings)),
        tuple(year for m in meanings for year in m.years),
        tuple(word for m in meanings for word in m.unknown),
    )
