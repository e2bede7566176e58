"""A rule and its outcomes in words: what is asked, and each outcome in short. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil, floor
from typing import assert_never

from etl.claims.evaluate import places_of
from etl.claims.outcomes import Outcome, Why
from etl.model import REAL_CHANGE, SHARE_OF_GDP, TOTAL, Indicator, Release, rules
from etl.model.wording import capital, fixed, listed, ordinal, possessive, signed

SIDES: Mapping[rules.ComparisonSign, str] = {
    ">=": "at {line} or more",
    ">": "above {line}",
    "<": "below {line}",
    "<=": "at {line} or less",
    "==": "at exactly {line}",
}
_WHOLE: Mapping[str, str] = {"members": "allies", "european members": "European allies"}
WHY: Mapping[Why, str] = {
    "": "",
    "table missing": "that table is missing here",
    "figure missing": "a figure it needs is missing here",
    "left blank": "NATO left a figure it needs blank",
    "no forces": "NATO’s tables have no row for an ally without armed forces",
    "zero": "a figure that it divides by is zero",
    "earlier years only": "that table ends before that year",
    "later years only": "that table begins after that year",
    "other prices": "its amounts are at the prices of another year",
    "other currency": "its amounts are in another currency",
    "two currencies": "its amounts of the two years are in different currencies",
}


def at_constant_prices(indicator: Indicator) -> bool:
    """Whether a measure is in money of one base year, so that tables of other base years are no like."""
    return indicator.phrase.endswith("constant prices")


def subject(code: str, release: Release) -> str:
    """An ally, an aggregate or a group inside a sentence: "the Slovak Republic", "NATO as a whole"."""
    if code == TOTAL:
        return "NATO as a whole"
    return release.ally[code].in_prose if code in release.ally else release.name(code)


def owner(code: str, release: Release) -> str:
    """The same as an owner: "Poland’s", "the Netherlands’"."""
    return possessive(subject(code, release))


def measure(indicator: Indicator) -> str:
    """A measure inside a sentence: "defence expenditure in US dollars at current prices"."""
    what, *more = indicator.title.split(", ")
    if len(more) == 2:
        what = f"{what} in {' at '.join(more)}"
    elif more:
        what = f"{more[0]} in {_lower(what)}"
    return what if what.startswith("GDP") else _lower(what)


def amount(value: float, indicator: Indicator) -> str:
    """A value with its unit, as NATO prints it; large amounts in billions. That an amount is in national
    currency is said by the name of its measure."""
    if indicator.unit.startswith("million ") and abs(value) >= 1000:
        billions = fixed(value / 1000, 1)
        if indicator.in_national_currency:
            return f"{billions} billion"
        prices = " at constant prices" if at_constant_prices(indicator) else ""
        return f"${billions} billion{prices}"
    return f"{fixed(value, indicator.decimals)}{indicator.phrase.removesuffix(' in national currency')}"


def noun(rule: rules.Rule, release: Release) -> str:
    """What a rule asks for, as the thing that a table puts at a number or in a place."""
    indicator = release.indicator[rule.indicator]
    what = measure(indicator)
    match rule:
        case rules.CountRule():
            return (
                f"the number of {group(rule.among, rule.year, release)} {side(rule, release)} in {rule.year}"
            )
        case rules.ListRule():
            n = len(rule.allies)
            if n == 1:
                return f"{subject(rule.allies[0], release)}, in {rule.year},"
            return f"the number of the {n} allies named {side(rule, release)} in {rule.year}"
        case rules.ValueRule():
            owners = listed([owner(c, release) for c in rule.among])
            if indicator.id == REAL_CHANGE:
                return f"the change in {owners} defence expenditure in {rule.year}"
            what = "defence expenditure" if indicator.id == SHARE_OF_GDP else what
            return f"{owners} {what} in {rule.year}"
        case rules.RankRule():
            who = listed([subject(c, release) for c in rule.allies])
            return f"{who} by {what} in {rule.year}"
        case rules.CompareRule() | rules.ChangeRule(unit="factor"):
            return f"{owner(rule.ally, release)} {what} in {rule.year}"
        case rules.ChangeRule():
            return f"the change in {owner(rule.ally, release)} {what} from {rule.year_from} to {rule.year}"
        case rules.PartRule():
            whole = "NATO’s total" if rule.of == TOTAL else owner(rule.of, release)
            return f"{owner(rule.ally, release)} part of {whole} {what} in {rule.year}"
    assert_never(rule)


def outcome_in_short(  # noqa: C901 (one case for each type of rule)
    rule: rules.Rule, outcome: Outcome, release: Release
) -> str:
    """An outcome as a number with its unit: "23 of 32", "4.12% of GDP", "1st"; "–" where it has none."""
    if outcome.value is None:
        return "–"
    indicator = release.indicator[rule.indicator]
    value = outcome.value
    match rule:
        case rules.CountRule():
            return f"{int(value)} of {_size(rule.among, rule.year, outcome, release)}"
        case rules.ListRule():
            return f"{int(value)} of {len(rule.allies)}"
        case rules.ValueRule():
            values = [f.value for f in outcome.observations]
            percent = indicator.in_percent
            texts = [fixed(v, indicator.decimals) if percent else amount(v, indicator) for v in values[:-1]]
            return listed([*texts, amount(values[-1], indicator)])
        case rules.RankRule():
            places = listed([ordinal(place) for place in places_of(rule, outcome.observations, release)])
            return f"{places} lowest" if rule.order == "lowest" else places
        case rules.CompareRule():
            return f"{fixed(value, 2)} times"
        case rules.ChangeRule():
            if rule.unit == "factor":
                return f"{fixed(value, 2)} times"
            if rule.unit == "amount":
                sign = "+" if value > 0 else ""
                return sign + amount(value, indicator)
            return signed(value, 1) + "%" if rule.unit == "percent" else f"{signed(value, 2)} points"
        case rules.PartRule():
            return f"{fixed(value, 1)}%"
    assert_never(rule)


def side(rule: rules.CountRule | rules.ListRule, release: Release) -> str:
    """The side of the line that is asked for: "at 2% of GDP or more"."""
    indicator = release.indicator[rule.indicator]
    if indicator.unit == "percent" and rule.target == 0:
        return {">": "with a rise in real terms", "<": "with a fall in real terms"}.get(
            rule.comparison, SIDES[rule.comparison].format(line="no real change")
        )
    line = f"{rule.target:g}{indicator.phrase}" if indicator.in_percent else amount(rule.target, indicator)
    return SIDES[rule.comparison].format(line=line)


def _size(group: rules.Among, year: int, outcome: Outcome, release: Release) -> int:
    """How many allies a count is of: the members of the year, Iceland included."""
    if isinstance(group, str):
        joined = [a for a in release.members(year) if a.joined <= outcome.edition or year < a.joined.year + 1]
        codes = {f.ally for f in outcome.observations}
        members = [a for a in joined if a.is_member(outcome.edition) or a.code in codes]
        return sum(group == "members" or a.europe for a in members)
    return len(group)


def group(among: rules.Among, year: int, release: Release) -> str:
    """The allies that a rule is about: "European allies", "allies but Poland", "G7 members of NATO"; "the 3
    allies meant" where the release has no name for them."""
    if isinstance(among, str):
        return _WHOLE[among]
    codes = set(among)
    for key, words in _WHOLE.items():
        whole = set(release.members_of(key, year) or ())
        if codes == whole:
            return words
        without = tuple(whole - codes)
        if codes < whole and len(without) == 1:
            return f"{words} but {subject(without[0], release)}"
    same = (g.key for g in release.groups if codes == set(release.members_of(g.key, year) or ()))
    return next(same, f"the {len(among)} allies meant")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def named(codes: Sequence[str], release: Release) -> str:
    """Allies as a list in a sentence."""
    return listed([subject(c, release) for c in codes])


