"""The web application: addresses to pages, charts and figures. No state but what it keeps in memory."""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from dashboard import api, problems, words
from dashboard.assets import collected
from dashboard.collect import EMPTY_STYLE_SOURCE
from dashboard.pages import Page
from dashboard.pages.index import NAVIGATION, PAGES, Build
from dashboard.problems import wants_document
from dashboard.rendering import figure_answer, inline
from dashboard.shelf import Shelf
from dashboard.shell import PREFIX as DASH
from dashboard.shell import shell
from dashboard.view import BadParameter, Pairs
from dashboard.wire import REVALIDATE, SECURITY, Answer, Wire
from etl.release import Release, Store

TOPIC = "https://www.nato.int/en/what-we-do/introduction-to-nato/defence-expenditures-and-natos-5-commitment"
_log = logging.getLogger(__name__)


def create_app(store: Path) -> Flask:
    """The application over a store with at least one release.

    Raises StoreError or BrokenRelease where there is none that can be read.
    """
    app = Flask(__name__, static_folder=None)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters |= {"day": words.day, "short_day": words.short_day, "capital": words.capital}
    shelf, wire, assets = Shelf(Store(store)), Wire(), collected()

    def render(release: Release, page: Page, status: int = 200) -> Answer:
        css = assets.css(page.styles)
        html = render_template(
            page.template,
            page=page,
            release=release,
            assets=assets,
            shell=shell(),
            css=css,
            navigation=NAVIGATION,
            draw=inline,
            site=request.host_url.rstrip("/"),
            topic=TOPIC,
            checked=_checked(),
            **page.context,
        )
        return Answer(
            html.encode(), "text/html", REVALIDATE, status, {"Content-Security-Policy": _policy(css)}
        )

    def send(make: Callable[[Release], Answer], *about: str) -> Response:
        """The answer to this request by the current release, kept by what it depends on."""
        release = shelf.release()
        key = (release.id, request.path, request.query_string.decode("latin-1"), *about)
        return wire.send(request, key, lambda: make(release))

    def pairs() -> Pairs:
        return list(request.args.items(multi=True))

    def add_page(address: str, build: Build) -> None:
        def view(**parts: str) -> Response:
            return send(lambda r: render(r, build(r, pairs(), parts)), request.host_url)

        app.add_url_rule(address, f"page {address}", view)

    for address, build in PAGES.items():
        add_page(address, build)

    @app.get("/figures/<name>.<form>")
    def figure(name: str, form: str) -> Response:
        return send(lambda r: figure_answer(r, name, form, pairs()))

    @app.get("/assets/<file>")
    def asset(file: str) -> Response:
        return assets.send(request, file) or _missing()

    @app.get("/favicon.svg")
    def favicon() -> Response:
        icon = Path(__file__).parent / "assets" / "favicon.svg"
        return send(lambda _: Answer(icon.read_bytes(), "image/svg+xml", "public, max-age=86400"))

    @app.get(DASH + "_dash-layout")
    def dash_layout() -> Response:
        return send(lambda _: Answer(shell().layout, "application/json"))

    @app.get(DASH + "_dash-dependencies")
    def dash_dependencies() -> Response:
        return send(lambda _: Answer(shell().dependencies, "application/json"))

    @app.get("/healthz")
    def healthz() -> Response:
        return send(lambda _: Answer(b"ok\n", "text/plain", "no-store"))

    api.register(app, send, pairs)

    @app.errorhandler(BadParameter)
    def bad_parameter(error: BadParameter) -> Response:
        return problem(400, str(error))

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        status = error.code if error.code in problems.TITLES else 400
        return problem(status, _DETAILS.get(status, error.description or ""))

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        _log.exception("%s %s", request.method, request.path, exc_info=error)
        return problem(500, "The fault has been noted. The figures are not affected by it.")

    def problem(status: int, detail: str) -> Response:
        if wants_document(request.path):
            answer = problems.document(request, status, detail)
        else:
            title = problems.TITLES[status]
            page = Page("problem.html", title, detail, script=False, context={"detail": detail})
            answer = render(shelf.release(), page, status)
        headers = {**SECURITY, **answer.headers, "Cache-Control": "no-store"}
        return Response(answer.body, status, headers, mimetype=answer.mimetype)

    def _missing() -> Response:
        return problem(404, _DETAILS[404])

    _warm(app)
    return app


_DETAILS = {
    404: "No page, chart or file has this address. It may have been mistyped, or cut off in copying.",
    405: "Everything here is read only: it answers GET and HEAD.",
}


@cache
def _policy(css: str) -> str:
    """The Content-Security-Policy of a page: nothing from elsewhere, no inline script, its rules by hash."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'sha256-{digest}' {EMPTY_STYLE_SOURCE}",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _checked() -> str:
    """When the tables were last looked for: nobody has looked yet where only the shipped data were read."""
    return "from the data shipped with the project"


def _warm(app: Flask) -> None:
    """Answers the first page once at start, so that no reader waits for what happens only once."""
    app.test_client().get("/")
