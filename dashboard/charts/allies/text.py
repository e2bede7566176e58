"""All members' shares by year, in words: title, summary, source and table."""

from __future__ import annotations

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.charts.allies.data import Allies, AllySeries
from dashboard.charts.table import Table


def title(a: Allies) -> str:
    """How many met the target in the last year and in the first."""
    if not a.counts:
        return f"Each ally in NATO’s edition of {words.day(a.edition.published)}"
    line = words.target(a.view.target)
    year, n, of = a.counts[-1]
    now = f"{n} of {of} NATO allies at {line} in {year}"
    if len(a.counts) == 1:
        return now
    first, before, of_first = a.counts[0]
    return f"{now}; {before} of {of_first} in {first}"


def subtitle(a: Allies) -> str:
    """Measure, unit, years, edition, scale."""
    dotted = "; dotted: estimates" if a.estimates else ""
    over = f"{a.years[0]} to {a.years[-1]}" if len(a.years) > 1 else f"{a.years[0]}" if a.years else ""
    return (
        f"{words.capital(a.edition.series)}, % of GDP, {over}, by the edition of "
        f"{words.day(a.edition.published)}. One scale for all, from 0{dotted}"
    )


def summary(a: Allies) -> str:
    """One sentence, or a few, for whoever cannot see the drawings."""
    reported = [c for c in a.courses if c.last]
    parts = [title(a) + "."]
    if reported:
        high = max(reported, key=lambda c: c.last.value if c.last else 0.0)
        low = min(reported, key=lambda c: c.last.value if c.last else 0.0)
        parts.append(f"Highest {_with_share(high)}, lowest {_with_share(low)}.")
    grown = [c for c in reported if c.growth is not None]
    if grown:
        most = max(grown, key=lambda c: c.growth or 0.0)
        parts.append(
            f"The share of {most.ally.in_prose} rose most, by {words.fixed(most.growth or 0.0, 2)} points "
            f"since {most.observations[0].year}."
        )
    return " ".join(parts)


def _with_share(c: AllySeries) -> str:
    if c.last is None:
        return ""
    return f"{c.ally.in_prose} at {words.estimated(f'{words.share(c.last.value)}%', c.last.estimate)}"


def source(a: Allies) -> tuple[str, ...]:
    """Where the figures stand and what to keep in mind, a sentence each."""
    observations = [f for c in a.courses for f in c.observations]
    origin = f": {observations[0].origin}" if observations else ""
    sentences = [f"NATO, table 3, edition of {words.day(a.edition.published)}{origin}."]
    if a.edition.missing:
        sentences.append(f"Missing here: {a.edition.missing}")
    sentences.append("Lines break where a year is missing here. e: NATO’s estimate.")
    return tuple(sentences)


def table(a: Allies) -> Table:
    """Every member's figures by year, in the order of the drawings."""
    years = [y for y in a.years if any(f.year == y for c in a.courses for f in c.observations)]

    def cells(c: AllySeries) -> tuple[str, ...]:
        by = {f.year: share(f) for f in c.observations}
        change = words.signed(c.growth, 2) if c.growth is not None else "–"
        return (c.ally.name, *(by.get(y, "–") for y in years), change)

    return Table(
        caption=f"{words.capital(a.edition.series)}, % of GDP; e marks NATO’s estimates",
        head=("Ally", *(str(y) for y in years), "Change"),
        rows=tuple(cells(c) for c in a.courses),
    )
