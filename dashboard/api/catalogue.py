"""What is known besides the figures: editions, allies, indicators, claims, and who meets a target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any

import msgspec

from dashboard import filters
from dashboard import state as view
from dashboard.api.endpoint import TYPES, Asked, Endpoint, rows_of
from dashboard.api.parameters import CACHE
from dashboard.web.responses import Answer
from etl.formats.claims import JudgedClaim, judged_claims
from etl.model import Edition, Release, editions_as_of

_COUNTED = ("target", "edition", "as_of", "year")


class CountOfAllies(msgspec.Struct, frozen=True):
    """Who meets a share of GDP in a year by an edition: codes, the highest share first.

    `n` is null where figures that NATO published are not in hand: then it is no count of the alliance.
    `not_in_hand` is published and has not reached us, `unpublished` was left blank by NATO; neither is
    below the target. `of` are the members at the end of the year.
    """

    edition: date
    year: int
    target: float
    n: int | None
    of: int
    meeting: tuple[str, ...]
    not_meeting: tuple[str, ...]
    not_in_hand: tuple[str, ...]
    unpublished: tuple[str, ...]
    estimate: bool


def endpoints() -> tuple[Endpoint, ...]:
    """The addresses of this module."""
    return (
        _endpoint("editions", "The editions of NATO's tables, oldest first", ("as_of",), "Edition", editions),
        _endpoint("allies", "The members of the alliance", (), "Ally", lambda r, _: r.allies),
        _endpoint("indicators", "The code book", (), "Indicator", lambda r, _: r.indicators),
        _endpoint("claims", "The statements of the article, judged", (), "JudgedClaim", claims),
        _endpoint("counts", "Who meets a target, by edition and year", _COUNTED, "CountOfAllies", counts),
    )


Found = dict[str, list[str]]


def _endpoint(
    name: str, summary: str, takes: tuple[str, ...], component: str, rows: Callable[[Release, Found], Any]
) -> Endpoint:
    def answer(release: Release, asked: Asked) -> Answer:
        given = view.given(asked.pairs, takes, repeat=("edition", "year"))
        headers = {"X-Release": release.id, "X-Edition": release.in_force.id}
        return Answer(msgspec.json.encode(rows(release, given)), TYPES["json"], CACHE, headers=headers)

    return Endpoint(f"/api/v1/{name}.json", summary, takes, TYPES["json"], rows_of(component), answer)


def editions(release: Release, given: Found) -> list[dict[str, Any]]:
    """Each edition with its key; with `as_of`, those published by that day."""
    shown = release.editions
    if "as_of" in given:
        shown = editions_as_of(shown, filters.day(given["as_of"][0]))
    return [{"edition": e.id, **asdict(e)} for e in shown]


def claims(release: Release, _: Found) -> tuple[JudgedClaim, ...]:
    """Each statement with its judgement."""
    return judged_claims(release.claims)


def counts(release: Release, given: Found) -> list[CountOfAllies]:
    """One row an edition and year, in their order."""
    chosen = filters.parse([(n, t) for n, texts in given.items() if n != "target" for t in texts], release)
    line = view.target(given["target"][0]) if "target" in given else 2.0
    shown: tuple[Edition, ...] = release.editions
    if chosen.as_of:
        shown = editions_as_of(shown, chosen.as_of)[-1:]
    elif chosen.editions:
        shown = tuple(e for e in shown if e.published in chosen.editions)
    return [
        _count(release, e.published, year, line)
        for e in shown
        for year in release.years(e.published)
        if not chosen.years or year in chosen.years
    ]


def _count(release: Release, edition: date, year: int, line: float) -> CountOfAllies:
    c = release.count(edition, year, line)
    return CountOfAllies(**{**asdict(c), "n": c.n if c.whole else None})
