"""The road to a target, in words: title, summary, source and table."""

from __future__ import annotations

from dashboard import amounts
from dashboard import formatting as words
from dashboard.charts.road.data import FEW, Road, RoadRow, slower, together
from dashboard.charts.table import Table


def title(r: Road) -> str:
    """How many are not there yet, and the most growth that one of them needs."""
    line, by = words.target(r.view.target), r.view.by
    if r.empty:
        day = words.day(r.edition.published)
        return f"No share of GDP available here to start from in the edition of {day}"
    if not r.below:
        return f"Every NATO ally with a figure is at {line} of GDP in {r.year}"
    n, first = len(r.below), r.steps[0]
    if n == 1:
        who = words.capital(first.ally.in_prose)
        return f"{who} alone of NATO’s allies is below {line} of GDP in {r.year}"
    short = together(r)
    lack = f"{amounts.dollars(short)} a year short of" if short is not None else "below"
    due = "" if short is not None else f", due by {by},"
    return f"{n} of {len(r.steps)} NATO allies are {lack} {line}{due} in {r.year}"


def short_dollars(s: RoadRow) -> str:
    """What an ally below the target is short of it: "$31.3 bn"; "–" for one at it, or without a GDP here."""
    return "–" if s.there or s.dollars is None else amounts.dollars(s.dollars)


def rates_needed(r: Road) -> str:
    """The least and the most growth, in per cent a year, that those below would need: "1.5 to 10.6"."""
    rates = [rate(s.needed) for s in sorted(r.below, key=lambda s: s.needed)]
    return rates[0] if rates[0] == rates[-1] else f"{rates[0]} to {rates[-1]}"


def rate(value: float) -> str:
    """A growth rate as it is written here: one decimal."""
    return words.fixed(value, 1)


def subtitle(r: Road) -> str:
    """What is asked, from where, under which assumption, and what the other mark is."""
    years = (
        f"Real growth of defence spending, % a year, from {r.year} to {r.view.by}, "
        f"if GDP grows by {r.view.growth:g}% a year".replace("-", words.MINUS)
    )
    if not r.past:
        return years
    return f"{years}. Tick: growth in {r.past[0]}–{r.past[1] % 100:02d}; bold: needs more than that"


def summary(r: Road) -> str:
    """One sentence, or a few, for whoever cannot see the chart."""
    if r.empty:
        return title(r) + "."
    first = r.steps[0]
    parts = [f"{title(r)}. Arithmetic, not a forecast."]
    if r.below:
        parts.append(f"To be there by {r.view.by} they would need real growth of {rates_needed(r)}% a year.")
        start = words.share_of_gdp(first.share.value, first.share.estimate)
        parts.append(f"The most growth would be needed by {first.ally.in_prose}, from {start}.")
    there = [s.ally.in_prose for s in r.steps if s.there]
    if 0 < len(there) <= FEW:
        parts.append(f"There already: {words.listed(there)}.")
    if slow := slower(r):
        n = words.capital(words.count(len(slow)))
        parts.append(f"{n} of those below grew more slowly of late than they would have to.")
    return " ".join(parts)


def source(r: Road) -> tuple[str, ...]:
    """Where the figures stand, and what is assumed."""
    origin = f" ({r.steps[0].share.origin})" if r.steps else ""
    sentences = [
        f"NATO, edition of {words.day(r.edition.published)}, table 3{origin}; {r.edition.series}.",
        "The growth is our arithmetic on it, the same assumption for all, and no forecast.",
    ]
    if any(s.dollars is not None for s in r.steps):
        sentences.append(f"Dollars missing: the points missing, of GDP in {r.year} at current prices.")
    else:
        sentences.append("Dollars missing: this edition’s GDP in US dollars is missing here.")
    if r.past:
        sentences.append(f"Past growth: spending at constant prices, table 2, {r.past[0]} to {r.past[1]}.")
    else:
        sentences.append("Past growth: spending at constant prices is missing here for this edition.")
    if r.without:
        sentences.append(f"No figure for {r.year}: {words.listed([a.in_prose for a in r.without])}.")
    if r.no_forces:
        who = words.listed([a.in_prose for a in r.no_forces])
        sentences.append(f"{words.capital(who)} has no armed forces.")
    return (*sentences, "Circle: at the target already; diamond: below it.")


def table(r: Road) -> Table:
    """Every ally: its share, what is missing to the target, the growth it needs and its past growth."""
    past = f"Growth {r.past[0]} to {r.past[1]}, % a year" if r.past else "Past growth (missing here)"
    rows = [
        (
            s.ally.name,
            amounts.share(s.share),
            words.signed(-s.missing, 2),
            short_dollars(s),
            words.signed(s.needed, 1),
            words.signed(s.past, 1) if s.past is not None else "–",
        )
        for s in r.steps
    ]
    rows += [(a.name, "–", "–", "–", "–", "–") for a in (*r.without, *r.no_forces)]
    return Table(
        caption=f"The path to {words.target(r.view.target)} of GDP by {r.view.by}, GDP growing by "
        f"{r.view.growth:g}% a year: arithmetic, not a forecast",
        head=(
            "Ally",
            f"Share {r.year}, %",
            "Against the target",
            "Dollars missing a year",
            "Growth needed, % a year",
            past,
        ),
        rows=tuple(rows),
    )
