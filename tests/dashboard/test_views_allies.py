"""Addresses of the pages on allies, guidelines and the road: there and back, refusals by name."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard import state_allies as views
from dashboard.state import BadParameter, Pairs
from etl.model import Release

IN_FORCE = date(2026, 7, 7)


def pairs(query: str) -> Pairs:
    return parse_qsl(query.removeprefix("?"), keep_blank_values=True)


@settings(max_examples=30)
@given(data=st.data())
def test_every_view_has_an_address_that_leads_back_to_it(release: Release, data: st.DataObject) -> None:
    edition = data.draw(st.sampled_from([e.published for e in release.editions]))
    target = data.draw(st.integers(50, 600)) / 100
    code = data.draw(st.sampled_from(sorted(release.ally)))
    year = data.draw(st.integers(2012, 2026))

    allies = views.AlliesView(edition, data.draw(st.sampled_from(sorted(views.ALLY_ORDERS))), target)
    assert views.parse_allies(pairs(views.allies_query(allies, release)), release) == allies

    ally = views.AllyView(code, edition, year, target)
    assert views.parse_ally(pairs(views.ally_query(ally, release)), release, code) == ally
    assert views.parse_ally(pairs(views.ally_query(ally, release, named=True)), release) == ally

    both = views.GuidelinesView(edition, year, target, data.draw(st.sampled_from([(), ("POL", "CAN")])))
    assert views.parse_guidelines(pairs(views.guidelines_query(both, release)), release) == both

    first = views.first_year(edition, release)
    road = views.RoadView(
        edition,
        target,
        data.draw(st.integers(first, views.LAST_BY)),
        data.draw(st.integers(-500, 1000)) / 100,
    )
    assert views.parse_road(pairs(views.road_query(road, release)), release) == road


def test_the_standard_views(release: Release) -> None:
    assert views.parse_allies([], release) == views.AlliesView(IN_FORCE, "share", 2.0)
    assert views.parse_ally([], release, "POL") == views.AllyView("POL", IN_FORCE, 2024, 3.5)
    assert views.parse_guidelines([], release) == views.GuidelinesView(IN_FORCE, 2026, 2.0, ())
    assert views.parse_road([], release) == views.RoadView(IN_FORCE, 3.5, 2035, 1.5)


def test_what_was_not_yet_published_shows_no_difference(release: Release) -> None:
    assert views.retold_year(release, "POL", date(2024, 6, 17)) == 2023
    assert views.retold_year(release, "POL", date(2016, 7, 4)) == 2016


@pytest.mark.parametrize(
    ("parse", "query", "told"),
    [
        (views.parse_allies, "order=size", "“order” takes one of share, name, growth"),
        (views.parse_allies, "year=2024", "“year” takes no value here"),
        (views.parse_ally, "edition=2026-07-07", "“ally” takes the ISO alpha-3 code"),
        (views.parse_ally, "ally=pol", "“ally” takes the ISO alpha-3 code"),
        (views.parse_guidelines, "target=9", "“target” takes a number from 0.5 to 6.0"),
        (views.parse_road, "by=2026", "“by” takes a year from 2027"),
        (views.parse_road, "by=2026&edition=2024-06-17&growth=x", "“growth” takes a number from -5 to 10"),
        (views.parse_road, "growth=10.01", "“growth” takes a number"),
        (views.parse_road, "by=2061", "to 2060"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(
    release: Release, parse: object, query: str, told: str
) -> None:
    assert callable(parse)
    with pytest.raises(BadParameter, match=told):
        parse(pairs(query), release)
