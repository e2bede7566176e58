"""What a first visit costs: bytes on the wire, and when text and chart are painted, on a slow line.

    python bench/first_load.py http://127.0.0.1:8050/

Chromium throttles itself to 10 Mbit/s, 40 ms and a quarter of the speed; then the same without. The
figures are medians of the runs. Compare them only with others of the same run: they vary with the machine.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

RUNS = 5
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}
FLAGS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PAINTS = """() => new Promise(resolve => {
  const paints = {};
  for (const e of performance.getEntriesByType('paint')) paints[e.name] = e.startTime;
  new PerformanceObserver(list => {
    for (const e of list.getEntries()) paints.largest = e.startTime;
    resolve(paints);
  }).observe({type: 'largest-contentful-paint', buffered: true});
})"""


def main() -> None:
    """Prints a table of both conditions."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8050/"
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        root = [] if os.geteuid() else ["--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS + root)
        print(f"{'':>12}{'text painted':>14}{'largest':>10}{'plotly live':>13}{'kB':>8}{'requests':>10}")
        for name, slow in (("throttled", True), ("as it is", False)):
            runs = [visit(browser, address, slow) for _ in range(RUNS)]
            row = [statistics.median(r[i] for r in runs) for i in range(5)]
            paints = "".join(f"{ms:>{width}.0f} ms" for ms, width in zip(row, (11, 7, 10), strict=False))
            print(f"{name:>12}{paints}{row[3]:>8.0f}{row[4]:>10.0f}")
        browser.close()


def visit(browser: Browser, address: str, slow: bool) -> tuple[float, float, float, float, int]:
    """One first visit: first and largest paint and the live chart in ms, kB received, requests."""
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    session: CDPSession = context.new_cdp_session(page)
    received: list[float] = []
    session.on("Network.loadingFinished", lambda e: received.append(e["encodedDataLength"]))
    session.send("Network.enable")
    if slow:
        session.send("Network.emulateNetworkConditions", SLOW)
        session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(address)
    page.locator(".board.live").wait_for()
    live: float = page.evaluate("performance.now()")
    paints: dict[str, Any] = page.evaluate(PAINTS)
    page.wait_for_load_state("networkidle")
    context.close()
    return (paints["first-contentful-paint"], paints["largest"], live, sum(received) / 1000, len(received))


if __name__ == "__main__":
    main()
