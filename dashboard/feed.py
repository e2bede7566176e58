"""`/feed.xml` (Atom, RFC 4287): an entry for each edition, each revision, and each judgement that changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlencode

import msgspec
from flask import Flask, Response

from dashboard import formatting as words
from dashboard.verdicts import VERDICTS
from dashboard.web.context import AppContext
from dashboard.web.responses import Answer
from etl.formats.about import LICENCE_NOTE
from etl.model import Claim, Edition, JudgementChange, Release, midnight
from etl.model.rules import CountRule

_ATOM = "http://www.w3.org/2005/Atom"
_TAG = "tag:two-percent,2024:"
"""What an entry is called for ever, wherever it is served from (RFC 4151)."""


class FeedEntry(msgspec.Struct, frozen=True):
    """One thing that happened: `address` is from the root, `updated` in UTC."""

    id: str
    title: str
    summary: str
    address: str
    updated: datetime


def register(app: Flask, context: AppContext) -> None:
    """Adds the feed to the application."""

    @app.get("/feed.xml")
    def feed() -> Response:
        root = context.root()
        return context.send(lambda r: Answer(atom(r, root), "application/atom+xml"), root)


def entries(release: Release) -> list[FeedEntry]:
    """Everything in the feed, newest first."""
    found = [*map(_edition, release.editions), *_revisions(release)]
    claims = (*release.claims, *release.statements)
    found += [_judged(claim, change) for claim in claims for change in claim.judgement_changes]
    return sorted(found, key=lambda e: (e.updated, e.id), reverse=True)


def atom(release: Release, root: str) -> bytes:
    """The feed as a document; `root` is where it is served from, without a last slash."""
    import xml.etree.ElementTree as ET

    def add(parent: ET.Element, name: str, text: str) -> None:
        ET.SubElement(parent, name).text = text

    found = entries(release)
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en-GB"})
    add(feed, "id", f"{_TAG}feed")
    add(feed, "title", "Two percent: editions, revisions and judgements")
    add(feed, "subtitle", "NATO’s tables of defence expenditure by edition.")
    add(feed, "rights", LICENCE_NOTE)
    add(feed, "updated", _stamp(found[0].updated if found else datetime.fromtimestamp(0, UTC)))
    add(ET.SubElement(feed, "author"), "name", "Two percent")
    ET.SubElement(feed, "link", rel="self", type="application/atom+xml", href=f"{root}/feed.xml")
    ET.SubElement(feed, "link", rel="alternate", type="text/html", href=f"{root}/")
    for entry in found:
        element = ET.SubElement(feed, "entry")
        add(element, "id", entry.id)
        add(element, "title", entry.title)
        add(element, "updated", _stamp(entry.updated))
        add(element, "published", _stamp(entry.updated))
        ET.SubElement(element, "link", rel="alternate", type="text/html", href=root + entry.address)
        add(element, "summary", entry.summary)
    ET.indent(feed, space=" ")
    text: str = ET.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _edition(edition: Edition) -> FeedEntry:
    priced = f" Constant prices of {edition.base_year}." if edition.base_year else ""
    missing = f" Missing here: {edition.missing.rstrip('.')}." if edition.missing else ""
    return FeedEntry(
        id=f"{_TAG}edition/{edition.id}",
        title=f"NATO’s edition of {words.day(edition.published)}: {edition.title}",
        summary=f"Available here: {edition.available.rstrip('.')}.{missing}{priced}",
        address=f"/?{urlencode({'edition': edition.id})}",
        updated=midnight(edition.published),
    )


def _revisions(release: Release) -> Iterator[FeedEntry]:
    for edition in release.editions:
        day = words.day(edition.published)
        for number, seen in enumerate(edition.changed, start=2):
            yield FeedEntry(
                id=f"{_TAG}edition/{edition.id}/revision/{number}",
                title=f"NATO changed its edition of {day} in place",
                summary=f"This is its state number {number}, first seen on {words.day(seen.date())}. "
                "The states before it are kept.",
                address=f"/?{urlencode({'edition': edition.id})}",
                updated=seen.astimezone(UTC),
            )


def _judged(claim: Claim, change: JudgementChange) -> FeedEntry:
    """A judgement that became another."""
    at = change.at.astimezone(UTC) if change.at else None
    was, now = VERDICTS[change.was].name, VERDICTS[change.now].name
    counted = (
        f" The count went from {change.value_before:g} to {change.value_after:g}."
        if isinstance(claim.rule, CountRule)
        else ""
    )
    return FeedEntry(
        id=f"{_TAG}claim/{claim.id}/{change.edition.isoformat()}{f'/{at:%Y-%m-%dT%H%M%S}' if at else ''}",
        title=f"Now “{now}”: {claim.short}",
        summary=f"“{claim.statement}” was judged “{was}”. By the edition of "
        f"{words.day(change.edition)}{', changed in place,' if at else ''} it is “{now}”.{counted}",
        address=f"/claims/{claim.id}",
        updated=at or midnight(change.edition),
    )


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
