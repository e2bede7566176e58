"""Six questions to start from, each with the state that answers it and the answer, computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.charts.explore.chart import explore_chart
from dashboard.charts.explore.state import INDEX, PART, RANKING, VIEWS, ExploreState
from dashboard.pages.explore.address import address
from etl.model import AGGREGATES, Release, once_per_release

STARTS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("Who spends the largest share?", {}),
    ("Has Germany overtaken Britain?", {"allies": ("DEU", "GBR")}),
    ("Who spends most per head?", {"indicator": "expenditure_per_capita", "view": RANKING}),
    (
        "How much of it is American?",
        {"indicator": "expenditure_usd_current", "shown": PART, "allies": ("USA",)},
    ),
    ("What became of Poland’s estimates?", {"allies": ("POL",), "all_editions": True}),
    (
        "Who has doubled its spending?",
        {"indicator": "expenditure_usd_constant", "shown": INDEX, "view": RANKING},
    ),
)
"""Questions to start from, each with the state that answers it."""


@dataclass(frozen=True, slots=True)
class StartingQuestion:
    """A question, the address of the state that answers it, the answer, and how it is drawn."""

    text: str
    href: str
    answer: str
    view: str


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
        chart = explore_chart(release, view)
        if not chart.empty:
            found.append(
                StartingQuestion(text, address(view, release), chart.title, VIEWS[view.view].lower())
            )
    return tuple(found)
