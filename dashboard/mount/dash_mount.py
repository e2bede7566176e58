"""The charts as a Dash app: the address decides the figure, and gestures in the chart decide the address.

`interpolate_index`, its documented override for a page of one's own, gives Dash's tags for ours. They stand
in it unchanged, in a `<template>`, which browsers parse and do not run; `assets/intent.js` runs them when a
reader reaches for the chart. They are collected ahead of time (`mount/tags.py`): what serves pages imports no
Dash, a fifth of a second and 20 MB, until a browser asks for its first script.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, hooks, html
from flask import Flask

from dashboard.mount.tags import PREFIX, Tags

_ENTRY = '<div id="react-entry-point"></div>'

# dcc loads the graph's own part only once one is mounted: named here, it is loaded with the other scripts.
hooks.script([{"namespace": "dash", "relative_package_path": "dcc/async-graph.js"}])


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


def _layout() -> html.Div:
    """The components by id: `url`, the address, which is the state; `look`, width and colours; `chart`."""
    return html.Div(
        [
            dcc.Location(id="url", refresh=False),
            dcc.Store(id="look"),
            dcc.Graph(id="chart", config=GRAPH_CONFIG, responsive=True, className="graph"),
        ]
    )


def _add_callbacks(app: Dash) -> None:
    """The callbacks, which all run in the browser, in `assets/figure.js`, under the name `two_percent`.

    A plot says in its `meta` which gestures it has: `chooses` (with `chosen`), the parameter that a click
    sets; `brushes`, the two that dragging across the chart sets; a shape called `target` can be dragged.
    """
    run = partial(ClientsideFunction, "two_percent")
    address = partial(Output, "url", "search", allow_duplicate=True)
    here = (State("url", "search"), State("chart", "figure"))
    app.clientside_callback(
        run("figure"), Output("chart", "figure"), Input("url", "search"), Input("look", "data")
    )
    app.clientside_callback(
        run("choose"), address(), Input("chart", "clickData"), *here, prevent_initial_call=True
    )
    app.clientside_callback(
        run("drag"), address(), Input("chart", "relayoutData"), *here, prevent_initial_call=True
    )
    app.clientside_callback(
        run("brush"), address(), Input("chart", "selectedData"), *here, prevent_initial_call=True
    )
    app.clientside_callback(run("follow"), Input("url", "search"), prevent_initial_call=True)


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
        self.layout = _layout()
        _add_callbacks(self)

    def tags(self) -> Tags:
        """What a page of ours needs to start Dash, as Dash writes it."""
        with self.server.test_request_context(PREFIX):
            html = str(self.index()).removeprefix(_ENTRY)
        return Tags(html, tuple(self.csp_hashes()))

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
        """Dash's tags, behind the element that it is mounted in."""
        # Dash's configuration names the full version of Python: not for every reader to know.
        return _ENTRY + config.replace(json.dumps(sys.version), '""') + scripts + renderer
