"""The one state that all views of `/explore` draw: allies, one or two measures, years, an edition."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Self

from msgspec.structs import replace

from dashboard.filters import INDICATORS, YEARS, subjects
from dashboard.state import Chosen, Option, Parameter, State
from dashboard.state import parameters as shared
from dashboard.state.domains import Flag, Named, one_of
from dashboard.state.parameter import nothing
from dashboard.state.parameters import editions, members_with_forces, years
from etl.model import AGGREGATES, SHARE_OF_GDP, Edition, Release

LINES, RANKING, MULTIPLES, SCATTER, MAP, TABLE = "lines", "ranking", "multiples", "scatter", "map", "table"
VIEWS = {
    LINES: "Lines",
    RANKING: "Ranking",
    MULTIPLES: "Small multiples",
    SCATTER: "Scatter",
    MAP: "Map",
    TABLE: "Table",
}
"""The drawings of the state, each with the name that a reader sees."""

OF_ONE_YEAR = (RANKING, SCATTER, MAP)
"""The views of a single year; the others are of years from `since` to `until`."""

OF_ONE_EDITION = (MAP, TABLE)
"""The views of the state's edition alone; the others can show further editions too."""

VALUE, INDEX, CHANGE, HEAD, PART = "value", "index", "change", "head", "part"
SHOWN = {
    VALUE: "Value",
    INDEX: "Index",
    CHANGE: "Change on the year before",
    HEAD: "Per head",
    PART: "Part of NATO’s total",
}
"""What is made of the measure's values, each with the name that a reader sees."""


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


def _having(chosen: Chosen) -> tuple[int, ...]:
    """The years that the edition has of the indicator, else that any edition has."""
    release, indicator = chosen.release, chosen["indicator"]
    if of_edition := release.years(chosen["edition"], indicator):
        return of_edition
    any_of = {y for e in editions_having(release, indicator) for y in release.years(e.published, indicator)}
    return tuple(sorted(any_of)) or release.all_years


def _year_parameter(field: str) -> Parameter[int]:
    """A year whose control offers those of the edition and the chosen one."""
    return replace(
        shared.YEAR,
        domain=YEARS.domain,
        options=lambda c: years({*c.release.years(c["edition"], c["indicator"]), c[field]}),
    )


def _editions(chosen: Chosen) -> list[Option]:
    having = editions_having(chosen.release, chosen["indicator"])
    return editions({*having, chosen.release.edition[chosen["edition"]]})


def _shown(chosen: Chosen) -> str:
    """The values; an index of several allies' amounts in currencies of their own, which have no one scale."""
    national = chosen.release.indicator[chosen["indicator"]].in_national_currency
    return INDEX if national and len(chosen["allies"]) != 1 else VALUE


INDICATOR = Parameter(
    name="indicator",
    what="Id of an indicator: what is shown.",
    domain=INDICATORS.domain,
    default=lambda _: SHARE_OF_GDP,
    label="Measure",
    control="select",
)
SECOND = Parameter(
    name="second",
    what="Id of a second indicator: the upright axis of the scatter, a further column of the table.",
    domain=INDICATORS.domain,
    default=nothing,
    label="Second measure",
    control="select",
    unchosen="None",
)
SHOWN_AS = one_of(
    "shown",
    "What is made of the first indicator: its value; an index, 100 in the year base; the change on the "
    "year before; per head; the part of NATO's total. One that it does not admit gives a sentence.",
    SHOWN,
    default=_shown,
    label="Shown as",
    control="links",
)
BASE = replace(
    _year_parameter("base"),
    name="base",
    what="The year that is 100 in an index.",
    default=lambda c: _having(c)[0],
    label="Index: 100 in",
)
SINCE = replace(
    _year_parameter("since"),
    name="since",
    what="The first year that is drawn.",
    default=lambda c: _having(c)[0],
    label="Years from",
)
UNTIL = replace(
    _year_parameter("until"),
    name="until",
    what="The last year that is drawn.",
    default=lambda c: _having(c)[-1],
    label="to",
)
YEAR = replace(
    _year_parameter("year"),
    what="The year of a ranking, a scatter or a map.",
    default=lambda c: _having(c)[-1],
    label="Year",
)
EDITION = replace(shared.EDITION, default=_edition, options=_editions, label="Edition")
EDITIONS = Parameter(
    name="editions",
    what="One edition, or all others too; a map and a table are of one.",
    domain=Flag(("all", "one"), ("as thin lines", "not shown"), "one of all, one"),
    default=lambda _: False,
    label="Other editions",
    control="select",
)
ALLIES = replace(
    shared.HIGHLIGHTED,
    what="Code of a member or an aggregate: drawn by year, highlighted among all.",
    domain=Named(subjects, "the code of a member or an aggregate, as POL or NATO_TOTAL"),
    label="Allies and groups",
    control="checkboxes",
    unchosen="none chosen",
    options=_rows,
)
VIEW = one_of(
    "view",
    "How it is drawn. A scatter needs a second indicator.",
    VIEWS,
    default=lambda c: SCATTER if c["second"] else LINES,
    label="View",
    control="links",
)


class ExploreState(State, frozen=True):
    """An `indicator`, as `shown`, by `edition`: of all members in `year`, and of `allies` (codes of allies
    and aggregates) from `since` to `until`."""

    indicator: Annotated[str, INDICATOR]
    second: Annotated[str | None, SECOND]
    shown: Annotated[str, SHOWN_AS]
    base: Annotated[int, BASE]
    year: Annotated[int, YEAR]
    since: Annotated[int, SINCE]
    until: Annotated[int, UNTIL]
    edition: Annotated[date, EDITION]
    all_editions: Annotated[bool, EDITIONS]
    allies: Annotated[tuple[str, ...], ALLIES]
    view: Annotated[str, VIEW]

    def settled(self) -> Self:
        """The state with the years in their order."""
        return self if self.since <= self.until else replace(self, since=self.until, until=self.since)

    @property
    def of_one_year(self) -> bool:
        """Whether the view is of a single year."""
        return self.view in OF_ONE_YEAR

    @property
    def draws_others(self) -> bool:
        """Whether other editions are asked for, and the view can show them."""
        return self.all_editions and self.view not in OF_ONE_EDITION
