"""What the article asks of the charts: its first statement, and the parameters that each statement needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.state.parameters import SHARE_RANGE
from etl.model import SHARE_OF_GDP, Claim, Release, once_per_release
from etl.model.rules import CountRule, ListRule, subjects


def first_claim(release: Release) -> str:
    """The id of the statement that a page without another choice is about: the first of the article."""
    return release.claims[0].id


@once_per_release
def asked(release: Release) -> Mapping[str, Mapping[str, Any]]:
    """The parameters of the chart that each statement asks for, by its id: those it names, else its rule's.

    A year of which no edition has a share of GDP is none of them.
    """
    return {claim.id: _asked_by(claim, release) for claim in release.claims}


def _asked_by(claim: Claim, release: Release) -> Mapping[str, Any]:
    rule = claim.rule
    found: dict[str, Any] = {}
    if rule is not None:
        found = {"ally": [c for c in subjects(rule) if c in release.ally], "year": rule.year}
    if isinstance(rule, CountRule | ListRule) and rule.indicator == SHARE_OF_GDP:
        low, high = SHARE_RANGE
        found["target"] = min(max(round(rule.target, 2), low), high)
    wish = {**found, **claim.view}
    return {name: value for name, value in wish.items() if name != "year" or value in release.share_years}


@once_per_release
def standard_year(release: Release) -> int | None:
    """The year that the article's first statement is of; None where it is of none."""
    wish = asked(release)[first_claim(release)] if release.claims else {}
    return int(wish["year"]) if "year" in wish else None
