"""The views of the pages on allies, guidelines and the road: URL <-> view, pure, as in `dashboard.state`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dashboard import state as view
from dashboard.state import BadParameter, Pairs, asked_view, question
from etl.model import SHARE_OF_GDP, Release

PLEDGE, CORE = 2.0, 3.5
EQUIPMENT = "equipment_share"
ALLY_ORDERS = {"share": "by share", "name": "by name", "growth": "by growth of the share"}
LAST_BY = 2060
GROWTH_RANGE = (-5.0, 10.0)
STANDARD_BY, STANDARD_GROWTH = 2035, 1.5

_GROWTH = re.compile(r"-?\d{1,2}(\.\d{1,2})?")


@dataclass(frozen=True, slots=True)
class AlliesView:
    """`target` is in per cent of GDP; `order` is one of ALLY_ORDERS."""

    edition: date
    order: str
    target: float


@dataclass(frozen=True, slots=True)
class AllyView:
    """One ally as known on the day of `edition`; `year` is the one told by each edition so far.

    `target` is in per cent of GDP.
    """

    ally: str
    edition: date
    year: int
    target: float


@dataclass(frozen=True, slots=True)
class GuidelinesView:
    """`target` is in per cent of GDP; `allies` are the codes to bring out."""

    edition: date
    year: int
    target: float
    allies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoadView:
    """`target` in per cent of GDP, `by` a year, `growth` the assumed real growth of GDP, per cent a year."""

    edition: date
    target: float
    by: int
    growth: float


def parse_allies(pairs: Pairs, release: Release) -> AlliesView:
    """The view that an address of `/allies` asks for; BadParameter if it is not understood."""
    found = view.given(pairs, ("edition", "order", "target"), repeat=())
    return AlliesView(
        edition=_edition(found, release) or release.in_force.published,
        order=view.one_of("order", found.get("order", ["share"])[0], ALLY_ORDERS),
        target=view.target(found["target"][0]) if "target" in found else PLEDGE,
    )


def allies_query(v: AlliesView, release: Release) -> str:
    """The address's query for a view: what differs from the standard, in one order."""
    told = _told_edition(v.edition, release)
    if v.order != "share":
        told.append(("order", v.order))
    return question(told + _told_target(v.target, PLEDGE))


def parse_ally(pairs: Pairs, release: Release, ally: str | None = None) -> AllyView:
    """The view of one ally, which the path names or else the parameter `ally`; BadParameter likewise."""
    accepts = ("edition", "year", "target") if ally else ("ally", "edition", "year", "target")
    found = view.given(pairs, accepts, repeat=())
    if ally is None and "ally" not in found:
        raise BadParameter("ally", "", "the ISO alpha-3 code of a member, as POL")
    code = ally or view.ally(found["ally"][0], release)
    edition = _edition(found, release) or release.in_force.published
    return AllyView(
        ally=code,
        edition=edition,
        year=view.year(found["year"][0], release) if "year" in found else retold_year(release, code, edition),
        target=view.target(found["target"][0]) if "target" in found else CORE,
    )


def ally_query(v: AllyView, release: Release, *, named: bool = False) -> str:
    """The query of an ally's page, or with `named` that of its chart, which names the ally too."""
    told = [("ally", v.ally)] if named else []
    told += _told_edition(v.edition, release)
    if v.year != retold_year(release, v.ally, v.edition):
        told.append(("year", str(v.year)))
    return question(told + _told_target(v.target, CORE))


def retold_year(release: Release, ally: str, edition: date) -> int:
    """The year that shows how editions differ: the article's where two or more tell it, else the newest."""
    told = [f.year for f in release.series(ally, SHARE_OF_GDP) if f.edition <= edition]
    retold = [y for y in told if told.count(y) > 1]
    wish = asked_view(release.claims[0], release) if release.claims else {}
    standard = int(wish.get("year", 0))
    return standard if standard in retold else max(retold or told or [standard])


def parse_guidelines(pairs: Pairs, release: Release) -> GuidelinesView:
    """The view that an address of `/guidelines` asks for; BadParameter if it is not understood.

    Without an edition it is the newest that has the shares on equipment, without a year its last one.
    """
    found = view.given(pairs, ("edition", "year", "target", "ally"))
    edition = _edition(found, release) or _newest_with_equipment(release)
    last = max(release.years(edition, EQUIPMENT) or release.years(edition))
    return GuidelinesView(
        edition=edition,
        year=view.year(found["year"][0], release) if "year" in found else last,
        target=view.target(found["target"][0]) if "target" in found else PLEDGE,
        allies=tuple(dict.fromkeys(view.ally(c, release) for c in found.get("ally", ()) if c)),
    )


def guidelines_query(v: GuidelinesView, release: Release) -> str:
    """The address's query for a view: what differs from the standard, in one order."""
    told = [] if v.edition == _newest_with_equipment(release) else [("edition", v.edition.isoformat())]
    if v.year != max(release.years(v.edition, EQUIPMENT) or release.years(v.edition)):
        told.append(("year", str(v.year)))
    return question(told + _told_target(v.target, PLEDGE) + [("ally", code) for code in v.allies])


def with_equipment(release: Release) -> list[date]:
    """The editions in hand that have the shares on equipment (table 8a), oldest first."""
    return [e.published for e in release.editions if release.years(e.published, EQUIPMENT)]


def parse_road(pairs: Pairs, release: Release) -> RoadView:
    """The view that an address of `/road` asks for; BadParameter if it is not understood."""
    found = view.given(pairs, ("edition", "target", "by", "growth"), repeat=())
    edition = _edition(found, release) or release.in_force.published
    first = first_year(edition, release)
    by = found.get("by", [str(max(STANDARD_BY, first))])[0]
    if not (by.isascii() and by.isdigit()) or not first <= int(by) <= LAST_BY:
        raise BadParameter("by", by, f"a year from {first}, the first after the edition’s last, to {LAST_BY}")
    growth = found.get("growth", [f"{STANDARD_GROWTH:g}"])[0]
    low, high = GROWTH_RANGE
    if not _GROWTH.fullmatch(growth) or not low <= float(growth) <= high:
        raise BadParameter("growth", growth, f"a number from {low:g} to {high:g} with at most two decimals")
    return RoadView(
        edition=edition,
        target=view.target(found["target"][0]) if "target" in found else CORE,
        by=int(by),
        growth=float(growth) + 0.0,
    )


def road_query(v: RoadView, release: Release) -> str:
    """The address's query for a view: what differs from the standard, in one order."""
    told = _told_edition(v.edition, release) + _told_target(v.target, CORE)
    if v.by != max(STANDARD_BY, first_year(v.edition, release)):
        told.append(("by", str(v.by)))
    if v.growth != STANDARD_GROWTH:
        told.append(("growth", f"{v.growth:g}"))
    return question(told)


def first_year(edition: date, release: Release) -> int:
    """The first year after the last one that an edition tells of."""
    return max(release.years(edition)) + 1


def _edition(found: dict[str, list[str]], release: Release) -> date | None:
    return view.edition(found["edition"][0], release) if "edition" in found else None


def _told_edition(edition: date, release: Release) -> list[tuple[str, str]]:
    return [] if edition == release.in_force.published else [("edition", edition.isoformat())]


def _told_target(target: float, standard: float) -> list[tuple[str, str]]:
    return [] if target == standard else [("target", f"{target:g}")]


def _newest_with_equipment(release: Release) -> date:
    return (with_equipment(release) or [release.in_force.published])[-1]
