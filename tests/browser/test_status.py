"""The page of the refreshes: without a fault at any width, as a table and, on a phone, as a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from dashboard.app import create_app
from etl.store import Store
from tests.browser.watch import Watch

LONG = "https://www.nato.int/content/dam/nato/webready/documents/finance/def-exp-2027-en.xlsx"
LONGER = f"https://api.worldbank.example/v2/country/{';'.join(['ALB'] * 32)}/indicator/MS.MIL.XPND.CD"


def test_the_refreshes_can_be_read_at_any_width(
    store_folder: Path,
    tmp_path: Path,
    serve: Callable[[Any], Any],
    new_context: Callable[..., BrowserContext],
) -> None:
    store = Store(copytree(store_folder, tmp_path / "store"))
    for hours, outcome in ((30, "refused"), (3, "published")):
        at = (datetime.now(UTC) - timedelta(hours=hours)).isoformat()
        record = {
            "started": at,
            "ended": at,
            "outcome": outcome,
            "asked": [LONG],
            "found": [],
            "seconds": 1.0,
        }
        store.record_run(
            {
                **record,
                "failed": [f"{LONG}: sheet TABLE3, cell B42", f"{LONGER}: gone"]
                if outcome == "refused"
                else [],
            }
        )
    with serve(create_app(store.address)) as site:
        context = new_context(viewport={"width": 1440, "height": 900}, base_url=site)
        watch, page = Watch(context, site), context.new_page()
        page.goto("/status")
        expect(page.get_by_role("heading", level=1)).to_have_text("Checked 3 hours ago: a new release")
        rows = page.get_by_role("table").get_by_role("row")
        expect(rows.nth(1)).to_contain_text("Published a new release")
        for width in (1440, 961, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") == width
            asked = rows.nth(1).get_by_role("cell").nth(1).bounding_box()
            assert asked
            assert asked["width"] > 120
        assert Axe().run(page).response["violations"] == []
        assert watch.troubles == []
