"""A rule by every publication of NATO's tables: that of the day on which something was said, and all since.

The publication of the day is the newest one on or before it, whether its table is available here or not:
nobody then could have seen a later one. Where it does not go back to the year that is asked for, it is the
newest earlier one that does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec
from msgspec import structs
from msgspec.structs import replace

from etl.claims.derived import observation
from etl.claims.evaluate import Evaluation, as_expected, evaluate
from etl.model import (
    PLEDGE,
    SHARE_OF_GDP,
    ClaimResult,
    Observation,
    Publication,
    Release,
    ReportedCount,
    once_per_release,
)
from etl.model.claim import of_other_allies
from etl.model.measure import Measure, measure
from etl.model.rules import ChangeRule, CountRule, ListRule, Rule, ValueRule, subjects

Result = Literal["holds", "does not hold", "cannot be told"]
Why = Literal[
    "",
    "table missing",
    "figure missing",
    "left blank",
    "no forces",
    "zero",
    "earlier years only",
    "later years only",
    "other prices",
    "other currency",
    "two currencies",
]
"""Why it cannot be told: the table is missing here, the figure is, NATO left it blank, it has no row for an
ally without armed forces, nothing can be divided by it, the tables end before the year or begin after it,
its amounts are at the prices of another year or in another currency than on the day, or those of two years
are in two currencies."""


class Outcome(msgspec.Struct, frozen=True):
    """What one publication makes of a rule.

    `available` says whether its tables are here. `value` is the outcome in the unit of the rule, None where
    it cannot be told, for the reason `why`. `counted` is what its tables give; `reported` the count that the
    press reported of the publication, where that settles the rule.
    """

    edition: date
    available: bool
    result: Result
    value: float | None = None
    why: Why = ""
    counted: ClaimResult | None = None
    observations: tuple[Observation, ...] = ()
    reported: ReportedCount | None = None


class Outcomes(msgspec.Struct, frozen=True):
    """A rule by the publication of a day (`as_published`), and by each later one, oldest first.

    `as_published` is None before the first publication. `earlier` is what the newest earlier edition that can
    give one, where that of the day cannot. `latest` is the newest outcome that can be judged; where none can,
    the newest of all. `added` and `removed` are the allies of an exact count that are in it by the latest
    table and not by that of the day, and the reverse.
    """

    as_published: Outcome | None
    later: tuple[Outcome, ...]
    latest: Outcome | None
    earlier: Outcome | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def judgement(self) -> str:
        """One of JUDGEMENTS."""
        then = result_of(self.as_published)
        if then == "cannot be told":
            return "cannot be told"
        if then == "does not hold":
            return "not borne out"
        now = self.latest.result if self.latest else then
        changed = now == "does not hold" or self.added or self.removed
        return "revised since" if changed else "as published"

    @property
    def rows(self) -> tuple[Outcome, ...]:
        """The publication of the day and each later one."""
        return (*([self.as_published] if self.as_published else []), *self.later)


@once_per_release
def publications(release: Release) -> tuple[Publication, ...]:
    """Every publication known, available or not, oldest first."""
    listed = {p.published: p for p in release.publications}
    for e in release.editions:
        listed.setdefault(e.published, Publication(e.published, e.kind, "page", ""))
    return tuple(listed[day] for day in sorted(listed))


def as_published(rule: Rule, release: Release, said_on: date) -> Outcome | None:
    """The rule by the publication of the day `said_on`; None before the first."""
    seen = of_the_day(rule, release, said_on)
    return _by(rule, release, seen, said_on) if seen else None


def outcomes(rule: Rule, release: Release, said_on: date, then: Outcome | None = None) -> Outcomes:
    """The rule by the publication of the day `said_on` and by every later one; `then` is what is known
    already by that of the day. Raises ValueError for an indicator that the release does not know."""
    if rule.indicator not in release.indicator:
        known_ids = ", ".join(release.indicator)
        raise ValueError(f"indicator: expected one of {known_ids}, found {rule.indicator!r}")
    known = publications(release)
    before = [p.published for p in known if p.published <= said_on]
    after = [p.published for p in known if p.published > said_on]
    then = then or as_published(rule, release, said_on)
    seen = then.edition if then else None
    later = tuple(_like_with_like(rule, release, _by(rule, release, day), seen) for day in after)
    judged = [o for o in later if o.result != "cannot be told" and o.available]
    if then and then.result != "cannot be told":
        judged.insert(0, then)
    earlier = None
    if then and then.result == "cannot be told":
        found = (_by(rule, release, d) for d in reversed(before) if d < then.edition and d in release.edition)
        earlier = next((o for o in found if o.result != "cannot be told"), None)
    newest = judged[-1] if judged else later[-1] if later else then
    was, now = _counted(then), _counted(newest)
    if was is None or now is None or not of_other_allies(rule, was, now):
        return Outcomes(then, later, newest, earlier)
    added, removed = (tuple(c for c in one if c not in other) for one, other in ((now, was), (was, now)))
    return Outcomes(then, later, newest, earlier, added, removed)


def is_revised(rule: Rule, found: Outcomes, later: Outcome) -> bool:
    """Whether a later outcome is not that of the table of the day: it does not hold, or its exact count is of
    other allies."""
    if later.result != "holds":
        return later.result == "does not hold"
    was, now = _counted(found.as_published), _counted(later)
    return was is not None and now is not None and of_other_allies(rule, was, now)


def _counted(outcome: Outcome | None) -> tuple[str, ...] | None:
    """The allies that were counted; None where that is not known, as of some counts of the press."""
    if outcome and outcome.counted:
        return outcome.counted.allies
    return (outcome and outcome.reported and outcome.reported.allies) or None


def of_the_day(rule: Rule, release: Release, said_on: date) -> date | None:
    """The newest publication on or before a day that goes back to the rule's year; None before the first."""
    before = [p.published for p in publications(release) if p.published <= said_on]
    back = next((day for day in reversed(before) if _goes_back(rule, release, day)), None)
    return back or (before[-1] if before else None)


