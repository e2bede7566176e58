"""What the reader is looking at, and the address that says so: URL <-> View, pure.

A view is complete; its address carries only what differs from the state the chosen statement asks
for, so that links stay short and the same view always has the same address.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from etl.model import AGGREGATES, SHARE_OF_GDP, Claim, Release
from etl.model.rules import CountRule, ListRule, subjects

TARGET_RANGE = (0.5, 6.0)
ORDERS: Mapping[str, str] = {
    "outcome": "by outcome",
    "share": "by share",
    "change": "by change",
    "name": "by name",
}
PARAMETERS = ("claim", "year", "edition", "compare", "target", "order", "ally")
NO_COMPARISON = "none"

_TARGET = re.compile(r"\d(\.\d{1,2})?")
_WORD = re.compile(r"[\w.:-]{1,40}")
_TRACKERS = re.compile(r"utm_\w+|fbclid|gclid|mc_[a-z]id|igshid|ref")
"""What other sites append to a link that is shared there: passed over on pages, never read."""

Pairs = Sequence[tuple[str, str]]


class BadParameter(ValueError):
    """A parameter that is not understood: which, what was found, and what it takes."""

    def __init__(self, name: str, found: str, takes: str) -> None:
        self.name, self.found, self.takes = name, found[:60], takes
        super().__init__(f"The parameter “{name[:60]}” takes {takes}; it was given “{self.found}”.")


@dataclass(frozen=True, slots=True)
class View:
    """The state of a page: `edition` tells of `year`; `compare` is another edition set beside it, or None.

    `target` is in per cent of GDP; `allies` are codes to bring out; `claim` is the chosen statement.
    """

    claim: str
    year: int
    edition: date
    compare: date | None
    target: float
    order: str
    allies: tuple[str, ...]

    @property
    def then(self) -> date | None:
        """The earlier of the two editions where two are compared."""
        return min(self.edition, self.compare) if self.compare else None

    @property
    def now(self) -> date:
        """The later of the two editions, or the only one."""
        return max(self.edition, self.compare) if self.compare else self.edition


def first_claim(release: Release) -> str:
    """The id of the statement that a page without another choice is about: the first of the article."""
    return release.claims[0].id


def asked_view(claim: Claim, release: Release) -> Mapping[str, Any]:
    """The parameters of the chart that a statement asks for: those it names, else those of its rule.

    A year of which no edition has a share of GDP is none of them.
    """
    rule = claim.rule
    if rule is None:
        return claim.view
    found: dict[str, Any] = {"ally": [c for c in subjects(rule) if c not in AGGREGATES]}
    if any(rule.year in release.years(e.published) for e in release.editions):
        found["year"] = rule.year
    if isinstance(rule, CountRule | ListRule) and rule.indicator == SHARE_OF_GDP:
        low, high = TARGET_RANGE
        found["target"] = min(max(round(rule.target, 2), low), high)
    return {**found, **claim.view}


def claim_view(release: Release, claim: str, year: int | None = None) -> View:
    """The state that a statement asks the chart for; of another year where one is given."""
    wish = asked_view(release.claim[claim], release) or asked_view(release.claims[0], release)
    whole = [y for y in release.years(release.in_force.published) if release.editions_with(y)]
    of_year = int(wish.get("year", max(whole, default=0))) if year is None else year
    editions = release.editions_with(of_year)
    newest = editions[-1].published if editions else release.in_force.published
    made_on = release.claim[claim].made_on
    seen = [e.published for e in editions if e.published <= made_on]
    then = (seen or [e.published for e in editions] or [newest])[-1 if seen else 0]
    return View(
        claim=claim,
        year=of_year,
        edition=newest,
        compare=then if wish.get("compare") and then != newest else None,
        target=float(wish.get("target", 2.0)),
        order=str(wish.get("order", "outcome")),
        allies=tuple(wish.get("ally", ())),
    )


def parse(pairs: Pairs, release: Release, accepts: Iterable[str] = PARAMETERS) -> View:
    """The view that an address asks for. Raises BadParameter for the first parameter not understood."""
    found = given(pairs, tuple(accepts))
    claim = one_of("claim", found.get("claim", [first_claim(release)])[0], release.claim)
    of_year = year(found["year"][0], release) if "year" in found else None
    view = claim_view(release, claim, of_year)
    changes: dict[str, Any] = {}
    if "edition" in found:
        changes["edition"] = edition(found["edition"][0], release)
        if "compare" not in found:
            changes["compare"] = None
    if "compare" in found:
        other = found["compare"][0]
        changes["compare"] = None if other == NO_COMPARISON else edition(other, release, "compare")
    if "target" in found:
        changes["target"] = target(found["target"][0])
    if "order" in found:
        changes["order"] = one_of("order", found["order"][0], ORDERS)
    if "ally" in found:
        changes["allies"] = tuple(ally(code, release) for code in found["ally"] if code)
    view = replace(view, **changes)
    return replace(view, compare=None) if view.compare == view.edition else view


def query(view: View, release: Release) -> str:
    """The address's query for a view: what differs from the state its statement asks for, in one order.

    Empty for the standard state, else with its question mark.
    """
    standard = claim_view(release, view.claim)
    of_year = claim_view(release, view.claim, view.year)
    pairs: list[tuple[str, str]] = []
    if view.claim != first_claim(release):
        pairs.append(("claim", view.claim))
    if view.year != standard.year:
        pairs.append(("year", str(view.year)))
    if view.edition != of_year.edition:
        pairs.append(("edition", view.edition.isoformat()))
    without = None if view.edition != of_year.edition else of_year.compare
    if view.compare != without:
        pairs.append(("compare", view.compare.isoformat() if view.compare else NO_COMPARISON))
    if view.target != standard.target:
        pairs.append(("target", f"{view.target:g}"))
    if view.order != standard.order:
        pairs.append(("order", view.order))
    if view.allies != standard.allies:
        pairs.extend(("ally", code) for code in view.allies or ("",))
    return question(pairs)


def question(pairs: Pairs) -> str:
    """Pairs as the query of an address, with its question mark; empty where there are none."""
    return f"?{urlencode(pairs)}" if pairs else ""


def edition(text: str, release: Release, name: str = "edition") -> date:
    """The edition of that publication date."""
    if text not in release.edition_days:
        known = ", ".join(e.id for e in release.editions)
        raise BadParameter(name, text, f"the date of an edition: {known}")
    return release.edition_days[text]


def target(text: str) -> float:
    """A target in per cent of GDP, with two decimals at most."""
    low, high = TARGET_RANGE
    if not _TARGET.fullmatch(text) or not low <= float(text) <= high:
        raise BadParameter("target", text, f"a number from {low} to {high} with at most two decimals")
    return float(text)


def ally(text: str, release: Release) -> str:
    """The code of a member."""
    if text not in release.ally:
        raise BadParameter("ally", text, "the ISO alpha-3 code of a member, as POL")
    return text


def one_of(name: str, text: str, choices: Iterable[str]) -> str:
    """The text, if it is one of the choices."""
    if text not in choices:
        raise BadParameter(name, text, "one of " + ", ".join(choices))
    return text


def year(text: str, release: Release) -> int:
    """A year that some edition tells of."""
    years = sorted({y for e in release.editions for y in release.years(e.published)})
    if not text.isascii() or not text.isdigit() or int(text) not in years:
        raise BadParameter("year", text, f"a year from {years[0]} to {years[-1]}")
    return int(text)


def given(pairs: Pairs, accepts: Sequence[str], repeat: Sequence[str] = ("ally",)) -> dict[str, list[str]]:
    """The parameters by name: none unknown, none twice but those that repeat, none unreasonably long.

    Raises BadParameter. Every page reads its parameters through this, so that all refuse alike.
    """
    found: dict[str, list[str]] = {}
    for name, text in pairs:
        if _TRACKERS.fullmatch(name):
            continue
        if name not in accepts:
            raise BadParameter(name, text, "no value here: the parameters are " + ", ".join(accepts))
        if name in found and name not in repeat:
            raise BadParameter(name, text, "one value, not several")
        if not _WORD.fullmatch(text) and not (name in repeat and text == ""):
            raise BadParameter(name, text, "a short value of letters, digits and - . : _")
        found.setdefault(name, []).append(text)
        if len(found[name]) > 40:
            raise BadParameter(name, text, "at most 40 values")
    return found
