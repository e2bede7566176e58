"""What was known on a day: on each address, against answers made by hand, and never anything later."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote

import openpyxl
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import CHARTS
from dashboard.pages.index import PAGES
from dashboard.state import question
from dashboard.state.known import ask_again, with_day
from etl.claims.known import by_observation, known_on
from etl.model import EQUIPMENT_SHARE, SHARE_OF_GDP, Release

V1 = "/api/v1"
BY_HAND = [
    # day, Poland's share of 2023 and of 2024 as printed, each with its edition; who meets 2% in 2024
    ("2023-07-06", None, None, None),
    ("2023-07-07", (3.90, "2023-07-07"), None, None),
    ("2024-03-13", (3.90, "2023-07-07"), None, None),
    ("2024-03-14", (3.92, "2024-03-14"), None, None),
    ("2024-06-16", (3.92, "2024-03-14"), None, None),
    ("2024-06-17", (3.26, "2024-06-17"), (4.12, "2024-06-17"), 23),
    ("2024-11-07", (3.26, "2024-06-17"), (4.12, "2024-06-17"), 23),
    ("2025-04-24", (3.26, "2024-06-17"), (4.07, "2025-04-24"), 22),
    ("2025-08-28", (3.27, "2025-08-28"), (3.79, "2025-08-28"), 18),
    ("2026-07-06", (3.27, "2025-08-28"), (3.79, "2025-08-28"), 18),
    ("2026-07-07", (3.26, "2026-07-07"), (3.75, "2026-07-07"), 17),
]
DAYS = ["2016-07-04", "2019-07-01", "2024-11-07", "2025-05-01"]
EXAMPLES = {
    "/allies/<code>": "/allies/POL",
    "/articles/<article>": "/articles/2024-11-07-two-percent",
    "/embed/<chart>": "/embed/ranking",
}
ADDRESSES = [*(EXAMPLES.get(address, address) for address in PAGES), "/allies/ISL", "/allies/FIN"]
SAME_EVERY_DAY = ("/assets/", "/favicon", "/feed.xml", "/embed.js", "/download/sources/")


@pytest.mark.parametrize(("day", "of_2023", "of_2024", "n"), BY_HAND)
def test_the_api_answers_by_observation(
    client: FlaskClient,
    day: str,
    of_2023: tuple[float, str] | None,
    of_2024: tuple[float, str] | None,
    n: int | None,
) -> None:
    for year, expected in ((2023, of_2023), (2024, of_2024)):
        asked = f"as_of={day}&ally=POL&indicator={SHARE_OF_GDP}"
        found = client.get(f"{V1}/observations.json?{asked}").get_json()
        rows = [(round(r["value"], 2), r["edition"]) for r in found if r["year"] == year]
        assert rows == ([expected] if expected else [])
        editions = {r["edition"] for r in client.get(f"{V1}/editions.json?as_of={day}").get_json()}
        assert max(editions) <= day
    counts = client.get(f"{V1}/counts.json?as_of={day}").get_json()
    assert [c["n"] for c in counts if c["year"] == 2024] == ([n] if n else [])
    assert len({c["year"] for c in counts}) == len(counts)


def test_a_measure_that_the_newest_edition_lacks_is_that_of_an_earlier_one(client: FlaskClient) -> None:
    answer = client.get(f"{V1}/observations.csv?as_of=2026-01-01&indicator={EQUIPMENT_SHARE}")
    rows = [row.split(",") for row in answer.text.splitlines()[1:]]
    assert sum(row[0] == "2024-06-17" for row in rows) == 341
    assert {row[3] for row in rows if row[0] == "2019-06-25"} == {"2012", "2013"}
    assert len(rows) == 341 + 56
    assert answer.headers["X-Edition"] == "2024-06-17"
    page = client.get(f"/data?as_of=2026-01-01&indicator={EQUIPMENT_SHARE}").text
    assert re.search(r"397 of [\d,]+ figures", page)


def test_beside_an_edition_the_day_gives_that_edition_where_it_was_known(client: FlaskClient) -> None:
    plain = client.get(f"{V1}/observations.json?edition=2024-06-17").get_json()
    assert client.get(f"{V1}/observations.json?edition=2024-06-17&as_of=2026-01-01").get_json() == plain
    assert client.get(f"{V1}/observations.json?edition=2026-07-07&as_of=2026-01-01").status_code == 400


def test_the_header_names_the_newest_edition_of_the_answer(client: FlaskClient) -> None:
    for query, edition in (
        ("edition=2024-06-17", "2024-06-17"),
        ("edition=2024-06-17&edition=2019-06-25", "2024-06-17"),
        ("as_of=2024-11-07", "2024-06-17"),
        ("", "2026-07-07"),
    ):
        answer = client.get(f"{V1}/observations.csv?{query}")
        assert answer.headers["X-Edition"] == edition
        assert edition in answer.headers["Content-Disposition"]


def test_every_form_has_the_same_rows(client: FlaskClient) -> None:
    asked = "as_of=2025-05-01&year=2024"
    rows = client.get(f"{V1}/observations.json?{asked}").get_json()
    assert {r["edition"] for r in rows} == {"2024-06-17", "2025-04-24"}
    assert len(client.get(f"{V1}/observations.csv?{asked}").text.splitlines()) == len(rows) + 1
    workbook = openpyxl.load_workbook(io.BytesIO(client.get(f"{V1}/observations.xlsx?{asked}").data))
    sheet = next(s for s in workbook.worksheets if s.title == "figures")
    assert sheet.max_row == len(rows) + 1


def test_pages_of_rows_carry_the_day(client: FlaskClient) -> None:
    address, seen = f"{V1}/observations.json?as_of=2024-11-07&indicator={SHARE_OF_GDP}&limit=200", 0
    while address:
        answer = client.get(address)
        seen += len(answer.get_json())
        found = re.search('<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        address = found[1] if found else ""
        assert not address or "as_of=2024-11-07" in address
    assert seen == int(answer.headers["X-Total-Count"])


def test_a_download_has_every_edition_until_the_day(client: FlaskClient, release: Release) -> None:
    body = client.get("/download/two-percent.csv?as_of=2024-11-07").data.decode("utf-8-sig")
    editions = {line.split(",")[0] for line in body.splitlines()[1:]}
    assert editions == {e.id for e in release.editions if e.id <= "2024-11-07"}


@settings(max_examples=25)
@given(day=st.dates(date(2016, 7, 4), date(2027, 12, 31)))
def test_nothing_later_is_known_and_each_figure_is_the_newest(release: Release, day: date) -> None:
    known = known_on(release, day)
    assert [e for e in release.editions if e.published <= day] == list(known.editions)
    newest = {}
    for f in release.observations:
        if f.edition <= day:
            newest[f.ally, f.year, f.indicator] = f
    assert set(by_observation(known).observations) == set(newest.values())
    assert all(s.made_on <= day for s in known.statements)
    for claim in (*known.claims, *known.statements):
        days = [r.edition for r in claim.history] + [b.now_edition for b in claim.beside]
        assert all(d <= day for d in days)
        assert all(c.edition <= day for c in claim.judgement_changes)


def test_on_the_day_of_the_latest_edition_all_is_known(release: Release) -> None:
    known = known_on(release, release.latest_edition.published)
    assert (known.editions, known.observations) == (release.editions, release.observations)
    assert known.claims == release.claims


def _links(html: str) -> Iterator[str]:
    for attributes in re.findall(r"<(?:a|link)\b([^>]*)>", html):
        if 'rel="today"' in attributes:
            continue
        for address in re.findall(r'\bhref="((?:http://localhost)?/[^"]*)"', attributes):
            yield unescape(address).removeprefix("http://localhost")
    for address in re.findall(r'<meta property="og:(?:url|image)" content="http://localhost(/[^"]*)"', html):
        yield unescape(address)
    yield from (path + question(fields) for path, fields in _forms(html))
    yield from map(unescape, re.findall(r'data-figure="([^"]*)"', html))
    yield from map(unescape, re.findall(r"src=&#34;https?://[^/]+(/embed[^&]*(?:&amp;[^&]*)*)&#34;", html))


class _Forms(HTMLParser):
    """What each form of a page sends as it stands: as a browser does, its fields in place of any query."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str]]]] = []
        self._inside, self._select = False, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = True
            self.found.append((given["action"].partition("#")[0].partition("?")[0], []))
        elif self._inside and tag == "select":
            self._select = given["name"]
        elif self._inside and tag == "option" and "selected" in given:
            self.found[-1][1].append((self._select, given["value"]))
        elif not given.get("name"):
            pass  # a field without a name finds choices in the page and is not sent
        elif self._inside and tag == "input" and (given["type"] != "checkbox" or "checked" in given):
            self.found[-1][1].append((given["name"], given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"


def _forms(html: str) -> list[tuple[str, list[tuple[str, str]]]]:
    forms = _Forms()
    forms.feed(html)
    return forms.found


CHECK = "/check?text=Poland+spends+4.12%25+of+GDP.&said_on=2024-06-17"


@pytest.mark.parametrize(
    "address", ["/", CHECK, "/claims", "/data?ally=POL&sort=-value", "/explore", "/trend", "/allies/POL"]
)
def test_a_form_sends_the_day_once_and_nothing_of_it_today(client: FlaskClient, address: str) -> None:
    day = "2025-05-01"
    then = _forms(client.get(f"{address}{'&' if '?' in address else '?'}as_of={day}").text)
    assert len(then) == (4 if address in (CHECK, "/") or address.startswith("/data") else 3)
    assert [[text for name, text in fields if name == "as_of"] for _, fields in then] == [[day]] * len(then)
    now = _forms(client.get(address).text)
    assert [[text for name, text in fields if name == "as_of"] for _, fields in now] == [
        *[[]] * (len(now) - 1),
        [""],
    ]


def test_a_choice_in_the_table_of_figures_keeps_its_order_and_not_its_page(client: FlaskClient) -> None:
    (form,) = (
        f for f in _forms(client.get("/data?sort=-value&page=2").text) if f[0] == "/data" and len(f[1]) > 3
    )
    assert ("sort", "-value") in form[1]
    assert "page" not in dict(form[1])


def test_what_is_the_same_on_every_day_takes_none(client: FlaskClient) -> None:
    assert client.get("/status?as_of=2025-05-01").status_code == 400
    assert [fields for _, fields in _forms(client.get("/status").text)] == [[("q", "")]]
    assert client.get("/releases?as_of=2025-05-01").status_code == 400


@pytest.mark.parametrize("day", DAYS)
def test_every_link_of_every_page_carries_the_day_and_leads_somewhere(
    client: FlaskClient, release: Release, day: str
) -> None:
    found: set[str] = set()
    for address in ADDRESSES:
        answer = client.get(f"{address.replace('<id>', release.claims[0].id)}?as_of={day}")
        assert answer.status_code == 200, (address, answer.text[-500:])
        known = date.fromisoformat(day)
        assert f"{known.day} {known:%B %Y}" in answer.text
        links = {a for a in _links(answer.text) if not a.startswith(SAME_EVERY_DAY)}
        assert [a for a in links if f"as_of={day}" not in unquote(a)] == [], address
        found |= links
        if not address.startswith("/embed"):
            assert 'rel="today"' in answer.text
    if day in ("2016-07-04", "2025-05-01"):
        # One of each kind: the same path with the same parameters, whichever ally and year they name; one
        # picture of each chart.
        named = re.compile(r"/allies/[A-Z]{3}|/claims/[^?]*|(?<=\.png)\?.*|=[^&]*")
        kinds = {named.sub("", a.partition("#")[0]): a for a in sorted(found)}
        ends = [a for a in kinds.values() if not a.startswith("/download")]
        assert {a: s for a in ends if (s := client.get(a).status_code) != 200} == {}


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_every_chart_is_drawn_as_known_on_any_day(client: FlaskClient, name: str) -> None:
    ally = "&ally=POL" if name in ("ally", "ally-categories", "ally-spending") else ""
    for day in DAYS:
        for form in ("svg", "csv"):
            answer = client.get(f"/figures/{name}.{form}?as_of={day}{ally}")
            assert answer.status_code == 200, (day, answer.text)
        drawn = client.get(f"/figures/{name}.svg?as_of={day}{ally}").text
        assert "as known on" in " ".join(re.findall(r">([^<]*)</t", drawn))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("as_of=2016-07-03", "a day from 4 July 2016 on: no earlier edition is available here"),
        ("as_of=2024-13-01", "a day as 2024-11-07"),
        ("as_of=yesterday", "a day as 2024-11-07"),
        ("as_of=２０２４-01-01", "a day as 2024-11-07"),
        ("as_of=2024-01-01&as_of=2025-01-01", "one value, not several"),
    ],
)
@pytest.mark.parametrize("address", ["/", "/trend", "/figures/map.svg", f"{V1}/counts.json"])
def test_what_is_no_day_of_an_edition_is_rejected_alike(
    client: FlaskClient, address: str, query: str, says: str
) -> None:
    answer = client.get(f"{address}?{query}")
    assert answer.status_code == 400
    assert says in unescape(answer.text)


