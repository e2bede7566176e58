"""A source is a folder: one that is invented here goes all the way to the release, the page and the file."""

from __future__ import annotations

import csv
import io
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

INSTITUTE = '''
"""An invented institute: one CSV of shares by ally and year."""

import csv
import hashlib
import io
from datetime import datetime

from etl.sources.source import NewFile, Series, Source, SourceValue


def ask(question):
    answer = question.client.get(question.address)
    question.report.reached = True
    when = question.now()
    sha256 = hashlib.sha256(answer.body).hexdigest()

    def find(records):
        if sha256 not in {r["sha256"] for r in records}:
            record = {"sha256": sha256, "source": "institute", "retrieved": when.isoformat()}
            yield NewFile(sha256, answer.body, record, f"institute: {len(answer.body)} bytes")

    return find


def read(records, raw, allies):
    own = [r for r in records if r["source"] == "institute"]
    if not own:
        return ()
    newest = max(own, key=lambda r: r["retrieved"])
    rows = csv.DictReader(io.StringIO(raw(newest["sha256"]).decode()))
    values = tuple(SourceValue(row["ally"], int(row["year"]), float(row["share"])) for row in rows)
    day = datetime.fromisoformat(newest["retrieved"]).date()
    return (Series("SHARE", "percent of GDP", "By the institute.", "2026-07-01", day, values),)


SOURCE = Source(
    id="institute",
    name="Institute of Invented Figures",
    about="Shares by a definition of its own.",
    licence="CC0",
    address="https://institute.example/shares.csv",
    hosts=("institute.example",),
    ask=ask,
    read=read,
)
'''


@pytest.fixture
def third(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more folder among the sources."""
    folder = tmp_path / "sources" / "institute"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(INSTITUTE, "utf-8")
    monkeypatch.setattr(etl.sources, "__path__", [*etl.sources.__path__, str(folder.parent)])
    yield
    sys.modules.pop("etl.sources.institute", None)


def test_the_sources_are_the_folders() -> None:
    found = sources()
    assert list(found) == ["nato", "world-bank"]
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
    twin = tmp_path / "sources" / "twin"
    twin.mkdir()
    (twin / "__init__.py").write_text(INSTITUTE, "utf-8")
    with pytest.raises(ValueError, match="two sources are called institute"):
        sources()
    sys.modules.pop("etl.sources.twin", None)


def test_a_source_that_is_none_is_named_by_the_command() -> None:
    from etl.__main__ import main

    result = CliRunner().invoke(main, ["refresh", "--source", "sipri"])
    assert result.exit_code == 2
    assert "'nato', 'world-bank'" in result.output
