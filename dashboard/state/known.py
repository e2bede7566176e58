"""What was known on a day: `as_of`, which every address takes and every link of its page carries."""

from __future__ import annotations

import re
from datetime import date
from html import escape, unescape
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from dashboard import formatting as words
from dashboard.addresses import OTHER, RELEASES, STATUS
from dashboard.state.address import State, known_pairs, question
from dashboard.state.appended import Pairs, own
from dashboard.state.parameter import BadParameter
from dashboard.state.parameters import AS_OF, EDITION
from etl.model import Release

_LINK = re.compile(r'\bhref="(/[^"]*)"')
_FORM = re.compile(r'(<form\b[^>]*\baction="/[^>]*>)(.*?)</form>', re.DOTALL)
_ELSEWHERE = ("/assets/", "/favicon", "/feed.xml", RELEASES, STATUS, OTHER, "/_dash")
"""Addresses that are the same on every day."""


class KnownOn(State, frozen=True):
    """The day whose knowledge is asked for; None: today."""

    as_of: Annotated[date | None, AS_OF]


def split(pairs: Pairs, release: Release) -> tuple[date | None, Pairs]:
    """The day that an address asks for, and its other parameters; an empty text asks for none.

    Raises BadParameter where it is no day.
    """
    days, rest = own(pairs, [AS_OF.name])
    return KnownOn.parse(days, release).as_of, rest


def some_edition(release: Release, whole: Release) -> None:
    """Raises BadParameter where a release as known on a day has no edition: nothing is to be shown then."""
    if release.known_on and not release.editions:
        first = words.day(whole.editions[0].published)
        takes = f"a day from {first} on: no earlier edition is available here"
        raise BadParameter(AS_OF.name, release.known_on.isoformat(), takes)


def carried(html: str, release: Release) -> str:
    """A page in which every link to an address of this site carries the day, the one back to today apart.

    That one has `rel="today"`. A form sends the day as a field: what it sends takes the place of any query.
    """

    def carry(found: re.Match[str]) -> str:
        address = unescape(found[1])
        before = html[max(0, found.start() - 12) : found.start()]
        if address.startswith(_ELSEWHERE) or before.endswith('rel="today" '):
            return found[0]
        return f'href="{escape(with_day(address, release))}"'

    def ask(found: re.Match[str]) -> str:
        if f'name="{AS_OF.name}"' in found[2]:
            return found[0]
        fields = (f'<input type="hidden" name="{n}" value="{t}">' for n, t in known_pairs(release))
        return f"{found[1]}{''.join(fields)}{found[2]}</form>"

    return _FORM.sub(ask, _LINK.sub(carry, html))


def with_day(address: str, release: Release) -> str:
    """An address from the root with the day of a release in its query; "" and one as known today stay."""
    if not address or release.known_on is None:
        return address
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if any(name == AS_OF.name for name, _ in pairs):
        return address
    query = question([*pairs, *known_pairs(release)]).removeprefix("?")
    return urlunsplit(parts._replace(query=query))


def pinned(address: str, release: Release) -> str:
    """An address that shows the same for good: as known on the day of the latest edition that it shows.

    Observations of every edition are asked for by the name of each, since a day alone gives each value once.
    """
    if not address or release.known_on or not release.editions:
        return with_day(address, release)
    pairs = [(AS_OF.name, release.latest_edition.id)]
    if address.startswith("/api/v1/observations.") and f"{EDITION.name}=" not in address:
        pairs = [*((EDITION.name, e.id) for e in release.editions), *pairs]
    more = question(pairs)
    return address + (more.replace("?", "&", 1) if "?" in address else more)


def ask_again(address: str) -> tuple[str, list[tuple[str, str]]] | None:
    """The path and the parameters of a page's address but for the day: what a form for another one sends.

    None where the page is the same on every day.
    """
    if address.startswith(_ELSEWHERE):
        return None
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    return parts.path or "/", [pair for pair in pairs if pair[0] != AS_OF.name]
