"""The real growth a year that would bring each ally to a target by a year. Arithmetic, never a forecast."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard import formatting as words
from dashboard.charts.arithmetic import growth_a_year, real_growth_needed
from dashboard.charts.road.state import RoadState
from dashboard.charts.table import Table
from etl.model import SHARE_OF_GDP, Ally, Edition, Figure, Release, as_printed

PAST_YEARS = 3
"""How many years back the growth that was is taken over."""

_FEW = 8
"""More names than these are left to the table."""

SPENDING = "expenditure_usd_constant"


@dataclass(frozen=True, slots=True)
class Step:
    """One ally: its share, the percentage points missing to the target, and rates in per cent a year.

    `needed` is the real growth that leads to the target, `past` that of the last years, None if not in hand.
    """

    ally: Ally
    share: Figure
    missing: float
    needed: float
    past: float | None

    @property
    def there(self) -> bool:
        """Whether the printed share is at the target already: `needed` then is what would keep it there."""
        return self.missing <= 0


@dataclass(frozen=True, slots=True)
class Road:
    """Every ally with a share in the edition's last year, the steepest road first.

    `past` are the first and last year of the growth that was, None where it is not in hand.
    """

    view: RoadState
    edition: Edition
    year: int
    steps: tuple[Step, ...]
    without: tuple[Ally, ...]
    no_forces: tuple[Ally, ...]
    past: tuple[int, int] | None

    @property
    def empty(self) -> bool:
        """Whether there is no share to start from."""
        return not self.steps

    @property
    def years(self) -> int:
        """How many years there are to go."""
        return self.view.by - self.year

    @property
    def below(self) -> tuple[Step, ...]:
        """Those that are not at the target yet."""
        return tuple(s for s in self.steps if not s.there)


def road(release: Release, view: RoadState) -> Road:
    """The road of every ally from the last year that the edition tells of."""
    year = release.years(view.edition)[-1]
    shares = release.block(view.edition, SHARE_OF_GDP, year)
    past = _past_years(release, view)
    steps = [_step(release, view, a, shares[a.code], past) for a in release.allies if a.code in shares]
    members = [a for a in release.allies if a.joined <= view.edition and a.code not in shares]
    return Road(
        view=view,
        edition=release.edition[view.edition],
        year=year,
        steps=tuple(sorted(steps, key=lambda s: (-s.needed, s.ally.name))),
        without=tuple(a for a in members if a.armed_forces),
        no_forces=tuple(a for a in members if not a.armed_forces),
        past=past,
    )


def _past_years(release: Release, view: RoadState) -> tuple[int, int] | None:
    years = release.years(view.edition, SPENDING)
    return (years[-1] - PAST_YEARS, years[-1]) if years and years[-1] - PAST_YEARS in years else None


def _step(release: Release, view: RoadState, ally: Ally, share: Figure, past: tuple[int, int] | None) -> Step:
    ends = [release.figure(view.edition, SPENDING, y, ally.code) for y in past] if past else []
    first, last = ends if len(ends) == 2 else (None, None)
    return Step(
        ally=ally,
        share=share,
        missing=as_printed(view.target - as_printed(share.value)),
        # From the share as it is printed, for that is what is judged.
        needed=real_growth_needed(as_printed(share.value), view.target, view.by - share.year, view.growth),
        past=growth_a_year(first.value, last.value, PAST_YEARS) if first and last else None,
    )


# ---------------------------------------------------------------- in words


def title(r: Road) -> str:
    """How many are not there yet, and what the steepest road asks."""
    line, by = words.target(r.view.target), r.view.by
    if r.empty:
        return f"No share of GDP in hand to start from in the edition of {words.day(r.edition.published)}"
    if not r.below:
        return f"Every ally with a figure is at {line} of GDP already"
    n, first = len(r.below), r.steps[0]
    if n == 1:
        who = words.capital(first.ally.in_prose)
        return (
            f"{who} alone is below {line} of GDP; to be there by {by} asks {rate(first.needed)}% more a year"
        )
    low = min(s.needed for s in r.below)
    who = words.capital(words.count(n))
    return (
        f"{who} of {len(r.steps)} allies are below {line} of GDP; "
        f"to be there by {by} asks {rate(low)} to {rate(first.needed)}% more a year"
    )


def rate(value: float) -> str:
    """A growth rate as it is written here: one decimal."""
    return words.fixed(value, 1)


def subtitle(r: Road) -> str:
    """What is asked, from where, under which assumption, and what the other mark is."""
    told = (
        f"Real growth of defence spending, % a year, from {r.year} to {r.view.by}, "
        f"if GDP grows by {r.view.growth:g}% a year".replace("-", words.MINUS)
    )
    return f"{told}. Upright stroke: growth that was, {r.past[0]} to {r.past[1]}" if r.past else told


def summary(r: Road) -> str:
    """One sentence, or a few, for whoever cannot see the chart."""
    if r.empty:
        return title(r) + "."
    first = r.steps[0]
    parts = [f"{title(r)}. Arithmetic, not a forecast."]
    if r.below:
        start = words.share(first.share.value, first.share.estimate)
        parts.append(f"The steepest road is that of {first.ally.in_prose}, from {start}.")
    there = [s.ally.in_prose for s in r.steps if s.there]
    if 0 < len(there) <= _FEW:
        parts.append(f"There already: {words.listed(there)}.")
    if slow := slower(r):
        n = words.capital(words.count(len(slow)))
        parts.append(f"{n} of those below grew more slowly of late than they would have to.")
    return " ".join(parts)


def slower(r: Road) -> list[Step]:
    """Those below whose growth of the last years, as printed, is less than what the road asks."""
    return [s for s in r.below if s.past is not None and as_printed(s.past, 1) < as_printed(s.needed, 1)]


def source(r: Road) -> tuple[str, ...]:
    """Where the figures stand, and what is assumed."""
    origin = f" ({r.steps[0].share.origin})" if r.steps else ""
    sentences = [
        f"NATO, edition of {words.day(r.edition.published)}, table 3{origin}; {r.edition.series}.",
        "The growth is our arithmetic on it, the same assumption for all, and no forecast.",
    ]
    if r.past:
        sentences.append(
            f"Growth that was: spending at constant prices, table 2, {r.past[0]} to {r.past[1]}."
        )
    else:
        sentences.append("Growth that was: spending at constant prices is not in hand for this edition.")
    if r.without:
        sentences.append(f"No figure for {r.year}: {words.listed([a.in_prose for a in r.without])}.")
    if r.no_forces:
        who = words.listed([a.in_prose for a in r.no_forces])
        sentences.append(f"{words.capital(who)} has no armed forces.")
    return (*sentences, "Circle: at the target already; diamond: below it.")


def table(r: Road) -> Table:
    """Every ally: its share, what is missing to the target, the growth it needs and the growth that was."""
    past = f"Growth {r.past[0]} to {r.past[1]}, % a year" if r.past else "Growth that was (not in hand)"
    rows = [
        (
            s.ally.name,
            words.share(s.share.value, s.share.estimate),
            words.signed(-s.missing, 2),
            words.signed(s.needed, 1),
            words.signed(s.past, 1) if s.past is not None else "–",
        )
        for s in r.steps
    ]
    rows += [(a.name, "–", "–", "–", "–") for a in (*r.without, *r.no_forces)]
    return Table(
        caption=f"The road to {words.target(r.view.target)} of GDP by {r.view.by}, GDP growing by "
        f"{r.view.growth:g}% a year: arithmetic, not a forecast",
        head=("Ally", f"Share {r.year}, %", "Against the target", "Growth needed, % a year", past),
        rows=tuple(rows),
    )
