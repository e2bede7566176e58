"""Finding things: the search, and addresses that are nearly right."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from dashboard import search
from etl.model import Release


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Poland", "/allies/POL"),
        ("pol", "/allies/POL"),
        ("Polish", "/allies/POL"),
        ("spaniards", "/allies/ESP"),
        ("Turkey", "/allies/TUR"),
        ("türkiye", "/allies/TUR"),
        ("FYROM", "/allies/MKD"),
        ("Slovakia", "/allies/SVK"),
        ("Czech Republic", "/allies/CZE"),
        ("Holland", "/allies/NLD"),
        ("U.K.", "/allies/GBR"),
        ("america", "/allies/USA"),
        ("Warsaw", "/allies/POL"),
        ("Polnd", "/allies/POL"),
        ("map", "/map"),
        ("excel", "/data"),
        ("definitions", "/about"),
        ("road to 3.5", "/road"),
        ("trend", "/trend"),
        ("17 June 2024", "/?edition=2024-06-17"),
        ("2024-06-17", "/?edition=2024-06-17"),
        ("2019", "/?year=2019"),
        ("Baltic", "/explore?ally=EST"),
        ("nordic countries", "/explore?ally=DNK"),
        ("decimal comma", "/data"),
        ("overturned", "/claims"),
        ("Spain 2025", "/allies/ESP?year=2025"),
        ("spanish share of gdp in 2025", "/allies/ESP?year=2025"),
        ("2019 holland", "/allies/NLD?year=2019"),
        ("equipment share", "/explore?indicator=equipment_share"),
        ("military personnel", "/explore?indicator=military_personnel"),
    ],
)
def test_a_thing_is_found_by_any_of_its_names(release: Release, text: str, first: str) -> None:
    assert search.find(release, text)[0].address.startswith(first)


def test_the_front_page_is_named_and_found_by_its_article(release: Release) -> None:
    story = "## How much is enough\n\nA story."
    other = replace(release.articles[0], id="x", made_on=date(2027, 1, 2), about="On tanks.", narrative=story)
    changed = replace(release, articles=(other, *release.articles))
    front = search.find(changed, "2027 claim check")[0]
    assert (front.name, front.address) == ("2027 claim check", "/")
    assert search.find(changed, "how much is enough")[0].address == "/"
    assert search.find(release, "Rutte")[0].address == "/"


def test_every_ally_is_found_by_each_of_its_names(release: Release) -> None:
    for entry in search.allies(release):
        for name in entry.names:
            assert entry in search.find(release, name), name


def test_an_ally_beside_a_year_is_answered_with_its_figure(release: Release) -> None:
    first = search.find(release, "Poland 2024")[0]
    assert first.name == "Poland 2024: 3.75% of GDP, edition of 7 July 2026"
    assert not [e for e in search.find(release, "Iceland 2024") if e.kind == "figure"]
    assert not [e for e in search.find(release, "Poland 1949") if e.kind == "figure"]


def test_several_things_at_once_are_each_found(release: Release) -> None:
    found = [entry.address for entry in search.find(release, "poland 2024")]
    assert {"/allies/POL", "/?year=2024"} <= set(found)
    assert search.find(release, "qqqq") == search.find(release, " . ") == []


def test_what_is_found_answers(client: FlaskClient, release: Release) -> None:
    by_kind = {entry.kind: entry for entry in search.entries(release)}
    assert set(by_kind) == {"ally", "group", "page", "edition", "measure", "year"}
    for entry in by_kind.values():
        assert client.get(entry.address).status_code == 200, entry


def test_the_page_of_results_stands_without_script(client: FlaskClient) -> None:
    page = client.get("/search?q=dutch").get_data(as_text=True)
    assert re.search(r'<ol[^>]*id="found">.*?<a href="/allies/NLD">Netherlands</a>', page)
    assert 'name="q" value="dutch"' in page
    assert "Nothing here has that name" in client.get("/search?q=qqqq").get_data(as_text=True)
    asked = client.get("/search?q=<b>Spain has reached 2%25").get_data(as_text=True)
    assert 'href="/check?text=%3Cb%3ESpain+has+reached+2%25"' in asked
    assert "<b>Spain" not in asked
    known = client.get("/search?q=dutch&as_of=2024-09-01").get_data(as_text=True)
    assert 'href="/allies/NLD?as_of=2024-09-01"' in known
    answer = client.get("/search.json?q=dutch&as_of=2024-09-01")
    assert json.loads(answer.data)[0] == {
        "name": "Netherlands",
        "kind": "ally",
        "address": "/allies/NLD?as_of=2024-09-01",
    }


@pytest.mark.parametrize(
    ("asked", "home"),
    [
        ("/allies/pol", "/allies/POL"),
        ("/allies/Poland", "/allies/POL"),
        ("/allies/poland/", "/allies/POL"),
        ("/allies/POL/", "/allies/POL"),
        ("/allies/north-macedonia", "/allies/MKD"),
        ("/allies/T%C3%BCrkiye?year=2024", "/allies/TUR?year=2024"),
        ("/map/", "/map"),
        ("/Map?year=2014&target=3.5", "/map?year=2014&target=3.5"),
        ("/ALLIES/", "/allies"),
        ("/status/", "/status"),
        ("/Releases/", "/releases"),
    ],
)
def test_an_address_that_is_nearly_right_leads_home(client: FlaskClient, asked: str, home: str) -> None:
    # Whatever was asked before that stands near the same.
    client.get("/mapp")
    client.get("/mapp")
    answer = client.get(asked)
    assert (answer.status_code, answer.headers["Location"]) == (308, home)


@pytest.mark.parametrize("asked", ["/allies/atlantis", "/maps/", "/embed/nothing/"])
def test_only_what_is_certain_is_led_on(client: FlaskClient, asked: str) -> None:
    assert client.get(asked).status_code == 404
