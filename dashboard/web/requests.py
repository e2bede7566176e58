"""Each request by its id, and how long it has taken so far: for what is logged and counted of it."""

from __future__ import annotations

import time

from flask import Flask, Response, g, request

from dashboard.operations.logs import REQUEST, access_log, log_answer, new_id


def seconds_so_far() -> float:
    """How long the request that is being answered has taken so far; 0 where none has begun."""
    now = time.perf_counter()
    return float(now - g.get("started", now))


def register(app: Flask) -> None:
    """Gives every request an id (the proxy's, if it sends one), which its answer carries.

    Raises ValueError where TWO_PERCENT_ACCESS_LOG is not understood.
    """
    on = access_log()

    @app.before_request
    def named() -> None:
        REQUEST.set(new_id(request.headers.get("X-Request-ID", "")))
        g.started = time.perf_counter()

    @app.after_request
    def answered(response: Response) -> Response:
        response.headers["X-Request-ID"] = REQUEST.get()
        if on:
            log_answer(request.method, request.path, response.status_code, seconds_so_far(), REQUEST.get())
        return response

    @app.teardown_request
    def ended(_: BaseException | None) -> None:
        REQUEST.set("")
