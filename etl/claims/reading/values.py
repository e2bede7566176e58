"""What a text is read into: readings, what was assumed for them, and what was not understood.

A reading is one of seven frozen types, one a measure. All have the `indicator`, the `subjects` and the `year`
that the statement is about; `as_mapping` gives the flat mapping that the API shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Literal, TypeAlias

import msgspec

Comparison: TypeAlias = Literal["==", ">=", ">", "<=", "<", "~"]
"""How a figure is compared with the number in the text; "~" is "about"."""
OPPOSITE: Mapping[Comparison, Comparison] = {">=": "<", ">": "<=", "<": ">=", "<=": ">"}
"""The other side of a line: how those compare who are not on the side that is said."""


class Span(msgspec.Struct, frozen=True):
    """A stretch of the text: characters from `start` up to, and without, `end`."""

    start: int
    end: int


class ValueReading(msgspec.Struct, frozen=True):
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


class CountReading(msgspec.Struct, frozen=True):
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


class ListReading(msgspec.Struct, frozen=True):
    """The allies named all compare with `target`; where `exhaustive`, no other of `among` does."""

    measure: ClassVar[str] = "list"
    indicator: str
    subjects: tuple[str, ...]
    year: int
    target_comparison: Comparison
    target: float
    exhaustive: bool
    among: str = "members"


class RankReading(msgspec.Struct, frozen=True):
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


class CompareReading(msgspec.Struct, frozen=True):
    """The first subject's figure compared with `factor` times the second's."""

    measure: ClassVar[str] = "compare"
    indicator: str
    subjects: tuple[str, ...]
    year: int
    comparison: Comparison
    factor: float = 1.0
    tolerance: str = ""


class ChangeReading(msgspec.Struct, frozen=True):
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


class PartReading(msgspec.Struct, frozen=True):
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
    for name, value in msgspec.structs.asdict(reading).items():
        if value is not None and value != "":
            found[name] = list(value) if isinstance(value, tuple) else value
    if isinstance(reading, RankReading):
        found["ranks"] = list(reading.ranks)
    return found


class Assumption(msgspec.Struct, frozen=True):
    """What the text left open: `about` which key of the reading, what was `taken`, why, and what else it
    may be."""

    about: Literal["indicator", "subjects", "year", "target", "rank"]
    taken: str
    because: str
    alternatives: tuple[str, ...] = ()


class Statement(msgspec.Struct, frozen=True):
    """One statement found in the text: where, what was read, and what was assumed."""

    span: Span
    text: str
    reading: Reading
    assumptions: tuple[Assumption, ...] = ()


class NotUnderstood(msgspec.Struct, frozen=True):
    """A stretch of the text that was not read, and why, in one sentence for a reader."""

    span: Span
    text: str
    why: str


class Understood(msgspec.Struct, frozen=True):
    """All that was read in a text, in its order."""

    statements: tuple[Statement, ...]
    not_understood: tuple[NotUnderstood, ...]
