"""Six questions to start from, each with the state that answers it and the answer, computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import takewhile
from typing import Any

import msgspec

from dashboard import formatting as words
from dashboard.charts.explore import EXPLORE, wording
from dashboard.charts.explore.lines.data import courses
from dashboard.charts.explore.ranking.data import ranking
from dashboard.charts.explore.state import INDEX, PART, RANKING, VIEWS, ExploreState
from dashboard.charts.totals.data import UNITED_STATES
from dashboard.pages.explore.controls import address
from etl.model import AGGREGATES, Release, once_per_release
from etl.model.indicators import DOLLARS, DOLLARS_CONSTANT, SPENDING_PER_HEAD

STARTS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("Who spends the largest share?", {}),
    ("Has Germany overtaken Britain?", {"indicator": DOLLARS, "allies": ("DEU", "GBR")}),
    ("Who spends most per head?", {"indicator": SPENDING_PER_HEAD, "view": RANKING}),
    ("How much of it is American?", {"indicator": DOLLARS, "shown": PART, "allies": (UNITED_STATES,)}),
    ("What became of Poland’s estimates?", {"allies": ("POL",), "all_editions": True}),
    ("Who has doubled its spending?", {"indicator": DOLLARS_CONSTANT, "shown": INDEX, "view": RANKING}),
)
"""Questions to start from, each with the state that answers it."""


class StartingQuestion(msgspec.Struct, frozen=True):
    """A question, the address of the state that answers it, the answer, and how it is drawn."""

    text: str
    href: str
    answer: str
    view: str


def _title(release: Release, view: ExploreState) -> str:
    """What the chart's title says; "" where it has nothing to show."""
    chart = EXPLORE.chart(release, view)
    return "" if chart.empty else f"{chart.title}."


def _estimates(release: Release, view: ExploreState) -> str:
    """What the latest year that is an estimate no more was printed as first, and is now; "" for none."""
    drawn = courses(release, view).courses
    if not drawn:
        return ""
    (one,) = drawn
    now = {v.year: v for v in one.values if not v.estimate}
    revised = [v for v in one.first if v.year in now]
    if not revised:
        return ""
    first = max(revised, key=lambda v: v.year)
    then, later = (words.fixed(v.value, 2) for v in (first, now[first.year]))
    return (
        f"{first.year} was first printed as {then}% of GDP{wording.estimated([first])}; now it is {later}%."
    )


def _overtaken(release: Release, view: ExploreState) -> str:
    """Whether the first of two has more than the second in the latest year of both, and since when."""
    drawn = courses(release, view)
    if len(drawn.courses) != 2:
        return ""
    own, other = ({v.year: v for v in one.values} for one in drawn.courses)
    both = sorted(set(own) & set(other), reverse=True)
    ahead = list(takewhile(lambda year: own[year].value > other[year].value, both))
    if not both:
        return ""
    first, second = (release.ally[one.code].in_prose for one in drawn.courses)
    now = (own[both[0]], other[both[0]])
    sums = (
        f"{' against '.join(wording.bare(v, drawn.scale) for v in now)} in {both[0]}{wording.estimated(now)}"
    )
    if not ahead:
        return f"No: {first} spends no more than {second}, {sums}."
    since = f"at least since {ahead[-1]}" if ahead == both else f"since {ahead[-1]}"
    return f"Yes: {first} has spent more than {second} {since}, {sums}."


def _doubled(release: Release, view: ExploreState) -> str:
    """How many have at least twice what they had in the base year."""
    ranked = ranking(release, view).ranked
    if not ranked:
        return ""
    n = sum(r.value.value >= _DOUBLE for r in ranked)
    first = ranked[0]
    times = f"{first.ally.in_prose} spends {words.fixed(first.value.value / 100, 1)} times as much"
    marks = wording.estimated([first.value])
    return f"{n} of {len(ranked)} allies since {view.base}, after inflation; {times}{marks}."


_DOUBLE = 200
"""An index that stands for twice the base year's amount."""

_ANSWERS: Mapping[str, Callable[[Release, ExploreState], str]] = {
    "Has Germany overtaken Britain?": _overtaken,
    "What became of Poland’s estimates?": _estimates,
    "Who has doubled its spending?": _doubled,
}
"""Answers that the title of the chart does not give."""


@once_per_release
def questions(release: Release) -> tuple[StartingQuestion, ...]:
    """The questions that the release can answer."""
    found = []
    for text, wanted in STARTS:
        codes = wanted.get("allies", ())
        if not all(c in release.ally or c in AGGREGATES for c in codes):
            continue
        if wanted.get("indicator", next(iter(release.indicator), "")) not in release.indicator:
            continue
        view = ExploreState.standard(release, **wanted)
        if answer := _ANSWERS.get(text, _title)(release, view):
            drawn = VIEWS[view.view].lower()
            found.append(StartingQuestion(text, address(view, release), answer, drawn))
    return tuple(found)
