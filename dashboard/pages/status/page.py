"""`/status`: what is served and since when; what each of the last refreshes asked, found, and failed at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
from flask import Flask, Response

from dashboard import formatting as words
from dashboard.addresses import STATUS
from dashboard.operations.freshness import last_checked, moment
from dashboard.pages import Page
from dashboard.web.context import AppContext
from dashboard.web.release_cache import News
from dashboard.web.responses import Answer
from etl.model import Release

SHOWN = 20

OUTCOMES = {
    "published": ("published", "Published a new release"),
    "nothing new": ("quiet", "Nothing new"),
    "refused": ("refused", "Refused; the last good release stays"),
    "failed": ("failed", "Failed; the last good release stays"),
}


_SO = {"published": ": a new release", "nothing new": ": nothing new", "failed": "; the last refresh failed"}
"""How the newest run ended, after when the last check was."""


class RefreshRow(msgspec.Struct, frozen=True):
    """A refresh as it is shown: when (UTC), how it ended, what was asked, found, and failed, and how long."""

    day: str
    hour: str
    iso: str
    kind: str
    outcome: str
    asked: tuple[str, ...]
    found: tuple[str, ...]
    failed: tuple[str, ...]
    took: str


def register(app: Flask, context: AppContext) -> None:
    """Adds the page to the application."""

    @app.get(STATUS, endpoint=f"page {STATUS}")
    def view() -> Response:
        def answer(release: Release) -> Answer:
            cache = context.release_cache
            return context.render(release, build(release, cache.news(), cache.kind, datetime.now(UTC)))

        return context.send(answer, context.root(), context.checked())


def build(release: Release, news: News, kind: str, now: datetime) -> Page:
    """The page of a release and of what is known of its store."""
    title = _title(news, now)
    return Page(
        template="status.html",
        title=title,
        description=f"{title}. Latest edition: {words.day(release.latest_edition.published)}.",
        canonical=STATUS,
        section=STATUS,
        styles=("status",),
        script=False,
        context={
            "served": _served(release, news, kind),
            "rows": [row(run) for run in news.runs[:SHOWN]],
            "more": len(news.runs) > SHOWN,
            "shown": words.count(SHOWN),
            "trouble": news.trouble is not None,
        },
    )


def row(run: Mapping[str, Any]) -> RefreshRow:
    """One record as it is shown; what a record lacks is left out, never made up."""
    started = moment(run.get("started"))
    kind, outcome = OUTCOMES.get(str(run.get("outcome")), ("failed", str(run.get("outcome", "not recorded"))))
    return RefreshRow(
        day=words.short_day(started.date()) if started else "not recorded",
        hour=f"{started:%H:%M} UTC" if started else "",
        iso=f"{started:%Y-%m-%dT%H:%M:%SZ}" if started else "",
        kind=kind,
        outcome=outcome,
        asked=tuple(dict.fromkeys(map(_short, _lines(run.get("asked"))))),
        found=tuple(line for line in _lines(run.get("found")) if line != run.get("outcome")),
        failed=_lines(run.get("failed")),
        took=_took(run.get("seconds")),
    )


def _title(news: News, now: datetime) -> str:
    if news.check is None and not news.runs:
        return "Not updated yet: showing the data supplied with the software"
    if news.check is None and not news.of_nato:
        return "NATO’s page has not been asked yet"
    if news.check is None:
        return "NATO’s page has not been reached yet"
    newest = next((str(run.get("outcome")) for run in news.of_nato), "")
    return words.capital(last_checked(news.check, now)) + _SO.get(newest, "")


def _served(release: Release, news: News, kind: str) -> list[tuple[str, str]]:
    """What is served, as terms and what they are."""
    since = f"{words.day(news.since.date())}, {news.since:%H:%M} UTC" if news.since else "not recorded"
    editions = words.counted(len(release.editions), "edition")
    return [
        ("Release", release.id),
        ("Current since", since),
        ("Latest edition", words.day(release.latest_edition.published)),
        ("Contents", f"{editions}, {len(release.observations):,} figures"),
        ("Stored in", kind),
    ]


def _short(address: str) -> str:
    """An address as host and last part: enough to know it by, short enough for a table."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    last = parts.path.rstrip("/").rpartition("/")[2]
    return f"{parts.netloc} … {last}" if parts.netloc and last else parts.netloc or address


def _lines(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(map(str, value)) if isinstance(value, Sequence) else ()


def _took(seconds: object) -> str:
    if not isinstance(seconds, int | float):
        return "not recorded"
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds // 60)} min {int(seconds % 60)} s"
