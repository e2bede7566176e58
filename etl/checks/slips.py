"""Whether figures have slipped: a year late, in another ally's or category's place, or by a factor. Pure.

Nothing in a workbook says how many soldiers an ally has, and the categories sum to 100 whichever heading
stands above which. There it is compared with the edition before, and for years that it does not have or only
estimates, the years beside them. Each bound is what NATO's own revisions since 2016 need, about twice over.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from statistics import median

import msgspec

from etl.model import AGGREGATES, CATEGORIES, REAL_CHANGE, SHARE_OF_GDP, Observation
from etl.model.euro import CHANGEOVERS
from etl.model.indicators import (
    DOLLARS,
    GDP,
    GDP_CONSTANT,
    GDP_PER_HEAD,
    NATIONAL,
    NATIONAL_CONSTANT,
    SOLDIERS,
)
from etl.model.values import ValueKey

AMOUNTS = (SOLDIERS, NATIONAL, DOLLARS, GDP)
COMPARED = (SHARE_OF_GDP, REAL_CHANGE, *AMOUNTS, *CATEGORIES)
"""What does not depend on the year of constant prices, so that editions can be compared."""

POPULATION = (GDP_CONSTANT, GDP_PER_HEAD)
"""What an ally's population follows from, in one edition: both are at its constant prices."""

ENOUGH_OF_A_BLOCK = 60
"""Figures of an indicator that an earlier edition must have to be compared with."""
BLOCK_NEARER = 1.5
ENOUGH_OF_A_ROW = 5
NEARER = 10.0
"""How much nearer categories must be to another place than to their own: what is revised is not."""
ROW_MOVED, ROW_NEARER = 0.02, 4.0
PAIR_MOVED, PAIR_NEARER = 0.1, 5.0
"""How far, as a logarithm, both of two figures must be from their own and how much nearer to the other's."""
CATEGORIES_MOVED = 2.0
"""Percentage points."""
RATE_MOVED = 0.03
"""How far a year's exchange rate moves between editions once the year is no estimate; 0.022 at the most."""
REVISED: Mapping[str, float] = {SOLDIERS: 0.3, NATIONAL: 0.4, DOLLARS: 0.4, GDP: 0.25}
"""How far, as a logarithm, a figure of a year that is no estimate may be revised."""
POPULATION_MOVED, POPULATIONS_MOVED = 0.25, 0.02
"""How far, as a logarithm, a population may be from that of the earlier edition, else of the year before, and
how far those of half the allies; 0.124, after a census, and 0.008 at the most since 2016."""
LEAP = 0.6
"""How far, as a logarithm, forces may change in a year; 0.43 at the most since 2008."""
STEP, STEPS = 0.15, 1.5
"""How far inflation may change in a year, as a logarithm, and beyond how many times the ally's own most."""

Values = Mapping[ValueKey, float]


class Slip(msgspec.Struct, frozen=True):
    """A figure that is not where, or what, it should be: what was expected of it, and what stands there."""

    observation: Observation
    expected: str
    found: str


def reference_values(before: Sequence[Sequence[Observation]]) -> tuple[Observation, ...]:
    """What earlier editions, oldest first, have of each compared indicator, by the newest that has it."""
    found: dict[str, list[Observation]] = {}
    for observations in reversed(before):
        if not (lacking := {*COMPARED, *POPULATION} - found.keys()):
            break
        blocks: dict[str, list[Observation]] = {}
        for f in observations:
            if f.indicator in lacking:
                blocks.setdefault(f.indicator, []).append(f)
        whole = {i: block for i, block in blocks.items() if len(block) >= ENOUGH_OF_A_BLOCK}
        together = whole.keys() >= set(POPULATION)
        found |= {i: block for i, block in whole.items() if together or i not in POPULATION}
    return tuple(f for own in found.values() for f in own)


def slips(observations: Sequence[Observation], past: Sequence[Observation]) -> Iterator[Slip]:
    """Every slip of an edition by what it says itself and by `past`, what earlier ones say."""
    edition = _Edition(observations, past)
    yield from _late(edition)
    yield from _exchanged_categories(edition)
    yield from _exchanged_in_past_years(edition)
    yield from _exchanged_allies(edition)
    yield from _rates(edition)
    yield from _revised(edition)
    yield from _populations(edition)
    yield from _leaps(edition)
    yield from _inflation(edition)


class _Edition:
    """An edition's figures by key, those of earlier ones, and the final among them: of no estimated year."""

    def __init__(self, observations: Sequence[Observation], past: Sequence[Observation]) -> None:
        self.observation = {
            (f.indicator, f.ally, f.year): f for f in observations if f.ally not in AGGREGATES
        }
        self.now: Values = {key: f.value for key, f in self.observation.items()}
        self.past: Values = {(f.indicator, f.ally, f.year): f.value for f in past if f.ally not in AGGREGATES}
        estimated = {(f.indicator, f.year) for f in past if f.estimate}
        self.final: Values = {k: v for k, v in self.past.items() if (k[0], k[2]) not in estimated}
        self._days = {f.indicator: f.edition for f in past}
        self.years = sorted({year for _, _, year in self.now})
        self.allies = sorted({ally for _, ally, _ in self.now})

    def by(self, indicator: str) -> str:
        """The edition that an indicator is compared with, in words."""
        return f"by the edition of {self._days[indicator]}"

    def slip(self, key: ValueKey, expected: str, found: str = "") -> Slip:
        observation = self.observation[key]
        return Slip(
            observation,
            expected,
            found or f"{observation.value:.6g} for {observation.ally} {observation.year}",
        )


