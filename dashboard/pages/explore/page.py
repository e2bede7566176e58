"""`/explore`: any allies, measures, years and editions, in six views of one state."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.charts.explore import EXPLORE
from dashboard.charts.explore.state import INDEX, ExploreState
from dashboard.pages import Page, chart_page
from dashboard.pages.explore import controls, starts
from dashboard.pages.explore.controls import ADDRESS
from dashboard.state import Pairs
from etl.model import Release


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    view = ExploreState.parse(pairs, release)
    chart = EXPLORE.chart(release, view)
    return chart_page(
        ADDRESS,
        release,
        view,
        chart,
        _controls(view),
        "pick",
        "map",
        "explore",
        names=controls.names(release),
        views=controls.views(release, view),
        shown=controls.shown(release, view),
        chips=controls.chips(release, view),
        groups=list(controls.groups(release, view)),
        steps=controls.steps(release, view),
        helps=controls.helps(release, view) if chart.empty else (),
        crowded=controls.crowded(release, view),
        definition=release.indicator[view.indicator].definition,
        starts=starts.questions(release),
    )


def _controls(view: ExploreState) -> tuple[str, ...]:
    """The fields of the form: those that the view is drawn by."""
    base = ("base",) if view.shown == INDEX else ()
    years = ("year",) if view.of_one_year else ("since", "until")
    return ("allies", "indicator", "second", *base, "edition", "all_editions", *years)
