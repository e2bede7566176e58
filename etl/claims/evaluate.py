"""A rule applied to one edition: it holds, it does not, or it cannot be told. Pure."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations_with_replacement
from typing import Literal, assert_never

import msgspec

from etl.claims.derived import observation
from etl.model import ClaimResult, Observation, Release, as_printed, rules
from etl.model.measure import measure

COMPARE: Mapping[rules.ComparisonSign, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
}

MOST_BLANKS = 4
"""Of how many allies without a figure every place is tried; with more, no place is judged."""

RATIO_DECIMALS = 9
"""To how many decimals a quotient of two printed values is rounded before it is compared: equal is then
equal."""


class Evaluation(msgspec.Struct, frozen=True):
    """What one edition makes of a rule.

    `result` is None where it cannot be told; `why` says then whether an observation is "missing" here, NATO
    left it "blank", it is "zero" and nothing can be divided by it, or two are in different "currencies".
    `observations` are those that bear on the rule, the highest first where the rule is about a group.
    """

    result: ClaimResult | None
    observations: tuple[Observation, ...]
    why: Literal["", "missing", "blank", "zero", "currencies"] = ""


def evaluate(rule: rules.Rule, release: Release, edition: date) -> Evaluation:
    """The rule by an edition of a release. Whole or not is asked of its own indicator, year and group."""
    match rule:
        case rules.CountRule():
            return _count(rule, release, edition)
        case rules.ListRule():
            return _list(rule, release, edition)
        case rules.ValueRule():
            return _value(rule, release, edition)
        case rules.RankRule():
            return _rank(rule, release, edition)
        case rules.CompareRule():
            return _compare(rule, release, edition)
        case rules.ChangeRule():
            return _change(rule, release, edition)
        case rules.PartRule():
            return _part(rule, release, edition)
    assert_never(rule)


def meets(value: float, comparison: rules.ComparisonSign, target: float, decimals: int) -> bool:
    """Whether a value, as printed, compares with a target."""
    return COMPARE[comparison](as_printed(value, decimals), target)


def as_expected(outcome: float, expect: rules.Expectation, decimals: int) -> bool:
    """Whether an outcome is as expected, rounded to the expectation's decimals or else to `decimals`."""
    rounded = as_printed(outcome, decimals if expect.decimals is None else expect.decimals)
    if expect.comparison == "==" and (expect.low is not None or expect.high is not None):
        low = expect.value if expect.low is None else expect.low
        high = expect.value if expect.high is None else expect.high
        return low <= rounded <= high
    within = (expect.low is None or expect.low <= rounded) and (expect.high is None or rounded <= expect.high)
    return within and COMPARE[expect.comparison](rounded, expect.value)


def _count(rule: rules.CountRule, release: Release, edition: date) -> Evaluation:
    available, unknown = _standing(rule.indicator, rule.year, rule.among, release, edition)
    if unknown:
        return unknown
    decimals = _decimals(rule, release)
    met = [f for f in available if meets(f.value, rule.comparison, rule.target, decimals)]
    blank = len(_blank(rule.indicator, rule.year, rule.among, release, edition))
    with_figure = len(available) + blank
    possible = {_count_holds(rule, len(met) + n, with_figure, release, edition) for n in range(blank + 1)}
    if len(possible) > 1:
        return Evaluation(None, available, "blank")
    return Evaluation(
        ClaimResult(
            edition=edition,
            value=float(len(met)),
            holds=possible.pop(),
            estimate=any(f.estimate for f in available),
            allies=tuple(f.ally for f in met),
        ),
        available,
    )


def _count_holds(rule: rules.CountRule, met: int, with_figure: int, release: Release, edition: date) -> bool:
    if rule.unit == "allies":
        return as_expected(met, rule.expect, 0)
    whole = len(_asked(rule.among, rule.indicator, rule.year, release, edition))
    return any(as_expected(100 * met / of, rule.expect, RATIO_DECIMALS) for of in (with_figure, whole))


