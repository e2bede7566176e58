"""Judges statements by the figures: as published, and by every later edition.

Pure: statements and a timeline of editions in, judged claims out. A judgement is computed here and nowhere
typed in.

- *as published*: it held by the publication that was the newest when it was said and holds by the latest
  edition; a count must have come out the same, of the same allies.
- *revised since*: it held then, and the latest edition says otherwise.
- *not borne out*: it did not hold then.
- *cannot be told*: the table of the day on which it was said, or a figure in it, is missing here.
- *outside the tables*: no rule, since NATO's tables do not have what was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import msgspec
from msgspec.structs import replace

from etl.claims.evaluate import evaluate
from etl.claims.outcomes import of_the_day, other_measure
from etl.claims.timeline import EditionState, Timeline
from etl.model import Claim, ClaimResult, Edition, JudgementChange, RelatedFigure, Release, judgement
from etl.model.rules import Rule


class RelatedFigureSpec(msgspec.Struct, frozen=True):
    """A figure to show with a statement; with `of`, the part in per cent that it is of that one's."""

    label: str
    indicator: str
    year: int
    ally: str
    of: str = ""


class ClaimSpec(msgspec.Struct, frozen=True):
    """A statement in our own words, and how to judge it; `rule` is None where the tables cannot.

    `view` holds the parameters of the chart's address, lists where one repeats.
    """

    id: str
    statement: str
    short: str
    kind: str
    made_on: date
    rule: Rule | None = None
    beside: tuple[RelatedFigureSpec, ...] = ()
    view: Mapping[str, Any] = msgspec.field(default_factory=dict)
    reason: str = ""
    source: str = ""


def judge(spec: ClaimSpec, release: Release, timeline: Timeline | None = None) -> Claim:
    """The claim with its judgement, by the editions of `release` (whose own claims are not looked at).

    With a timeline its judgement changes follow the states of the editions; without, the editions alone.
    """
    timeline = timeline or Timeline.of(release)
    day = of_the_day(spec.rule, release, spec.made_on) if spec.rule else None
    results = _results(spec.rule, release, timeline, day) if spec.rule else []
    history = _history(results)
    then = _by(history, day)
    now = history[-1] if history else None
    return Claim(
        id=spec.id,
        statement=spec.statement,
        short=spec.short,
        kind=spec.kind,
        made_on=spec.made_on,
        judgement=judgement(spec.rule, then, now),
        reason=spec.reason,
        rule=spec.rule,
        view=spec.view,
        as_known_then=then,
        as_known_now=now,
        history=history,
        beside=tuple(b for s in spec.beside if (b := _related_figure(s, spec.made_on, release))),
        judgement_changes=tuple(_changes(spec, results, day)),
        source=spec.source,
    )


def judge_all(
    specs: Sequence[ClaimSpec], release: Release, timeline: Timeline | None = None
) -> tuple[Claim, ...]:
    """Every claim with its judgement and the changes of it."""
    timeline = timeline or Timeline.of(release)
    return tuple(judge(s, release, timeline) for s in specs)


Results = Sequence[tuple[EditionState, ClaimResult | None]]
"""What each state of an edition makes of a rule, in the order in which the states became known."""


def _results(rule: Rule, release: Release, timeline: Timeline, day: date | None) -> Results:
    return [
        (state, _result(rule, state.within(release), state.edition.published, day))
        for state in timeline.states
    ]


def _result(rule: Rule, release: Release, edition: date, day: date | None) -> ClaimResult | None:
    """What an edition makes of a rule; None where its amounts cannot be compared with those of the day."""
    found = evaluate(rule, release, edition)
    since = day is not None and edition > day
    return None if since and other_measure(rule, release, found.observations, day) else found.result


def _changes(spec: ClaimSpec, results: Results, day: date | None) -> Iterator[JudgementChange]:
    """What each state of an edition did to the judgement, from the day on which the statement was made."""
    known: dict[date, ClaimResult] = {}
    for state, result in results:
        before = _known(spec, known, day)
        if result:
            known[state.edition.published] = result
        else:
            known.pop(state.edition.published, None)
        after = _known(spec, known, day)
        revised = state.revision
        made = spec.made_on <= state.since.date() if revised else spec.made_on < state.edition.published
        if before and after and made and before[0] != after[0]:
            (was, one), (now, other) = before, after
            at = state.since if revised else None
            yield JudgementChange(state.edition.published, at, was, now, one.value, other.value)


def _known(
    spec: ClaimSpec, results: Mapping[date, ClaimResult], day: date | None
) -> tuple[str, ClaimResult] | None:
    """The judgement by the results known so far, and the latest of them; None where there is none."""
    history = [results[day] for day in sorted(results)]
    if not history:
        return None
    then = _by(history, day)
    return judgement(spec.rule, then, history[-1]), history[-1]


def _by(history: Sequence[ClaimResult], day: date | None) -> ClaimResult | None:
    """The result by the publication of that day; None where it has none."""
    return next((f for f in history if f.edition == day), None)


def _history(results: Results) -> tuple[ClaimResult, ...]:
    """The results of the editions as the release has them, by day of publication."""
    of_release = [result for state, result in results if state.observations is None and result]
    found = sorted(of_release, key=lambda r: r.edition)
    steps = [_step(before, after) for before, after in pairwise(found)]
    return tuple(found[:1] + steps)


def _step(before: ClaimResult, after: ClaimResult) -> ClaimResult:
    return replace(
        after,
        added=tuple(a for a in after.allies if a not in before.allies),
        removed=tuple(a for a in before.allies if a not in after.allies),
    )


def _related_figure(spec: RelatedFigureSpec, day: date, release: Release) -> RelatedFigure | None:
    """The figure or quotient (in per cent) by the edition of that day and by the newest that have it."""
    available = [(e, v) for e in release.editions if (v := _figure_or_quotient(spec, e, release))]
    then = next((t for t in reversed(available) if t[0].published <= day), None)
    if then is None:
        return None
    now = available[-1]
    indicator = release.indicator[spec.indicator]
    return RelatedFigure(
        label=spec.label,
        unit="percent" if spec.of else indicator.unit,
        decimals=1 if spec.of else indicator.decimals,
        then_edition=then[0].published,
        then=then[1][0],
        then_estimate=then[1][1],
        now_edition=now[0].published,
        now=now[1][0],
        now_estimate=now[1][1],
        indicator=spec.indicator,
        year=spec.year,
        ally=spec.ally,
        of=spec.of,
    )


def _figure_or_quotient(
    spec: RelatedFigureSpec, edition: Edition, release: Release
) -> tuple[float, bool] | None:
    part = release.observation(edition.published, spec.indicator, spec.year, spec.ally)
    if part is None or not spec.of:
        return (part.value, part.estimate) if part else None
    whole = release.observation(edition.published, spec.indicator, spec.year, spec.of)
    return (100 * part.value / whole.value, part.estimate or whole.estimate) if whole else None
