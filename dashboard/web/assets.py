"""The files of the page, as `dashboard.collect` made them: named by content, compressed ahead of time."""

from __future__ import annotations

import hashlib
import logging
from functools import cache
from pathlib import Path

import msgspec
from flask import Flask, Request, Response

from dashboard import collect, typefaces
from dashboard.mount import tags
from dashboard.web.responses import IMMUTABLE, REVALIDATE, Answer, respond
from etl.model.cached import cached_property

HERE = Path(__file__).parents[1] / "assets"
PAGES = Path(__file__).parents[1] / "pages"
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
    ".svg": "image/svg+xml",
}
_CODINGS = {"br": ".br", "gzip": ".gz"}
_log = logging.getLogger(__name__)


class Assets(msgspec.Struct, frozen=True, eq=False, dict=True):
    """What the page loads; `manifest` is None where nothing could be collected: pages go without script.

    `path` is the one under which readers have this site, as `/nato`.
    """

    manifest: collect.Manifest | None
    path: str = ""

    def url(self, name: str) -> str | None:
        """The address of a file by its logical name, None where it was not collected."""
        found = self.manifest.files.get(name) if self.manifest else None
        return collect.ADDRESS + found.file if found else None

    @cache  # noqa: B019 (one Assets a process)
    def css(self, styles: tuple[str, ...]) -> str:
        """The rules of a page: the typefaces', the common ones, then those it names; they stand in it."""
        fonts = self.manifest.files.get(collect.FONT_CSS) if self.manifest else None
        faces = (collect.BUILT / fonts.file).read_text("utf-8") if fonts else ""
        faces = faces.replace("url(", f"url({self.path}{collect.ADDRESS}")
        sheets = [HERE / "style.css", *(_sheet(name) for name in styles)]
        return faces + "".join(sheet.read_text("utf-8") for sheet in sheets)

    @cached_property
    def preload(self) -> tuple[str, ...]:
        """The addresses of the typefaces that every page needs."""
        found = (self.url(typefaces.first(font)) for font in typefaces.FAMILIES)
        return tuple(address for address in found if address)

    @property
    def before_dash(self) -> list[str]:
        """The addresses of what Dash's components need first, as browsers ask for them: plotly.js and the
        callbacks."""
        return [self.path + url for name in (collect.PLOTLY, collect.CALLBACKS) if (url := self.url(name))]

    @cached_property
    def dash(self) -> tags.Tags | None:
        """What starts Dash in a page: as collected, made here where browsers have the site under a path."""
        if not self.manifest:
            return None
        if not self.path:
            return tags.read(collect.POOL / collect.TAGS)
        from dashboard.mount.dash_mount import DashMount

        return DashMount(Flask("tags"), self.before_dash, self.path).tags()

    def send_dash(self, request: Request, response: Response) -> Response:
        """What Dash answered, packed: its scripts as the collection has them, for good where Dash says so."""
        content = response.get_data()
        digest = hashlib.sha256(content).hexdigest()

        def body(coding: str) -> bytes:
            if not coding:
                return content
            saved = collect.POOL / (digest + _CODINGS[coding])
            return (
                saved.read_bytes() if saved.exists() else collect.compressed("", content, quality=5)[coding]
            )

        lasting = (response.cache_control.max_age or 0) > 0
        mimetype = response.mimetype or "application/octet-stream"
        answer = Answer(content, mimetype, IMMUTABLE if lasting else REVALIDATE)
        return respond(request, answer, digest[:20], body, ("br", "gzip"))

    def send(self, request: Request, file: str) -> Response | None:
        """A collected file in the best coding; None where there is none of that name."""
        entries = {e.file: e for e in self.manifest.files.values()} if self.manifest else {}
        if (entry := entries.get(file)) is None:
            return None
        path = collect.BUILT / file
        answer = Answer(b"", _TYPES[path.suffix], IMMUTABLE)

        def body(coding: str) -> bytes:
            return path.with_name(file + _CODINGS[coding]).read_bytes() if coding else path.read_bytes()

        return respond(request, answer, entry.sha256[:20], body, entry.encodings)


def collected(path: str = "") -> Assets:
    """The collected files, for a site under a path; collected now where they are missing or out of date."""
    manifest = collect.load()
    if manifest is None:
        try:
            manifest = collect.collect()
        except (typefaces.TypefaceError, OSError) as error:
            _log.warning("pages are served without script and typefaces: %s", error)
    return Assets(manifest, path)


def _sheet(name: str) -> Path:
    """The style sheet of a page, in the page's folder; of several pages, in `pages/shared`."""
    own = PAGES / name / f"{name}.css"
    return own if own.is_file() else PAGES / "shared" / f"{name}.css"
