"""`/api/v1/citation.{txt,bib,json}`: how to cite the release, an edition, or a chart in one state."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from dashboard import state as view
from dashboard.charts import CHARTS
from dashboard.citation import text as citation
from dashboard.citation.text import Citation
from dashboard.state import BadParameter, Pairs
from dashboard.web.responses import REVALIDATE, Answer
from etl.model import Release

Send = Callable[..., Response]


def register(app: Flask, send: Send, pairs: Callable[[], Pairs]) -> None:
    """Adds the address to the application."""

    @app.get(citation.ADDRESS + ".<form>")
    def cited(form: str) -> Response:
        site = request.host_url.rstrip("/")
        return send(lambda r: answer(r, form, pairs(), site), site)


def answer(release: Release, form: str, pairs: Pairs, site: str) -> Answer:
    """A citation in a form of FORMS. With `chart`, the other parameters are that chart's own.

    Raises NotFound for another form, BadParameter for a parameter not understood.
    """
    if form not in citation.FORMS:
        raise NotFound
    headers = {"Access-Control-Allow-Origin": "*"}
    if form == "bib":
        headers["Content-Disposition"] = 'attachment; filename="two-percent.bib"'
    body = citation.written(_asked(release, pairs, site), form).encode()
    return Answer(body, citation.FORMS[form], REVALIDATE, headers=headers)


def _asked(release: Release, pairs: Pairs, site: str) -> Citation:
    named = [text for name, text in pairs if name == "chart" and text]
    if len(named) > 1:
        raise BadParameter("chart", named[1], "one value, not several")
    rest = [(name, text) for name, text in pairs if name != "chart"]
    if named:
        name = view.one_of("chart", named[0], CHARTS)
        return citation.of_chart(release, CHARTS[name](release, rest), site)
    found = view.given([p for p in rest if p[1]], ("edition", "chart"))
    if "edition" in found:
        chosen = view.edition(found["edition"][0], release)
        return citation.of_edition(release, release.edition[chosen], site)
    return citation.of_release(release, site)
