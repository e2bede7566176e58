"""How far first estimates had moved by their age, and what the change of measure did. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from dashboard import formatting as words
from dashboard.charts.estimate_moves.data import Estimates, reach
from dashboard.charts.table import Table
from etl.model import SHARE_OF_GDP, Edition, Release, as_printed
from etl.model.estimates import Band, Move, Record, moves, record


@dataclass(frozen=True, slots=True)
class Age:
    """The moves of one age; `crosses` says that they are across a change of measure."""

    name: str
    years: tuple[int, ...]
    record: Record
    band: Band | None
    crosses: bool


@dataclass(frozen=True, slots=True)
class Ages:
    """The ages of which there are moves, those on one measure first."""

    estimates: Estimates
    ages: tuple[Age, ...]


NAMES = {
    "next": "Next spring’s report",
    "one-year": "One year on",
    "two-years": "Two years on",
    "three-years": "Three years on",
    "same-measure": "Last of the same measure",
}


def ages(e: Estimates) -> Ages:
    """The moves of every age; across a change of measure those that have a record on one, and each other year
    alone."""
    found = [_age(e, name, moves(e.firsts, to)) for to, name in NAMES.items()]
    latest = [m for m in moves(e.firsts, "latest") if not m.to.same_measure]
    before = [m for m in latest if m.first.last_on_measure]
    found.append(_age(e, "Latest edition", before, crosses=True))
    alone = [m for m in latest if not m.first.last_on_measure]
    for year in sorted({m.first.year for m in alone}):
        own = [m for m in alone if m.first.year == year]
        found.append(_age(e, f"Of {year} alone", own, crosses=True))
    return Ages(e, tuple(a for a in found if a.record.n))


def _age(e: Estimates, name: str, found: Sequence[Move], *, crosses: bool = False) -> Age:
    r = record(found)
    band = r.half if e.view.band == "half" else r.most
    return Age(name, tuple(sorted({m.first.year for m in found})), r, band, crosses)


@dataclass(frozen=True, slots=True)
class Step:
    """An ally's share of a year by the last edition before a change of measure and the first after it."""

    ally: str
    year: int
    points: float


@dataclass(frozen=True, slots=True)
class Break:
    """A change of measure between two editions, and the steps of all shares that both have."""

    before: Edition
    after: Edition
    final: tuple[Step, ...]
    estimated: tuple[Step, ...]


def latest_break(release: Release) -> Break | None:
    """The latest change of measure between two editions that have several years each; None without one."""
    whole = [e for e in release.editions if len(release.whole_years(e.published)) > 1]
    for before, after in reversed(list(pairwise(whole))):
        if before.series != after.series:
            steps = list(_steps(release, before, after))
            final = tuple(s for s, estimate in steps if not estimate)
            return Break(before, after, final, tuple(s for s, estimate in steps if estimate))
    return None


def _steps(release: Release, before: Edition, after: Edition) -> Iterator[tuple[Step, bool]]:
    for year in release.years(before.published):
        later = release.block(after.published, SHARE_OF_GDP, year)
        for code, f in release.block(before.published, SHARE_OF_GDP, year).items():
            if code in release.ally and code in later:
                points = as_printed(as_printed(later[code].value) - as_printed(f.value))
                yield Step(code, year, points), f.estimate


# ---------------------------------------------------------------- in words


def title(a: Ages) -> str:
    """The median size of a move by age."""
    if not a.ages:
        return "No first estimate has been printed again yet"
    said = {
        "Next spring’s report": "by the next spring’s report",
        "One year on": "after a year",
        "Two years on": "after two years",
        "Three years on": "after three years",
    }
    found = [
        f"{said[x.name]} {words.fixed(x.record.size, 2)}"
        for x in a.ages
        if x.name in said and x.record.size is not None
    ]
    if not found:
        return "How far first estimates had moved by their age"
    first, *rest = found
    name, size = first.rsplit(" ", 1)
    more = f", {', '.join(rest)}" if rest else ""
    return f"{words.capital(name)} half of NATO’s first estimates had moved {size} points or more{more}"


def subtitle(a: Ages) -> str:
    """Unit, and what bar and upright are."""
    return (
        f"Change from the first printing, points of GDP, by time since. Bar: {a.estimates.part}; upright: "
        "the middle one. Size counts ups and downs alike"
    )


def summary(a: Ages) -> str:
    """Each age in a part of a sentence."""
    told = [
        f"{x.name.lower()}, {x.record.n} shares, median size {words.fixed(x.record.size or 0, 2)}"
        + (f", {a.estimates.part} by {reach(x.band)}" if x.band else "")
        for x in a.ages
    ]
    return f"{title(a)}. {words.capital('; '.join(told))}." if told else f"{title(a)}."


def source(a: Ages) -> tuple[str, ...]:
    """Which years each row holds."""
    rows = "; ".join(f"{x.name.lower()}: {words.listed([str(y) for y in x.years])}" for x in a.ages)
    crosses = any(x.crosses for x in a.ages)
    found = [
        f"NATO, table 3. Years by row: {rows}.",
        "The rows hold different years, as the editions available here allow.",
    ]
    if crosses:
        found.append("The last rows are across the change of measure and in no other number.")
    return tuple(found)


def table(a: Ages) -> Table:
    """A row an age."""
    rows = tuple(
        (
            f"{x.name}, across the change of measure" if x.crosses else x.name,
            str(x.record.n),
            str(x.record.down),
            str(x.record.up),
            str(x.record.unchanged),
            words.fixed(x.record.size, 2) if x.record.size is not None else "–",
            words.signed(x.band.low, 2) if x.band else "–",
            words.signed(x.band.high, 2) if x.band else "–",
            words.listed([str(y) for y in x.years]),
        )
        for x in a.ages
    )
    head = ("Measured to", "Shares", "Down", "Up", "Same", "Median size", "From", "To", "Years")
    return Table(
        f"Moves of first estimates by age, points of GDP; from and to: {a.estimates.part}", head, rows
    )


def break_sentences(b: Break, release: Release) -> list[str]:
    """What the change of measure did: to shares that were final, to estimates, and the largest steps."""
    days = f"{words.day(b.before.published)} and {words.day(b.after.published)}"
    found = [
        f"On {words.day(b.after.published)} NATO began to count {b.after.series}; until then it was "
        f"{b.before.series}."
    ]
    if b.final:
        same = sum(not s.points for s in b.final)
        years = sorted({s.year for s in b.final})
        found.append(
            f"Of the {len(b.final)} shares for {years[0]} to {years[-1]} that are in both tables, of {days}, "
            f"{same} are the same."
        )
    for year in sorted({s.year for s in b.estimated}):
        size = median(abs(s.points) for s in b.estimated if s.year == year)
        found.append(f"For {year}, an estimate before, the median step is {words.fixed(size, 2)} points.")
    largest = sorted(b.estimated, key=lambda s: (-abs(s.points), s.ally))[:4]
    if largest:
        named = words.listed(
            [f"{release.name(s.ally)} {s.year} {words.signed(s.points, 2)}" for s in largest]
        )
        found.append(f"The largest steps: {named}.")
    return found