def apart(indicator: str, value: float, other: float) -> float:
    """How far two values are apart: percentage points of a change, a part of the larger elsewhere."""
    if indicator == REAL_CHANGE:
        return abs(value - other)
    return abs(value - other) / max(abs(value), abs(other), 1e-9)


def _log(value: float, other: float) -> float:
    """How far two amounts are apart as a logarithm; amounts that are none of their kind are far apart."""
    return abs(math.log(value / other)) if value > 0 and other > 0 else math.inf


def _shifted(e: _Edition, keys: Iterable[ValueKey], years: int) -> list[float]:
    """How far figures are from those of so many years later in the earlier edition."""
    there = ((k, (k[0], k[1], k[2] + years)) for k in keys)
    return [apart(k[0], e.now[k], e.past[other]) for k, other in there if other in e.past]


def _late(e: _Edition) -> Iterator[Slip]:
    """Blocks, else rows, whose figures are those of the year before, or after, in the earlier edition."""
    for indicator in COMPARED:
        block = [k for k in e.now if k[0] == indicator]
        whole = list(_late_ones(e, block, ENOUGH_OF_A_BLOCK, 0.0, BLOCK_NEARER))
        yield from whole
        for ally in () if whole else e.allies:
            row = [k for k in block if k[1] == ally]
            yield from _late_ones(e, row, ENOUGH_OF_A_ROW, ROW_MOVED, ROW_NEARER)


def _late_ones(
    e: _Edition, keys: Sequence[ValueKey], enough: int, moved: float, nearer: float
) -> Iterator[Slip]:
    own = _shifted(e, keys, 0)
    if len(own) < enough or median(own) <= moved:
        return
    for years, word in ((-1, "late"), (1, "early")):
        other = _shifted(e, keys, years)
        if len(other) >= enough and nearer * median(other) < median(own):
            first = min(keys, key=lambda k: (k[2], k[1]))
            of = first[0] if len({ally for _, ally, _ in keys}) > 1 else f"{first[0]} of {first[1]}"
            expected = f"{of} in its own years"
            yield e.slip(first, expected, f"figures a year {word}, {e.by(first[0])}")
            return


def _exchanged_categories(e: _Edition) -> Iterator[Slip]:
    """Two categories that have changed places in one year for all allies, by the year beside it."""
    for before, year in _neighbours(e.years):
        for one, other in combinations(CATEGORIES, 2):
            own = exchanged = 0.0
            for ally in e.allies:
                keys = ((one, ally, year), (other, ally, year), (one, ally, before), (other, ally, before))
                if all(k in e.now for k in keys):
                    a, b, c, d = (e.now[k] for k in keys)
                    own += abs(a - c) + abs(b - d)
                    exchanged += abs(a - d) + abs(b - c)
            if exchanged < own:
                key = next(k for k in e.now if k[0] == one and k[2] == year)
                yield e.slip(key, f"{one} in {year}", f"{other}, by the year {before}")


def _neighbours(years: Sequence[int]) -> list[tuple[int, int]]:
    """Each year with the one before it, the first with the one after it."""
    return [*pairwise(years), *((years[1], years[0]) for _ in years[1:2])]


def _exchanged_in_past_years(e: _Edition) -> Iterator[Slip]:
    """Two categories of an ally, or two allies of a category, that stand in each other's place in a year."""
    for year in e.years:
        for ally in e.allies:
            keys = [(category, ally, year) for category in CATEGORIES]
            for one, other in _crossed(e.now, e.final, keys, _points, CATEGORIES_MOVED, NEARER):
                yield e.slip(one, f"{one[0]} of {ally}", f"{other[0]}, {e.by(one[0])}")
        for category in CATEGORIES:
            keys = [(category, ally, year) for ally in e.allies]
            for one, other in _crossed(e.now, e.final, keys, _points, CATEGORIES_MOVED, NEARER):
                yield e.slip(one, f"{category} of {one[1]}", f"that of {other[1]}, {e.by(category)}")


def _exchanged_allies(e: _Edition) -> Iterator[Slip]:
    """Amounts of two allies that stand in each other's place in one year.

    It is compared with the earlier edition's figure of that year, or this edition's of the year beside it.
    """
    for indicator in AMOUNTS:
        for before, year in _neighbours(e.years):
            keys = [(indicator, ally, year) for ally in e.allies]
            reference = {k: e.final.get(k, e.now.get((indicator, k[1], before), 0.0)) for k in keys}
            for one, other in _crossed(e.now, reference, keys, _log, PAIR_MOVED, PAIR_NEARER):
                yield e.slip(one, f"{indicator} of {one[1]}", f"that of {other[1]}, by other figures of both")


