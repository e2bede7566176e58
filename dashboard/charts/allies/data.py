"""All members side by side: each one's share of GDP by year as one edition tells it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard import formatting as words
from dashboard.charts.allies.state import AlliesState
from dashboard.charts.table import Table
from etl.model import SHARE_OF_GDP, Ally, Edition, Figure, Release, as_printed


@dataclass(frozen=True, slots=True)
class Course:
    """One member's figures by year, oldest first; `reason` says why the last year has none, else empty."""

    ally: Ally
    figures: tuple[Figure, ...]
    last: Figure | None
    reason: str

    @property
    def growth(self) -> float | None:
        """Percentage points from the first figure to that of the last year, as printed; None without two."""
        if self.last is None or len(self.figures) < 2:
            return None
        return as_printed(as_printed(self.last.value) - as_printed(self.figures[0].value))


@dataclass(frozen=True, slots=True)
class Allies:
    """Every member in order, over the years of the edition; `counts`: first and last year, each n of M."""

    view: AlliesState
    edition: Edition
    courses: tuple[Course, ...]
    years: tuple[int, ...]
    counts: tuple[tuple[int, int, int], ...]

    @property
    def high(self) -> float:
        """The upper end of the one scale that all share, from zero: above every share and the target."""
        shares = [f.value for c in self.courses for f in c.figures]
        return 1.06 * max([*shares, self.view.target])

    @property
    def estimates(self) -> bool:
        """Whether any figure is an estimate."""
        return any(f.estimate for c in self.courses for f in c.figures)


def allies(release: Release, view: AlliesState) -> Allies:
    """The members' courses by the edition of the view."""
    edition = release.edition[view.edition]
    told = release.years(view.edition)
    courses = [_course(release, edition, a, told[-1] if told else 0) for a in release.allies]
    # Years with every figure in hand; of the others no count can be given.
    whole = [y for y in told if release.count(view.edition, y, view.target).whole]
    ends = sorted({whole[0], whole[-1]}) if whole else []
    counts = [release.count(view.edition, y, view.target) for y in ends]
    return Allies(
        view=view,
        edition=edition,
        courses=tuple(sorted(courses, key=_ORDER[view.order])),
        years=tuple(range(told[0], told[-1] + 1)) if told else (),
        counts=tuple((c.year, c.n, c.of) for c in counts),
    )


def _course(release: Release, edition: Edition, ally: Ally, last: int) -> Course:
    figures = tuple(release.series(ally.code, SHARE_OF_GDP, edition.published))
    at = next((f for f in figures if f.year == last), None)
    return Course(ally, figures, at, "" if at else _reason(edition, ally, last))


def _reason(edition: Edition, ally: Ally, year: int) -> str:
    if not ally.armed_forces:
        return "no armed forces, no row in the tables"
    if any((b.indicator, b.ally, b.year) == (SHARE_OF_GDP, ally.code, year) for b in edition.blanks):
        return f"{year} left blank by NATO"
    if ally.joined > edition.published:
        return f"not yet a member, no row in the tables; joined {words.day(ally.joined)}"
    return f"{year} not in hand"


_ORDER: Mapping[str, Callable[[Course], tuple[object, ...]]] = {
    "share": lambda c: (
        c.last is None,
        not c.ally.armed_forces,
        -(c.last.value if c.last else 0),
        c.ally.name,
    ),
    "name": lambda c: (c.ally.name,),
    "growth": lambda c: (
        c.growth is None,
        not c.ally.armed_forces,
        -(c.growth or 0.0),
        -(c.last.value if c.last else 0.0),
        c.ally.name,
    ),
}


# ---------------------------------------------------------------- in words


def title(a: Allies) -> str:
    """How many met the target in the last year and in the first."""
    if not a.counts:
        return f"What the edition of {words.day(a.edition.published)} tells of each ally"
    line = words.target(a.view.target)
    year, n, of = a.counts[-1]
    now = f"{words.capital(words.count(n))} of {of} allies at {line} or more in {year}"
    if len(a.counts) == 1:
        return now
    first, before, of_first = a.counts[0]
    return f"{now}; in {first}, {words.count(before)} of {of_first}"


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
    told = [c for c in a.courses if c.last]
    parts = [title(a) + "."]
    if told:
        high = max(told, key=lambda c: c.last.value if c.last else 0.0)
        low = min(told, key=lambda c: c.last.value if c.last else 0.0)
        parts.append(f"Highest {_with_share(high)}, lowest {_with_share(low)}.")
    grown = [c for c in told if c.growth is not None]
    if grown:
        most = max(grown, key=lambda c: c.growth or 0.0)
        parts.append(
            f"The share of {most.ally.in_prose} rose most, by {words.fixed(most.growth or 0.0, 2)} points "
            f"since {most.figures[0].year}."
        )
    return " ".join(parts)


def _with_share(c: Course) -> str:
    return f"{c.ally.in_prose} at {words.share(c.last.value, c.last.estimate)}" if c.last else ""


def source(a: Allies) -> tuple[str, ...]:
    """Where the figures stand and what to keep in mind, a sentence each."""
    figures = [f for c in a.courses for f in c.figures]
    origin = f": {figures[0].origin}" if figures else ""
    sentences = [f"NATO, table 3, edition of {words.day(a.edition.published)}{origin}."]
    if a.edition.missing:
        sentences.append(f"Not in hand: {a.edition.missing}")
    sentences.append("Lines break where a year is not in hand. e: NATO’s estimate.")
    return tuple(sentences)


def table(a: Allies) -> Table:
    """Every member's figures by year, in the order of the drawings."""
    years = [y for y in a.years if any(f.year == y for c in a.courses for f in c.figures)]

    def cells(c: Course) -> tuple[str, ...]:
        by = {f.year: words.share(f.value, f.estimate) for f in c.figures}
        change = words.signed(c.growth, 2) if c.growth is not None else "–"
        return (c.ally.name, *(by.get(y, "–") for y in years), change)

    return Table(
        caption=f"{words.capital(a.edition.series)}, % of GDP; e marks NATO’s estimates",
        head=("Ally", *(str(y) for y in years), "Change"),
        rows=tuple(cells(c) for c in a.courses),
    )
