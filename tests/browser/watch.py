"""Watches a browser for all that a good page never does."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response, WebError, expect

QUIET = {"log", "debug", "info"}
LOCAL_SCHEMES = ("data:", "blob:", "about:")


class Watch:
    """Notes what goes wrong on any page of a context.

    `troubles` holds one line each: messages of the console other than plain ones, errors that no script
    caught, requests that failed or were answered with 400 and above, and requests to any host but `home`.
    """

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.home = home.rstrip("/") + "/"
        self.troubles: list[str] = []
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in QUIET:
            self.troubles.append(f"console {message.type}: {message.text}")

    def _error(self, error: WebError) -> None:
        self.troubles.append(f"error: {error.error}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.home, *LOCAL_SCHEMES)):
            self.troubles.append(f"foreign host: {request.method} {request.url}")

    def _failed(self, request: Request) -> None:
        # A page that leaves, or a script that no longer wants an answer, aborts; that is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.method} {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.troubles.append(f"answered {response.status}: {response.request.method} {response.url}")


def reach(page: Page) -> None:
    """Reaches for the chart as a pointer does, and waits until Dash has drawn it."""
    page.locator("[data-board]").dispatch_event("pointerenter", {"pointerType": "mouse"})
    expect(page.locator(".board.live")).to_have_count(1)


def opened(page: Page, address: str = "/") -> Page:
    """The page at an address, its chart drawn by the script."""
    page.goto(address)
    reach(page)
    return page


def until(page: Page, expression: str) -> None:
    """Waits until an expression is true in the page; its policy forbids playwright's own way of waiting."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not true in 30 seconds: {expression}")


def axe(page: Page, *rules: str) -> list[str]:
    """What axe finds, by all of its rules or by those named."""
    only = {"runOnly": {"type": "rule", "values": list(rules)}} if rules else {}
    found = Axe().run(page, options={"resultTypes": ["violations"], **only}).response["violations"]
    return [f"{v['id']}: {v['help']}: {[n['html'][:120] for n in v['nodes'][:3]]}" for v in found]
