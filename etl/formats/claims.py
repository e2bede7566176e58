"""Judged claims for programs: what `claims.json` has of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

import msgspec

from etl.model import Claim, RelatedFigure


class KnownResult(msgspec.Struct, frozen=True):
    """What an edition makes of a statement: its value, and the codes of the allies that are counted."""

    edition: date
    value: float
    allies: tuple[str, ...]
    holds: bool
    estimate: bool


class HistoryRow(msgspec.Struct, frozen=True, rename={"added": "came", "removed": "left"}):
    """What one edition makes of a statement; `came` and `left` compare the allies with the edition before."""

    edition: date
    value: float
    holds: bool
    estimate: bool
    allies: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    values: Mapping[str, float]


class JudgedClaim(msgspec.Struct, frozen=True):
    """A statement of an article or on record, and what it is worth by the tables.

    `as_known_then` is by the edition its author could have seen, `as_known_now` by the latest that has it;
    both are null where no table bears on it, and `reason` says why. `history` has one row an edition that
    has the year. `rule` is what the judgement is computed by. `beside` are figures that are shown with it.
    `source` is the address of a statement on record, "" of one of an article.
    """

    id: str
    statement: str
    kind: str
    made_on: date
    judgement: str
    reason: str
    as_known_then: KnownResult | None
    as_known_now: KnownResult | None
    history: tuple[HistoryRow, ...]
    rule: dict[str, Any]
    beside: tuple[RelatedFigure, ...]
    source: str


of_attributes = partial(msgspec.convert, from_attributes=True)
"""A value as one of another type with the same attributes, or some of them."""


def judged_claims(claims: Iterable[Claim]) -> tuple[JudgedClaim, ...]:
    """Each claim as `claims.json` has it, in the order of the claims."""
    return tuple(_judged(c) for c in claims)


def _judged(c: Claim) -> JudgedClaim:
    return JudgedClaim(
        id=c.id,
        statement=c.statement,
        kind=c.kind,
        made_on=c.made_on,
        judgement=c.judgement,
        reason=c.reason,
        as_known_then=of_attributes(c.as_known_then, KnownResult | None),
        as_known_now=of_attributes(c.as_known_now, KnownResult | None),
        history=of_attributes(c.history, tuple[HistoryRow, ...]),
        rule=msgspec.to_builtins(c.rule) if c.rule else {},
        beside=c.beside,
        source=c.source,
    )
