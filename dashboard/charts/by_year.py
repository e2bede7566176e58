"""Values by year: unbroken stretches, and lines that are dotted where the tables estimate. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from dashboard.drawing.plot import Trace
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


@dataclass(frozen=True, slots=True)
class EditionSeries:
    """What one edition reports of one ally and indicator, oldest year first."""

    edition: Edition
    observations: tuple[Observation, ...]

    @property
    def runs(self) -> list[tuple[Observation, ...]]:
        """The observations in unbroken stretches of years."""
        return stretches(self.observations)


def solid_and_dotted(
    steps: Iterable[tuple[Observation, Observation]], ink: Mapping[str, Any], **more: str
) -> Iterator[Trace]:
    """Steps from year to year as lines of `ink`, dotted where the later year is an estimate; `more` are
    further keys of the traces, such as their axes."""
    steps = list(steps)
    for dotted in (False, True):
        xs: list[float | None] = []
        ys: list[float | None] = []
        for a, b in steps:
            if b.estimate is dotted:
                xs += [a.year, b.year, None]
                ys += [a.value, b.value, None]
        if xs:
            yield {
                "type": "scatter",
                "mode": "lines",
                "x": xs[:-1],
                "y": ys[:-1],
                "line": {**ink} | ({"dash": "2px,3px"} if dotted else {}),
                "hoverinfo": "skip",
                **more,
            }
