"""One state, six views of it: the chart `explore`."""

from __future__ import annotations

from dashboard.charts.chart import Chart, ChartType, describe, observations
from dashboard.charts.explore.atlas import plot as atlas_plot
from dashboard.charts.explore.grid import plot as grid_plot
from dashboard.charts.explore.grid import text as grid_text
from dashboard.charts.explore.lines import multiples
from dashboard.charts.explore.lines import plot as lines_plot
from dashboard.charts.explore.lines import text as lines_text
from dashboard.charts.explore.lines.data import courses
from dashboard.charts.explore.ranking import plot as ranking_plot
from dashboard.charts.explore.ranking import text as ranking_text
from dashboard.charts.explore.ranking.data import ranking
from dashboard.charts.explore.scatter import plot as scatter_plot
from dashboard.charts.explore.scatter import text as scatter_text
from dashboard.charts.explore.scatter.data import two_measures
from dashboard.charts.explore.state import LINES, MAP, MULTIPLES, RANKING, SCATTER, TABLE, ExploreState
from dashboard.charts.explore.values import admitted
from etl.model import TOTAL, Release

NAME = "explore"


def explore_chart(release: Release, view: ExploreState) -> Chart:
    """The view's allies and measures as its view draws them."""
    query, look, url = view.query(release), f"{NAME}-{view.view}", _observations(release, view)
    if view.view in (RANKING, MAP):
        m = ranking(release, view)
        plot = ranking_plot.figure if view.view == RANKING else atlas_plot.figure
        empty = m.empty or (view.view == MAP and len(release.maps) < 2)
        return describe(NAME, query, m, ranking_text, plot, empty=empty, observations_url=url, look=look)
    if view.view == SCATTER:
        s = two_measures(release, view)
        return describe(
            NAME, query, s, scatter_text, scatter_plot.figure, empty=s.empty, observations_url=url, look=look
        )
    c = courses(release, view)
    if view.view == TABLE:
        return describe(
            NAME, query, c, grid_text, grid_plot.figure, empty=c.empty, observations_url=url, look=look
        )
    draw = {LINES: lines_plot.figure, MULTIPLES: multiples.figure}[view.view]
    return describe(NAME, query, c, lines_text, draw, empty=c.empty, observations_url=url, look=look)


def _observations(release: Release, view: ExploreState) -> str:
    """The address of what is drawn: by its edition or each, of its year or all, of the allies chosen."""
    named = [] if view.draws_others else [("edition", view.edition.isoformat())]
    if view.draws_others and release.known_on:
        named = [("edition", e.id) for e in release.editions]
    measures = [admitted(release, view), *([view.second] if view.second else [])]
    found = [*named, *(("indicator", i) for i in dict.fromkeys(measures))]
    if view.of_one_year:
        return observations(*found, ("year", str(view.year)))
    allies = [*view.allies, *([TOTAL] if view.shown == "part" and view.allies else [])]
    return observations(*found, *(("ally", code) for code in dict.fromkeys(allies)))


CHARTS = (ChartType(NAME, "/explore", ExploreState.parse, explore_chart),)
