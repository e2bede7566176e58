"""How far first estimates moved: every move, what they have in common, and how a band of them did. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dashboard import formatting as words
from dashboard.charts.estimate_moves.state import EstimatesState
from dashboard.charts.table import Table
from etl.model import Release, once_per_release
from etl.model.estimates import (
    Band,
    FirstEstimate,
    Move,
    Record,
    first_estimates,
    moves,
    record,
)

PART = {"most": "8 of 10", "half": "half"}
"""How much of the moves a band holds, in words."""


@once_per_release
def firsts_of(release: Release) -> tuple[FirstEstimate, ...]:
    """The first estimates of a release, of whole years only."""
    return first_estimates(release)


@dataclass(frozen=True)
class Estimates:
    """The moves of first estimates in a view, and what they have in common."""

    view: EstimatesState
    release: Release
    firsts: tuple[FirstEstimate, ...]
    moves: tuple[Move, ...]
    record: Record

    @property
    def band(self) -> Band | None:
        """The range of most moves or of half of them; None for fewer than two moves."""
        return self.record.half if self.view.band == "half" else self.record.most

    @property
    def part(self) -> str:
        """How much of the moves the band holds: "8 of 10"."""
        return PART[self.view.band]

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of the moves, in order."""
        return tuple(sorted({m.first.year for m in self.moves}))

    @property
    def crossed(self) -> tuple[Move, ...]:
        """The moves across the target."""
        return tuple(m for m in self.moves if m.crossed(self.view.target))

    @property
    def across_measures(self) -> bool:
        """Whether any of the moves is across a change of measure."""
        return any(not m.to.same_measure for m in self.moves)

    def name(self, move: Move) -> str:
        """The ally and the year of a move."""
        return f"{self.release.name(move.first.ally)} {move.first.year}"


def estimates(release: Release, view: EstimatesState) -> Estimates:
    """The moves of a view."""
    firsts = firsts_of(release)
    found = moves(firsts, view.to)
    return Estimates(view, release, firsts, found, record(found))


@dataclass(frozen=True, slots=True)
class Outcome:
    """First estimates that stood alike, and those of them that ended on the other side of the target."""

    of: tuple[Move, ...]
    crossed: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """What became of first estimates by where they stood.

    `close` stood at the target or above it within the band's reach, `clear` above its reach, `below`
    below the target.
    """

    close: Outcome
    clear: Outcome
    below: Outcome


def rule(e: Estimates) -> Rule | None:
    """How the band would have divided the moves at the target; None without a band."""
    band, target = e.band, e.view.target
    if band is None:
        return None
    met = [m for m in e.moves if m.first.value >= target]
    close = [m for m in met if band.reaches_across(m.first.value, target)]
    clear = [m for m in met if m not in close]
    below = [m for m in e.moves if m.first.value < target]

    def outcome(found: list[Move]) -> Outcome:
        return Outcome(tuple(found), tuple(m for m in found if m.crossed(target)))

    return Rule(outcome(close), outcome(clear), outcome(below))


# ---------------------------------------------------------------- in words


def points(value: float) -> str:
    """A number of percentage points."""
    return words.fixed(value, 2)


def reach(band: Band) -> str:
    """The ends of a band: "−0.28 to +0.15"."""
    return f"{words.signed(band.low, 2)} to {words.signed(band.high, 2)}"


def span(years: tuple[int, ...]) -> str:
    """The first and the last of some years: "2016 to 2024"."""
    return str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"


def headline(e: Estimates) -> str:
    """Which way first estimates move, with the numbers."""
    r = e.record
    if not r.n:
        return "No first estimate has been printed again yet"
    more = max(r.down, r.up) >= 1.2 * min(r.down, r.up)
    way = ("fall" if r.down > r.up else "rise") if more else ""
    tend = f"tend to {way}" if way else "go both ways"
    return f"NATO’s first estimates {tend}: {r.down} of {r.n} were later lowered, {r.up} raised"


def title(e: Estimates) -> str:
    """How many moves went which way, and across the target."""
    r = e.record
    if not r.n:
        return headline(e)
    line, crossed = words.target(e.view.target), e.crossed
    down = sum(m.crossed(e.view.target) < 0 for m in crossed)
    over = f"{len(crossed)} crossed the {line} line, {down} of them downwards" if crossed else ""
    return (
        f"{r.down} of NATO’s first estimates for {span(e.years)} went down, {r.up} up; "
        f"{over or f'none crossed the {line} line'}"
    )


def measured_to(e: Estimates) -> str:
    """The later printing, in words with the editions' days where there are one or two."""
    days = sorted({m.to.edition for m in e.moves})
    named = words.listed([words.day(d) for d in days])
    what = {
        "same-measure": "the last edition of the same measure",
        "next": "the annual report of the next spring",
        "one-year": "the tables one year on",
        "two-years": "the tables two years on",
        "three-years": "the tables three years on",
        "latest": "the latest edition, whatever its measure",
    }[e.view.to]
    return f"{what} ({named})" if 0 < len(days) <= 2 else what


def subtitle(e: Estimates) -> str:
    """Measure, unit, and what a mark is."""
    across = ", across the change of measure" if e.across_measures else ""
    return (
        f"Change in the share of GDP from its first printing in its own year to {measured_to(e)}{across}, "
        "percentage points. One mark is one ally in one year; orange: crossed the line"
    )


def summary(e: Estimates) -> str:
    """One sentence, or two, for whoever cannot see the chart."""
    if not e.record.n:
        return f"{headline(e)}."
    band = f" {words.capital(e.part)} moved by {reach(e.band)}." if e.band else ""
    return f"{title(e)}; {e.record.unchanged} did not move.{band}"


def source(e: Estimates) -> tuple[str, ...]:
    """Which editions the moves rest on, a sentence each."""
    first: dict[date, int] = {}
    for m in e.moves:
        first[m.first.edition] = first.get(m.first.edition, 0) + 1
    editions = words.listed([f"{words.day(day)} ({n})" for day, n in sorted(first.items())])
    found = [f"NATO, table 3, as printed, 2 decimals. First printings by edition: {editions}."]
    left_out = [y for y in range(e.years[0], e.years[-1] + 1) if y not in e.years] if e.years else []
    if left_out:
        years = words.listed([str(y) for y in left_out])
        found.append(
            f"{years} {words.plural(len(left_out), 'is', 'are')} left out: no whole table of that year’s own "
            "is available here, or none later to compare it with."
        )
    if e.across_measures:
        found.append(
            "Some of these moves are across the change of measure to core defence expenditure: how much is "
            "revision and how much the new measure, NATO’s tables do not say."
        )
    elif any(f.later and not f.later[-1].same_measure for f in e.firsts):
        found.append("No share on a later measure is used.")
    return tuple(found)


def table(e: Estimates) -> Table:
    """Every move, the lowest first."""
    rows = tuple(
        (
            e.release.name(m.first.ally),
            str(m.first.year),
            words.share(m.first.value),
            words.short_day(m.first.edition),
            words.share(m.to.value),
            words.short_day(m.to.edition),
            words.signed(m.points, 2),
            _crossing(m, e.view.target),
        )
        for m in sorted(e.moves, key=lambda m: (m.hundredths, m.first.ally, m.first.year))
    )
    head = ("Ally", "Year", "First, % of GDP", "Printed", "Later", "Printed", "Move, points", "The line")
    return Table(f"Every first estimate measured to {measured_to(e)}", head, rows)


def _crossing(move: Move, target: float) -> str:
    way = move.crossed(target)
    return "" if not way else "fell below" if way < 0 else "rose to it"
