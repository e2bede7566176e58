"""What the search finds: allies by any of their names, figures, groups, pages, measures, years, editions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

import msgspec

from dashboard import formatting as words
from dashboard.addresses import STATUS
from dashboard.pages.navigation import ALSO, navigation
from dashboard.state import question
from etl.model import SHARE_OF_GDP, Release, once_per_release
from etl.model.cached import cached_property

MOST = 12
"""Results at most."""
MOST_FIGURES = 3
"""How many allies are shown with the figure of a year, or as named in a text, at most."""

_OF_A_SHARE = frozenset(
    {"share", "gdp", "of", "defence", "defense", "spending", "spends", "in", "for", "%", "percent"}
)
"""Words that a figure is asked for with, besides an ally and a year."""


class SearchEntry(msgspec.Struct, frozen=True, dict=True):
    """One address that can be found: its name, what kind of thing it is, and the other names it goes by."""

    name: str
    kind: str
    address: str
    names: tuple[str, ...] = ()

    @cached_property
    def spelt(self) -> tuple[str, ...]:
        """Its names without what spelling may differ in, each once."""
        return tuple(dict.fromkeys(spelt(n) for n in (self.name, *self.names) if n))


def spelt(text: str) -> str:
    """A text without what spelling may differ in: case, accents, points and hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    # Letters that Unicode does not take apart.
    plain = plain.casefold().translate({ord("ı"): "i", ord("ø"): "o", ord("ł"): "l", ord("đ"): "d"})
    plain = plain.replace(".", "").replace("'", "").replace("’", "")
    return " ".join("".join(c if c.isalnum() or c == "%" else " " for c in plain).split())


@once_per_release
def allies(release: Release) -> tuple[SearchEntry, ...]:
    """Every ally, by its names, those of its people and its capital, and its codes."""
    others = {a.code: (*a.names, *a.demonyms, *a.governments) for a in release.names}
    return tuple(
        SearchEntry(a.name, "ally", f"/allies/{a.code}", (a.code, *a.aliases, *others.get(a.code, ())))
        for a in release.allies
    )


@once_per_release
def entries(release: Release) -> tuple[SearchEntry, ...]:
    """Everything that can be found: allies, pages, editions, measures, years."""
    found = list(allies(release))
    (front, front_name), *others = navigation(release)
    article = [text for a in release.articles[:1] for text in (a.title, a.about)]
    found.append(SearchEntry(front_name, "page", front, (*ALSO[front], *article)))
    found += [SearchEntry(name, "page", address, ALSO.get(address, ())) for address, name in others]
    found.append(SearchEntry("Updates", "page", STATUS, ALSO[STATUS]))
    found += _groups(release)
    for edition in reversed(release.editions):
        whole = release.whole_years(edition.published)
        pairs = [("edition", edition.id), *([("year", str(whole[-1]))] if whole else [])]
        names = (f"edition {words.day(edition.published)}", edition.id, *map(str, edition.former_days))
        name = f"Edition of {words.day(edition.published)}"
        found.append(SearchEntry(name, "edition", "/" + question(pairs), names))
    for indicator in release.indicators:
        address = "/explore" + question([("indicator", indicator.id)])
        names = (indicator.id.replace("_", " "), f"table {indicator.table}")
        found.append(SearchEntry(indicator.title, "measure", address, names))
    for year in reversed(release.share_years):
        found.append(SearchEntry(f"{year}: allies by share of GDP", "year", f"/?year={year}", (str(year),)))
    return tuple(found)


def _groups(release: Release) -> Iterator[SearchEntry]:
    """Every group that NATO's tables do not name, as its members of the latest year beside one another."""
    for group in release.groups:
        codes = release.members_of(group.key, release.share_years[-1]) or ()
        pairs = [("ally", code) for code in codes if release.ally[code].armed_forces]
        if pairs:
            yield SearchEntry(group.names[0], "group", "/explore" + question(pairs), group.names[1:])


def _figures(release: Release, asked: str) -> Iterator[SearchEntry]:
    """The shares of GDP of the allies that a text names beside one year: "Spain 2025"."""
    sought = [w for w in asked.split() if w not in _OF_A_SHARE]
    years = {w for w in sought if w.isdecimal() and int(w) in release.share_years}
    names = [w for w in sought if w not in years]
    if len(years) != 1 or not names:
        return
    year = int(years.pop())
    fits = [(_rank(" ".join(names), entry), entry) for entry in allies(release)]
    for _, entry in sorted((f for f in fits if f[0][0] == len(names)), key=lambda f: -f[0][1])[:MOST_FIGURES]:
        code = entry.address.rpartition("/")[2]
        blocks = (release.block(e.published, SHARE_OF_GDP, year) for e in reversed(release.editions))
        if own := next((block[code] for block in blocks if code in block), None):
            said = words.share_of_gdp(own.value, own.estimate)
            name = f"{entry.name} {year}: {said}, edition of {words.day(own.edition)}"
            yield SearchEntry(name, "figure", entry.address + question([("year", str(year))]))


def find(release: Release, text: str) -> list[SearchEntry]:
    """The entries that a text asks for, best first: every word of it begins a word of one of their names.

    Where none has all its words, those with the most of them; where none has any, those spelt alike. An ally
    beside a year is answered with its figure first.
    """
    asked = spelt(text)
    if not asked:
        return []
    everything = entries(release)
    ranked = [(_rank(asked, entry), i) for i, entry in enumerate(everything)]
    best = max(rank[0] for rank, _ in ranked)
    if best:
        found = sorted((-rank[0], -rank[1], i) for rank, i in ranked if rank[0] == best)
        return [*_figures(release, asked), *(everything[i] for *_, i in found)][:MOST]
    by_name: Mapping[str, SearchEntry] = {
        name: entry for entry in reversed(everything) for name in entry.spelt
    }
    near = get_close_matches(asked, by_name, n=MOST, cutoff=0.72)
    return list(dict.fromkeys(by_name[name] for name in near))


def named(release: Release, text: str) -> list[SearchEntry]:
    """The allies that a text names, in the order of their names, three at most; a name of two or three
    letters only where it stands in capitals ("US", not "us")."""
    said = f" {spelt(text)} "
    capitals = set(re.findall(r"\b[A-Z]{2,3}\b", text.replace(".", "")))
    found = [
        entry
        for entry in allies(release)
        if any(f" {n} " in said and (len(n) > 3 or n.upper() in capitals) for n in entry.spelt)
    ]
    return found[:MOST_FIGURES]


def _rank(asked: str, entry: SearchEntry) -> tuple[int, int]:
    """How many of the words that are asked begin a word of an entry's name, and how well the name fits.

    3: it is the name; 2: the name begins with it; 1: its first word is one of the name.
    """
    best = (0, 0)
    for name in entry.spelt:
        has = name.split()
        hits = sum(any(word.startswith(a) for word in has) for a in asked.split())
        fit = 3 if name == asked else 2 if name.startswith(asked) else int(asked.split()[0] in has)
        best = max(best, (hits, fit))
    return best
