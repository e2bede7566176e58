"""Dash on intent: nothing of it is loaded at rest, and its gestures decide the address."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.watch import reach

DASH = re.compile(r"/_dash/|plotly")


def loaded(page: Page) -> list[str]:
    """What of Dash and plotly the page has asked for, by address."""
    names: list[str] = page.evaluate("performance.getEntriesByType('resource').map((e) => e.name)")
    return [name for name in names if DASH.search(name)]


def test_at_rest_a_page_with_a_chart_loads_nothing_of_dash(watched: Page) -> None:
    watched.goto("/")
    watched.wait_for_load_state("networkidle")
    assert loaded(watched) == []
    reach(watched)
    assert loaded(watched)


def test_before_dash_is_there_a_mark_says_its_words(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context().new_page()
    page.route(DASH, lambda route: route.abort())
    page.goto(site)
    mark = page.locator("#ranking-w circle").nth(3)
    box = mark.bounding_box()
    assert box is not None
    page.locator("[data-board]").dispatch_event(
        "pointermove", {"clientX": box["x"] + box["width"] / 2, "clientY": box["y"] + box["height"] / 2}
    )
    expect(page.locator(".tip")).to_be_visible()
    expect(page.locator(".tip")).to_contain_text("2024")


def test_where_a_file_cannot_be_had_dash_is_not_started(
    new_context: Callable[..., BrowserContext], site: str
) -> None:
    page = new_context().new_page()
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route(re.compile("/assets/plotly"), refuse)
    page.goto(site)
    page.locator("[data-board]").dispatch_event("pointerenter", {"pointerType": "mouse"})
    page.wait_for_load_state("networkidle")
    assert asked
    expect(page.locator(".board.live")).to_have_count(0)
    expect(page.locator("#ranking-w")).to_be_visible()


def test_a_finger_that_scrolls_past_loads_nothing(watched: Page) -> None:
    watched.goto("/")
    watched.locator("[data-board]").dispatch_event("pointerenter", {"pointerType": "touch"})
    watched.wait_for_load_state("networkidle")
    assert loaded(watched) == []


def test_a_click_on_a_mark_chooses_its_ally_and_back_takes_it_back(watched: Page) -> None:
    watched.goto("/")
    reach(watched)
    watched.locator("#chart .scatterlayer .point").nth(40).click(force=True)
    expect(watched).to_have_url(re.compile(r"ally=[A-Z]{3}"))
    watched.go_back()
    expect(watched).not_to_have_url(re.compile(r"ally="))


def test_a_target_that_is_dragged_keeps_to_the_range_that_the_drawing_states(watched: Page) -> None:
    watched.goto("/")
    reach(watched)
    watched.evaluate("""() => {
        const plot = document.querySelector("#chart .js-plotly-plot");
        const at = plot.layout.shapes.findIndex((shape) => shape.name === "target");
        return window.Plotly.relayout(plot, { [`shapes[${at}].x0`]: 9, [`shapes[${at}].x1`]: 9 });
    }""")
    expect(watched).to_have_url(re.compile(r"target=6(&|$)"))


def test_play_begins_again_at_the_end_and_goes_on(watched: Page) -> None:
    watched.goto("/explore")
    play = watched.locator("#play-years")
    play.click()
    for year in (2014, 2015, 2016):
        expect(watched).to_have_url(re.compile(f"until={year}"))
        expect(play).to_have_text("Pause years")
    play.click()
    expect(play).to_have_text("Play years")
    # The knobs do what the lists of years do, and keep the focus; neither goes past the other.
    watched.goto("/explore")
    watched.locator("#slide-since").focus()
    watched.keyboard.press("ArrowRight")
    expect(watched).to_have_url(re.compile(r"since=2015$"))
    expect(watched.locator("#slide-since")).to_be_focused()
    watched.locator("#slide-until").focus()
    watched.keyboard.press("Home")
    expect(watched).to_have_url(re.compile(r"since=2015&until=2015"))
    expect(watched.locator("#slide-until")).to_be_focused()
    watched.goto("/explore?view=ranking")
    watched.locator("#slide-year").focus()
    watched.keyboard.press("ArrowLeft")
    expect(watched).to_have_url(re.compile(r"year=2025"))


def test_explore_plays_through_years_and_a_drag_across_chooses_them(watched: Page) -> None:
    watched.goto("/explore?view=ranking&year=2024&edition=2026-07-07")
    play = watched.locator("#play-years")
    play.focus()
    watched.keyboard.press("Enter")
    expect(watched).to_have_url(re.compile("year=2025"))
    expect(play).to_have_text("Pause years")
    watched.keyboard.press("Enter")
    expect(play).to_have_text("Play years")
    expect(play).to_be_focused()
    watched.goto("/explore?ally=POL&ally=FRA")
    # The list of allies is found by any of their names, and chosen from by keyboard.
    watched.locator("#filter-ally").focus()
    watched.keyboard.type("baltic")
    expect(watched.locator("#announce")).to_have_text("3 of 35: Estonia, Latvia, Lithuania")
    watched.keyboard.press("ArrowDown")
    watched.keyboard.press("ArrowDown")
    expect(watched.locator("#ally-LVA")).to_be_focused()
    watched.keyboard.press("Space")
    expect(watched).to_have_url(re.compile("ally=LVA"))
    watched.locator("#filter-ally").focus()
    watched.keyboard.type("LETTI")
    expect(watched.locator("#count-ally")).to_have_text("None by that name")
    watched.keyboard.press("Escape")
    watched.keyboard.type("riga")
    watched.keyboard.press("Enter")
    expect(watched).not_to_have_url(re.compile("ally=LVA"))
    expect(watched.locator("#filter-ally")).to_be_focused()
    watched.keyboard.press("Escape")
    watched.keyboard.type("riga")
    watched.keyboard.press("ArrowDown")
    for now in (expect(watched).to_have_url, expect(watched).not_to_have_url):
        expect(watched.locator("#ally-LVA")).to_be_focused()
        watched.keyboard.press("Enter")
        now(re.compile("ally=LVA"))
    reach(watched)
    box = watched.locator("[data-board]").bounding_box()
    assert box is not None
    watched.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 150)
    watched.mouse.down()
    watched.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 200, steps=6)
    watched.mouse.up()
    expect(watched).to_have_url(re.compile(r"since=20\d\d&until=20\d\d&ally=FRA&ally=POL"))
    watched.locator("#view-2").click()
    expect(watched.locator("#view-2")).to_have_attribute("aria-current", "true")
    expect(watched).to_have_url(re.compile("view=ranking"))
