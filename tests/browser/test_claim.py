"""The claim page in a real browser: chart, statements, controls, history, keyboard, no script, widths."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.watch import axe, opened, reach

DRAWN = "#chart .scatterlayer .points path"
TITLE = "#ft"


def test_the_chart_takes_the_place_of_the_drawing_with_a_mark_for_each_figure(watched: Page) -> None:
    page = opened(watched)
    # 31 allies then and now, and the two marks of the key
    expect(page.locator(DRAWN)).to_have_count(64)
    expect(page.locator("#ranking-w")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_contain_text("23 of its 32 members")


def test_choosing_a_statement_changes_chart_address_and_marks_and_back_undoes_it(watched: Page) -> None:
    page = opened(watched)
    first = page.locator(TITLE).inner_text()
    page.locator("#link-belgium-self-reliance").click()
    expect(page).to_have_url(re.compile(r"/\?claim=belgium-self-reliance$"))
    expect(page.locator("#claim-belgium-self-reliance")).to_have_class(re.compile(r"\bon\b"))
    expect(page.locator("#claim-count-2-percent")).not_to_have_class(re.compile(r"\bon\b"))
    expect(page.locator(TITLE)).to_have_text("17 of 32 NATO allies spent 2% of GDP or more in 2024")
    expect(page.locator(DRAWN)).to_have_count(31)
    expect(page.locator("#announce")).to_contain_text("17 of 32")
    page.go_back()
    expect(page.locator(TITLE)).to_have_text(first)
    expect(page.locator(DRAWN)).to_have_count(64)
    page.go_forward()
    expect(page.locator(DRAWN)).to_have_count(31)


def test_every_control_is_in_the_address_and_a_pasted_link_opens_the_same_view(
    watched: Page, new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = opened(watched)
    for control, value, query in (
        ("#year", "2023", "year=2023"),
        ("#edition", "2025-08-28", "edition=2025-08-28"),
        ("#compare", "none", "edition=2025-08-28"),
        ("#order", "name", "order=name"),
    ):
        page.select_option(control, value)
        expect(page).to_have_url(re.compile(re.escape(query)))
        expect(page.locator(control)).to_have_value(value)
    page.locator("#target").fill("2.25")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("target=2.25"))
    title = page.locator(TITLE).inner_text()
    assert "2.25%" in title
    context = new_context()
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator(TITLE)).to_have_text(title)
    expect(other.locator("#order")).to_have_value("name")
    context.close()


def test_a_target_that_is_out_of_bounds_is_not_sent(watched: Page) -> None:
    page = opened(watched)
    before = page.url
    page.locator("#target").fill("9")
    page.keyboard.press("Enter")
    expect(page.locator("#target:invalid")).to_have_count(1)
    assert page.url == before


def test_the_keyboard_alone_reaches_and_works_every_control(watched: Page) -> None:
    page = opened(watched)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    seen: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                "document.activeElement.id || document.activeElement.textContent.trim().slice(0, 30)"
            )
        )
        if seen[-1] == "link-belgium-self-reliance":
            break
    for wanted in (
        "year",
        "edition",
        "compare",
        "target",
        "order",
        "Data behind this chart (CSV)",
        "link-count-2-percent",
    ):
        assert wanted in seen, (wanted, seen)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("claim=belgium"))
    expect(page.locator("#link-belgium-self-reliance")).to_be_focused()


def test_a_changed_control_keeps_the_focus(watched: Page) -> None:
    page = opened(watched)
    page.locator("#order").focus()
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("order=share"))
    expect(page.locator("#order")).to_be_focused()


def test_scrolling_to_a_statement_chooses_it_where_text_and_chart_stand_side_by_side(watched: Page) -> None:
    watched.set_viewport_size({"width": 1440, "height": 900})
    page = opened(watched)
    page.evaluate(
        "const s = document.getElementById('claim-finland-self-reliance');"
        "const top = s.getBoundingClientRect().top + scrollY - innerHeight * .4;"
        "window.scrollTo({top, behavior: 'instant'})"
    )
    expect(page).to_have_url(re.compile("claim=finland"))
    expect(page.locator("#claim-finland-self-reliance")).to_have_class(re.compile(r"\bon\b"))
    expect(page.locator(TITLE)).to_be_in_viewport()


def test_a_mark_shows_its_figure_edition_and_cell(watched: Page) -> None:
    page = opened(watched)
    page.locator(DRAWN).nth(31).hover(force=True)
    hover = page.locator(".hoverlayer .hovertext").first
    expect(hover).to_contain_text("Poland")
    expect(hover).to_contain_text("17 June 2024: 4.12% of GDP (estimate) · TABLE3!N32")


def test_the_table_says_what_the_chart_says(watched: Page) -> None:
    page = opened(watched)
    # Opened without scrolling to it, which would choose the statement beside it.
    page.locator("#table").evaluate("details => { details.open = true }")
    expect(page.get_by_role("table").get_by_role("row")).to_have_count(33)
    row = page.get_by_role(
        "row", name="Bulgaria 2.18e 1.93 −0.25 below the target in the later, on a new measure"
    )
    expect(row).to_be_visible()


def test_an_empty_state_and_a_problem_have_no_violation(watched: Page) -> None:
    watched.goto("/?edition=2019-06-25&year=2024")
    expect(watched.locator(".nothing")).to_be_visible()
    assert axe(watched) == []
    watched.locator(".nothing a").last.click()
    expect(watched.locator(TITLE)).to_have_text(
        re.compile(r"estimates that 7 of 29 allies .* 2% of GDP in 2019$")
    )
    reach(watched)
    expect(watched.locator(DRAWN)).to_have_count(28)


def test_the_scheme_is_followed_while_the_page_is_open(watched: Page) -> None:
    watched.emulate_media(color_scheme="light")
    page = opened(watched)
    mark = page.locator(DRAWN).nth(31)
    light = mark.evaluate("e => getComputedStyle(e).stroke + getComputedStyle(e).fill")
    with page.expect_response(re.compile("theme=dark")):
        page.emulate_media(color_scheme="dark")
    expect(page.locator(DRAWN)).to_have_count(64)
    page.wait_for_timeout(100)
    assert mark.evaluate("e => getComputedStyle(e).stroke + getComputedStyle(e).fill") != light


def test_without_script_the_page_is_whole_and_its_form_works(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    context = new_context(java_script_enabled=False, base_url=site)
    page = context.new_page()
    page.goto("/")
    expect(page.locator("#ranking-w")).to_be_visible()
    expect(page.locator(".drawing.only-w text", has_text="Poland")).to_have_count(1)
    page.select_option("#order", "name")
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("order=name"))
    page.locator("#table summary").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("Albania")
    page.locator("#link-us-involvement").click()
    expect(page.locator("#claim-us-involvement")).to_have_class(re.compile(r"\bon\b"))
    context.close()


def test_where_a_figure_cannot_be_had_the_drawing_stays(watched: Page) -> None:
    watched.route("**/figures/**", lambda route: route.fulfill(status=200, body="{"))
    watched.goto("/")
    watched.wait_for_load_state("networkidle")
    expect(watched.locator("#ranking-w")).to_be_visible()
    expect(watched.locator(".board.live")).to_have_count(0)
