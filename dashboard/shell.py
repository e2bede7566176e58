"""Dash as the shell of the page's chart: one graph, and one clientside callback that fetches its figure.

The pages themselves are rendered whole by the server and need no script. When scripts have loaded,
Dash mounts over the drawing of the first response. It is asked once, at start, for its layout and its
callbacks; its own addresses (a callback endpoint, a catch-all page) are never exposed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc, html

PREFIX = "/_dash/"

GRAPH_CONFIG: Any = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "showTips": False,
    "doubleClick": False,
    "scrollZoom": False,
    "responsive": True,
}


@dataclass(frozen=True, slots=True)
class Shell:
    """What the page needs of Dash: its configuration for the document, and the two answers it fetches."""

    config: str
    layout: bytes
    dependencies: bytes


@cache
def shell() -> Shell:
    """Makes the Dash app and takes from it what the page needs."""
    app = Dash(
        __name__,
        assets_folder="no-such-folder",
        requests_pathname_prefix=PREFIX,
        routes_pathname_prefix=PREFIX,
        update_title="",
    )
    app.layout = html.Div(
        [
            dcc.Store(id="view"),
            dcc.Graph(id="chart", config=GRAPH_CONFIG, responsive=True, className="graph"),
        ]
    )
    app.clientside_callback(
        ClientsideFunction("two_percent", "figure"),
        Output("chart", "figure"),
        Input("view", "data"),
    )
    client = app.server.test_client()
    page = client.get(PREFIX).get_data(as_text=True)
    return Shell(
        config=_config(page),
        layout=client.get(PREFIX + "_dash-layout").get_data(),
        dependencies=client.get(PREFIX + "_dash-dependencies").get_data(),
    )


_NEEDED = (
    "url_base_pathname",
    "requests_pathname_prefix",
    "ui",
    "props_check",
    "show_undo_redo",
    "suppress_callback_exceptions",
    "update_title",
    "serve_locally",
    "validate_callbacks",
    "disable_version_check",
)


def _config(page: str) -> str:
    """What Dash's renderer needs of its configuration: no versions of what runs here, no other hosts."""
    found = re.search(r'<script id="_dash-config" type="application/json">(.*?)</script>', page, re.DOTALL)
    if found is None:
        raise RuntimeError("dash: expected its page to carry a _dash-config, found none")
    told = json.loads(found[1])
    config = {k: told[k] for k in _NEEDED if k in told} | {"children_props": {}}
    return json.dumps(config, separators=(",", ":"), sort_keys=True).replace("<", "\\u003c")
