"""How far first estimates moved, in words."""

from __future__ import annotations

from datetime import date

from dashboard import formatting as words
from dashboard.charts.estimate_moves.data import Estimates
from dashboard.charts.estimate_moves.state import TO_NAMES
from dashboard.charts.table import Table
from etl.model.estimates import (
    Band,
    Move,
)


def points(value: float) -> str:
    """A number of percentage points."""
    return words.fixed(value, 2)


def reach(band: Band) -> str:
    """The ends of a band: "−0.28 to +0.15"."""
    return f"{words.signed(band.low, 2)} to {words.signed(band.high, 2)}"


def span(years: tuple[int, ...]) -> str:
    """The first and the last of some years: "2016–2024"."""
    return str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def headline(e: Estimates) -> str:
    """Which way first estimates move, with the numbers."""
    r = e.record
    if not r.n:
        return "No first estimate has been printed again yet"
    more = max(r.down, r.up) >= 1.2 * min(r.down, r.up)
    way = ("fall" if r.down > r.up else "rise") if more else ""
    tend = f"tend to {way}" if way else "go both ways"
    whose = f"NATO’s first estimates of {span(e.years)}"
    return f"{whose} {tend}: {r.down} of {r.n} later lowered, {r.up} raised"


def title(e: Estimates) -> str:
    """How many moves went which way, and across the target."""
    r = e.record
    if not r.n:
        return headline(e)
    line, crossed = words.target(e.view.target), e.crossed
    down = sum(m.crossed(e.view.target) < 0 for m in crossed)
    over = f"{len(crossed)} crossed {line}, {down} downwards" if crossed else ""
    finding = f"Of NATO’s first estimates for {span(e.years)}, {r.down} fell, {r.up} rose"
    return f"{finding}; {over or f'none crossed {line}'}"


def measured_to(e: Estimates) -> str:
    """The later printing, in words with the editions' days where there are one or two."""
    days = sorted({m.to.edition for m in e.moves})
    named = words.listed([words.day(d) for d in days])
    what = f"the {TO_NAMES[e.view.to]}"
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
    head = (
        "Ally",
        "Year",
        "First, % of GDP",
        "Printed",
        "Later",
        "Later printed",
        "Move, points",
        "The line",
    )
    return Table(f"Every first estimate measured to {measured_to(e)}", head, rows)


def _crossing(move: Move, target: float) -> str:
    way = move.crossed(target)
    return "" if not way else "fell below" if way < 0 else "rose to it"
