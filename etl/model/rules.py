"""Rules: what has to be true of the observations for a statement to hold. Plain values, a type for each
measure.

A rule is written as a table whose `measure` names its type. All values are in the unit of the indicator and
are compared as printed: rounded half up to the decimals of the indicator, or to those that an expectation
names.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, get_args, get_origin

import msgspec
from msgspec.structs import fields

ComparisonSign = Literal[">=", ">", "<", "<=", "=="]
Order = Literal["highest", "lowest"]
CountUnit = Literal["allies", "percent"]
ChangeUnit = Literal["percent", "points", "factor", "amount"]
Among = Literal["members", "european members"] | tuple[str, ...]
"""The members of a year, the European ones among them, or allies by code."""


@cache
def _choices(kind: type) -> Mapping[str, tuple[str, ...]]:
    """By field, the words of which one stands in it, where a type has only a few."""
    return {f.name: get_args(f.type) for f in fields(kind) if get_origin(f.type) is Literal}


class _OfWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    def __post_init__(self) -> None:
        """Raises ValueError where what is made by hand has a word that is none of a field's."""
        for name, known in _choices(type(self)).items():
            if (word := getattr(self, name)) not in known:
                raise ValueError(f"{name}: expected one of {', '.join(map(repr, known))}, found {word!r}")


class _OfMeasure(_OfWords, frozen=True, tag_field="measure"):
    pass


class Expectation(_OfWords, frozen=True, omit_defaults=True):
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


class CountRule(_OfMeasure, frozen=True, tag="count"):
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


class ListRule(_OfMeasure, frozen=True, tag="list"):
    """Whether each of `allies` has an `indicator` that compares with `target`; `exhaustive`: and nobody
    else."""

    indicator: str
    year: int
    allies: tuple[str, ...]
    among: Among = "members"
    comparison: ComparisonSign = ">="
    target: float = 0.0
    exhaustive: bool = False


class ValueRule(_OfMeasure, frozen=True, tag="value"):
    """The `indicator` of every subject in `among`, each as expected: allies, aggregates, or groups by their
    key, whose figures together are computed here."""

    indicator: str
    year: int
    among: tuple[str, ...]
    expect: Expectation


class RankRule(_OfMeasure, frozen=True, tag="rank"):
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


class CompareRule(_OfMeasure, frozen=True, tag="compare"):
    """How many times the value of `other` the value of `ally` is; more than 1 is "more than"."""

    indicator: str
    year: int
    ally: str
    other: str
    expect: Expectation


class ChangeRule(_OfMeasure, frozen=True, tag="change"):
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


class PartRule(_OfMeasure, frozen=True, tag="part"):
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
