"""Addresses of the pages on allies, guidelines and the road: there and back, rejections by name."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.allies.state import ORDERS, AlliesState
from dashboard.charts.ally.state import AllyState, revised_year
from dashboard.charts.guidelines.state import GuidelinesState
from dashboard.charts.road.state import LAST_BY, RoadState, first_year
from dashboard.state import BadParameter, Pairs
from etl.model import Release

LATEST = date(2026, 7, 7)


def pairs(query: str) -> Pairs:
    return parse_qsl(query.removeprefix("?"), keep_blank_values=True)


@settings(max_examples=30)
@given(data=st.data())
def test_every_view_has_an_address_that_leads_back_to_it(release: Release, data: st.DataObject) -> None:
    edition = data.draw(st.sampled_from([e.published for e in release.editions]))
    target = data.draw(st.integers(50, 600)) / 100
    code = data.draw(st.sampled_from(sorted(release.ally)))
    year = data.draw(st.integers(2012, 2026))

    allies = AlliesState(edition, data.draw(st.sampled_from(sorted(ORDERS))), target)
    assert AlliesState.parse(pairs(allies.query(release)), release) == allies

    band = data.draw(st.sampled_from(["none", "most", "half"]))
    ally = AllyState(code, edition, year, target, band)
    assert AllyState.parse(pairs(ally.query(release, ("ally",))), release, ally=code) == ally
    assert AllyState.parse(pairs(ally.query(release)), release) == ally

    both = GuidelinesState(edition, year, target, data.draw(st.sampled_from([(), ("POL", "CAN")])))
    assert GuidelinesState.parse(pairs(both.query(release)), release) == both

    first = first_year(edition, release)
    road = RoadState(
        edition,
        target,
        data.draw(st.integers(first, LAST_BY)),
        data.draw(st.integers(-500, 1000)) / 100,
    )
    assert RoadState.parse(pairs(road.query(release)), release) == road


def test_the_standard_views(release: Release) -> None:
    assert AlliesState.parse([], release) == AlliesState(LATEST, "share", 2.0)
    assert AllyState.parse([], release, ally="POL") == AllyState("POL", LATEST, 2024, 3.5, "none")
    assert GuidelinesState.parse([], release) == GuidelinesState(LATEST, 2026, 2.0, ())
    assert RoadState.parse([], release) == RoadState(LATEST, 3.5, 2035, 1.5)


def test_what_was_not_yet_published_shows_no_difference(release: Release) -> None:
    assert revised_year(release, "POL", date(2024, 6, 17)) == 2023
    assert revised_year(release, "POL", date(2016, 7, 4)) == 2016


@pytest.mark.parametrize(
    ("parse", "query", "expected"),
    [
        (AlliesState.parse, "order=size", "“order” takes one of share, name, growth"),
        (AlliesState.parse, "year=2024", "“year” takes no value here"),
        (AllyState.parse, "edition=2026-07-07", "“ally” takes the ISO alpha-3 code"),
        (AllyState.parse, "ally=polen", "“ally” takes the ISO alpha-3 code"),
        (GuidelinesState.parse, "target=9", "“target” takes a number from 0.5 to 6.0"),
        (RoadState.parse, "by=2026", "“by” takes a year from 2027"),
        (RoadState.parse, "by=2026&edition=2024-06-17&growth=x", "“growth” takes a number from -5 to 10"),
        (RoadState.parse, "growth=10.01", "“growth” takes a number"),
        (RoadState.parse, "by=2061", "to 2060"),
    ],
)
def test_what_is_not_understood_is_rejected_by_name(
    release: Release, parse: object, query: str, expected: str
) -> None:
    assert callable(parse)
    with pytest.raises(BadParameter, match=expected):
        parse(pairs(query), release)
