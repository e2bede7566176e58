"""What is said when an address cannot be answered: a page for a reader, a problem document for a program."""

from __future__ import annotations

import json

from flask import Request

from dashboard.wire import Answer

TITLES = {
    400: "A parameter that is not understood",
    404: "There is nothing at this address",
    405: "This address only answers GET",
    406: "Not available in that form",
    500: "Something went wrong here",
    503: "Not ready yet",
}

DETAILS = {
    404: "No page, chart or file has this address. It may have been mistyped, or cut off in copying.",
    405: "Everything here is read only: it answers GET and HEAD.",
    500: "The fault has been noted. The figures are not affected by it.",
}


def wants_document(path: str) -> bool:
    """Whether an address is one that programs ask."""
    return path.startswith(("/api/", "/figures/", "/_dash/", "/healthz", "/readyz"))


def document(request: Request, status: int, detail: str) -> Answer:
    """A problem document as RFC 9457 has it."""
    body = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
        "instance": request.path,
    }
    return Answer(
        json.dumps(body, ensure_ascii=False).encode(), "application/problem+json", "no-store", status
    )
