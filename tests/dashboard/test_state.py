"""What every state has by its declaration: rejections, queries, controls and a description."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from importlib import import_module
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dashboard.charts.ally.state import AllyState
from dashboard.charts.guidelines.state import GuidelinesState
from dashboard.charts.ranking.state import RankingState
from dashboard.checking import CheckPageState, CheckState
from dashboard.pages.data.page import TableState
from dashboard.state import BadParameter, Chosen, Parameter, State, reject_all
from dashboard.state.domains import Day, Fixed, Flag, NumberRange, Search, Whole
from dashboard.state.form import form
from dashboard.state.parameter import LEFT_OPEN, Domain, nothing
from dashboard.state.parameters import presets
from dashboard.web.embedding import OEmbed
from etl.model import Release
from tests import small


def declared(of: type[State] = State) -> Iterator[type[State]]:
    """Every state of the dashboard, by its module."""
    for state in of.__subclasses__():
        if getattr(sys.modules.get(state.__module__), state.__name__, None) is state:
            yield state
        yield from declared(state)


import_module("dashboard.app")  # and with it every module that has one
STATES = sorted({s for s in declared() if s.__module__.startswith("dashboard.")}, key=lambda s: s.__name__)
FIXED: dict[type[State], dict[str, Any]] = {
    AllyState: {"ally": "POL"},
    CheckState: {"said_on": date(2024, 6, 17)},
    CheckPageState: {"said_on": date(2024, 6, 17)},
    OEmbed: {"url": "http://localhost/trend"},
}
NAMED = {
    AllyState: [("ally", "POL")],
    CheckState: [("said_on", "2024-06-17")],
    CheckPageState: [("said_on", "2024-06-17")],
    OEmbed: [("url", "http://localhost/trend")],
    TableState: [("edition", "2026-07-07"), ("indicator", "expenditure_share_gdp")],
}
"""What the address of a standard state has: what has no standard, and a day that is another one tomorrow."""


def standard(state: type[State], release: Release) -> State:
    return state.standard(release, **FIXED.get(state, {}))


@pytest.mark.parametrize("state", STATES)
def test_a_field_left_open_is_as_one_left_out(release: Release, state: type[State]) -> None:
    fixed = FIXED.get(state, {})
    left_open = [p for f, p in state.parameters().items() if p.default in LEFT_OPEN and f not in fixed]
    pairs = [(p.name, "") for p in left_open]
    assert state.parse(pairs, release, **fixed) == standard(state, release)
    assert state.parse([*pairs, *pairs], release, **fixed) == standard(state, release)


@pytest.mark.parametrize("state", STATES, ids=lambda s: s.__name__)
def test_every_parameter_is_declared_whole(release: Release, state: type[State]) -> None:
    shown = standard(state, release)
    names = [p.name for p in state.parameters().values()]
    assert list(state.parameters()) == list(state.__struct_fields__)
    assert len(names) == len(set(names))
    for parameter in state.parameters().values():
        described = parameter.openapi()
        assert parameter.what.endswith(".")
        assert described["schema"].get("type")
        assert "enum" not in described["schema"] or isinstance(parameter.domain, Fixed | Flag)
    assert shown.pairs(release) == NAMED.get(state, [])


@pytest.mark.parametrize("state", STATES, ids=lambda s: s.__name__)
def test_what_a_control_offers_is_understood_and_leads_to_it(release: Release, state: type[State]) -> None:
    shown = standard(state, release)
    chosen = shown.chosen(release)
    for field, parameter in state.parameters().items():
        for option in parameter.offered(chosen)[:8]:
            pairs = [p for p in shown.pairs(release) if p[0] != parameter.name]
            if not option.value:
                assert getattr(shown, field) is None
                continue
            asked = state.parse([*pairs, (parameter.name, option.value)], release)
            value = getattr(asked, field)
            assert parameter.pairs(value) == [(parameter.name, option.value)]
            assert state.parse(asked.pairs(release), release) == asked


def test_a_form_sends_what_has_a_control_and_carries_the_rest(release: Release) -> None:
    shown = RankingState.parse([("claim", "belgium-self-reliance"), ("ally", "EST")], release)
    made = form(shown, release, "/", ("year", "target"))
    assert made.hidden == (("claim", "belgium-self-reliance"), ("ally", "EST"))
    assert made.controls["year"].value == "2024"
    target = made.controls["target"]
    assert [(c.text, c.chosen) for c in target.choices] == [("2% pledge", True), ("3.5% core", False)]
    assert target.choices[1].href == "/?claim=belgium-self-reliance&target=3.5&ally=EST"
    assert (target.attributes["min"], target.attributes["max"], target.required) == ("0.5", "6", True)


def test_links_to_another_edition_keep_the_year_where_that_has_it(release: Release) -> None:
    shown = GuidelinesState.standard(release)
    moved = shown.changed(release, "edition", date(2019, 6, 25))
    assert (shown.year, moved.year) == (2026, 2019)
    assert moved.changed(release, "edition", date(2024, 6, 17)).year == 2019


def test_targets_and_their_names_come_from_the_table_of_targets() -> None:
    day = small.edition(date(2024, 6, 17))
    release = small.release_of([], day)
    floor = replace(small.TARGETS[0], id="floor-2", agreed=date(2023, 7, 11), due=None, short="floor")
    other = replace(small.TARGETS[2], id="new-5", value=5.0, short="all")
    release = replace(release, targets=(*release.targets, floor, other))
    chosen = Chosen(release, {}, {}, {})
    assert [o.text for o in presets(chosen)] == ["2% pledge", "3.5% core", "5% all"]


DOMAINS: list[tuple[Domain[Any], st.SearchStrategy[Any]]] = [
    (NumberRange(-5.0, 10.0, 2, "a number"), st.integers(-500, 1000).map(lambda n: n / 100)),
    (Whole(lambda _: (0, 90), lambda a, b: "a number"), st.integers(0, 90)),
    (Day(), st.dates()),
    (Flag(("true", "false"), ("a", "b"), "either"), st.booleans()),
    (Fixed({"a": "A", "b-2": "B"}), st.sampled_from(["a", "b-2"])),
    (Search(8, 80), st.lists(st.text("abcü!", min_size=1, max_size=5), max_size=8).map(" ".join)),
]


@pytest.mark.parametrize(("domain", "values"), DOMAINS, ids=lambda d: type(d).__name__)
@given(data=st.data())
def test_a_domain_reads_back_what_it_writes_and_nothing_else(
    release: Release, domain: Domain[Any], values: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    chosen = Chosen(release, {}, {}, {})
    value = data.draw(values)
    assert domain.parse("x", domain.format(value), chosen) == value
    text = data.draw(st.text(max_size=12))
    with suppress(BadParameter):
        found = domain.parse("x", text, chosen)
        assert domain.parse("x", domain.format(found), chosen) == found


FIRST = Parameter(
    name="first", what="One.", domain=Whole(lambda _: (1, 9), lambda a, b: f"{a} to {b}"), default=lambda _: 3
)
SECOND = Parameter(
    name="second",
    what="At least the first.",
    domain=Whole(lambda chosen: (chosen["first"], 9), lambda a, b: f"{a} to {b}"),
    default=lambda chosen: chosen["first"],
)
NOTE = Parameter(name="note", what="A word.", domain=Fixed({"a": "A"}), default=nothing)


class Pair(State, frozen=True):
    first: Annotated[int, FIRST]
    second: Annotated[int, SECOND]
    note: Annotated[str | None, NOTE]


@given(first=st.integers(1, 9), more=st.integers(0, 8), note=st.sampled_from([None, "a"]))
def test_the_query_is_the_shortest_that_leads_back(
    release: Release, first: int, more: int, note: str | None
) -> None:
    pair = Pair(first, min(9, first + more), note)
    pairs = pair.pairs(release)
    assert Pair.parse(pairs, release) == pair
    for left_out in pairs:
        rest = [p for p in pairs if p != left_out]
        with suppress(BadParameter):  # the second may be below the standard of the first
            assert Pair.parse(rest, release) != pair


def test_the_domain_of_one_parameter_may_rest_on_another_in_any_order(release: Release) -> None:
    assert Pair.parse([("second", "5"), ("first", "4")], release) == Pair(4, 5, None)
    with pytest.raises(BadParameter, match="“second” takes 4 to 9; it was given “3”"):
        Pair.parse([("second", "3"), ("first", "4")], release)


def test_an_address_without_parameters_takes_none() -> None:
    reject_all([])
    with pytest.raises(BadParameter, match="“year” takes no value here: this address has no parameters"):
        reject_all([("x", "1"), ("year", "1")])


def test_several_values_in_one_are_rejected_with_how_they_are_written(release: Release) -> None:
    with pytest.raises(BadParameter, match="several are ally=…&ally=…; it was given “POL,DEU”"):
        TableState.parse([("ally", "POL,DEU")], release)
    with pytest.raises(BadParameter, match="_; it was given “2024,2025”"):
        RankingState.parse([("year", "2024,2025")], release)


def test_the_latest_edition_can_be_asked_for_without_its_day(release: Release) -> None:
    latest = release.latest_edition.published
    assert RankingState.parse([("edition", "latest")], release).edition == latest
    assert TableState.parse([("edition", "latest")], release).editions == (latest,)
