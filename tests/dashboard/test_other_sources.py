"""Other sources than NATO, where a release has their tables: described and offered apart, in no count."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace

from dashboard.app import create_app
from etl.formats.files import release_files
from etl.ingest.publish import assemble
from etl.model import OtherSeries, OtherSource
from etl.store import Store

ADDRESS = "/download/sources/world-bank.csv"
FORMERLY = "/download/second-source.csv"
SERIES = OtherSeries(
    indicator="MS.MIL.XPND.GD.ZS",
    unit="percent of GDP",
    definition="By SIPRI.",
    values=1234,
    first_year=1960,
    last_year=2025,
    updated=date(2026, 7, 1),
    retrieved=date(2026, 8, 2),
)
SOURCE = OtherSource(
    id="world-bank",
    name="World Bank",
    about="By another definition than NATO's.",
    licence="CC BY 4.0",
    address="https://api.worldbank.org/v2",
    series=(SERIES,),
)


@pytest.fixture(scope="module")
def client(frozen_data: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Asks the application over a release with another source."""
    release = replace(assemble(frozen_data), other_sources=(SOURCE,))
    store = Store(tmp_path_factory.mktemp("other"))
    store.publish(*release_files(release, {SOURCE.file: b"source,value\nworld-bank,1\n"}))
    return create_app(store.address).test_client()


def test_it_is_said_where_the_sources_are_and_offered_as_it_is(client: FlaskClient) -> None:
    page = client.get("/about").get_data(as_text=True)
    assert "A separate source: World Bank" in page
    assert "1,234 values from 1960 to 2025, updated 1 July 2026, retrieved 2 August 2026" in page
    assert f'href="{ADDRESS}"' in page
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    assert answer.data == b"source,value\nworld-bank,1\n"
    assert "world-bank" in answer.headers["Content-Disposition"]
    assert client.get(FORMERLY).data == answer.data
    assert client.get("/download/sources/nato.csv").status_code == 404
    assert client.get(f"{ADDRESS}?ally=POL").status_code == 400


def test_nothing_of_natos_changes_by_it(client: FlaskClient, store_folder: Path) -> None:
    without = create_app(store_folder).test_client()
    for address in ("/api/v1/observations.csv", "/api/v1/claims.json", "/api/v1/counts.json?target=2"):
        assert client.get(address).data == without.get(address).data


def test_a_release_without_one_says_nothing_of_it(store_folder: Path) -> None:
    without = create_app(store_folder).test_client()
    assert without.get(ADDRESS).status_code == 404
    assert without.get(FORMERLY).status_code == 404
    assert "separate source" not in without.get("/about").get_data(as_text=True)
