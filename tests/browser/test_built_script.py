"""The collected script alone, under a strict Content-Security-Policy: the chart draws, nothing is blocked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from flask import Flask, Response
from playwright.sync_api import BrowserContext, expect

from dashboard import collect
from tests.browser.watch import Watch

POLICY = (
    f"default-src 'none'; script-src 'self'; style-src 'self' {collect.EMPTY_STYLE_SOURCE}; "
    "connect-src 'self'; img-src 'self' data:; font-src 'self'"
)
OWN_SCRIPT = """
window.dash_clientside = {test: {figure: (address) => fetch(address).then((answer) => answer.json())}};
"""
FIGURE = {
    "data": [
        {"type": "bar", "orientation": "h", "x": [1, 2, 3], "y": ["a", "b", "c"], "text": ["x", "y", "z"]},
        {"type": "scatter", "mode": "markers", "x": [1, 2], "y": ["a", "b"]},
    ],
    "layout": {"annotations": [{"text": "line<br>of target", "x": 2, "y": "c", "font": {"weight": 650}}]},
}


def application(script: str) -> Flask:
    app = Dash("scratch", requests_pathname_prefix="/_dash/", routes_pathname_prefix="/_dash/")
    app.layout = html.Div([dcc.Store(id="address", data="/figure.json"), dcc.Graph(id="chart")])
    app.clientside_callback(
        ClientsideFunction("test", "figure"), Output("chart", "figure"), Input("address", "data")
    )
    page = (
        '<!DOCTYPE html><html lang="en"><head><title>t</title><link rel="icon" href="data:,">'
        f'<script id="_dash-config" type="application/json">{json.dumps(app._config())}</script>'
        '<script src="/app.js" defer></script></head><body><div id="react-entry-point"></div></body></html>'
    )
    server: Flask = app.server
    server.add_url_rule("/figure.json", "figure", view_func=lambda: FIGURE)
    server.add_url_rule(
        "/app.js", "script", view_func=lambda: Response(script, content_type="text/javascript")
    )
    server.add_url_rule(
        "/", "page", view_func=lambda: Response(page, headers={"Content-Security-Policy": POLICY})
    )
    return server


@pytest.mark.parametrize("npm", [True, False], ids=["small plotly.js", "full plotly.js"])
def test_the_chart_draws_under_the_policy(
    npm: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    serve: Callable[[Any], Any],
    new_context: Callable[..., BrowserContext],
) -> None:
    if not npm:
        monkeypatch.setattr(collect, "VENDOR", tmp_path)
    own = tmp_path / "own.js"
    own.write_text(OWN_SCRIPT, "utf-8")
    monkeypatch.setattr(collect, "own_scripts", lambda: [own])
    script, _ = collect.page_script()
    with serve(application(script)) as address:
        context = new_context()
        watch = Watch(context, address)
        page = context.new_page()
        page.goto(address)
        expect(page.locator(".bars .point path")).to_have_count(3)
        expect(page.locator(".scatterlayer .point")).to_have_count(2)
        page.locator(".nsewdrag").hover()
        expect(page.locator(".hoverlayer .hovertext").first).to_be_visible()
        page.set_viewport_size({"width": 390, "height": 800})
        expect(page.locator(".main-svg").first).to_have_attribute("width", "374")
        context.close()
    assert watch.troubles == []
