"""The state of the map: one year by one edition, against a target."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec.structs import replace

from dashboard.state import Chosen, State
from dashboard.state import parameters as shared
from dashboard.state.parameters import TARGET, editions_for_the_year, whole_years


def _year(chosen: Chosen) -> int:
    """The latest year that the edition has whole, or else at all."""
    release, edition = chosen.release, chosen["edition"]
    return (release.whole_years(edition) or release.years(edition))[-1]


def _edition(chosen: Chosen) -> date:
    """The latest edition that has the year whole, where one is given."""
    whole = chosen.release.editions_with(chosen["year"]) if "year" in chosen.given else ()
    return (whole or chosen.release.editions)[-1].published


YEAR = replace(shared.YEAR, default=_year, options=whole_years)
EDITION = replace(shared.EDITION, default=_edition, options=editions_for_the_year)


class MapState(State, frozen=True):
    """The shares of GDP of `year` by `edition`; `target` is in per cent of GDP."""

    year: Annotated[int, YEAR]
    edition: Annotated[date, EDITION]
    target: Annotated[float, TARGET]
