"""Both guidelines, in words: title, summary, source and table."""

from __future__ import annotations

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.charts.guidelines.data import BOTH, NEITHER, ONLY_EQUIPMENT, ONLY_SHARE, QUARTERS, Guidelines
from dashboard.charts.table import Table


def quarter_name(name: str, g: Guidelines) -> str:
    """A quarter as the drawing names it."""
    return {
        BOTH: "both guidelines",
        ONLY_EQUIPMENT: f"only {words.target(g.guideline)} on equipment",
        ONLY_SHARE: f"only {words.target(g.view.target)} of GDP",
        NEITHER: "neither",
    }[name]


def title(g: Guidelines) -> str:
    """How many met both in the edition's first year and in the year shown."""
    if g.empty:
        day = words.day(g.edition.published)
        return f"NATO’s edition of {day} has no equipment shares for {g.view.year} available here"
    n, of = len(g.quarter(BOTH)), len(g.points)
    estimated = "an estimated " if any(p.share.estimate or p.equipment.estimate for p in g.points) else ""
    head = f"NATO allies at {words.target(g.view.target)} and {words.target(g.guideline)} equipment"
    now = f"{estimated}{n} in {g.view.year}" if g.first else f"{estimated}{n} of {of} in {g.view.year}"
    return f"{head}: {g.first[1]} in {g.first[0]}, {now}" if g.first else f"{head}: {now}"


def subtitle(g: Guidelines) -> str:
    """What is set against what, of which year, by which edition."""
    e = " (all estimates)" if g.points and all(p.share.estimate for p in g.points) else ""
    return (
        f"Share of GDP against the part of it spent on major equipment, {g.view.year}{e}, "
        f"by the edition of {words.day(g.edition.published)}"
    )


def summary(g: Guidelines) -> str:
    """One sentence, or a few, for whoever cannot see the chart."""
    if g.empty:
        return title(g) + "."
    parts = [title(g) + "."]
    for name in QUARTERS[1:]:
        there = g.quarter(name)
        if there:
            who = words.listed([p.ally.in_prose for p in there])
            parts.append(f"{words.capital(quarter_name(name, g))}: {who}.")
    return " ".join(parts)


def source(g: Guidelines) -> tuple[str, ...]:
    """Where the figures stand, who is not among them, and which editions have no shares on equipment here."""
    day, tables = words.day(g.edition.published), words.listed(g.tables)
    sentences = [f"NATO, tables {tables}, edition of {day}; {g.edition.series}."]
    if g.points:
        cells = [f.cell for p in g.points for f in (p.share, p.equipment) if f.cell]
        where = f"cells such as {cells[0]} and {cells[1]}, " if cells else ""
        sentences.append(f"{words.capital(where + g.points[0].share.origin)}.")
    if g.no_forces:
        who = words.listed([a.in_prose for a in g.no_forces])
        sentences.append(
            f"{words.capital(who)} {words.plural(len(g.no_forces), 'has', 'have')} no armed forces."
        )
    if g.points and g.without:
        sentences.append(f"No figure available here: {words.listed([a.in_prose for a in g.without])}.")
    if g.lacking:
        sentences.append(
            "The shares on equipment are missing here for "
            f"{words.listed([words.day(e.published) for e in g.lacking])}."
        )
    return (*sentences, "Circle: at the target of GDP or above; diamond: below it. e: NATO’s estimate.")


def table(g: Guidelines) -> Table:
    """Every member with both figures and its quarter."""
    rows = [
        (
            p.ally.name,
            share(p.share),
            share(p.equipment),
            quarter_name(p.quarter, g),
        )
        for p in sorted(g.points, key=lambda p: (QUARTERS.index(p.quarter), p.ally.name))
    ]
    rows += [(a.name, "–", "–", "no figure available here") for a in g.without]
    rows += [(a.name, "–", "–", "no armed forces, no row in the tables") for a in g.no_forces]
    return Table(
        caption=f"Both guidelines in {g.view.year} by the edition of {words.day(g.edition.published)}; "
        "e marks NATO’s estimates",
        head=("Ally", "% of GDP", "% on equipment", "Meets"),
        rows=tuple(rows),
    )
