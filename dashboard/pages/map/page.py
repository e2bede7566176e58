"""`/map`: the shares of one year on a map of the members, by one edition."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.charts.map.chart import atlas_chart
from dashboard.charts.map.state import MapState
from dashboard.pages import Page
from dashboard.state import Pairs
from dashboard.state.form import form
from etl.model import Release

ADDRESS = "/map"


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    v = MapState.parse(pairs, release)
    chart = atlas_chart(release, v)
    return Page(
        template="map.html",
        title=chart.title,
        description=chart.summary,
        canonical=address(v, release),
        picture=chart.address("png"),
        section=ADDRESS,
        styles=("map",),
        context={
            "view": v,
            "chart": chart,
            "form": form(v, release, ADDRESS, lambda w: address(w, release), ("year", "edition", "target")),
            "link": address(v, release),
        },
    )


def address(v: MapState, release: Release) -> str:
    """The page's address for a view."""
    return ADDRESS + v.query(release)
