"""Slips of figures that are found, by table, each with the fault put in; NATO's own editions have none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from etl.checks.identities import breaks
from etl.checks.slips import AMOUNTS, COMPARED, reference_values, slips
from etl.model import CATEGORIES, SHARE_OF_GDP, Ally, Observation
from etl.model.indicators import GDP_PER_HEAD, SPENDING_PER_HEAD
from etl.shipped import folder as shipped

Figures = tuple[Observation, ...]
DATA = Path(__file__).parents[2] / "data"
DAY = "2026-07-07"
PER_HEAD = (GDP_PER_HEAD, SPENDING_PER_HEAD)


@pytest.fixture(scope="module")
def editions() -> dict[str, Figures]:
    return {e.edition.id: e.observations for e in shipped.read_editions(DATA)}


@pytest.fixture(scope="module")
def past(editions: dict[str, Figures]) -> Figures:
    """What the editions before that of July 2026 have."""
    return reference_values([observations for day, observations in sorted(editions.items()) if day < DAY])


@pytest.fixture(scope="module")
def allies() -> tuple[Ally, ...]:
    return shipped.read_allies(DATA)


def test_nato_never_slipped(data: Path) -> None:
    before: list[Figures] = []
    for edition in shipped.read_editions(data):
        assert list(slips(edition.observations, reference_values(before))) == [], edition.edition.id
        before.append(edition.observations)


def later(observations: Figures, years: int, *indicators: str) -> Figures:
    """The figures of some indicators under other years."""
    return tuple(replace(f, year=f.year + years) if f.indicator in indicators else f for f in observations)


def times(observations: Figures, factor: float, *keys: tuple[str, str, int]) -> Figures:
    """Some figures times a factor."""
    return tuple(
        replace(f, value=f.value * factor) if (f.indicator, f.ally, f.year) in keys else f
        for f in observations
    )


def exchanged(
    observations: Figures, label: str, one: object, other: object, where: Callable[[Observation], bool]
) -> Figures:
    """Figures with two labels exchanged where a condition holds."""
    names = {one: other, other: one}
    return tuple(
        replace(f, **{label: names[getattr(f, label)]}) if where(f) and getattr(f, label) in names else f
        for f in observations
    )


@pytest.mark.parametrize("years", [1, -1])
@pytest.mark.parametrize("indicator", COMPARED)
def test_a_table_a_year_late_or_early(
    indicator: str, years: int, editions: dict[str, Figures], past: Figures
) -> None:
    found = list(slips(later(editions[DAY], years, indicator), past))
    word = "late" if years > 0 else "early"
    assert any(s.observation.indicator == indicator and f"a year {word}" in s.found for s in found)


def test_all_tables_a_year_late(editions: dict[str, Figures], past: Figures) -> None:
    every = {f.indicator for f in editions[DAY]}
    found = [s for s in slips(later(editions[DAY], 1, *every), past) if "a year late" in s.found]
    assert {s.observation.indicator for s in found} == {*COMPARED}


@pytest.mark.parametrize("indicator", AMOUNTS)
def test_the_row_of_one_ally_a_year_late(indicator: str, editions: dict[str, Figures], past: Figures) -> None:
    late = tuple(
        replace(f, year=f.year + 1) if (f.indicator, f.ally) == (indicator, "POL") else f
        for f in editions[DAY]
    )
    assert any(s.expected == f"{indicator} of POL in its own years" for s in slips(late, past))


@pytest.mark.parametrize("year", [2014, 2026])
@pytest.mark.parametrize(("one", "other"), [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)])
def test_two_categories_exchanged_in_a_year(
    one: int, other: int, year: int, editions: dict[str, Figures], past: Figures
) -> None:
    wrong = exchanged(
        editions[DAY], "indicator", CATEGORIES[one], CATEGORIES[other], lambda f: f.year == year
    )
    names = {CATEGORIES[one], CATEGORIES[other]}
    assert any({s.expected.split(" ")[0], s.found.split(",")[0]} == names for s in slips(wrong, past))


def test_two_categories_of_one_ally_and_two_allies_of_one_exchanged_in_a_past_year(
    editions: dict[str, Figures], past: Figures
) -> None:
    wrong = exchanged(
        editions[DAY],
        "indicator",
        "equipment_share",
        "personnel_share",
        lambda f: (f.ally, f.year) == ("FRA", 2020),
    )
    assert any(s.expected == "equipment_share of FRA" for s in slips(wrong, past))
    wrong = exchanged(
        editions[DAY], "ally", "FRA", "POL", lambda f: (f.indicator, f.year) == ("other_share", 2020)
    )
    assert any(s.expected == "other_share of FRA" for s in slips(wrong, past))


@pytest.mark.parametrize("indicator", AMOUNTS)
@pytest.mark.parametrize("year", [2014, 2026])
def test_two_allies_exchanged_in_a_year(
    indicator: str, year: int, editions: dict[str, Figures], past: Figures, allies: tuple[Ally, ...]
) -> None:
    wrong = exchanged(
        editions[DAY], "ally", "DNK", "POL", lambda f: (f.indicator, f.year) == (indicator, year)
    )
    found = [
        s for s in slips(wrong, past) if (s.observation.indicator, s.observation.year) == (indicator, year)
    ]
    belied = [b for b in breaks(wrong, allies) if (b.ally, b.year) in (("DNK", year), ("POL", year))]
    assert {s.observation.ally for s in found} & {"DNK", "POL"} or belied
    if indicator == "military_personnel":
        assert any(s.expected == f"{indicator} of DNK" and "POL" in s.found for s in found)


@pytest.mark.parametrize("factor", [0.6, 2.5])
@pytest.mark.parametrize("year", [2014, 2026])
@pytest.mark.parametrize("ally", ["SWE", "POL", "CAN"])
def test_an_amount_in_national_currency_that_is_off(
    ally: str, year: int, factor: float, editions: dict[str, Figures], past: Figures
) -> None:
    key = ("expenditure_national_current", ally, year)
    found = list(slips(times(editions[DAY], factor, key), past))
    assert any((s.observation.indicator, s.observation.ally, s.observation.year) == key for s in found)


@pytest.mark.parametrize(
    "key", [("SWE", 2015), ("SVN", 2016), ("LUX", 2015), ("MKD", 2016), ("POL", 2026), ("MNE", 2014)]
)
@pytest.mark.parametrize("factor", [10.0, 0.1, 2.0])
def test_forces_that_are_off(
    key: tuple[str, int], factor: float, editions: dict[str, Figures], past: Figures
) -> None:
    at = ("military_personnel", *key)
    found = list(slips(times(editions[DAY], factor, at), past))
    assert any((s.observation.indicator, s.observation.ally, s.observation.year) == at for s in found)


@pytest.mark.parametrize("factor", [1000.0, 1.05, 0.95, 0.001])
@pytest.mark.parametrize("years", [range(2014, 2027), (2014,), (2020,), (2026,)])
def test_a_table_per_head_that_is_off_as_a_whole(
    factor: float, years: Sequence[int], editions: dict[str, Figures], past: Figures
) -> None:
    """The quotient of its two blocks is a share of GDP: that stays right."""
    wrong = tuple(
        replace(f, value=f.value * factor) if f.indicator in PER_HEAD and f.year in years else f
        for f in editions[DAY]
    )
    found = {s.observation.year for s in slips(wrong, past) if s.observation.indicator == GDP_PER_HEAD}
    assert found & set(years)


@pytest.mark.parametrize("year", [2014, 2020, 2026])
def test_the_per_head_of_one_ally_that_is_off(year: int, editions: dict[str, Figures], past: Figures) -> None:
    for factor in (1.5, 0.1):
        wrong = times(editions[DAY], factor, *((indicator, "DNK", year) for indicator in PER_HEAD))
        assert any("the population of DNK in" in s.expected for s in slips(wrong, past))


def test_an_edition_without_any_before_it_is_checked_against_its_own_years(
    editions: dict[str, Figures],
) -> None:
    wrong = exchanged(
        editions[DAY], "ally", "DNK", "POL", lambda f: (f.indicator, f.year) == ("military_personnel", 2020)
    )
    assert any("DNK" in s.expected for s in slips(wrong, ()))
    assert list(slips(editions[DAY], ())) == []
    assert list(slips((), ())) == []


BROKEN = [
    ("expenditure_usd_current", "FRA", 2020, 1.1, "one-euro-rate"),
    ("expenditure_national_current", "ITA", 2026, 1.01, "one-euro-rate"),
    ("expenditure_national_current", "HRV", 2024, 0.9, "one-euro-rate"),
    ("expenditure_usd_current", "POL", 2026, 1.1, "one-deflator"),
    ("gdp_usd_current", "POL", 2025, 0.9, "one-deflator"),
    ("gdp_usd_current", "GBR", 2016, 1.1, "one-deflator"),
    ("expenditure_real_change", "FRA", 2014, 10.0, "aggregates-change"),
    ("expenditure_real_change", "USA", 2014, 0.1, "aggregates-change"),
    ("expenditure_real_change", "POL", 2014, -1.0, "aggregates-change"),
]


@pytest.mark.parametrize(("indicator", "ally", "year", "factor", "identity"), BROKEN)
def test_an_amount_that_others_belie(
    indicator: str,
    ally: str,
    year: int,
    factor: float,
    identity: str,
    editions: dict[str, Figures],
    allies: tuple[Ally, ...],
) -> None:
    wrong = times(editions[DAY], factor, (indicator, ally, year))
    assert identity in {b.identity for b in breaks(wrong, allies)}
    assert list(breaks(editions[DAY], allies)) == []


def test_a_share_is_compared_with_the_newest_edition_that_has_it(past: Figures) -> None:
    assert {f.edition.isoformat() for f in past if f.indicator == SHARE_OF_GDP} == {"2025-08-28"}
    assert {f.edition.isoformat() for f in past if f.indicator == "military_personnel"} == {"2024-06-17"}
