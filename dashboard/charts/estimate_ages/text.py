"""Moves by age, and the change of measure, in words."""

from __future__ import annotations

from statistics import median

from dashboard import formatting as words
from dashboard.charts.estimate_ages.data import Ages, MeasureChange
from dashboard.charts.estimate_moves.text import reach, span
from dashboard.charts.table import Table
from etl.model import Release


def title(a: Ages) -> str:
    """The median size of a move by age."""
    if not a.ages:
        return "No first estimate has been printed again yet"
    said = {
        "Next spring’s report": "by next spring",
        "One year on": "after 1 year",
        "Two years on": "after 2 years",
        "Three years on": "after 3 years",
    }
    found = [
        (said[x.name], words.fixed(x.record.size, 2))
        for x in a.ages
        if x.name in said and x.record.size is not None
    ]
    if not found:
        return f"How far NATO’s first estimates of {span(a.estimates.years)} had moved, by age"
    (name, size), (latest, after) = found[0], found[-1]
    more = f", {after} {latest}" if len(found) > 1 else ""
    return f"NATO’s first estimates, {span(a.estimates.years)}: median move {size} points {name}{more}"


def subtitle(a: Ages) -> str:
    """Unit, and what bar and upright are."""
    return (
        f"Change from the first printing, points of GDP, by time since. Bar: {a.estimates.part}; upright: "
        "the middle one. Size counts ups and downs alike"
    )


def summary(a: Ages) -> str:
    """Each age in a part of a sentence."""
    sentences = [
        f"{x.name.lower()}, {x.record.n} shares, median size {words.fixed(x.record.size or 0, 2)}"
        + (f", {a.estimates.part} by {reach(x.band)}" if x.band else "")
        for x in a.ages
    ]
    return f"{title(a)}. {words.capital('; '.join(sentences))}." if sentences else f"{title(a)}."


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


def break_sentences(b: MeasureChange, release: Release) -> list[str]:
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
