"""A chart that has nothing to draw is a file with words: never an error."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.charts import CHARTS
from etl.model import Release

OF_AN_ALLY = ("ally", "ally-categories", "ally-spending")


@pytest.fixture(scope="module")
def client(shipped_store: Path) -> FlaskClient:
    """Asks the application over the shipped data, of which many editions are in part."""
    return create_app(shipped_store).test_client()


@pytest.mark.parametrize("chart", OF_AN_ALLY)
@pytest.mark.parametrize("ally", ["ISL", "MNE", "GBR"])
def test_every_edition_has_an_answer_for_every_ally(
    client: FlaskClient, shipped_release: Release, chart: str, ally: str
) -> None:
    for edition in shipped_release.editions:
        for form in ("json", "svg", "csv"):
            address = f"/figures/{chart}.{form}?ally={ally}&edition={edition.id}"
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("size", ["wide", "narrow", "card"])
def test_the_words_of_an_empty_chart_stand_in_its_files(client: FlaskClient, size: str) -> None:
    address = f"/figures/ally.{{}}?ally=ISL&size={size}"
    figure = client.get(address.format("json")).get_json()
    words = " ".join(text for trace in figure["data"] for text in trace["text"])
    assert "Iceland" in words
    assert client.get(address.format("svg")).status_code == 200


def test_every_other_chart_answers_for_every_edition(client: FlaskClient, shipped_release: Release) -> None:
    for name in sorted(set(CHARTS) - set(OF_AN_ALLY) - {"ally-year", "ally-revisions"}):
        for edition in shipped_release.editions:
            assert client.get(f"/figures/{name}.json?edition={edition.id}").status_code < 500, name
