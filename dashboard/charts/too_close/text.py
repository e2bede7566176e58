"""Who is too close to call, in words."""

from __future__ import annotations

from dashboard import formatting as words
from dashboard.charts.estimate_moves.text import reach
from dashboard.charts.table import Table
from dashboard.charts.too_close.data import Close
from dashboard.state.parameters import BANDS


def title(c: Close) -> str:
    """How many of those at the target are too close to call."""
    line = words.target(c.estimates.view.target)
    if c.edition is None:
        return nothing(c)
    n, of = len(c.close), len(c.meeting)
    if not of:
        return f"NATO puts no ally at {line} in {c.year}"
    allies = words.plural(of, "ally", "allies")
    verb = words.plural(n, "is", "are")
    return f"{n} of {of} NATO {allies} at {line} in {c.year} {verb} too close to call"


def nothing(c: Close) -> str:
    """Why there is nothing to show."""
    e = c.estimates
    if not e.firsts:
        return "No whole table of a year’s first estimates is available here"
    if e.band is None:
        return "Too few first estimates have been printed again to say how far they move"
    return f"NATO has printed its estimates for {c.year} again: no first estimate is open"


def subtitle(c: Close) -> str:
    """Year, measure, unit, edition, and what the bar is."""
    e = c.estimates
    if c.edition is None or e.band is None:
        return "% of GDP"
    return (
        f"NATO’s first estimates for {c.year}, {c.edition.series}, % of GDP, edition of "
        f"{words.day(c.edition.published)}; the bar runs from {reach(e.band)}, the range of "
        f"{BANDS[e.view.band].noun} earlier moves"
    )


def summary(c: Close) -> str:
    """The finding and the names."""
    named = words.listed([r.ally.in_prose for r in c.close])
    below = words.listed([r.ally.in_prose for r in c.close_below])
    found = [f"{title(c)}{f': {named}' if named else ''}."]
    if below:
        found.append(f"Below the line, and as close: {below}.")
    return " ".join(found)


def source(c: Close) -> tuple[str, ...]:
    """Where the estimates stand, and what the marks are."""
    if c.edition is None:
        return ("NATO, table 3.",)
    target = words.fixed(c.estimates.view.target, 2)
    without = words.listed([a.in_prose for a in c.estimates.release.members(c.year) if not a.armed_forces])
    found = [
        f"NATO, table 3, year {c.year}, edition of {words.day(c.edition.published)}, {c.edition.series}, "
        "all estimates (e).",
        f"Circle: {target} or more; diamond: less.",
    ]
    if without:
        found.append(f"{words.capital(without)} has no armed forces and no row.")
    return tuple(found)


def table(c: Close) -> Table:
    """Every estimate with the ends of its bar."""
    line = words.target(c.estimates.view.target)
    rows = tuple(
        (
            r.ally.name,
            words.share(r.value, estimate=True),
            words.fixed(r.low, 2),
            words.fixed(r.high, 2),
            f"at {line} or more" if r.meets else f"below {line}",
            "too close to call" if r.close else "",
        )
        for r in c.rows
    )
    head = ("Ally", f"{c.year}, % of GDP", "From", "To", "Side", "By earlier moves")
    return Table(f"Estimates for {c.year} and the range of {c.estimates.part} earlier moves", head, rows)
