"""Both guidelines at once: the share of GDP and the share on major equipment, by one edition and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard import formatting as words
from dashboard.charts.ally_money.data import GUIDELINE
from dashboard.charts.guidelines.state import GuidelinesState, editions_with_equipment
from dashboard.charts.table import Table
from etl.model import EQUIPMENT_SHARE, SHARE_OF_GDP, Ally, Edition, Figure, Release, as_printed

BOTH, ONLY_EQUIPMENT, ONLY_SHARE, NEITHER = "both", "only equipment", "only share", "neither"
QUARTERS = (BOTH, ONLY_EQUIPMENT, ONLY_SHARE, NEITHER)


@dataclass(frozen=True, slots=True)
class Point:
    """One member with both figures, and the quarter they put it in."""

    ally: Ally
    share: Figure
    equipment: Figure
    quarter: str
    brought_out: bool


@dataclass(frozen=True, slots=True)
class Guidelines:
    """The members of a year by both figures; `without` are those with forces that lack one of them."""

    view: GuidelinesState
    edition: Edition
    points: tuple[Point, ...]
    without: tuple[Ally, ...]
    no_forces: tuple[Ally, ...]
    of: int

    @property
    def empty(self) -> bool:
        """Whether the edition in hand has no such year of both tables."""
        return not self.points

    def quarter(self, name: str) -> tuple[Point, ...]:
        """The points of one quarter, in the order of their names."""
        return tuple(p for p in self.points if p.quarter == name)

    @property
    def at_equipment(self) -> int:
        """How many reach the guideline on equipment."""
        return len(self.quarter(BOTH)) + len(self.quarter(ONLY_EQUIPMENT))

    @property
    def at_share(self) -> int:
        """How many reach the target of GDP."""
        return len(self.quarter(BOTH)) + len(self.quarter(ONLY_SHARE))


def guidelines(release: Release, view: GuidelinesState) -> Guidelines:
    """Every member of the year with both figures, by quarter."""
    shares = release.block(view.edition, SHARE_OF_GDP, view.year)
    parts = release.block(view.edition, EQUIPMENT_SHARE, view.year)
    members = sorted(release.members(view.year), key=lambda a: a.name)
    points = [
        Point(
            a,
            shares[a.code],
            parts[a.code],
            _quarter(shares[a.code], parts[a.code], view.target),
            a.code in view.allies,
        )
        for a in members
        if a.code in shares and a.code in parts
    ]
    told = {p.ally.code for p in points}
    return Guidelines(
        view=view,
        edition=release.edition[view.edition],
        points=tuple(points),
        without=tuple(a for a in members if a.armed_forces and a.code not in told),
        no_forces=tuple(a for a in members if not a.armed_forces),
        of=len(members),
    )


def _quarter(share: Figure, equipment: Figure, target: float) -> str:
    """The quarter of two figures, each compared as it is printed."""
    met = as_printed(share.value) >= target, as_printed(equipment.value) >= GUIDELINE
    return {(True, True): BOTH, (False, True): ONLY_EQUIPMENT, (True, False): ONLY_SHARE}.get(met, NEITHER)


# ---------------------------------------------------------------- in words


def quarter_name(name: str, target: float) -> str:
    """A quarter as the drawing names it."""
    line = words.target(target)
    return {
        BOTH: "both guidelines",
        ONLY_EQUIPMENT: "only 20% on equipment",
        ONLY_SHARE: f"only {line} of GDP",
        NEITHER: "neither",
    }[name]


def title(g: Guidelines) -> str:
    """How many met both, and which guideline is the harder one."""
    if g.empty:
        day = words.day(g.edition.published)
        return f"The edition of {day} has no shares on equipment for {g.view.year} in hand"
    both, line = len(g.quarter(BOTH)), words.target(g.view.target)
    verb = words.plural(both, "meets", "meet")
    who = f"{words.capital(words.count(both))} of {len(g.points)} allies"
    told = f"{who} {verb} both guidelines in {g.view.year}"
    equipment, share = words.count(g.at_equipment), words.count(g.at_share)
    if equipment == share:
        return f"{told}; {share} meet each of them"
    return f"{told}: {equipment} the 20% on equipment, {share} the {line} of GDP"


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
            parts.append(f"{words.capital(quarter_name(name, g.view.target))}: {who}.")
    return " ".join(parts)


def source(g: Guidelines, release: Release) -> tuple[str, ...]:
    """Where the figures stand, who is not among them, and which editions have no table 8a in hand."""
    sentences = [f"NATO, tables 3 and 8a, edition of {words.day(g.edition.published)}; {g.edition.series}."]
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
        sentences.append(f"No figure in hand: {words.listed([a.in_prose for a in g.without])}.")
    lacking = [e for e in release.editions if e.published not in editions_with_equipment(release)]
    if lacking:
        sentences.append(
            f"Table 8a is not in hand for {words.listed([words.day(e.published) for e in lacking])}."
        )
    return (*sentences, "Circle: at the target of GDP or above; diamond: below it. e: NATO’s estimate.")


def table(g: Guidelines) -> Table:
    """Every member with both figures and its quarter."""
    rows = [
        (
            p.ally.name,
            words.share(p.share.value, p.share.estimate),
            words.share(p.equipment.value, p.equipment.estimate),
            quarter_name(p.quarter, g.view.target),
        )
        for p in sorted(g.points, key=lambda p: (QUARTERS.index(p.quarter), p.ally.name))
    ]
    rows += [(a.name, "–", "–", "no figure in hand") for a in g.without]
    rows += [(a.name, "–", "–", "no armed forces, no row in the tables") for a in g.no_forces]
    return Table(
        caption=f"Both guidelines in {g.view.year} by the edition of {words.day(g.edition.published)}; "
        "e marks NATO’s estimates",
        head=("Ally", "% of GDP", "% on equipment", "Meets"),
        rows=tuple(rows),
    )


# ---------------------------------------------------------------- year by year, edition by edition


@dataclass(frozen=True, slots=True)
class Row:
    """The quarters of one year by one edition; `of` are the allies with both figures."""

    edition: date
    year: int
    counts: Mapping[str, int]
    of: int
    estimate: bool


def counts(release: Release, target: float) -> list[Row]:
    """Every year that each edition with table 8a tells whole, newest year first, then newest edition."""
    rows = []
    for edition in editions_with_equipment(release):
        for year in release.years(edition, EQUIPMENT_SHARE):
            g = guidelines(release, GuidelinesState(edition, year, target, ()))
            if not g.without and g.points:
                rows.append(
                    Row(
                        edition,
                        year,
                        {q: len(g.quarter(q)) for q in QUARTERS},
                        len(g.points),
                        any(p.share.estimate for p in g.points),
                    )
                )
    return sorted(rows, key=lambda r: (r.year, r.edition), reverse=True)


def editions_disagree(rows: Sequence[Row]) -> list[int]:
    """The years for which editions count the quarters differently, oldest first."""
    by_year: dict[int, set[tuple[int, ...]]] = {}
    for r in rows:
        by_year.setdefault(r.year, set()).add(tuple(r.counts[q] for q in QUARTERS))
    return sorted(y for y, told in by_year.items() if len(told) > 1)
