"""What a page elsewhere needs to show a chart: the code of its frame, the script beside it, oEmbed."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Annotated
from urllib.parse import parse_qsl, urlsplit

import msgspec
from flask import Flask, Response, g
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.exceptions import NotImplemented as NotInThisForm

from dashboard.charts import CHARTS
from dashboard.charts.chart import Chart
from dashboard.citation import views
from dashboard.drawing.card import CARD
from dashboard.drawing.frame import frame_height
from dashboard.pages.index import PAGES
from dashboard.state import BadParameter, Chosen, Pairs, Parameter, State
from dashboard.state.domains import Named, Text, Whole
from dashboard.state.known import pinned, split
from dashboard.state.parameter import nothing
from dashboard.web.assets import HERE
from dashboard.web.context import AppContext
from dashboard.web.responses import REVALIDATE, Answer
from etl.formats.citation import text
from etl.model import Release

SCRIPT = "/embed.js"
OEMBED = "/oembed"
WIDTH = 700
"""The width in pixels that a frame is offered with where nothing else is asked for."""


def _side(name: str, what: str) -> Parameter[int]:
    takes: Callable[[int, int], str] = lambda first, last: f"a whole number from {first} to {last}"  # noqa: E731
    return Parameter(name=name, what=what, domain=Whole(lambda _: (1, 9999), takes), default=nothing)


def _no_address(_: Chosen | None = None) -> str:
    raise BadParameter("url", "", "the address of a page of this site with a chart")


URL = Parameter(
    name="url", what="The address of a page of this site.", domain=Text(2000), default=_no_address
)
FORMAT = Parameter(
    name="format",
    what="json.",
    domain=Named(lambda _: {"json": "JSON", "xml": "XML"}, "json"),
    default=lambda _: "json",
)
MAX_WIDTH = _side("maxwidth", "The most pixels across.")
MAX_HEIGHT = _side("maxheight", "The most pixels down.")


class OEmbed(State, frozen=True):
    """What oEmbed asks: the address of a page, and the most room that there is for it."""

    url: Annotated[str, URL]
    format: Annotated[str, FORMAT]
    maxwidth: Annotated[int | None, MAX_WIDTH]
    maxheight: Annotated[int | None, MAX_HEIGHT]


def register(app: Flask, context: AppContext) -> None:
    """Adds the addresses to the application, and the code of a frame to its templates."""

    def framed(chart: Chart, site: str) -> str:
        high = context.drawn(g.release, chart, "height", lambda: str(frame_height(chart)))
        return frame(chart, site, g.release, high)

    app.jinja_env.globals["cite"] = lambda chart, site: text(views.of_chart(g.release, chart, site)).strip()
    app.jinja_env.globals["citations"] = lambda chart: views.links(chart.query, chart.name)[1:]
    app.jinja_env.globals["frame"] = framed

    @app.get(SCRIPT)
    def script() -> Response:
        body = (HERE / "embed.js").read_bytes()
        return context.send(lambda _: Answer(body, "text/javascript", "public, max-age=3600"))

    @app.get(OEMBED)
    def oembed() -> Response:
        root = context.root()

        def answer(release: Release, asked: Pairs) -> Answer:
            wanted = OEmbed.parse(asked, release)
            if not wanted.url:
                _no_address()
            if wanted.format != "json":
                raise NotInThisForm
            chart, known = _chart(app, context, wanted.url.removeprefix(root), release)
            return Answer(document(chart, known, root, wanted), "application/json", REVALIDATE)

        return context.known(answer, root)


def frame(chart: Chart, site: str, release: Release, high: str) -> str:
    """The code by which another page shows the chart as it is, whatever is published later.

    It is `high` enough at any width; the script makes it no higher than it must be.
    """
    source = escape(site + pinned(chart.embed, release))
    return (
        f'<iframe src="{source}" title="{escape(chart.title)}" width="100%" height="{high}" '
        f'style="border:0" loading="lazy"></iframe>\n<script async src="{site}{SCRIPT}"></script>'
    )


def document(chart: Chart, release: Release, root: str, wanted: OEmbed) -> bytes:
    """The answer of oEmbed 1.0, `rich`."""
    high = frame_height(chart)
    card = pinned(chart.address("png"), release)
    return msgspec.json.encode(
        {
            "version": "1.0",
            "type": "rich",
            "provider_name": "Two percent",
            "provider_url": f"{root}/",
            "title": chart.title,
            "html": frame(chart, root, release, str(high)),
            "width": min(WIDTH, wanted.maxwidth or WIDTH),
            "height": min(high, wanted.maxheight or high),
            "thumbnail_url": f"{root}{card}&size=card",
            "thumbnail_width": CARD[0],
            "thumbnail_height": CARD[1],
            "cache_age": 86400,
        }
    )


def _chart(app: Flask, context: AppContext, address: str, release: Release) -> tuple[Chart, Release]:
    """The chart of a page of this site, and the release as known on the day that its address names.

    Raises NotFound where the address is of another site or no page, or its page has no chart.
    """
    try:
        parts = urlsplit(address)
        rule, path_parts = app.url_map.bind("").match(parts.path or "/", method="GET", return_rule=True)
    except (HTTPException, ValueError):
        raise NotFound from None
    if parts.netloc or rule.rule not in PAGES:
        raise NotFound
    day, pairs = split(parse_qsl(parts.query, keep_blank_values=True), release)
    known = context.as_known(release, day) if day else release
    picture = urlsplit(PAGES[rule.rule](known, pairs, path_parts).picture)
    name = picture.path.removeprefix("/figures/").removesuffix(".png")
    if name not in CHARTS:
        raise NotFound
    _, of_chart = split(parse_qsl(picture.query, keep_blank_values=True), known)
    return CHARTS[name](known, of_chart), known
