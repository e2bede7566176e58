"""A checked text for programs: what `check.json` has of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import msgspec

from etl.claims.outcomes import Outcome
from etl.formats.claims import of_attributes

if TYPE_CHECKING:
    from etl.claims.check import CheckedClaim, CheckedText
    from etl.claims.reading import Span

Stretch = Annotated[tuple[int, ...], msgspec.Meta(min_length=2, max_length=2)]
"""Two places in a text. Said as a list of a length: generators of clients do not read a list of places."""


class ObservationUsed(msgspec.Struct, frozen=True):
    """A figure that a judgement rests on; `cell` where it was read from a workbook, `origin` how else."""

    ally: str
    year: int
    indicator: str
    value: float
    unit: str
    estimate: bool
    table: str
    cell: str
    origin: str


class OutcomeRow(msgspec.Struct, frozen=True):
    """What one publication makes of a claim.

    `available` says whether its tables are here; `verdict` is holds, does not hold or cannot be told, and
    `why` says why where it cannot be told. `value` is the count, the figure, the place, the quotient, the
    change or the part, in the unit of its measure. `allies` are those counted or listed. `reported` is true
    where a count that the press reported settles it.
    """

    edition: date
    available: bool
    verdict: str
    why: str
    value: float | None
    estimate: bool
    allies: tuple[str, ...]
    reported: bool
    observations: tuple[ObservationUsed, ...]


class AssumptionMade(msgspec.Struct, frozen=True):
    """What a text left open: the key of the reading, what was taken, why, and what else it may be."""

    about: str
    taken: str
    because: str
    alternatives: tuple[str, ...]


class Missed(msgspec.Struct, frozen=True):
    """A stretch of the text that was not understood, and why; `span` are its first and last character, the
    last not included."""

    span: Stretch
    text: str
    why: str


class ClaimChecked(msgspec.Struct, frozen=True):
    """One part of a text: where it stands, how it was read, and what the publications make of it.

    `reading` has `measure`, `indicator`, `subjects`, `year`, and by measure `comparison`, `value`, `number`,
    `fraction`, `rank`, `within`, `target`, `target_comparison`, `year_from`, `of`, `factor`, `exhaustive`,
    `tolerance`; `within` is whether a place is that of the `rank` or one before it.
    `as_published` is by the publication of the day, null before the first; `by_edition` has that and every
    later one; `latest` is the newest that can be judged. `rule` is what the judgement is computed by, as a
    claim of an article has it; `words` is the finding as a sentence, `notes` are more.
    """

    span: Stretch
    text: str
    reading: Mapping[str, Any]
    assumptions: tuple[AssumptionMade, ...]
    judgement: str
    as_published: OutcomeRow | None
    by_edition: tuple[OutcomeRow, ...]
    latest: OutcomeRow | None
    words: str
    notes: tuple[str, ...]
    rule: Mapping[str, Any]


class CheckRecord(msgspec.Struct, frozen=True):
    """A text, the day it was said on, and its parts with what the tables make of them."""

    said_on: date
    claims: tuple[ClaimChecked, ...]
    not_understood: tuple[Missed, ...]


def check_document(checked: CheckedText) -> CheckRecord:
    """A checked text as `check.json` has it."""
    return CheckRecord(
        checked.said_on,
        tuple(map(_claim, checked.claims)),
        tuple(Missed(_span(m.span), m.text, m.why) for m in checked.not_understood),
    )


def _claim(claim: CheckedClaim) -> ClaimChecked:
    found = claim.outcomes
    return ClaimChecked(
        span=_span(claim.statement.span),
        text=claim.statement.text,
        reading=claim.reading,
        assumptions=of_attributes(claim.statement.assumptions, tuple[AssumptionMade, ...]),
        judgement=claim.judgement,
        as_published=_row(found.as_published) if found else None,
        by_edition=tuple(r for o in found.rows if (r := _row(o))) if found else (),
        latest=_row(found.latest) if found else None,
        words=claim.words,
        notes=claim.notes,
        rule=msgspec.to_builtins(claim.rule) if claim.rule else {},
    )


def _row(o: Outcome | None) -> OutcomeRow | None:
    if o is None:
        return None
    return OutcomeRow(
        edition=o.edition,
        available=o.available,
        verdict=o.result,
        why=o.why,
        value=o.value,
        estimate=bool(o.counted and o.counted.estimate),
        allies=o.counted.allies if o.counted else o.reported.allies if o.reported else (),
        reported=o.reported is not None,
        observations=of_attributes(o.observations, tuple[ObservationUsed, ...]),
    )


def _span(span: Span) -> tuple[int, int]:
    return span.start, span.end
