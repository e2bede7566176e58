"""Every page and its address: the one list that the application and the navigation are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dashboard.pages import Page, claim
from dashboard.view import Pairs
from etl.release import Release

Build = Callable[[Release, Pairs, Mapping[str, str]], Page]
"""A page from a release, the parameters of its address, and the parts of its path (`/allies/<code>`).

Raises BadParameter for a parameter that is not understood, NotFound for a part that names nothing.
"""

PAGES: Mapping[str, Build] = {
    "/": claim.build,
}

NAVIGATION = (("/", "The claim"),)
"""Address and name of each page in the one row of navigation, in its order."""
