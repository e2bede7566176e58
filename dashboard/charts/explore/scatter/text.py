"""Two measures in words: title, summary, source and table."""

from __future__ import annotations

from dashboard import formatting as words
from dashboard.charts.explore import wording
from dashboard.charts.explore.scatter.data import Pair, TwoMeasures
from dashboard.charts.explore.values import Value
from dashboard.charts.table import Table
from etl.model import as_printed


def title(s: TwoMeasures) -> str:
    """How many are at both targets; else both values of the one chosen; else who is highest on either."""
    if s.rejection or s.second is None:
        return s.rejection.removesuffix(".")
    if s.empty:
        day = words.day(s.view.edition)
        return f"No ally has both measures of {s.view.year} in NATO’s edition of {day}"
    x, y = s.targets
    chosen = [p for p in s.pairs if p.highlighted]
    if len(chosen) == 1:
        (p,) = chosen
        whose = f"{p.ally.name} in NATO, {s.view.year}"
        return words.headline(
            f"{whose}: {_first(p.x, s)}; {_second(p.y, s)}", f"{whose}: {_second(p.y, s)}", whose
        )
    if x and y:
        n = sum(_meets(p, s) for p in s.pairs)
        marks = wording.estimated([v for p in s.pairs for v in (p.x, p.y)])
        return f"{n} of {len(s.pairs)} NATO allies at {x.title}, {y.title} in {s.view.year}{marks}"
    most = max(s.pairs, key=lambda p: p.y.value)
    head = f"{s.second.headline} in NATO, {s.view.year}"
    highest = f"{head}: {most.ally.in_prose} highest"
    return words.headline(f"{highest}, {_second(most.y, s)}", highest)


def _meets(p: Pair, s: TwoMeasures) -> bool:
    x, y = s.targets
    return bool(
        x
        and y
        and as_printed(p.x.value, s.scales[0].decimals) >= x.value
        and as_printed(p.y.value, s.scales[1].decimals) >= y.value
    )


def _first(v: Value, s: TwoMeasures) -> str:
    return wording.said(v, s.scales[0], s.release.indicator[s.view.indicator])


def _second(v: Value, s: TwoMeasures) -> str:
    return wording.said(v, s.scales[1], s.release.indicator[s.view.second or ""])


def axes(s: TwoMeasures) -> tuple[str, str]:
    """What goes across and what goes up, with units."""
    across = wording.unit(s.scales[0], [p.x for p in s.pairs])
    up = wording.unit(s.scales[1], [p.y for p in s.pairs])
    first = wording.shown(s.release, s.view)
    second = s.second.headline if s.second else ""
    return f"{first}, {across}", f"{second}, {up}"


def subtitle(s: TwoMeasures) -> str:
    """Both measures, year and edition."""
    first = wording.measured(s.release, s.view)
    second = f" across, {wording.lower(s.second.title)} up" if s.second else ""
    trail = "; hollow: as other editions have it" if any(p.trail for p in s.pairs) else ""
    return f"{first}{second}, {s.view.year}, by NATO’s edition of {words.day(s.view.edition)}{trail}"


def summary(s: TwoMeasures) -> str:
    """The finding, and both values of those chosen."""
    if s.empty:
        return f"{title(s)}."
    parts = [f"{p.ally.name}: {_first(p.x, s)}; {_second(p.y, s)}." for p in s.pairs if p.highlighted]
    return " ".join([f"{title(s)}.", *parts])


def source(s: TwoMeasures) -> tuple[str, ...]:
    """Tables, edition and cells, and what to keep in mind."""
    sentences = wording.source(s.release, s.view, s.scales[0], [p.x for p in s.pairs])
    if s.second:
        found = [p.y.own for p in s.pairs]
        table = s.release.table(s.view.edition, s.second.id)
        sentences.append(f"{s.second.title}: table {table}{wording.where(found)}.")
    by_reason: dict[str, list[str]] = {}
    for ally, why in s.without:
        by_reason.setdefault(why, []).append(ally.in_prose)
    sentences += [f"Not drawn: {words.listed(names)}: {why}." for why, names in by_reason.items()]
    if any(t for t in s.targets):
        sentences.append("Washed: short of a target.")
    return tuple(sentences)


def table(s: TwoMeasures) -> Table:
    """A row a member with both values."""
    heads = axes(s) if s.pairs else ("First", "Second")
    rows = [
        (p.ally.name, wording.printed(p.x, s.scales[0]), wording.printed(p.y, s.scales[1])) for p in s.pairs
    ]
    rows += [(a.name, "–", why) for a, why in s.without]
    return Table(caption=f"{subtitle(s)}; e marks estimates", head=("Ally", *heads), rows=tuple(rows))
