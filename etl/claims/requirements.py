"""What a rule must have so that a table can judge it: each that is accepted is computed, worded and drawn.
Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from etl.claims.derived import computable
from etl.model import AGGREGATES, Indicator, rules

Requirement = tuple[str, bool, str, object]
"""Something that must hold of a rule: the key, whether it holds, what the key takes, and what it has."""


def requirements(
    rule: rules.Rule, indicator: Indicator, codes: Collection[str], groups: Collection[str]
) -> Iterator[Requirement]:
    """What must hold of a rule by its `indicator`: `codes` of allies and aggregates, keys of `groups`."""
    yield from _general(rule, indicator, codes, groups)
    yield from _of_group(rule, indicator)
    yield from _of_kind(rule, indicator)


def _general(
    rule: rules.Rule, indicator: Indicator, codes: Collection[str], groups: Collection[str]
) -> Iterator[Requirement]:
    summed = isinstance(rule, rules.ValueRule | rules.CompareRule | rules.ChangeRule | rules.PartRule)
    summed = summed and computable(indicator)
    for code in rules.subjects(rule):
        expected = "the code of an ally or aggregate" + (", or the key of a group" if summed else "")
        yield "among", code in codes or (summed and code in groups), expected, code
    yield "year", 1900 <= rule.year <= 2100, "a year from 1900 to 2100", rule.year
    if not isinstance(rule, rules.ListRule):
        expect = rule.expect
        yield "expect.decimals", -9 <= (expect.decimals or 0) <= 9, "-9 to 9 decimals", expect.decimals


def _of_group(rule: rules.Rule, indicator: Indicator) -> Iterator[Requirement]:
    if not isinstance(rule, rules.CompareRule | rules.PartRule | rules.ChangeRule):
        yield "among", bool(rule.among), "a group, or codes", rule.among
    if isinstance(rule, rules.CountRule | rules.ListRule | rules.RankRule):
        allies = all(code not in AGGREGATES for code in rules.subjects(rule))
        yield "among", allies, "codes of allies, no aggregate", rules.subjects(rule)
    if isinstance(rule, rules.CountRule | rules.ListRule | rules.RankRule | rules.CompareRule):
        expected = "an indicator that can be compared between allies, not one in national currency"
        yield "indicator", not indicator.in_national_currency, expected, rule.indicator


def _of_kind(rule: rules.Rule, indicator: Indicator) -> Iterator[Requirement]:
    match rule:
        case rules.ListRule() | rules.RankRule():
            yield "allies", bool(rule.allies), "the code of an ally, or several", rule.allies
            inside = isinstance(rule.among, str) or set(rule.allies) <= set(rule.among)
            yield "allies", inside, "allies of the group", rule.allies
            if isinstance(rule, rules.RankRule) and rule.as_set:
                expect = rule.expect
                one = expect.comparison == "==" and expect.low is None and expect.high is None
                yield "expect", one, "one place, compared by ==, for a set", expect
        case rules.PartRule():
            expected = "an indicator whose values add up: dollars or soldiers"
            yield "indicator", indicator.additive, expected, rule.indicator
        case rules.ChangeRule():
            earlier = 1900 <= rule.year_from < rule.year
            yield "year_from", earlier, f"a year before {rule.year}", rule.year_from
            allowed = ("points", "factor") if indicator.in_percent else ("percent", "factor", "amount")
            yield "unit", rule.unit in allowed, f"{' or '.join(allowed)} for this indicator", rule.unit
        case _:
            return
