"""Citations: each form holds what a reference needs, and nothing that its readers would trip over."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
import yaml
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dashboard.citation import views as citation
from etl.claims.known import known_on
from etl.formats.about import about
from etl.formats.citation import Citation, bibtex, csl_json, escaped, ris, text
from etl.formats.package import cover
from etl.model import Release

SITE = "https://example.org"
HARD = Citation(
    key="k-1",
    kind="report",
    author="NATO",
    title="Türkiye {100%} & Łódź_#1 \\ 50–60 “ca.” ~",
    issued=date(2024, 6, 17),
    version="",
    url="https://example.org/a_b?c=%7B&d=1#e",
    note="Figures as stored at https://example.org/data?edition=2024-06-17&x_y",
    accessed=date(2026, 11, 26),
)
CSL_FIELDS = {"id", "type", "title", "author", "issued", "accessed", "publisher", "version", "URL", "note"}
"""Of the CSL-JSON schema 1.0.2, which allows no others than its own: these are among them, as texts."""


def balanced(entry: str) -> bool:
    """Whether braces pair up as BibTeX counts them: an escaped one counts too."""
    depth = 0
    for char in entry:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth < 0:
            return False
    return depth == 0


def test_titles_with_braces_and_accents_are_spelt_out_for_bibtex() -> None:
    assert escaped("Türkiye") == r"T{\"u}rkiye"
    assert (
        escaped("Łódź, Čeština, Šiauliai, ğ")
        == r"{\L}{\'o}d{\'z}, {\v{C}}e{\v{s}}tina, {\v{S}}iauliai, {\u{g}}"
    )
    assert escaped("{1} & 2% _ # $ ^ ~ \\") == (
        r"\{1\} \& 2\% \_ \# \$ \textasciicircum{} \textasciitilde{} \textbackslash{}"
    )
    assert escaped("2014–2024 “so” NATO’s") == "2014--2024 ``so'' NATO's"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]).filter(lambda c: c not in "{}"), max_size=60))
def test_whatever_the_title_the_entry_is_one_entry(title: str) -> None:
    entry = bibtex(replace(HARD, title=title))
    assert balanced(entry)
    assert re.fullmatch(r"@techreport\{k-1,\n(  \w+ = .*,\n)+\}\n", entry)


def test_bibtex_leaves_addresses_as_they_are() -> None:
    entry = bibtex(HARD)
    assert "  url = {https://example.org/a_b?c=%7B&d=1#e},\n" in entry
    assert r"Figures as stored at \url{https://example.org/data?edition=2024-06-17&x_y}" in entry
    assert "  urldate = {2026-11-26},\n" in entry
    assert "  month = jun,\n" in entry
    assert r"  title = {{T{\"u}rkiye \{100\%\} \& {\L}" in entry


@pytest.mark.parametrize("kind", ["dataset", "report", "figure"])
def test_csl_json_has_the_shape_that_reference_managers_import(kind: str) -> None:
    cited = replace(HARD, kind=kind, version="" if kind == "report" else "0123456789abcdef")
    (item,) = json.loads(csl_json(cited))
    # What NATO published has no release: only what is taken from it here.
    fields = CSL_FIELDS - {"version"} if kind == "report" else CSL_FIELDS
    assert set(item) == fields
    assert ("ET  - " in ris(cited)) == ("version" in fields)
    assert item["type"] == kind
    assert item["title"] == HARD.title
    assert item["author"] == [{"literal": "NATO"}]
    assert item["issued"] == {"date-parts": [[2024, 6, 17]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 26]]}
    assert all(isinstance(item[name], str) for name in fields - {"author", "issued", "accessed"})


def test_an_edition_is_natos_and_says_its_day_and_the_release(release: Release) -> None:
    edition = release.edition[date(2024, 6, 17)]
    said = text(citation.of_edition(release, edition, SITE))
    assert said.startswith("NATO. “Defence Expenditure of NATO Countries (2014-2024)”. 17 June 2024. ")
    assert f"{SITE}/data?edition=2024-06-17" in said
    assert release.id in said


def test_a_release_known_on_an_early_day_has_one_edition_and_says_so(release: Release) -> None:
    first = release.editions[0]
    day = f"{first.published.day} {first.published:%B %Y}"
    note = citation.of_release(known_on(release, first.published), SITE).note
    assert note == f"Figures: NATO, one edition of its tables, of {day}, as known on {day}"


def test_the_addresses_give_each_form_of_release_edition_and_chart(
    client: FlaskClient, release: Release
) -> None:
    release_text = client.get("/api/v1/citation.txt").get_data(as_text=True)
    assert f"Release {release.id} (2026). http://localhost/releases/{release.id}/." in release_text
    bib = client.get("/api/v1/citation.bib?edition=2024-06-17")
    assert bib.get_data(as_text=True).startswith("@techreport{nato-2024-06-17,")
    assert bib.mimetype == "application/x-bibtex"
    assert bib.headers["Access-Control-Allow-Origin"] == "*"
    item = client.get("/api/v1/citation.json?chart=ranking&year=2024&edition=2024-06-17").get_json(
        force=True
    )[0]
    assert item["title"] == "NATO estimates that 23 of 32 allies spend 2% of GDP in 2024"
    assert client.get(item["URL"].removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("?edition=2024", "edition"),
        ("?chart=pie", "chart"),
        ("?year=2024", "year"),
        ("?chart=ranking&chart=ranking", "chart"),
        ("?chart=ranking&year=1900", "year"),
    ],
)
def test_what_cannot_be_cited_is_rejected_by_name(client: FlaskClient, query: str, name: str) -> None:
    answer = client.get(f"/api/v1/citation.txt{query}")
    assert answer.status_code == 400
    assert f"“{name}”" in answer.get_json(force=True)["detail"]


def test_there_is_no_other_form(client: FlaskClient) -> None:
    assert client.get("/api/v1/citation.xml").status_code == 404


def test_the_links_of_a_chart_carry_its_query() -> None:
    assert citation.links("?year=2024", "ranking")[0] == (
        "/api/v1/citation.txt?chart=ranking&year=2024",
        "Text",
    )
    assert citation.links()[3] == ("/api/v1/citation.json", "CSL-JSON")


KEY = re.compile(r"@\w+\{([^,]+),")


def test_no_two_views_share_a_key(client: FlaskClient) -> None:
    asked = [
        "",
        "?as_of=2024-11-07",
        "?edition=2024-06-17",
        *(f"?chart={chart}&year={year}" for chart in ("ranking", "map") for year in (2022, 2023)),
        "?chart=ranking&year=2022&as_of=2024-11-07",
    ]
    entries = [client.get(f"/api/v1/citation.bib{query}").text for query in asked]
    assert len({KEY.match(entry)[1] for entry in entries if KEY.match(entry)}) == len(asked)  # type: ignore[index]


def test_every_file_cites_the_release_as_the_api_does(client: FlaskClient, release: Release) -> None:
    online = client.get("/api/v1/citation.bib").text
    made = about(release.id, release.editions)
    offline = cover([], made)["citation.bib"]
    assert KEY.match(offline)[1] == KEY.match(online)[1]  # type: ignore[index]
    lines = set(offline.splitlines())
    assert lines <= set(online.splitlines())
    cited = dict(made.lines())["cite as"]
    assert (
        cited
        == client.get("/api/v1/citation.txt")
        .text.replace(f" http://localhost/releases/{release.id}/.", "")
        .partition(" Accessed ")[0]
    )
    assert '  - name: "Two percent"' in cover([], made)["CITATION.cff"]


def test_the_release_is_cited_by_a_file_that_programs_look_for(client: FlaskClient, release: Release) -> None:
    answer = client.get("/CITATION.cff")
    assert (answer.mimetype, answer.headers["Access-Control-Allow-Origin"]) == ("application/yaml", "*")
    cited = yaml.safe_load(answer.text)
    assert (cited["cff-version"], cited["type"], cited["version"]) == ("1.2.0", "dataset", release.id)
    for name in ("url", "license-url"):
        assert client.get(cited[name].partition("#")[0]).status_code == 200, name
    assert "as known on 7 November 2024" in client.get("/CITATION.cff?as_of=2024-11-07").text
    for wrong in ("as_of=", "year=2024", "as_of=2001-01-01"):
        assert client.get(f"/CITATION.cff?{wrong}").mimetype == "application/problem+json", wrong
    assert '<a href="/CITATION.cff">' in client.get("/data").text
