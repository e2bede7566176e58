"""No view is lost: what a reader chose stays, and what could not be had says so where it was chosen."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Page, Route, expect

from tests.browser.watch import reach, until

TO_A_STATEMENT = (
    "const s = [...document.querySelectorAll('[data-said]')].at({});"
    "const top = s.getBoundingClientRect().top + scrollY - innerHeight * .4;"
    "window.scrollTo({{top, behavior: 'instant'}})"
)


def search(page: Page) -> str:
    return str(page.evaluate("location.search"))


def test_what_is_chosen_by_hand_stays_whatever_is_scrolled_past(watched: Page) -> None:
    page = watched
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/")
    page.get_by_label("Year", exact=True).select_option("2023")
    # What was not chosen follows: the first count of that year beside the latest.
    expect(page.locator("#head")).to_contain_text("11 allies at 2% for 2023, then 10")
    chosen = search(page)
    assert chosen == "?year=2023"
    # The keyboard steps through the years, and the step keeps the focus.
    page.locator("#year-before").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#head")).to_contain_text("2022")
    assert page.evaluate("document.activeElement.id") == "year-before"
    page.go_back()
    expect(page.locator("#head")).to_contain_text("2023")
    page.evaluate(TO_A_STATEMENT.format(3))
    page.wait_for_timeout(500)
    assert search(page) == chosen
    expect(page.locator("#head")).to_contain_text("2023")
    # A preset keeps the focus, too; its choice is announced once.
    page.locator("#preset-2").click()
    expect(page.locator("#preset-2")).to_have_attribute("aria-current", "true")
    assert page.evaluate("document.activeElement.id") == "preset-2"
    expect(page.locator("#announce")).to_contain_text("3.5%")
    # A statement, chosen, gives the chart back to scrolling, which announces nothing.
    page.locator("[data-said] a[data-claim]").nth(1).click()
    expect(page.locator("[data-said]").nth(1)).to_have_class("said on")
    said = page.locator("#announce").text_content()
    page.evaluate(TO_A_STATEMENT.format(3))
    expect(page.locator("[data-said]").nth(3).locator("a[data-claim]")).to_have_attribute(
        "aria-current", "true"
    )
    assert page.locator("#announce").text_content() == said


def test_a_choice_made_in_place_goes_on_to_another_day_and_to_paper(watched: Page) -> None:
    page = watched
    page.goto("/")
    page.get_by_label("Year", exact=True).select_option("2023")
    expect(page.locator("#head")).to_contain_text("2023")
    asked = page.locator("footer form.day input[name=year]")
    expect(asked).to_have_value("2023")
    expect(page.locator("p.printed")).to_contain_text("?year=2023")
    page.get_by_label("This page as known on").fill("2024-06-20")
    page.locator("footer form.day button").click()
    expect(page).to_have_url(re.compile(r"year=2023.*as_of=2024-06-20|as_of=2024-06-20.*year=2023"))


def test_a_choice_made_while_the_chart_starts_is_not_lost(watched: Page) -> None:
    page = watched
    page.goto("/guidelines")
    held: list[Route] = []
    page.route("**/guidelines?edition=*", lambda route: held.append(route))
    page.get_by_role("link", name="17 Jun 2024", exact=True).click()
    # Dash, once started, reports the address of the view that is still shown.
    reach(page)
    expect(page.locator("#chart .scatterlayer").first).to_be_attached()
    (route,) = held
    route.continue_()
    for _ in range(2):
        expect(page).to_have_url(re.compile(r"/guidelines\?edition=2024-06-17$"))
        expect(page.locator(".quarters h2").first).to_have_text("23 Both guidelines")
        # The report may come as late as this: after the choice is shown.
        page.evaluate("window.dash_clientside.two_percent.follow('')")
        page.wait_for_timeout(200)


def test_what_cannot_be_had_changes_nothing_and_a_choice_says_so(
    site: str, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(base_url=site, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto("/")
    shown = page.locator("#head").text_content()
    asked: list[str] = []

    def unreachable(route: Route) -> None:
        asked.append(route.request.url)
        route.abort("connectionrefused")

    def busy(route: Route) -> None:
        route.fulfill(status=503, content_type="text/html", body="<h1>503</h1>")

    page.route("**/?*", unreachable)
    page.evaluate(TO_A_STATEMENT.format(3))
    page.wait_for_timeout(500)
    assert asked
    assert page.url == f"{site}/"
    assert page.locator("#head").text_content() == shown
    expect(page.locator("#trouble")).to_have_count(0)
    year = page.get_by_label("Year", exact=True)
    before = year.input_value()
    year.select_option("2023")
    expect(page.locator("#trouble")).to_contain_text("could not be reached. The view below is unchanged")
    assert year.input_value() == before
    assert page.url == f"{site}/"
    page.unroute("**/?*")
    page.route("**/?*", busy)
    year.select_option("2023")
    expect(page.locator("#trouble")).to_contain_text("cannot answer at the moment")
    page.unroute("**/?*")
    page.get_by_role("link", name="Try again").click()
    expect(page.locator("#head")).to_contain_text("2023")
    expect(page.locator("#trouble")).to_have_count(0)


def test_on_a_phone_the_chart_comes_to_the_statement_and_a_shared_link_opens_at_it(
    site: str, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(base_url=site, viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/")
    statement = page.locator("[data-said]").nth(4)
    statement.locator("a[data-claim]").click()
    expect(statement.locator("+ .stay")).to_have_count(1)
    expect(page.locator("#head")).to_be_in_viewport()
    expect(statement).to_be_in_viewport()
    shared = context.new_page()
    shared.goto(page.url)
    expect(shared.locator(".said.on")).to_be_in_viewport()
    wide = new_context(base_url=site, viewport={"width": 1440, "height": 900}).new_page()
    wide.goto(page.url)
    expect(wide.locator(".said.on")).to_be_in_viewport()
    expect(wide.locator("#head")).to_be_in_viewport()


def test_search_is_a_list_to_choose_from(watched: Page) -> None:
    page = watched
    page.goto("/trend")
    page.keyboard.press("/")
    with page.expect_response("**/search.json?q=dutc"):
        page.keyboard.type("dutc")
    option = page.get_by_role("option", name="Netherlands")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert page.locator("#find").get_attribute("aria-activedescendant") == option.get_attribute("id")
    expect(page.locator("#find")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(option).to_have_count(0)
    with page.expect_response("**/search.json?q=dutch"):
        page.keyboard.type("h")
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/allies/NLD")


def test_letters_of_32_pixels_fit_a_phone(
    site: str, browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> None:
    flags = [*browser_type_launch_args["args"], "--blink-settings=defaultFontSize=32"]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": flags})
    page = browser.new_page(base_url=site, viewport={"width": 390, "height": 844})
    wide = {}
    for address in ("/", "/revisions", "/allies/POL", "/data", "/about", "/estimates", "/status"):
        page.goto(address)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    page.goto("/")
    number = page.locator(".now p > b")
    assert number.evaluate("b => b.clientHeight < 1.5 * parseFloat(getComputedStyle(b).fontSize)")
    # The letters of a drawing grow with the reader's, where its box has room for them.
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/")
    text = page.locator(".only-w svg.chart text", has_text="Poland").first
    size = float(text.evaluate("text => getComputedStyle(text).fontSize").removesuffix("px"))
    browser.close()
    assert size > 20
    assert {address: width for address, width in wide.items() if width > 390} == {}


SPACED = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
"""
"""As readers may space any text out: WCAG 2.2, 1.4.12."""


