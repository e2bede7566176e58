"""The state of the table of editions by years, and of one ally's shares by every edition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from msgspec.structs import replace

from dashboard.state import BadParameter, Chosen, Option, State
from dashboard.state import parameters as shared
from dashboard.state.article import standard_year
from dashboard.state.domains import EditionDay, Named, Year
from dashboard.state.parameters import MEMBER_TAKES, TARGET, latest_whole, members_with_forces, years
from etl.model import SHARE_OF_GDP, Release, as_printed, once_per_release


class MemberWithForces(Named, frozen=True):
    """The code of a member with armed forces, and so with a row in NATO's tables."""

    def parse(self, name: str, text: str, chosen: Chosen) -> str:
        """The code. A member without armed forces is rejected by its name."""
        member = chosen.release.ally.get(text)
        if member and not member.armed_forces:
            takes = f"an ally with a row in NATO’s tables ({member.name} has no armed forces)"
            raise BadParameter(name, text, takes)
        return Named.parse(self, name, text, chosen)


@once_per_release
def _days(release: Release) -> Mapping[str, date]:
    """The day of each row: of an edition, or of one of which only a count is known."""
    counted = {c.published.isoformat(): c.published for c in release.reported_counts if c.kind == "table"}
    return {**release.edition_days, **counted}


@once_per_release
def _all_years(release: Release) -> tuple[int, ...]:
    """The years of the columns: of any share of GDP, or of a count alone."""
    return tuple(sorted({*release.share_years, *(c.year for c in release.reported_counts)}))


def _year(chosen: Chosen) -> int:
    """The year that the article's count is of."""
    release = chosen.release
    return standard_year(release) or max(release.years(release.latest_edition.published))


@once_per_release
def _most_revised(release: Release) -> str:
    """The ally whose shares of the article's year differ most between editions."""
    year = _year(Chosen(release, {}, {}, {}))
    shares: dict[str, list[float]] = {a.code: [] for a in release.allies if a.armed_forces}
    for edition in release.editions:
        for code, observation in release.block(edition.published, SHARE_OF_GDP, year).items():
            if code in shares:
                shares[code].append(as_printed(observation.value))
    return max(
        sorted(shares), key=lambda code: max(shares[code], default=0.0) - min(shares[code], default=0.0)
    )


def _years(chosen: Chosen) -> list[Option]:
    return years(chosen.release.share_years)


EDITION = replace(shared.EDITION, domain=EditionDay(_days), default=latest_whole, control="hidden")
YEAR = replace(shared.YEAR, domain=Year(_all_years), default=_year, label="Highlight year", options=_years)
ALLY = replace(
    shared.ALLY,
    domain=MemberWithForces(members_with_forces, MEMBER_TAKES),
    default=lambda chosen: _most_revised(chosen.release),
)


class RevisionsState(State, frozen=True):
    """`year` is the highlighted column; with `edition`, a row's day of publication, it is the chosen cell.

    `target` is in per cent of GDP; `ally` is the code of the one whose shares are shown below.
    """

    edition: Annotated[date, EDITION]
    year: Annotated[int, YEAR]
    target: Annotated[float, TARGET]
    ally: Annotated[str, ALLY]
