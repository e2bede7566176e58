"""A chart in words and as a drawing, and the record by which a folder declares one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import urlencode

import msgspec

from dashboard.charts.table import Table
from dashboard.drawing.plot import Figure, blank
from dashboard.drawing.theme import THEMES, Theme
from dashboard.state import Pairs, State
from etl.model import Release
from etl.model.cached import cached_property

ChartState = TypeVar("ChartState", bound=State)
Data = TypeVar("Data", contravariant=True)
D = TypeVar("D")

Behind = Mapping[str, object]
"""Observations by the parameters of their address, a value each or several; without an edition of all."""


class Chart(msgspec.Struct, frozen=True, dict=True):
    """A chart of a release in a state: what its folder declares, of the data found for it.

    Its words and its figure are made when they are asked for.
    """

    type: DataChart[Any, Any]
    release: Release
    view: State
    data: Any

    @property
    def name(self) -> str:
        """Its name in addresses."""
        return self.type.name

    @cached_property
    def query(self) -> str:
        """The address's query for its state: "" for the standard one, else beginning with "?"."""
        return self.view.query(self.release)

    @cached_property
    def title(self) -> str:
        """The finding."""
        return self.type.words.title(self.data)

    @cached_property
    def subtitle(self) -> str:
        """Measure, unit, year and edition."""
        return self.type.words.subtitle(self.data)

    @cached_property
    def summary(self) -> str:
        """The finding and what bears on it, for whoever cannot see the chart."""
        return self.type.words.summary(self.data)

    @cached_property
    def source(self) -> tuple[str, ...]:
        """Where the values are from and what to keep in mind, a sentence each."""
        return tuple(self.type.words.source(self.data))

    @cached_property
    def table(self) -> Table:
        """The values."""
        return self.type.words.table(self.data)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.type.empty(self.data)

    @cached_property
    def observations_url(self) -> str:
        """The address of the observations behind it, as CSV; "" where no one address gives them.

        As known on a day those of every edition are asked for by its name: the day alone gives each once.
        """
        behind = self.type.behind(self.data)
        if isinstance(behind, str):
            return behind
        if self.release.known_on and "edition" not in behind:
            behind = {"edition": [e.id for e in self.release.editions], **behind}
        return "/api/v1/observations.csv?" + urlencode(behind, doseq=True)

    def figure(self, theme: Theme, narrow: bool) -> Figure:
        """The chart as a plotly figure; its summary alone where there is nothing to draw."""
        return (
            blank(theme, self.summary, narrow=narrow)
            if self.empty
            else self.type.plot(self.data, theme, narrow=narrow)
        )

    def address(self, form: str) -> str:
        """Where the chart stands by itself, as json, svg, png, or csv (its table)."""
        return f"/figures/{self.name}.{form}{self.query}"

    @property
    def shape(self) -> str:
        """The class by which a style sheet knows the shape of its drawing."""
        return self.type.look or self.name

    @property
    def embed(self) -> str:
        """Where the chart stands alone, for a frame on another site."""
        return f"/embed/{self.name}{self.query}"

    @property
    def citation(self) -> str:
        """Where the chart is cited in this state."""
        return f"/api/v1/citation.txt?chart={self.name}{self.query.replace('?', '&', 1)}"

    def height(self, narrow: bool) -> int:
        """The pixels that its drawing is high: it is drawn for that only where its type cannot tell."""
        if self.type.height and not self.empty:
            return self.type.height(self.data, narrow)
        return int((self.narrow if narrow else self.wide)["layout"]["height"])

    @cached_property
    def wide(self) -> Figure:
        """The wide figure in the colours of the page: drawn there, and measured for a frame."""
        return self.figure(THEMES["page"], False)

    @cached_property
    def narrow(self) -> Figure:
        """The narrow figure likewise."""
        return self.figure(THEMES["page"], True)


class ChartType(msgspec.Struct, Generic[ChartState], frozen=True):
    """What a chart's folder declares in `CHARTS`.

    `name` is its name in addresses (`/figures/<name>.svg`); `page` the address of the page it stands on, with
    `{ally}` where that page is one ally's; `state` is what its parameters make.
    """

    name: str
    page: str
    state: type[ChartState]

    def chart(self, release: Release, view: ChartState) -> Chart:
        """The chart of a release in a state."""
        raise NotImplementedError

    def __call__(self, release: Release, pairs: Pairs) -> Chart:
        """The chart of a release in the state that the parameters give; BadParameter for an unknown one."""
        return self.chart(release, self.state.parse(pairs, release))


class Words(Protocol[Data]):
    """What a chart's `text` module has: the words for what its `data` module gives."""

    def title(self, data: Data, /) -> str:
        """The finding."""

    def subtitle(self, data: Data, /) -> str:
        """Measure, unit, year and edition."""

    def summary(self, data: Data, /) -> str:
        """The finding and what bears on it, for whoever cannot see the chart."""

    def source(self, data: Data, /) -> Iterable[str]:
        """Where the values are from and what to keep in mind, a sentence each."""

    def table(self, data: Data, /) -> Table:
        """The values."""


class TextsOf(msgspec.Struct, Generic[D], frozen=True):
    """The same as a record, where one `text` module has the words of several charts."""

    title: Callable[[D], str]
    subtitle: Callable[[D], str]
    summary: Callable[[D], str]
    source: Callable[[D], Iterable[str]]
    table: Callable[[D], Table]


class Plot(Protocol[Data]):
    """What a chart's `plot` module has: the drawing of what its `data` module gives."""

    def __call__(self, data: Data, /, theme: Theme, *, narrow: bool) -> Figure:
        """The chart as a plotly figure."""


class DataChart(ChartType[ChartState], Generic[ChartState, D], frozen=True):
    """A chart by its modules: its data, the words for them, their drawing.

    `behind` selects the observations behind the data, or gives the address of what is behind them instead;
    `empty` says that there is nothing to draw, as the data's own `empty` does; `look` is the class of the
    drawing's shape in a style sheet, "" where that is the chart's name; `height` gives its pixels
    before it is drawn, wide or narrow, of a chart that its page shows in another form.
    """

    data: Callable[[Release, ChartState], D]
    words: Words[D]
    plot: Plot[D]
    behind: Callable[[D], Behind | str]
    empty: Callable[[D], bool] = attrgetter("empty")
    look: str = ""
    height: Callable[[D, bool], int] | None = None

    def chart(self, release: Release, view: ChartState) -> Chart:
        """The chart of a release in a state."""
        return self.of(release, view, self.data(release, view))

    def of(self, release: Release, view: ChartState, data: D) -> Chart:
        """The same of data that are computed already."""
        return Chart(self, release, view, data)
