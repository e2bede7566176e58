"""`/check`: any text, its parts, and every way it can be of no use, each a page that helps."""

from __future__ import annotations

import re
import tomllib
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.pages.check.page import EXAMPLES
from etl.shipped.folder import read_article_file

TEXT = (
    "Twenty-three of NATO's 32 members will spend at least 2% of GDP on defence this year. "
    "Poland leads with 4.12%. Allies owe NATO billions."
)


@pytest.fixture(scope="module")
def client(store_folder: Path) -> FlaskClient:
    return create_app(store_folder).test_client()


def get(client: FlaskClient, **asked: str) -> str:
    answer = client.get(f"/check?{urlencode(asked)}")
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def test_the_text_is_shown_back_with_its_parts_judged(client: FlaskClient) -> None:
    html = get(client, text=TEXT, said_on="2024-06-17")
    back = re.search(r'<p class="back">(.*?)</p>', html, re.S)
    assert back
    shown = re.sub(r"<sup>\d+</sup>|<[^>]+>", "", back[1])
    assert shown == TEXT
    assert "All three parts held by NATO’s table of the day, 17 June 2024; one by its latest" in html
    assert html.count('<section class="part"') == 3
    assert html.count("Correct then, revised since</span>") >= 2
    assert "TABLE3!N35" in html
    assert "Debts between allies" in html
    assert "1est" not in html


def test_a_reading_can_be_changed_by_the_form(client: FlaskClient) -> None:
    html = get(client, text="Poland spends 4.12% of GDP.", said_on="2024-06-17", reading="1.year.2023")
    assert "as you chose" in html
    assert "in 2023: 4.12% of GDP" in html
    assert "Not supported" in html
    asked = urlencode({"text": "Hello", "reading": "1.year.2023"})
    assert client.get(f"/check?{asked}").status_code == 400


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Six to try"),
        ("Burden-sharing is back on everyone’s lips.", "No ally, number or measure was recognised"),
        ("Polen gibt dieses Jahr viel Geld für Verteidigung aus.", "does not look like English"),
        ("Poland " * 700, "4,000 are read at once"),
        ("<script>alert(1)</script> Poland spends 4.12% of GDP", "Poland"),
    ],
)
def test_what_cannot_be_judged_is_a_page_that_helps(client: FlaskClient, text: str, said: str) -> None:
    answer = client.get(f"/check?{urlencode({'text': text, 'said_on': '2024-06-17'})}")
    assert answer.status_code == 200
    assert said in unescape(answer.text)
    assert "<script>alert" not in answer.text


def test_a_text_sent_as_a_form_is_answered_with_its_address(client: FlaskClient) -> None:
    answer = client.post("/check", data={"text": TEXT, "said_on": "2024-06-17"})
    assert answer.status_code == 303
    assert get(client, text=TEXT, said_on="2024-06-17") == unescape(
        client.get(answer.headers["Location"]).text
    )


def test_the_toml_of_a_part_is_a_claim_of_an_article(client: FlaskClient, tmp_path: Path, data: Path) -> None:
    html = get(client, text=TEXT, said_on="2024-06-17")
    written = re.findall(r'<textarea class="copied" id="m\d+"[^>]*>(.*?)</textarea>', html, re.S)
    assert len(written) == 3
    head = 'made_on = 2024-06-17\nabout = "A test."\nfootnote = "None."\n'
    for text in written:
        file = tmp_path / "claims.toml"
        file.write_text(head + text, "utf-8")
        assert tomllib.loads(head + text)["claim"][0]["rule"]
        assert len(read_article_file(file, data).claims) == 1


@pytest.mark.parametrize(("text", "day"), EXAMPLES)
def test_every_example_is_judged(client: FlaskClient, text: str, day: str) -> None:
    assert '<section class="part"' in get(client, text=text, said_on=day)


@pytest.mark.parametrize(
    "text",
    [
        "Poland spends 4.12% of GDP.",
        "The United States spends $968 billion.",
        "Estonia spent more than 20% of its defence budget on equipment in 2024.",
        "Türkiye has 481,000 soldiers.",
    ],
)
def test_every_address_that_a_part_offers_is_answered(client: FlaskClient, text: str) -> None:
    html = get(client, text=text, said_on="2024-06-18")
    addresses = re.findall(r'href="(/[^"#]*)"', html.split('<section class="part"')[1].split("</section>")[0])
    assert addresses
    for address in addresses:
        assert client.get(address).status_code == 200, address
