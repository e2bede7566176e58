"""The state of the charts of one ally."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from msgspec.structs import replace

from dashboard.charts.estimate_moves.band import SHOWN_BAND
from dashboard.state import BadParameter, Chosen, Option, State
from dashboard.state import parameters as shared
from dashboard.state.article import standard_year
from dashboard.state.parameters import MEMBER_TAKES, core, editions, years
from etl.model import SHARE_OF_GDP, Release, once_per_release


def _required(_: Chosen) -> str:
    raise BadParameter("ally", "", MEMBER_TAKES)


def _year(chosen: Chosen) -> int:
    return revised_year(chosen.release, chosen["ally"], chosen["edition"])


def _years(chosen: Chosen) -> list[Option]:
    """The years that more than one edition up to the chosen one has, and the chosen year."""
    return years({*_revised_years(chosen.release, chosen["ally"], chosen["edition"]), chosen["year"]})


def _editions(chosen: Chosen) -> list[Option]:
    """The editions that have the ally's share, every one where none has, and the chosen edition."""
    release = chosen.release
    has = {f.edition for f in release.series(chosen["ally"], SHARE_OF_GDP)} or set(release.edition)
    shown = editions(e for e in release.editions if e.published in {*has, chosen["edition"]})
    latest = release.latest_edition.id
    return [replace(o, text=f"{o.text}, latest") if o.value == latest else o for o in shown]


ALLY = replace(shared.ALLY, default=_required, control="hidden")
EDITION = replace(shared.EDITION, label="Edition", options=_editions)
YEAR = replace(shared.YEAR, default=_year, label="Year", options=_years)
TARGET = replace(shared.TARGET, default=core)


class AllyState(State, frozen=True):
    """One ally as known on the day of `edition`; `year` is the one shown by each edition so far.

    `target` is in per cent of GDP; `band` is the range of earlier moves beside a first estimate.
    """

    ally: Annotated[str, ALLY]
    edition: Annotated[date, EDITION]
    year: Annotated[int, YEAR]
    target: Annotated[float, TARGET]
    band: Annotated[str, SHOWN_BAND]


def revised_year(release: Release, ally: str, edition: date) -> int:
    """The year that shows how editions differ: the article's where two or more have it, else the latest."""
    revised, standard = _revised_years(release, ally, edition), standard_year(release) or 0
    if standard in revised:
        return standard
    known = [year for year, days in _printings(release)[ally].items() if days[0] <= edition]
    return max(revised or known or [standard])


def _revised_years(release: Release, ally: str, edition: date) -> set[int]:
    """The years that more than one edition up to `edition` has."""
    return {year for year, days in _printings(release)[ally].items() if days[1:] and days[1] <= edition}


@once_per_release
def _printings(release: Release) -> Mapping[str, Mapping[int, list[date]]]:
    """By ally and year, the first edition that has the share, and the second where there is one."""
    found: dict[str, dict[int, list[date]]] = {code: {} for code in release.ally}
    for code, years_of in found.items():
        for f in release.series(code, SHARE_OF_GDP):
            if len(days := years_of.setdefault(f.year, [])) < 2:
                days.append(f.edition)
    return found
