"""The ranking by any measure in words: title, summary, source and table."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard import amounts
from dashboard import formatting as words
from dashboard.cells import cells
from dashboard.charts.measure.data import MeasureRanking, Ranked
from dashboard.charts.table import Table
from etl.model import AGGREGATES, Indicator, Observation

_NAMED = 3
"""The most allies that a title names."""


def of(indicator: Indicator) -> str:
    """The title of an indicator inside a sentence: "share spent on equipment", "GDP per head"."""
    title = indicator.title
    return title if title[1:2].isupper() else title[0].lower() + title[1:]


def value(f: Observation, indicator: Indicator) -> str:
    """A value with its unit, and "(estimate)" where it is one: "3.51% of GDP (estimate)"."""
    phrase = f" {f.unit}" if indicator.in_national_currency else indicator.phrase
    return f"{words.fixed(f.value, indicator.decimals)}{phrase}{' (estimate)' if f.estimate else ''}"


def place(r: Ranked) -> str:
    """The place of a member; "=" marks one that is shared."""
    return f"{r.place}{'=' if r.joint else ''}"


def hover(name: str, printed: str, f: Observation) -> str:
    """What a mark says: whose value of which year, its unit, its edition, and its cell or else its origin."""
    return "<br>".join(
        [f"{name} {f.year}: {printed}", f.unit, f"edition of {words.day(f.edition)}", f.cell or f.origin]
    )


def title(m: MeasureRanking) -> str:
    """Who of those chosen stands where, else who is first."""
    if m.national:
        return "Amounts in national currencies cannot be ranked"
    if m.empty:
        return f"No {of(m.indicator)} of {m.view.year} in the table of {words.day(m.edition.published)}"
    head = f"{m.indicator.title} in NATO, {m.view.year}"
    chosen = [r for r in m.ranked if r.highlighted]
    if len(chosen) == 1:
        (r,) = chosen
        return f"{head}: {_stands(r)} of {len(m.ranked)}, {value(r.observation, m.indicator)}"
    if chosen:
        more = len(chosen) - _NAMED
        named = words.listed([_stands(r) for r in chosen[:_NAMED]])
        return f"{head}: {named} of {len(m.ranked)}{f' ({more} more chosen)' if more > 0 else ''}"
    first = [r for r in m.ranked if r.place == 1]
    names = [r.ally.in_prose for r in first]
    who = words.listed(names) if len(first) <= _NAMED else f"{words.count(len(first))} allies"
    return f"{head}: {who} highest of {len(m.ranked)}, {value(first[0].observation, m.indicator)}"


def _stands(r: Ranked) -> str:
    return f"{r.ally.in_prose} {'joint ' if r.joint else ''}{amounts.ordinal(r.place)}"


def subtitle(m: MeasureRanking) -> str:
    """Measure, year, unit and edition."""
    unit = m.ranked[0].observation.unit if m.ranked else m.indicator.unit
    unit = unit.replace("percent", "%")
    return f"{m.indicator.title} in {m.view.year}, {unit}, by the table of {words.day(m.edition.published)}"


def summary(m: MeasureRanking) -> str:
    """The finding, both ends of the ranking, and who is not in it."""
    if m.national:
        return f"{title(m)}: each is in a currency of its own. See each ally by year."
    if m.empty:
        return f"{title(m)}."
    first, last = m.ranked[0], m.ranked[-1]
    ends = f"Highest: {_named(first, m)}; lowest: {_named(last, m)}." if len(m.ranked) > 1 else ""
    return " ".join(part for part in (f"{title(m)}.", ends, *_without(m)) if part)


def _named(r: Ranked, m: MeasureRanking) -> str:
    return f"{r.ally.in_prose}, {value(r.observation, m.indicator)}"


def _without(m: MeasureRanking) -> list[str]:
    by_reason: dict[str, list[str]] = {}
    for ally, reason in m.without:
        by_reason.setdefault(reason, []).append(ally.in_prose)
    found = [f"No value for {words.listed(names)}: {reason}." for reason, names in by_reason.items()]
    if m.ranked and m.unranked:
        why = [
            f"{m.names[code]} ({'several allies' if code in AGGREGATES else 'not a member then'})"
            for code in m.unranked
        ]
        found.append(f"Not ranked: {words.listed(why)}.")
    return found


def source(m: MeasureRanking) -> tuple[str, ...]:
    """Table, edition and cells, and what to keep in mind."""
    found = [r.observation for r in m.ranked]
    day = words.day(m.edition.published)
    sentences = [f"NATO, table {m.table}, edition of {day}{where(found)}."]
    if m.ranked:
        sentences.append(f"{words.capital(m.edition.series)}.")
    sentences += _without(m)
    if any(r.joint for r in m.ranked):
        sentences.append("=: a place shared by equal printed values.")
    if any(f.estimate for f in found):
        every = all(f.estimate for f in found)
        sentences.append("e: NATO’s estimate; all of them are." if every else "e: NATO’s estimate.")
    return tuple(sentences)


def where(found: Sequence[Observation]) -> str:
    """The first and the last cell of some observations, else where they are from."""
    origins = sorted({f.origin for f in found})
    return cells(found) or (f", {'; '.join(origins)}" if origins else "")


def table(m: MeasureRanking) -> Table:
    """A row a member: place, value, or why there is none."""
    rows = [
        (r.ally.name, place(r), words.printed(f.value, m.indicator.decimals, f.estimate))
        for r in m.ranked
        for f in (r.observation,)
    ]
    rows += [(ally.name, "–", reason) for ally, reason in m.without]
    return Table(
        caption=f"{subtitle(m)}; e marks estimates", head=("Ally", "Place", "Value"), rows=tuple(rows)
    )
