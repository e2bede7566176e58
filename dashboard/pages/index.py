"""Every page and its address: the one list that the application is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard import pages
from dashboard.folders import reject_unfindable
from dashboard.pages import Page
from dashboard.pages.about import page as about
from dashboard.pages.allies import page as allies
from dashboard.pages.ally import page as ally
from dashboard.pages.check import page as check
from dashboard.pages.claim import page as claim
from dashboard.pages.claims import page as claims
from dashboard.pages.data import page as data
from dashboard.pages.embed import page as embed
from dashboard.pages.estimates import page as estimates
from dashboard.pages.explore import page as explore
from dashboard.pages.guidelines import page as guidelines
from dashboard.pages.map import page as atlas
from dashboard.pages.revisions import page as revisions
from dashboard.pages.road import page as road
from dashboard.pages.search import page as search
from dashboard.pages.trend import page as trend
from dashboard.state import Pairs
from etl.model import Release

Build = Callable[[Release, Pairs, Mapping[str, str]], Page]
"""A page from a release, the parameters of its address, and the parts of its path (`/allies/<code>`).

Raises BadParameter for a parameter that is not understood, NotFound for a part that names nothing.
"""

PAGES: Mapping[str, Build] = {
    "/": claim.build,
    "/articles/<article>": claim.build_article,
    "/check": check.build,
    "/claims": claims.build,
    "/claims/<id>": claims.build_one,
    "/map": atlas.build,
    "/about": about.build,
    "/embed/<chart>": embed.build,
    "/data": data.build,
    "/explore": explore.build,
    "/trend": trend.build,
    "/revisions": revisions.build,
    "/estimates": estimates.build,
    "/allies": allies.build,
    "/allies/<code>": ally.build,
    "/guidelines": guidelines.build,
    "/road": road.build,
    "/search": search.build,
}

reject_unfindable(pages.__path__)

FIXED: tuple[str, ...] = tuple(address for address in PAGES if "<" not in address)
"""The addresses of the pages whose path has no part to fill in."""
