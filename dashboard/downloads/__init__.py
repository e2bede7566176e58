"""`/download/two-percent.*`: the whole set in each form, one file each."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from dashboard.api.endpoint import TYPES, Asked
from dashboard.api.observations import stored
from dashboard.api.parameters import CACHE, strict
from dashboard.web.context import Site, pairs
from dashboard.web.responses import Answer
from etl.formats.downloads import FORMS
from etl.formats.files import SECOND_SOURCE
from etl.model import Release

SECOND = "/download/second-source.csv"


def spreadsheet(address: str) -> str:
    """The address of a CSV, with the byte order mark by which a spreadsheet knows it for UTF-8."""
    if ".csv" not in address or not address.startswith("/api/"):
        return address
    return f"{address}{'&' if '?' in address else '?'}bom=1"


def register(app: Flask, site: Site) -> None:
    """Adds the addresses to the application."""

    @app.get("/download/two-percent.<form>")
    def download(form: str) -> Response:
        if form not in FORMS:
            raise NotFound
        asked = Asked(strict(pairs(), ()), request.path, site.download)
        return site.send(lambda r: stored(r, asked, form))

    @app.get(SECOND)
    def second() -> Response:
        strict(pairs(), ())
        return site.send(lambda r: _second(r, site))


def _second(release: Release, site: Site) -> Answer:
    """The values of the second source as they stand in the release; NotFound where it has none."""
    if not release.second:
        raise NotFound
    body = site.store.reader(release.id)(SECOND_SOURCE)
    name = f'attachment; filename="two-percent-second-source-{release.id}.csv"'
    return Answer(body, TYPES["csv"], CACHE, headers={"X-Release": release.id, "Content-Disposition": name})
