"""`/trend`: how the count grew, by every edition; and the alliance as a whole, by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from dashboard.charts.count_trend import data as finding
from dashboard.charts.makers_editions import count_trend, shares_of_gdp, spending
from dashboard.pages import Page
from dashboard.pages.claim.page import PRESETS
from dashboard.state import Pairs
from dashboard.state_editions import TrendView, parse_trend, trend_query
from etl.model import Release

ADDRESS = "/trend"


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    return page(release, parse_trend(pairs, release))


def page(release: Release, view: TrendView) -> Page:
    """The trend page in the state of a view."""
    counts = finding.trend(release, view)
    chart = count_trend(release, view)
    return Page(
        template="trend.html",
        title=chart.title,
        description=chart.summary,
        canonical=address(view, release),
        picture=chart.address("png"),
        section=ADDRESS,
        styles=("series", "trend"),
        context={
            "view": view,
            "chart": chart,
            "stand": finding.standfirst(counts),
            "controls": _controls(release, view),
            "stills": [shares_of_gdp(release, view), spending(release, view)],
            "here": address(view, release),
        },
    )


def address(view: TrendView, release: Release) -> str:
    """The page's address for a view."""
    return ADDRESS + trend_query(view, release)


def _controls(release: Release, view: TrendView) -> Mapping[str, Any]:
    """What each control offers: editions of more than one year, and the one that was asked for."""
    return {
        "editions": [
            e
            for e in reversed(release.editions)
            if len(release.years(e.published)) > 1 or e.published == view.edition
        ],
        "targets": [
            (address(replace(view, target=value), release), name, view.target == value)
            for value, name in PRESETS
        ],
    }
