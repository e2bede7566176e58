"""The checks: they hold on what ships, and each is seen to fail on a fault made for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from etl.checks.bounded import Mismatch
from etl.checks.editions import check_edition
from etl.checks.identities import ADDITIVE, breaks
from etl.model import EUROPE_AND_CANADA, SHARE_OF_GDP, TOTAL, Ally, Indicator, Observation, Rejected
from etl.model.interval import Interval, around, decimals
from etl.shipped import folder as shipped
from etl.shipped.edition_folder import EditionFolder, ExceptionNote

WORKBOOK = "2024-06-17"


@pytest.fixture(scope="module")
def allies(data: Path) -> tuple[Ally, ...]:
    return shipped.read_allies(data)


@pytest.fixture(scope="module")
def indicators(data: Path) -> tuple[Indicator, ...]:
    return shipped.read_indicators(data)


@pytest.fixture(scope="module")
def folders(data: Path) -> dict[str, EditionFolder]:
    return {f.edition.id: f for f in shipped.read_editions(data)}


Check = Callable[[EditionFolder], list[Rejected]]


@pytest.fixture(scope="module")
def check(allies: tuple[Ally, ...], indicators: tuple[Indicator, ...]) -> Check:
    return lambda folder: check_edition(folder, allies, indicators)


def changed(folder: EditionFolder, change: Callable[[Observation], Observation | None]) -> EditionFolder:
    return replace(folder, observations=tuple(g for f in folder.observations if (g := change(f)) is not None))


def only(
    indicator: str, ally: str, year: int, change: Callable[[Observation], Observation | None]
) -> Callable[..., Observation | None]:
    def apply(f: Observation) -> Observation | None:
        return change(f) if (f.indicator, f.ally, f.year) == (indicator, ally, year) else f

    return apply


def at_prices_of_2021(f: Observation) -> Observation:
    return replace(f, unit="million US dollars, 2021 prices")


def times(factor: float) -> Callable[[Observation], Observation]:
    return lambda f: replace(f, value=f.value * factor)


def test_every_shipped_edition_passes(folders: dict[str, EditionFolder], check: Check) -> None:
    assert folders
    assert {day: check(folder) for day, folder in folders.items() if check(folder)} == {}


@pytest.mark.parametrize(
    ("fault", "name", "expected"),
    [
        (only(SHARE_OF_GDP, "POL", 2024, times(100)), "ranges", "POL 2024"),
        (only(SHARE_OF_GDP, "POL", 2024, lambda f: None), "complete", "5346"),
        (only(SHARE_OF_GDP, "POL", 2024, lambda f: replace(f, ally="XXX")), "schema", "XXX"),
        (only(SHARE_OF_GDP, "POL", 2024, lambda f: replace(f, unit="percent")), "schema", "percent of GDP"),
        (only(SHARE_OF_GDP, "POL", 2024, lambda f: replace(f, table="5")), "unique", "one table"),
        (only(SHARE_OF_GDP, "POL", 2024, lambda f: replace(f, cell="N32")), "schema", "cell"),
        (only(SHARE_OF_GDP, "POL", 2024, lambda f: replace(f, year=2042)), "schema", "2042"),
        (only(SHARE_OF_GDP, "POL", 2024, lambda f: replace(f, estimate=False)), "unique", "2024"),
        (only(SHARE_OF_GDP, "POL", 2024, lambda f: replace(f, value=float("nan"))), "schema", "finite"),
        (only(SHARE_OF_GDP, "POL", 2024, times(1.001)), "share-follows", "POL 2024"),
        (only("equipment_share", "POL", 2024, times(1.01)), "categories-sum-to-100", "POL 2024"),
        (only("expenditure_usd_current", TOTAL, 2024, times(1.00001)), "aggregates-add-up", "NATO_TOTAL"),
        (only("military_personnel", "POL", 2024, times(1.01)), "members-add-up", EUROPE_AND_CANADA),
        (only("expenditure_real_change", "POL", 2024, times(1.01)), "real-change-follows", "POL 2024"),
        (only("expenditure_per_capita", "POL", 2024, times(1.01)), "one-population", "POL 2024"),
        (only(SHARE_OF_GDP, "NLD", 2024, lambda f: replace(f, value=1.97)), "known truths", "2024"),
        (only("gdp_usd_constant", "POL", 2024, at_prices_of_2021), "unique", "base year"),
        (only("gdp_usd_current", "POL", 2024, times(1.01)), "members-add-up", EUROPE_AND_CANADA),
        (only("gdp_usd_current", "ISL", 2024, times(1.01)), "members-add-up", EUROPE_AND_CANADA),
        (only("expenditure_national_current", "POL", 2015, times(1.06)), "base-year-prices", "POL 2015"),
        (only("gdp_usd_current", "POL", 2015, times(1.06)), "base-year-prices", "POL 2015"),
        (only("expenditure_national_constant", "POL", 2019, times(1.06)), "one-exchange-rate", "POL 2019"),
        (only("expenditure_national_current", "USA", 2019, times(1.06)), "dollars-are-dollars", "USA 2019"),
        (only("gdp_per_capita", "POL", 2024, times(0.0)), "ranges", "more than 0 thousand US dollars"),
    ],
)  # fmt: skip
def test_each_check_fails_on_its_fault(
    folders: dict[str, EditionFolder],
    check: Check,
    fault: Callable[[Observation], Observation | None],
    name: str,
    expected: str,
) -> None:
    faults = [f for f in check(changed(folders[WORKBOOK], fault)) if f.file.endswith(f" {name}")]
    assert faults
    assert any(expected in str(f) for f in faults), [str(f) for f in faults]


def test_a_figure_twice_is_a_fault(folders: dict[str, EditionFolder], check: Check) -> None:
    folder = folders["2016-07-04"]
    twice = replace(folder, observations=(*folder.observations, folder.observations[0]))
    assert {f.file for f in check(twice)} >= {"2016-07-04 unique", "2016-07-04 complete"}


def test_a_figure_of_another_edition_is_a_fault(folders: dict[str, EditionFolder], check: Check) -> None:
    folder, other = folders["2016-07-04"], folders["2017-06-29"]
    mixed = replace(folder, observations=(*folder.observations[:-1], other.observations[-1]))
    assert any("edition 2016-07-04" in str(f) for f in check(mixed))


def test_an_ally_that_is_missing_is_named(folders: dict[str, EditionFolder], check: Check) -> None:
    without = changed(folders[WORKBOOK], lambda f: None if f.ally == "POL" else f)
    assert any("none of POL" in str(f) for f in check(without))


def test_an_exception_whose_fault_is_gone_is_one_itself(
    folders: dict[str, EditionFolder], check: Check
) -> None:
    mended = changed(
        folders[WORKBOOK],
        only(SHARE_OF_GDP, "SVK", 2024, lambda f: replace(f, value=1.9890502829854644)),
    )
    shown = [str(f) for f in check(mended) if f.file.endswith("share-follows")]
    assert len(shown) == 1
    assert "exception for SVK 2024" in shown[0]
    assert "no such fault" in shown[0]


def test_an_exception_excuses_its_own_fault_and_no_greater_one(
    folders: dict[str, EditionFolder], check: Check
) -> None:
    worse = changed(folders[WORKBOOK], only("expenditure_usd_constant", "SVK", 2024, times(0.9)))
    assert any(f.file.endswith("share-follows") and "SVK 2024" in f.place for f in check(worse))


def test_two_breaks_of_one_identity_ally_and_year_are_excepted_each_by_its_own(
    folders: dict[str, EditionFolder], check: Check, allies: tuple[Ally, ...]
) -> None:
    folder = folders[WORKBOOK]
    for indicator in ("expenditure_usd_current", "military_personnel"):
        folder = changed(folder, only(indicator, EUROPE_AND_CANADA, 2020, times(1.02)))
    broken = [b for b in breaks(folder.observations, allies) if b.identity == "members-add-up"]
    assert [(b.ally, b.year) for b in broken] == [(EUROPE_AND_CANADA, 2020)] * 2

    def left(*excepted: Mismatch) -> list[str]:
        notes = [
            ExceptionNote(b.identity, b.indicator, b.ally, b.year, b.printed, b.recomputed, "as printed")
            for b in excepted
        ]
        found = check(replace(folder, exceptions=(*folder.exceptions, *notes)))
        return [str(f) for f in found if f.file.endswith("members-add-up")]

    assert left(*broken) == []
    assert len(left(broken[0])) == len(left(broken[1])) == 1


def test_what_the_sums_are_checked_against_is_what_can_be_added(indicators: tuple[Indicator, ...]) -> None:
    assert set(ADDITIVE) == {i.id for i in indicators if i.additive}


def test_without_its_exceptions_the_typed_in_shares_are_found(
    folders: dict[str, EditionFolder], allies: tuple[Ally, ...]
) -> None:
    found = {(b.ally, b.year, round(b.recomputed, 3)) for b in breaks(folders[WORKBOOK].observations, allies)}
    assert found == {("SVK", 2024, 1.989), ("FRA", 2020, 1.986), ("LTU", 2019, 1.995)}


def test_a_fault_says_where_what_was_expected_and_what_was_found(
    folders: dict[str, EditionFolder], check: Check
) -> None:
    faulty = changed(folders[WORKBOOK], only(SHARE_OF_GDP, "POL", 2024, times(100)))
    text = next(str(f) for f in check(faulty) if f.file.endswith(" ranges"))
    assert text.startswith("2024-06-17 ranges, TABLE3!N32 expenditure_share_gdp POL 2024: expected 0 to 15")
    assert "found 412.019" in text


numbers = st.floats(0.01, 1e6, allow_nan=False).map(lambda x: round(x, 2))


@given(numbers, numbers)
def test_bounds_hold_what_they_stand_for(a: float, b: float) -> None:
    total = around(round(a, 1), 1) + around(round(b, 1), 1)
    assert total.meets(Interval(a + b, a + b))
    assert (around(round(a, 1), 1) / around(b, 2)).meets(Interval(a / b, a / b)) or b <= 0.005


@given(st.lists(numbers, min_size=1))
def test_decimals_are_those_that_are_shown(values: list[float]) -> None:
    n = decimals(values)
    assert all(round(v, n) == v for v in values)
    assert n == 0 or any(round(v, n - 1) != v for v in values)


def test_a_divisor_that_may_be_zero_is_rejected() -> None:
    with pytest.raises(ZeroDivisionError):
        around(1, 0) / around(0, 0)
