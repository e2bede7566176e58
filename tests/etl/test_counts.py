"""Every count that NATO's tables are known to give, and how a gap is never a shortfall."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from etl.model import Blank, Release
from tests.small import ally, edition, release_of, share

KNOWN = {
    "2024-06-17": dict(zip(range(2014, 2025), (3, 5, 5, 4, 6, 7, 9, 6, 7, 10, 23), strict=True)),
    "2025-04-24": {2024: 22},
    "2025-08-28": dict(zip(range(2014, 2026), (3, 4, 4, 3, 5, 6, 8, 6, 7, 10, 18, 30), strict=True)),
    "2026-07-07": dict(zip(range(2014, 2027), (3, 4, 4, 3, 5, 6, 8, 6, 7, 10, 17, 28, 30), strict=True)),
}


@pytest.mark.parametrize(
    ("day", "year", "n"), [(d, y, n) for d, years in KNOWN.items() for y, n in years.items()]
)
def test_known_counts(release: Release, day: str, year: int, n: int) -> None:
    count = release.count(date.fromisoformat(day), year, 2.0)
    assert count.whole
    assert count.n == n


@pytest.mark.parametrize(
    ("day", "ally", "year", "printed"),
    [
        ("2024-06-17", "POL", 2024, "4.12"),
        ("2024-06-17", "EST", 2024, "3.43"),
        ("2024-06-17", "USA", 2024, "3.38"),
        ("2025-08-28", "LTU", 2025, "4.00"),
        ("2025-08-28", "NOR", 2025, "3.35"),
        ("2026-07-07", "SWE", 2026, "3.22"),
        ("2026-07-07", "SVN", 2026, "1.61"),
        ("2026-07-07", "DNK", 2026, "3.49"),
    ],
)
def test_known_shares(release: Release, day: str, ally: str, year: int, printed: str) -> None:
    observation = release.observation(date.fromisoformat(day), "expenditure_share_gdp", year, ally)
    assert observation is not None
    assert f"{observation.value:.2f}" == printed


def test_who_meets_the_core_target_by_the_newest_table(release: Release) -> None:
    assert set(release.count(date(2026, 7, 7), 2026, 3.5).meeting) == {"POL", "EST", "LVA", "LTU", "GRC"}


def test_2019_is_seven_in_two_editions_of_other_allies(release: Release) -> None:
    first, later = (set(release.count(d, 2019, 2.0).meeting) for d in (date(2019, 6, 25), date(2024, 6, 17)))
    assert (len(first), len(later)) == (7, 7)
    assert (first - later, later - first) == ({"POL", "ROU"}, {"BGR", "LTU"})


def test_the_members_of_a_year_are_those_at_its_end(release: Release) -> None:
    assert [len(release.members(y)) for y in (2014, 2016, 2017, 2019, 2020, 2023, 2024)] == [
        28,
        28,
        29,
        29,
        30,
        31,
        32,
    ]


def test_iceland_is_a_member_and_neither_meets_nor_misses(release: Release) -> None:
    count = release.count(date(2024, 6, 17), 2024, 2.0)
    assert count.of == 32
    assert "ISL" not in (*count.meeting, *count.not_meeting, *count.missing, *count.unpublished)


def test_germany_2025_is_unpublished_in_the_edition_of_august_2025(release: Release) -> None:
    count = release.count(date(2025, 8, 28), 2025, 2.0)
    assert (count.unpublished, count.missing, count.whole) == (("DEU",), (), True)


def test_a_year_of_which_one_ally_is_available_is_no_count(release: Release) -> None:
    count = release.count(date(2023, 7, 7), 2018, 2.0)
    assert len(count.meeting) + len(count.not_meeting) == 1
    assert not count.whole
    assert date(2023, 7, 7) not in {e.published for e in release.editions_with(2018)}


FIRST = edition(date(2024, 6, 1))


@given(
    values=st.dictionaries(st.sampled_from(["AAA", "BBB", "CCC", "DDD"]), st.floats(0, 8), max_size=4),
    target=st.integers(50, 600).map(lambda n: n / 100),
)
def test_every_member_is_in_one_place_and_a_gap_is_never_below(
    values: dict[str, float], target: float
) -> None:
    members = (ally("AAA"), ally("BBB"), ally("CCC", forces=False), ally("DDD", date(2025, 1, 1)))
    observations = [share(FIRST, code, v) for code, v in values.items() if code != "CCC"]
    count = release_of(observations, FIRST, allies=members).count(FIRST.published, 2024, target)
    shown = [*count.meeting, *count.not_meeting, *count.missing, *count.unpublished]
    assert sorted(shown) == ["AAA", "BBB"]
    assert count.of == 3
    assert set(count.missing) == {"AAA", "BBB"} - set(values)
    assert count.whole == (not count.missing)


def test_a_cell_that_nato_left_blank_does_not_spoil_the_count() -> None:
    blanks = (Blank("expenditure_share_gdp", "BBB", 2024),)
    shown = structs.replace(edition(date(2024, 6, 1)), blanks=blanks)
    observations = [share(shown, "AAA", 2.0), share(shown, "CCC", 1.0)]
    count = release_of(observations, shown).count(shown.published, 2024, 2.0)
    assert (count.whole, count.unpublished, count.n) == (True, ("BBB",), 1)


def test_who_joined_after_an_edition_came_out_is_none_of_its_members() -> None:
    of = edition(date(2026, 7, 7))
    late = ally("LTE", date(2026, 12, 1))
    observations = [share(of, "AAA", 2.1, 2026), share(of, "BBB", 1.0, 2026)]
    count = release_of(observations, of, allies=(ally("AAA"), ally("BBB"), late)).count(
        of.published, 2026, 2.0
    )
    assert (count.n, count.of, count.whole) == (1, 2, True)
    shown = release_of(
        [*observations, share(of, "LTE", 3.0, 2026)], of, allies=(ally("AAA"), ally("BBB"), late)
    )
    assert shown.count(of.published, 2026, 2.0).meeting == ("LTE", "AAA")
    before = release_of(observations, of, allies=(ally("AAA"), ally("BBB"), ally("NEW", date(2026, 3, 1))))
    assert not before.count(of.published, 2026, 2.0).whole


def test_who_has_left_is_a_member_of_the_years_and_editions_before() -> None:
    of, before = edition(date(2028, 7, 7)), edition(date(2026, 7, 7))
    left = replace(ally("GON"), left=date(2027, 3, 1))
    observations = [share(of, "AAA", 2.1, 2027), share(of, "AAA", 2.0, 2026)]
    observations += [share(before, "AAA", 2.0, 2026), share(before, "GON", 2.5, 2026)]
    release = release_of(observations, of, before, allies=(ally("AAA"), left))
    assert [left.is_member(date(2027, 2, 28)), left.is_member(date(2027, 3, 1))] == [True, False]
    assert [len(release.members(y)) for y in (2026, 2027)] == [2, 1]
    assert release.count(before.published, 2026, 2.0).meeting == ("GON", "AAA")
    for year in (2026, 2027):
        count = release.count(of.published, year, 2.0)
        assert (count.of, count.whole, count.meeting) == (1, True, ("AAA",))
