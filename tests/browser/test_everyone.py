"""Every page for everyone: widths, schemes, axe, landmarks, keyboard, no script, print, frames elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from dashboard.charts import CHARTS
from dashboard.pages.index import PAGES
from tests.browser.watch import axe, reach

EXAMPLES = {
    "/allies/<code>": "/allies/POL",
    "/articles/<article>": "/articles/2024-11-07-two-percent",
    "/check": "/check?text=23+allies+spend+2%25+of+GDP.+Poland+leads+with+4.12%25.&said_on=2024-06-17",
    "/claims/<id>": "/claims/count-2-percent",
    "/embed/<chart>": "/embed/ranking",
    "/data": "/data?ally=POL&year=2024&indicator=expenditure_share_gdp",
}
ADDRESSES = [EXAMPLES.get(address, address) for address in PAGES]
WITH_A_CHART = ["/", "/trend", "/revisions", "/allies", "/allies/POL", "/guidelines", "/road", "/map"]

CONTROLS = "a[href], button, select, input:not([type=hidden]), textarea, summary, [tabindex='0']"


def settled(page: Page, address: str) -> None:
    """Opens a page and waits until its chart, if a script draws one, has taken its place."""
    page.goto(address)
    if page.locator("#react-entry-point").count() and not page.locator(".board .nothing").count():
        reach(page)


def overhang(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


CUT = """[...document.querySelectorAll("caption:not(.vh)")].filter((c) => c.checkVisibility())
    .map((c) => c.getBoundingClientRect().right - innerWidth).filter((over) => over > 0)"""
"""By how much the captions of tables that scroll sideways run out of the window."""


def test_no_page_runs_over_however_many_editions_ship(
    shipped_site: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(base_url=shipped_site).new_page()
    over = []
    for address in ADDRESSES:
        page.goto(address)
        for width in (390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            if (by := overhang(page)) > 0:
                over.append((address, width, by))
            over += [(address, width, by) for by in page.evaluate(CUT)]
    assert over == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_is_whole_for_every_eye_and_by_the_keyboard(watched: Page, address: str) -> None:
    page = watched
    page.set_viewport_size({"width": 320, "height": 900})
    page.emulate_media(color_scheme="dark")
    page.goto(address)
    assert overhang(page) <= 0, f"{address} runs over at 320 px"
    assert axe(page) == [], f"{address} at 320 px, dark"
    assert unnamed(page, address) == []
    assert out_of_reach(page) == []
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    assert overhang(page) <= 0, f"{address} runs over at 1440 px"
    assert axe(page, "color-contrast") == [], f"{address} at 1440 px, light"


def test_a_chart_that_a_script_draws_is_whole_for_every_eye(watched: Page) -> None:
    page = watched
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 900})
    settled(page, "/")
    assert axe(page) == [], "at 320 px, dark"
    for width in (320, 390, 768):
        page.set_viewport_size({"width": width, "height": 900})
        assert overhang(page) <= 0, f"it runs over at {width} px"
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")
    settled(page, "/")
    assert overhang(page) <= 0, "it runs over at 1440 px"
    assert axe(page, "color-contrast") == [], "at 1440 px, light"
    assert out_of_reach(page) == []


def unnamed(page: Page, address: str) -> list[str]:
    """What a page lacks of landmarks, headings and the words of its head."""
    landmarks = {"h1": page.locator("h1"), "main": page.get_by_role("main")}
    if not address.startswith("/embed/"):
        landmarks["banner"] = page.get_by_role("banner")
        landmarks["contentinfo"] = page.get_by_role("contentinfo")
        landmarks["pages"] = page.get_by_role("navigation", name="Pages", exact=True)
    description = page.locator("meta[name=description]").get_attribute("content") or ""
    held = {
        **{f"one {name}": found.count() == 1 for name, found in landmarks.items()},
        "a title": re.search(r".{5,} · Two percent$", page.title()) is not None,
        "a description": len(description) >= 40,
        "a language": page.locator("html").get_attribute("lang") == "en-GB",
    }
    return [name for name, holds in held.items() if not holds]


def out_of_reach(page: Page) -> list[str]:
    """The controls in sight that the Tab key does not reach from where the page begins."""
    missed = page.evaluate_handle(
        """(controls) => {
            const shown = (e) => e.checkVisibility({visibilityProperty: true}) && !e.disabled;
            const left = new Set([...document.querySelectorAll(controls)].filter(shown));
            document.addEventListener("focusin", (event) => left.delete(event.target));
            return left;
        }""",
        CONTROLS,
    )
    count = missed.evaluate("left => left.size")
    # A date field takes a key for each of its parts.
    for _ in range(count + 12):
        page.keyboard.press("Tab")
    found: list[str] = missed.evaluate("left => [...left].map((e) => e.outerHTML.slice(0, 120))")
    return found


def test_without_script_every_chart_and_its_table_is_there(
    site: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(base_url=site, java_script_enabled=False).new_page()
    for address in WITH_A_CHART:
        page.goto(address)
        assert page.locator("svg[class*=chart]:visible, svg:visible").count(), address
        assert page.locator("table tbody tr").count() >= 5, address
    page.goto("/map")
    page.locator("#year").select_option("2014")
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("3 of 28 NATO allies spent 2%")


def test_the_map_follows_its_controls_and_says_so(watched: Page) -> None:
    page = watched
    settled(page, "/map")
    expect(page.locator("h1")).to_contain_text("30 of 32 NATO allies")
    page.locator("#preset-2").click()
    expect(page).to_have_url(re.compile(r"/map\?target=3\.5$"))
    expect(page.locator("h1")).to_contain_text("5 of 32 NATO allies")
    expect(page.locator("#announce")).to_contain_text("5 of 32 NATO allies")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("30 of 32 NATO allies")


def test_what_is_shared_is_this_view(watched: Page, site: str) -> None:
    page = watched
    settled(page, "/map?target=3.5")
    page.locator("#share-map summary").click()
    # What is shared keeps its figures when a newer edition is published.
    expect(page.locator("#link-map")).to_have_value(f"{site}/map?target=3.5&as_of=2026-07-07")
    code = page.locator("#frame-map").input_value()
    assert f'src="{site}/embed/map?target=3.5&amp;as_of=2026-07-07"' in code


def test_only_an_embed_may_stand_in_another_site(
    site: str, serve: Callable[[Any], Any], new_context: Callable[..., BrowserContext]
) -> None:
    frames = "".join(
        f'<iframe src="{site}{a}" width="700" height="800"></iframe>' for a in ("/embed/ranking", "/about")
    )
    other = Flask("another site")
    other.add_url_rule("/", view_func=lambda: f"<!doctype html><title>t</title>{frames}")
    with serve(other) as address:
        context = new_context(color_scheme="dark")
        page = context.new_page()
        page.goto(address)
        framed = page.frame_locator("iframe").first
        expect(framed.locator("h1")).to_contain_text(re.compile(r"23 allies at 2% for 2024, then 17\b"))
        expect(framed.locator("svg.chart:visible")).to_have_count(1)
        assert (
            framed.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(18, 23, 28)"
        )
        assert framed.locator("html").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
        refused = page.frame_locator("iframe").nth(1)
        expect(refused.locator("body")).not_to_be_empty()
        expect(refused.locator("#terms")).to_have_count(0)
        context.close()


@pytest.mark.parametrize("chart", [name for name in CHARTS if name != "ranking"])
def test_every_chart_stands_alone_in_a_small_frame(watched: Page, chart: str) -> None:
    page = watched
    page.set_viewport_size({"width": 360, "height": 500})
    page.goto(f"/embed/{chart}" + ("?ally=POL" if "{ally}" in CHARTS[chart].page else ""))
    expect(page.locator("svg.chart:visible")).to_have_count(1)
    assert overhang(page) <= 0
    home = page.locator(".src a").get_attribute("href") or ""
    assert page.request.get(home).ok


def test_an_address_that_is_nearly_right_is_helped(
    site: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(base_url=site, viewport={"width": 320, "height": 800}).new_page()
    for wrong, right in (
        ("/revisons", "/revisions"),
        ("/turkey", "/allies/TUR"),
    ):
        answer = page.goto(wrong)
        assert answer is not None
        assert answer.status == 404
        expect(page.locator(f'main a[href="{right}"]').first).to_be_visible()
    assert overhang(page) <= 0
    assert axe(page) == []
    answer = page.goto("/allies/pol")
    assert answer is not None
    assert (answer.status, answer.url) == (200, f"{site}/allies/POL")
    first = answer.request.redirected_from
    assert first is not None
    moved = first.response()
    assert moved is not None
    assert moved.status == 308


CHECKED = "/check?text=Eleven+allies+met+2%25+of+GDP+in+2023&said_on=2024-02-15"


def test_print_leaves_the_figures_and_drops_the_controls(watched: Page) -> None:
    page = watched
    settled(page, "/map")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("#map-w")).to_be_visible()
    expect(page.locator("#controls")).to_be_hidden()
    expect(page.locator("nav[aria-label=Pages]")).to_be_hidden()
    assert page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    for address, worked in (
        (CHECKED, ".asking, .as, button:not(.term)"),
        ("/explore", ".tabs, .tracks, .choose"),
    ):
        page.goto(address)
        assert page.locator(worked).count()
        assert page.locator(worked).filter(visible=True).count() == 0, address
    # A sheet of A4 cuts nothing of the widest table off.
    page.set_viewport_size({"width": 718, "height": 1000})
    for address, table in (("/revisions", "table.mx"), ("/allies/POL", ".nums table")):
        page.goto(address)
        box = page.locator(table).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 718, address
