"""The state of the chart of both guidelines."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Self

from msgspec.structs import replace

from dashboard.state import Chosen, Option, State
from dashboard.state import parameters as shared
from dashboard.state.parameters import HIGHLIGHTED, TARGET, editions, years
from etl.model import EQUIPMENT_SHARE, Edition, Release, once_per_release


@once_per_release
def editions_with_equipment(release: Release) -> list[date]:
    """The days of the editions that have the shares on equipment, oldest first."""
    return [e.published for e in release.editions if release.years(e.published, EQUIPMENT_SHARE)]


@once_per_release
def lacking_equipment(release: Release) -> tuple[Edition, ...]:
    """The editions that have no shares on equipment, oldest first."""
    available = set(editions_with_equipment(release))
    return tuple(e for e in release.editions if e.published not in available)


def _edition(chosen: Chosen) -> date:
    """The latest edition that has the shares on equipment."""
    return (editions_with_equipment(chosen.release) or [chosen.release.latest_edition.published])[-1]


def _year(chosen: Chosen) -> int:
    """The last year of which the edition has the shares on equipment, or else the shares of GDP."""
    release, edition = chosen.release, chosen["edition"]
    return max(release.years(edition, EQUIPMENT_SHARE) or release.years(edition))


def _years(chosen: Chosen) -> list[Option]:
    return years({*chosen.release.years(chosen["edition"], EQUIPMENT_SHARE), chosen["year"]})


def _editions(chosen: Chosen) -> list[Option]:
    release = chosen.release
    return editions(release.edition[day] for day in editions_with_equipment(release))


EDITION = replace(
    shared.EDITION, default=_edition, control="links", options=_editions, attributes={"class": "editions"}
)
YEAR = replace(shared.YEAR, default=_year, options=_years)


class GuidelinesState(State, frozen=True):
    """Both guidelines in `year` by `edition`; `target` is in per cent of GDP, `allies` are highlighted."""

    edition: Annotated[date, EDITION]
    year: Annotated[int, YEAR]
    target: Annotated[float, TARGET]
    allies: Annotated[tuple[str, ...], HIGHLIGHTED]

    def changed(self, release: Release, field: str, value: Any) -> Self:
        """The state with another value of a field; another edition has the same year, or else its last."""
        if field != "edition":
            return replace(self, **{field: value})
        has = release.years(value, EQUIPMENT_SHARE)
        return replace(self, edition=value, year=self.year if self.year in has else has[-1])


class BothByYearState(State, frozen=True):
    """Both guidelines by year; `edition` is the highlighted one; `target` is in per cent of GDP."""

    edition: Annotated[date, EDITION]
    target: Annotated[float, TARGET]
