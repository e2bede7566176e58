"""Values by year: unbroken stretches, lines dotted where the tables estimate, how many can be read. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

import msgspec

from dashboard import formatting as words
from etl.model import Edition, Observation


class _OfYear(Protocol):
    @property
    def year(self) -> int: ...


T = TypeVar("T", bound=_OfYear)


def stretches(values: Iterable[T]) -> list[tuple[T, ...]]:
    """Values in the order of their years, in unbroken runs: a line breaks where a year is missing."""
    runs: list[list[T]] = []
    for value in values:
        if runs and runs[-1][-1].year == value.year - 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    return [tuple(run) for run in runs]


MOST_LINES, MOST_VALUES = 24, 300
"""How many editions a drawing or a table shows, and how many values they may have together."""

Line = TypeVar("Line")


def readable(editions: Sequence[Line], size: Callable[[Line], int]) -> Sequence[Line]:
    """The newest editions, oldest first: as many as can be told apart, and the newest always.

    `size` is how many values one has.
    """
    shown, values = 0, 0
    for one in reversed(editions[-MOST_LINES:]):
        values += size(one)
        if shown and values > MOST_VALUES:
            break
        shown += 1
    return editions[len(editions) - shown :]


def left_out(shown: int, editions: int) -> list[str]:
    """That not all editions are shown, a sentence; none where they are."""
    if shown == editions:
        return []
    return [
        f"Shown are {words.count(shown)} of {words.count(editions)} editions, the newest and one that is "
        "chosen: as many as can be read. The data have all; as known on an earlier day, earlier ones are "
        "shown."
    ]


class EditionSeries(msgspec.Struct, frozen=True):
    """What one edition reports of one ally and indicator, oldest year first."""

    edition: Edition
    observations: tuple[Observation, ...]

    @property
    def runs(self) -> list[tuple[Observation, ...]]:
        """The observations in unbroken stretches of years."""
        return stretches(self.observations)


def hover(f: Observation, shown: str) -> str:
    """What a mark says: the year, its value as it is `shown`, the edition, and the cell or the provenance."""
    return f"{f.year}: {shown}<br>edition of {words.day(f.edition)}<br>{f.cell or f.origin}"


def hover_share(f: Observation) -> str:
    """The same of a share of GDP."""
    return hover(f, words.share_of_gdp(f.value, f.estimate))
