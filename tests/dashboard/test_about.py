"""What `/about`, the embeds and the page for unknown addresses say."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from dashboard.charts import CHARTS, home
from dashboard.pages.about import data as about
from dashboard.pages.index import FIXED, PAGES
from dashboard.pages.navigation import navigation
from dashboard.web.problems import near
from etl.model import Release


def test_every_edition_stands_with_how_it_reached_us(client: FlaskClient, release: Release) -> None:
    page = client.get("/about").text
    for e in release.editions:
        assert f'id="edition-{e.id}"' in page
        assert e.sha256 in page
    for target in release.targets:
        assert target.title in page
    assert "7 November 2024" in page


def test_every_part_of_the_page_has_its_anchor(client: FlaskClient) -> None:
    page = client.get("/about").text
    anchors = re.findall(r'<li><a href="#([\w-]+)">', page)
    assert len(anchors) == 10 + 8  # the parts, and the editions of which something is missing
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_the_example_is_the_count_of_23(release: Release) -> None:
    example = about.example(release)
    assert example is not None
    assert [step.outcome for step in example.steps] == ["23", "22", "18", "17"]


def test_pledges_stand_in_their_order_with_their_addresses(release: Release) -> None:
    shown = about.pledges(release)
    assert [p.target.agreed.year for p in shown] == [2014, 2014, 2023, 2025]
    assert [p.due for p in shown] == ["by 2024", "by 2024", "standing", "by 2035"]
    assert shown[0].url.startswith("https://www.nato.int/")
    assert shown[0].source == "Wales summit declaration, paragraph 14"
    assert shown[-1].url == ""


def test_the_break_is_found_in_the_editions(release: Release) -> None:
    broken = about.series_break(release)
    assert broken is not None
    assert broken.id == "2026-07-07"
    assert dict(about.base_years(release)).keys() == {2015, 2021}


def test_blank_cells_are_reported_by_measure(release: Release) -> None:
    shown = {s.edition.id: dict(s.facts) for s in about.sources(release)}
    assert "Germany 2025" in shown["2025-08-28"]["Left blank by NATO"]
    assert shown["2024-06-17"]["Missing here"] == "Nothing: this edition is whole."
    assert shown["2016-07-04"]["Cut-off of NATO’s data"] == "not known"


def test_every_chart_has_an_embed_that_leads_home(client: FlaskClient, release: Release) -> None:
    for name in CHARTS:
        chart = CHARTS[name](release, [("ally", "POL")] if "{ally}" in CHARTS[name].page else [])
        answer = client.get(chart.embed)
        assert answer.status_code == 200, name
        assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
        assert answer.text.count("<script") == 1  # it says how high it is
        assert client.get(home(chart)).status_code == 200, home(chart)


def test_nothing_but_an_embed_may_be_framed(client: FlaskClient) -> None:
    for address in PAGES:
        if "<" not in address:
            assert "frame-ancestors 'none'" in client.get(address).headers["Content-Security-Policy"], address
    assert client.get("/embed/nothing").status_code == 404
    assert client.get("/embed/map?year=nine").status_code == 400


def test_every_page_has_its_own_title_description_and_a_preview_that_is_there(client: FlaskClient) -> None:
    heads = {}
    for address in (*FIXED, "/allies/POL"):
        page = client.get(address).text
        title = re.search(r"<title>(.+?)</title>", page)
        described = re.search(r'<meta name="description" content="(.+?)">', page)
        picture = re.search(r'<meta property="og:image" content="http://localhost(.+?)">', page)
        assert title, address
        assert described, address
        assert picture, address
        answer = client.get(picture[1].replace("&amp;", "&"))
        assert (answer.status_code, answer.mimetype) == (200, "image/png"), (address, picture[1])
        heads[address] = (title[1], described[1])
    assert len({t for t, _ in heads.values()}) == len({d for _, d in heads.values()}) == len(heads)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/revisons", "/revisions"),
        ("/maps", "/map"),
        ("/allies/pol", "/allies/POL"),
        ("/allies/germany", "/allies/DEU"),
        ("/Turkey", "/allies/TUR"),
    ],
)
def test_what_may_have_been_meant_is_offered(release: Release, asked: str, meant: str) -> None:
    assert meant in [address for address, _ in near(asked, release)]


def test_nothing_is_offered_for_what_is_like_nothing(release: Release) -> None:
    assert near("/wp-login.php", release) == ()


def test_an_unknown_address_lists_every_page(client: FlaskClient, release: Release) -> None:
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    assert all(f'href="{address}"' in answer.text for address, _ in navigation(release))
