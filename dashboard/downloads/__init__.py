"""`/download/two-percent.*`: the whole set in each form, one file each."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from dashboard.addresses import OTHER, OTHER_FORMERLY
from dashboard.api.endpoint import Asked
from dashboard.api.observations import stored
from dashboard.state import Pairs, reject_all
from dashboard.state.parameters import AS_OF
from dashboard.web.context import AppContext
from dashboard.web.responses import Answer
from etl.formats.downloads import FORMATS
from etl.model import Release


def spreadsheet(address: str) -> str:
    """The address of a CSV, with the byte order mark by which a spreadsheet knows it for UTF-8."""
    if ".csv" not in address or not address.startswith("/api/"):
        return address
    return f"{address}{'&' if '?' in address else '?'}bom=1"


def register(app: Flask, context: AppContext) -> None:
    """Adds the addresses to the application."""

    @app.get("/download/two-percent.<form>")
    def download(form: str) -> Response:
        if form not in FORMATS:
            raise NotFound

        def answer(release: Release, asked: Pairs) -> Answer:
            reject_all(asked)
            return stored(release, Asked((), request.path, context.download), form)

        return context.known(answer, exact=(AS_OF.name,))

    @app.get(OTHER_FORMERLY, defaults={"source": ""})
    @app.get(f"{OTHER}<source>.csv")
    def other(source: str) -> Response:
        return context.send(lambda r: _other(r, source, context))


def _other(release: Release, source: str, context: AppContext) -> Answer:
    """The table of another source as it stands in the release, '' for the first; NotFound without it."""
    found = next((o for o in release.other_sources if source in ("", o.id)), None)
    if found is None:
        raise NotFound
    body = context.store.reader(release.id)(found.file)
    name = f'attachment; filename="two-percent-{found.id}-{release.id}.csv"'
    return Answer(
        body, FORMATS["csv"].mimetype, headers={"X-Release": release.id, "Content-Disposition": name}
    )