def _list(rule: rules.ListRule, release: Release, edition: date) -> Evaluation:
    block = release.block(edition, rule.indicator, rule.year)
    decimals = _decimals(rule, release)
    if rule.exhaustive:
        available, unknown = _standing(rule.indicator, rule.year, rule.among, release, edition)
        if unknown:
            return unknown
    else:
        available = tuple(block[code] for code in rule.allies if code in block)
    if lacking := [code for code in rule.allies if code not in block]:
        return _missing(lacking, rule.indicator, rule.year, release, edition, available)
    met = {f.ally for f in available if meets(f.value, rule.comparison, rule.target, decimals)}
    named = set(rule.allies)
    if rule.exhaustive and met == named and _blank(rule.indicator, rule.year, rule.among, release, edition):
        return Evaluation(None, available, "blank")
    return Evaluation(
        ClaimResult(
            edition=edition,
            value=float(len(met & named)),
            holds=met == named if rule.exhaustive else named <= met,
            estimate=any(f.estimate for f in available),
            allies=tuple(f.ally for f in available if f.ally in met),
        ),
        available,
    )


def _value(rule: rules.ValueRule, release: Release, edition: date) -> Evaluation:
    observations, unknown = _named(rule.among, rule.indicator, rule.year, release, edition)
    if unknown:
        return unknown
    decimals = _decimals(rule, release)
    holds = all(as_expected(f.value, rule.expect, decimals) for f in observations)
    return _evaluated(observations[0].value, holds=holds, observations=observations, edition=edition)


def _rank(rule: rules.RankRule, release: Release, edition: date) -> Evaluation:
    available, unknown = _standing(rule.indicator, rule.year, rule.among, release, edition)
    if unknown:
        return unknown
    reported = {f.ally for f in available}
    if lacking := [code for code in rule.allies if code not in reported]:
        return _missing(lacking, rule.indicator, rule.year, release, edition, available)
    places = places_of(rule, available, release)
    blank = len(_blank(rule.indicator, rule.year, rule.among, release, edition))
    possible = {_places_hold(rule, moved) for moved in places_with(places, blank)}
    if len(possible) > 1 or blank > MOST_BLANKS:
        return Evaluation(None, available, "blank")
    result = ClaimResult(
        edition=edition,
        value=float(places[0]),
        holds=possible.pop(),
        estimate=any(f.estimate for f in available),
        values={f.ally: f.value for f in available if f.ally in rule.allies},
    )
    return Evaluation(result, available)


def places_of(rule: rules.RankRule, observations: Sequence[Observation], release: Release) -> tuple[int, ...]:
    """The place of each ally of a rule by the observations of its group, each ally's among them."""
    decimals = _decimals(rule, release)
    values = {f.ally: as_printed(f.value, decimals) for f in observations}
    return tuple(place_among(values[code], values.values(), rule.order) for code in rule.allies)


def places_with(places: tuple[int, ...], blank: int) -> Iterator[tuple[int, ...]]:
    """The places that allies can have, wherever as many without a figure would stand before or after them."""
    for before in combinations_with_replacement([0, *places], min(blank, MOST_BLANKS)):
        yield tuple(place + sum(place >= first > 0 for first in before) for place in places)


def place_among(own: float, values: Iterable[float], order: Literal["highest", "lowest"]) -> int:
    """The place of a value among values, from 1; equal ones share it."""
    return 1 + sum(v > own if order == "highest" else v < own for v in values)


def _places_hold(rule: rules.RankRule, places: Sequence[int]) -> bool:
    """Whether one or several allies take the places expected: in their order, or as a set."""
    expect = rule.expect
    if expect.comparison != "==":
        return all(as_expected(place, expect, 0) for place in places)
    if rule.as_set:
        return all(expect.value <= place < expect.value + len(places) for place in places)
    return all(as_expected(place - n, expect, 0) for n, place in enumerate(places))


def _compare(rule: rules.CompareRule, release: Release, edition: date) -> Evaluation:
    observations, unknown = _named((rule.ally, rule.other), rule.indicator, rule.year, release, edition)
    if unknown:
        return unknown
    decimals = _decimals(rule, release)
    one, other = (as_printed(f.value, decimals) for f in observations)
    if not other:
        return Evaluation(None, observations, "zero")
    ratio = one / other
    return _evaluated(
        ratio,
        holds=as_expected(ratio, rule.expect, RATIO_DECIMALS),
        observations=observations,
        edition=edition,
    )


