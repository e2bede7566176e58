"""A chart in words and as a drawing: what every page, file, embed and notebook is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.figures.base import Figure
from dashboard.findings.table import Table
from dashboard.theme import Theme


@dataclass(frozen=True, slots=True)
class Chart:
    """Title, subtitle, summary, source, table, and the figure itself.

    `query` is the address's query for this state ("" for the standard one, else beginning with "?");
    `figure(theme, narrow)` gives a plotly figure; `empty` says that there is nothing to draw.
    """

    name: str
    query: str
    title: str
    subtitle: str
    summary: str
    source: tuple[str, ...]
    table: Table
    figure: Callable[[Theme, bool], Figure]
    empty: bool = False

    def address(self, form: str) -> str:
        """Where the chart stands by itself, as json, svg or png."""
        return f"/figures/{self.name}.{form}{self.query}"
