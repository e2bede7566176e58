"""A browser, a site to open in it, and a page that is watched."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.watch import Watch

# A page asked for while every core is busy may take seconds; waiting longer lets no wrong page pass.
expect.set_options(timeout=30_000)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = (
    "no Chromium: install one (Debian: apt-get install chromium; elsewhere: "
    ".venv/bin/playwright install chromium) or name it in BROWSER_PATH"
)


@cache
def find_browser() -> str | None:
    """The path of a Chromium: BROWSER_PATH, else one on the PATH, else playwright's own where it stands."""
    named = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, NAMES)), None)
    if named:
        return named
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).is_file() else None


def pytest_runtest_setup() -> None:
    """Without a browser these tests are skipped, in one line of the summary; where CI is set they fail."""
    if find_browser() is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """How pytest-playwright starts the browser."""
    return {**browser_type_launch_args, "executable_path": find_browser(), "args": FLAGS}


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        pass


@contextmanager
def serving(application: Any) -> Iterator[str]:
    """Serves a WSGI application on a free port of this machine; gives its address, without a last slash."""
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def serve() -> Callable[[Any], Any]:
    """The context manager that serves a WSGI application, for a test that brings its own."""
    return serving


@pytest.fixture(scope="session")
def site(store_folder: Path) -> Iterator[str]:
    """The address of the dashboard, served from the release of the frozen data."""
    from dashboard.app import create_app

    with serving(create_app(store_folder)) as address:
        yield address


@pytest.fixture(scope="session")
def shipped_site(shipped_store: Path) -> Iterator[str]:
    """The address of the dashboard, served from a release of the shipped data."""
    from dashboard.app import create_app

    with serving(create_app(shipped_store)) as address:
        yield address


@pytest.fixture(scope="session")
def visit(browser: Browser, site: str) -> Iterator[tuple[BrowserContext, Watch]]:
    """One visitor of the site and its watch: what a page has loaded is there for the next."""
    context = browser.new_context(base_url=site)
    yield context, Watch(context, site)
    context.close()


@pytest.fixture
def watched(visit: tuple[BrowserContext, Watch]) -> Iterator[Page]:
    """A page of the site (`goto("/trend")`) that fails its test on anything that `Watch` notes."""
    context, watch = visit
    watch.troubles.clear()
    page = context.new_page()
    yield page
    page.close()
    assert watch.troubles == []
