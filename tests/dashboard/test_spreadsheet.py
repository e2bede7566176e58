"""A CSV that is opened by a double click is known for UTF-8, and "Türkiye" survives."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from dashboard.app import create_app
from dashboard.downloads import spreadsheet


@pytest.mark.parametrize("page", ["/", "/trend", "/allies/TUR", "/about", "/data?ally=TUR"])
def test_every_csv_that_a_page_offers_begins_with_its_mark(store_folder: Path, page: str) -> None:
    client = create_app(store_folder).test_client()
    text = client.get(page).get_data(as_text=True)
    found = {html.unescape(a) for a in re.findall(r'href="(/(?:api|download)[^"]*\.csv[^"]*)"', text)}
    links = {a for a in found if "?" in a or a.startswith("/download")}  # the rest documents the API
    assert links
    for link in sorted(links)[:4]:
        assert client.get(link).data.startswith(b"\xef\xbb\xbf"), link


def test_only_csv_of_the_api_is_asked_for_so() -> None:
    assert spreadsheet("/api/v1/observations.csv") == "/api/v1/observations.csv?bom=1"
    assert spreadsheet("/api/v1/observations.csv?year=2024") == "/api/v1/observations.csv?year=2024&bom=1"
    assert spreadsheet("/api/v1/observations.json?year=2024") == "/api/v1/observations.json?year=2024"
