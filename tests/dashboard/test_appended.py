"""What links carry: what others append is passed over, a slip of ours is not, and an error has a way out."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboard.app import create_app
from dashboard.state.appended import is_foreign, near
from dashboard.state.parameter import DECLARED

_APPENDED = """
utm_source UTM_SOURCE utm_id fbclid igsh igshid ref ref_src ref_url twclid ttclid msclkid gclid gbraid wbraid
gad_source gad_campaignid dclid srsltid _gl _ga mkt_tok _hsenc _hsmi mibextid yclid li_fat_id si s t xtor smid
smtyp cmpid cmp at_medium at_campaign __cf_chl_tk mc_cid mc_eid share shared source campaign cid ncid sid site
spm from scene v n1 usp hl lang __twitter_impression CMP wt_mc_id guccounter guce_referrer sh mod feature
cache _branch_match_id epik pp trk originalReferer sr_share sfnsn rdt_cid ysclid sc_cid pk_campaign mtm_source
icid ns_mchannel trackingid xing_share ef_id ved sa usg nocache rand x colour amp;fbclid amp;utm_source
"""
APPENDED = _APPENDED.split()
SLIPS = {
    "yaer": "year",
    "Year": "year",
    "years": "year",
    "editon": "edition",
    "allies": "ally",
    "as-of": "as_of",
    "TARGET": "target",
    "indicater": "indicator",
    "highlight": "ally",
    "Measures": "indicator",
}
ADDRESSES = (
    "/about",
    "/map",
    "/figures/map.svg",
    "/embed/map",
    "/api/v1/counts.json",
    "/feed.xml",
    "/status",
)


@pytest.fixture(scope="module")
def client(store_folder: object) -> FlaskClient:
    return create_app(str(store_folder)).test_client()


@pytest.mark.parametrize("name", APPENDED)
def test_what_others_append_is_theirs(name: str) -> None:
    assert is_foreign(name)


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_others_append_changes_nothing(client: FlaskClient, address: str) -> None:
    query = "&".join(f"{name}=2%20023" for name in APPENDED)
    plain, carried = client.get(address), client.get(f"{address}?{query}&=&amp;year=2023")
    assert carried.status_code == 200
    if address not in ("/map", "/figures/map.svg", "/embed/map", "/api/v1/counts.json"):  # these have a year
        assert carried.data == plain.data


def test_a_download_passes_it_over(client: FlaskClient) -> None:
    assert client.head("/download/two-percent.csv?utm_source=post&msclkid=1").status_code == 200


def test_a_parameter_copied_from_a_page_s_source_is_read(client: FlaskClient) -> None:
    copied = client.get("/figures/map.svg?x=1&amp;year=2016&amp;theme=dark&amp;as_of=2025-01-01")
    assert copied.data == client.get("/figures/map.svg?year=2016&theme=dark&as_of=2025-01-01").data
    assert client.get("/about?amp;year=2016").status_code == 200  # which has no year to read


@pytest.mark.parametrize(("slip", "meant"), SLIPS.items())
def test_a_slip_of_ours_has_its_sentence(client: FlaskClient, slip: str, meant: str) -> None:
    assert near(slip) == meant
    answer = client.get(f"/api/v1/observations.csv?{slip}=2023")
    assert answer.status_code == 400
    assert f"perhaps {meant} was meant" in answer.get_json()["detail"] or meant == "target"


@given(name=st.text(max_size=12))
def test_every_name_is_ours_a_slip_or_another_s(name: str) -> None:
    assert (name in DECLARED) + bool(near(name)) + is_foreign(name) == 1 or name.startswith("amp;")


@pytest.mark.parametrize(
    ("wrong", "better"),
    [
        ("/map?year=1900&target=3", "/map?target=3"),
        ("/explore?highlight=POL&ally=FRA", "/explore?ally=FRA"),
        ("/?ally=XXX&ally=POL&utm_id=2", "/?ally=POL&utm_id=2"),
        ("/map?yaer=2016&year=2016", "/map?year=2016"),
        ("/map?year=2016&year=2017", "/map?year=2016"),
        ("/map?as_of=soon&year=2016", "/map?year=2016"),
        ("/about?edition=latest", "/about"),
    ],
)
def test_an_error_page_links_the_same_without_it(client: FlaskClient, wrong: str, better: str) -> None:
    answer = client.get(wrong)
    assert answer.status_code == 400
    link = re.search(r'<a href="([^"]+)">The same without it', answer.text)
    assert link
    assert unescape(link[1]) == better
    assert client.get(better).status_code == 200


def test_a_problem_document_has_the_same(client: FlaskClient) -> None:
    answer = client.get("/api/v1/observations.csv?ally=XX&ally=POL&year=2014")
    assert answer.get_json()["without"] == "/api/v1/observations.csv?ally=POL&year=2014"
