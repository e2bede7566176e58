"""One state, six views of it: the chart `explore`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Protocol, TypeVar

from dashboard.charts.chart import Behind, Chart, ChartType, DataChart, Plot, Words
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

NAME, PAGE = "explore", "/explore"


class _Drawn(Protocol):
    """What the data of each view have."""

    @property
    def release(self) -> Release: ...

    @property
    def view(self) -> ExploreState: ...

    @property
    def empty(self) -> bool: ...


D = TypeVar("D", bound=_Drawn)


def _behind(data: _Drawn) -> Behind:
    """What is drawn: of its edition or each, of its year or all, of the allies chosen."""
    view = data.view
    found: dict[str, object] = {} if view.draws_others else {"edition": view.edition}
    measures = [admitted(data.release, view), *([view.second] if view.second else [])]
    found["indicator"] = list(dict.fromkeys(measures))
    if view.of_one_year:
        return found | {"year": view.year}
    allies = [*view.allies, *([TOTAL] if view.shown == "part" and view.allies else [])]
    return found | {"ally": list(dict.fromkeys(allies))}


def _view(
    view: str,
    data: Callable[[Release, ExploreState], D],
    words: Words[D],
    plot: Plot[D],
    empty: Callable[[D], bool] = attrgetter("empty"),
) -> DataChart[ExploreState, D]:
    look = f"{NAME}-{view}"
    return DataChart(NAME, PAGE, ExploreState, data, words, plot, _behind, empty, look)


_VIEWS: Mapping[str, ChartType[ExploreState]] = {
    RANKING: _view(RANKING, ranking, ranking_text, ranking_plot.figure),
    MAP: _view(MAP, ranking, ranking_text, atlas_plot.figure, lambda m: m.empty or len(m.release.maps) < 2),
    SCATTER: _view(SCATTER, two_measures, scatter_text, scatter_plot.figure),
    TABLE: _view(TABLE, courses, grid_text, grid_plot.figure),
    LINES: _view(LINES, courses, lines_text, lines_plot.figure),
    MULTIPLES: _view(MULTIPLES, courses, lines_text, multiples.figure),
}


class Explore(ChartType[ExploreState], frozen=True):
    """The allies and measures of a state as its view draws them."""

    def chart(self, release: Release, view: ExploreState) -> Chart:
        """The chart of a release in a state."""
        return _VIEWS[view.view].chart(release, view)


EXPLORE = Explore(NAME, PAGE, ExploreState)
CHARTS = (EXPLORE,)
