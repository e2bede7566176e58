"""The views of the pages that set editions side by side: URL <-> view, pure, as in `dashboard.state`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard import state as view
from dashboard.state import BadParameter, Pairs, asked_view, question
from etl.model import SHARE_OF_GDP, Release, as_printed

STANDARD_TARGET = 2.0


@dataclass(frozen=True, slots=True)
class TrendView:
    """`edition` is the one brought out; `target` is in per cent of GDP."""

    edition: date
    target: float


@dataclass(frozen=True, slots=True)
class RevisionsView:
    """`year` is the column brought out; with `edition`, a row's day of publication, it is the chosen cell.

    `target` is in per cent of GDP; `ally` is the code of the one whose shares are shown below.
    """

    edition: date
    year: int
    target: float
    ally: str


def parse_trend(pairs: Pairs, release: Release, accepts: Sequence[str] = ("target", "edition")) -> TrendView:
    """The view that an address of `/trend` or of a chart of it asks for; BadParameter if not understood."""
    found = view.given(pairs, accepts)
    return TrendView(
        edition=view.edition(found["edition"][0], release) if "edition" in found else _in_force(release),
        target=view.target(found["target"][0]) if "target" in found else STANDARD_TARGET,
    )


def trend_query(v: TrendView, release: Release, accepts: Sequence[str] = ("target", "edition")) -> str:
    """The address's query for a view; only what `accepts` names, and only what differs from the standard."""
    told = []
    if "target" in accepts and v.target != STANDARD_TARGET:
        told.append(("target", f"{v.target:g}"))
    if "edition" in accepts and v.edition != _in_force(release):
        told.append(("edition", v.edition.isoformat()))
    return question(told)


@dataclass(frozen=True, slots=True)
class Standard:
    """What an address of `/revisions` leaves out: the year of the article's count, the ally, and the cell.

    `newest` is by year the newest edition with a count of it.
    """

    year: int
    ally: str
    newest: Mapping[int, date]


def standard(release: Release) -> Standard:
    """The standard view of a release, by its parts."""
    year = _standard_year(release)
    years = {y for e in release.editions for y in release.years(e.published)}
    newest = {y: editions[-1].published for y in years if (editions := release.editions_with(y))}
    return Standard(year, _most_revised(release, year), newest)


def parse_revisions(pairs: Pairs, release: Release, usual: Standard | None = None) -> RevisionsView:
    """The view that an address of `/revisions` or of one of its charts asks for; BadParameter likewise.

    Without an edition it is the newest that tells of the year.
    """
    found = view.given(pairs, ("edition", "year", "target", "ally"), repeat=())
    usual = usual or standard(release)
    year = view.year(found["year"][0], release) if "year" in found else usual.year
    newest = usual.newest.get(year, release.in_force.published)
    return RevisionsView(
        edition=_row(found["edition"][0], release) if "edition" in found else newest,
        year=year,
        target=view.target(found["target"][0]) if "target" in found else STANDARD_TARGET,
        ally=_ally(found["ally"][0], release) if "ally" in found else usual.ally,
    )


def revisions_query(v: RevisionsView, usual: Standard) -> str:
    """The address's query for a view: what differs from the standard, in one order."""
    told = []
    if v.edition != usual.newest.get(v.year):
        told.append(("edition", v.edition.isoformat()))
    if v.year != usual.year:
        told.append(("year", str(v.year)))
    if v.target != STANDARD_TARGET:
        told.append(("target", f"{v.target:g}"))
    if v.ally != usual.ally:
        told.append(("ally", v.ally))
    return question(told)


def _in_force(release: Release) -> date:
    """The newest edition that tells of more than one year: only such a one makes a line."""
    lines = [e for e in release.editions if len(release.years(e.published)) > 1]
    return (lines or release.editions)[-1].published


def _standard_year(release: Release) -> int:
    """The year that the article's count is of."""
    wish = asked_view(release.claims[0], release) if release.claims else {}
    return int(wish["year"]) if "year" in wish else max(release.years(release.in_force.published))


def _row(text: str, release: Release) -> date:
    """The day of a row: of an edition, or of one of which only a count is known."""
    counted = {c.published.isoformat(): c.published for c in release.reported_counts if c.kind == "table"}
    days = {**release.edition_days, **counted}
    if text not in days:
        raise BadParameter("edition", text, "the date of an edition: " + ", ".join(sorted(days)))
    return days[text]


def _ally(text: str, release: Release) -> str:
    code = view.ally(text, release)
    if not release.ally[code].armed_forces:
        name = release.ally[code].name
        raise BadParameter("ally", text, f"an ally with a row in NATO’s tables ({name} has no armed forces)")
    return code


def _most_revised(release: Release, year: int) -> str:
    """The ally whose shares of a year differ most between editions."""
    told: dict[str, list[float]] = {a.code: [] for a in release.allies if a.armed_forces}
    for edition in release.editions:
        for code, figure in release.block(edition.published, SHARE_OF_GDP, year).items():
            if code in told:
                told[code].append(as_printed(figure.value))
    return max(sorted(told), key=lambda code: max(told[code], default=0.0) - min(told[code], default=0.0))
