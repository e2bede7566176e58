"""Every page and its address: the one list that the application and the navigation are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.pages import (
    Page,
    about,
    allies,
    ally,
    atlas,
    claim,
    data,
    embed,
    guidelines,
    revisions,
    road,
    trend,
)
from dashboard.views import Pairs
from etl.release import Release

Build = Callable[[Release, Pairs, Mapping[str, str]], Page]
"""A page from a release, the parameters of its address, and the parts of its path (`/allies/<code>`).

Raises BadParameter for a parameter that is not understood, NotFound for a part that names nothing.
"""

PAGES: Mapping[str, Build] = {
    "/": claim.build,
    "/map": atlas.build,
    "/about": about.build,
    "/embed/<chart>": embed.build,
    "/data": data.build,
    "/trend": trend.build,
    "/revisions": revisions.build,
    "/allies": allies.build,
    "/allies/<code>": ally.build,
    "/guidelines": guidelines.build,
    "/road": road.build,
}

NAVIGATION = (
    ("/", "The claim"),
    ("/trend", "How the count grew"),
    ("/revisions", "Revisions"),
    ("/allies", "Allies"),
    ("/guidelines", "Both guidelines"),
    ("/road", "Road to 3.5"),
    ("/map", "Map"),
    ("/data", "Data"),
    ("/about", "About"),
)
"""Address and name of each page in the one row of navigation, in its order."""
