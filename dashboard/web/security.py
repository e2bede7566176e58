"""What every answer says to browsers: headers of security. And to whom faults are reported."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flask import Flask, Response

from dashboard.operations.public import security_contact

if TYPE_CHECKING:
    from dashboard.web.context import AppContext

HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}

NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
"""The policy of what is no page: it runs nothing, loads nothing and is framed nowhere."""

DRAWING = f"{NOTHING}; style-src 'unsafe-inline'; img-src data:"
"""The policy of a drawing that is opened by itself: it has styles and pictures of its own, no more."""


def register(app: Flask, context: AppContext) -> None:
    """Adds the headers to every answer of the application, and the address of security.txt.

    Raises ValueError where TWO_PERCENT_SECURITY_CONTACT is no address.
    """
    contact = security_contact()
    app.jinja_env.globals["contact"] = contact

    @app.after_request
    def secure(response: Response) -> Response:
        headers = response.headers
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        drawn = response.mimetype == "image/svg+xml"
        headers.setdefault("Content-Security-Policy", DRAWING if drawn else NOTHING)
        # What other sites may read or frame they may load; all else is for the pages of this site.
        framed = "frame-ancestors *" in headers["Content-Security-Policy"]
        shared = framed or "Access-Control-Allow-Origin" in headers
        headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if shared else "same-origin")
        return response

    if contact:

        @app.get("/.well-known/security.txt")
        def security_txt() -> Response:
            expires = (datetime.now(UTC) + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
            canonical = f"{context.root()}/.well-known/security.txt"
            lines = [f"Contact: {contact}", f"Expires: {expires}", f"Canonical: {canonical}"]
            headers = {"Cache-Control": "public, max-age=3600"}
            return Response("\n".join(lines) + "\n", 200, headers, mimetype="text/plain")
