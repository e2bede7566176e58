"""The state of the charts of one ally."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from dashboard.charts.estimate_moves.band import SHOWN_BAND
from dashboard.state import BadParameter, Chosen, Option, State
from dashboard.state import parameters as shared
from dashboard.state.article import standard_year
from dashboard.state.parameters import MEMBER_TAKES, editions, years
from dashboard.state.targets import core
from etl.model import SHARE_OF_GDP, Release


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


@dataclass(frozen=True, slots=True)
class AllyState(State):
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
    known = [f.year for f in release.series(ally, SHARE_OF_GDP) if f.edition <= edition]
    revised, standard = _revised_years(release, ally, edition), standard_year(release) or 0
    return standard if standard in revised else max(revised or known or [standard])


def _revised_years(release: Release, ally: str, edition: date) -> set[int]:
    known = [f.year for f in release.series(ally, SHARE_OF_GDP) if f.edition <= edition]
    return {y for y in known if known.count(y) > 1}
