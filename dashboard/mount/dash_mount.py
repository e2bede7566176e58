"""The charts as a Dash app: the address decides the figure, and gestures in the chart decide the address.

Dash serves the page too. `interpolate_index`, its documented override for a page of one's own, returns ours,
whole without script, with Dash's tags unchanged in it. They stand in a `<template>`, which browsers parse and
do not run; `assets/intent.js` runs them when a reader reaches for the chart.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, hooks, html
from flask import Flask, g
from markupsafe import Markup
from werkzeug.exceptions import NotFound

PREFIX = "/_dash/"

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

# dcc loads the graph's own part only once one is mounted: named here, it is loaded with the other scripts.
hooks.script([{"namespace": "dash", "relative_package_path": "dcc/async-graph.js"}])


class DashMount(Dash):
    """Dash within a Flask app; `scripts` are addresses of what is loaded before its components.

    `path` is the one under which browsers have the app.
    """

    def __init__(self, server: Flask, scripts: Sequence[str], path: str = "") -> None:
        super().__init__(
            server=server,  # type: ignore[arg-type]  # its stub knows no Flask
            routes_pathname_prefix=PREFIX,
            requests_pathname_prefix=path + PREFIX,
            include_assets_files=False,
            external_scripts=list(scripts),
            update_title="",
        )
        self.layout = html.Div(
            [
                dcc.Location(id="url", refresh=False),
                dcc.Store(id="look"),
                dcc.Graph(id="chart", config=GRAPH_CONFIG, responsive=True, className="graph"),
            ]
        )
        run = partial(ClientsideFunction, "two_percent")
        self.clientside_callback(
            run("figure"),
            Output("chart", "figure"),
            Input("url", "search"),
            Input("look", "data"),
        )
        self.clientside_callback(
            run("choose"),
            Output("url", "search"),
            Input("chart", "clickData"),
            State("url", "search"),
            State("chart", "figure"),
            prevent_initial_call=True,
        )
        self.clientside_callback(
            run("drag"),
            Output("url", "search", allow_duplicate=True),
            Input("chart", "relayoutData"),
            State("url", "search"),
            State("chart", "figure"),
            prevent_initial_call=True,
        )
        self.clientside_callback(run("follow"), Input("url", "search"), prevent_initial_call=True)

    def page(self, make: Callable[[Markup], str]) -> str:
        """A page that `make` writes around Dash's tags."""
        g.make = make
        return str(self.index())

    def interpolate_index(
        self,
        metas: str = "",
        title: str = "",
        css: str = "",
        config: str = "",
        scripts: str = "",
        app_entry: str = "",
        favicon: str = "",
        renderer: str = "",
    ) -> str:
        """The page that is being written, with Dash's tags unchanged; NotFound at Dash's own address."""
        if "make" not in g:
            raise NotFound
        # Dash's configuration names the full version of Python: not for every reader to know.
        config = config.replace(json.dumps(sys.version), '""')
        return str(g.make(Markup(config + scripts + renderer)))  # noqa: S704 (Dash's own tags)
