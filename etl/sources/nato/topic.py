"""NATO's topic page: which editions it lists, by the names of the files that it links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from etl.model import shown
from etl.sources.nato.names import (
    WORKBOOK_ENDS,
    FileName,
    file_name,
    is_likely,
    last_part,
    workbook_addresses,
)

TOPIC = "https://www.nato.int/en/what-we-do/introduction-to-nato/defence-expenditures-and-natos-5-commitment"


@dataclass(frozen=True, slots=True)
class ListedEdition:
    """An edition that the page lists: what its file's name says, the addresses linked, the label for a note.

    `candidates` are the addresses at which its workbook may be, in the order to ask them.
    """

    name: FileName
    links: tuple[str, ...]
    label: str
    candidates: tuple[str, ...]

    @property
    def odd_label(self) -> str:
        """A sentence where the label names another year than the file; '' where it does not."""
        years = set(re.findall(r"\b20\d\d\b", self.label))
        if not years or str(self.name.year) in years:
            return ""
        return (
            f"the link labelled {shown(self.label, 60)} points at {self.name.text}: "
            f"taken for {self.name.year}, as the file is named"
        )


_FILE = re.compile(r"[^\s\"'<>]+\.(?:pdf|xlsx|xlsm)(?:[?;#][^\s\"'<>]*)?", re.IGNORECASE)
"""A file that a page names elsewhere than in a link: in an attribute, in a script."""


class _Links(HTMLParser):
    """The links of a page with their labels, in their order; then the files that it names elsewhere."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = address
        self.links: list[tuple[str, list[str]]] = []
        self.named: list[str] = []
        self.open = self.script = False

    @property
    def found(self) -> list[tuple[str, str]]:
        """Addresses with their labels."""
        labelled = [(address, " ".join("".join(words).split())) for address, words in self.links]
        elsewhere = (_join(self.base, name) for name in self.named)
        return [*labelled, *((address, "") for address in elsewhere if address)]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "base" and attributes.get("href"):
            self.base = _join(self.base, attributes["href"] or "") or self.base
        self.script = tag == "script"
        if tag == "a":
            address = _join(self.base, attributes.pop("href", "") or "")
            self.open = bool(address)
            if address:
                self.links.append((address, []))
        self.named += [v.strip() for v in attributes.values() if v and _FILE.fullmatch(v.strip())]

    def handle_endtag(self, tag: str) -> None:
        self.script = False
        if tag == "a":
            self.open = False

    def handle_data(self, data: str) -> None:
        if self.script:
            self.named += _FILE.findall(data.replace("\\/", "/"))
        elif self.open:
            self.links[-1][1].append(data)


def _join(base: str, href: str) -> str:
    """The absolute address without its fragment; '' for one that is not http(s) or is malformed."""
    try:
        address = urldefrag(urljoin(base, href.strip())).url
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def links_on(page: str, address: str) -> list[tuple[str, str]]:
    """What a page at `address` links or names elsewhere: addresses with their labels."""
    parser = _Links(address)
    parser.feed(page)
    parser.close()
    return parser.found


def listed_in(links: Iterable[tuple[str, str]]) -> tuple[ListedEdition, ...]:
    """The editions among the links of a page, newest year first; links to one edition are one.

    A workbook that is linked itself is asked before those that may stand beside a PDF.
    """
    found: list[ListedEdition] = []
    for link, label in links:
        name = file_name(last_part(link))
        if name is None:
            continue
        entry = ListedEdition(name, (link,), label, workbook_addresses(link))
        at = next((i for i, other in enumerate(found) if other.name.same_edition(name)), None)
        if at is None:
            found.append(entry)
        else:
            found[at] = _merged(found[at], entry)
    return tuple(sorted(found, key=lambda e: (e.name.year, str(e.name.day or "")), reverse=True))


def doubtful_in(links: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The names of the files among links that sound like an edition's and are not understood as one."""
    names = (last_part(link) for link, _ in links)
    return tuple(dict.fromkeys(name for name in names if is_likely(name)))


def _merged(first: ListedEdition, second: ListedEdition) -> ListedEdition:
    links = tuple(dict.fromkeys((*first.links, *second.links)))
    linked = [a for a in links if last_part(a).lower().endswith(WORKBOOK_ENDS)]
    candidates = tuple(dict.fromkeys((*linked, *first.candidates, *second.candidates)))
    # Of two labels, the one that fits the file; it is only named where none does.
    better = second if first.odd_label and not second.odd_label else first
    name = first.name if first.name.day or not second.name.day else second.name
    return replace(better, name=name, links=links, candidates=candidates)
