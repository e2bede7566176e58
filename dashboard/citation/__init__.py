"""`/api/v1/citation.{txt,bib,ris,json}`: how to cite the release, an edition, or a chart in one state; the
release as `/CITATION.cff`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated

from flask import Flask, Response
from msgspec.structs import replace
from werkzeug.exceptions import NotFound

from dashboard.charts import CHARTS
from dashboard.citation import views
from dashboard.state import Pairs, State, own, reject_all
from dashboard.state.domains import one_of
from dashboard.state.parameter import nothing
from dashboard.state.parameters import AS_OF, EDITION
from dashboard.web.responses import REVALIDATE, Answer
from etl.formats.about import LICENCE_NOTE
from etl.formats.citation import CITATION_FORMATS, Citation, cff
from etl.model import Release

Send = Callable[..., Response]


def register(app: Flask, known: Send, root: Callable[[], str]) -> None:
    """Adds the addresses to the application."""

    @app.get(views.ADDRESS + ".<form>")
    def cited(form: str) -> Response:
        site = root()
        return known(lambda release, pairs: answer(release, form, pairs, site), site, exact=TAKES)

    @app.get(views.FILE)
    def cited_by_file() -> Response:
        site = root()
        return known(lambda release, pairs: file(release, pairs, site), site, exact=(AS_OF.name,))


def answer(release: Release, form: str, pairs: Pairs, site: str) -> Answer:
    """A citation in one of CITATION_FORMATS. With `chart`, the other parameters are that chart's own.

    Raises NotFound for another form, BadParameter for a parameter not understood.
    """
    if form not in CITATION_FORMATS:
        raise NotFound
    headers = {"Access-Control-Allow-Origin": "*"}
    if form == "bib":
        headers["Content-Disposition"] = 'attachment; filename="two-percent.bib"'
    written = CITATION_FORMATS[form]
    body = written.write(_asked(release, pairs, site)).encode()
    return Answer(body, written.mimetype, REVALIDATE, headers=headers)


def file(release: Release, pairs: Pairs, site: str) -> Answer:
    """The release as a CITATION.cff. Raises BadParameter for a parameter of this site."""
    reject_all(pairs)
    body = cff(views.of_release(release, site), LICENCE_NOTE, f"{site}/about#cite").encode()
    return Answer(body, "application/yaml", REVALIDATE, headers={"Access-Control-Allow-Origin": "*"})


CHART = one_of(
    "chart",
    "The name of a chart; the other parameters are then that chart's own.",
    list(CHARTS),
    default=nothing,
)


CITED_EDITION = replace(EDITION, what="The edition to cite.", default=nothing)


class Cited(State, frozen=True):
    """What is cited: an edition, or the whole release where that is None, or a chart."""

    edition: Annotated[date | None, CITED_EDITION]
    chart: Annotated[str | None, CHART]


TAKES = (*(p.name for p in Cited.parameters().values()), AS_OF.name)
"""The names of what the address takes besides a chart's own parameters."""


def _asked(release: Release, pairs: Pairs, site: str) -> Citation:
    named, rest = own(pairs, [CHART.name])
    chart = Cited.parse(named, release).chart
    if chart:
        return views.of_chart(release, CHARTS[chart](release, rest), site)
    edition = Cited.parse(rest, release).edition
    if edition:
        return views.of_edition(release, release.edition[edition], site)
    return views.of_release(release, site)