@pytest.mark.parametrize("address", ["/", "/map", f"{V1}/counts.json", "/figures/ranking.svg"])
def test_what_came_later_is_rejected_with_the_day(client: FlaskClient, address: str) -> None:
    for later in ("year=2024", "edition=2024-06-17"):
        answer = client.get(f"{address}?as_of=2024-02-14&{later}")
        assert answer.status_code == 400
        assert "as known on 14 February 2024" in unescape(answer.text)


def test_a_claim_is_judged_by_what_was_known(client: FlaskClient, release: Release) -> None:
    first = release.claims[0]
    for day, n in (("2024-11-07", 23), ("2025-04-24", 22), ("2025-08-28", 18), ("2026-07-07", 17)):
        claims = client.get(f"{V1}/claims.json?as_of={day}").get_json()
        claim = next(c for c in claims if c["id"] == first.id)
        assert (claim["as_known_then"]["value"], claim["as_known_now"]["value"]) == (23, n)
        assert claim["judgement"] == ("as published" if n == 23 else "revised since")


def test_the_review_of_a_claim_names_the_page_of_that_day(client: FlaskClient, release: Release) -> None:
    address = f"/claims/{release.claims[0].id}"
    for query in ("", "?as_of=2025-05-01"):
        assert f'"url": "http://localhost{address}{query}"' in client.get(address + query).text


