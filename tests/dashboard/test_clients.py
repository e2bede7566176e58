"""What a program made from the API's description can do: no form of schema that generators do not read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.citation import TAKES
from etl.formats.citation import CITATION_FORMATS


def parts(document: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document."""
    if isinstance(document, dict):
        yield document
    children = document.values() if isinstance(document, dict) else document
    for child in children if isinstance(document, dict | list) else ():
        yield from parts(child)


def test_every_list_says_what_its_items_are(client: FlaskClient) -> None:
    lists = [p for p in parts(client.get("/api/v1/openapi.json").get_json()) if p.get("type") == "array"]
    assert len(lists) > 20
    for schema in lists:
        # Generators reject `items: false`, which says that no more follow than `prefixItems`.
        assert isinstance(schema["items"], dict), schema
        assert "prefixItems" not in schema, schema


@pytest.mark.parametrize("form", CITATION_FORMATS)
def test_a_chart_s_own_parameters_are_described_as_those_of_its_citation(
    client: FlaskClient, form: str
) -> None:
    described = client.get("/api/v1/openapi.json").get_json()["paths"][f"/api/v1/citation.{form}"]["get"]
    named = {p["name"]: p for p in described["parameters"]}
    assert set(named) == {*TAKES, "view"}
    assert (named["view"]["schema"]["type"], named["view"]["explode"]) == ("object", True)


@pytest.mark.parametrize(
    "path",
    [
        *(f"/api/v1/citation.{form}" for form in CITATION_FORMATS),
        "/api/v1/openapi.json",
        "/api/v1/",
        "/api/v1/counts.json",
        "/download/two-percent.csv",
    ],
)
def test_a_program_that_has_lost_a_value_is_not_given_everything(client: FlaskClient, path: str) -> None:
    for name in TAKES if "citation" in path else ("as_of",):
        answer = client.get(f"{path}?{name}=")
        assert answer.status_code == 400, name
        assert f"“{name}”" in answer.get_json(force=True)["detail"]
    # A page's form sends all its fields, empty ones too.
    assert client.get("/map?as_of=").status_code == 200
