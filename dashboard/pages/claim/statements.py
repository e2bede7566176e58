"""What is said under each statement of the article: computed from its judgement, never typed in."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from dashboard import formatting as words
from etl.model import JUDGEMENTS, TOTAL, Claim, Finding, Release, as_printed

KIND = {
    "as published": "published",
    "revised since": "revised",
    "not borne out": "unborne",
    "outside the tables": "outside",
}
"""The class of each judgement's chip."""


@dataclass(frozen=True, slots=True)
class Step:
    """One edition's answer to a count: who left and who came since the one before."""

    n: int
    day: str
    note: str
    last: bool


def tally(release: Release) -> list[tuple[str, int]]:
    """How many statements have each judgement, none left out for being zero."""
    found = Counter(c.judgement for c in release.claims)
    return [(j, found[j]) for j in JUDGEMENTS]


def explanation(claim: Claim, release: Release) -> str:
    """One or two sentences on why a statement is judged as it is."""
    then, now = claim.as_known_then, claim.as_known_now
    if then is None or now is None:
        return " ".join([claim.reason, *_beside(claim)])
    if claim.rule["measure"] == "value":
        return _directions(then, now, release)
    return _count(claim, then, now) if claim.kind == "count" else _number(claim, then, now)


def _count(claim: Claim, then: Finding, now: Finding) -> str:
    told_then, told_now = words.count(int(then.value)), words.count(int(now.value))
    if claim.judgement == "not borne out":
        return (
            f"The table its author could have seen, of {words.day(then.edition)}, says {told_then}; "
            f"the one in force says {told_now}."
        )
    estimates = ", though every figure in it was still an estimate" if then.estimate else ""
    right = f"Right by the table its author could have seen, of {words.day(then.edition)}{estimates}."
    if claim.judgement == "as published":
        return f"{right} The table in force says the same."
    return f"{right} By the table in force it is {told_now}."


def _number(claim: Claim, then: Finding, now: Finding) -> str:
    who = "European allies" if claim.rule["among"] == "european members" else "allies"
    side = {"<": "below", ">=": "at or above"}[claim.rule["comparison"]]
    line = words.target(float(claim.rule["target"]))
    return (
        f"{words.capital(words.count(int(then.value)))} {who} stood {side} {line} in the table its author "
        f"could have seen; {words.count(int(now.value))} do in the one in force."
    )


def _directions(then: Finding, now: Finding, release: Release) -> str:
    def told(subject: str, first: bool) -> str:
        a, b = words.signed(then.values[subject], 1), words.signed(now.values[subject], 1)
        name = "NATO as a whole" if subject == TOTAL else release.name(subject)
        return f"{name} {a}% in real terms then, {b}% now" if first else f"{name} {a}%, now {b}%"

    subjects = list(then.values)
    return "; ".join(told(s, i == 0) for i, s in enumerate(subjects)) + "."


def _beside(claim: Claim) -> list[str]:
    if not claim.beside:
        return []
    parts = []
    for b in claim.beside:
        then = words.fixed(b.then, b.decimals) + ("e" if b.then_estimate else "")
        now = words.fixed(b.now, b.decimals) + ("e" if b.now_estimate else "")
        unit = "%" if b.unit.startswith("percent") else f" {b.unit}"
        parts.append(f"{b.label}, {then}{unit} then and {now}{unit} now")
    return [f"Beside it: {'; '.join(parts)}."]


def steps(claim: Claim, release: Release) -> list[Step]:
    """A count's answers, from the edition its author could have seen to the newest."""
    first = claim.as_known_then.edition if claim.as_known_then else claim.made_on
    told = [f for f in claim.history if f.edition >= first]
    return [_step(f, i == len(told) - 1, release) for i, f in enumerate(told)]


def _step(finding: Finding, last: bool, release: Release) -> Step:
    edition = release.edition[finding.edition]
    what = ", the Secretary General’s annual report" if edition.kind == "annual report" else ""
    if edition.series != "defence expenditure":
        what += f", {edition.series}"
    notes = []
    if finding.left:
        notes.append("without " + words.listed([release.ally[c].in_prose for c in finding.left]))
    if finding.came:
        notes.append("now with " + words.listed([release.ally[c].in_prose for c in finding.came]))
    if not notes:
        notes.append("an estimate when it was published" if finding.estimate else "the same allies")
    return Step(int(finding.value), words.day(finding.edition) + what, "; ".join(notes), last)


@dataclass(frozen=True, slots=True)
class Headline:
    """The count when the article was written and the count today, and who makes the difference."""

    then: str
    then_day: str
    now: str
    now_day: str
    year: int
    line: str
    difference: str
    changed: bool


def headline(claim: Claim, release: Release) -> Headline | None:
    """The headline of a judged count; None where the tables do not carry it."""
    then, now = claim.as_known_then, claim.as_known_now
    if then is None or now is None:
        return None
    year = int(claim.rule["year"])
    of = len(release.members(year))
    moved = sorted((release.ally[c] for c in set(then.allies) ^ set(now.allies)), key=lambda a: a.name)
    return Headline(
        then=f"{as_printed(then.value):g} of {of}",
        then_day=words.day(then.edition),
        now=f"{as_printed(now.value):g} of {of}",
        now_day=words.day(now.edition),
        year=year,
        line=words.target(float(claim.rule["target"])),
        difference=words.listed([a.in_prose for a in moved]),
        changed=bool(moved),
    )
