"""The shares of one year on a map: each member's class against the target, by one edition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import formatting as words
from dashboard.charts.map.state import MapState
from dashboard.charts.table import Table
from etl.model import SHARE_OF_GDP, Ally, Count, Edition, Figure, Outlines, Release, as_printed

NOT_YET = "not yet a member"
UNTOLD = ("no armed forces", "left blank by NATO", "not in hand")
"""Why a member of the year has no share."""
STEPS = (-0.5, 0.0, 0.5, 1.5)
"""Where the classes part, in percentage points from the target: two below it, three at or above."""

LOWEST_MEETING = STEPS.index(0.0) + 1
"""The lowest class that is at the target or above."""


@dataclass(frozen=True, slots=True)
class Place:
    """One member on the map: its figure, and its class, 0 for the lowest; None with why it has none."""

    ally: Ally
    figure: Figure | None
    step: int | None
    why: str

    @property
    def meets(self) -> bool:
        """Whether the share is at the target or above."""
        return self.step is not None and self.step >= LOWEST_MEETING


@dataclass(frozen=True, slots=True)
class Atlas:
    """Every ally by its share, highest first, those without one last; and the panels to draw."""

    view: MapState
    edition: Edition
    count: Count
    places: tuple[Place, ...]
    panels: tuple[Outlines, ...]

    @property
    def silent(self) -> bool:
        """Whether the edition in hand tells nothing of the year."""
        return not any(p.figure for p in self.places)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw: no share of the year, or no outlines."""
        return self.silent or len(self.panels) < 2

    def of_step(self, step: int) -> tuple[Place, ...]:
        """The members of one class."""
        return tuple(p for p in self.places if p.step == step)

    def without(self, why: str) -> tuple[Place, ...]:
        """The allies that have no share for one reason."""
        return tuple(p for p in self.places if p.why == why)


def atlas(release: Release, v: MapState) -> Atlas:
    """The members of the year, each with its class."""
    shares = release.block(v.edition, SHARE_OF_GDP, v.year)
    count = release.count(v.edition, v.year, v.target)
    places = [_place(a, shares.get(a.code), v, a.code in count.unpublished) for a in release.allies]
    return Atlas(
        view=v,
        edition=release.edition[v.edition],
        count=count,
        places=tuple(sorted(places, key=_order)),
        panels=release.maps,
    )


def _order(p: Place) -> tuple[bool, float, str]:
    return (p.step is None, -p.figure.value if p.figure else 0.0, p.ally.name)


def _place(ally: Ally, figure: Figure | None, v: MapState, blank: bool) -> Place:
    no_forces, left_blank, not_in_hand = UNTOLD
    if not ally.armed_forces:
        return Place(ally, None, None, no_forces)
    if ally.joined.year > v.year:
        return Place(ally, None, None, NOT_YET)
    if figure is None:
        return Place(ally, None, None, left_blank if blank else not_in_hand)
    return Place(ally, figure, step_of(figure.value, v.target), "")


def step_of(value: float, target: float) -> int:
    """The class of a share, taken as it is printed: 0 for the lowest."""
    printed = as_printed(value)
    return sum(printed >= as_printed(target + step) for step in STEPS)


# ---------------------------------------------------------------- in words


def step_words(step: int, target: float) -> str:
    """A class in words, as "2 to under 2.5%"."""
    bounds = [f"{as_printed(target + s):g}" for s in STEPS]
    if step == 0:
        return f"under {bounds[0]}%"
    if step == len(STEPS):
        return f"{bounds[-1]}% or more"
    return f"{bounds[step - 1]} to under {bounds[step]}%"


def steps_of(target: float) -> tuple[int, ...]:
    """The classes there can be, highest first: none that ends at zero or below."""
    lowest = next(i for i, s in enumerate(STEPS) if target + s > 0)
    return tuple(range(len(STEPS), lowest - 1, -1))


def title(a: Atlas) -> str:
    """The finding: how many, who leads and who is last."""
    if a.silent:
        return f"The edition of {words.day(a.edition.published)} says nothing of {a.view.year}"
    told = [p for p in a.places if p.step is not None]
    count = f"{words.capital(words.count(a.count.n))} of {a.count.of} allies"
    if not a.count.whole:
        count = f"{words.capital(words.count(a.count.n))} of the {len(told)} allies with a figure in hand"
    verb = words.plural(a.count.n, "stands", "stand") if a.view.year >= a.view.edition.year else "stood"
    first, last = (f"{p.ally.in_prose} at {_printed(p)}" for p in (told[0], told[-1]))
    line = words.target(a.view.target)
    return f"{count} {verb} at {line} or more in {a.view.year}, from {first} to {last}"


def subtitle(a: Atlas) -> str:
    """Measure, unit, year and edition."""
    return (
        f"{words.capital(a.edition.series)} in {a.view.year}, % of GDP, by the table of "
        f"{words.day(a.edition.published)}"
    )


def summary(a: Atlas) -> str:
    """The map in words: who stands in which class, and who has no figure."""
    if a.silent:
        return title(a) + "."
    parts = [f"{title(a)}."]
    for step in steps_of(a.view.target):
        if members := a.of_step(step):
            told = f"{words.capital(step_words(step, a.view.target))}: {_names(members)}."
            parts.append(told)
    parts += [f"{words.capital(why)}: {_names(m)}." for why in UNTOLD if (m := a.without(why))]
    return " ".join(parts)


def _names(places: Sequence[Place]) -> str:
    return words.listed([p.ally.in_prose for p in places])


def _printed(p: Place) -> str:
    return words.share(p.figure.value, p.figure.estimate) if p.figure else "–"


def source(a: Atlas) -> list[str]:
    """Where the figures and the outlines come from, a sentence each."""
    figures = [p.figure for p in a.places if p.figure]
    origin = f", {figures[0].origin}" if figures else ""
    told = [f"NATO, table 3, year {a.view.year}, edition of {words.day(a.edition.published)}{origin}."]
    if any(f.estimate for f in figures):
        told.append("e: NATO’s estimate.")
    if a.edition.series != "defence expenditure":
        told.append(f"This edition counts {a.edition.series}: a break with every earlier one.")
    told += [f"{words.capital(why)}: {_names(m)}." for why in UNTOLD[1:] if (m := a.without(why))]
    if later := a.without(NOT_YET):
        told.append(f"Not yet members in {a.view.year}, so without an outline: {_names(later)}.")
    told.append(
        "Outlines: Natural Earth, public domain; they say nothing on borders in dispute. "
        "Denmark is drawn with Greenland; what lies south of the Tropic of Cancer is left out."
    )
    return told


def table(a: Atlas) -> Table:
    """Every ally with its share and how far that is from the target, highest first."""
    line = words.target(a.view.target)
    return Table(
        caption=f"{subtitle(a)}; e marks NATO’s estimates",
        head=("Ally", "Share of GDP, %", f"From {line}, points", "Class"),
        rows=tuple(_row(p, a.view.target) for p in a.places),
    )


def _row(p: Place, target: float) -> tuple[str, ...]:
    if p.figure is None or p.step is None:
        return (p.ally.name, "–", "–", p.why)
    away = as_printed(as_printed(p.figure.value) - target)
    return (p.ally.name, _printed(p), words.signed(away, 2), step_words(p.step, target))
