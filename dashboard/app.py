"""The web application: which address gives what. No state but what it keeps in memory."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, NotFound
from werkzeug.test import EnvironBuilder, run_wsgi_app

from dashboard import api, checking, downloads, feed
from dashboard import citation as citing
from dashboard.downloads import listing, releases
from dashboard.drawing.painter import NotDrawn
from dashboard.mount.tags import PREFIX as DASH
from dashboard.operations import health, logs
from dashboard.operations.public import PUBLIC_URL
from dashboard.operations.settings import operators_open
from dashboard.pages.check import page as check
from dashboard.pages.index import PAGES, Build
from dashboard.pages.search import results as search
from dashboard.pages.status import page as status
from dashboard.state import BadParameter, Pairs, question
from dashboard.web import discovery, embedding, problems, redirects, requests, security, templates
from dashboard.web.address import Mounted
from dashboard.web.body import read_body
from dashboard.web.context import AppContext, pairs
from dashboard.web.figures import figure_answer
from dashboard.web.limiter import NotNow
from dashboard.web.lookup import Lookup
from dashboard.web.release_cache import NotReady
from dashboard.web.responses import Answer
from etl.model import Release
from etl.store import StoreError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

MOST_PARAMETERS = 256
"""Parameters of an address, whoever they are from: each costs time, understood or passed over."""

_log = logging.getLogger(__name__)


def create_app(store: Path | str) -> Flask:
    """The application over a store: a folder, or an address of fsspec's.

    Where it has no release that can be read, everything but `/healthz` and `/metrics` is answered 503
    until it has. Raises ValueError where a variable of its configuration is not understood.
    """
    app = Flask(__name__, static_folder=None)
    templates.prepare(app)
    context = AppContext(store)
    if context.path:
        _lead_below(app, context.path)
    # First, so that its headers come last, after what the others add.
    security.register(app, context)
    requests.register(app)
    app.extensions["release_cache"] = context.release_cache
    for address, build in PAGES.items():
        _add_page(app, context, address, build)
    _add_check_by_post(app)
    _add_files(app, context)
    api.register(app, context)
    downloads.register(app, context)
    releases.register(app, context)
    discovery.register(app, context)
    embedding.register(app, context)
    feed.register(app, context)
    search.register(app, context)
    status.register(app, context)
    health.register(app, context)
    count = _counts(app, context)
    citing.register(app, context.known, context.root)
    listing.register(app, context)
    if files := context.assets.before_dash:
        _send_dash(app, context, files)
    _add_problems(app, context)

    @app.before_request
    def bounded() -> None:
        context.root()
        # Flask takes a method in small letters for the one in capitals; servers and caches in front do not.
        if request.environ["REQUEST_METHOD"] != request.method:
            raise MethodNotAllowed(["GET", "HEAD", "OPTIONS"])
        if request.query_string.count(b"&") >= MOST_PARAMETERS:
            raise BadRequest(f"An address has at most {MOST_PARAMETERS} parameters.")

    app.wsgi_app = Lookup(  # type: ignore[method-assign]  # as Flask's documentation wraps an application
        app.wsgi_app, app.url_map, state=context.state, near=context.near, note=_noted(count)
    )
    if context.path:
        app.wsgi_app = Mounted(app.wsgi_app, context.path)  # type: ignore[method-assign]
    if context.path.split("/")[1:2] in [rule.rule.split("/")[1:2] for rule in app.url_map.iter_rules()]:
        raise ValueError(f"{PUBLIC_URL} names a path that begins as an address of this site: {context.path}")

    # Answered once at start, so that no reader waits for what happens only once.
    run_wsgi_app(app, EnvironBuilder("/").get_environ())
    return app


def _counts(app: Flask, context: AppContext) -> Callable[[str, int, float], None] | None:
    """What counts an answer by its route, status and seconds; None where nobody can ask for the counts."""
    if not operators_open():
        return None
    from dashboard.operations import metrics

    return metrics.register(app, context)


def _noted(
    count: Callable[[str, int, float], None] | None,
) -> Callable[[WSGIEnvironment, str, int, float, str], None]:
    """What counts and logs, where that is asked for, each answer that is made before Flask."""
    on = logs.access_log()

    def noted(environ: WSGIEnvironment, route: str, status: int, seconds: float, name: str) -> None:
        if count:
            count(route, status, seconds)
        if on:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
            logs.log_answer(environ["REQUEST_METHOD"], path, status, seconds, name)

    return noted


def _lead_below(app: Flask, path: str) -> None:
    """What an answer's headers lead to is under the path that readers have the site under."""

    @app.after_request
    def below(response: Response) -> Response:
        location = response.headers.get("Location", "")
        if location.startswith("/"):
            response.headers["Location"] = path + location
        if "Link" in response.headers:
            response.headers["Link"] = response.headers["Link"].replace("</", f"<{path}/")
        return response


