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


def moved(request: Request, address: str) -> Response:
    """Leads a request to another address, with the parameters that it has."""
    query = request.query_string.decode("latin-1")
    headers = {"Location": address + (f"?{query}" if query else ""), "Cache-Control": REVALIDATE}
    return Response(status=308, headers=headers)


def right_address(path: str, release: Release) -> str:
    """The address that a path with no page stands for; "" where there is none.

    `/Map/` is `/map`; `/allies/pol`, `/allies/Poland` and `/allies/polish` are `/allies/POL`.
    """
    asked = re.sub(r"/{2,}", "/", path).rstrip("/")
    folded = asked.casefold()
    for address in (*FIXED, STATUS, RELEASES):
        if folded == address.rstrip("/"):
            return _else(address, path)
    if folded.startswith(_ALLIES):
        name = search.spelt(folded.removeprefix(_ALLIES))
        for ally in search.allies(release):
            if name in ally.spelt:
                return _else(ally.address, path)
    for start, ids in (("/claims/", release.claim), ("/articles/", {a.id: a for a in release.articles})):
        if folded.startswith(start) and folded.removeprefix(start) in ids:
            return _else(folded, path)
    return ""


def _else(address: str, path: str) -> str:
    return "" if address == path else address
