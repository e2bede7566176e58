"""NATO's topic page: which editions it lists, by the names of the files that it links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urldefrag, urljoin, urlsplit

import msgspec

from etl.model import shown
from etl.sources.nato.names import (
    WORKBOOK_ENDS,
    FileName,
    file_name,
    is_likely,
    last_part,
    workbook_addresses,
)
from etl.sources.nato.tags import LONGEST, plain, tags

TOPIC = "https://www.nato.int/en/what-we-do/introduction-to-nato/defence-expenditures-and-natos-5-commitment"


class ListedEdition(msgspec.Struct):
    """An edition that the page lists: what its file's name says, the addresses linked, and their labels."""

    name: FileName
    links: dict[str, None] = msgspec.field(default_factory=dict)
    labels: dict[str, None] = msgspec.field(default_factory=dict)

    @property
    def candidates(self) -> tuple[str, ...]:
        """The addresses at which its workbook may be, in the order to ask them."""
        linked = [a for a in self.links if last_part(a).lower().endswith(WORKBOOK_ENDS)]
        beside = (address for link in self.links for address in workbook_addresses(link))
        return tuple(dict.fromkeys((*linked, *beside)))

    @property
    def odd_label(self) -> str:
        """A sentence where every label names another year than the file; '' where one does not."""
        named = [set(re.findall(r"\b20\d\d\b", label)) for label in self.labels]
        if not all(years and str(self.name.year) not in years for years in named):
            return ""
        return (
            f"the link labelled {shown(next(iter(self.labels)), 60)} points at {self.name.text}: "
            f"taken for {self.name.year}, as the file is named"
        )


MOST_LINKS = 5_000
"""Addresses that a page can have: more is no page of NATO's, which has some hundreds."""

_WORD = re.compile(r"[^\s\"'<>]+")
_FILE = re.compile(r".+\.(?:pdf|xlsx|xlsm)(?:[?;#].*)?", re.IGNORECASE)
"""A file that a page names elsewhere than in a link: in an attribute, in a script."""


def _join(base: str, href: str) -> str:
    """The absolute address without its fragment; '' for one that is not http(s) or is malformed."""
    try:
        address = urldefrag(urljoin(base, href.strip())).url
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def links_on(page: str, address: str) -> list[tuple[str, str]]:
    """What a page at `address` links, with labels, then files that it names elsewhere: MOST_LINKS at most.

    Addresses longer than any file's are passed over.
    """
    links: list[tuple[str, list[str]]] = []
    named: list[str] = []
    base, label = "", list[str]()
    for tag in tags(page):
        attributes = dict(tag.attributes)
        if tag.name == "base":
            base = base or _join(address, attributes.get("href", ""))
        if tag.name == "a":
            label = []
            if link := _join(base or address, attributes.pop("href", "")):
                links.append((link, label))
        if tag.name == "/a":
            label = []
        named += [value for value in attributes.values() if _WORD.fullmatch(value) and _FILE.fullmatch(value)]
        if tag.name == "script":
            named += _named_in(tag.text)
        else:
            label.append(plain(tag.text))
        if len(links) + len(named) >= MOST_LINKS:
            break
    labelled = [(link, " ".join("".join(words).split())) for link, words in links]
    elsewhere = (_join(base or address, name) for name in named)
    return [*labelled, *((link, "") for link in elsewhere if link)][:MOST_LINKS]


def _named_in(script: str) -> list[str]:
    """The files that a script names, each up to where its name ends."""
    words = (word for word in _WORD.findall(script.replace("\\/", "/")) if len(word) <= LONGEST)
    return [found[0] for word in words if (found := _FILE.match(word))]


def listed_in(links: Iterable[tuple[str, str]]) -> tuple[ListedEdition, ...]:
    """The editions among the links of a page, newest year first; links to one edition are one.

    A workbook that is linked itself is asked before those that may stand beside a PDF.
    """
    editions: list[ListedEdition] = []
    alike: dict[tuple[int, int], list[ListedEdition]] = {}
    for link, label in links:
        name = file_name(last_part(link))
        if name is None:
            continue
        others = alike.setdefault((name.year, name.number), [])
        edition = next((other for other in others if other.name.same_edition(name)), None)
        if edition is None:
            edition = ListedEdition(name)
            others.append(edition)
            editions.append(edition)
        # A name without a day is of the same edition as one with it, which says more.
        edition.name = edition.name if edition.name.day or not name.day else name
        edition.links[link] = edition.labels[label] = None
    return tuple(sorted(editions, key=lambda e: (e.name.year, str(e.name.day or "")), reverse=True))


def doubtful_in(links: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The names of the files among links that sound like an edition's and are not understood as one."""
    names = (last_part(link) for link, _ in links)
    return tuple(dict.fromkeys(name for name in names if is_likely(name)))
