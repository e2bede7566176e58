"""`/map`: the shares of one year on a map of the members, by one edition."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard.charts.map import ATLAS
from dashboard.charts.map.state import MapState
from dashboard.pages import Page, chart_page
from dashboard.state import Pairs
from etl.model import Release

ADDRESS = "/map"


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    view = MapState.parse(pairs, release)
    chart = ATLAS.chart(release, view)
    return chart_page(ADDRESS, release, view, chart, ("year", "edition", "target"), "map")
