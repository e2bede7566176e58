"""The ranking by any measure in words: title, summary, source and table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboard import formatting as words
from dashboard.charts.explore import wording
from dashboard.charts.explore.ranking.data import MeasureRanking, Ranked
from dashboard.charts.explore.values import admitted
from dashboard.charts.table import Table
from etl.model import AGGREGATES

_NAMED = 3
"""The most allies that a title names."""


def place(r: Ranked) -> str:
    """The place of a member; "=" marks one that is shared."""
    return f"{r.place}{'=' if r.joint else ''}"


def title(m: MeasureRanking) -> str:
    """Who of those chosen is placed where, else who is first."""
    if m.rejection:
        return m.rejection.removesuffix(".")
    if m.empty:
        return wording.no_values(m.release, m.view)
    head = f"{wording.shown(m.release, m.view)}, {m.view.year}"
    chosen = [r for r in m.ranked if r.highlighted]
    if len(chosen) == 1:
        (r,) = chosen
        place = f"{head}: {_placed(r)} of {len(m.ranked)}"
        return words.headline(f"{place}, {_short(r, m)}", place)
    if chosen:
        return words.headline(
            *(f"{head}: {text}" for n in range(_NAMED, 0, -1) for text in _places(chosen, n, m))
        )
    first = [r for r in m.ranked if r.place == 1]
    who = words.listed([r.ally.in_prose for r in first]) if len(first) < _NAMED else f"{len(first)} allies"
    return words.headline(
        f"{head}: {who} highest of {len(m.ranked)}, {_short(first[0], m)}",
        f"{head}: {who} highest, {_short(first[0], m)}",
        f"{head}: {who} highest",
    )


def _places(chosen: Sequence[Ranked], n: int, m: MeasureRanking) -> Iterator[str]:
    """The places of the first `n` chosen, with and without how many more are chosen."""
    places = f"{words.listed([_placed(r) for r in chosen[:n]])} of {len(m.ranked)}"
    if len(chosen) > n:
        yield f"{places} ({len(chosen) - n} more chosen)"
    yield places


def _placed(r: Ranked) -> str:
    return f"{r.ally.name} {'joint ' if r.joint else ''}{words.ordinal(r.place)}"


def _short(r: Ranked, m: MeasureRanking) -> str:
    return wording.bare(r.value, m.scale) + wording.estimated([r.value])


def _said(r: Ranked, m: MeasureRanking) -> str:
    return wording.said(r.value, m.scale, m.release.indicator[admitted(m.release, m.view)])


def subtitle(m: MeasureRanking) -> str:
    """Measure, year, unit and edition."""
    unit = wording.unit(m.scale, [r.value for r in m.ranked])
    others = "; hollow: as other editions have it" if any(r.others for r in m.ranked) else ""
    day = words.day(m.view.edition)
    return (
        f"{wording.measured(m.release, m.view)} in {m.view.year}, {unit}, by NATO’s edition of {day}{others}"
    )


def summary(m: MeasureRanking) -> str:
    """The finding, both ends of the ranking, and who is not in it."""
    if m.empty:
        return f"{title(m)}."
    first, last = m.ranked[0], m.ranked[-1]
    ends = f"Highest: {_named(first, m)}; lowest: {_named(last, m)}." if len(m.ranked) > 1 else ""
    return " ".join(part for part in (f"{title(m)}.", ends, *_without(m)) if part)


def _named(r: Ranked, m: MeasureRanking) -> str:
    return f"{r.ally.in_prose}, {_said(r, m)}"


def _without(m: MeasureRanking) -> list[str]:
    by_reason: dict[str, list[str]] = {}
    for ally, reason in m.without:
        by_reason.setdefault(reason, []).append(ally.in_prose)
    found = [f"No value for {words.listed(names)}: {reason}." for reason, names in by_reason.items()]
    if m.ranked and m.unranked:
        why = [
            f"{m.release.name(code)} ({'several allies' if code in AGGREGATES else 'not a member then'})"
            for code in m.unranked
        ]
        found.append(f"Not ranked: {words.listed(why)}.")
    return found


def source(m: MeasureRanking) -> tuple[str, ...]:
    """Table, edition and cells, and what to keep in mind."""
    sentences = wording.source(m.release, m.view, m.scale, [r.value for r in m.ranked])
    sentences += _without(m)
    if any(r.joint for r in m.ranked):
        sentences.append("=: a place shared by equal printed values.")
    if m.view.draws_others and not any(r.others for r in m.ranked):
        sentences.append("No other edition has this year in the same unit.")
    return (*sentences, *wording.one_edition(m.view))


def table(m: MeasureRanking) -> Table:
    """A row a member: place, value, or why there is none."""
    rows = [(r.ally.name, place(r), wording.printed(r.value, m.scale)) for r in m.ranked]
    rows += [(ally.name, "–", reason) for ally, reason in m.without]
    return Table(
        caption=f"{subtitle(m)}; e marks estimates", head=("Ally", "Place", "Value"), rows=tuple(rows)
    )
