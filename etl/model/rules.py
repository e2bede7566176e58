"""Rules: what has to be true of the observations for a statement to hold. Plain values, a type for each
measure.

A rule is written as a table whose `measure` names its type. All values are in the unit of the indicator and
are compared as printed: rounded half up to the decimals of the indicator, or to those that an expectation
names.
"""

from __future__ import annotations

from typing import Any, Literal, get_args

import msgspec

ComparisonSign = Literal[">=", ">", "<", "<=", "=="]
Order = Literal["highest", "lowest"]
CountUnit = Literal["allies", "percent"]
ChangeUnit = Literal["percent", "points", "factor", "amount"]
Among = Literal["members", "european members"] | tuple[str, ...]
"""The members of a year, the European ones among them, or allies by code."""


def _check(name: str, value: str, choices: Any) -> None:
    """Raises ValueError where a rule that is made by hand has a word that none of its `choices` is."""
    known: tuple[str, ...] = get_args(choices)
    if value not in known:
        raise ValueError(f"{name}: expected one of {', '.join(map(repr, known))}, found {value!r}")


class Expectation(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What an outcome is compared with: "at least 23" is `comparison` >= and `value` 23.

    With `low` and `high`, == means from one to the other, both included: "about 18"; with any other
    comparison the outcome must lie between them besides: "just over 2" is > 2 with `high` 2.15. The outcome
    is first rounded half up to `decimals`, negative ones for tens and hundreds; without them as its indicator
    is printed.
    """

    comparison: ComparisonSign
    value: float
    low: float | None = None
    high: float | None = None
    decimals: int | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for a comparison that is none."""
        _check("comparison", self.comparison, ComparisonSign)


class CountRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="measure", tag="count"):
    """How many allies `among` a group have an `indicator` that compares with `target`.

    With `unit` "percent" what is expected is the part of the group that they are, in per cent: of those with
    a figure, or of all its members, whichever fits.
    """

    indicator: str
    year: int
    expect: Expectation
    among: Among = "members"
    comparison: ComparisonSign = ">="
    target: float = 0.0
    unit: CountUnit = "allies"

    def __post_init__(self) -> None:
        """Raises ValueError for a comparison or a unit that is none."""
        _check("comparison", self.comparison, ComparisonSign)
        _check("unit", self.unit, CountUnit)


class ListRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="measure", tag="list"):
    """Whether each of `allies` has an `indicator` that compares with `target`; `exhaustive`: and nobody
    else."""

    indicator: str
    year: int
    allies: tuple[str, ...]
    among: Among = "members"
    comparison: ComparisonSign = ">="
    target: float = 0.0
    exhaustive: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for a comparison that is none."""
        _check("comparison", self.comparison, ComparisonSign)


class ValueRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="measure", tag="value"):
    """The `indicator` of every subject in `among`, each as expected: allies, aggregates, or groups by their
    key, whose figures together are computed here."""

    indicator: str
    year: int
    among: tuple[str, ...]
    expect: Expectation


class RankRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="measure", tag="rank"):
    """The place of an ally `among` a group, 1 for the `order`; those with the same printed value share a
    place.

    Several allies take as many places from the one expected on, in their order, or where `as_set` in any.
    """

    indicator: str
    year: int
    allies: tuple[str, ...]
    expect: Expectation
    among: Among = "members"
    order: Order = "highest"
    as_set: bool = False

    def __post_init__(self) -> None:
        """Raises ValueError for an order that is none."""
        _check("order", self.order, Order)


class CompareRule(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="measure", tag="compare"
):
    """How many times the value of `other` the value of `ally` is; more than 1 is "more than"."""

    indicator: str
    year: int
    ally: str
    other: str
    expect: Expectation


class ChangeRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="measure", tag="change"):
    """How much an `indicator` changed from one year to another, by one edition.

    `unit` is "percent" of the first value, "points" of a share, "factor" of the first value, or "amount" in
    the unit of the indicator.
    """

    indicator: str
    year_from: int
    year: int
    ally: str
    unit: ChangeUnit
    expect: Expectation

    def __post_init__(self) -> None:
        """Raises ValueError for a unit that is none."""
        _check("unit", self.unit, ChangeUnit)


class PartRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="measure", tag="part"):
    """What part of the `indicator` of `of` that of `ally` is, in per cent."""

    indicator: str
    year: int
    ally: str
    of: str
    expect: Expectation


Rule = CountRule | ListRule | ValueRule | RankRule | CompareRule | ChangeRule | PartRule


def subjects(rule: Rule) -> tuple[str, ...]:
    """What a rule names, in its order: codes of allies, keys of aggregates and groups."""
    match rule:
        case ListRule() | RankRule():
            named: tuple[str, ...] = rule.allies
        case ValueRule():
            named = rule.among
        case ChangeRule():
            named = (rule.ally,)
        case CompareRule():
            named = (rule.ally, rule.other)
        case PartRule():
            named = (rule.ally, rule.of)
        case CountRule():
            named = ()
    group = getattr(rule, "among", "members")
    more = group if not isinstance(group, str) else ()
    return tuple(dict.fromkeys((*named, *more)))
