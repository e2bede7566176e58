"""`/road`: the real growth a year that would bring each ally to a target, its assumptions in reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import formatting as words
from dashboard.charts.arithmetic import real_growth_needed, share_after
from dashboard.charts.road import ROAD, data, text
from dashboard.charts.road.state import RoadState
from dashboard.pages import Page, chart_page
from dashboard.state import Pairs
from etl.model import CORE, Release, as_printed

ADDRESS = "/road"


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    view = RoadState.parse(pairs, release)
    r = data.road(release, view)
    return chart_page(
        ADDRESS,
        release,
        view,
        ROAD.of(release, view, r),
        ("target", "by", "growth", "edition"),
        "series",
        "road",
        stand=_stand(r),
        core=release.target[CORE],
        example=_example(r),
    )


def _stand(r: data.Road) -> str:
    """What the last years brought beside what the road asks."""
    grown = [s for s in r.below if s.past is not None]
    if not grown or not r.past:
        return "Arithmetic on NATO’s figures under one assumption for all, not a forecast."
    slow, over = data.slower(r), f"from {r.past[0]} to {r.past[1]}"
    needed = text.rates_needed(r)
    start = f"To reach it by {r.view.by} they would need real growth of {needed}% a year"
    if not slow:
        pace = f"{start}; all of them grew at least that fast {over}"
    else:
        names = words.listed([s.ally.in_prose for s in slow]) if len(slow) <= 6 else ""
        fast = len(grown) - len(slow)
        pace = f"{start}; {fast} grew at least that fast {over}, {len(slow)} did not"
        pace += f": {names}" if names else ""
    return f"{pace}. Arithmetic on NATO’s figures under one assumption for all, not a forecast."


def _example(r: data.Road) -> Mapping[str, Any] | None:
    """The formula worked through for the steepest road, and that it leads where it should."""
    if r.empty:
        return None
    step, view = r.steps[0], r.view
    share = as_printed(step.share.value)
    needed = real_growth_needed(share, view.target, r.years, view.growth)
    return {
        "name": step.ally.in_prose,
        "share": words.share(step.share.value),
        "target": words.share(view.target),
        "years": r.years,
        "gdp": words.fixed(1 + view.growth / 100, 4),
        "needed": words.fixed(needed, 2),
        "after": words.share(share_after(share, needed, r.years, view.growth)),
        "by": view.by,
        "year": r.year,
    }