def test_an_edition_of_the_day_is_known_and_one_of_the_day_after_is_not(release: Release) -> None:
    for e in release.editions[1:]:
        assert known_on(release, e.published).latest_edition is e
        assert known_on(release, e.published - timedelta(days=1)).latest_edition.published < e.published


def test_the_form_for_another_day_keeps_the_view(release: Release) -> None:
    known = known_on(release, date(2024, 11, 7))
    assert with_day("/trend?target=3#x", known) == "/trend?target=3&as_of=2024-11-07#x"
    assert with_day("/trend?as_of=2020-01-01", known) == "/trend?as_of=2020-01-01"
    assert ask_again("/trend?target=3&as_of=2024-11-07") == ("/trend", [("target", "3")])


def test_the_description_has_the_day_on_every_address(client: FlaskClient) -> None:
    document = client.get(f"{V1}/openapi.json").get_json()
    day = document["components"]["parameters"]["as_of"]
    assert "newest edition that has them" in day["description"]
    for path, operations in document["paths"].items():
        if "sources" in path or "second" in path:
            continue
        names = [p.get("name") or p["$ref"].rpartition("/")[2] for p in operations["get"]["parameters"]]
        assert "as_of" in names, path


def test_the_figures_of_a_chart_of_every_edition_are_of_every_edition_known(client: FlaskClient) -> None:
    page = unescape(client.get("/revisions?as_of=2025-05-01").text)
    (address,) = {a for a in re.findall(r'href="(/api/v1/observations\.csv[^"]*)"', page) if "ally=" not in a}
    editions = {row.split(",")[0] for row in client.get(address).text.splitlines()[1:]}
    assert editions == {"2024-06-17", "2025-04-24"}
