"""The callbacks: the address decides the figure, and gestures in the chart decide the address.

All run in the browser, in `assets/figure.js`, under the name `two_percent`. A plot says in its `meta` which
gestures it has: `chooses` (with `chosen`), the parameter that a click sets; `brushes`, the two that dragging
across the chart sets; a shape called `target` can be dragged.
"""

from __future__ import annotations

from functools import partial

from dash import ClientsideFunction, Dash, Input, Output, State


def register(app: Dash) -> None:
    """Adds all callbacks to an app whose layout is `layout()`."""
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
