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

from dash import Dash, hooks
from flask import Flask

from dashboard.mount.callbacks import register
from dashboard.mount.layout import layout
from dashboard.mount.tags import PREFIX, Tags

_ENTRY = '<div id="react-entry-point"></div>'

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
        self.layout = layout()
        register(self)

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
