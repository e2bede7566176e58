"""All allies, one ally, both guidelines and the road in a browser: controls, no script, nothing available."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.watch import axe, opened, reach

WITHOUT = ("/allies/ISL", "/allies/DEU?edition=2025-08-28", "/guidelines?edition=2025-08-28")
"""States in which something is missing."""


def test_all_allies_in_an_order_of_choice_and_on_to_one(watched: Page) -> None:
    watched.goto("/allies")
    tiles = watched.locator(".tiles li")
    expect(tiles).to_have_count(32)
    expect(tiles.first).to_contain_text("Lithuania")
    watched.get_by_role("link", name="by name").click()
    expect(watched).to_have_url(re.compile(r"/allies\?order=name$"))
    expect(tiles.first).to_contain_text("Albania")
    watched.select_option("#edition", "2024-06-17")
    expect(watched).to_have_url(re.compile(r"/allies\?edition=2024-06-17&order=name$"))
    expect(watched.locator("h1")).to_have_text("23 of 32 NATO allies at 2% in 2024; 3 of 28 in 2014")
    expect(watched.locator("#announce")).to_contain_text("Highest Poland at 4.12% (estimate)")
    watched.get_by_role("link", name="Poland").click()
    expect(watched).to_have_url(re.compile(r"/allies/POL\?edition=2024-06-17$"))
    expect(watched.locator("h1")).to_have_text(
        "Poland: from 1.88% of GDP in 2014 to an estimated 4.12% in 2024"
    )


def test_one_ally_by_target_year_and_edition(watched: Page) -> None:
    page = opened(watched, "/allies/POL")
    expect(page.locator("#gap-title")).to_have_text(
        "Poland is above 3.5%, by $13.4 bn a year in current prices"
    )
    page.fill("#target", "5")
    page.locator("#target").press("Enter")
    expect(page).to_have_url(re.compile(r"/allies/POL\?target=5$"))
    expect(page.locator("#gap-title")).to_have_text(
        re.compile(r"^Poland .*\$3\.6\sbn more a year to reach 5%, \$97 per head \(current prices\)$")
    )
    page.select_option("#year", "2019")
    expect(page).to_have_url(re.compile(r"\?year=2019&target=5$"))
    expect(page.locator("#revisions-title")).to_contain_text("2019")
    page.select_option("#edition", "2024-06-17")
    expect(page.locator(".facts dd").first).to_contain_text("4.12%")
    expect(page.locator("#revisions tbody tr")).to_have_count(2)
    expect(page.locator("#chart .scatterlayer .trace").first).to_be_attached()
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile(r"/allies/POL\?target=5$"))
    expect(page.locator("#revisions-title")).to_contain_text("2024")


def test_both_guidelines_offer_only_what_is_available(watched: Page) -> None:
    page = opened(watched, "/guidelines")
    expect(page.locator(".editions a")).to_have_text(["7 Jul 2026", "17 Jun 2024", "25 Jun 2019"])
    page.get_by_role("link", name="17 Jun 2024", exact=True).click()
    expect(page).to_have_url(re.compile(r"/guidelines\?edition=2024-06-17$"))
    expect(page.locator(".quarters h2")).to_have_text(
        ["23 Both guidelines", "6 Only 20% on equipment", "0 Only 2% of GDP", "2 Neither"]
    )
    reach(page)
    page.get_by_role("link", name="16 of 31 in 2024 by the edition of 7 July 2026").click()
    expect(page).to_have_url(re.compile(r"/guidelines\?year=2024$"))
    expect(page.locator(".quarters h2").first).to_have_text("16 Both guidelines")


def test_the_road_under_other_assumptions(watched: Page) -> None:
    page = opened(watched, "/road")
    stand = page.locator("#lede .stand")
    expect(page.locator("h1")).to_contain_text("$414 bn a year short of 3.5% in 2026")
    expect(stand).to_contain_text("by 2035 they would need real growth of 1.5 to 10.6% a year")
    page.fill("#growth", "2")
    page.locator("#growth").press("Enter")
    expect(page).to_have_url(re.compile(r"/road\?growth=2$"))
    expect(stand).to_contain_text("real growth of 2.0 to 11.2% a year")
    expect(page.locator("#growth")).to_be_focused()
    page.locator("#preset-1").click()
    expect(page.locator("h1")).to_have_text(re.compile(r"^Slovenia alone .* below 2% of GDP in 2026$"))
    expect(stand).to_contain_text("real growth of 4.5% a year")
    expect(page.locator("#how")).to_contain_text("lead to 2.00 in 2035")


@pytest.mark.parametrize("address", WITHOUT)
def test_what_is_missing_is_no_barrier(address: str, watched: Page) -> None:
    watched.set_viewport_size({"width": 320, "height": 900})
    watched.goto(address)
    expect(watched.locator("main")).to_contain_text(re.compile("no row|missing here"))
    assert watched.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe(watched) == []


def test_without_script_it_is_all_there(
    site: str, browser: object, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/road")
    expect(page.locator("#stage svg.chart").first).to_be_visible()
    page.fill("#by", "2030")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile(r"/road\?.*by=2030"))
    expect(page.locator("#ft")).to_contain_text("3.5% by 2030")
    expect(page.locator("#lede .stand")).to_contain_text(
        "by 2030 they would need real growth of 1.6 to 23.2%"
    )
    for address, drawings in (("/allies", 31), ("/allies/POL", 3), ("/guidelines", 2)):
        page.goto(address)
        expect(page.locator(".tiles svg, .only-w svg.chart")).to_have_count(drawings)
        expect(page.get_by_role("button", name="Apply")).to_be_visible()