def understood(rule: rules.Rule, release: Release) -> str:
    """What a rule asks, as one sentence without its answer."""
    what = capital(noun(rule, release))
    match rule:
        case rules.ListRule():
            only = " and no other ally" if rule.exhaustive else ""
            return f"{capital(named(rule.allies, release))}{only} {side(rule, release)} in {rule.year}."
        case rules.RankRule():
            return f"{what}: {_places(rule, release)}, {rule.order} first."
        case _:
            return f"{what}: {_expected(rule.expect, _number(rule, release))}."


def _expected(expect: rules.Expectation, number: Callable[[float], str]) -> str:
    """A number with its comparison and its bounds, each as `number` words it."""
    low, high = expect.low, expect.high
    if expect.comparison == "==" and (low is not None or high is not None):
        first, last = (expect.value if bound is None else bound for bound in (low, high))
        return f"{number(expect.value)}, so from {number(first)} to {number(last)}"
    parts = [_SIGN[expect.comparison] + number(expect.value)]
    if low is not None:
        parts.append(f"at least {number(low)}")
    if high is not None:
        parts.append(f"at most {number(high)}")
    return " and ".join(parts)


_SIGN: Mapping[rules.ComparisonSign, str] = {
    ">=": "at least ",
    ">": "more than ",
    "<": "less than ",
    "<=": "at most ",
    "==": "",
}


def _number(rule: rules.Rule, release: Release) -> Callable[[float], str]:
    """How a number that a rule expects is worded: with its unit."""
    indicator = release.indicator[rule.indicator]
    match rule:
        case rules.CountRule() if rule.unit == "percent":
            return lambda value: "all of them" if value == 100 else f"{fixed(value, 1)}% of them"
        case rules.CompareRule():
            other = subject(rule.other, release)
            return lambda value: ("" if value == 1 else f"{value:g} times ") + f"that of {other}"
        case rules.ChangeRule() if rule.unit != "amount":
            times = f" times that of {rule.year_from}"
            unit = {"percent": "%", "points": " points", "factor": times}[rule.unit]
            return lambda value: f"{value:g}{unit}"
        case rules.ValueRule() | rules.ChangeRule():
            return lambda value: amount(value, indicator)
        case rules.PartRule():
            return lambda value: f"{fixed(value, 1)}%"
        case _:
            return lambda value: f"{value:g}"


_OF_PLACE: Mapping[rules.ComparisonSign, str] = {
    "<=": "in {} place or before it",
    "<": "before {} place",
    ">=": "in {} place or after it",
    ">": "after {} place",
}


def _places(rule: rules.RankRule, release: Release) -> str:
    """The places that are asked for: "1st and 2nd of allies in any order", "in 3rd place or before it"."""
    expect, n = rule.expect, len(rule.allies)
    low, high = expect.low, expect.high
    if expect.comparison != "==":
        place = _OF_PLACE[expect.comparison].format(ordinal(int(expect.value)))
        earliest = "" if low is None else f", not before {ordinal(ceil(low))}"
        latest = "" if high is None else f", not after {ordinal(floor(high))}"
        return (
            f"{'each ' if n > 1 else ''}{place} of {group(rule.among, rule.year, release)}{earliest}{latest}"
        )
    first = int(expect.value) if low is None else ceil(low)
    last = int(expect.value) if high is None else floor(high)
    each = [ordinal(first + i) + (f" to {ordinal(last + i)}" if last != first else "") for i in range(n)]
    return (
        f"{listed(each)} of {group(rule.among, rule.year, release)}{' in any order' if rule.as_set else ''}"
    )
