"""What a new release says that the one before it did not, in sentences. Pure: two releases in, lines out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from math import isclose

from etl.model import (
    AGGREGATES,
    SHARE_OF_GDP,
    Claim,
    ClaimResult,
    Edition,
    Observation,
    Release,
    as_printed,
    names_of,
)
from etl.model.wording import day

SAME = 1e-9
"""How far apart, of themselves, two figures are that differ only by how a program wrote them."""


def changes(before: Release, after: Release) -> list[str]:
    """New editions, changed figures by ally and year, changed judgements; none where both say the same."""
    lines: list[str] = []
    for edition in after.editions:
        old = before.edition.get(edition.published)
        lines += _changed(old, edition, before, after) if old else [_new(edition, after)]
    lines += [f"edition {e.id} is gone" for e in before.editions if e.published not in after.edition]
    for claim in after.claims:
        lines += _judged(before.claim.get(claim.id), claim, after)
    return lines


def _new(edition: Edition, after: Release) -> str:
    observations = after.observations_of(edition.published)
    years = after.years(edition.published)
    allies = {f.ally for f in observations if f.indicator == SHARE_OF_GDP} - AGGREGATES.keys()
    line = f"new edition {edition.id}: {edition.title}, {len(observations)} figures of {len(allies)} allies"
    if years:
        count = after.count(edition.published, years[-1], 2.0)
        line += f"; {count.n} of {count.of} at 2% or more in {years[-1]}" if count.whole else ""
    return line


def _changed(old: Edition, new: Edition, before: Release, after: Release) -> list[str]:
    changes = list(_figures(new.published, before, after))
    if new.base_year != old.base_year:
        changes.insert(
            0, f"edition {new.id}: constant prices of {new.base_year}, no longer of {old.base_year}"
        )
    if new.revision != old.revision:
        when = f", retrieved on {day(new.retrieved)}" if new.retrieved else ""
        lines = [f"edition {new.id} was changed in place: revision {new.revision}{when}"]
        return lines + (changes or [f"edition {new.id}: no figure changed"])
    return changes


def _figures(edition: date, before: Release, after: Release) -> Iterator[str]:
    """A line for each ally and indicator that changed, the years in it; new figures only counted."""
    old = {(f.indicator, f.ally, f.year): f for f in before.observations_of(edition)}
    new = {(f.indicator, f.ally, f.year): f for f in after.observations_of(edition)}
    changed: dict[tuple[str, str], list[str]] = {}
    titles = {i.id: i.title for i in (*before.indicators, *after.indicators)}
    names = names_of((*before.allies, *after.allies))
    order = {i.id: n for n, i in enumerate(after.indicators)}
    differing = [k for k in old.keys() & new.keys() if not isclose(old[k].value, new[k].value, rel_tol=SAME)]
    for key in sorted(differing, key=lambda k: (k[0] != SHARE_OF_GDP, order[k[0]], *k[1:])):
        decimals = after.indicator[key[0]].decimals
        if step := _step(old[key], new[key], decimals):
            changed.setdefault(key[:2], []).append(f"{key[2]} {step}")
    for (indicator, ally), steps in changed.items():
        yield f"edition {edition}, {names[ally]}, {titles[indicator]}: {', '.join(steps)}"
    if added := new.keys() - old.keys():
        yield f"edition {edition}: {len(added)} figure{'s' * (len(added) > 1)} became available"
    for indicator, ally, year in sorted(old.keys() - new.keys()):
        yield f"edition {edition}, {names[ally]}, {titles[indicator]}: {year} is no longer given"


def _step(old: Observation, new: Observation, decimals: int) -> str:
    """ "2.04 -> 1.99", to as many decimals as distinguish the two; '' where they are the same when printed.

    A figure that only gained decimals has not changed.
    """
    if as_printed(old.value, decimals) == old.value and as_printed(new.value, decimals) == old.value:
        return ""
    while as_printed(old.value, decimals) == as_printed(new.value, decimals) and decimals < 9:
        decimals += 1
    marks = ["e" if f.estimate else "" for f in (old, new)]
    a, b = (f"{as_printed(f.value, decimals):,.{decimals}f}" for f in (old, new))
    return f"{a}{marks[0]} -> {b}{marks[1]}" if a != b else ""


def _judged(old: Claim | None, new: Claim, after: Release) -> list[str]:
    if old is None:
        return [f"new statement {new.id}: {new.judgement}"]
    lines: list[str] = []
    if old.judgement != new.judgement:
        lines.append(f"statement {new.id} ({new.short}): was {old.judgement}, now {new.judgement}")
    for label, was, now in (
        ("as known then", old.as_known_then, new.as_known_then),
        ("as known now", old.as_known_now, new.as_known_now),
    ):
        if was and now and _said(was) != _said(now):
            lines.append(f"statement {new.id}, {label}: {_result(was, now, after)}")
    return lines


def _said(f: ClaimResult) -> tuple[float, frozenset[str]]:
    return as_printed(f.value), frozenset(f.allies)


def _result(was: ClaimResult, now: ClaimResult, after: Release) -> str:
    values = (f"{as_printed(f.value):g} (edition {f.edition})" for f in (was, now))
    parts = [" -> ".join(values)]
    names = {a.code: a.name for a in after.allies}
    for verb, these, others in (("no longer", was, now), ("now also", now, was)):
        if codes := set(these.allies) - set(others.allies):
            parts.append(f"{verb} {', '.join(sorted(names.get(c, c) for c in codes))}")
    return "; ".join(parts)
