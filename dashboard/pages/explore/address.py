"""The address of `/explore` in a state."""

from __future__ import annotations

from dashboard.charts.explore.state import ExploreState
from etl.model import Release

ADDRESS = "/explore"


def address(view: ExploreState, release: Release) -> str:
    """The page's address for a view."""
    return ADDRESS + view.query(release)
