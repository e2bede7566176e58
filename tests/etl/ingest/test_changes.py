"""What a release says that the one before did not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from etl.ingest.changes import changes
from etl.model import Claim, ClaimResult, Observation, Release
from tests.small import edition, release_of, share

SEEN = datetime(2026, 11, 3, tzinfo=UTC)
JUNE, JULY = edition(date(2024, 6, 17)), edition(date(2026, 7, 7))
values = st.floats(0, 10, allow_nan=False)


def one(value: float) -> Release:
    return release_of([share(JUNE, "AAA", value)], JUNE)


def test_the_same_release_changes_nothing(release: Release) -> None:
    assert changes(release, release) == []


def test_a_new_edition_is_reported_with_its_count() -> None:
    before = release_of([share(JUNE, "AAA", 2.0)], JUNE)
    after = release_of(
        [
            *before.observations,
            *(share(JULY, code, 1.9 + n / 10) for n, code in enumerate(("AAA", "BBB", "CCC"))),
        ],
        JUNE,
        JULY,
    )
    (line,) = changes(before, after)
    assert line == (
        "new edition 2026-07-07: Tables of 2026-07-07, 3 figures of 3 allies; 2 of 3 at 2% or more in 2024"
    )
    assert changes(after, before) == ["edition 2026-07-07 is gone"]


def test_changed_figures_are_reported_by_ally_and_year() -> None:
    before = release_of(
        [share(JUNE, "AAA", 2.04), share(JUNE, "AAA", 2.0, 2023), share(JUNE, "BBB", 1.0)], JUNE
    )
    after = release_of(
        [share(JUNE, "AAA", 1.99, estimate=True), share(JUNE, "AAA", 2.1, 2023), share(JUNE, "CCC", 1.0)],
        JUNE,
    )
    assert changes(before, after) == [
        "edition 2024-06-17, Land AAA, Share of GDP: 2023 2.00 -> 2.10, 2024 2.04 -> 1.99e",
        "edition 2024-06-17: 1 figure became available",
        "edition 2024-06-17, Land BBB, Share of GDP: 2024 is no longer given",
    ]


def test_a_revision_is_reported_even_where_no_figure_changed() -> None:
    before = one(2.0)
    again = structs.replace(JUNE, changed=(SEEN,), retrieved=SEEN)
    assert changes(before, release_of(list(before.observations), again)) == [
        "edition 2024-06-17 was changed in place: revision 2, retrieved on 3 November 2026",
        "edition 2024-06-17: no figure changed",
    ]


def test_another_year_of_constant_prices_is_reported() -> None:
    before = one(2.0)
    again = structs.replace(JUNE, base_year=2021, changed=(SEEN,), retrieved=SEEN)
    assert changes(before, release_of(list(before.observations), again)) == [
        "edition 2024-06-17 was changed in place: revision 2, retrieved on 3 November 2026",
        f"edition 2024-06-17: constant prices of 2021, no longer of {JUNE.base_year}",
    ]


@given(values, values)
def test_what_is_reported_of_a_change_distinguishes_the_two(old: float, new: float) -> None:
    shown = changes(one(old), one(new))
    if shown:
        a, b = shown[0].rpartition(" 2024 ")[2].split(" -> ")
        assert a != b
        assert abs(float(a) - old) <= 0.005 + 1e-9
        assert abs(float(b) - new) <= 0.005 + 1e-9
    else:
        assert abs(old - new) <= 0.005 + 1e-9


@given(values)
def test_a_figure_that_only_gained_decimals_has_not_changed(value: float) -> None:
    assert changes(one(round(value, 2)), one(value)) == [] or abs(round(value, 2) - value) > 0.005 - 1e-9


def claim(value: float, allies: tuple[str, ...], judgement: str) -> Claim:
    found = ClaimResult(JUNE.published, value, True, False, allies)
    return Claim(
        id="c",
        statement="S.",
        short="s",
        kind="count",
        made_on=date(2024, 11, 7),
        judgement=judgement,
        reason="",
        rule=None,
        view={},
        as_known_then=replace(found, value=3.0, allies=("AAA", "BBB", "CCC")),
        as_known_now=found,
        history=(found,),
        beside=(),
    )


def with_claim(of: Claim) -> Release:
    return replace(release_of([], JUNE), claims=(of,))


def test_a_changed_judgement_is_reported_with_the_count_and_the_allies() -> None:
    before = with_claim(claim(3.0, ("AAA", "BBB", "CCC"), "as published"))
    after = with_claim(claim(1.0, ("CCC",), "revised since"))
    assert changes(before, after) == [
        "statement c (s): was as published, now revised since",
        "statement c, as known now: 3 (edition 2024-06-17) -> 1 (edition 2024-06-17); "
        "no longer Land AAA, Land BBB",
    ]
    assert changes(after, before)[-1].endswith("now also Land AAA, Land BBB")


def test_the_same_count_of_other_allies_is_a_change() -> None:
    (line,) = changes(
        with_claim(claim(2.0, ("AAA", "BBB"), "x")), with_claim(claim(2.0, ("AAA", "CCC"), "x"))
    )
    assert line.endswith("no longer Land BBB; now also Land CCC")


def test_a_new_statement_is_reported() -> None:
    assert changes(release_of([], JUNE), with_claim(claim(2.0, (), "as published"))) == [
        "new statement c: as published"
    ]


@pytest.mark.parametrize("lost", ["NATO_TOTAL", "AAA"])
def test_aggregates_are_named_like_allies(lost: str) -> None:
    observations: list[Observation] = [share(JUNE, lost, 2.0)]
    (line,) = changes(release_of(observations, JUNE), release_of([], JUNE))
    assert line.startswith(f"edition 2024-06-17, {'NATO Total' if lost == 'NATO_TOTAL' else 'Land AAA'}, ")


def test_what_a_program_wrote_a_little_otherwise_has_not_changed() -> None:
    before, after = one(28787.000035267), one(28787.000035267 * (1 + 2e-13))
    assert changes(before, after) == []
