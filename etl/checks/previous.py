"""Whether headings, names or years have changed places since the edition before. Pure.

The categories of table 8 sum to 100 whichever heading stands above which, and nothing else in a workbook
says how many soldiers an ally has: these are compared with the edition before alone. Past years move little
from one edition to the next, so two rows, columns or blocks that each are the other's past have been mistaken
for one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from statistics import median

from etl.checks.slips import AMOUNTS, NEARER, Slip, apart
from etl.model import CATEGORIES, Observation

COMPARED = (*CATEGORIES, *AMOUNTS)
"""The indicators that no identity of NATO's tables reaches, or one that some swaps leave as it is."""

MOVED = 0.005
"""How far, of themselves, figures must be from their past to be another's: rounding alone moves them less."""

ENOUGH = 5
"""Figures that two editions must have in common."""

ValuesByLabels = Mapping[tuple[str, ...], float]
"""Values by indicator, ally and year."""


def swaps(observations: Sequence[Observation], before: Sequence[Observation]) -> Iterator[Slip]:
    """Categories, then allies, then years that have changed places, by what both editions report.

    The figure of each is the first that stands under the one label of the two.
    """
    now, past = _values(observations), _values(before)
    first: dict[tuple[str, ...], Observation] = {(f.indicator, f.ally, str(f.year)): f for f in observations}
    days = {f.indicator: f.edition for f in before}
    blocks = [{k: v for k, v in now.items() if k[0] == i} for i in COMPARED]
    groups = [(0, {k: v for k, v in now.items() if k[0] in CATEGORIES})]
    groups += [(label, block) for label in (1, 2) for block in blocks]
    for label, group in groups:
        for one, other in _pairs(group, past, label):
            observation = first[next(key for key in group if key[label] == one)]
            here, there = (f"{observation.indicator} of {name}" if label else name for name in (one, other))
            yield Slip(observation, here, f"{there}, by the edition of {days[observation.indicator]}")


def _values(observations: Sequence[Observation]) -> dict[tuple[str, ...], float]:
    return {(f.indicator, f.ally, str(f.year)): f.value for f in observations if f.indicator in COMPARED}


def _pairs(now: ValuesByLabels, past: ValuesByLabels, label: int) -> Iterator[tuple[str, str]]:
    """The labels of one kind (0: indicator, 1: ally, 2: year) under which the other's past stands."""
    moved = {
        name: distance
        for name in dict.fromkeys(key[label] for key in now)
        if (distance := _distance(now, past, label, name, name)) is not None and distance > MOVED
    }
    for one, other in combinations(moved, 2):
        there, back = (_distance(now, past, label, a, b) for a, b in ((one, other), (other, one)))
        if there is None or back is None:
            continue
        if NEARER * there < moved[one] and NEARER * back < moved[other]:
            yield one, other


def _distance(now: ValuesByLabels, past: ValuesByLabels, label: int, name: str, other: str) -> float | None:
    """How far what stands under a name is from another's past: the median, None where little is shared."""
    distances = [
        apart(labels[0], value, past[key])
        for labels, value in now.items()
        if labels[label] == name and (key := (*labels[:label], other, *labels[label + 1 :])) in past
    ]
    return median(distances) if len(distances) >= ENOUGH else None
