"""What stands behind the figures, from the release: pledges, sources, and what is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from dashboard import formatting as words
from dashboard.pages.claim.explanation import explanations
from dashboard.pages.claim.statements import EditionResult, Headline, headline, steps
from etl.model import EQUIPMENT_SHARE, REAL_CHANGE, SHARE_OF_GDP, Claim, Edition, Release, Target
from etl.model.indicators import SPENDING_PER_HEAD

KEY_MEASURES = (SHARE_OF_GDP, REAL_CHANGE, EQUIPMENT_SHARE, SPENDING_PER_HEAD)
"""The measures whose definitions the page gives; the code book has them all."""

_URL = re.compile(r"\s*:?\s*(https://\S+)$")


class PledgeSource(msgspec.Struct, frozen=True):
    """A pledge with its source, and the address that the source names, "" where it names none."""

    target: Target
    due: str
    source: str
    url: str


class EditionFacts(msgspec.Struct, frozen=True):
    """An edition with what is known of it: the names of its facts and their words."""

    edition: Edition
    facts: tuple[tuple[str, str], ...]


class WorkedExample(msgspec.Struct, frozen=True):
    """A claim judged step by step: the worked example."""

    claim: Claim
    headline: Headline
    steps: tuple[EditionResult, ...]
    explanation: str


def pledges(release: Release) -> list[PledgeSource]:
    """The pledges, oldest first."""
    pledges: list[PledgeSource] = []
    for target in sorted(release.targets, key=lambda t: t.agreed):
        found = _URL.search(target.source)
        source = target.source[: found.start()] if found else target.source
        due = f"by {target.due}" if target.due else "standing"
        pledges.append(PledgeSource(target, due, source, found[1] if found else ""))
    return pledges


def example(release: Release) -> WorkedExample | None:
    """The count that the story begins with, judged step by step; None where the tables do not carry it."""
    claim = release.claims[0]
    found = headline(claim, release)
    return (
        WorkedExample(claim, found, tuple(steps(claim, release)), explanations(release)(claim.id))
        if found
        else None
    )


def sources(release: Release) -> list[EditionFacts]:
    """Every edition, newest first, with its provenance and what is to be known of it."""
    return [EditionFacts(e, tuple(_facts(e, release))) for e in reversed(release.editions)]


class ListedPublication(msgspec.Struct, frozen=True):
    """A publication of NATO's tables in words, and the id of its edition here, "" where there is none."""

    day: str
    kind: str
    here: str
    edition: str
    known: str


COMPLETENESS = {
    "whole": "available, whole",
    "in part": "available in part",
    "reported": "missing here but for what the press reported",
}


def publications(release: Release) -> list[ListedPublication]:
    """Every publication since 2014, newest first: whether its table is available here."""
    found = []
    for p in reversed(release.publications):
        edition = release.edition.get(p.published)
        found.append(
            ListedPublication(
                day=words.day(p.published),
                kind={"tables": "Tables", "annual report": "Annual report"}[p.kind],
                here=COMPLETENESS[edition.completeness] if edition else "missing here",
                edition=edition.id if edition else "",
                known="" if p.day_from == "page" else "day from general knowledge",
            )
        )
    return found


def _facts(e: Edition, release: Release) -> list[tuple[str, str]]:
    facts = [("Published", words.day(e.published))]
    facts.append(("Cut-off of NATO’s data", words.day(e.cutoff) if e.cutoff else "not known"))
    if e.retrieved:
        facts.append(("Retrieved by us", words.day(e.retrieved.date())))
    if e.revision > 1:
        facts.append(("State", f"number {e.revision} that NATO has published in its place"))
    facts += [
        ("Measure", words.capital(e.series)),
        ("Constant prices", f"of {e.base_year}" if e.base_year else "none available here"),
        ("Provenance", e.provenance),
        ("Available here", e.available),
        ("Missing here", e.missing or "Nothing: this edition is whole."),
    ]
    if e.blanks:
        facts.append(("Left blank by NATO", _blanks(e, release)))
    return facts


def _blanks(e: Edition, release: Release) -> str:
    """The cells that an edition leaves empty, a clause for each measure."""
    cells: dict[str, list[str]] = {}
    for b in e.blanks:
        cells.setdefault(release.indicator[b.indicator].title, []).append(f"{release.name(b.ally)} {b.year}")
    blanks = "; ".join(f"{title.lower()}: {words.listed(of)}" for title, of in cells.items())
    return words.capital(blanks.replace("gdp", "GDP")) + "."


def series_break(release: Release) -> Edition | None:
    """The first edition that counts something else than the one before it."""
    pairs = zip(release.editions, release.editions[1:], strict=False)
    return next((later for earlier, later in pairs if earlier.series != later.series), None)


def base_years(release: Release) -> list[tuple[int, Sequence[date]]]:
    """The years of the constant prices, each with the editions that use it."""
    found: dict[int, list[date]] = {}
    for e in release.editions:
        if e.base_year:
            found.setdefault(e.base_year, []).append(e.published)
    return sorted(found.items())
