"""`/allies`: all members as small multiples on one scale, each a link to its own page."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import formatting as words
from dashboard.charts.allies.chart import chart_of
from dashboard.charts.allies.data import AllySeries, allies
from dashboard.charts.allies.plot import box, spark
from dashboard.charts.allies.state import AlliesState
from dashboard.pages import Page
from dashboard.state import Pairs, question
from dashboard.state.form import form
from etl.model import Release

ADDRESS = "/allies"


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    view = AlliesState.parse(pairs, release)
    a = allies(release, view)
    chart = chart_of(a, release)
    return Page(
        template="allies.html",
        title=chart.title,
        description=chart.summary,
        canonical=address(view, release),
        picture=chart.address("png"),
        section=ADDRESS,
        styles=("series", "allies"),
        chart=False,
        context={
            "view": view,
            "chart": chart,
            "line": words.target(view.target),
            "box": box(),
            "tiles": [
                (
                    c,
                    f"{ADDRESS}/{c.ally.code}{_carried(view, release)}",
                    spark(c, a),
                    words.share(c.last.value, c.last.estimate) if c.last else "–",
                    _said(c),
                )
                for c in a.courses
            ],
            "form": form(
                view, release, ADDRESS, lambda v: address(v, release), ("order", "edition", "target")
            ),
            "link": address(view, release),
        },
    )


def address(view: AlliesState, release: Release) -> str:
    """The page's address for a view."""
    return ADDRESS + view.query(release)


def _carried(view: AlliesState, release: Release) -> str:
    """What a link to one ally's page takes along: the edition, where it is not the latest."""
    known = view.edition != release.latest_edition.published
    return question([("edition", view.edition.isoformat())] if known else [])


def _said(c: AllySeries) -> str:
    """What a tile says beneath its drawing."""
    if c.reason or c.last is None:
        return c.reason
    if c.growth is None:
        return f"{c.last.year}"
    first = c.observations[0]
    share = words.estimated(words.share(first.value), first.estimate)
    return f"{share} in {first.year}; {words.signed(c.growth, 2)} since"
