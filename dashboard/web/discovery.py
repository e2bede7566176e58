"""What other machines look for: links in headers, `robots.txt`, `sitemap.xml`, `favicon.ico`."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from flask import Flask, Response, request

from dashboard.addresses import RELEASES
from dashboard.pages.index import FIXED
from dashboard.pages.release.page import address
from dashboard.pages.search.page import ADDRESS as SEARCH
from dashboard.web.assets import HERE
from dashboard.web.context import AppContext
from dashboard.web.responses import Answer
from etl.model import Release

ICON = HERE / "favicon.svg"
_SIDE = 32
"""Pixels of the icon's side: those of its drawing."""

_DAY = "public, max-age=86400"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_ENDLESS = ("/check?", "/data?", "/explore?", "/api/v1/check.json")
"""What has more states than a crawler should ask for; each is reached without."""


def register(app: Flask, context: AppContext) -> None:
    """Adds the addresses to the application."""

    @app.after_request
    def signposts(response: Response) -> Response:
        """What a program that meets one address needs next (RFC 8288): the API, the citation, the licence."""
        paged = response.mimetype == "text/html" and not request.path.startswith("/embed/")
        if response.status_code in (200, 304) and (paged or "X-Release" in response.headers):
            release = response.headers.get("X-Release") or context.release_cache.release().id
            stored = address(release)
            links = [
                f'<{context.root()}{stored}>; rel="cite-as"',
                f'<{stored}datapackage.json>; rel="describedby"; type="application/json"',
                '</api/v1/openapi.json>; rel="service-desc"; type="application/json"',
                '</api/v1/>; rel="service-doc"; type="text/html"',
                '</about#cite>; rel="license"',
            ]
            response.headers["Link"] = ", ".join(filter(None, [response.headers.get("Link"), *links]))
        return response

    @app.get("/favicon.svg")
    def favicon() -> Response:
        return context.send(lambda _: Answer(ICON.read_bytes(), "image/svg+xml", _DAY))

    @app.get("/favicon.ico")
    def favicon_ico() -> Response:
        def answer(_: Release) -> Answer:
            return Answer(icon(context.painter.paint(ICON.read_text("utf-8"), 1.0)), "image/x-icon", _DAY)

        return context.send(answer, picture=True)

    @app.get("/robots.txt")
    def robots() -> Response:
        root = context.root()
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in _ENDLESS), f"Sitemap: {root}/sitemap.xml"]
        return context.send(lambda _: Answer(("\n".join(lines) + "\n").encode(), "text/plain", _DAY), root)

    @app.get("/sitemap.xml")
    def map_of_site() -> Response:
        root = context.root()
        return context.send(lambda release: Answer(sitemap(release, root), "application/xml", _DAY), root)


def icon(png: bytes) -> bytes:
    """A picture of `_SIDE` pixels as an icon file: one directory entry, then the PNG as it is."""
    return struct.pack("<HHHBBBBHHII", 0, 1, 1, _SIDE, _SIDE, 0, 0, 1, 32, len(png), 22) + png


def sitemap(release: Release, root: str) -> bytes:
    """Every page that has an address without parameters, with the day of the latest edition."""
    import xml.etree.ElementTree as ET

    top = ET.Element("urlset", {"xmlns": _SITEMAP})
    for page in _pages(release):
        entry = ET.SubElement(top, "url")
        ET.SubElement(entry, "loc").text = root + page
        ET.SubElement(entry, "lastmod").text = release.latest_edition.published.isoformat()
    text: str = ET.tostring(top, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _pages(release: Release) -> Iterator[str]:
    yield from (page for page in FIXED if page != SEARCH)
    yield from (f"/allies/{ally.code}" for ally in release.allies if ally.armed_forces)
    yield from (f"/articles/{article.id}" for article in release.articles)
    yield from (f"/claims/{claim.id}" for claim in (*release.claims, *release.statements))
    yield from (RELEASES, address(release.id))
