"""`/releases.json`, `/releases/<id>/<file>`: the releases that are kept; their files never change."""

from __future__ import annotations

import csv
import io
from pathlib import PurePosixPath
from urllib.parse import quote

import msgspec
from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from dashboard.addresses import RELEASES
from dashboard.api.endpoint import JSON
from dashboard.pages.release import page
from dashboard.pages.release.page import KeptFile, StoredRelease, address
from dashboard.web.context import AppContext
from dashboard.web.redirects import moved
from dashboard.web.responses import IMMUTABLE, Answer
from etl.formats.downloads import FORMATS
from etl.formats.files import SUMS
from etl.model import Release
from etl.store import Published, Store, StoreError

LIST = f"{RELEASES}.json"
_TYPES = {".md": "text/markdown", ".txt": "text/plain"}


def register(app: Flask, context: AppContext) -> None:
    """Adds the addresses to the application."""

    def stored_releases() -> list[StoredRelease]:
        return [stored_release(context.store, p) for p in _kept(context)]

    @app.get(LIST)
    def releases_json() -> Response:
        root = context.root()
        return context.send(lambda _: Answer(document(stored_releases(), root), JSON), root)

    @app.get(RELEASES)
    def releases_page() -> Response:
        return context.send(
            lambda r: context.render(r, page.build_list(stored_releases())), context.root(), context.checked()
        )

    @app.get(f"{RELEASES}/<release_id>")
    def release_without_slash(release_id: str) -> Response:
        with context.readers.one():
            return moved(request, quote(address(_published(context, release_id).id)))

    @app.get(f"{RELEASES}/<release_id>/")
    def release_page(release_id: str) -> Response:
        def answer(release: Release) -> Answer:
            return context.render(
                release, page.build(release, stored_release(context.store, _published(context, release_id)))
            )

        return context.send(answer, context.root(), context.checked())

    @app.get(f"{RELEASES}/<release_id>/<file>")
    def release_file(release_id: str, file: str) -> Response:
        return context.send(lambda _: _file(context, release_id, file))


def stored_release(store: Store, published: Published) -> StoredRelease:
    """A release that is kept, as its page and the list show it."""
    table = io.StringIO((store.file(published.id, "editions.csv") or b"").decode())
    sums = store.files(published.id)
    files = (KeptFile(n, address(published.id, n), sums[n]) for n in sorted(sums))
    return StoredRelease(published, tuple(row["edition"] for row in csv.DictReader(table)), tuple(files))


def document(releases: list[StoredRelease], root: str) -> bytes:
    """The list for programs, the newest first; `root` is where it is served from, without a last slash."""
    rows = [
        {
            "release": r.published.id,
            "published": r.published.at,
            "latest": r.published.current,
            "url": root + r.href,
            "newest_edition": r.editions[-1],
            "editions": r.editions,
            "files": [{"name": f.name, "url": root + f.href, "sha256": f.sha256} for f in r.files],
        }
        for r in releases
    ]
    return msgspec.json.format(msgspec.json.encode(rows), indent=1)


def _kept(context: AppContext) -> list[Published]:
    """The releases that are kept, the newest first.

    Raises StoreError where the store lists none, not even the one that is served: it has answered with
    something else.
    """
    if found := context.store.releases():
        return found
    raise StoreError("the store lists no release")


def _published(context: AppContext, release_id: str) -> Published:
    """The release of an id. Raises NotFound where none is kept, StoreError where that cannot be known."""
    found = next((p for p in _kept(context) if p.id == release_id), None)
    if found is None:
        raise NotFound
    return found


def _file(context: AppContext, release_id: str, name: str) -> Answer:
    """A file of a release that is kept, for good. Raises NotFound where there is none."""
    published = _published(context, release_id)
    body = context.store.file(published.id, name)
    if body is None:
        raise NotFound
    suffix = PurePosixPath(name).suffix
    mimetype = (
        "text/plain"
        if name == SUMS
        else FORMATS[suffix[1:]].mimetype
        if suffix[1:] in FORMATS
        else _TYPES.get(suffix, "application/octet-stream")
    )
    headers = {"X-Release": published.id, "Link": f'<{address(published.id)}>; rel="collection"'}
    return Answer(body, mimetype, IMMUTABLE, headers=headers, ranges=True)
