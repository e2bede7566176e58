"""Find NATO's editions on its topic page and fetch the workbook of each, with care for the server and for us.

    listed = editions_listed(client, TOPIC)          # by the names of the files
    found = workbook_of(client, listed[0], known)    # a new file, the one we have, or only a PDF

Everything goes through a `Client`, whose `Limits` bound time, size, redirects and attempts. The ETag and
Last-Modified of a stored file make the next question a conditional one, so that a look that finds
nothing new costs NATO's server a few headers.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from etl.model import Rejected
from etl.sources.fetched import FetchFailed, HttpResponse, NotThere
from etl.sources.nato.names import last_part, version_of
from etl.sources.nato.sniff import is_page, not_a_workbook
from etl.sources.nato.topic import MOST_LINKS, TOPIC, ListedEdition, doubtful_in, links_on, listed_in

if TYPE_CHECKING:
    from etl.sources.http import Client

_WORKBOOKS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, */*;q=0.5"


MOST_EDITIONS = 100
"""Editions that a page can list: more is no page of NATO's, which lists 24 since 2014."""

MOST_ADDRESSES = 100
"""Addresses at which the workbook of one edition can be: NATO's page leads to two or three."""

LONGEST_PAGE = 1_000_000
"""Characters of a page that can be NATO's."""


class Fetched(msgspec.Struct, frozen=True):
    """An edition's workbook: the answer; where it is `still` what is ingested, the answer has no body.

    `instead` says why a later version of it, which the page links too, could not be had.
    """

    listed: ListedEdition
    asked: str
    answer: HttpResponse
    still: bool = False
    instead: tuple[FetchFailed | Rejected, ...] = ()

    @property
    def name(self) -> str:
        """The file's name."""
        return last_part(self.asked)


class TopicPage(msgspec.Struct, frozen=True):
    """What the topic page lists: the editions, newest first, and files whose names only sound like one's."""

    editions: tuple[ListedEdition, ...]
    doubtful: tuple[str, ...]


def editions_listed(client: Client, address: str = TOPIC) -> TopicPage:
    """What the topic page lists, at least one edition.

    Raises FetchFailed where the page cannot be had, or is not a page that lists editions.
    """
    answer = client.get(address, accept="text/html, */*;q=0.5")
    text = _text(answer)

    def expect(holds: bool, expected: str, found: str) -> None:
        if not holds:
            raise FetchFailed(address, f"expected {expected}, found {found}")

    expect(is_page(text) or "<a" in text.lower(), "the topic page", "something that is not HTML")
    expect(len(text) <= LONGEST_PAGE, f"a page of at most {LONGEST_PAGE} characters", str(len(text)))
    links = links_on(text, answer.address)
    expect(len(links) < MOST_LINKS, f"fewer than {MOST_LINKS} addresses on the page", str(len(links)))
    found = listed_in(links)
    expect(bool(found), "links to the editions (def-exp-2026-en.pdf and the like)", "none on the page")
    expect(len(found) <= MOST_EDITIONS, f"at most {MOST_EDITIONS} editions on the page", str(len(found)))
    for edition in found:
        n = len(edition.candidates)
        expect(n <= MOST_ADDRESSES, f"at most {MOST_ADDRESSES} addresses of {edition.name.stem}", str(n))
    return TopicPage(found, doubtful_in(links)[:MOST_EDITIONS])


def _text(answer: HttpResponse) -> str:
    """The page in the encoding that it states, or by its byte order mark."""
    stated = answer.headers.get("content-type", "").lower().partition("charset=")[2].strip(" \"';")
    if answer.body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        stated = "utf-16"
    try:
        return answer.body.decode(stated or "utf-8", errors="replace")
    except (LookupError, ValueError):
        # An encoding that Python does not have, or that is none of a text.
        return answer.body.decode("utf-8", errors="replace")


def workbook_of(
    client: Client, listed: ListedEdition, known: Mapping[str, Mapping[str, str]]
) -> Fetched | None:
    """The workbook of an edition; None where there is only a PDF.

    `known` has, by address, the headers that came with what is ingested: they make the question conditional.
    A version that is ingested gives way to no earlier one, even where it cannot be fetched at the moment.
    Raises Rejected where something else stands in its place, FetchFailed where it cannot be had.
    """
    # A later version first; else the address that gave it before, the others only if it is gone from there.
    candidates = sorted(listed.candidates, key=lambda a: (-version_of(a), a not in known))
    instead: list[FetchFailed | Rejected] = []
    least = 0
    for address in candidates:
        have, headers = address in known, known.get(address, {})
        if version_of(address) < least:
            break
        try:
            etag, modified = headers.get("etag", ""), headers.get("last-modified", "")
            answer = client.get(address, etag=etag, last_modified=modified, accept=_WORKBOOKS)
        except NotThere as error:
            if have:
                least = version_of(address)
                instead += [error] if address in listed.links else []
            continue
        except FetchFailed as error:
            instead.append(error)
            # An earlier version that is linked may be had, unless we have this one, which it would take back.
            if have or all(version_of(link) >= version_of(address) for link in listed.links):
                break
            continue
        if have and not answer.changed:
            return Fetched(listed, address, answer, True, tuple(instead))
        if found := not_a_workbook(answer.body):
            instead.append(Rejected(address, expected="an Excel workbook (.xlsx)", found=found))
            continue
        return Fetched(listed, address, answer, instead=tuple(instead))
    if instead:
        raise instead[0]
    return None
