"""What holds of the pages whatever editions ship."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.pages.index import FIXED
from etl.model import Release


@pytest.fixture(scope="module")
def client(shipped_store: Path) -> FlaskClient:
    """Asks the application over the shipped data."""
    return create_app(shipped_store).test_client()


TEMPLATE = re.compile(rb"<template id=\"dash\">.*?</template>", re.DOTALL)

PAGES = (*FIXED, "/allies/POL")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_answers(client: FlaskClient, page: str) -> None:
    assert client.get(page).status_code == 200


def test_charts_are_there_as_known_when_the_newest_table_had_no_year_whole(
    client: FlaskClient, shipped_release: Release
) -> None:
    partly = [e.id for e in shipped_release.editions if not shipped_release.whole_years(e.published)]
    assert partly
    for day in (partly[0], partly[-1]):
        for page in ("/", "/embed/ranking", "/embed/map", "/embed/guidelines"):
            assert client.get(f"{page}?as_of={day}").status_code == 200, (page, day)


@pytest.mark.parametrize("page", ["/", "/map", "/allies", "/allies/DEU", "/road", "/revisions"])
def test_every_edition_can_be_chosen_on_every_page(
    client: FlaskClient, page: str, shipped_release: Release
) -> None:
    for edition in shipped_release.editions:
        year = max(shipped_release.years(edition.published), default=0)
        answer = client.get(f"{page}?edition={edition.id}")
        assert answer.status_code == 200, (page, edition.id)
        assert f"{edition.published:%Y}" in answer.get_data(as_text=True), year


@pytest.mark.parametrize(
    "address",
    [
        "/?year=2024&edition={}",
        "/allies?edition={}",
        "/api/v1/observations.csv?edition={}&ally=POL",
        "/figures/map.csv?edition={}",
    ],
)
def test_a_day_under_which_an_edition_stood_before_is_understood(
    client: FlaskClient, address: str, shipped_release: Release
) -> None:
    renamed = [e for e in shipped_release.editions if e.former_days]
    assert renamed
    for edition in renamed:
        for former in edition.former_days:
            before = client.get(address.format(former.isoformat()))
            now = client.get(address.format(edition.id))
            assert before.status_code == now.status_code == 200
            # What Dash writes into its template has a word of chance.
            assert TEMPLATE.sub(b"", before.data) == TEMPLATE.sub(b"", now.data)


def test_about_lists_every_publication_and_whether_it_is_available(
    client: FlaskClient, shipped_release: Release
) -> None:
    page = client.get("/about").get_data(as_text=True)
    for publication in shipped_release.publications:
        assert f"{publication.published.day} {publication.published:%B %Y}" in page
    missing = [p for p in shipped_release.publications if p.published not in shipped_release.edition]
    assert page.count("<td>missing here</td>") == len(missing)


def test_few_reported_shares_are_never_a_count(shipped_release: Release) -> None:
    reported = [e for e in shipped_release.editions if e.completeness == "reported"]
    assert reported
    for edition in reported:
        for year in shipped_release.years(edition.published):
            assert not shipped_release.count(edition.published, year, 2.0).whole
