"""What a rule must have so that a table can judge it."""

from __future__ import annotations

import pytest

from etl.claims.requirements import requirements
from etl.model import SHARE_OF_GDP, Release
from etl.model.rules import Expectation, RankRule


@pytest.mark.parametrize(
    "expect", [Expectation("<=", 3.0), Expectation("==", 1.0, high=3.0), Expectation("==", 1.0, low=0.0)]
)
def test_a_set_takes_the_places_from_one_on(release: Release, expect: Expectation) -> None:
    """Bounds and comparisons of a set's places are judged by nothing, and so no rule may have them."""
    rule = RankRule(SHARE_OF_GDP, 2024, ("POL", "EST"), expect, as_set=True)
    known = release.indicator[SHARE_OF_GDP]
    found = requirements(rule, known, release.ally, ())
    assert [key for key, holds, *_ in found if not holds] == ["expect"]
