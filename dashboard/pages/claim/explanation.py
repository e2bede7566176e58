"""Why a statement is judged as it is: a sentence for each type of rule, in the unit of its indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from dashboard import formatting as words
from dashboard.charts.measures import at_prices, since_measure
from etl.claims.evaluate import evaluate, places_of
from etl.claims.wording import amount, group, named, owner, side, subject
from etl.model import Claim, ClaimResult, Indicator, Release, rules

TABLE_THEN, TABLE_NOW = "the edition available then", "the latest"
THEN, NOW = f"in {TABLE_THEN}", f"in {TABLE_NOW}"


def explanation(claim: Claim, release: Release) -> str:
    """One or two sentences on why a statement is judged as it is; the last says where the measure changed."""
    if claim.rule is None:
        return " ".join([claim.reason, *_related_figures(claim, release)])
    then, now = claim.as_known_then, claim.as_known_now
    if then is None or now is None:
        return _why_not_judged(claim.rule, claim, release)
    said = _judged(claim, then, now, release)
    rule, days = claim.rule, (then.edition, now.edition)
    prices = at_prices(release, rule.indicator, rule.year, *days)
    return f"{said.removesuffix('.')}{since_measure(release, *days)}{prices}."


def _judged(claim: Claim, then: ClaimResult, now: ClaimResult, release: Release) -> str:
    match claim.rule:
        case None:
            return ""
        case rules.CountRule():
            if claim.kind == "count":
                return _count(claim, then, now)
            return _number(claim.rule, then, now, release)
        case rules.ListRule():
            return _list(claim.rule, then, now, release)
        case rules.ValueRule():
            return _values(claim.rule, then, now, release)
        case rules.RankRule():
            return _rank(claim.rule, then, now, release)
        case rules.CompareRule():
            return _compare(claim.rule, then, now, release)
        case rules.ChangeRule():
            return _change(claim.rule, then, now, release)
        case rules.PartRule():
            return _part(claim.rule, then, now, release)
    assert_never(claim.rule)


def _why_not_judged(rule: rules.Rule, claim: Claim, release: Release) -> str:
    """What is said where the table of the day, or every table, lacks what the rule asks for."""
    what = f"{release.indicator[rule.indicator].title} of {rule.year}"
    if claim.as_known_now is None:
        known = f", published by {words.day(release.known_on)}," if release.known_on else ""
        return f"Cannot be told: no edition available here{known} has all that is asked of “{what}”."
    day = words.day(claim.as_known_now.edition)
    right = "it is right" if claim.as_known_now.holds else "it is not right"
    return (
        "Cannot be told as published: no edition of that day available here has all that is asked of "
        f"“{what}”. By the edition of {day} {right}."
    )


def _count(claim: Claim, then: ClaimResult, now: ClaimResult) -> str:
    as_published, latest = words.count(int(then.value)), words.count(int(now.value))
    if claim.judgement == "not borne out":
        return (
            f"The edition available then, of {words.day(then.edition)}, says {as_published}; "
            f"the latest says {latest}."
        )
    estimates = ", all estimates" if then.estimate else ""
    right = f"Correct in the edition available then ({words.day(then.edition)}{estimates})."
    if then.value == now.value:
        others = set(then.allies) != set(now.allies)
        return f"{right} The latest edition says the same{' number, of other allies' if others else ''}."
    return f"{right} The latest edition says {latest}."


def _number(rule: rules.CountRule, then: ClaimResult, now: ClaimResult, release: Release) -> str:
    return (
        f"{words.capital(words.count(int(then.value)))} {group(rule.among)} stood "
        f"{side(rule, release)} {THEN}; {words.count(int(now.value))} do {NOW}."
    )


def _list(rule: rules.ListRule, then: ClaimResult, now: ClaimResult, release: Release) -> str:
    asked = set(rule.allies)

    def found(result: ClaimResult) -> str:
        others = [c for c in result.allies if c not in asked]
        more = f", and {named(others, release)} besides" if others and rule.exhaustive else ""
        return f"{len(asked & set(result.allies))} of the {len(asked)}{more}"

    where = words.capital(side(rule, release))
    return f"{where} in {rule.year} stood {found(then)} {THEN}; {found(now)} {NOW}."


def _values(rule: rules.ValueRule, then: ClaimResult, now: ClaimResult, release: Release) -> str:
    indicator = release.indicator[rule.indicator]
    if indicator.unit == "percent":
        return _rates(indicator, then, now, release)
    parts = (
        f"{_name(code, release)} {amount(then.values[code], indicator)} then, "
        f"{amount(now.values[code], indicator)} now"
        for code in rule.among
    )
    return "; ".join(parts) + f". {indicator.title}, {rule.year}."


def _name(code: str, release: Release) -> str:
    return words.capital(subject(code, release))


def _rates(indicator: Indicator, then: ClaimResult, now: ClaimResult, release: Release) -> str:
    """Rates of change with their sign; the unit once."""

    def said(code: str, first: bool) -> str:
        a, b = words.signed(then.values[code], 1), words.signed(now.values[code], 1)
        name = _name(code, release)
        return f"{name} {a}{indicator.phrase} then, {b}% now" if first else f"{name} {a}%, now {b}%"

    return "; ".join(said(s, i == 0) for i, s in enumerate(then.values)) + "."


def _rank(rule: rules.RankRule, then: ClaimResult, now: ClaimResult, release: Release) -> str:
    indicator = release.indicator[rule.indicator]
    first, *others = rule.allies
    before, after = _places(rule, then, release), _places(rule, now, release)
    more = "".join(
        f"; {_name(code, release)} in place {before[code]} with {amount(then.values[code], indicator)} "
        f"then, in place {after[code]} with {amount(now.values[code], indicator)} now"
        for code in others
    )
    return (
        f"{_name(first, release)} stood in place {before[first]} of {group(rule.among)}, the "
        f"{rule.order} first, {THEN}, and stands in place {after[first]} in the "
        f"latest one: {amount(then.values[first], indicator)} then, "
        f"{amount(now.values[first], indicator)} now{more}."
    )


def _places(rule: rules.RankRule, result: ClaimResult, release: Release) -> Mapping[str, int]:
    """The place of each ally of a rule by the edition of a result."""
    observations = evaluate(rule, release, result.edition).observations
    return dict(zip(rule.allies, places_of(rule, observations, release), strict=True))


def _compare(rule: rules.CompareRule, then: ClaimResult, now: ClaimResult, release: Release) -> str:
    indicator = release.indicator[rule.indicator]

    def said(result: ClaimResult) -> str:
        one, other = (amount(result.values[c], indicator) for c in (rule.ally, rule.other))
        return f"{one} against {other}, {words.fixed(result.value, 2)} times as much"

    both = f"{_name(rule.ally, release)} and {_name(rule.other, release)}"
    return f"{both}: {said(then)} {THEN}; {said(now)} {NOW}."


def _change(rule: rules.ChangeRule, then: ClaimResult, now: ClaimResult, release: Release) -> str:
    indicator = release.indicator[rule.indicator]

    def said(result: ClaimResult) -> str:
        if rule.unit == "factor":
            return f"{words.fixed(result.value, 2)} times"
        if rule.unit == "amount":
            return f"{words.signed(result.value, indicator.decimals)}{indicator.phrase}"
        return words.signed(result.value, 2) + ("%" if rule.unit == "percent" else " percentage points")

    return (
        f"{indicator.title}, {_name(rule.ally, release)}, {rule.year_from} to "
        f"{rule.year}: {said(then)} by {TABLE_THEN}, {said(now)} by {TABLE_NOW}."
    )


def _part(rule: rules.PartRule, then: ClaimResult, now: ClaimResult, release: Release) -> str:
    had = f"{_name(rule.ally, release)} had {words.fixed(then.value, 1)}%"
    latest = f"{words.fixed(now.value, 1)}% by {TABLE_NOW}"
    return (
        f"{had} of {owner(rule.of, release)} in {rule.year} by {TABLE_THEN}, {latest} "
        f"({release.indicator[rule.indicator].title})."
    )


def _related_figures(claim: Claim, release: Release) -> list[str]:
    if not claim.beside:
        return []
    parts = []
    for b in claim.beside:
        then = words.fixed(b.then, b.decimals)
        now = words.fixed(b.now, b.decimals)
        unit = "%" if b.unit.startswith("percent") else f" {b.unit}"
        days = (b.then_edition, b.now_edition)
        prices = "" if b.of else at_prices(release, b.indicator, b.year, *days)
        changed = f"{since_measure(release, *days)}{prices}"
        before, latest = (
            words.estimated(f"{then}{unit}", b.then_estimate),
            words.estimated(f"{now}{unit}", b.now_estimate),
        )
        parts.append(f"{b.label}: {before} then, {latest} now{changed}")
    return [f"For context: {'; '.join(parts)}."]
