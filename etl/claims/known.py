"""A release as it was known on a day: the editions published by then, and what follows from them. Pure."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from etl.claims.judging import ClaimSpec, RelatedFigureSpec, judge
from etl.model import Claim, Observation, Release, editions_as_of, once_per_release


def known_on(release: Release, day: date) -> Release:
    """The release by the editions published on or before `day`, judged by these; later ones are not in it.

    Of the statements on record it has those made by then. An edition that NATO changed in place is in its
    latest state. Members, measures and targets are those of the whole release. It may have no edition at all.
    """
    editions = editions_as_of(release.editions, day)
    days = {e.published for e in editions}
    known = replace(
        release,
        known_on=day,
        editions=editions,
        observations=tuple(f for f in release.observations if f.edition in days),
        reported_counts=tuple(c for c in release.reported_counts if c.published <= day),
        publications=tuple(p for p in release.publications if p.published <= day),
    )
    return replace(
        known,
        claims=tuple(_known(c, known, day) for c in release.claims),
        statements=tuple(_known(c, known, day) for c in release.statements if c.made_on <= day),
    )


def _known(claim: Claim, known: Release, day: date) -> Claim:
    """The claim judged by the editions known; its changes are those until then."""
    spec = ClaimSpec(
        id=claim.id,
        statement=claim.statement,
        short=claim.short,
        kind=claim.kind,
        made_on=claim.made_on,
        rule=claim.rule,
        beside=tuple(
            RelatedFigureSpec(b.label, b.indicator, b.year, b.ally, b.of) for b in claim.beside if b.indicator
        ),
        view=claim.view,
        reason=claim.reason,
        source=claim.source,
    )
    changes = tuple(
        c for c in claim.judgement_changes if c.edition <= day and (c.at is None or c.at.date() <= day)
    )
    return replace(judge(spec, known), judgement_changes=changes)


@once_per_release
def by_observation(release: Release) -> Release:
    """The release with one figure for each ally, year and indicator: of the newest edition that has it."""
    newest: dict[tuple[str, int, str], date] = {}
    for f in release.observations:  # the editions are in order, the oldest first
        newest[f.ally, f.year, f.indicator] = f.edition

    def latest(f: Observation) -> bool:
        return newest[f.ally, f.year, f.indicator] == f.edition

    return replace(release, observations=tuple(filter(latest, release.observations)))
