"""Each ally's moves in words: title, summary, source and table."""

from __future__ import annotations

from dashboard import formatting as words
from dashboard.charts.estimate_allies.data import ENOUGH, ByAlly
from dashboard.charts.estimate_moves.text import measured_to, span
from dashboard.charts.table import Table


def title(b: ByAlly) -> str:
    """Whose moved most and whose least."""
    if not b.rows:
        return "No first estimate has been printed again yet"
    if len(b.ranked) < 2:
        return f"How far NATO’s first estimates of {span(b.estimates.years)} moved, by ally"
    most, least = (words.possessive(r.ally.in_prose) for r in (b.ranked[0], b.ranked[-1]))
    return f"NATO’s first estimates, {span(b.estimates.years)}: {most} moved most, {least} least"


def subtitle(b: ByAlly) -> str:
    """Years, measure, unit, and the marks."""
    e = b.estimates
    years = tuple(sorted({m.first.year for r in b.rows for m in r.moves}))
    of = f", {span(years)}" if years else ""
    tick = "; upright tick: across the change of measure" if any(r.across for r in b.rows) else ""
    return (
        f"Each ally’s first estimates{of}: how far they had moved by {measured_to(e)}, points of GDP. "
        f"Orange: crossed the {words.target(e.view.target)} line{tick}"
    )


def summary(b: ByAlly) -> str:
    """The median size of the first and the last three, by name."""
    if not b.ranked:
        return f"{title(b)}."
    ends = [*b.ranked[:3], *b.ranked[3:][-3:]]
    named = words.listed([f"{r.ally.in_prose} {words.fixed(r.size or 0, 2)}" for r in ends])
    return f"{title(b)}. Median size in points: {named}."


def source(b: ByAlly) -> tuple[str, ...]:
    """The order, and who has too few."""
    found = ["NATO, table 3. Order: by the median size of the moves on one measure."]
    few = [f"{r.ally.in_prose} ({len(r.moves)})" for r in b.rows if r.size is None]
    if few:
        found.append(f"Fewer than {ENOUGH} such moves, and so no median: {words.listed(few)}.")
    return (*found, "Each mark names its year and both figures.")


def table(b: ByAlly) -> Table:
    """A row an ally."""
    rows = tuple(
        (
            r.ally.name,
            str(len(r.moves)),
            str(r.down),
            str(r.up),
            words.fixed(r.size, 2) if r.size is not None else "–",
            "; ".join(f"{m.first.year} {words.signed(m.points, 2)}" for m in r.moves) or "–",
            "; ".join(f"{m.first.year} {words.signed(m.points, 2)}" for m in r.across) or "–",
        )
        for r in b.rows
    )
    head = ("Ally", "Moves", "Down", "Up", "Median size", "By year, points", "Across the change of measure")
    return Table("Moves of each ally’s first estimates, points of GDP", head, rows)


def who(b: ByAlly) -> list[str]:
    """Sentences on who moves and how: the largest medians, who was lowered every time, the largest move."""
    found = []
    if len(b.ranked) > 3:
        top = words.listed([f"{words.fixed(r.size or 0, 2)} for {r.ally.in_prose}" for r in b.ranked[:3]])
        low = b.ranked[-1]
        found.append(
            f"The median move in points is {top}; for {low.ally.in_prose} it is "
            f"{words.fixed(low.size or 0, 2)}."
        )
    always = [r.ally.in_prose for r in b.ranked if r.down == len(r.moves)]
    if always:
        verb = words.plural(len(always), "was", "were")
        numbers = sorted({len(r.moves) for r in b.ranked})
        ends = dict.fromkeys((numbers[0], numbers[-1]))
        record = words.capital(" to ".join(words.count(n) for n in ends))
        found.append(
            f"{words.capital(words.listed(always))} {verb} lowered every time. {record} estimates make a "
            "record, not a law: read an ally’s row as what happened."
        )
    every = [m for r in b.rows for m in r.moves]
    if every:
        m = max(every, key=lambda m: (abs(m.hundredths), m.first.year))
        name = b.estimates.release.ally[m.first.ally].in_prose
        found.append(
            f"The largest move is that of {name} for {m.first.year}, first printed at "
            f"{words.fixed(m.first.value, 2)} and later at {words.fixed(m.to.value, 2)}."
        )
    return found
