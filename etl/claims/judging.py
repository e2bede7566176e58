"""Judges the article's statements by the figures: then, and by every later edition.

Pure: claims and figures in, judged claims out. A judgement is computed here and nowhere typed in.

- *as published*: it held in the edition in force when it was said and holds in the newest one; a
  count must have come out the same, of the same allies.
- *revised since*: it held then, and the newest edition says otherwise.
- *not borne out*: it did not hold then.
- *outside the tables*: no rule, since NATO's tables do not carry what was said.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise

from etl.model import Beside, Claim, Edition, Figure, Finding, Flip, Release, as_printed, midnight
from etl.model import judgement as judgement
from etl.shipped.articles import BesideSpec, ClaimSpec, Rule

_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
}


def judge(spec: ClaimSpec, release: Release) -> Claim:
    """The claim with its judgement, by the editions of `release` (whose own claims are not looked at)."""
    history = _history(spec.rule, release) if spec.rule else ()
    then = _in_force(history, spec.made_on)
    now = history[-1] if history else None
    return Claim(
        id=spec.id,
        statement=spec.statement,
        short=spec.short,
        kind=spec.kind,
        made_on=spec.made_on,
        judgement=judgement(spec.kind, then, now),
        reason=spec.reason,
        rule=spec.rule.as_mapping() if spec.rule else {},
        view=spec.view,
        as_known_then=then,
        as_known_now=now,
        history=history,
        beside=tuple(b for s in spec.beside if (b := _beside(s, spec.made_on, release))),
    )


Told = tuple[Edition, tuple[Figure, ...]]
"""An edition in one of its states, and what it tells in it."""


@dataclass(frozen=True, slots=True)
class Revised:
    """An edition that NATO changed in place: what it told before and after, and when that was seen (UTC)."""

    at: datetime
    before: Told
    after: Told

    @property
    def edition(self) -> date:
        """The edition's day of publication."""
        return self.after[0].published


def judge_all(
    specs: Sequence[ClaimSpec],
    release: Release,
    revised: Sequence[Revised] = (),
    came: Mapping[date, datetime] | None = None,
) -> tuple[Claim, ...]:
    """Every claim with its judgement, and what became of it since the first edition changed in place came.

    `came` tells when (UTC) an edition came into hand that did not come with the project.
    """
    flips: dict[str, list[Flip]] = {}
    for edition, at, was, now in _steps(release, sorted(revised, key=lambda r: r.at), came or {}):
        for spec in specs:
            one, other = judge(spec, was).judgement, judge(spec, now).judgement
            if one != other and (spec.made_on <= at.date() if at else spec.made_on < edition):
                flips.setdefault(spec.id, []).append(Flip(edition, at, one, other))
    return tuple(replace(judge(s, release), flips=tuple(flips.get(s.id, ()))) for s in specs)


def _steps(
    release: Release, revised: Sequence[Revised], came: Mapping[date, datetime]
) -> Iterator[tuple[date, datetime | None, Release, Release]]:
    """What was told before and after each change in place, and when; likewise the coming of the edition
    changed first and of each since, which has no time but its day of publication."""
    changed_first = min((r.edition for r in revised), default=date.max)
    for edition in release.editions:
        day = edition.published
        if day >= changed_first:
            at = came.get(day, midnight(day))
            earlier = [_state(e, at, release, revised) for e in release.editions if e.published < day]
            first = next((r.before for r in revised if r.edition == day), None)
            itself = first or (edition, release.figures_of(day))
            yield day, None, _telling(release, earlier), _telling(release, [*earlier, itself])
    for change in revised:
        then = [
            _state(e, change.at, release, revised)
            for e in release.editions
            if came.get(e.published, midnight(e.published)) <= change.at and e.published != change.edition
        ]
        was, now = (_telling(release, [*then, told]) for told in (change.before, change.after))
        yield change.edition, change.at, was, now


