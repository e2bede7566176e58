"""The revisions of one ally's share of GDP, in words: titles, summary, source and tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.charts.ally_revisions.data import AllyRevisions, printed
from dashboard.charts.by_year import left_out
from dashboard.charts.measures import on_new_measure, series_breaks
from dashboard.charts.table import Table
from etl.model import SHARE_OF_GDP, Observation, as_printed

# ---------------------------------------------------------------- the ally by year


def title(r: AllyRevisions) -> str:
    """What became of the year of the view, and of another that was revised more."""
    if not r.of_year:
        return _none(r)
    head = f"NATO on {r.ally.in_prose}: {r.view.year}"
    first, last = r.of_year[0], r.of_year[-1]
    if len(r.of_year) == 1:
        return f"{head} in one edition available here, {words.percent(last.value, last.estimate)}"
    measure = " (new measure)" if _measure(r, r.of_year) else ""
    other = _other(r, printed(last) - printed(first))
    alone = f"{head} {_moved(r)}{measure}"
    return words.headline(f"{head} {_from_to(r.of_year)}, {other}{measure}", alone) if other else alone


def _none(r: AllyRevisions) -> str:
    return f"No NATO edition available here has {words.possessive(r.ally.in_prose)} share of {r.view.year}"


def _moved(r: AllyRevisions) -> str:
    values = [printed(f) for f in r.of_year]
    if len(set(values)) == 1:
        return f"is {words.fixed(values[0], 2)}% in each of {len(values)} editions"
    if values[0] == values[-1]:
        return f"moved and is {words.fixed(values[0], 2)}% again"
    return f"{'fell' if values[-1] < values[0] else 'rose'} {_from_to(r.of_year)}"


def _from_to(observations: Sequence[Observation]) -> str:
    first, last = (words.fixed(printed(f), 2) for f in (observations[0], observations[-1]))
    return f"from {first}% to {last}%" if first != last else f"{last}%"


def _measure(r: AllyRevisions, observations: Sequence[Observation]) -> str:
    """That the first and the last of some figures are of different measures, "" where not."""
    editions = {t.edition.published: t.edition for t in r.series}
    return on_new_measure(editions[observations[0].edition], editions[observations[-1].edition])


def _other(r: AllyRevisions, revised: float) -> str:
    """The year that was revised most, where it was revised more than the one looked at."""
    year = r.most_revised
    if year in (None, r.view.year):
        return ""
    observations = [f for t in r.series for f in t.observations if f.year == year]
    change = printed(observations[-1]) - printed(observations[0])
    return f"{year} {_from_to(observations)}" if abs(change) >= abs(revised) + 0.005 else ""


def subtitle(r: AllyRevisions) -> str:
    """Measure, unit, and what the lines are."""
    return (
        f"{r.ally.name}: share of GDP by year, %, one line an edition. Bold: the edition of "
        f"{words.day(r.newest.published)}, dotted: estimates"
    )


def summary(r: AllyRevisions) -> str:
    """The ally's shares of the year by edition, in one sentence."""
    if not r.of_year:
        return f"{title(r)}."
    row = "; ".join(f"{words.day(f.edition)} {words.percent(f.value, f.estimate)}" for f in r.of_year_shown)
    which = "" if len(r.of_year_shown) == len(r.of_year) else f" (the {len(r.of_year_shown)} newest)"
    whose = words.capital(words.possessive(r.ally.in_prose))
    return f"{whose} share of GDP in {r.view.year} by edition{which}: {row}."


def source(r: AllyRevisions) -> list[str]:
    """Where the shares come from and what to keep in mind, a sentence each."""
    editions = words.counted(len(r.series), "edition")
    sentences = [f"NATO, table 3, {r.ally.in_prose}, by {editions}."]
    alone = [t for t in r.shown if all(len(run) == 1 for run in t.runs)]
    if alone:
        days = words.listed([words.day(t.edition.published) for t in alone])
        sentences.append(f"Small circles: editions of which single years are available here ({days}).")
    sentences += series_breaks(t.edition for t in r.series)
    whose = words.possessive(r.ally.in_prose)
    sentences += [
        f"The edition of {words.day(t.edition.published)} left {whose} {b.year} blank."
        for t in r.shown
        for b in t.edition.blanks
        if (b.ally, b.indicator) == (r.ally.code, SHARE_OF_GDP)
    ]
    return [*sentences, *left_out(len(r.shown), len(r.series)), "e: NATO’s estimate."]


def table(r: AllyRevisions) -> Table:
    """Every share of the ally: a row an edition, a column a year."""
    years = sorted({f.year for t in r.shown for f in t.observations})
    rows = []
    for t in r.shown:
        shares = {f.year: share(f) for f in t.observations}
        rows.append(
            (words.day(t.edition.published), *(shares.get(y, "–") for y in years), t.observations[0].origin)
        )
    return Table(
        caption=f"{r.ally.name}: share of GDP, %, by edition and year; e marks NATO’s estimates",
        head=("Edition of", *map(str, years), "Provenance"),
        rows=tuple(rows),
    )


# ---------------------------------------------------------------- one year by edition


def year_title(r: AllyRevisions) -> str:
    """What became of one year, by the side of the target it stood on."""
    if not r.of_year:
        return _none(r)
    line, head = words.target(r.view.target), f"{r.ally.name} in {r.view.year}"
    sides = [printed(f) >= r.view.target for f in r.of_year]
    if len(set(sides)) == 1:
        side = f"at {line} or more" if sides[0] else f"below {line}"
        edition = (
            f"NATO’s edition of {words.day(r.of_year[0].edition)}"
            if len(sides) == 1
            else "every NATO edition"
        )
        return f"{head}: {side} in {edition}"
    turn = next(i for i in range(len(sides) - 1, 0, -1) if sides[i] != sides[i - 1])
    measure = " (new measure)" if _measure(r, r.of_year[turn - 1 : turn + 1]) else ""
    day = words.day(r.of_year[turn].edition)
    return f"{head}: {'at' if sides[turn] else 'below'} {line} in NATO’s editions since {day}{measure}"


def year_subtitle(r: AllyRevisions) -> str:
    """Measure, unit, and what the marks are."""
    return f"{r.ally.name} {r.view.year}, % of GDP, by edition. Solid: the newest; dotted: an estimate"


def year_table(r: AllyRevisions) -> Table:
    """One row for each edition that reports the year."""
    rows = []
    changes = ["–"] + [words.signed(as_printed(printed(b) - printed(a)), 2) for a, b in pairwise(r.of_year)]
    for f, change in zip(r.of_year_shown, changes[len(r.of_year) - len(r.of_year_shown) :], strict=False):
        rows.append(
            (words.day(f.edition), share(f), change, f"{f.cell} · {f.origin}" if f.cell else f.origin)
        )
    return Table(
        caption=f"{r.ally.name}: share of GDP in {r.view.year}, %, by edition; e marks NATO’s estimates",
        head=("Edition of", "Share", "Change", "Cell, and provenance"),
        rows=tuple(rows),
    )
