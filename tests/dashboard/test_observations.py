"""The table of figures: the quick way gives what the plain way gives."""

from __future__ import annotations

import gc
import weakref
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from dashboard.amounts import figure
from dashboard.filters import Filters
from dashboard.observations import COLUMNS, Index, index
from dashboard.pages.data.data import none_found, notes
from etl.claims.known import by_observation, known_on
from etl.model import SHARE_OF_GDP, Observation, Release, as_printed
from tests.small import edition, release_of, share

STANDARD = ("edition", True)
JUNE = date(2024, 6, 17)


def plain(release: Release, f: Filters) -> list[Observation]:
    """The figures that fit, figure by figure."""

    def fits(x: Observation) -> bool:
        printed = as_printed(x.value, release.indicator[x.indicator].decimals)
        return (
            (not f.editions or x.edition in f.editions)
            and (not f.indicators or x.indicator in f.indicators)
            and (not f.allies or x.ally in f.allies)
            and (not f.years or x.year in f.years)
            and (not f.tables or x.table in f.tables)
            and f.estimate in (None, x.estimate)
            and (f.low is None or printed >= f.low)
            and (f.high is None or printed <= f.high)
        )

    return [x for x in release.observations if fits(x)]


some = st.sampled_from
wanted = st.builds(
    Filters,
    editions=some([(), (JUNE,), (JUNE, date(2026, 7, 7))]),
    indicators=some([(), (SHARE_OF_GDP,), (SHARE_OF_GDP, "equipment_share")]),
    allies=some([(), ("POL", "USA"), ("NATO_TOTAL",)]),
    years=some([(), (2024,), (2014, 2026)]),
    tables=some([(), ("3",)]),
    estimate=some([None, True, False]),
    low=some([None, -5.0, 0.0, 2.0]),
    high=some([None, 2.0, 20.0]),
)


@settings(max_examples=40)
@given(f=wanted)
def test_every_filter_gives_what_going_through_all_figures_gives(release: Release, f: Filters) -> None:
    expected = plain(release, f)
    assert list(index(release).observations(f)) == expected
    assert index(release).total(f) == len(expected)


@settings(max_examples=25)
@given(f=wanted, column=some(COLUMNS), down=st.booleans())
def test_the_pages_together_are_the_figures_that_fit_each_once_and_in_order(
    release: Release, f: Filters, column: str, down: bool
) -> None:
    found = index(release)
    rows: list[Observation] = []
    page = found.select(f, (column, down), 1, 1000)
    for number in range(1, page.pages + 1):
        page = found.select(f, (column, down), number, 1000)
        assert page.first == (len(rows) + 1 if page.rows else 0)
        rows += page.rows
    assert sorted(map(repr, rows)) == sorted(map(repr, plain(release, f)))
    if column in ("year", "value", "edition", "table", "unit", "origin"):
        keys = [getattr(r, column) for r in rows]
        assert keys == sorted(keys, reverse=down)


def test_equal_figures_stay_in_the_order_of_the_release_both_ways(release: Release) -> None:
    place = {id(f): i for i, f in enumerate(release.observations)}
    for down in (False, True):
        rows = index(release).select(Filters(editions=(JUNE,)), ("edition", down), 1).rows
        assert [place[id(r)] for r in rows] == sorted(place[id(r)] for r in rows)


def test_names_are_ordered_by_letters_and_aggregates_come_last(release: Release) -> None:
    codes = index(release).found("ally", Filters())
    assert codes[-2:] == ("NATO_EUROPE_CANADA", "NATO_TOTAL")
    assert codes.index("TUR") == codes.index("SWE") + 1


def test_cells_are_ordered_as_they_stand_in_the_workbook() -> None:
    june = edition(JUNE)
    cells = ["TABLE3!AA2", "", "TABLE3!B10", "TABLE3!B9", "TABLE2!B9", "TABLE3!C9"]
    observations = [structs.replace(share(june, "AAA", 1.0, 2000 + i), cell=c) for i, c in enumerate(cells)]
    rows = Index(release_of(observations, june)).select(Filters(), ("cell", False), 1).rows
    assert [r.cell for r in rows] == [
        "TABLE2!B9",
        "TABLE3!AA2",
        "TABLE3!B9",
        "TABLE3!C9",
        "TABLE3!B10",
        "",
    ]


@pytest.mark.parametrize(
    ("search", "allies"),
    [("turkiye", {"TUR"}), ("Turkey", {"TUR"}), ("pol", {"POL"}), ("north macedonia", {"MKD"})],
)
def test_an_ally_is_found_by_any_of_its_names(release: Release, search: str, allies: set[str]) -> None:
    assert {f.ally for f in index(release).observations(Filters(search=search))} == allies


def test_each_word_of_a_search_narrows(release: Release) -> None:
    found = list(index(release).observations(Filters(search="Poland equipment 2024")))
    assert {(f.ally, f.year, f.indicator) for f in found} == {("POL", 2024, "equipment_share")}
    assert len(found) == 2
    (cell,) = index(release).observations(Filters(search="table3!n33"))
    assert cell.cell.casefold() == "table3!n33"


def test_the_index_is_that_of_the_release_asked_for() -> None:
    june = edition(JUNE)
    one, two = release_of([share(june, "AAA", 1.0)], june), release_of([], june)
    assert index(one).size == 1
    assert index(two).size == 0
    assert index(two) is index(two)


# ---------------------------------------------------------------- what is said of them


def test_a_value_is_printed_as_nato_prints_it_with_its_e(release: Release) -> None:
    found = release.observation(JUNE, SHARE_OF_GDP, 2024, "POL")
    assert found is not None
    assert figure(found, release) == "4.12e"


def test_what_nato_left_blank_is_said_and_is_no_zero(release: Release) -> None:
    asked = Filters(editions=(date(2025, 8, 28),), allies=("DEU",), indicators=(SHARE_OF_GDP,), years=(2025,))
    assert "Left blank by NATO itself" in none_found(index(release), asked)
    assert "Germany 2025" in none_found(index(release), asked)
    assert "not a zero" in none_found(index(release), replace(asked, search="nowhere"))


def test_the_break_in_series_and_the_prices_are_said_where_editions_meet(release: Release) -> None:
    def said(f: Filters) -> str:
        return " ".join(notes(index(release), f, index(release).select(f, STANDARD, 1)))

    both = Filters(editions=(JUNE, date(2026, 7, 7)), allies=("POL",))
    assert "core defence expenditure" in said(both)
    assert "2015 and 2021" in said(both)
    assert "break" not in said(Filters(editions=(JUNE,)))
    assert "prices" not in said(Filters(editions=(JUNE,)))


def test_an_index_is_made_once_a_release_and_goes_with_it(release: Release) -> None:
    known = known_on(release, JUNE)
    today, then = index(release), index(by_observation(known))
    for _ in range(2):
        assert index(by_observation(known)) is then
        assert index(release) is today
    then.tallied("edition", "year")
    gone = weakref.ref(then)
    del known, then
    gc.collect()
    assert gone() is None
