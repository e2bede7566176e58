"""What is looked up before Flask: the same answer, to the same request, of the same state, and counted."""

from __future__ import annotations

import itertools
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask, request_started
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.app import create_app
from dashboard.operations.logs import JsonLines
from etl.store import Store
from tests.etl.store.stores import publish

PATHS = ("/", "/figures/ranking.json?year=2024", "/figures/map.svg", "/status", "/feed.xml", "/embed/road")
MORE = ("/api/v1/editions.json", "/no-such-page", "/guideline", "/favicon.svg")


@pytest.fixture(scope="module")
def app(store_folder: Path) -> Flask:
    return create_app(store_folder)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@contextmanager
def asked(app: Flask) -> Iterator[list[str]]:
    """The paths that reach Flask meanwhile."""
    paths: list[str] = []

    def note(_: Flask, **more: object) -> None:
        paths.append("")

    with request_started.connected_to(note, app):
        yield paths


def shown(answer: TestResponse) -> tuple[object, ...]:
    """All of an answer but the request's id, and the time, which the server adds where there is none."""
    headers = sorted(pair for pair in answer.headers if pair[0] not in ("X-Request-ID", "Date"))
    return answer.status_code, answer.get_data(), *headers


@pytest.mark.parametrize("path", PATHS + MORE)
def test_an_answer_that_is_looked_up_is_the_one_that_flask_gives(app: Flask, path: str) -> None:
    whole = app.test_client().get(path, headers={"Host": "a.example"}).headers.get("ETag", '"none"')
    kinds = itertools.product(
        ("GET", "HEAD"), ("br", "gzip, br;q=0.5", "identity", ""), ("", '"other"', whole, f"W/{whole[-4:]}")
    )
    for n, (method, coding, etag) in enumerate(kinds):
        headers = {"Accept-Encoding": coding} | ({"If-None-Match": etag} if etag else {})
        # A new client and a header that makes no difference to the answer.
        with asked(app) as paths:
            first = app.test_client().open(path, method=method, headers=headers | {"Range": "items=0-"})
        assert len(paths) == 1
        for name in ("a", "b"):
            found = app.test_client().open(path, method=method, headers=headers)
            assert shown(found) == shown(first), (n, name)
            assert len(found.headers["X-Request-ID"]) == 16
        app.test_client().get(path, headers={"Accept-Encoding": coding})
        with asked(app) as paths:
            assert shown(app.test_client().open(path, method=method, headers=headers)) == shown(first)
        assert paths == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "other.example"},
        {"X-Forwarded-Host": "other.example"},
        {"X-Forwarded-Proto": "https"},
        {"Range": "bytes=0-9"},
        {"If-None-Match": '"a", "b"'},
        {"If-None-Match": "*"},
    ],
)
def test_what_differs_in_anything_an_answer_depends_on_is_asked_of_flask(
    app: Flask, client: FlaskClient, headers: dict[str, str]
) -> None:
    client.get("/about")
    client.get("/about")
    with asked(app) as paths:
        client.get("/about", headers=headers)
    assert len(paths) == 1


def test_no_answer_of_another_method_or_of_a_rejection_is_looked_up(app: Flask, client: FlaskClient) -> None:
    for _ in range(2):
        with asked(app) as paths:
            assert client.get("/?year=nonsense").status_code == 400
            assert client.post("/about").status_code == 405
            assert client.get("/figures/none.svg").status_code == 404
        assert len(paths) == 3


def test_a_release_that_is_made_current_is_looked_up_from_then_on(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = publish(store, 1)
    app = create_app(tmp_path)
    client, cache = app.test_client(), app.extensions["release_cache"]
    for _ in range(3):
        assert first in client.get("/status").text
    second = publish(store, 2)
    cache.look()
    seen = cache.seen()
    cache.look()
    assert cache.seen() == seen, "nothing is new"
    for _ in range(3):
        assert second in client.get("/status").text
    store.record_run({"source": "nato", "outcome": "failed", "started": "2026-11-01T00:00:00+00:00"})
    cache.look()
    assert cache.seen() != seen
    assert "2026-11-01" in client.get("/status").text


def test_what_is_looked_up_is_counted_and_logged(
    store_folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWO_PERCENT_ACCESS_LOG", "on")
    caplog.handler.setFormatter(JsonLines())
    caplog.set_level(logging.INFO)
    app = create_app(store_folder)
    client = app.test_client()
    caplog.clear()
    with asked(app) as paths:
        for n in range(4):
            client.get("/about?utm_source=a", headers={"X-Request-ID": f"given-by-proxy-{n}"})
            client.get(f"/strange/{n}")
    assert len(paths) == 2
    lines = [json.loads(line) for line in caplog.text.splitlines()]
    assert [(x["path"], x["status"], x["request"][:8]) for x in lines[::2]] == [
        ("/about", 200, "given-by")
    ] * 4
    assert [(x["path"], x["status"]) for x in lines[1::2]] == [(f"/strange/{n}", 404) for n in range(4)]
    counted = client.get("/metrics").text
    assert 'two_percent_requests_total{route="/about",status="200"} 4.0' in counted
    assert 'two_percent_requests_total{route="none",status="404"} 4.0' in counted
    assert 'two_percent_request_seconds_count{route="/about"} 4.0' in counted
