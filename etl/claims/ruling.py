"""From a reading of a text to the rule that judges it. Pure.

Values are brought into the unit of the indicator, words such as "about" or "just over" into bounds. Of what
no rule can judge a sentence says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal, assert_never, cast

from etl.claims.derived import computable
from etl.claims.reading import (
    ChangeReading,
    CompareReading,
    Comparison,
    CountReading,
    ListReading,
    PartReading,
    RankReading,
    Reading,
    ValueReading,
)
from etl.claims.requirements import requirements
from etl.model import AGGREGATES, Indicator, Release, rules
from etl.model.indicators import DOLLARS_CONSTANT

_MILLIONS: Mapping[str, float] = {"": 1e-6, "thousand": 1e-3, "million": 1.0, "billion": 1e3, "trillion": 1e6}
_ABOUT, _NEARLY, _JUST_OVER, _WELL_BELOW = 0.05, 0.93, 1.07, 0.85
_JUST_OVER_POINTS = 0.15
"""How far above a share said without decimals "just over" goes, in points."""

_OF_ONE_SIDE = frozenset({"just over", "just under", "well below", "far from"})

_FRACTION_ROOM: Mapping[str, float] = {"": 1.5, "about": 3.0}
"""By how many members a fraction that is not all, none or a half may be missed."""


class NoRuleError(ValueError):
    """A reading that no rule can judge: says why in a sentence."""


def rule_of(reading: Reading, release: Release) -> rules.Rule:
    """The rule that judges a reading by the editions of a release. Raises NoRuleError where there is none."""
    indicator = release.indicator.get(reading.indicator)
    if indicator is None:
        raise NoRuleError("NATO’s tables do not have this measure.")
    rule = _rule(reading, indicator, release)
    judged = release.indicator[rule.indicator]
    codes = {*release.ally, *AGGREGATES}
    for _, holds, expected, _ in requirements(rule, judged, codes, release.group_keys):
        if not holds:
            raise NoRuleError(f"To be judged it needs {expected}.")
    return rule


def _rule(reading: Reading, indicator: Indicator, release: Release) -> rules.Rule:
    match reading:
        case ValueReading():
            return _value(reading, indicator, release)
        case CountReading():
            return _count(reading, release)
        case ListReading():
            return rules.ListRule(
                indicator=reading.indicator,
                year=reading.year,
                allies=_allies(reading.subjects, release),
                among=_group(reading.among, reading.year, release),
                comparison=_line(reading.target_comparison),
                target=reading.target,
                exhaustive=reading.exhaustive,
            )
        case RankReading():
            return rules.RankRule(
                indicator=reading.indicator,
                year=reading.year,
                allies=_allies(reading.subjects, release),
                expect=rules.Expectation("<=" if reading.within else "==", float(reading.rank)),
                among=_group(reading.among, reading.year, release),
                order="highest" if reading.order == "desc" else "lowest",
                as_set=reading.as_set,
            )
        case CompareReading():
            one, other = _subjects(reading.subjects, indicator, release, exactly=2)
            factor = _of_factor(reading.comparison, reading.factor, reading.tolerance)
            return rules.CompareRule(reading.indicator, reading.year, one, other, factor)
        case ChangeReading():
            return _change(reading, indicator, release)
        case PartReading():
            return _part(reading, indicator, release)
    assert_never(reading)


def expectation(
    comparison: Comparison, value: float, decimals: int, tolerance: str = "", *, share: bool = False
) -> rules.Expectation:
    """What a figure is compared with: `value` as said with so many `decimals`, loosened by the words of
    `tolerance`; `share` says that it is a share in per cent."""
    half = 0.5 * 10.0**-decimals
    room = max(_ABOUT * abs(value), half)
    if tolerance == "just over":
        high = value + _JUST_OVER_POINTS if share and decimals <= 0 else value * _JUST_OVER
        return rules.Expectation(">", value, high=round(high, 9))
    if tolerance == "just under":
        return rules.Expectation("<", value, low=round(_NEARLY * value, 9))
    if tolerance == "nearly":
        return rules.Expectation("<=", value, low=round(_NEARLY * value, 9))
    if tolerance in ("well below", "far from"):
        return rules.Expectation("<", round(_WELL_BELOW * value, 9))
    if comparison == "~":
        return rules.Expectation("==", value, low=round(value - room, 9), high=round(value + room, 9))
    if comparison == "==":
        return rules.Expectation("==", value, decimals=decimals)
    return rules.Expectation(comparison, value)


def _value(reading: ValueReading, indicator: Indicator, release: Release) -> rules.ValueRule:
    value, decimals = _in_unit(
        reading.value, reading.decimals, reading.unit, reading.subjects, indicator, release
    )
    share = reading.unit == "percent"
    return rules.ValueRule(
        indicator=reading.indicator,
        year=reading.year,
        among=_subjects(reading.subjects, indicator, release),
        expect=expectation(reading.comparison, value, decimals, reading.tolerance, share=share),
    )


def _count(reading: CountReading, release: Release) -> rules.CountRule:
    among = _group(reading.subjects[0], reading.year, release)
    percent = reading.number is None
    if percent:
        members = release.members(reading.year) if among == "members" else _codes(reading, release)
        expect = _fraction(reading, len(members))
    else:
        expect = expectation(reading.comparison, float(reading.number or 0), 0, _of_number(reading.tolerance))
    return rules.CountRule(
        indicator=reading.indicator,
        year=reading.year,
        expect=expect,
        among=among,
        comparison=_line(reading.target_comparison),
        target=reading.target,
        unit="percent" if percent else "allies",
    )


def _codes(reading: CountReading, release: Release) -> tuple[str, ...]:
    return release.members_of(reading.subjects[0], reading.year) or ()


def _of_number(tolerance: str) -> str:
    """ "Several" and "some" are a least number and loosen nothing."""
    return "" if tolerance in ("several", "some", "most") else tolerance


def _fraction(reading: CountReading, members: int) -> rules.Expectation:
    """The part of the members, in per cent: all, none, half and most as said, others with room."""
    if reading.fraction is None:
        raise NoRuleError("How many members are meant was not recognised.")
    part = Fraction(reading.fraction)
    value = float(100 * part)
    if reading.comparison not in ("==", "~") and reading.tolerance != "nearly":
        return rules.Expectation(_exact(reading.comparison), value)
    if part in (0, 1) and reading.comparison == "==":
        return rules.Expectation("==", value)
    if part == Fraction(1, 2) and reading.comparison == "==":
        return rules.Expectation("==", value)
    room = 100 * _FRACTION_ROOM["about" if reading.comparison == "~" else ""] / max(members, 1)
    if reading.tolerance == "nearly":
        return rules.Expectation("<=", value, low=round(value - 2 * room, 9))
    return rules.Expectation("==", value, low=round(value - room, 9), high=round(value + room, 9))


def _of_factor(comparison: Comparison, factor: float, tolerance: str = "") -> rules.Expectation:
    """A factor: "almost" from 0.9 to 1.02 times it, "about" a twentieth either way, else as said; other words
    loosen it as they do a value."""
    if tolerance in ("almost", "nearly"):
        return rules.Expectation("==", factor, low=round(0.9 * factor, 9), high=round(1.02 * factor, 9))
    if tolerance in _OF_ONE_SIDE:
        return expectation(comparison, factor, 9, tolerance)
    if comparison == "~":
        return expectation("~", factor, 9)
    if comparison == "==" and factor != 1:
        return expectation("~", factor, 1)
    return rules.Expectation(_exact(comparison), factor)


def _change(reading: ChangeReading, indicator: Indicator, release: Release) -> rules.Rule:
    if len(reading.subjects) != 1:
        raise NoRuleError("The change of several allies at once is not judged.")
    name = reading.indicator
    if indicator.unit == "percent":  # a real change from one year to the next stands in the tables
        if reading.year_from == reading.year - 1:
            among = _subjects(reading.subjects, indicator, release)
            return rules.ValueRule(name, reading.year, among, _of_change(reading))
        name = DOLLARS_CONSTANT
    changed = release.indicator[name]
    (subject,) = _subjects(reading.subjects, changed, release)
    unit: Literal["percent", "points", "factor", "amount"]
    if reading.factor is not None:
        unit, expect = "factor", _of_factor(reading.comparison, reading.factor, reading.tolerance)
    elif reading.unit == "direction":
        unit = "points" if changed.in_percent else "percent"
        expect = rules.Expectation(_exact(reading.comparison), 0.0)
    elif reading.unit == "percent":
        if changed.in_percent:
            raise NoRuleError("Whether per cent or percentage points of the share are meant is not clear.")
        unit, expect = "percent", _of_change(reading)
    elif reading.unit == "points":
        unit, expect = "points", _of_change(reading)
    else:
        value, decimals = _in_unit(
            reading.value or 0.0, reading.decimals or 0, reading.unit, reading.subjects, changed, release
        )
        unit, expect = "amount", expectation(reading.comparison, value, decimals, reading.tolerance)
    return rules.ChangeRule(name, reading.year_from, reading.year, subject, unit, expect)


def _of_change(reading: ChangeReading) -> rules.Expectation:
    if reading.value is None:
        return rules.Expectation(_exact(reading.comparison), 0.0)
    return expectation(
        reading.comparison, reading.value, reading.decimals or 0, reading.tolerance, share=True
    )


def _part(reading: PartReading, indicator: Indicator, release: Release) -> rules.PartRule:
    if len(reading.subjects) != 1 or not indicator.additive:
        raise NoRuleError("A part is judged of one ally or aggregate, of amounts that add up.")
    subject, whole = _subjects((*reading.subjects, reading.of), indicator, release, exactly=2)
    comparison = "~" if reading.fraction and reading.comparison == "==" else reading.comparison
    expect = expectation(comparison, reading.value, reading.decimals, reading.tolerance, share=True)
    return rules.PartRule(reading.indicator, reading.year, subject, whole, expect)


def _exact(comparison: Comparison) -> rules.ComparisonSign:
    return "==" if comparison == "~" else comparison


def _line(comparison: Comparison) -> rules.ComparisonSign:
    """How allies compare with a target; "about" it is a range, by which allies are not counted."""
    if comparison == "~":
        raise NoRuleError("Which allies are about at a number, and which are not, is not judged.")
    return comparison


def _allies(codes: tuple[str, ...], release: Release) -> tuple[str, ...]:
    if not codes or any(code not in release.ally for code in codes):
        raise NoRuleError("Only single allies can be listed or ranked.")
    return codes


def _group(key: str, year: int, release: Release) -> rules.Among:
    if key in ("members", "european members"):
        return cast(Literal["members", "european members"], key)
    codes = release.members_of(key, year)
    if not codes:
        raise NoRuleError("Which allies are meant is not known here.")
    return codes


def _subjects(
    codes: tuple[str, ...], indicator: Indicator, release: Release, exactly: int | None = None
) -> tuple[str, ...]:
    for code in codes:
        known = code in release.ally or code in AGGREGATES
        if not known and code not in release.group_keys:
            raise NoRuleError("Whose figure is meant is not known here.")
        if not known and not computable(indicator):
            raise NoRuleError("The figure of this group cannot be computed from those of its members.")
    if not codes or exactly not in (None, len(codes)):
        raise NoRuleError("Who is compared is not clear.")
    return codes


def _in_unit(
    value: float, decimals: int, unit: str, subjects: tuple[str, ...], indicator: Indicator, release: Release
) -> tuple[float, int]:
    """A number as said, in the unit of the indicator, and its decimals there."""
    if unit == "percent" and indicator.in_percent:
        return value, decimals
    if unit == "thousand" and indicator.unit == "thousands":
        return value, decimals
    scale, _, currency = unit.rpartition(" ")
    if scale not in _MILLIONS or indicator.in_percent or indicator.unit == "thousands":
        raise NoRuleError("The number is in another unit than this measure of NATO’s tables.")
    if indicator.in_national_currency:
        budgets = {n.code: n.currencies for n in release.names}
        if any(currency not in budgets.get(code, ()) for code in subjects):
            raise NoRuleError("NATO’s tables have this ally’s spending in another currency.")
    elif currency != "USD":
        raise NoRuleError("NATO’s tables have this measure in US dollars.")
    if indicator.unit in ("US dollars", "thousand US dollars"):
        factor = _MILLIONS[scale] * (1e6 if indicator.unit == "US dollars" else 1e3)
    else:
        factor = _MILLIONS[scale]
    places = len(str(round(factor))) - 1 if factor >= 1 else -(len(str(round(1 / factor))) - 1)
    return round(value * factor, 9), decimals - places
