"""The Dash layout: the address, how the chart looks, and the chart; the rest of a page is the server's."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

GRAPH_CONFIG: Any = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "showTips": False,
    "doubleClick": False,
    "scrollZoom": False,
    "responsive": True,
    "edits": {"shapePosition": True},
}


def layout() -> html.Div:
    """The components by id: `url`, the address, which is the state; `look`, width and colours; `chart`."""
    return html.Div(
        [
            dcc.Location(id="url", refresh=False),
            dcc.Store(id="look"),
            dcc.Graph(id="chart", config=GRAPH_CONFIG, responsive=True, className="graph"),
        ]
    )