def _add_page(app: Flask, context: AppContext, address: str, build: Build) -> None:
    def view(**parts: str) -> Response:
        def answer(release: Release, asked: Pairs) -> Answer:
            return context.render(release, build(release, asked, parts))

        return context.known(answer, context.root(), context.checked())

    app.add_url_rule(address, f"page {address}", view)


def _add_check_by_post(app: Flask) -> None:
    """A text that was sent as a form is answered with the address of its check."""

    @app.post(check.ADDRESS)
    def posted() -> Response:
        read_body(request)
        names = (checking.TEXT.name, checking.SAID_ON.name)
        found = [(name, request.form[name]) for name in names if request.form.get(name)]
        return Response(status=303, headers={"Location": check.ADDRESS + question(found)})


def _add_files(app: Flask, context: AppContext) -> None:
    """Figures and the files of the page."""

    @app.get("/figures/<name>.<form>")
    def figure(name: str, form: str) -> Response:
        root = context.root()
        return context.known(
            lambda release, asked: figure_answer(release, name, form, asked, context.painter.paint, root),
            root,
            picture=form == "png",
        )

    @app.get("/assets/<file>")
    def asset(file: str) -> Response:
        if (answer := context.assets.send(request, file)) is None:
            raise NotFound
        return answer


def _send_dash(app: Flask, context: AppContext, before: Sequence[str]) -> None:
    """What Dash serves is sent like all else: compressed ahead of time, immutable, with its validator."""
    needed = ("_dash-component-suites/", "_dash-layout", "_dash-dependencies")
    starting = threading.Lock()

    @cache
    def started() -> Flask:
        from dashboard.mount.dash_mount import DashMount

        server = Flask("dash")
        # Dash serves the files that it has named in a page; until it has written one, it knows of none.
        DashMount(server, before, context.path).tags()
        return server

    @app.get(DASH + "<path:name>")
    def dash(name: str) -> Response:
        # All callbacks are the browser's own: there is nothing else to ask for.
        if not name.startswith(needed):
            raise NotFound
        with starting:
            server = started()
        asked = EnvironBuilder(environ_overrides={"PATH_INFO": request.environ["PATH_INFO"]})
        found = Response.from_app(server, asked.get_environ(), buffered=True)
        if found.status_code != 200:
            raise NotFound
        return context.assets.send_dash(request, cast(Response, found))


def _add_problems(app: Flask, context: AppContext) -> None:
    """Every error as one sentence that helps; nothing that goes wrong is answered as anything but itself."""

    @app.errorhandler(BadParameter)
    def bad_parameter(error: BadParameter) -> Response:
        return context.problem(400, str(error), better=problems.without(request.path, pairs(), error))

    @app.errorhandler(StoreError)
    def out_of_reach(error: StoreError) -> Response:
        _log.error("%s: %s", request.path, error)
        return context.problem(503, problems.DETAILS[503])

    @app.errorhandler(NotNow)
    def not_now(error: NotNow) -> Response:
        _log.warning("%s: %s", request.path, error)
        return context.problem(503, str(error))

    @app.errorhandler(NotDrawn)
    def not_drawn(error: NotDrawn) -> Response:
        _log.warning("%s: %s", request.path, error)
        return context.problem(503, problems.NOT_DRAWN)

    @app.errorhandler(NotReady)
    def not_ready(_: NotReady) -> Response:
        return context.problem(503, problems.DETAILS[503])

    @app.errorhandler(NotFound)
    def not_found(error: NotFound) -> Response:
        page = request.method in ("GET", "HEAD") and context.release_cache.ready
        if page and (home := redirects.right_address(request.path, context.release_cache.release())):
            return redirects.moved(request, home)
        return http_error(error)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        status = error.code if error.code in problems.TITLES else 400
        # What the status cannot be understood without: the methods there are, how long the file is.
        passed_on = {n: v for n, v in error.get_headers() if n in ("Allow", "Content-Range")}
        return context.problem(status, problems.DETAILS.get(status, error.description or ""), passed_on)

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        _log.exception("%s %s", request.method, request.path, exc_info=error)
        return context.problem(500, problems.DETAILS[500])
