"""NATO's topic page: which editions it lists, by the names of the files that it links."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from etl.fetch.names import WORKBOOK_ENDS, FileName, beside, file_name, last_part

TOPIC = "https://www.nato.int/en/what-we-do/introduction-to-nato/defence-expenditures-and-natos-5-commitment"


@dataclass(frozen=True, slots=True)
class Listed:
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
            f"the link labelled {self.label!r} points at {self.name.text}: taken for {self.name.year}, "
            "as the file is named"
        )


class _Links(HTMLParser):
    """The links of a page with their labels, in their order."""

    def __init__(self, address: str) -> None:
        super().__init__(convert_charrefs=True)
        self.base = address
        self.found: list[tuple[str, list[str]]] = []
        self.open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "base" and told.get("href"):
            self.base = _join(self.base, told["href"] or "") or self.base
        if tag == "a":
            address = _join(self.base, told.get("href") or "")
            self.open = bool(address)
            if address:
                self.found.append((address, []))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.open = False

    def handle_data(self, data: str) -> None:
        if self.open:
            self.found[-1][1].append(data)


def _join(base: str, href: str) -> str:
    """The absolute address without its fragment; '' for one that is not http(s) or is malformed."""
    try:
        address = urldefrag(urljoin(base, href.strip())).url
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def listed_on(page: str, address: str) -> tuple[Listed, ...]:
    """The editions that a page at `address` links, newest year first; links to one edition are one.

    A workbook that is linked itself is asked before those that may stand beside a PDF.
    """
    parser = _Links(address)
    parser.feed(page)
    parser.close()
    found: list[Listed] = []
    for link, words in parser.found:
        name = file_name(last_part(link))
        if name is None:
            continue
        entry = Listed(name, (link,), " ".join("".join(words).split()), beside(link))
        at = next((i for i, other in enumerate(found) if other.name.same_edition(name)), None)
        if at is None:
            found.append(entry)
        else:
            found[at] = _merged(found[at], entry)
    return tuple(sorted(found, key=lambda e: (e.name.year, str(e.name.day or "")), reverse=True))


def _merged(first: Listed, second: Listed) -> Listed:
    links = tuple(dict.fromkeys((*first.links, *second.links)))
    linked = [a for a in links if last_part(a).lower().endswith(WORKBOOK_ENDS)]
    candidates = tuple(dict.fromkeys((*linked, *first.candidates, *second.candidates)))
    # Of two labels, the one that fits the file; it is only told where none does.
    kept = second if first.odd_label and not second.odd_label else first
    name = first.name if first.name.day or not second.name.day else second.name
    return replace(kept, name=name, links=links, candidates=candidates)