def _points(value: float, other: float) -> float:
    return abs(value - other)


def _crossed(
    now: Values,
    then: Values,
    keys: Sequence[ValueKey],
    apart: Callable[[float, float], float],
    moved: float,
    nearer: float,
) -> Iterator[tuple[ValueKey, ValueKey]]:
    """The pairs of figures that are each further than `moved` from their own past.

    Both are also so many times `nearer` to the other's.
    """
    own = {k: apart(now[k], then[k]) for k in keys if k in now and k in then}
    far = [k for k, distance in own.items() if distance > moved]
    for one, other in combinations(far, 2):
        exchanged = max(apart(now[one], then[other]), apart(now[other], then[one]))
        if nearer * exchanged < min(own[one], own[other]):
            yield one, other


def _rate(values: Values, ally: str, year: int) -> float | None:
    """The units of national currency that a dollar is worth, at current prices."""
    own, dollars = values.get((NATIONAL, ally, year)), values.get((DOLLARS, ally, year))
    return own / dollars if own and dollars else None


def _rates(e: _Edition) -> Iterator[Slip]:
    """Exchange rates of past years, which both editions agree on, but where a currency was changed."""
    for ally in e.allies:
        for year in e.years:
            now, then = _rate(e.now, ally, year), _rate(e.final, ally, year)
            if now and then and ally not in CHANGEOVERS and _log(now, then) > RATE_MOVED:
                expected = f"{then:.6g} of its currency for a dollar, {e.by(NATIONAL)}"
                yield e.slip((NATIONAL, ally, year), expected, f"{now:.6g} for {ally} {year}")


def _revised(e: _Edition) -> Iterator[Slip]:
    """Amounts of past years that are further from the earlier edition's than any revision was."""
    for key, value in e.now.items():
        most = REVISED.get(key[0], math.inf)
        changed = key[0] == NATIONAL and key[1] in CHANGEOVERS
        if key in e.final and not changed and _log(value, e.final[key]) > most:
            yield e.slip(key, f"about {e.final[key]:.6g}, {e.by(key[0])}")


def _population(values: Values, ally: str, year: int) -> float | None:
    """The people among whom GDP is divided, in thousands."""
    whole, per_head = (values.get((indicator, ally, year)) for indicator in POPULATION)
    return whole / per_head if whole and per_head else None


def _populations(e: _Edition) -> Iterator[Slip]:
    """GDP per head that is of another population: of half the allies in a year, else of one."""
    for year in e.years:
        moved: dict[str, float] = {}
        for ally in e.allies:
            now = _population(e.now, ally, year)
            then = _population(e.past, ally, year) or _population(e.now, ally, year - 1)
            if now and then:
                moved[ally] = _log(now, then)
        half = len(moved) >= ENOUGH_OF_A_ROW and median(moved.values()) > POPULATIONS_MOVED
        for ally, distance in sorted(moved.items(), key=lambda item: -item[1]):
            if not half and distance <= POPULATION_MOVED:
                break
            whose = f"half the allies in {year}" if half else f"{ally} in {year}"
            expected = f"GDP over GDP per head gives the population of {whose} known so far"
            yield e.slip((GDP_PER_HEAD, ally, year), expected)
            if half:
                break


def _leaps(e: _Edition) -> Iterator[Slip]:
    """Forces that are far from those of both years beside theirs."""
    for key, value in e.now.items():
        if key[0] == SOLDIERS:
            neighbours = [e.now[k] for k in ((*key[:2], key[2] - 1), (*key[:2], key[2] + 1)) if k in e.now]
            if neighbours and min(_log(value, other) for other in neighbours) > LEAP:
                yield e.slip(key, f"about {neighbours[0]:.6g}, as in a year beside it")


def _inflation(e: _Edition) -> Iterator[Slip]:
    """Amounts in national currency whose inflation leaps, in years that no earlier edition bears out."""
    for ally in e.allies:
        level = {
            y: math.log(e.now[NATIONAL, ally, y] / e.now[NATIONAL_CONSTANT, ally, y])
            for y in e.years
            if e.now.get((NATIONAL, ally, y), 0) > 0 and e.now.get((NATIONAL_CONSTANT, ally, y), 0) > 0
        }
        steps = {
            y: level[y] - 2 * level[y - 1] + level[y - 2] for y in level if {y - 1, y - 2} <= level.keys()
        }
        for year in level:
            if _rate(e.final, ally, year) and ally not in CHANGEOVERS:
                continue
            own = [abs(steps[y]) for y in (year, year + 1, year + 2) if y in steps]
            others = [abs(s) for y, s in steps.items() if not year <= y <= year + 2]
            if own and len(others) > 1 and min(own) > STEP + STEPS * max(others):
                constant = e.now[NATIONAL_CONSTANT, ally, year]
                expected = (
                    f"prices that follow those of the years beside it (constant prices: {constant:.6g})"
                )
                yield e.slip((NATIONAL, ally, year), expected)
