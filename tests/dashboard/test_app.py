"""The application's answers: pages, figures, downloads, rejections, headers."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import sys
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from dashboard.app import create_app
from dashboard.pages.claim.explanation import explanation
from dashboard.pages.claim.story import sections
from dashboard.pages.index import PAGES
from dashboard.verdicts import VERDICTS, tally
from dashboard.web import responses
from etl.formats.schema import FIGURE_COLUMNS
from etl.model import Release

IGNORED = {"__pycache__", "node_modules"}


@pytest.fixture(scope="module")
def client(store_folder: Path) -> FlaskClient:
    return create_app(store_folder).test_client()


def page(client: FlaskClient, address: str = "/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_first_response_is_the_whole_page(client: FlaskClient, release: Release) -> None:
    html = page(client)
    said = re.sub(r"<[^>]+>|\s+", " ", html)
    headline = (
        "In June 2024 NATO estimated that 23 of its 32 members would spend 2% of GDP on defence that year. "
        "Its latest edition, of July 2026, puts the number at 17 ."
    )
    assert headline in re.sub(" +", " ", said)
    # Like with like: the change of measure and the last count on the old one stand with the finding.
    assert "a new measure, core defence expenditure; on the old one, in August 2025, it was 18." in html
    assert "of 32 are at 2% for 2026, all estimates; 28 for 2025." in html
    assert "15 of the 30 are too close to call" in html
    assert 'name="ally" value="POL"' in html
    assert html.count('class="chart"') == 2
    for name in (a.name for a in release.allies):
        assert html.count(name) >= 3, name
    for claim in release.claims:
        assert claim.short in html or f'id="claim-{claim.id}"' in html


def test_each_statement_stands_once_with_its_judgement(client: FlaskClient, release: Release) -> None:
    html = page(client)
    chips = re.findall(r'class="chip (\w+)"', html.split("</p>", html.count("</p>"))[0] + html)
    assert set(chips) <= {v.kind for v in VERDICTS.values()}
    tally = dict(re.findall(r'<span class="chip \w+">([^<]+)</span><b>(\d+)</b>', html))
    assert tally == {
        "Still correct": "1",
        "Correct then, revised since": "1",
        "Not supported": "0",
        "Not checkable with NATO data": "8",
        "Cannot be told: that table is missing here": "0",
    }
    for claim in release.claims:
        assert html.count(f'data-claim="{claim.id}"') == 1


def test_the_steps_of_the_count(client: FlaskClient) -> None:
    steps = re.findall(r"<li><b[^>]*>(\d+)</b><span>(.*?)<small>(.*?)</small>", page(client))
    assert [n for n, _, _ in steps] == ["23", "22", "18", "17"]
    assert steps[1][2] == "without Montenegro"
    assert steps[3][1] == "7 July 2026, core defence expenditure"


def test_choosing_a_statement_marks_it_and_changes_the_chart(client: FlaskClient) -> None:
    html = page(client, "/?claim=belgium-self-reliance")
    assert html.count('class="said on"') == 1
    assert 'data-figure="/figures/ranking.json?claim=belgium-self-reliance"' in html
    assert 'id="link-belgium-self-reliance" data-mark aria-current="true"' in html


def test_a_statement_inside_a_paragraph_is_marked_too(client: FlaskClient) -> None:
    html = page(client, "/?claim=troops-in-kursk")
    assert 'data-claim="troops-in-kursk" aria-current="true"' in html


def test_an_edition_without_the_year_helps_on(client: FlaskClient) -> None:
    html = page(client, "/?edition=2019-06-25&year=2024")
    assert "The edition of 25 June 2019 covers 2012, 2013" in html
    assert "2019 by the edition of 25 June 2019" in html


def test_every_explanation_is_a_sentence(release: Release) -> None:
    for claim in release.claims:
        assert explanation(claim, release).endswith("."), claim.id


def test_the_narrative_is_read_into_blocks(release: Release) -> None:
    shown = [b for s in sections(release.articles[0].narrative) for b in s.blocks]
    placed = [b.text for b in shown if b.kind == "statement"] + [c for b in shown for c in b.claims]
    assert sorted(placed) == sorted(release.claim)
    assert (
        sections("## H\n\n<script>x</script> *so*\n")[0].blocks[0].text
        == "&lt;script&gt;x&lt;/script&gt; <em>so</em>"
    )


@pytest.mark.parametrize(
    ("address", "status", "expected"),
    [
        ("/?target=9", 400, "“target” takes a number from 0.5 to 6.0"),
        ("/?year=1800", 400, "“year” takes a year from 2012 to 2026"),
        ("/?edition=1999-01-01", 400, "2016-07-04"),
        ("/?targets=1", 400, "the parameters are"),
        ("/nowhere", 404, "mistyped"),
        ("/figures/nothing.json", 404, "mistyped"),
        ("/figures/ranking.gif", 404, "mistyped"),
        ("/figures/ranking.json?theme=pink", 400, "light, dark"),
        ("/figures/ranking.svg?year=x", 400, "2012 to 2026"),
        ("/feed.xml?year=2024", 400, "no parameters"),
        ("/releases.json?year=2024", 400, "no parameters"),
        ("/search.json?year=2024", 400, "the parameters are q"),
        ("/assets/../app.py", 404, "mistyped"),
        ("/assets/manifest.json", 404, "mistyped"),
        ("/_dash/", 404, "mistyped"),
        ("/_dash/_dash-update-component", 404, "mistyped"),
    ],
)
def test_what_cannot_be_answered_says_why(
    client: FlaskClient, address: str, status: int, expected: str
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert expected in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    document = address.startswith(("/figures", "/_dash", "/api", "/feed", "/releases", "/search"))
    assert answer.mimetype == ("application/problem+json" if document else "text/html")


def test_only_reading_is_answered(client: FlaskClient) -> None:
    assert client.post("/").status_code == 405
    assert client.post("/_dash/_dash-update-component", json={}).status_code == 405


def test_what_goes_wrong_here_is_said_without_details(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(store_folder)
    monkeypatch.setattr("dashboard.app.figure_answer", lambda *_: 1 / 0)
    answer = app.test_client().get("/figures/ranking.json")
    assert answer.status_code == 500
    assert "ZeroDivision" not in answer.get_data(as_text=True)


def test_a_start_writes_nothing_to_the_source_tree_and_reports_a_fault(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    root = Path(__file__).parents[2]

    def files() -> dict[Path, int]:
        found = (f for part in ("dashboard", "etl", "data") for f in (root / part).rglob("*"))
        return {f: f.stat().st_mtime_ns for f in found if f.is_file() and not IGNORED & set(f.parts)}

    before = files()
    monkeypatch.setitem(PAGES, "/", lambda *_: 1 / 0)
    create_app(store_folder)
    assert files() == before
    assert "ZeroDivisionError" in caplog.text


def test_pages_carry_a_policy_without_anything_unsafe(client: FlaskClient) -> None:
    answer = client.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    html = answer.get_data(as_text=True)
    style = re.search(r"<style>(.*?)</style>", html, re.S)
    assert style is not None
    assert b64encode(hashlib.sha256(style[1].encode()).digest()).decode() in policy
    assert not re.search(r"<[a-z][^>]*\sstyle=", html)
    # The one inline script is Dash's own start, in a template, and named by its hash.
    inline = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>(.*?)</script>", html, re.S)
    for script in inline:
        assert b64encode(hashlib.sha256(script.encode()).digest()).decode() in policy
    assert len(inline) <= 1
    assert "style-src-attr 'none'" in policy
    for header in ("X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy"):
        assert header in answer.headers
    assert "Set-Cookie" not in answer.headers


def test_dashs_configuration_does_not_name_the_version_of_python(client: FlaskClient) -> None:
    assert f"{sys.version_info.major}.{sys.version_info.minor}.{sys.version_info.micro}" not in page(client)
    assert client.get("/_dash/_dash-layout").status_code == 200
    outputs = {c["output"] for c in client.get("/_dash/_dash-dependencies").get_json()}
    assert "chart.figure" in outputs


def test_every_file_of_dash_is_there_for_the_first_who_ask_for_it_at_once(
    client: FlaskClient, store_folder: Path
) -> None:
    scripts = re.findall(r'<script src="(/_dash/[^"]*)"', client.get("/").text)
    assert len(scripts) > 5
    app = create_app(store_folder)
    with ThreadPoolExecutor(len(scripts)) as pool:
        answers = pool.map(lambda address: app.test_client().get(address).status_code, scripts)
    assert set(answers) == {200}


def test_dashs_tags_wait_in_a_template_and_only_where_there_is_a_chart(client: FlaskClient) -> None:
    html = page(client)
    template = re.search(r'<template id="dash">(.*?)</template>', html, re.S)
    assert template is not None
    assert "/_dash/_dash-component-suites/" in template[1]
    assert "_dash-component-suites" not in html.replace(template[0], "")
    assert "_dash" not in client.get("/about").get_data(as_text=True)


def test_answers_are_compressed_and_asked_for_again_at_no_cost(client: FlaskClient) -> None:
    plain = client.get("/")
    packed = client.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == plain.data
    assert packed.headers["Vary"] == "Accept-Encoding"
    again = client.get("/", headers={"Accept-Encoding": "br", "If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert (
        client.get("/", headers={"Accept-Encoding": "br;q=0, gzip;q=0"}).headers.get("Content-Encoding")
        is None
    )


def test_collected_files_are_immutable_and_compressed_ahead(client: FlaskClient) -> None:
    script = re.search(r'src="(/assets/page\.\w+\.js)"', page(client))
    assert script is not None
    answer = client.get(script[1], headers={"Accept-Encoding": "br"})
    assert answer.headers["Cache-Control"] == responses.IMMUTABLE
    assert answer.headers["Content-Encoding"] == "br"
    assert answer.mimetype == "text/javascript"
    assert client.head(script[1]).headers["Content-Length"]


def test_a_figure_is_the_same_in_every_form(client: FlaskClient) -> None:
    address = "/figures/ranking.{}?year=2023&edition=2024-06-17"
    figure = client.get(address.format("json")).get_json()
    drawn = client.get(address.format("svg")).get_data(as_text=True)
    for trace in figure["data"]:
        for text in trace.get("text", []):
            assert text.replace("&", "&amp;") in drawn
    assert client.get(address.format("png")).data.startswith(b"\x89PNG")


def test_csv_of_everything_is_every_figure_in_the_tidy_columns(client: FlaskClient, release: Release) -> None:
    answer = client.get("/api/v1/observations.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"), newline="")))
    assert list(rows[0]) == [c.name for c in FIGURE_COLUMNS]
    assert len(rows) == len(release.observations)
    for row, figure in zip(rows, release.observations, strict=True):
        assert (row["ally"], float(row["value"]), row["cell"]) == (figure.ally, figure.value, figure.cell)


def test_csv_of_the_view_is_linked_and_holds_its_figures(client: FlaskClient) -> None:
    html = page(client)
    link = re.search(r'href="(/api/v1/observations\.csv\?[^"]+)"', html)
    assert link is not None
    text = client.get(link[1].replace("&amp;", "&")).get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert {(r["edition"], r["year"], r["indicator"]) for r in rows} == {
        ("2024-06-17", "2024", "expenditure_share_gdp"),
        ("2026-07-07", "2024", "expenditure_share_gdp"),
    }


def test_a_verdict_is_written_in_one_template() -> None:
    pages = Path(__file__).parents[2] / "dashboard" / "pages"
    found = [f.name for f in pages.rglob("*.html") if re.search('class="(chip|legend)', f.read_text("utf-8"))]
    assert found == ["verdict.html"]


def test_a_tally_has_every_verdict() -> None:
    first, *others = VERDICTS.values()
    assert tally([first, first]) == [(first, 2), *((v, 0) for v in others)]


def test_a_tally_gives_a_reason_only_where_it_is_that_of_all() -> None:
    untold = VERDICTS["cannot be told"]
    ends = replace(untold, name="Cannot be told: that table ends before that year")
    assert tally([ends, ends])[-1] == (ends, 2)
    assert [(v.name, n) for v, n in tally([ends, untold])][-1] == ("Cannot be told", 2)
