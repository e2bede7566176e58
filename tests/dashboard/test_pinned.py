"""What is taken away stays as it was: links, embeds, pictures and tables when a new edition is published."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.charts import CHARTS
from dashboard.drawing.frame import frame_height
from dashboard.state.known import pinned
from etl.ingest.publish import build
from etl.model import Release
from etl.store import Store

PAGES = ("/", "/map", "/trend", "/revisions", "/allies/POL", "/guidelines", "/road", "/explore")


@pytest.fixture(scope="module")
def earlier(frozen_data: Path, release: Release, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The site before the latest edition was published."""
    folder = tmp_path_factory.mktemp("before") / "data"
    shutil.copytree(frozen_data, folder)
    shutil.rmtree(folder / "editions" / release.latest_edition.id)
    store = Store(folder.parent / "store")
    build(folder, store)
    return create_app(folder.parent / "store").test_client()


@pytest.fixture(scope="module")
def later(store_folder: Path) -> FlaskClient:
    """The site after it."""
    return create_app(store_folder).test_client()


def offered(client: FlaskClient, page: str) -> list[str]:
    """The addresses that a page offers to be taken away."""
    html = client.get(page).text
    link = re.findall(r'id="link-[^"]+" type="text" readonly value="http://localhost([^"]+)"', html)
    frame = re.findall(r"&lt;iframe src=&#34;http://localhost([^\s]+?)&#34;", html)
    files = re.findall(r'href="([^"]+)" download', html)
    found = [unescape(unescape(a)) for a in (*link, *frame, *files)]
    assert any("/embed/" in a for a in found), page
    return [a for a in dict.fromkeys(found) if not re.search(r"\.(png|xlsx)|citation|/download/", a)]


@pytest.mark.parametrize("page", PAGES)
def test_what_was_taken_before_a_new_edition_shows_the_same_after_it(
    earlier: FlaskClient, later: FlaskClient, page: str
) -> None:
    addresses = offered(earlier, page)
    assert len({urlsplit(a).path.rpartition(".")[2] for a in addresses}) >= 4
    for address in addresses:
        before, after = earlier.get(address), later.get(address)
        assert before.status_code == after.status_code == 200, address
        assert figures(after.text) == figures(before.text), address
    # The page itself moves on.
    assert figures(later.get(page).text) != figures(earlier.get(page).text)


@pytest.mark.parametrize("page", ["/", "/map", "/trend", "/allies/POL", "/guidelines", "/road", "/explore"])
def test_link_embed_and_citation_are_a_click_from_the_top(later: FlaskClient, page: str) -> None:
    html = later.get(page).text
    (target,) = re.findall(r'<a href="#([^"]+)">Link, embed, cite</a>', html.partition("<main")[0])
    assert f'id="{target}"' in html


def figures(text: str) -> str:
    """What an answer shows, but for the id of the release that it is from."""
    shown = re.sub(r"[0-9a-f]{16}|<template id=\"dash\">.*?</template>", "", text, flags=re.DOTALL)
    main = re.search(r"<main.*</main>", shown, re.DOTALL)
    return main[0] if main else shown


def test_a_pin_names_a_day_and_stays_as_it_is(release: Release) -> None:
    assert pinned("/map?year=2024", release) == f"/map?year=2024&as_of={release.latest_edition.id}"
    assert pinned("", release) == ""
    every = pinned("/api/v1/observations.csv?ally=POL", release)
    assert all(f"edition={e.id}" in every for e in release.editions)


def test_a_citation_leads_to_what_it_cites(later: FlaskClient, release: Release) -> None:
    found = {year: later.get(f"/api/v1/citation.ris?chart=map&year={year}").text for year in (2022, 2023)}
    keys = [re.findall(r"ID  - (.*)\r?\n", text)[0] for text in found.values()]
    assert len(set(keys)) == 2
    url = re.findall(r"UR  - http://localhost(.*)\r?\n", found[2022])[0].strip()
    assert f"as_of={release.latest_edition.id}" in url
    assert "2022" in later.get(url).text
    assert found[2022].startswith("TY  - FIGURE\r\n")
    assert found[2022].endswith("ER  - \r\n")


@pytest.mark.parametrize("page", ["/", "/map?year=2020", "/allies/POL", "/embed/road"])
def test_a_page_is_found_and_embedded_by_its_address(later: FlaskClient, page: str) -> None:
    html = later.get(page).text
    (link,) = re.findall(r'application/json\+oembed" href="http://localhost([^"]+)"', html)
    answer = later.get(unescape(link)).get_json()
    assert (answer["version"], answer["type"]) == ("1.0", "rich")
    src = re.search(r'<iframe src="http://localhost([^"]+)"', answer["html"])
    assert src
    assert "as_of=" in src[1]
    assert later.get(unescape(src[1])).status_code == 200
    assert later.get(link.replace("&amp;", "&") + "&maxwidth=300&maxheight=200").get_json()["width"] == 300


def test_oembed_says_what_it_has_not(later: FlaskClient) -> None:
    for url in (
        "http://localhost/about",
        "http://elsewhere.example/map",
        "http://localhost/nothing",
        "nonsense",
        "http://[",
    ):
        assert later.get("/oembed", query_string={"url": url}).status_code == 404, url
    assert later.get("/oembed").status_code == 400
    assert later.get("/oembed?url=").status_code == 400
    assert later.get("/oembed?url=/map&format=xml").status_code == 501


def test_the_script_beside_a_frame_is_small_and_open(later: FlaskClient) -> None:
    answer = later.get("/embed.js")
    assert len(answer.data) < 1000
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_typefaces_may_be_loaded_by_a_frame_without_an_origin(later: FlaskClient) -> None:
    font = re.search(r'href="(/assets/[^"]+\.woff2)"', later.get("/").text)
    if font is None:
        pytest.skip("no typefaces were collected")
    assert later.get(font[1]).headers["Access-Control-Allow-Origin"] == "*"


def test_every_chart_has_a_frame_that_is_high_enough_for_its_drawing(release: Release) -> None:
    for name, chart_type in CHARTS.items():
        chart = chart_type(release, [("ally", "POL")] if "{ally}" in chart_type.page else [])
        assert frame_height(chart) > chart.height(True), name


def test_style_sheets_give_a_map_the_proportions_of_its_drawing(release: Release) -> None:
    chart = CHARTS["map"](release, [])
    pages = Path(__file__).parents[2] / "dashboard" / "pages"
    for sheet in ("map/map.css", "embed/embed.css"):
        rules = re.findall(r"aspect-ratio: (\d+) / (\d+)", (pages / sheet).read_text("utf-8"))
        for (width, height), figure in zip(rules[:2], (chart.wide, chart.narrow), strict=True):
            drawn = figure["layout"]
            assert abs(int(width) / int(height) - drawn["width"] / drawn["height"]) < 0.01, sheet
    drawn = CHARTS["explore"](release, [("view", "map")]).wide["layout"]
    for sheet in ("map/map.css", "embed/embed.css"):
        rule = r"explore-map .*?only-w { aspect-ratio: (\d+ / \d+)"
        (ratio,) = re.findall(rule, (pages / sheet).read_text("utf-8"))
        assert ratio == f"{drawn['width']} / {drawn['height']}", sheet
