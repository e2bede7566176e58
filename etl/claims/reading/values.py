"""What a text is read into: readings, what was assumed for them, and what was not understood.

A reading is one of seven frozen types, one a measure. All have the `indicator`, the `subjects` and the `year`
that the statement is about; `as_mapping` gives the flat mapping that the API shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Literal, TypeAlias

Comparison: TypeAlias = Literal["==", ">=", ">", "<=", "<", "~"]
"""How a figure is compared with the number in the text; "~" is "about"."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text: characters from `start` up to, and without, `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ValueReading:
    """One ally's, or one aggregate's, figure compared with `value`, in the `unit` it was said in.

    `unit` is "percent", "thousand" (people), "USD", or a scale and an ISO 4217 currency ("billion USD").
    `decimals` counts the digits said after the point; `tolerance` holds the words that loosen the comparison.
    """

    measure: ClassVar[str] = "value"
    indicator: str
    subjects: tuple[str, ...]
    year: int
    comparison: Comparison
    value: float
    decimals: int
    unit: str
    tolerance: str = ""


@dataclass(frozen=True, slots=True)
class CountReading:
    """How many of `subjects` (one name of a set) have an indicator that compares with `target`.

    The outcome is compared with `number`, or with the `fraction` ("1/3") of the subjects. `of` is the size of
    the set where the text states it.
    """

    measure: ClassVar[str] = "count"
    indicator: str
    subjects: tuple[str, ...]
    year: int
    target_comparison: Comparison
    target: float
    comparison: Comparison
    number: int | None = None
    fraction: str | None = None
    of: int | None = None
    tolerance: str = ""


@dataclass(frozen=True, slots=True)
class ListReading:
    """The allies named all compare with `target`; where `exhaustive`, no other of `among` does."""

    measure: ClassVar[str] = "list"
    indicator: str
    subjects: tuple[str, ...]
    year: int
    target_comparison: Comparison
    target: float
    exhaustive: bool
    among: str = "members"


@dataclass(frozen=True, slots=True)
class RankReading:
    """The subjects stand at `rank` and the places after it among `among`, from the highest or the lowest.

    Where `as_set` they take these places in any order; where `within` each stands at `rank` or before it.
    """

    measure: ClassVar[str] = "rank"
    indicator: str
    subjects: tuple[str, ...]
    year: int
    rank: int
    order: Literal["desc", "asc"]
    among: str = "members"
    as_set: bool = False
    within: bool = False

    @property
    def ranks(self) -> tuple[int, ...]:
        """The places taken, one a subject; none where they are only within so many."""
        return () if self.within else tuple(range(self.rank, self.rank + len(self.subjects)))


@dataclass(frozen=True, slots=True)
class CompareReading:
    """The first subject's figure compared with `factor` times the second's."""

    measure: ClassVar[str] = "compare"
    indicator: str
    subjects: tuple[str, ...]
    year: int
    comparison: Comparison
    factor: float = 1.0
    tolerance: str = ""


@dataclass(frozen=True, slots=True)
class ChangeReading:
    """What changed from `year_from` to `year`: by `value` in `unit`, by `factor`, or only its direction."""

    measure: ClassVar[str] = "change"
    indicator: str
    subjects: tuple[str, ...]
    year: int
    year_from: int
    comparison: Comparison
    value: float | None = None
    decimals: int | None = None
    unit: str = "percent"
    factor: float | None = None
    tolerance: str = ""


@dataclass(frozen=True, slots=True)
class PartReading:
    """The subjects' part, `value` in per cent, of the aggregate or group `of`."""

    measure: ClassVar[str] = "part"
    indicator: str
    subjects: tuple[str, ...]
    year: int
    of: str
    comparison: Comparison
    value: float
    decimals: int
    unit: str = "percent"
    fraction: str | None = None
    tolerance: str = ""


Reading: TypeAlias = (
    ValueReading | CountReading | ListReading | RankReading | CompareReading | ChangeReading | PartReading
)


def as_mapping(reading: Reading) -> Mapping[str, Any]:
    """The reading as plain values, `measure` first; what a type has not is left out."""
    found: dict[str, Any] = {"measure": reading.measure}
    for field in fields(reading):
        value = getattr(reading, field.name)
        if value is not None and value != "":
            found[field.name] = list(value) if isinstance(value, tuple) else value
    if isinstance(reading, RankReading):
        found["ranks"] = list(reading.ranks)
    return found


@dataclass(frozen=True, slots=True)
class Assumption:
    """What the text left open: `about` which key of the reading, what was `taken`, why, and what else it
    may be."""

    about: Literal["indicator", "subjects", "year", "target", "rank"]
    taken: str
    because: str
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement found in the text: where, what was read, and what was assumed."""

    span: Span
    text: str
    reading: Reading
    assumptions: tuple[Assumption, ...] = ()


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A stretch of the text that was not read, and why, in one sentence for a reader."""

    span: Span
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Understood:
    """All that was read in a text, in its order."""

    statements: tuple[Statement, ...]
    not_understood: tuple[NotUnderstood, ...]