def _goes_back(rule: Rule, release: Release, day: date) -> bool:
    """Whether a publication's tables begin by the rule's first year; of a missing one, that is taken for
    granted."""
    years = release.years(day, rule.indicator)
    return not years or years[0] <= _first_year(rule)


def _like_with_like(rule: Rule, release: Release, outcome: Outcome, seen: date | None) -> Outcome:
    """The outcome, or none where its amounts have another measure than those of the table of the day."""
    why = other_measure(rule, release, outcome.observations, seen)
    return Outcome(outcome.edition, True, "cannot be told", why=why) if why else outcome


def other_measure(
    rule: Rule, release: Release, observations: Sequence[Observation], seen: date | None
) -> Literal["", "other prices", "other currency"]:
    """Whether the amounts that a rule asks for are at other prices, or in another currency, than by the table
    of the day `seen`; "" where they are not, and of a quotient, which has neither."""
    amount = isinstance(rule, ValueRule | CountRule | ListRule)
    if not amount and not (isinstance(rule, ChangeRule) and rule.unit == "amount"):
        return ""
    for shown in observations:
        now, then = measure(shown), _of_then(shown, release, seen)
        if now.currency != then.currency:
            return "other currency"
        if now.base_year != then.base_year:
            return "other prices"
    return ""


def _of_then(shown: Observation, release: Release, seen: date | None) -> Measure:
    """The measure of the same by the table of the day: that of its own figure; where it has none, at the
    prices of its edition and in the currency of the day."""
    now = measure(shown)
    if seen is None or now.currency is None:
        return replace(now, base_year=None)
    own = observation(release, seen, shown.indicator, shown.year, shown.ally)
    if own is not None:
        return measure(own)
    unnamed = structs.replace(shown, edition=seen, unit=release.indicator[shown.indicator].unit)
    edition = release.edition.get(seen)
    base_year = edition.base_year if edition and now.base_year else None
    return replace(now, currency=measure(unnamed).currency, base_year=base_year)


def _first_year(rule: Rule) -> int:
    return rule.year_from if isinstance(rule, ChangeRule) else rule.year


def _by(rule: Rule, release: Release, day: date, said_on: date | None = None) -> Outcome:
    """The rule by the publication of a day; `said_on` lets a forecast made since then settle it."""
    available = day in release.edition
    evaluation = evaluate(rule, release, day) if available else None
    if evaluation and evaluation.result:
        found = evaluation.result
        return Outcome(day, True, _of(found.holds), found.value, "", found, evaluation.observations)
    press = _reported(rule, release, day, said_on)
    if press and (settled := _settled(rule, press, release.target[PLEDGE].value)):
        return Outcome(day, available, _of(settled[1]), settled[0], reported=press)
    why = _why(rule, release, day, evaluation)
    return Outcome(day, available, "cannot be told", why=why)


def _of(holds: bool) -> Result:
    return "holds" if holds else "does not hold"


def _why(rule: Rule, release: Release, day: date, evaluation: Evaluation | None) -> Why:
    if evaluation is None:
        return "table missing"
    years = release.years(day, rule.indicator)
    if years and rule.year > years[-1]:
        return "earlier years only"
    if years and _first_year(rule) < years[0]:
        return "later years only"
    named = () if isinstance(rule, CountRule) else subjects(rule)
    if any(c in release.ally and not release.ally[c].armed_forces for c in named):
        return "no forces"
    reasons: dict[str, Why] = {"blank": "left blank", "zero": "zero", "currencies": "two currencies"}
    return reasons.get(evaluation.why, "figure missing")


def _reported(rule: Rule, release: Release, day: date, said_on: date | None) -> ReportedCount | None:
    """The count that was reported of a publication, or forecast since, up to the day something was said."""
    last = said_on or day
    found = [
        r
        for r in release.reported_counts
        if r.year == rule.year
        and (r.published == day if r.kind == "table" else bool(said_on) and day <= r.published <= last)
    ]
    return max(found, key=lambda r: r.published, default=None)


def _settled(rule: Rule, reported: ReportedCount, pledge: float) -> tuple[float, bool] | None:
    """The outcome by a reported count of those at the pledge, and whether it holds; None where that says
    nothing."""
    if not isinstance(rule, CountRule | ListRule) or rule.indicator != SHARE_OF_GDP:
        return None
    if (rule.comparison, rule.target, rule.among) != (">=", pledge, "members"):
        return None
    if isinstance(rule, CountRule):
        if rule.unit != "allies":
            return None
        return float(reported.count), as_expected(reported.count, rule.expect, 0)
    if len(reported.allies) != reported.count:
        return None
    named, met = set(rule.allies), set(reported.allies)
    return float(len(named & met)), (named == met if rule.exhaustive else named <= met)


def which_fits(found: Sequence[Outcome | None]) -> int:
    """Of what a publication makes of a rule and its alternatives, the first that holds; else the first that
    cannot be told, since what was meant may hold; else 0."""
    results = [result_of(outcome) for outcome in found]
    return next((results.index(wanted) for wanted in ("holds", "cannot be told") if wanted in results), 0)


def result_of(outcome: Outcome | None) -> Result:
    """The result of an outcome; it cannot be told where no publication is known."""
    return outcome.result if outcome else "cannot be told"
