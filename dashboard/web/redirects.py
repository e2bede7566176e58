"""Addresses that are nearly right: in another case, with a slash at the end, by an ally's name."""

from __future__ import annotations

import re

from flask import Request, Response

from dashboard import search
from dashboard.addresses import RELEASES, STATUS
from dashboard.pages.index import FIXED
from dashboard.web.responses import REVALIDATE
from etl.model import Release

_ALLIES = "/allies/"
_BARE = {address.rstrip("/"): address for address in (*FIXED, STATUS, RELEASES)}
_SLASHES = re.compile(r"/{2,}")


def moved(request: Request, address: str) -> Response:
    """Leads a request to another address, with the parameters that it has."""
    query = request.query_string.decode("latin-1")
    headers = {"Location": address + (f"?{query}" if query else ""), "Cache-Control": REVALIDATE}
    return Response(status=308, headers=headers)


def right_address(path: str, release: Release) -> str:
    """The address that a path with no page stands for; "" where there is none.

    `/Map/` is `/map`; `/allies/pol`, `/allies/Poland` and `/allies/polish` are `/allies/POL`.
    """
    asked = _SLASHES.sub("/", path).rstrip("/")
    folded = asked.casefold()
    if (address := _BARE.get(folded)) is not None:
        return _else(address, path)
    if folded.startswith(_ALLIES):
        name = search.spelt(folded.removeprefix(_ALLIES))
        for ally in search.allies(release):
            if name in ally.spelt:
                return _else(ally.address, path)
    if folded.startswith("/claims/") and folded.removeprefix("/claims/") in release.claim:
        return _else(folded, path)
    if folded.startswith("/articles/") and folded.removeprefix("/articles/") in {
        a.id for a in release.articles
    }:
        return _else(folded, path)
    return ""


def _else(address: str, path: str) -> str:
    return "" if address == path else address
