"""The page of figures in a browser: with a script and without one, by keyboard, on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.watch import axe

HEADING = "#figures-h"


def test_filters_orders_and_pages_change_the_table_in_place_and_back_undoes_it(watched: Page) -> None:
    page = watched
    page.goto("/data")
    page.evaluate("window.stayed = true")
    # It opens on one measure of one edition; from there "Clear all" leads to every figure.
    expect(page.locator(".chosen")).to_contain_text("Edition of 7 July 2026")
    expect(page.locator(".chosen")).to_contain_text("share of GDP")
    expect(page.locator(HEADING)).to_have_text("429 of 16,010 figures")
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator(HEADING)).to_have_text("All 16,010 figures")
    page.locator("#pick-ally summary").click()
    page.locator("#ally-POL").check()
    expect(page).to_have_url(re.compile(r"/data\?ally=POL$"))
    # The list stays open and the focus where it was, so that a second ally can be chosen.
    expect(page.locator("#ally-POL")).to_be_focused()
    page.locator("#ally-TUR").check()
    expect(page).to_have_url(re.compile(r"\?ally=POL&ally=TUR$"))
    expect(page.locator("#announce")).to_contain_text("of 16,010 figures. Rows 1–25")
    page.locator("#sort-value").click()
    # Of the value: by edition the table runs downwards before it is asked to.
    expect(page.locator("th.c-value")).to_have_attribute("aria-sort", "descending")
    page.locator("#next-below").click()
    expect(page.locator("#rows .pager span").first).to_contain_text("Rows 26–50")
    expect(page.locator("#rows")).to_be_in_viewport()
    expect(page.locator("#rows")).to_be_focused()
    page.get_by_role("link", name="Without: Poland").click()
    expect(page).to_have_url(re.compile(r"\?ally=TUR&sort=-value$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"ally=POL&ally=TUR&sort=-value&page=2$"))
    expect(page.locator("#ally-POL")).to_be_checked()
    assert page.evaluate("window.stayed") is True


def test_the_keyboard_alone_chooses_and_orders(watched: Page) -> None:
    page = watched
    page.goto("/data?ally=POL&year=2024")
    page.locator("#search").focus()
    page.keyboard.type("equipment")
    page.keyboard.press("Enter")
    expect(page.locator(HEADING)).to_have_text("2 of 16,010 figures")
    page.locator("#pick-columns summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"hide=year$"))
    expect(page.locator("#sort-year")).to_have_count(0)
    page.locator("#sort-edition").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")
    expect(page.locator("#sort-edition")).to_be_focused()


def test_with_a_list_open_no_width_has_a_violation_or_scrolls_sideways(watched: Page) -> None:
    page = watched
    page.emulate_media(color_scheme="dark")
    measures = "indicator=expenditure_share_gdp&indicator=equipment_share&indicator=gdp_per_capita"
    page.goto(f"/data?ally=POL&{measures}&page=2")
    page.locator("#pick-indicator summary").click()
    for width in (320, 768, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []


def test_on_a_phone_a_row_says_all_of_itself_and_can_be_ordered(watched: Page) -> None:
    page = watched
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/data?ally=POL&year=2024&indicator=expenditure_share_gdp&edition=2024-06-17")
    row = page.locator(".figures tbody tr")
    box = row.bounding_box()
    assert box is not None
    assert box["width"] <= 390
    for part in (
        "Poland",
        "2024",
        "4.12e",
        "percent of GDP",
        "17 June 2024",
        "TABLE3!N",
        "read from the workbook",
    ):
        expect(row).to_contain_text(part)
    # Blocks to the eye, still a table to whoever hears it.
    expect(page.get_by_role("rowheader", name="Poland")).to_be_visible()
    page.get_by_role("columnheader", name="Year").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Year")).to_have_attribute("aria-sort", "descending")


def test_without_script_the_form_and_the_links_do_the_same(
    site: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(base_url=site, java_script_enabled=False).new_page()
    page.goto("/data")
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator(HEADING)).to_have_text("All 16,010 figures")
    page.locator("#pick-year summary").click()
    page.locator("#year-2024").check()
    page.locator("#estimate").select_option("true")
    page.get_by_role("button", name="Apply").click()
    page.locator("#search").fill("Türkiye")
    page.get_by_role("button", name="Find").click()
    expect(page.locator(HEADING)).to_have_text(re.compile(r"^[1-9]\d* of 16,010 figures$"))
    page.locator("#sort-value").click()
    # Of the value: by edition the table runs downwards before it is asked to.
    expect(page.locator("th.c-value")).to_have_attribute("aria-sort", "descending")
    assert re.search(r"year=2024&.*search=T%C3%BCrkiye&sort=-value", page.url)
