"""`/check`: any text, its parts, and every way it can be of no use, each a page that helps."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from dashboard import formatting as words
from dashboard.app import create_app
from dashboard.pages.check.page import EXAMPLES
from dashboard.pages.check.parts import Judged, chart_of
from etl.claims.check import check_text
from etl.model import SHARE_OF_GDP, Release
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
    assert "All 3 parts were right on 17 June 2024; 1 still is by NATO’s latest table" in html
    assert html.count('<section class="part"') == 3
    assert html.count("Correct then, revised since</span>") >= 2
    assert "TABLE3!N35" in html
    assert "Debts between allies" in html
    assert "1est" not in html
    assert html.count('<ul class="sum">') == 1
    one = get(client, text="Poland spent 4.12% of GDP on defence in 2024.", said_on="2024-06-17")
    assert (one.count('<section class="part"'), one.count('<ul class="sum">')) == (1, 0)


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
        ("Burden-sharing is back on everyone’s lips.", "No statement was understood that can be checked"),
        ("How many allies meet the target?", "This is an open question"),
        ("Inflation in Poland was 4.1%.", "This cannot be checked with NATO’s tables"),
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


def test_an_open_question_leads_to_where_the_figures_are(client: FlaskClient) -> None:
    html = get(client, text="What do Poland and the US spend, and what of us?")
    assert re.findall(r'<a href="(/allies/\w+)">([^<]+): all figures</a>', html) == [
        ("/allies/POL", "Poland"),
        ("/allies/USA", "United States"),
    ]
    assert "/allies/" not in get(client, text="What is it to us?").partition('<div class="ans">')[2]


@pytest.mark.parametrize(
    ("text", "said_on", "name"),
    [
        ("Poland will spend 4% of GDP in 2030.", "2024-06-20", "that table ends before that year"),
        ("Germany spent 1.24% of its GDP on defence in 2018.", "2018-07-12", "that table is missing here"),
    ],
)
def test_the_verdict_has_the_reason_why_it_cannot_be_told(
    client: FlaskClient, text: str, said_on: str, name: str
) -> None:
    part = get(client, text=text, said_on=said_on).split('<section class="part"')[1]
    assert re.findall(r'<span class="chip untold">([^<]+)</span>', part) == [f"Cannot be told: {name}"]


OPTION = re.compile(r'<option value="(1\.[^"]+)"')


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("Poland is the biggest spender.", {"expenditure_usd_current", "military_personnel"}),
        ("Turkey has the second most soldiers in NATO.", {SHARE_OF_GDP, "expenditure_usd_current"}),
        ("Poland spends more than Britain.", {"expenditure_usd_current", "expenditure_per_capita"}),
        ("Spending in Europe and Canada rose 18% in 2024.", {"expenditure_usd_current"}),
        ("Poland spends 4.12% of GDP.", {"equipment_share"}),
    ],
)
def test_every_other_reading_that_the_form_offers_is_a_page(
    client: FlaskClient, text: str, measures: set[str]
) -> None:
    """An order has no number, so that any measure can be meant; of others those of the same unit."""
    options = set(OPTION.findall(get(client, text=text, said_on="2024-07-11")))
    assert {f"1.indicator.{measure}" for measure in measures} <= options
    for option in options:
        html = get(client, text=text, said_on="2024-07-11", reading=option)
        assert html.count('<section class="part"') == 1


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Of the G7, four meet the target.", "G7 members of NATO"),
        ("Poland spends over 4%, and six others over 2.5%.", "all allies but Poland"),
    ],
)
def test_the_form_names_the_set_that_is_counted(client: FlaskClient, text: str, whose: str) -> None:
    html = get(client, text=text, said_on="2024-07-11")
    assert f"selected>{whose}</option>" in html


@pytest.mark.parametrize(
    ("text", "label", "taken", "because"),
    [
        ("Poland spends 4.12% of GDP. It is ahead of Estonia.", "Whose", "Poland", "spoke of it before"),
        ("Lithuania spends 2.85% of GDP. It is fifth in NATO.", "Whose", "Lithuania", "spoke of it before"),
        ("Spain missed the target.", "Target", "2%", "was not put in numbers"),
        ("Slovenia is among the lowest spenders.", "Place", "10", "a third of the members"),
    ],
)
def test_what_was_assumed_and_cannot_be_chosen_is_shown_too(
    client: FlaskClient, text: str, label: str, taken: str, because: str
) -> None:
    page = get(client, text=text, said_on="2024-07-20")
    assert re.search(rf"<span>{label}</span><span>(<a[^>]*>)?{taken}(</a>)?</span><em>[^<]*{because}", page)


@pytest.mark.parametrize(
    "text",
    [
        "Defence spending in Poland as a share of GDP has risen since 2014.",
        "NATO as a whole spends 2.71% of GDP on defence.",
    ],
)
def test_the_chart_of_a_part_shows_what_it_is_of(release: Release, text: str) -> None:
    """A change and an aggregate have no bar in a ranking of one year: they are drawn by year."""
    day = date(2024, 6, 20)
    (claim,) = check_text(text, day, release).claims
    assert claim.rule
    assert claim.rule.indicator == SHARE_OF_GDP
    chart = chart_of(Judged(text, day, claim.rule, claim.outcomes), release)
    assert chart
    assert chart.shape == "explore-lines"


def test_the_headline_counts_the_parts_that_can_be_checked(client: FlaskClient) -> None:
    two = "Poland leads with 4.12% of GDP."
    assert "Both parts were right on 17 June 2024; 1 still is by" in get(
        client, text=two, said_on="2024-06-17"
    )
    later = f"{two} 25 allies will spend 2% of GDP in 2040."
    html = get(client, text=later, said_on="2024-06-17")
    assert "Both parts that can be checked were right on 17 June 2024; 1 still is by" in html


def test_the_headline_is_of_what_was_understood_where_something_was_not(client: FlaskClient) -> None:
    plain = "Poland spent 4.12% of GDP on defence in 2024"
    assert "<h2>It was right on 17 June 2024." in get(client, text=f"{plain}.", said_on="2024-06-17")
    more = get(client, text=f"{plain}, nearly double the alliance’s guideline.", said_on="2024-06-17")
    assert "<h2>The part that was understood was right on 17 June 2024." in more


def test_the_headline_and_the_figures_speak_of_one_table_where_that_of_the_day_is_the_latest(
    client: FlaskClient, release: Release
) -> None:
    day = release.editions[-1].published
    right, wrong = "Spain spends 2.00% of GDP", "Poland spends 3.00%"
    for text, says in (
        (f"{right}.", "It is right"),
        (f"{wrong} of GDP.", "It is not right"),
        (f"{right} and {wrong} of GDP.", "1 of the 2 parts is right"),
        (f"{wrong} of GDP and Estonia 3.00% of GDP.", "None of the 2 parts is right"),
    ):
        html = get(client, text=text, said_on=day.isoformat())
        assert f"<h2>{says} by NATO’s latest table.</h2>" in html
        heads = re.findall(r"<thead>(.*?)</thead>", html)
        assert all(head.count(words.short_day(day)) == 1 for head in heads)
    before = get(client, text=f"{right}.", said_on=release.editions[-2].published.isoformat())
    assert len(re.findall(r'scope="col">Cell', before)) == 2


@pytest.mark.parametrize(("value", "latest"), [("4.7", "says otherwise"), ("4.25", "agrees")])
def test_the_headline_says_what_the_latest_table_makes_of_what_that_of_the_day_could_not_tell(
    client: FlaskClient, value: str, latest: str
) -> None:
    html = get(client, text=f"Poland will spend {value}% of GDP on defence in 2025.", said_on="2025-03-01")
    ends = "Cannot be told: that table ends before that year"
    assert f"<h2>{ends}. NATO’s latest table {latest}.</h2>" in html
    assert "Cannot be told: that table is missing here" not in html


def test_a_blank_is_named_where_it_keeps_a_part_from_being_told(client: FlaskClient) -> None:
    all_of_them = "All NATO allies will meet the 2% target this year."
    html = get(client, text=all_of_them, said_on="2025-09-01")
    assert (
        "<h2>Cannot be told: NATO left a figure it needs blank. NATO’s latest table says otherwise.</h2>"
        in html
    )
    assert "NATO left the figure of Germany blank; with one the answer may be another." in html
    two = get(client, text=f"{all_of_them} Iceland spends 0.1% of GDP.", said_on="2025-09-01")
    assert "<h2>It cannot be told here what was right on 1 September 2025.</h2>" in two


def test_an_ally_without_armed_forces_has_no_row_and_nothing_is_missing(client: FlaskClient) -> None:
    html = get(client, text="Iceland spends 0.1% of GDP on defence.", said_on="2024-07-01")
    assert "Cannot be told: NATO’s tables have no row for an ally without armed forces" in html
    assert "a figure it needs is missing here" not in html


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


NEWEST = "2026-07-07"


@pytest.mark.parametrize("day", ["2024-06-17", NEWEST])
def test_a_link_to_a_check_names_its_day_whichever_it_is(client: FlaskClient, day: str) -> None:
    html = get(client, text="Poland spends 4.12% of GDP.", said_on=day)
    link = re.search(r'<a href="([^"]*)">Link to this check', html)
    json = re.search(r'<a href="([^"]*)">JSON', html)
    canonical = re.search(r'rel="canonical" href="([^"]*)"', html)
    assert link
    assert json
    assert canonical
    assert all(f"said_on={day}" in found[1] for found in (link, json, canonical))
    assert client.get(json[1]).get_json()["said_on"] == day


@pytest.mark.parametrize("given", ["", "&said_on="])
def test_without_a_day_a_text_was_said_today_and_tomorrow_anew(
    client: FlaskClient, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in (date(2031, 5, 30), date(2031, 5, 31)):
        clock = type(
            "Clock",
            (datetime,),
            {"now": classmethod(lambda _, tz, d=day: datetime(d.year, d.month, d.day, tzinfo=tz))},
        )
        monkeypatch.setattr("dashboard.state.parameter.datetime", clock)
        address = f"/check?text=Poland+spends+4.12%25+of+GDP.{given}"
        assert f'name="said_on" value="{day.isoformat()}"' in client.get(address).text
        if not given:
            found = client.get(address.replace("/check", "/api/v1/check.json")).get_json()
            assert found["said_on"] == day.isoformat()
