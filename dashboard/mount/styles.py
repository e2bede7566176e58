"""The style sheets that Dash's and plotly's scripts add to a page, as sources for the page's policy.

`python -m dashboard.mount.styles http://127.0.0.1:8050` opens the page in a browser that applies no policy,
uses the chart, and writes `styles.json`: the hash of every sheet that was added, and the version of Dash.
They are constants of that version; a test compares it with the installed one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

FILE = Path(__file__).parent / "styles.json"

_WATCH = """
window.sheets = new Set();
const note = () => document.querySelectorAll("style").forEach((s) => window.sheets.add(s.textContent));
new MutationObserver(note).observe(document, { childList: true, subtree: true, characterData: true });
"""


@cache
def styles() -> tuple[str, ...]:
    """The sources of `styles.json`. A sheet that another version of Dash adds is not applied by browsers."""
    return tuple(json.loads(FILE.read_text("utf-8"))["sources"])


def main(address: str) -> None:
    """Collects the sheets from a page that is served at an address, and writes the file."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium")
        page = browser.new_context(bypass_csp=True).new_page()
        page.add_init_script(_WATCH)
        page.goto(address)
        own = set(page.eval_on_selector_all("style", "all => all.map((s) => s.textContent)"))
        page.locator("[data-board]").hover()
        page.locator("[data-board].live").wait_for()
        page.locator("#chart .scatterlayer .point").nth(5).hover(force=True)
        page.emulate_media(color_scheme="dark")
        page.wait_for_timeout(500)
        sheets = sorted(set(page.evaluate("[...window.sheets]")) - own | {""})
        browser.close()
    digests = [base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in sheets]
    found = {"dash": version("dash"), "sources": [f"'sha256-{d}'" for d in digests]}
    FILE.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    for sheet, digest in zip(sheets, digests, strict=True):
        sys.stdout.write(f"{digest}  {len(sheet):6}  {sheet[:70]!r}\n")


if __name__ == "__main__":
    main(sys.argv[1])
