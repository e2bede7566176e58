"""`/api/v1`: the figures and what is known of them, for programs. Read only, open to every origin.

Each address is an Endpoint; the application's routes and the OpenAPI
description are both made from that one list.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request
from msgspec.structs import replace

from dashboard.addresses import RELEASES
from dashboard.api import openapi
from dashboard.api.endpoint import JSON, Asked, Endpoint
from dashboard.pages.api import page
from dashboard.state import Pairs, reject_all, strict
from dashboard.state.appended import judged
from dashboard.state.parameters import AS_OF
from dashboard.web.context import AppContext, pairs
from dashboard.web.redirects import moved
from dashboard.web.responses import Answer
from etl.model import Release

ENDPOINTS = openapi.ENDPOINTS
DESCRIPTION = "/api/v1/openapi.json"
INDEX = page.ADDRESS
_OPEN = ("/api/", "/download/", "/figures/", RELEASES, "/feed.xml", "/oembed", "/embed.js", "/assets/")
_EXPOSED = (
    "Accept-Ranges, Content-Disposition, Content-Range, ETag, Link, X-Edition, X-Release, X-Total-Count"
)


def register(app: Flask, context: AppContext) -> None:
    """Adds the addresses of the API to the application, and opens what programs read to every origin."""
    for endpoint in ENDPOINTS:
        _add(app, context, endpoint)
    _add_index(app, context)

    @app.get(DESCRIPTION)
    def description() -> Response:
        def answer(release: Release, asked: Pairs) -> Answer:
            reject_all(asked)
            return Answer(openapi.description(release, context.path), "application/json")

        return context.known(answer, exact=(AS_OF.name,))

    @app.after_request
    def opened(response: Response) -> Response:
        if request.path.startswith(_OPEN):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = _EXPOSED
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
                response.headers["Access-Control-Allow-Headers"] = "*"
                response.headers["Access-Control-Max-Age"] = "86400"
        return response


def _add_index(app: Flask, context: AppContext) -> None:
    """The root of the API: a page for people, JSON for programs."""

    @app.get("/api")
    def api_root() -> Response:
        return moved(request, INDEX)

    @app.get(INDEX, strict_slashes=False)
    def api_index() -> Response:
        best = request.accept_mimetypes.best_match([JSON, "text/html"], JSON)

        def answer(release: Release, asked: Pairs) -> Answer:
            reject_all(asked)
            if best == "text/html":
                named = openapi.parameters()
                made = context.render(release, page.build(release, [(p.name, p.what) for p in named]))
            else:
                made = Answer(openapi.index(release), JSON)
            return replace(made, headers={**made.headers, "Vary": "Accept"})

        return context.known(answer, best, context.root(), context.checked(), exact=(AS_OF.name,))


def _add(app: Flask, context: AppContext, endpoint: Endpoint[Any]) -> None:
    def view() -> Response:
        def answer(release: Release, asked: Pairs) -> Answer:
            strict(judged(pairs(), endpoint.takes), endpoint.texts)
            return endpoint.respond(
                release, Asked(judged(asked, endpoint.takes), request.path, context.download)
            )

        return context.known(answer)

    app.add_url_rule(endpoint.path, f"api {endpoint.path}", view, methods=["GET"])
