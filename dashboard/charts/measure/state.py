"""The state of the charts of any measure: a measure, a year, an edition, and allies."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from dashboard.filters import INDICATORS, YEARS, subjects
from dashboard.state import Chosen, Option, Parameter, State
from dashboard.state import parameters as shared
from dashboard.state.domains import Named
from dashboard.state.parameters import editions, members_with_forces, years
from etl.model import AGGREGATES, SHARE_OF_GDP, Edition, Release


def _rows(chosen: Chosen) -> list[Option]:
    """Allies with a row in the tables, then the aggregates."""
    rows = {**members_with_forces(chosen.release), **AGGREGATES}
    return [Option(code, name) for code, name in rows.items()]


def editions_having(release: Release, indicator: str, year: int | None = None) -> list[Edition]:
    """The editions that have any observation of an indicator, oldest first; of a year where it is given."""
    return [
        e
        for e in release.editions
        if (found := release.years(e.published, indicator)) and (year is None or year in found)
    ]


def latest_having(release: Release, indicator: str, year: int | None = None) -> Edition:
    """The latest edition that has an indicator of all members, else of any; else the latest edition.

    Without a year, each edition is asked of its latest year.
    """
    found = editions_having(release, indicator, year)

    def whole(e: Edition) -> bool:
        of = release.years(e.published, indicator)[-1] if year is None else year
        return not release.standing(e.published, indicator, of).missing

    return next((e for e in reversed(found) if whole(e)), found[-1] if found else release.latest_edition)


def _edition(chosen: Chosen) -> date:
    year = chosen["year"] if "year" in chosen.given else None
    return latest_having(chosen.release, chosen["indicator"], year).published


def _year(chosen: Chosen) -> int:
    """The latest year that the edition has of the indicator, else that any edition has."""
    release, indicator = chosen.release, chosen["indicator"]
    of_edition = release.years(chosen["edition"], indicator)
    any_of = [y for e in editions_having(release, indicator) for y in release.years(e.published, indicator)]
    return max(of_edition or any_of or release.all_years)


def _years(chosen: Chosen) -> list[Option]:
    return years({*chosen.release.years(chosen["edition"], chosen["indicator"]), chosen["year"]})


def _editions(chosen: Chosen) -> list[Option]:
    having = editions_having(chosen.release, chosen["indicator"])
    return editions({*having, chosen.release.edition[chosen["edition"]]})


INDICATOR = Parameter(
    name="indicator",
    what="Id of an indicator: what is shown.",
    domain=INDICATORS.domain,
    default=lambda _: SHARE_OF_GDP,
    label="Measure",
    control="select",
)
EDITION = replace(shared.EDITION, default=_edition, options=_editions)
YEAR = replace(
    shared.YEAR,
    what="A year of the ranking.",
    domain=YEARS.domain,
    default=_year,
    options=_years,
)
ALLIES = replace(
    shared.HIGHLIGHTED,
    what="Code of a member or an aggregate: highlighted in the ranking, drawn by year.",
    domain=Named(subjects, "the code of a member or an aggregate, as POL or NATO_TOTAL"),
    label="Allies and groups",
    control="checkboxes",
    unchosen="the highest 3",
    options=_rows,
)


@dataclass(frozen=True, slots=True)
class MeasureState(State):
    """An `indicator` by `edition`: of all members in `year`, and of `allies` (codes of allies and aggregates)
    by year."""

    indicator: Annotated[str, INDICATOR]
    year: Annotated[int, YEAR]
    edition: Annotated[date, EDITION]
    allies: Annotated[tuple[str, ...], ALLIES]
