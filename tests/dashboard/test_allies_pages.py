"""The pages on allies as addresses: which there are, what they weigh, and what is rejected."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from etl.model import Release


def text(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_every_member_has_a_page_that_all_allies_link_to(client: FlaskClient, release: Release) -> None:
    page = text(client, "/allies")
    for ally in release.allies:
        assert f'href="/allies/{ally.code}"' in page
    for ally in release.allies[::5]:
        assert f"<h1>{ally.name}" in text(client, f"/allies/{ally.code}")


def test_the_small_drawings_are_light(client: FlaskClient) -> None:
    drawings = re.findall(r"<svg.*?</svg>", text(client, "/allies"), re.S)
    assert len(drawings) == 31
    assert sum(map(len, drawings)) < 40_000


@pytest.mark.parametrize("address", ["/allies/plo", "/allies/polnd"])
def test_an_ally_otherwise_spelt_is_not_found_but_offered(client: FlaskClient, address: str) -> None:
    assert 'href="/allies/POL"' in text(client, address, 404)


def test_no_such_ally(client: FlaskClient) -> None:
    assert "Page not found" in text(client, "/allies/QQQ", 404)


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/allies?order=share&edition=2026-07-07&target=2.0", "/allies"),
        ("/allies/POL?target=3.50&year=2024", "/allies/POL"),
        ("/guidelines?year=2024&edition=2024-06-17", "/guidelines?edition=2024-06-17"),
        ("/road?by=2035&growth=2", "/road?growth=2"),
    ],
)
def test_the_shortest_address_is_the_canonical_one(client: FlaskClient, address: str, canonical: str) -> None:
    escaped = canonical.replace("&", "&amp;")
    assert f'<link rel="canonical" href="http://localhost{escaped}">' in text(client, address)


@pytest.mark.parametrize(
    "address", ["/allies?order=x", "/allies/POL?ally=POL", "/guidelines?year=1999", "/road?by=1"]
)
def test_what_is_not_understood(client: FlaskClient, address: str) -> None:
    assert "This address has a value we do not recognise" in text(client, address, 400)


def test_what_is_missing_is_said_where_it_would_have_stood(client: FlaskClient) -> None:
    page = text(client, "/allies/DEU?edition=2025-08-28")
    assert "left blank by NATO" in page
    assert "has no Germany’s spending by category" in page
    assert "Table 8a is available here for" in text(client, "/guidelines?edition=2025-08-28")
    quarter = re.compile('<h2 class="ft"><b>[0-9]+</b> Both guidelines')
    assert quarter.search(client.get("/guidelines").text)
    missing = client.get("/guidelines?edition=2025-08-28").text
    assert not quarter.search(missing), "what is missing is counted as nobody"


def test_the_source_of_every_figure(client: FlaskClient) -> None:
    page = text(client, "/allies/POL")
    assert "TABLE3!N32" in page
    assert 'href="/api/v1/observations.csv?ally=POL&amp;bom=1"' in page