def _state(edition: Edition, at: datetime, release: Release, revised: Sequence[Revised]) -> Told:
    """What an edition told at a moment: what the first change after it changed, else what it tells now."""
    later = (r.before for r in revised if r.edition == edition.published and r.at > at)
    return next(later, (edition, release.figures_of(edition.published)))


def _telling(release: Release, told: Sequence[Told]) -> Release:
    """The release of which these are the editions."""
    in_order = sorted(told, key=lambda t: t[0].published)
    figures = tuple(f for _, of_it in in_order for f in of_it)
    return replace(release, editions=tuple(e for e, _ in in_order), figures=figures)


def _in_force(history: Sequence[Finding], day: date) -> Finding | None:
    """The newest finding published on or before `day`: nobody could have seen a later one."""
    return next((f for f in reversed(history) if f.edition <= day), None)


def _history(rule: Rule, release: Release) -> tuple[Finding, ...]:
    found = [f for e in release.editions if (f := _find(rule, e, release))]
    steps = [_step(before, after) for before, after in pairwise(found)]
    return tuple(found[:1] + steps)


def _step(before: Finding, after: Finding) -> Finding:
    return replace(
        after,
        came=tuple(a for a in after.allies if a not in before.allies),
        left=tuple(a for a in before.allies if a not in after.allies),
    )


def _find(rule: Rule, edition: Edition, release: Release) -> Finding | None:
    return (_count if rule.measure == "count" else _value)(rule, edition, release)


def _count(rule: Rule, edition: Edition, release: Release) -> Finding | None:
    """How many of the members asked for compare with the target as the rule says; None if not whole."""
    if not release.count(edition.published, rule.year, rule.target).whole:
        return None
    shares = release.block(edition.published, rule.indicator, rule.year)
    asked = {a.code for a in release.members(rule.year) if rule.among == "members" or a.europe}
    told = sorted((f for f in shares.values() if f.ally in asked), key=lambda f: (-f.value, f.ally))
    met = [f for f in told if _COMPARE[rule.comparison](as_printed(f.value), rule.target)]
    return Finding(
        edition=edition.published,
        value=float(len(met)),
        holds=_COMPARE[rule.expect.comparison](len(met), rule.expect.value),
        estimate=any(f.estimate for f in told),
        allies=tuple(f.ally for f in met),
    )


def _value(rule: Rule, edition: Edition, release: Release) -> Finding | None:
    """Whether the figure of every subject compares as expected; None unless all are in hand."""
    block = release.block(edition.published, rule.indicator, rule.year)
    if any(subject not in block for subject in rule.among):
        return None
    figures = [block[subject] for subject in rule.among]
    return Finding(
        edition=edition.published,
        value=figures[0].value,
        holds=all(_COMPARE[rule.expect.comparison](f.value, rule.expect.value) for f in figures),
        estimate=any(f.estimate for f in figures),
        values={f.ally: f.value for f in figures},
    )


def _beside(spec: BesideSpec, day: date, release: Release) -> Beside | None:
    """The figure or quotient (in per cent) by the edition of that day and by the newest that have it."""
    told = [(e, v) for e in release.editions if (v := _figure_or_quotient(spec, e, release))]
    then = next((t for t in reversed(told) if t[0].published <= day), None)
    if then is None:
        return None
    now = told[-1]
    indicator = release.indicator[spec.indicator]
    return Beside(
        label=spec.label,
        unit="percent" if spec.of else indicator.unit,
        decimals=1 if spec.of else indicator.decimals,
        then_edition=then[0].published,
        then=then[1][0],
        then_estimate=then[1][1],
        now_edition=now[0].published,
        now=now[1][0],
        now_estimate=now[1][1],
    )


def _figure_or_quotient(spec: BesideSpec, edition: Edition, release: Release) -> tuple[float, bool] | None:
    part = release.figure(edition.published, spec.indicator, spec.year, spec.ally)
    if part is None or not spec.of:
        return (part.value, part.estimate) if part else None
    whole = release.figure(edition.published, spec.indicator, spec.year, spec.of)
    return (100 * part.value / whole.value, part.estimate or whole.estimate) if whole else None
