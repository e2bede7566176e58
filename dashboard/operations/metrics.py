"""`/metrics` for Prometheus: what is asked, how long it takes, what is served, when it was last checked."""

from __future__ import annotations

import os
from collections import Counter as Tally
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache

from flask import Flask, Response, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from dashboard.operations.settings import MANY
from dashboard.web.context import AppContext
from dashboard.web.lookup import route_of
from dashboard.web.release_cache import NotReady, ReleaseCache
from dashboard.web.requests import seconds_so_far

disable_created_metrics()  # type: ignore[no-untyped-call]
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


def register(app: Flask, context: AppContext) -> Callable[[str, int, float], None]:
    """Counts and times every request of the application, and adds the address that shows them.

    Returns what counts those that are answered before it, by their route, status and seconds.
    """
    registry = CollectorRegistry()
    # Where many workers add up, their files are read at the asking and ours must not be counted twice.
    own = None if MANY in os.environ else registry
    requests = Counter("two_percent_requests", "Requests answered.", ("route", "status"), registry=own)
    seconds = Histogram(
        "two_percent_request_seconds", "Time to an answer.", ("route",), buckets=_BUCKETS, registry=own
    )
    registry.register(_Shown(context.release_cache))

    @cache
    def series(route: str, status: int) -> tuple[Counter, Histogram]:
        return requests.labels(route, str(status)), seconds.labels(route)

    def note(route: str, status: int, duration: float) -> None:
        count, timer = series(route, status)
        count.inc()
        timer.observe(duration)

    @app.after_request
    def end(response: Response) -> Response:
        note(route_of(request), response.status_code, seconds_so_far())
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        text = generate_latest(registry)
        if own is None:
            workers = CollectorRegistry()
            MultiProcessCollector(workers)  # type: ignore[no-untyped-call]
            text += generate_latest(workers)
        headers = {"Cache-Control": "no-store", "Content-Type": CONTENT_TYPE_LATEST}
        return Response(text, 200, headers)

    return note


class _Shown(Collector):
    """What is served, as it stands when it is asked for."""

    def __init__(self, release_cache: ReleaseCache) -> None:
        self._release_cache = release_cache

    def collect(self) -> Iterator[Metric]:
        news = self._release_cache.news()
        try:
            release = self._release_cache.release()
        except NotReady:
            release = None
        info = GaugeMetricFamily("two_percent_release", "The release served.", labels=["release", "edition"])
        if release:
            info.add_metric([release.id, release.latest_edition.id], 1)
        yield info
        if news.since:
            yield _gauge(
                "two_percent_release_since_seconds", "When it was made current.", news.since.timestamp()
            )
        if check := news.check:
            now = datetime.now(UTC)
            yield _gauge(
                "two_percent_checked_seconds", "When NATO's page was last read.", check.ended.timestamp()
            )
            yield _gauge("two_percent_check_age_seconds", "How long ago that was.", check.age(now))
        yield _gauge(
            "two_percent_store_up", "Whether the last look at the store succeeded.", not news.trouble
        )
        runs = GaugeMetricFamily(
            "two_percent_recent_runs", "The last refreshes in the store, fifty at most.", labels=["outcome"]
        )
        for outcome, n in sorted(Tally(str(run.get("outcome")) for run in news.runs).items()):
            runs.add_metric([outcome], n)
        yield runs


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=float(value))
