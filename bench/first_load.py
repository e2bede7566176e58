"""What a first and a second visit cost in a browser: bytes, requests, work of the main thread, what moves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from typing import Any

import msgspec
from playwright.sync_api import Browser, Page, sync_playwright

FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
SETTLED = 1500
"""Milliseconds after the last request for which a page is watched."""

WAIT = 120_000
"""Milliseconds that a busy machine may take for a page."""

WATCH = """
window.moved = 0; window.longest = 0; window.painted = 0;
new PerformanceObserver((l) => l.getEntries().forEach((e) => {
  if (!e.hadRecentInput) window.moved += e.value;
})).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((l) => l.getEntries().forEach((e) => {
  window.longest = Math.max(window.longest, e.duration);
})).observe({ type: "longtask", buffered: true });
new PerformanceObserver((l) => l.getEntries().forEach((e) => {
  if (e.name === "first-contentful-paint") window.painted = e.startTime;
})).observe({ type: "paint", buffered: true });
window.seen = 0;
const look = () => requestAnimationFrame(() => {
  const chart = document.querySelector("svg.chart, svg.main-svg");
  // A page without script has no chart to come: looking for one would be the work that is measured.
  if (!chart && document.readyState === "complete" && !document.scripts.length) return;
  if (!chart?.getBoundingClientRect().height) return look();
  requestAnimationFrame(() => { window.seen = performance.now(); });
});
look();
"""

SLOW_LINE = {"offline": False, "latency": 40, "downloadThroughput": 1.25e6, "uploadThroughput": 1.25e6}
"""10 Mbit/s, 40 ms."""


class Visit(msgspec.Struct, frozen=True):
    """A page at rest: nobody has touched it.

    `kilobytes` and `requests` of the first visit, `again` the requests of the second; `cpu` the main thread's
    milliseconds, `paint` those to the first paint, `shift` the layout's. On a processor of a quarter of the
    speed and a slow line, `longest` is the longest task in ms (0 where none takes 50), and `seen` how many ms
    it takes until the first chart is painted, or the first words of a page without one.
    """

    kilobytes: float
    requests: float
    again: float
    cpu: float
    paint: float
    shift: float
    longest: float
    seen: float


def visits(addresses: Mapping[str, str], rounds: int) -> dict[str, Visit]:
    """Each address visited in turn, `rounds` times; the least of each."""
    found: dict[str, list[Visit]] = {name: [] for name in addresses}
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        root = [] if os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS + root)
        for _ in range(rounds):
            for name, address in addresses.items():
                found[name].append(visit(browser, address))
        browser.close()
    return {
        name: Visit(*(min(getattr(one, field) for one in all_) for field in Visit.__struct_fields__))
        for name, all_ in found.items()
    }


def visit(browser: Browser, address: str) -> Visit:
    """A first visit, a second, and one on a slower processor."""
    context = browser.new_context(viewport={"width": 1366, "height": 900}, bypass_csp=True)
    page = context.new_page()
    received: list[float] = []
    session = context.new_cdp_session(page)
    session.on("Network.loadingFinished", lambda e: received.append(e["encodedDataLength"]))
    session.send("Network.enable")
    # The thread's own time: a task that waits for a processor does no work.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.add_init_script(WATCH)
    _settle(page, address)
    metrics: dict[str, Any] = {
        m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]
    }
    shift, paint = page.evaluate("[window.moved, window.painted]")
    kilobytes, requests = sum(received) / 1000, len(received)
    received.clear()
    page.goto("about:blank")
    _settle(page, address)
    again = sum(1 for size in received if size > 0)
    context.close()
    return Visit(
        kilobytes, requests, again, metrics["TaskDuration"] * 1000, paint, shift, *_slowly(browser, address)
    )


def _slowly(browser: Browser, address: str) -> tuple[float, float]:
    context = browser.new_context(viewport={"width": 1366, "height": 900}, bypass_csp=True)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_LINE)
    page.add_init_script(WATCH)
    _settle(page, address)
    if page.evaluate("document.scripts.length"):
        page.wait_for_function("window.seen")
    longest, seen = page.evaluate("[window.longest, window.seen || window.painted]")
    context.close()
    return longest, seen


def _settle(page: Page, address: str) -> None:
    page.set_default_timeout(WAIT)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED)
