"""What is said when an address cannot be answered: a page for a reader, a problem document for a program."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from difflib import get_close_matches

import msgspec
from flask import Request

from dashboard.pages.navigation import NAVIGATION
from dashboard.state import BadParameter, Pairs, own, question
from dashboard.state.parameter import SHOWN
from dashboard.web.responses import Answer
from etl.model import Release, once_per_release

TITLES = {
    400: "This address has a value we do not recognise",
    404: "Page not found",
    405: "This address only answers GET",
    406: "Not available in that form",
    409: "The release has changed",
    411: "How long the text is was not said",
    412: "Another state than yours",
    413: "Too long",
    416: "No such part",
    429: "Too many at once",
    500: "Something went wrong here",
    501: "Not available in that form",
    503: "Not ready yet",
}

DETAILS = {
    404: "No page, chart or file has this address. It may have been mistyped, or cut off in copying.",
    405: "Everything here is read only: it answers GET and HEAD.",
    411: "A text that is sent as a form has a Content-Length.",
    412: "What this address has is no longer what the request says it should be.",
    413: "A text that is sent as a form has at most 128 kB.",
    416: "The file is shorter than the part that was asked for.",
    429: "Too many texts are being sent at the moment. Try again in a few seconds.",
    500: "The fault has been noted. The figures are not affected by it.",
    501: "Only JSON is made here.",
    503: "The release cannot be read at the moment. It is tried again every few seconds.",
}


CROWDED_PICTURES = "Too many pictures are being drawn at once. Ask again in a few seconds, or take the SVG."
CROWDED_FILES = "Too many files are being read at once. Ask again in a few seconds."
NOT_DRAWN = "This picture cannot be drawn at the moment. Ask again in a few seconds, or take the SVG."
NOT_STORED = (
    "This file is made when a release is published, and is not stored yet. Ask again in a minute, or take "
    "the figures by edition, ally or year."
)


Near = tuple[tuple[str, str], ...]
"""Addresses and their names."""

_ALIKE = 0.72


def near(path: str, release: Release) -> Near:
    """Addresses and names of what may have been meant: pages spelt alike, and allies by code or name."""
    asked = path.strip("/").casefold()
    known, letters = _known(release), _letters(asked)
    # Of two words at most the shorter one is matched, and of it no letter that only one of the two has: most
    # words need no comparison.
    likely = [
        word
        for length, words in known.by_length.items()
        if 2 * min(length, len(asked)) >= (least := _ALIKE * (length + len(asked)))
        for word, own in words
        if 2 * (length - (own & ~letters).bit_count()) >= least
        and 2 * (len(asked) - (letters & ~own).bit_count()) >= least
    ]
    if not likely:
        return ()
    found = [known.links[word] for word in get_close_matches(asked, likely, n=4, cutoff=_ALIKE)]
    return tuple(dict.fromkeys(found))


def _letters(word: str) -> int:
    """A bit for each letter of a word. There are 64: two letters may share one, and count as the same."""
    bits = 0
    for letter in set(word):
        bits |= 1 << (ord(letter) & 63)
    return bits


class _Known(msgspec.Struct, frozen=True):
    """What each word of an address leads to, and the words of each length with their letters."""

    links: Mapping[str, tuple[str, str]]
    by_length: Mapping[int, list[tuple[str, int]]]


@once_per_release
def _known(release: Release) -> _Known:
    """Every word that an address may have been meant for."""
    links = {address.strip("/"): (address, name) for address, name in NAVIGATION}
    for ally in release.allies:
        for word in (ally.code, ally.name, *ally.aliases):
            links.setdefault(f"allies/{word.casefold()}", (f"/allies/{ally.code}", ally.name))
            links.setdefault(word.casefold(), (f"/allies/{ally.code}", ally.name))
    by_length: dict[int, list[tuple[str, int]]] = {}
    for word in links:
        by_length.setdefault(len(word), []).append((word, _letters(word)))
    return _Known(links, by_length)


_OF_PROGRAMS = re.compile(
    r"/((api|download|figures|_dash)/|oembed|favicon|CITATION\.cff|feed\.xml|releases\.json|search\.json"
    r"|robots\.txt|sitemap\.xml|healthz|readyz)"
)
"""What the addresses begin with that programs ask."""


def wants_document(path: str) -> bool:
    """Whether an address is one that programs ask."""
    return _OF_PROGRAMS.match(path) is not None


def without(address: str, pairs: Pairs, error: BadParameter) -> str:
    """An address without the value that it was rejected for, or without its parameter where it has others."""
    _, others = own(pairs, [error.name])
    remaining = [p for p in pairs if p in others or p[1][:SHOWN] != error.found]
    return address + question(remaining if len(remaining) < len(pairs) else others)


def document(request: Request, status: int, detail: str, better: str = "") -> Answer:
    """A problem document as RFC 9457 has it; `without` is the address that asks for the rest of the same."""
    body = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
        "instance": request.path,
    }
    if better:
        body["without"] = better
    return Answer(
        json.dumps(body, ensure_ascii=False).encode(), "application/problem+json", "no-store", status
    )
