"""The API: what it gives, what it rejects, and how it is carried."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import openpyxl
import pyarrow.parquet as pq
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from dashboard.api import ENDPOINTS, observations
from dashboard.app import create_app
from etl.formats.schema import FIGURE_COLUMNS
from etl.formats.tables import tables
from etl.model import SHARE_OF_GDP, Release

V1 = "/api/v1"


@pytest.fixture(scope="module")
def client(store_folder: Path) -> FlaskClient:
    """Asks the application over the release of the shipped data."""
    return create_app(store_folder).test_client()


def rows(client: FlaskClient, address: str) -> list[dict[str, Any]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    if ".csv" in address:
        return list(csv.DictReader(io.StringIO(answer.text, newline="")))
    found: list[dict[str, Any]] = answer.get_json()
    return found


# ---------------------------------------------------------------- figures


def test_without_filters_there_is_everything(client: FlaskClient, release: Release) -> None:
    found = rows(client, f"{V1}/observations.csv")
    assert list(found[0]) == [c.name for c in FIGURE_COLUMNS]
    assert [float(r["value"]) for r in found] == [f.value for f in release.observations]
    assert [r["value"] for r in rows(client, f"{V1}/observations.json")] == [
        f.value for f in release.observations
    ]


def test_a_repeated_filter_widens_and_another_narrows(client: FlaskClient, release: Release) -> None:
    asked = "ally=POL&ally=DEU&year=2024&year=2023&indicator=expenditure_share_gdp&edition=2024-06-17"
    found = rows(client, f"{V1}/observations.json?{asked}")
    expected = [
        (f.ally, f.year, f.value)
        for f in release.observations
        if f.ally in ("POL", "DEU")
        and f.year in (2023, 2024)
        and f.indicator == SHARE_OF_GDP
        and f.edition == date(2024, 6, 17)
    ]
    assert [(r["ally"], r["year"], r["value"]) for r in found] == expected
    assert len(expected) == 4


def test_the_four_forms_of_a_view_hold_the_same_figures(client: FlaskClient) -> None:
    asked = "ally=TUR&year=2024"
    shown = [(r["edition"], r["name"], r["value"]) for r in rows(client, f"{V1}/observations.json?{asked}")]
    text = rows(client, f"{V1}/observations.csv?{asked}")
    assert [(r["edition"], r["name"], float(r["value"])) for r in text] == shown
    workbook = openpyxl.load_workbook(io.BytesIO(client.get(f"{V1}/observations.xlsx?{asked}").data))
    sheet = list(workbook["figures"].values)
    assert [(r[0].date().isoformat(), r[2], r[5]) for r in sheet[1:]] == shown
    table = pq.read_table(io.BytesIO(client.get(f"{V1}/observations.parquet?{asked}").data)).to_pylist()
    assert [(r["edition"].isoformat(), r["name"], r["value"]) for r in table] == shown
    assert shown[0][1] == "Türkiye"
    # A file is taken away: it says which part it has.
    address = f"{V1}/observations.xlsx?{asked}"
    assert dict(workbook["about"].values)["asked for"] == address
    schema = pq.read_schema(io.BytesIO(client.get(f"{V1}/observations.parquet?{asked}").data))
    assert json.loads(schema.metadata[b"about"])["asked for"] == address.replace("xlsx", "parquet")


def test_a_file_made_on_asking_is_read_in_parts(client: FlaskClient) -> None:
    address = f"{V1}/observations.parquet?ally=TUR"
    whole, end = client.get(address), client.get(address, headers={"Range": "bytes=-8"})
    assert (end.status_code, end.data) == (206, whole.data[-8:])
    assert whole.headers["Accept-Ranges"] == "bytes"


def test_a_file_s_name_says_that_it_is_a_part(client: FlaskClient) -> None:
    for asked in ("year=2024", "shape=wide", "fields=value", "shape=wide&as_of=2024-11-07"):
        for form in ("csv", "xlsx"):
            name = client.get(f"{V1}/observations.{form}?{asked}").headers["Content-Disposition"]
            assert "-view-" in name, (form, asked)
    for form in ("csv", "xlsx", "parquet"):
        name = client.get(f"{V1}/observations.{form}?as_of=2024-11-07").headers["Content-Disposition"]
        assert "two-percent-as-of-2024-11-07" in name, form


def test_the_whole_workbook_and_the_whole_parquet_are_those_that_were_published(client: FlaskClient) -> None:
    for form in ("xlsx", "parquet"):
        asked = client.get(f"{V1}/observations.{form}").data
        assert asked == client.get(f"/download/two-percent.{form}").data


def test_a_mark_for_excel_comes_where_it_is_asked_for(client: FlaskClient) -> None:
    asked = f"{V1}/observations.csv?ally=TUR&year=2024"
    plain, marked = client.get(asked).data, client.get(f"{asked}&bom=1").data
    assert marked == b"\xef\xbb\xbf" + plain
    assert plain.startswith(b"edition,")


def test_no_figure_fits_is_an_empty_table(client: FlaskClient) -> None:
    asked = "ally=POL&edition=2016-07-04&year=2026"
    assert rows(client, f"{V1}/observations.json?{asked}") == []
    assert (
        client.get(f"{V1}/observations.csv?{asked}").text == ",".join(c.name for c in FIGURE_COLUMNS) + "\r\n"
    )
    table = pq.read_table(io.BytesIO(client.get(f"{V1}/observations.parquet?{asked}").data))
    assert (table.num_rows, table.column_names) == (0, [c.name for c in FIGURE_COLUMNS])


def test_a_file_is_named_after_its_release_and_its_newest_edition(
    client: FlaskClient, release: Release
) -> None:
    named = f"{release.latest_edition.id}-{release.id}"
    for address, name in (
        (f"{V1}/observations.csv", f"two-percent-{named}.csv"),
        (f"{V1}/observations.csv?ally=POL", f"two-percent-view-{named}.csv"),
        (f"{V1}/revisions.csv", f"two-percent-revisions-{named}.csv"),
        (f"{V1}/estimates.csv", f"two-percent-estimates-{named}.csv"),
        (f"{V1}/statements.csv", f"two-percent-statements-{named}.csv"),
        (
            f"{V1}/statements.csv?as_of=2024-11-07",
            f"two-percent-statements-as-of-2024-11-07-2024-06-17-{release.id}.csv",
        ),
        ("/download/two-percent.zip", f"two-percent-{named}.zip"),
    ):
        answer = client.head(address)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["X-Release"] == release.id


def test_a_workbook_too_large_to_make_on_asking_is_rejected_in_a_sentence(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(observations, "WORKBOOK_ROWS", 5)
    answer = client.get(f"{V1}/observations.xlsx?ally=GRC")
    assert answer.status_code == 400
    assert "at most 5 figures" in answer.get_json()["detail"]


# ---------------------------------------------------------------- vintages


def test_the_count_of_the_headline_as_it_was_and_as_it_is(client: FlaskClient, release: Release) -> None:
    (then,) = rows(client, f"{V1}/counts.json?target=2&year=2024&as_of=2024-11-07")
    assert (then["edition"], then["n"], then["of"]) == ("2024-06-17", 23, 32)
    (now,) = rows(client, f"{V1}/counts.json?target=2&year=2024&edition={release.latest_edition.id}")
    assert now["n"] == len(now["meeting"]) == 17
    assert set(then["meeting"]) - set(now["meeting"])


def test_counts_distinguish_what_is_missing_from_what_is_below(client: FlaskClient, release: Release) -> None:
    for row in rows(client, f"{V1}/counts.json"):
        count = release.count(date.fromisoformat(row["edition"]), row["year"], 2.0)
        assert row["n"] == (count.n if count.whole else None)
        lists = [row[k] for k in ("meeting", "not_meeting", "not_in_hand", "unpublished")]
        assert sum(map(len, lists)) == len({c for codes in lists for c in codes})
        assert row["not_in_hand"] == list(count.missing)
    partial = [r for r in rows(client, f"{V1}/counts.json") if r["not_in_hand"]]
    assert partial
    assert all(r["n"] is None for r in partial)


def test_statements_on_record_carry_their_sources(client: FlaskClient, release: Release) -> None:
    found = rows(client, f"{V1}/statements.json")
    assert [(s["id"], s["source"]) for s in found] == [(s.id, s.source) for s in release.statements]
    assert all(s["source"].startswith("http") and s["rule"] for s in found)
    table = next(t for t in tables(release) if t.name == "statements")
    sources = [c.name for c in table.columns].index("source")
    assert [(r[0], r[sources]) for r in table.rows()] == [(s.id, s.source) for s in release.statements]


def test_claims_carry_what_the_contract_names(client: FlaskClient) -> None:
    found = {c["id"]: c for c in rows(client, f"{V1}/claims.json")}
    claim = found["count-2-percent"]
    assert claim["judgement"] == "revised since"
    assert (claim["as_known_then"]["edition"], claim["as_known_then"]["value"]) == ("2024-06-17", 23)
    assert len(claim["as_known_now"]["allies"]) == claim["as_known_now"]["value"] == 17
    assert claim["history"][-1]["edition"] == claim["as_known_now"]["edition"]
    assert found["election"]["as_known_then"] is None


def test_a_revision_shows_both_values(client: FlaskClient, release: Release) -> None:
    asked = f"ally=DEU&year=2024&indicator={SHARE_OF_GDP}"
    found = rows(client, f"{V1}/revisions.csv?{asked}")
    values = [f.value for f in release.series("DEU", SHARE_OF_GDP) if f.year == 2024]
    assert [float(r["value"]) for r in found] == values
    assert [r["previous_value"] for r in found] == ["", *(r["value"] for r in found[:-1])]
    newest = rows(client, f"{V1}/revisions.json?{asked}&edition={release.latest_edition.id}")
    assert [(r["value"], r["previous_value"]) for r in newest] == [(values[-1], values[-2])]
    assert newest[0]["previous_series"] != newest[0]["series"]


# ---------------------------------------------------------------- pages


def pages(client: FlaskClient, address: str) -> Iterator[list[dict[str, Any]]]:
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        yield answer.get_json()
        link = re.search(r'<([^>]+)>; rel="next"', answer.headers.get("Link", ""))
        address = link[1] if link else ""


@settings(max_examples=12)
@given(size=st.integers(1, 60), path=st.sampled_from(["observations", "revisions"]))
def test_pages_neither_skip_nor_repeat(client: FlaskClient, size: int, path: str) -> None:
    asked = f"{V1}/{path}.json?indicator={SHARE_OF_GDP}&ally=POL&ally=USA"
    found = list(pages(client, f"{asked}&limit={size}"))
    assert [row for page in found for row in page] == rows(client, asked)
    assert all(len(page) == size for page in found[:-1])


def test_a_cursor_of_another_release_is_rejected(client: FlaskClient, release: Release) -> None:
    answer = client.get(f"{V1}/observations.json?limit=5&cursor={'0' * 16}-5")
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert release.id in answer.get_json()["detail"]
    beyond = rows(client, f"{V1}/observations.json?limit=5&cursor={release.id}-999999999")
    assert beyond == []


# ---------------------------------------------------------------- rejections

WRONG = {
    "edition": ["2024-06-18", "last", "2024", "2024-06-17 "],
    "as_of": ["yesterday", "20241107", "2024-13-01", "2024-W45-4", "٢٠٢٤-١١-٠٧"],
    "indicator": ["share", "EXPENDITURE-SHARE-GDP"],
    "ally": ["XXX", "polen", "PO"],
    "year": ["1900", "2024.0", "-2024", "²", "1e3"],
    "table": ["9", "8"],
    "estimate": ["yes", "1"],
    "min": ["much", "nan", "1e400", "--1"],
    "max": ["inf", "1,5"],
    "search": ["a b c d e f g h i", "x" * 81],
    "target": ["0.4", "6.01", "2.001", "two", "nan"],
    "bom": ["2", "true"],
    "shape": ["tall", "WIDE", "wide "],
    "by": ["year", "allies", "Ally"],
    "fields": ["poland", "value;ally"],
    "decimal": ["dot", "COMMA", ","],
    "limit": ["0", "-1", "10001", "all", "1.5"],
    "cursor": ["1", "x-1", "0" * 16],
    "text": ["x" * 4001, "a " * 3000],
    "said_on": ["yesterday", "2024-02-30"],
    "reading": ["1.year.2024", "year.2024", "1.indicator.share", "0.year.2024", "1.year.twenty"],
}


def cases() -> Iterator[tuple[str, str, str]]:
    for endpoint in ENDPOINTS:
        for name in endpoint.takes:
            yield from ((endpoint.path, name, value) for value in WRONG[name][:2])
    takers = {name: e.path for e in ENDPOINTS for name in e.takes}
    yield from ((takers[name], name, value) for name, values in WRONG.items() for value in values[2:])


@pytest.mark.parametrize(("path", "name", "value"), list(cases()))
def test_a_value_that_is_not_understood_is_rejected_by_name(
    client: FlaskClient, path: str, name: str, value: str
) -> None:
    answer = client.get(f"{path}?{urlencode({name: value})}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    problem = answer.get_json()
    assert f"“{name}” takes " in problem["detail"]
    assert (problem["status"], problem["instance"]) == (400, path)


@pytest.mark.parametrize("path", [e.path for e in ENDPOINTS])
def test_what_an_address_does_not_take_is_rejected(client: FlaskClient, path: str) -> None:
    for query in ("yeer=2024", "ally="):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert f"“{query.split('=')[0]}”" in answer.get_json()["detail"]


def test_what_may_stand_once_is_rejected_twice(client: FlaskClient) -> None:
    for path, query in (
        ("observations.json", "limit=1&limit=2"),
        ("observations.csv", "bom=0&bom=1"),
        ("counts.json", "target=2&target=3"),
        ("observations.csv", "as_of=2024-01-01&as_of=2025-01-01"),
    ):
        assert client.get(f"{V1}/{path}?{query}").status_code == 400


def test_an_unknown_address_is_a_problem_document(client: FlaskClient) -> None:
    for path in (f"{V1}/nothing.json", f"{V1}/observations.xml", "/download/two-percent.rar"):
        answer = client.get(path)
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


# ---------------------------------------------------------------- carriage


def conditional(client: FlaskClient, path: str, etag: str) -> TestResponse:
    return client.get(path, headers={"If-None-Match": etag})


@pytest.mark.parametrize("path", [e.path for e in ENDPOINTS])
def test_an_answer_can_be_kept_and_asked_for_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    assert "public" in first.headers["Cache-Control"]
    again = conditional(client, path, first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert conditional(client, path, '"another"').status_code == 200
    head = client.head(path)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == first.headers["Content-Length"]


def test_every_origin_may_read_and_nobody_may_write(client: FlaskClient) -> None:
    path = f"{V1}/claims.json"
    asked = client.options(path, headers={"Origin": "https://a.test", "Access-Control-Request-Method": "GET"})
    assert asked.status_code == 200
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "ETag" in client.get(path).headers["Access-Control-Expose-Headers"]
    for method in (client.post, client.put, client.delete, client.patch):
        rejected = method(path)
        assert (rejected.status_code, rejected.mimetype) == (405, "application/problem+json")
        assert set(rejected.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_the_description_names_every_address_and_parameter(client: FlaskClient, release: Release) -> None:
    document = json.loads(client.get(f"{V1}/openapi.json").data)
    assert document["openapi"].startswith("3.1")
    for endpoint in ENDPOINTS:
        operation = document["paths"][endpoint.path]["get"]
        named = {p["$ref"].rpartition("/")[2] for p in operation["parameters"]}
        assert named == set(endpoint.takes)
        assert {"200", "304", "400", "414", "503"} <= set(operation["responses"])
    figure = document["components"]["schemas"]["Figure"]
    assert list(figure["properties"]) == [c.name for c in FIGURE_COLUMNS]
    parameters = document["components"]["parameters"]
    assert "enum" not in parameters["edition"]["schema"]["items"]  # a client made today asks for the next one
    assert all(
        re.fullmatch(parameters["edition"]["schema"]["items"]["pattern"], e.id) for e in release.editions
    )
    assert set(parameters) == set(WRONG)


# ---------------------------------------------------------------- check


def fetched(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_a_text_is_read_and_judged(client: FlaskClient) -> None:
    text = "Twenty-three allies will meet the 2% target this year.\nPoland leads with 4.12%."
    found = fetched(client, f"{V1}/check.json?{urlencode({'text': text, 'said_on': '2024-06-17'})}")
    count = found["claims"][0]
    assert found["said_on"] == "2024-06-17"
    assert text[slice(*count["span"])] == count["text"]
    assert (count["reading"]["measure"], count["reading"]["number"]) == ("count", 23)
    assert (count["as_published"]["verdict"], count["as_published"]["value"]) == ("holds", 23.0)
    assert count["latest"]["verdict"] == "does not hold"
    assert len(count["as_published"]["observations"]) == 31
    assert {a["about"] for a in count["assumptions"]} <= {"indicator", "target", "year"}


def test_a_reading_may_be_changed_in_the_address(client: FlaskClient) -> None:
    asked = {"text": "Poland spends 4.12% of GDP.", "said_on": "2024-06-17", "reading": "1.year.2023"}
    claim = fetched(client, f"{V1}/check.json?{urlencode(asked)}")["claims"][0]
    assert claim["reading"]["year"] == 2023


def test_a_text_without_a_day_is_said_today(client: FlaskClient) -> None:
    found = fetched(client, f"{V1}/check.json?text=Hello")
    assert found["claims"] == []
    assert found["not_understood"][0]["text"] == "Hello"
    assert date.fromisoformat(found["said_on"]) >= date(2026, 1, 1)
