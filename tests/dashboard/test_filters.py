"""What an address asks of the figures: understood, written back the same, rejected by name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.filters import Filters
from dashboard.state import BadParameter
from etl.model import SHARE_OF_GDP, Release


def test_nothing_asked_and_empty_fields_are_everything(release: Release) -> None:
    names = [p.name for p in Filters.parameters().values()]
    empty = [(name, "") for name in names]
    assert Filters.parse([], release) == Filters.parse(empty, release) == Filters()
    assert Filters().pairs(release) == []


def test_what_is_repeated_is_stored_once_and_in_one_order(release: Release) -> None:
    asked = [("year", "2024"), ("year", "2016"), ("year", "2024"), ("ally", "POL"), ("ally", "NATO_TOTAL")]
    found = Filters.parse(asked, release)
    assert found.years == (2016, 2024)
    assert found.allies == ("POL", "NATO_TOTAL")
    assert Filters.parse([("search", "  North   Macedonia ")], release).search == "North Macedonia"


def test_a_code_is_understood_in_any_case_and_by_the_name_that_readers_see(release: Release) -> None:
    for text in ("POL", "pol", "Poland", "POLAND"):
        assert Filters.parse([("ally", text)], release).allies == ("POL",)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("edition", "2024-06-18"),
        ("indicator", "share"),
        ("ally", "POLEN"),
        ("year", "1949"),
        ("year", "0" * 5000 + "2024"),
        ("year", "²"),
        ("table", "9"),
        ("estimate", "yes"),
        ("min", "1e3"),
        ("max", "nan"),
        ("min", "--1"),
        ("search", "x" * 81),
        ("search", "a b c d e f g h i"),
        ("search", "a\x00b"),
        ("allys", "red"),
    ],
)
def test_what_is_not_understood_is_rejected_by_its_name(release: Release, name: str, text: str) -> None:
    with pytest.raises(BadParameter) as rejected:
        Filters.parse([("year", "2024"), (name, text)] if name != "year" else [(name, text)], release)
    assert rejected.value.name == name


def test_bounds_that_exclude_each_other_and_doubles_are_rejected(release: Release) -> None:
    for pairs, name in (
        ([("min", "3"), ("max", "2")], "max"),
        ([("search", "a"), ("search", "b")], "search"),
    ):
        with pytest.raises(BadParameter) as rejected:
            Filters.parse(pairs, release)
        assert rejected.value.name == name


@st.composite
def choices(draw: st.DrawFn) -> Filters:
    number = st.none() | st.integers(-10_000, 10_000).map(lambda n: n / 100)
    low, high = sorted((draw(number), draw(number)), key=lambda n: (n is not None, n or 0.0))
    return Filters(
        editions=draw(st.sampled_from([(), (date(2024, 6, 17),), (date(2024, 6, 17), date(2026, 7, 7))])),
        indicators=draw(st.sampled_from([(), (SHARE_OF_GDP,)])),
        allies=draw(st.sampled_from([(), ("POL",), ("POL", "TUR", "NATO_TOTAL")])),
        years=draw(st.sampled_from([(), (2016, 2024)])),
        tables=draw(st.sampled_from([(), ("3", "8a")])),
        estimate=draw(st.none() | st.booleans()),
        low=low,
        high=high,
        search=draw(st.sampled_from(["", "Türkiye 2024", "TABLE3!N13"])),
    )


@given(wanted=choices())
def test_every_choice_comes_back_from_its_address(release: Release, wanted: Filters) -> None:
    assert Filters.parse(wanted.pairs(release), release) == wanted


def test_words_are_compared_without_case_and_accents() -> None:
    assert Filters(search="TÜRKİYE türkiye").words == ("turkiye",)
