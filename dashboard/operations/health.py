"""`/healthz` and `/readyz`, for whoever runs this: whether it lives, and whether what it shows is fresh."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, Any

from flask import Flask, Response

from dashboard.operations.freshness import max_age
from dashboard.operations.settings import operators_open
from dashboard.state import State
from dashboard.state.domains import one_of
from dashboard.state.parameter import nothing
from dashboard.web.context import AppContext, pairs
from dashboard.web.release_cache import News, NotReady
from etl.model import Release

REQUIRE = one_of(
    "require",
    "fresh answers 503 where NATO's page has not been checked for too long.",
    ("fresh",),
    default=nothing,
)


class Readiness(State, frozen=True):
    """What is required besides a release to serve."""

    require: Annotated[str | None, REQUIRE]


def register(app: Flask, context: AppContext) -> None:
    """Adds `/healthz` to the application, and `/readyz` where the operator opens it."""
    limit = max_age()

    @app.get("/healthz")
    def healthz() -> Response:
        return _plain(b"ok\n", 200, "text/plain")

    if not operators_open():
        return

    @app.get("/readyz")
    def readyz() -> Response:
        try:
            release = context.release_cache.release()
        except NotReady:
            return _json(
                {"status": "not ready", "release": None, "detail": "No release can be read yet."}, 503
            )
        fresh = Readiness.parse(pairs(), release).require == "fresh"
        state = readiness(release, context.release_cache.news(), limit, datetime.now(UTC))
        return _json(state, 503 if fresh and state["stale"] else 200)


def readiness(release: Release, news: News, limit: float, now: datetime) -> dict[str, Any]:
    """What is served and how old the last check is (in seconds), with a sentence on it.

    Data that have not been checked for too long are stale and still served: an upstream that does not
    answer is no reason to take a page down.
    """
    check = news.check
    age = check.age(now) if check else None
    stale = age is not None and age > limit
    if news.trouble:
        detail = "The store cannot be read; the last good release stays. The log says why."
    elif check is None and news.of_nato:
        detail = "No refresh has reached NATO's page yet; /status says why."
    elif check is None:
        detail = "Never refreshed: this is what came with the project. Run: python -m etl refresh"
    elif stale:
        detail = f"Not checked for {check.age(now) / 3600:.0f} hours; the limit is {limit / 3600:g}."
    else:
        detail = "Checked in time."
    return {
        "status": "ready",
        "release": release.id,
        "since": news.since.isoformat() if news.since else None,
        "edition": release.latest_edition.id,
        "checked": check.ended.isoformat() if check else None,
        "age_seconds": round(age) if age is not None else None,
        "max_age_seconds": limit,
        "stale": stale,
        "last_outcome": news.runs[0].get("outcome") if news.runs else None,
        "store": "unreachable" if news.trouble else "reachable",
        "detail": detail,
    }


def _json(value: dict[str, Any], status: int) -> Response:
    return _plain(json.dumps(value, ensure_ascii=False).encode() + b"\n", status, "application/json")


def _plain(body: bytes, status: int, mimetype: str) -> Response:
    headers = {"Cache-Control": "no-store"}
    if status == 503:
        headers["Retry-After"] = "10"
    return Response(body, status, headers, mimetype=mimetype)
