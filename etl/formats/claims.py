"""Judged claims for programs: what `claims.json` has of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import msgspec

from etl.model import Claim, ClaimResult, RelatedFigure


class KnownResult(msgspec.Struct, frozen=True):
    """What an edition makes of a statement: its value, and the codes of the allies that are counted."""

    edition: date
    value: float
    allies: tuple[str, ...]
    holds: bool
    estimate: bool


class HistoryRow(msgspec.Struct, frozen=True):
    """What one edition makes of a statement; `came` and `left` compare the allies with the edition before."""

    edition: date
    value: float
    holds: bool
    estimate: bool
    allies: tuple[str, ...]
    came: tuple[str, ...]
    left: tuple[str, ...]
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
        as_known_then=_known(c.as_known_then),
        as_known_now=_known(c.as_known_now),
        history=tuple(map(_row, c.history)),
        rule=msgspec.to_builtins(c.rule) if c.rule else {},
        beside=c.beside,
        source=c.source,
    )


def _known(r: ClaimResult | None) -> KnownResult | None:
    return KnownResult(r.edition, r.value, r.allies, r.holds, r.estimate) if r else None


def _row(r: ClaimResult) -> HistoryRow:
    return HistoryRow(r.edition, r.value, r.holds, r.estimate, r.allies, r.added, r.removed, r.values)
