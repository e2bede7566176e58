"""What every address shares: the release in hand, answers kept by key, pages under a strict policy."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Response, render_template, request

from dashboard import problems
from dashboard.assets import Assets, collected
from dashboard.collect import EMPTY_STYLE_SOURCE
from dashboard.pages import Page
from dashboard.pages.index import NAVIGATION
from dashboard.rendering import inline
from dashboard.shelf import Shelf
from dashboard.shell import shell
from dashboard.view import Pairs
from dashboard.wire import REVALIDATE, SECURITY, Answer, Wire
from etl.release import Release, Store

TOPIC = "https://www.nato.int/en/what-we-do/introduction-to-nato/defence-expenditures-and-natos-5-commitment"


class Site:
    """The releases of a store, and how answers made from them are sent."""

    def __init__(self, store: Path) -> None:
        self.shelf = Shelf(Store(store))
        self.wire = Wire()
        self.assets: Assets = collected()

    def render(self, release: Release, page: Page, status: int = 200) -> Answer:
        """A page as HTML, under a policy that allows the rules that stand in it and no others."""
        css = self.assets.css(page.styles)
        html = render_template(
            page.template,
            page=page,
            release=release,
            assets=self.assets,
            shell=shell(),
            css=css,
            navigation=NAVIGATION,
            draw=inline,
            site=request.host_url.rstrip("/"),
            topic=TOPIC,
            checked=_checked(),
            **page.context,
        )
        return Answer(
            html.encode(), "text/html", REVALIDATE, status, {"Content-Security-Policy": policy(css)}
        )

    def send(self, make: Callable[[Release], Answer], *about: str) -> Response:
        """The answer to this request by the current release, kept by what it depends on."""
        release = self.shelf.release()
        key = (release.id, request.path, request.query_string.decode("latin-1"), *about)
        return self.wire.send(request, key, lambda: make(release))

    def problem(self, status: int, detail: str) -> Response:
        """What cannot be answered: a page for a reader, a problem document for a program. Never kept."""
        if problems.wants_document(request.path):
            answer = problems.document(request, status, detail)
        else:
            title = problems.TITLES[status]
            page = Page("problem.html", title, detail, script=False, context={"detail": detail})
            answer = self.render(self.shelf.release(), page, status)
        headers = {**SECURITY, **answer.headers, "Cache-Control": "no-store"}
        return Response(answer.body, status, headers, mimetype=answer.mimetype)


def pairs() -> Pairs:
    """The parameters of this request, in their order."""
    return list(request.args.items(multi=True))


@cache
def policy(css: str) -> str:
    """The Content-Security-Policy of a page: nothing from elsewhere, no inline script, its rules by hash."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' 'sha256-{digest}' {EMPTY_STYLE_SOURCE}",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _checked() -> str:
    """When the tables were last looked for: nobody has looked yet where only the shipped data were read."""
    return "from the data shipped with the project"
