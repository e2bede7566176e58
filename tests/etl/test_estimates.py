"""First estimates and their moves: against an independent computation with pandas, and what holds of any."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.claims.known import known_on
from etl.model import Release
from etl.model.estimates import (
    MEASURED_TO,
    Band,
    FirstEstimate,
    Move,
    Printing,
    first_estimates,
    moves,
    record,
    within_band_by_year,
)


@pytest.fixture(scope="module")
def known(shipped_release: Release) -> Release:
    """What is computed here, by the editions for which it was computed."""
    return known_on(shipped_release, date(2026, 7, 7))


@pytest.fixture(scope="module")
def frame(data: Path) -> pd.DataFrame:
    """Every share of an ally's GDP as printed in hundredths, read from the shipped files by pandas alone."""
    files = sorted((data / "editions").glob("*/figures.csv"))
    shares = pd.concat(pd.read_csv(f, dtype=str) for f in files).query(
        "indicator == 'expenditure_share_gdp' and ally.str.len() == 3"
    )
    hundredths = (shares["value"].astype(float) * 100 + 1e-7).round().astype(int)
    return shares.assign(year=shares["year"].astype(int), printed=hundredths)


FIRSTS = {
    2016: "2016-07-04",
    2017: "2017-06-29",
    2019: "2019-06-25",
    2022: "2022-06-27",
    2023: "2023-07-07",
    2024: "2024-06-17",
}
"""The first whole edition of each year that has a later one on the same measure, listed by hand."""


def test_the_moves_on_one_measure_are_those_of_an_independent_computation(
    frame: pd.DataFrame, known: Release
) -> None:
    last = frame[frame["edition"] == "2025-08-28"].set_index(["ally", "year"])["printed"]
    expected = {}
    for year, edition in FIRSTS.items():
        first = frame[(frame["edition"] == edition) & (frame["year"] == year)].set_index("ally")["printed"]
        for ally, printed in first.items():
            expected[str(ally), year] = int(last.loc[(str(ally), year)]) - int(printed)
    found = {
        (m.first.ally, m.first.year): m.hundredths for m in moves(first_estimates(known), "same-measure")
    }
    assert found == expected


def test_the_record_is_that_of_pandas(known: Release) -> None:
    found = moves(first_estimates(known), "same-measure")
    points = pd.Series([m.points for m in found])
    of_all = record(found)
    assert (of_all.n, of_all.down, of_all.up, of_all.unchanged) == (173, 111, 59, 3)
    assert of_all.most is not None
    assert of_all.half is not None
    assert of_all.size == pytest.approx(points.abs().median())
    assert (of_all.most.low, of_all.most.high) == pytest.approx(tuple(points.quantile([0.1, 0.9])))
    assert (of_all.half.low, of_all.half.high) == pytest.approx(tuple(points.quantile([0.25, 0.75])))
    assert sum(m.crossed(2.0) < 0 for m in found) == 15
    assert sum(m.crossed(2.0) > 0 for m in found) == 2


@pytest.mark.parametrize(
    ("to", "n", "size"),
    [("next", 61, 0.05), ("one-year", 61, 0.10), ("two-years", 87, 0.11), ("three-years", 84, 0.07)],
)
def test_by_age(known: Release, to: str, n: int, size: float) -> None:
    found = record(moves(first_estimates(known), to))
    assert found.n == n
    assert found.size == pytest.approx(size)


def test_the_rule_is_tested_on_years_that_it_has_not_seen(known: Release) -> None:
    tested = within_band_by_year(moves(first_estimates(known), "same-measure"))
    assert sum(within for within, _ in tested.values()) == 136
    assert tested[2023] == (15, 30)


def test_only_the_latest_is_measured_across_a_change_of_measure(shipped_release: Release) -> None:
    series = {e.published: e.series for e in shipped_release.editions}
    firsts = first_estimates(shipped_release)
    for to in MEASURED_TO:
        crossing = [m for m in moves(firsts, to) if series[m.to.edition] != series[m.first.edition]]
        assert bool(crossing) == (to == "latest")


def test_shares_that_only_the_press_reported_are_no_first_estimates(shipped_release: Release) -> None:
    firsts = first_estimates(shipped_release, whole=False)
    assert not [f for f in firsts if shipped_release.edition[f.edition].completeness == "reported"]
    assert {f.edition for f in firsts if not f.whole} == {date(2021, 6, 11)}


def _move(first: int, later: int, year: int = 2020) -> Move:
    printing = Printing(date(year + 1, 6, 1), later / 100, True, "tables")
    return Move.between(
        FirstEstimate("AAA", year, date(year, 6, 1), first / 100, True, (printing,)), printing
    )


HUNDREDTHS = st.integers(0, 1500)


@given(HUNDREDTHS, HUNDREDTHS)
def test_a_move_is_exact(first: int, later: int) -> None:
    move = _move(first, later)
    assert move.hundredths == later - first
    assert move.crossed(2.0) == (later >= 200) - (first >= 200)


@given(st.lists(st.tuples(HUNDREDTHS, HUNDREDTHS), min_size=2, max_size=40))
def test_a_record_counts_every_move_once_and_its_ranges_lie_within_one_another(
    pairs: list[tuple[int, int]],
) -> None:
    found = [_move(*pair) for pair in pairs]
    of_all = record(found)
    assert of_all.down + of_all.up + of_all.unchanged == of_all.n == len(found)
    assert of_all.most is not None
    assert of_all.half is not None
    assert of_all.most.low <= of_all.half.low <= of_all.half.high <= of_all.most.high


@given(HUNDREDTHS, st.integers(-300, 0), st.integers(0, 300))
def test_a_share_is_too_close_where_the_band_reaches_across(value: int, low: int, high: int) -> None:
    across = value + low < 200 if value >= 200 else value + high >= 200
    assert Band(low / 100, high / 100).reaches_across(value / 100, 2.0) == across


def test_nothing_is_said_of_too_few_moves() -> None:
    assert record([]).size is None
    assert record([]).most is None
    one = record([_move(200, 190)])
    assert (one.n, one.size, one.most, one.half) == (1, 0.1, None, None)
