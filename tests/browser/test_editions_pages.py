"""/revisions and /trend in a browser: the matrix, its panel, the charts, keyboard, no script, widths, axe."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.watch import axe, opened

REVISIONS = "/revisions"
CELL = "#c2025-08-28-2024"


ON_A_NEW_MEASURE = " (new measure)"
"""What follows counts whose last is of July 2026."""


def test_choosing_a_cell_names_who_was_removed_and_is_in_the_address(watched: Page) -> None:
    page = opened(watched, REVISIONS)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"NATO allies at 2% in 2024: counted as 23, 22, 18, then 17{ON_A_NEW_MEASURE}"
    )
    expect(page.locator("#panel .num")).to_have_text("17")
    page.locator(CELL).click()
    expect(page).to_have_url(re.compile(r"/revisions\?edition=2025-08-28$"))
    panel = page.locator("#panel")
    expect(panel.locator(".num")).to_have_text("18")
    expect(panel.locator(".who.one li")).to_have_text(
        [
            re.compile(r"Albania\s*2\.04e → 1\.70e"),
            re.compile(r"Bulgaria\s*2\.04e → 1\.95e"),
            re.compile(r"North Macedonia\s*2\.00e → 1\.89e"),
            re.compile(r"Slovak Republic\s*2\.00e → 1\.96e"),
        ]
    )
    expect(page.locator(CELL)).to_have_attribute("aria-current", "true")
    expect(page.locator(CELL)).to_be_focused()
    expect(page.locator("#announce")).to_contain_text("2024, edition of 28 August 2025: 18 of 32")
    page.go_back()
    expect(panel.locator(".num")).to_have_text("17")


def test_every_control_of_revisions_is_in_the_address(watched: Page) -> None:
    page = opened(watched, REVISIONS)
    page.select_option("#ally", "BGR")
    expect(page).to_have_url(re.compile(r"\?ally=BGR$"))
    expect(page.locator("#ft")).to_contain_text("NATO on Bulgaria: 2024 from 2.18% to 1.93%")
    page.select_option("#year", "2016")
    expect(page).to_have_url(re.compile(r"\?year=2016&ally=BGR$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"NATO allies at 2% in 2016: counted as 5, 4, 5, then 4{ON_A_NEW_MEASURE}"
    )
    page.locator("#preset-2").click()
    expect(page).to_have_url(re.compile(r"\?year=2016&target=3.5&ally=BGR$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        f"NATO allies at 3.5% in 2016: counted as 1, then 0{ON_A_NEW_MEASURE}"
    )
    expect(page.locator("#ally")).to_have_value("BGR")
    page.locator("#y2019").click()
    expect(page.locator("#close-up")).to_have_value("2019")


def test_the_matrix_opens_at_the_newest_years_with_the_names_in_sight(watched: Page) -> None:
    watched.set_viewport_size({"width": 390, "height": 844})
    page = opened(watched, REVISIONS)
    wrap = page.locator(".mx-wrap")
    box, newest = wrap.bounding_box(), page.locator("#y2026").bounding_box()
    name = page.locator(".mx tbody th").last
    at_first = name.bounding_box()
    assert box
    assert newest
    assert at_first
    assert newest["x"] + newest["width"] <= box["x"] + box["width"] + 1
    wrap.evaluate("e => e.scrollBy(-400, 0)")
    page.locator("#c2024-06-17-2016").click()
    expect(page.locator("#panel-title")).to_have_text(re.compile("^2016, .*17 June 2024$"))
    still = page.locator("#c2024-06-17-2016").bounding_box()
    assert still
    assert (
        box["x"] < still["x"] < box["x"] + box["width"]
    )  # a choice leaves the matrix where it was scrolled to
    moved = name.bounding_box()
    assert moved
    assert moved["x"] == pytest.approx(at_first["x"], abs=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_keyboard_alone_chooses_a_cell(watched: Page) -> None:
    page = opened(watched, REVISIONS)
    page.locator("#c2025-08-28-2025").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#c2025-04-24-2024")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#panel .num")).to_have_text("22")
    expect(page.locator("#c2025-04-24-2024")).to_be_focused()


def test_the_trend_changes_with_its_controls(watched: Page) -> None:
    page = opened(watched, "/trend")
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("NATO allies at 2%: 3 in 2014, an estimated 30 in 2026")
    expect(page.locator("#spending-w")).to_be_visible()
    page.select_option("#edition", "2024-06-17")
    expect(page).to_have_url(re.compile(r"/trend\?edition=2024-06-17$"))
    expect(title).to_have_text("NATO allies at 2%: 3 in 2014, an estimated 23 in 2024")
    expect(page.locator("#spending-figure .fs")).to_contain_text("prices and exchange rates of 2015")
    page.locator("#target").fill("2.5")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/trend\?target=2.5&edition=2024-06-17$"))
    page.locator("#chart .nsewdrag").hover(position={"x": 5, "y": 5})
    expect(page.locator("#shares-of-gdp-w title").first).to_contain_text("edition of 17 June 2024")


@pytest.mark.parametrize("address", [REVISIONS, "/trend"])
def test_all_is_there_without_script(
    address: str, new_context: Callable[..., BrowserContext], site: str
) -> None:
    context = new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("svg.chart:visible")).to_have_count(2 if address == REVISIONS else 4)
    expect(page.get_by_role("button", name="Apply").first).to_be_visible()
    page.select_option("[name=target], [name=year]" if address == REVISIONS else "#edition", index=1)
    page.get_by_role("button", name="Apply").first.click()
    expect(page).to_have_url(re.compile(r"\?.*(year|edition)="))
    if address == REVISIONS:
        page.locator("#c2024-06-17-2019").click()
        expect(page.locator("#panel")).to_contain_text("Added: 2")
    context.close()


@pytest.mark.parametrize(
    "address", [f"{REVISIONS}?year=2016&edition=2023-07-07", "/trend?edition=2019-06-25"]
)
def test_an_earlier_edition_has_no_violation_and_does_not_run_over_at_320(
    address: str, watched: Page
) -> None:
    watched.set_viewport_size({"width": 1280, "height": 900})
    watched.emulate_media(color_scheme="dark")
    page = opened(watched, address)
    assert axe(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    expect(page.locator("#chart .main-svg").first).to_have_attribute("width", "288")  # 320 less the margins
    assert page.evaluate("document.documentElement.scrollWidth") == 320
