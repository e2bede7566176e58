"""The map in words: title, summary, source and table."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.charts.map.data import LEFT, NOT_YET, STEPS, WITHOUT, Atlas, MapMember, steps_of
from dashboard.charts.measures import ends_before
from dashboard.charts.table import Table
from etl.model import as_printed


def step_words(step: int, target: float) -> str:
    """A class in words, as "2 to under 2.5%"."""
    bounds = [f"{as_printed(target + s):g}" for s in STEPS]
    if step == 0:
        return f"under {bounds[0]}%"
    if step == len(STEPS):
        return f"{bounds[-1]}% or more"
    return f"{bounds[step - 1]} to under {bounds[step]}%"


def title(a: Atlas) -> str:
    """The finding: how many, and who alone is below."""
    if a.silent:
        day = words.day(a.edition.published)
        if a.view.year > a.edition.published.year:
            return ends_before(a.edition.published, a.view.year)
        return f"NATO’s edition of {day} has nothing for {a.view.year} available here"
    below = [p.ally.in_prose for p in a.places if p.step is not None and not p.meets]
    count = f"{a.count.n} of {a.count.of} NATO allies"
    if not a.count.whole:
        known = a.count.n + len(a.count.not_meeting)
        count = f"{a.count.n} of {known} NATO allies with a figure here"
    line = words.target(a.view.target)
    if a.count.estimate:
        verb = words.plural(a.count.n, "is estimated at", "are estimated at")
        found = f"{count} {verb} {line} in {a.view.year}"
    else:
        found = words.headline(
            f"{count} spent {line} of GDP or more in {a.view.year}",
            f"{count} spent at least {line} in {a.view.year}",
        )
    if len(below) == 1 and a.count.estimate:
        return words.headline(f"{found}; {below[0]} is not", found)
    return found


def subtitle(a: Atlas) -> str:
    """Measure, unit, year and edition."""
    return (
        f"{words.capital(a.edition.series)} in {a.view.year}, % of GDP, by the edition of "
        f"{words.day(a.edition.published)}"
    )


def summary(a: Atlas) -> str:
    """The map in words: who stands in which class, and who has no figure."""
    if a.silent:
        return title(a) + "."
    parts = [f"{title(a)}."]
    for step in steps_of(a.view.target):
        if members := a.of_step(step):
            sentence = f"{words.capital(step_words(step, a.view.target))}: {_names(members)}."
            parts.append(sentence)
    parts += [f"{words.capital(why)}: {_names(m)}." for why in WITHOUT if (m := a.without(why))]
    return " ".join(parts)


def _names(places: Sequence[MapMember]) -> str:
    return words.listed([p.ally.in_prose for p in places])


def source(a: Atlas) -> list[str]:
    """Where the figures and the outlines come from, a sentence each."""
    observations = [p.observation for p in a.places if p.observation]
    origin = f", {observations[0].origin}" if observations else ""
    sentences = [f"NATO, table 3, year {a.view.year}, edition of {words.day(a.edition.published)}{origin}."]
    if any(f.estimate for f in observations):
        sentences.append("e: NATO’s estimate.")
    if a.edition.series != "defence expenditure":
        sentences.append(
            f"This edition counts {a.edition.series}: not directly comparable with earlier ones."
        )
    sentences += [f"{words.capital(why)}: {_names(m)}." for why in WITHOUT[1:] if (m := a.without(why))]
    if later := a.without(NOT_YET):
        sentences.append(f"Not yet members in {a.view.year}, so without an outline: {_names(later)}.")
    if former := a.without(LEFT):
        sentences.append(f"No longer members in {a.view.year}, so without an outline: {_names(former)}.")
    sentences.append(
        "Outlines: Natural Earth, public domain; no position is taken on disputed borders. "
        "Denmark is drawn with Greenland; what lies south of the Tropic of Cancer is left out."
    )
    return sentences


def table(a: Atlas) -> Table:
    """Every ally with its share and how far that is from the target, highest first."""
    line = words.target(a.view.target)
    return Table(
        caption=f"{subtitle(a)}; e marks NATO’s estimates",
        head=("Ally", "Share of GDP, %", f"From {line}, points", "Class"),
        rows=tuple(_row(p, a.view.target) for p in a.places),
    )


def _row(p: MapMember, target: float) -> tuple[str, ...]:
    if p.observation is None or p.step is None:
        return (p.ally.name, "–", "–", p.why)
    away = as_printed(as_printed(p.observation.value) - target)
    return (p.ally.name, share(p.observation), words.signed(away, 2), step_words(p.step, target))
