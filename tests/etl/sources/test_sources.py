"""A source is a folder: one that is invented here goes all the way to the release, the page and the file."""

from __future__ import annotations

import csv
import io
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

import etl.sources
from dashboard.app import create_app
from etl.sources import sources
from tests.etl import nato_site
from tests.etl.conftest import Place

INVENTED = Path(__file__).with_name("invented")
"""A folder of sources with one in it: `institute`."""


@pytest.fixture
def third(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more folder among the sources."""
    folder = tmp_path / "sources"
    shutil.copytree(INVENTED, folder)
    monkeypatch.setattr(etl.sources, "__path__", [*etl.sources.__path__, str(folder)])
    yield
    sys.modules.pop("etl.sources.institute", None)


def test_the_sources_are_the_folders() -> None:
    found = sources()
    folders = {path.parent.name for path in Path(etl.sources.__path__[0]).glob("*/__init__.py")}
    assert {key.replace("-", "_") for key in found} == folders
    assert next(iter(found)) == "nato"
    assert all(source.id == key and source.hosts for key, source in found.items())


@pytest.mark.usefixtures("third")
def test_a_third_source_is_one_folder(place: Place) -> None:
    before = place.release()
    place.site.put(
        "/shares.csv", nato_site.whole(b"ally,year,share\nDEU,2024,1.9\nFRA,2024,2.1\nFRA,2023,2\n")
    )
    address = f"{place.site.address}/shares.csv"
    run = place.run(source="institute", address=address)
    assert (run.outcome, run.failed, run.source) == ("published", (), "institute")
    assert "Institute of Invented Figures, SHARE: 3 values added, 0 changed, 0 removed" in run.found
    release = place.release()
    assert (release.observations, release.claims, release.editions) == (
        before.observations,
        before.claims,
        before.editions,
    )
    (other,) = release.other_sources
    assert (other.id, other.series[0].values) == ("institute", 3)
    client = create_app(place.store.address).test_client()
    page = client.get("/about").get_data(as_text=True)
    assert "A separate source: Institute of Invented Figures" in page
    assert "Shares by a definition of its own." in page
    rows = list(
        csv.DictReader(io.StringIO(client.get("/download/sources/institute.csv").get_data(as_text=True)))
    )
    assert next((r["name"], r["year"], r["value"]) for r in rows) == ("Germany", "2024", "1.9")
    assert "/download/sources/{source}.csv" in client.get("/api/v1/openapi.json").get_data(as_text=True)
    assert place.run(source="institute", address=address).outcome == "nothing new"
    assert place.run().outcome == "nothing new"


@pytest.mark.usefixtures("third")
def test_a_source_that_cannot_be_fetched_fails_with_its_sentence(place: Place) -> None:
    address = f"{place.site.address}/none.csv"
    run = place.run(source="institute", address=address)
    (sentence,) = run.failed
    assert (run.outcome, run.reached) == ("failed", False)
    assert sentence.startswith(f"{address}: ")
    assert "fault" not in sentence


@pytest.mark.usefixtures("third")
def test_the_table_of_a_source_that_is_gone_is_reported_as_removed(place: Place) -> None:
    place.site.put("/shares.csv", nato_site.whole(b"ally,year,share\nDEU,2024,1.9\n"))
    place.run(source="institute", address=f"{place.site.address}/shares.csv")
    folder = etl.sources.__path__.pop()
    try:
        run = place.run()
    finally:
        etl.sources.__path__.append(folder)
    assert "Institute of Invented Figures, SHARE: 0 values added, 0 changed, 1 removed" in run.found


@pytest.mark.usefixtures("third")
def test_two_sources_of_one_id_are_a_fault(tmp_path: Path) -> None:
    shutil.copytree(INVENTED / "institute", tmp_path / "sources" / "twin")
    with pytest.raises(ValueError, match="two sources are called institute"):
        sources()
    sys.modules.pop("etl.sources.twin", None)


def test_a_source_that_is_none_is_named_by_the_command() -> None:
    from etl.__main__ import main

    result = CliRunner().invoke(main, ["refresh", "--source", "no-such-source"])
    assert result.exit_code == 2
    assert ", ".join(map(repr, sources())) in result.output
