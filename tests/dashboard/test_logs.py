"""What is logged: one line each, whatever a client sends, and nothing of the client."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from dashboard.app import create_app
from dashboard.operations.logs import JsonLines


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """Each record as it is written."""
    return [json.loads(line) for line in caplog.text.splitlines()]


def test_a_line_is_one_json_object_and_nobody_can_forge_another(
    store_folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWO_PERCENT_ACCESS_LOG", "on")
    caplog.handler.setFormatter(JsonLines())
    caplog.set_level(logging.INFO)
    app = create_app(store_folder)
    monkeypatch.setattr("dashboard.app.figure_answer", lambda *_: 1 / 0)
    caplog.clear()
    client, forged = app.test_client(), '/figures/a%0a{"level":"critical"}%0d.svg?secret=1'
    answer = client.get(forged, headers={"X-Request-ID": "proxy-id-12345", "User-Agent": "someone"})
    assert answer.status_code == 500
    assert answer.headers["X-Request-ID"] == "proxy-id-12345"
    error, access = lines(caplog)
    assert (error["level"], access["level"]) == ("error", "info")
    assert error["request"] == access["request"] == "proxy-id-12345"
    assert "ZeroDivisionError" in str(error["trace"])
    assert access["status"] == 500
    assert access["path"] == '/figures/a\n{"level":"critical"}\r.svg'
    assert not any(word in caplog.text for word in ("127.0.0.1", "someone", "secret"))


def test_an_id_that_is_nonsense_is_not_taken_over_and_nothing_is_logged_unasked(
    store_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client = create_app(store_folder).test_client()
    caplog.set_level(logging.INFO)
    caplog.clear()
    for given in ("a b", "x", "é" * 10, "a" * 100):
        found = client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
        assert found != given
        assert len(found) == 16
    assert caplog.text == ""
