"""`/map`: the shares of one year on a map of the members, by one edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.charts.map.chart import atlas_chart
from dashboard.charts.map.data import AtlasView, parse, query
from dashboard.pages import Page
from dashboard.pages.claim.page import PRESETS
from dashboard.state import Pairs
from etl.model import Release

ADDRESS = "/map"


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    v = parse(pairs, release)
    chart = atlas_chart(release, v)
    return Page(
        template="map.html",
        title=chart.title,
        description=chart.summary,
        canonical=address(v, release),
        picture=chart.address("png"),
        section=ADDRESS,
        styles=("map",),
        context={"view": v, "chart": chart, "controls": _controls(release, v), "link": address(v, release)},
    )


def address(v: AtlasView, release: Release) -> str:
    """The page's address for a view."""
    return ADDRESS + query(v, release)


def _controls(release: Release, v: AtlasView) -> Mapping[str, Any]:
    """What each control offers: the years that the edition tells whole, and the one that was asked for."""
    years = {y for y in release.years(v.edition) if release.count(v.edition, y, 0.0).whole}
    return {
        "years": sorted(years | {v.year}, reverse=True),
        "editions": [e for e in reversed(release.editions) if release.years(e.published)],
        "targets": [
            (address(replace(v, target=value), release), name, v.target == value) for value, name in PRESETS
        ],
    }
