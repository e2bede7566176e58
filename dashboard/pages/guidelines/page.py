"""`/guidelines`: both guidelines at once, the four quarters named and counted, by year and edition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from dashboard import formatting as words
from dashboard.charts.by_year import left_out
from dashboard.charts.guidelines import GUIDELINES, data, text
from dashboard.charts.guidelines.state import BothByYearState, GuidelinesState, editions_with_equipment
from dashboard.charts.guidelines_by_year import BOTH_BY_YEAR
from dashboard.charts.measures import series_breaks
from dashboard.pages import Page, chart_page
from dashboard.pages.allies.page import ADDRESS as ALL_ALLIES
from dashboard.pages.allies.page import carried
from dashboard.state import Pairs
from etl.model import EQUIPMENT_GUIDELINE, Release

ADDRESS = "/guidelines"


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    view = GuidelinesState.parse(pairs, release)
    g = data.guidelines(release, view)
    return chart_page(
        ADDRESS,
        release,
        view,
        GUIDELINES.of(release, view, g),
        ("year", "edition", "target"),
        "series",
        "guidelines",
        by_year=BOTH_BY_YEAR.chart(release, BothByYearState(view.edition, view.target)),
        quarters=[] if g.empty else _quarters(g, release),
        without=[a.name for a in g.without],
        instead=_instead(release, view) if g.empty else [],
        counts=_counts(release, g),
    )


def _quarters(g: data.Guidelines, release: Release) -> list[Mapping[str, Any]]:
    """Each quarter with its count and its allies, each a link to its page."""
    more = carried(g.view.edition, release)
    return [
        {
            "key": name.replace(" ", "-"),
            "name": words.capital(text.quarter_name(name, g)),
            "allies": [(f"{ALL_ALLIES}/{p.ally.code}{more}", p.ally.name) for p in g.quarter(name)],
        }
        for name in data.QUARTERS
    ]


def _instead(release: Release, view: GuidelinesState) -> list[tuple[str, str]]:
    """What helps whoever asked an edition that has no table 8a for the year: the ones that have one."""
    others = [view.changed(release, "edition", day) for day in reversed(editions_with_equipment(release))]
    return [(ADDRESS + v.query(release), f"{v.year} by {_edition(v.edition)}") for v in others]


def _edition(day: date) -> str:
    return f"the edition of {words.day(day)}"


def _counts(release: Release, shown: data.Guidelines) -> Mapping[str, Any]:
    """Years down, editions across: how many met both, each cell a link; and a sentence on how they differ."""
    view, rows = shown.view, data.counts(release, shown)
    editions = sorted({r.edition for r in rows}, reverse=True)
    cells = {(r.year, r.edition): r for r in rows}

    def cell(year: int, day: date) -> Mapping[str, Any] | None:
        row = cells.get((year, day))
        if row is None:
            return None
        return {
            "href": ADDRESS + replace(view, edition=day, year=year).query(release),
            "counts": [row.counts[q] for q in data.QUARTERS],
            "e": "e" if row.estimate else "",
            "of": row.of,
            "on": (year, day) == (view.year, view.edition),
        }

    differ = data.editions_disagree(rows)
    guideline = words.target(release.target[EQUIPMENT_GUIDELINE].value)
    return {
        "editions": [words.day(d) for d in editions],
        "names": ["both", f"only {guideline}", f"only {words.target(view.target)}", "neither"],
        "series": " ".join(
            [
                *series_breaks(release.edition[day] for day in editions),
                *left_out(len(data.counted_editions(release)), len(editions_with_equipment(release))),
            ]
        ),
        "rows": [
            (year, [cell(year, d) for d in editions]) for year in sorted({r.year for r in rows}, reverse=True)
        ],
        "differ": words.listed([str(y) for y in differ]),
    }