def _change(rule: rules.ChangeRule, release: Release, edition: date) -> Evaluation:
    first, unknown = _named((rule.ally,), rule.indicator, rule.year_from, release, edition)
    last, later = _named((rule.ally,), rule.indicator, rule.year, release, edition)
    if unknown or later:
        return unknown or later or Evaluation(None, ())
    observations = (*first, *last)
    if len({measure(f) for f in observations}) > 1:
        return Evaluation(None, observations, "currencies")
    decimals = _decimals(rule, release)
    before, after = (as_printed(f.value, decimals) for f in observations)
    if rule.unit in ("points", "amount"):
        outcome, places = after - before, decimals
    elif not before:
        return Evaluation(None, observations, "zero")
    elif rule.unit == "percent":
        outcome, places = 100 * (after / before - 1), 1
    else:
        outcome, places = after / before, RATIO_DECIMALS
    holds = as_expected(outcome, rule.expect, places)
    result = ClaimResult(
        edition=edition,
        value=outcome,
        holds=holds,
        estimate=any(f.estimate for f in observations),
        values={f"{f.ally} {f.year}": f.value for f in observations},
    )
    return Evaluation(result, observations)


def _part(rule: rules.PartRule, release: Release, edition: date) -> Evaluation:
    observations, unknown = _named((rule.ally, rule.of), rule.indicator, rule.year, release, edition)
    if unknown:
        return unknown
    part, whole = (f.value for f in observations)
    if not whole:
        return Evaluation(None, observations, "zero")
    outcome = 100 * part / whole
    return _evaluated(
        outcome, holds=as_expected(outcome, rule.expect, 1), observations=observations, edition=edition
    )


def _evaluated(
    outcome: float, *, holds: bool, observations: tuple[Observation, ...], edition: date
) -> Evaluation:
    values = {f.ally: f.value for f in observations}
    estimate = any(f.estimate for f in observations)
    return Evaluation(ClaimResult(edition, outcome, holds, estimate, values=values), observations)


def _standing(
    indicator: str, year: int, group: rules.Among, release: Release, edition: date
) -> tuple[tuple[Observation, ...], Evaluation | None]:
    """The observations of a group, the highest first; or why the group is not whole in this edition."""
    standing = release.standing(edition, indicator, year)
    asked = _asked(group, indicator, year, release, edition)
    available = tuple(f for f in standing.observations if f.ally in asked)
    if not available or any(code in asked for code in standing.missing):
        return available, Evaluation(None, available, "missing")
    return available, None


def _asked(group: rules.Among, indicator: str, year: int, release: Release, edition: date) -> set[str]:
    """The codes of a group, of those that are members of the year by the edition."""
    return {
        a.code
        for a in release.standing(edition, indicator, year).members
        if group == "members" or (a.europe if isinstance(group, str) else a.code in group)
    }


def _blank(indicator: str, year: int, group: rules.Among, release: Release, edition: date) -> set[str]:
    """The allies of a group whose figure NATO left blank in an edition: they may be on either side."""
    blank = set(release.standing(edition, indicator, year).blank)
    return blank & _asked(group, indicator, year, release, edition)


def _named(
    codes: Sequence[str], indicator: str, year: int, release: Release, edition: date
) -> tuple[tuple[Observation, ...], Evaluation | None]:
    """The observations of allies, aggregates or groups in their order; or why one of them has none."""
    found = [(code, observation(release, edition, indicator, year, code)) for code in codes]
    available = tuple(f for _, f in found if f is not None)
    lacking = [code for code, observation in found if observation is None]
    return available, _missing(lacking, indicator, year, release, edition, available) if lacking else None


def _missing(
    lacking: Sequence[str],
    indicator: str,
    year: int,
    release: Release,
    edition: date,
    available: tuple[Observation, ...],
) -> Evaluation:
    blank = {(b.ally, b.indicator, b.year) for b in release.edition[edition].blanks}
    blank_all = all((code, indicator, year) in blank for code in lacking)
    return Evaluation(None, available, "blank" if blank_all else "missing")


def _decimals(rule: rules.Rule, release: Release) -> int:
    return release.indicator[rule.indicator].decimals
