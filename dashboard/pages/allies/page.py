"""`/allies`: all members as small multiples on one scale, each a link to its own page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dashboard import formatting as words
from dashboard.amounts import share
from dashboard.charts.allies import ALLIES
from dashboard.charts.allies.data import AllySeries, allies
from dashboard.charts.allies.plot import box, spark
from dashboard.charts.allies.state import AlliesState
from dashboard.pages import Page, chart_page
from dashboard.state import Pairs, question
from etl.model import Release

ADDRESS = "/allies"


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    view = AlliesState.parse(pairs, release)
    a = allies(release, view)
    return chart_page(
        ADDRESS,
        release,
        view,
        ALLIES.of(release, view, a),
        ("order", "edition", "target"),
        "series",
        "allies",
        live=False,
        line=words.target(view.target),
        box=box(),
        tiles=[
            (
                c,
                f"{ADDRESS}/{c.ally.code}{carried(view.edition, release)}",
                spark(c, a),
                share(c.last),
                _said(c),
            )
            for c in a.courses
        ],
    )


def carried(edition: date, release: Release) -> str:
    """What a link to one ally's page takes along: the edition, where it is not the latest."""
    known = edition != release.latest_edition.published
    return question([("edition", edition.isoformat())] if known else [])


def _said(c: AllySeries) -> str:
    """What a tile says beneath its drawing."""
    if c.reason or c.last is None:
        return c.reason
    if c.growth is None:
        return f"{c.last.year}"
    first = c.observations[0]
    share = words.estimated(words.share(first.value), first.estimate)
    return f"{share} in {first.year}; {words.signed(c.growth, 2)} since"
