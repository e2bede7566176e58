"""A chart in words and as a drawing, and the record by which a folder declares one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar
from urllib.parse import urlencode

from dashboard.charts.table import Table
from dashboard.drawing.plot import Figure, blank
from dashboard.drawing.theme import THEMES, Theme
from dashboard.state import Pairs
from etl.model import Release

ChartState = TypeVar("ChartState")
Data = TypeVar("Data", contravariant=True)


@dataclass(frozen=True)
class Chart:
    """Title, subtitle, summary, source, table, and the figure itself.

    `query` is the address's query for this state ("" for the standard one, else beginning with "?");
    `plot(theme, narrow)` gives a plotly figure where there is something to draw, and `empty` says that there
    is nothing; `observations_url` is the address of the observations behind it with their sources, where one
    address gives them; `look` is the class of its drawing's shape in a style sheet, its name where it has but
    one.
    """

    name: str
    query: str
    title: str
    subtitle: str
    summary: str
    source: tuple[str, ...]
    table: Table
    plot: Callable[[Theme, bool], Figure]
    empty: bool = False
    observations_url: str = ""
    look: str = ""

    def figure(self, theme: Theme, narrow: bool) -> Figure:
        """The chart as a plotly figure; its summary alone where there is nothing to draw."""
        return blank(theme, self.summary, narrow=narrow) if self.empty else self.plot(theme, narrow)

    def address(self, form: str) -> str:
        """Where the chart stands by itself, as json, svg, png, or csv (its table)."""
        return f"/figures/{self.name}.{form}{self.query}"

    @property
    def shape(self) -> str:
        """The class by which a style sheet knows the shape of its drawing."""
        return self.look or self.name

    @property
    def embed(self) -> str:
        """Where the chart stands alone, for a frame on another site."""
        return f"/embed/{self.name}{self.query}"

    @property
    def citation(self) -> str:
        """Where the chart is cited in this state."""
        return f"/api/v1/citation.txt?chart={self.name}{self.query.replace('?', '&', 1)}"

    @cached_property
    def wide(self) -> Figure:
        """The wide figure in the colours of the page: drawn there, and measured for a frame."""
        return self.figure(THEMES["page"], False)

    @cached_property
    def narrow(self) -> Figure:
        """The narrow figure likewise."""
        return self.figure(THEMES["page"], True)


@dataclass(frozen=True, slots=True)
class ChartType(Generic[ChartState]):
    """What a chart's folder declares in `CHARTS`.

    `name` is its name in addresses (`/figures/<name>.svg`); `page` the address of the page it stands on, with
    `{ally}` where that page is one ally's; `parse(pairs, release)` reads its state from an address's
    parameters and raises `BadParameter` for what it does not know; `chart(release, state)` makes it.
    """

    name: str
    page: str
    parse: Callable[[Pairs, Release], ChartState]
    chart: Callable[[Release, ChartState], Chart]

    def __call__(self, release: Release, pairs: Pairs) -> Chart:
        """The chart of a release in the state that the parameters give."""
        return self.chart(release, self.parse(pairs, release))


class Words(Protocol[Data]):
    """What a chart's `text` module has: the words for what its `data` module gives."""

    def title(self, data: Data, /) -> str:
        """The finding."""

    def subtitle(self, data: Data, /) -> str:
        """Measure, unit, year and edition."""

    def summary(self, data: Data, /) -> str:
        """The finding and what bears on it, for whoever cannot see the chart."""

    def source(self, data: Data, /) -> Sequence[str]:
        """Where the values are from and what to keep in mind, a sentence each."""

    def table(self, data: Data, /) -> Table:
        """The values."""


class Plot(Protocol[Data]):
    """What a chart's `plot` module has: the drawing of what its `data` module gives."""

    def __call__(self, data: Data, /, theme: Theme, *, narrow: bool) -> Figure:
        """The chart as a plotly figure."""


def describe(
    name: str,
    query: str,
    data: Data,
    words: Words[Data],
    plot: Plot[Data],
    *,
    empty: bool,
    observations_url: str,
    look: str = "",
) -> Chart:
    """The chart of what a `data` module gives, in the words of `text` and as `plot` draws it."""
    return Chart(
        name=name,
        query=query,
        title=words.title(data),
        subtitle=words.subtitle(data),
        summary=words.summary(data),
        source=tuple(words.source(data)),
        table=words.table(data),
        plot=lambda theme, narrow: plot(data, theme, narrow=narrow),
        empty=empty,
        observations_url=observations_url,
        look=look,
    )


def observations(*parameters: tuple[str, str]) -> str:
    """The address of the observations, as CSV, that these parameters select."""
    return "/api/v1/observations.csv?" + urlencode(parameters)


def of_every_edition(release: Release, *parameters: tuple[str, str]) -> str:
    """The same by every edition: as known on a day by name, since the day alone gives each figure once."""
    named = [("edition", e.id) for e in release.editions] if release.known_on else []
    return observations(*named, *parameters)
