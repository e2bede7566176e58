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
from etl.model import Beside, Claim, Edition, Finding, Release, editions_as_of

_COUNTED = ("target", "edition", "as_of", "year")


class Known(msgspec.Struct, frozen=True):
    """What an edition says of a statement: its value, and the codes of the allies that are counted."""

    edition: date
    value: float
    allies: tuple[str, ...]
    holds: bool
    estimate: bool


class JudgedClaim(msgspec.Struct, frozen=True):
    """A statement of the article and what it is worth by the tables.

    `as_known_then` is by the edition its author could have seen, `as_known_now` by the newest that tells;
    both are null where no table bears on it, and `reason` says why. `history` has one row an edition that
    has the year. `rule` is what the judgement is computed by. `beside` are figures that stand beside it.
    """

    id: str
    statement: str
    kind: str
    made_on: date
    judgement: str
    reason: str
    as_known_then: Known | None
    as_known_now: Known | None
    history: tuple[Finding, ...]
    rule: dict[str, Any]
    beside: tuple[Beside, ...]


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


def claims(release: Release, _: Found) -> list[JudgedClaim]:
    """Each statement with its judgement."""
    return [_judged(c) for c in release.claims]


def _judged(c: Claim) -> JudgedClaim:
    return JudgedClaim(
        id=c.id,
        statement=c.statement,
        kind=c.kind,
        made_on=c.made_on,
        judgement=c.judgement,
        reason=c.reason,
        as_known_then=_known(c.as_known_then),
        as_known_now=_known(c.as_known_now),
        history=c.history,
        rule=dict(c.rule),
        beside=c.beside,
    )


def _known(f: Finding | None) -> Known | None:
    return Known(f.edition, f.value, f.allies, f.holds, f.estimate) if f else None


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
