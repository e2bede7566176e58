"""`/explore`: any measure, of all members in a year and of chosen ones by year, by any edition."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.charts.measure import chart as ranking_chart
from dashboard.charts.measure.data import measure
from dashboard.charts.measure.state import MeasureState
from dashboard.charts.measure_by_year import chart as courses_chart
from dashboard.charts.measure_by_year.data import courses
from dashboard.pages import Page
from dashboard.state import Pairs
from dashboard.state.form import form
from etl.model import AGGREGATES, SHARE_OF_GDP, Release, once_per_release

ADDRESS = "/explore"
CONTROLS = ("indicator", "edition", "year", "allies")

STARTS: tuple[tuple[str, Mapping[str, str | tuple[str, ...]]], ...] = (
    ("Who spends the largest share?", {}),
    ("Has Germany overtaken Britain?", {"allies": ("DEU", "GBR")}),
    ("Who spends most per head?", {"indicator": "expenditure_per_capita"}),
    ("How much is American?", {"indicator": "expenditure_usd_current", "allies": ("USA", "NATO_TOTAL")}),
    ("Who buys the most equipment?", {"indicator": "equipment_share"}),
    ("Who has the most soldiers?", {"indicator": "military_personnel"}),
)
"""Questions to start from, each with the state that answers it."""


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    view = MeasureState.parse(pairs, release)
    m = measure(release, view)
    ranking = ranking_chart.chart_of(m, release)
    by_year = courses_chart.chart_of(courses(release, view, m), release)
    lead = ranking if by_year.empty or (not ranking.empty and not view.allies) else by_year
    return Page(
        template="explore.html",
        title=lead.title,
        description=lead.summary,
        canonical=address(view, release),
        picture=lead.address("png"),
        section=ADDRESS,
        styles=("series", "pick", "explore"),
        chart=False,
        context={
            "form": form(view, release, ADDRESS, lambda v: address(v, release), CONTROLS),
            "ranking": ranking,
            "by_year": by_year,
            "definition": release.indicator[view.indicator].definition,
            "starts": _starts(release),
            "here": address(view, release),
        },
    )


def address(view: MeasureState, release: Release) -> str:
    """The page's address for a view."""
    return ADDRESS + view.query(release)


@once_per_release
def _starts(release: Release) -> tuple[tuple[str, str], ...]:
    """The questions that the release can answer, with their addresses."""
    found = []
    for question, wanted in STARTS:
        codes = wanted.get("allies", ())
        known = all(c in release.ally or c in AGGREGATES for c in codes)
        if known and wanted.get("indicator", SHARE_OF_GDP) in release.indicator:
            found.append((question, address(MeasureState.standard(release, **wanted), release)))
    return tuple(found)
