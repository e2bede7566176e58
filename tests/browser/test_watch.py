"""The watch itself: it must see each kind of trouble, and none where there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext

from tests.browser.watch import Watch


def application(script: str) -> Flask:
    app = Flask("watched")
    app.add_url_rule(
        "/",
        view_func=lambda: (
            f'<!DOCTYPE html><title>t</title><link rel="icon" href="data:,">'
            f"<body><script>{script}; document.title = 'done'</script>"
        ),
    )
    return app


def troubles(
    script: str, serve: Callable[[Any], Any], new_context: Callable[..., BrowserContext]
) -> list[str]:
    with serve(application(script)) as address:
        context = new_context()
        watch = Watch(context, address)
        page = context.new_page()
        page.goto(address, wait_until="networkidle")
        context.close()
    return watch.troubles


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("console.warn('look')", "console warning: look"),
        ("console.error('look')", "console error: look"),
        ("Promise.reject(new Error('thrown'))", "error: "),
        ("fetch('/nothing-here')", "answered 404"),
        ("fetch('http://127.0.0.2:9/x').catch(() => 0)", "foreign host: GET http://127.0.0.2:9/x"),
    ],
)
def test_trouble_is_seen(
    script: str,
    expected: str,
    serve: Callable[[Any], Any],
    new_context: Callable[..., BrowserContext],
) -> None:
    assert [line for line in troubles(script, serve, new_context) if line.startswith(expected)]


def test_a_quiet_page_is_left_alone(
    serve: Callable[[Any], Any], new_context: Callable[..., BrowserContext]
) -> None:
    assert troubles("console.log('all well'); fetch('/')", serve, new_context) == []