def test_text_spaced_out_fits_the_smallest_phone(watched: Page) -> None:
    page = watched
    page.set_viewport_size({"width": 320, "height": 700})
    wide = {}
    for address in ("/", "/allies/POL", "/data", "/about", "/releases"):
        page.goto(address)
        page.evaluate(SPACED)
        wide[address] = page.evaluate("document.documentElement.scrollWidth")
    assert {address: width for address, width in wide.items() if width > 320} == {}


def test_the_figure_that_stays_fits_its_window(watched: Page) -> None:
    page = watched
    page.goto("/")
    page.goto(
        "/"
    )  # in the page's typefaces: on the first page they may be late, and those of the machine are taller
    for width, height in ((1440, 900), (1366, 768)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.querySelector('.stay').offsetHeight") <= height
        rows = page.evaluate(
            "[...document.querySelectorAll('#controls > div, #controls > details')]"
            ".map(control => Math.round(control.getBoundingClientRect().bottom))"
        )
        assert len(rows) == 6
        assert len(set(rows)) == 1
    page.evaluate("window.scrollTo({top: 1400, behavior: 'instant'})")
    until(
        page,
        "(box => box.top >= 0 && Math.round(box.bottom) <= 768)"
        "(document.querySelector('.stay').getBoundingClientRect())",
    )
    # What is folded away is a step from there, and a choice leaves it open. The chart follows the statement
    # in the middle of the window.
    statement = page.locator("#claim-count-2-percent")
    statement.evaluate("e => e.scrollIntoView({block: 'center', behavior: 'instant'})")
    expect(page.locator("#link-count-2-percent")).to_have_attribute("aria-current", "true")
    page.locator("#more > summary").click()
    page.get_by_label("Poland", exact=True).check()
    expect(page).to_have_url(re.compile(r"ally=POL"))
    expect(page.get_by_label("Poland", exact=True)).to_be_checked()
    expect(page.get_by_label("Poland", exact=True)).to_be_visible()
