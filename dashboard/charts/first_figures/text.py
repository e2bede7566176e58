"""What became of first figures, in words."""

from __future__ import annotations

from dashboard import formatting as words
from dashboard.charts.first_figures.data import FirstFigures, Stage
from dashboard.charts.table import Table


def title(a: FirstFigures) -> str:
    """How many the next table had revised."""
    if a.total is None:
        return "No first figure has been printed again yet"
    revised = a.total.later - a.total.next
    return f"{revised} of NATO’s {a.total.later} first figures for {span(a)} were revised in the next table"


def span(a: FirstFigures) -> str:
    """The years that figures were first printed for: "2016–2025"."""
    return f"{a.years[0]}–{a.years[-1]}" if len(a.years) > 1 else str(a.years[0])


def subtitle(a: FirstFigures) -> str:
    """What a square is, and of which years."""
    span = f", {a.years[0]} to {a.years[-1]}" if len(a.years) > 1 else f", {a.years[0]}" if a.years else ""
    return f"One square: the share of GDP of one ally, in the year it was printed for{span}"


def summary(a: FirstFigures) -> str:
    """Each stage in a sentence."""
    return " ".join([f"{title(a)}.", *(f"{s.name}: {said(s, a.line)}." for s in a.stages)])


def said(s: Stage, pledge: float) -> str:
    """A stage in words: "16 of 216 stand, 17 crossed 2%, 183 moved on their side of it"."""
    more = f", {s.none_yet} have no such table yet" if s.none_yet else ""
    moved = f"{s.crossed} crossed {words.target(pledge)}, {s.moved} moved on their side"
    return f"{s.stand} of {s.printed} stand, {moved}{more}"


def source(a: FirstFigures) -> tuple[str, ...]:
    """The editions, and what stands means."""
    editions = f"{words.count(a.editions)} {words.plural(a.editions, 'edition', 'editions')}"
    return (
        f"NATO, table 3 of the {editions} available here that print a share for their own year and have a "
        "later one.",
        "“Next” is the next table here that has the ally and the year.",
        "A share stands if both its decimals do.",
        *([f"The latest table counts {a.new_measure}, a new measure."] if a.new_measure else []),
    )


def table(a: FirstFigures) -> Table:
    """A row an edition."""
    head = (
        "First printed", "Shares", "With a later one", "Stand in the next", "With two later ones",
        "Stand in the one after", "Stand today", f"Across {words.target(a.line)} today",
    )  # fmt: skip
    rows = tuple(
        (
            r.edition,
            *(str(n) for n in (r.shares, r.later, r.next, r.second, r.after, r.latest, r.crossed)),
        )
        for r in a.rows
    )
    return Table("Shares of GDP first printed for the year under way, by edition", head, rows)
