"""Addresses of /trend and /revisions: every view has one address, which opens it again."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.count_by_edition.data import matrix
from dashboard.charts.count_by_edition.state import RevisionsState
from dashboard.charts.count_trend.state import SpendingState, TrendState
from dashboard.state import BadParameter, Pairs
from etl.model import Release

TARGETS = st.integers(50, 600).map(lambda hundredths: hundredths / 100)


def pairs(query: str) -> Pairs:
    return parse_qsl(query.removeprefix("?"))


def test_the_standard_views_have_no_query(release: Release) -> None:
    view = RevisionsState.parse([], release)
    assert (view.edition.isoformat(), view.year, view.target) == ("2026-07-07", 2024, 2.0)
    assert view.ally == "ALB"  # whose 2024 differs most between editions: 2.04 and 1.35
    assert view.query(release) == ""
    assert TrendState.parse([], release).query(release) == ""


@settings(max_examples=40)
@given(data=st.data(), target=TARGETS)
def test_an_address_opens_its_view_again(release: Release, data: st.DataObject, target: float) -> None:
    grid = matrix(release, 2.0)
    view = RevisionsState(
        edition=data.draw(st.sampled_from([row.published for row in grid.rows])),
        year=data.draw(st.sampled_from(grid.years)),
        target=target,
        ally=data.draw(st.sampled_from([a.code for a in release.allies if a.armed_forces])),
    )
    assert RevisionsState.parse(pairs(view.query(release)), release) == view
    of_trend = TrendState(target, data.draw(st.sampled_from([e.published for e in release.editions])))
    assert TrendState.parse(pairs(of_trend.query(release)), release) == of_trend


@pytest.mark.parametrize(
    ("query", "about"),
    [
        ("edition=2024-06-18", "edition"),
        ("year=2011", "year"),
        ("year=two", "year"),
        ("target=0.4", "target"),
        ("target=2,0", "target"),
        ("ally=ISL", "ally"),
        ("ally=po", "ally"),
        ("ally=POL&ally=DEU", "ally"),
        ("compare=2024-06-17", "compare"),
    ],
)
def test_what_is_not_understood_is_rejected_by_name(release: Release, query: str, about: str) -> None:
    with pytest.raises(BadParameter) as rejection:
        RevisionsState.parse(pairs(query), release)
    assert rejection.value.name == about


def test_a_chart_of_one_edition_takes_no_target(release: Release) -> None:
    with pytest.raises(BadParameter, match="target"):
        SpendingState.parse([("target", "2.0")], release)
