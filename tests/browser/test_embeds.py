"""Charts in frames of another site: whole at any width, with the script and without, sandboxed or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from playwright.sync_api import Page

from dashboard.drawing.frame import WIDTHS
from tests.browser.conftest import serving
from tests.browser.watch import until

PAGES = ("/", "/map", "/road")


class Elsewhere:
    """Another site, with one page."""

    html = ""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        """The page."""
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [self.html.encode()]


@pytest.fixture
def elsewhere() -> Iterator[tuple[Elsewhere, str]]:
    application = Elsewhere()
    with serving(application) as address:
        yield application, address


def code(page: Page, site: str, path: str) -> str:
    """The code that a page of the site offers for another."""
    html = page.request.get(site + path).text()
    found = re.search(r'id="frame-[^"]+"[^>]*>(.*?)</textarea>', html, re.DOTALL)
    assert found
    return unescape(found[1])


def cut(page: Page) -> dict[str, float]:
    """By how many pixels each frame is too low for what is in it."""
    overflow = "document.documentElement.scrollHeight - innerHeight"
    return {f.url: n for f in page.frames[1:] if (n := f.evaluate(overflow)) > 0}


def test_copied_figures_have_a_plain_minus(page: Page, site: str) -> None:
    page.goto(site + "/")
    page.locator("#link-ranking").evaluate("(e) => { e.closest('details').open = true }")
    copied = page.evaluate(
        """() => {
          for (const d of document.querySelectorAll("details")) d.open = true;
          getSelection().selectAllChildren(document.querySelector("table.tb"));
          const held = { clipboardData: new DataTransfer(), bubbles: true, cancelable: true };
          const event = new ClipboardEvent("copy", held);
          document.querySelector("table.tb td").dispatchEvent(event);
          return event.clipboardData.getData("text/plain");
        }"""
    )
    assert "\t-0.68\t" in copied
    assert "\N{MINUS SIGN}" not in copied


@pytest.mark.parametrize("path", PAGES)
def test_a_frame_as_offered_cuts_nothing_at_any_width(
    page: Page, site: str, elsewhere: tuple[Elsewhere, str], path: str
) -> None:
    other, address = elsewhere
    offered = code(page, site, path)
    frame, script = offered.split("\n")
    assert 'src="' + site in frame
    eager = frame.replace(' loading="lazy"', "")
    boxes = "".join(f'<div style="width:{w}px">{eager}</div>' for w in WIDTHS)
    other.html = boxes
    page.goto(address, wait_until="load")
    assert len(page.frames) == 1 + len(WIDTHS)
    assert cut(page) == {}
    # With the script each is as high as it must be, and none higher; also where it may not know its origin.
    other.html = boxes.replace("<iframe ", '<iframe sandbox="allow-scripts" ') + script
    page.goto(address, wait_until="load")
    until(page, "[...document.querySelectorAll('iframe')].every((f) => f.style.height.endsWith('px'))")
    assert cut(page) == {}
    at_most = int(re.findall(r'height="(\d+)"', frame)[0])
    heights = page.eval_on_selector_all("iframe", "all => all.map((f) => f.offsetHeight)")
    assert max(heights) <= at_most
    assert min(heights) < 0.9 * at_most
    assert page.frames[1].evaluate(
        "document.fonts.ready.then(() => document.fonts.check('16px \"Two Percent Sans\"'))"
    )
