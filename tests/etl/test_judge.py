"""The judgements: the article's ten, the rules behind them, and that nobody sees a later edition."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from etl.claims.judging import ClaimSpec, judge, judge_all
from etl.claims.timeline import Revised, Timeline
from etl.model import Claim, ClaimResult, Edition, Observation, Release, editions_as_of, judgement
from etl.model.rules import CountRule, Expectation, Rule
from tests.small import DAY, ally, edition, release_of, share

NAMES = {
    "count-2-percent": "revised since",
    "spending-rises": "as published",
    "europe-must-spend-more": "outside the tables",
    "us-involvement": "outside the tables",
    "finland-self-reliance": "outside the tables",
    "belgium-self-reliance": "outside the tables",
    "troops-in-kursk": "outside the tables",
    "tech-for-support": "outside the tables",
    "other-threats": "outside the tables",
    "election": "outside the tables",
}

COUNT = CountRule(
    indicator="expenditure_share_gdp",
    year=2024,
    among="members",
    expect=Expectation("==", 2),
    target=2.0,
)


def spec(rule: Rule | None = COUNT, kind: str = "count", made_on: date = DAY) -> ClaimSpec:
    return ClaimSpec("c", "Two allies do.", "two do", kind, made_on, rule)


def test_the_articles_statements_are_judged_as_its_facts_have_them(release: Release) -> None:
    assert {c.id: c.judgement for c in release.claims} == NAMES


def test_the_count_and_who_was_removed_at_each_step(release: Release) -> None:
    claim = release.claim["count-2-percent"]
    assert [(f.edition.isoformat(), f.value) for f in claim.history] == [
        ("2024-06-17", 23),
        ("2025-04-24", 22),
        ("2025-08-28", 18),
        ("2026-07-07", 17),
    ]
    assert [set(f.removed) for f in claim.history] == [
        set(),
        {"MNE"},
        {"ALB", "BGR", "MKD", "SVK"},
        {"CZE"},
    ]
    assert all(f.added == () for f in claim.history)
    assert claim.as_known_then is not None
    assert claim.as_known_then.edition == date(2024, 6, 17)


def test_figures_stand_beside_what_the_tables_cannot_judge(release: Release) -> None:
    beside = release.claim["us-involvement"].beside[0]
    assert round(beside.then, 1) == 65.6
    assert beside.then_estimate
    finland = release.claim["finland-self-reliance"].beside[0]
    assert (round(finland.then, 2), round(finland.now, 2)) == (2.41, 2.11)


JUNE, JULY, LATER = edition(date(2024, 6, 17)), edition(date(2026, 7, 7)), edition(date(2027, 7, 1))


def changes(claim: Claim) -> list[tuple[date, datetime | None, str, str]]:
    """The changes of a judgement without the outcomes."""
    return [(c.edition, c.at, c.was, c.now) for c in claim.judgement_changes]


def edition_with(of: Edition, *values: float) -> tuple[Edition, tuple[Observation, ...]]:
    """What an edition says of the three allies."""
    codes = ("AAA", "BBB", "CCC")
    return of, tuple(share(of, code, value) for code, value in zip(codes, values, strict=True))


def test_what_an_edition_that_was_changed_in_place_did_to_a_judgement() -> None:
    june, july, later = (
        edition_with(JUNE, 2.1, 2.1, 1.0),
        edition_with(JULY, 2.1, 2.1, 1.0),
        edition_with(LATER, 1.0, 1.0, 1.0),
    )
    release = release_of([*june[1], *july[1], *later[1]], JUNE, JULY, LATER)
    lost = edition_with(JULY, 2.1, 1.9, 1.0)
    first, second = datetime(2026, 9, 1, 6, tzinfo=UTC), datetime(2026, 10, 1, 6, tzinfo=UTC)
    revised = [Revised(second, lost, july), Revised(first, july, lost)]
    (claim,) = judge_all([spec()], release, Timeline.of(release, revised))
    # By what was published on those days: the edition of 2027 had not reported otherwise yet.
    assert changes(claim) == [
        (JULY.published, first, "as published", "revised since"),
        (JULY.published, second, "revised since", "as published"),
        (LATER.published, None, "as published", "revised since"),
    ]
    assert replace(claim, judgement_changes=()) == replace(judge(spec(), release), judgement_changes=())
    assert claim.judgement == "revised since"


def test_what_an_edition_reported_at_first_is_its_own_doing_whatever_it_reports_now() -> None:
    june, lost = edition_with(JUNE, 2.1, 2.1, 1.0), edition_with(JULY, 2.1, 1.9, 1.0)
    mended = edition_with(JULY, 2.1, 2.1, 1.0)
    release = release_of([*june[1], *mended[1]], JUNE, JULY)
    at = datetime(2026, 9, 1, 6, tzinfo=UTC)
    (claim,) = judge_all([spec()], release, Timeline.of(release, [Revised(at, lost, mended)]))
    assert changes(claim) == [
        (JULY.published, None, "as published", "revised since"),
        (JULY.published, at, "revised since", "as published"),
    ]
    assert claim.judgement == "as published"


def test_what_came_later_than_a_change_is_not_seen_by_it() -> None:
    """An edition of an earlier day that became available after the change, and a later state of another."""
    june, july, other = (
        edition_with(JUNE, 2.1, 2.1, 1.0),
        edition_with(JULY, 2.1, 2.1, 1.0),
        edition_with(JULY, 2.1, 2.2, 1.0),
    )
    between = edition(date(2026, 8, 1))
    late = edition_with(between, 1.0, 1.0, 1.0)
    release = release_of([*june[1], *other[1], *late[1]], JUNE, JULY, between)
    at, afterwards = datetime(2026, 9, 1, 6, tzinfo=UTC), datetime(2026, 9, 2, 6, tzinfo=UTC)
    lost = edition_with(JUNE, 2.1, 1.9, 1.0)
    revisions = [Revised(at, lost, june), Revised(afterwards, july, other)]
    (claim,) = judge_all([spec()], release, Timeline.of(release, revisions, {between.published: afterwards}))
    # The statement was not borne out while June said otherwise; July did not differ from it by then.
    assert changes(claim) == [
        (JUNE.published, at, "not borne out", "as published"),
        (between.published, None, "as published", "revised since"),
    ]


def test_an_edition_is_judged_by_what_was_reported_when_it_came_though_an_earlier_one_changed_since() -> None:
    """July said 1.9 of BBB when the edition of 2027 came, which said the same; July changed afterwards."""
    june, first, mended = (
        edition_with(JUNE, 2.1, 2.1, 1.0),
        edition_with(JULY, 2.1, 1.9, 1.0),
        edition_with(JULY, 2.1, 2.1, 1.0),
    )
    later = edition_with(LATER, 2.1, 1.9, 1.0)
    release = release_of([*june[1], *mended[1], *later[1]], JUNE, JULY, LATER)
    at = datetime(2028, 1, 1, 6, tzinfo=UTC)
    (claim,) = judge_all([spec()], release, Timeline.of(release, [Revised(at, first, mended)]))
    assert changes(claim) == [(JULY.published, None, "as published", "revised since")]


def test_an_edition_after_one_that_was_changed_reports_its_own_coming() -> None:
    june, july, later = (
        edition_with(JUNE, 2.1, 2.1, 1.0),
        edition_with(JULY, 2.1, 2.1, 1.0),
        edition_with(LATER, 2.1, 1.9, 1.0),
    )
    release = release_of([*june[1], *july[1], *later[1]], JUNE, JULY, LATER)
    lost = edition_with(JULY, 2.1, 1.9, 1.0)
    at = datetime(2026, 9, 1, 6, tzinfo=UTC)
    (claim,) = judge_all([spec()], release, Timeline.of(release, [Revised(at, lost, july)]))
    assert changes(claim) == [
        (JULY.published, None, "as published", "revised since"),
        (JULY.published, at, "revised since", "as published"),
        (LATER.published, None, "as published", "revised since"),
    ]
    # None of an edition of the day on which the statement was made: it is what was known then.
    on_that_day = replace(spec(), made_on=LATER.published)
    (claim,) = judge_all([on_that_day], release, Timeline.of(release, [Revised(at, lost, july)]))
    assert changes(claim) == []


def test_a_change_in_place_that_leaves_the_judgement_is_none_of_it() -> None:
    june, other = edition_with(JUNE, 2.1, 2.1, 1.0), edition_with(JUNE, 2.5, 2.1, 1.1)
    release = release_of([*other[1]], JUNE)
    (claim,) = judge_all(
        [spec()], release, Timeline.of(release, [Revised(datetime(2024, 9, 1, tzinfo=UTC), june, other)])
    )
    assert changes(claim) == []


def test_the_direction_of_spending_is_that_of_both_aggregates(release: Release) -> None:
    then = release.claim["spending-rises"].as_known_then
    assert then is not None
    assert {k: round(v, 1) for k, v in then.values.items()} == {
        "NATO_EUROPE_CANADA": 17.9,
        "NATO_TOTAL": 10.9,
    }


def test_a_count_of_the_same_number_of_other_allies_is_revised() -> None:
    first = edition(date(2024, 6, 1))
    later = edition(date(2025, 6, 1))
    observations = [
        *(share(first, code, v) for code, v in (("AAA", 2.5), ("BBB", 2.1), ("CCC", 1.0))),
        *(share(later, code, v) for code, v in (("AAA", 2.5), ("BBB", 1.9), ("CCC", 2.0))),
    ]
    judged = judge(spec(), release_of(observations, first, later))
    assert judged.judgement == "revised since"
    assert [f.value for f in judged.history] == [2, 2]
    assert (judged.history[1].added, judged.history[1].removed) == (("CCC",), ("BBB",))


def test_what_did_not_hold_then_is_not_borne_out_whatever_came_later() -> None:
    first, later = edition(date(2024, 6, 1)), edition(date(2025, 6, 1))
    observations = [share(first, "AAA", 2.5), share(first, "BBB", 1.0), share(first, "CCC", 1.0)]
    observations += [share(later, "AAA", 2.5), share(later, "BBB", 2.0), share(later, "CCC", 1.0)]
    assert judge(spec(), release_of(observations, first, later)).judgement == "not borne out"


def test_an_edition_that_is_not_whole_available_is_no_evidence() -> None:
    first, later = edition(date(2024, 6, 1)), edition(date(2025, 6, 1))
    observations = [share(first, c, 2.5) for c in ("AAA", "BBB")] + [share(first, "CCC", 1.0)]
    observations += [share(later, "AAA", 1.0)]
    judged = judge(spec(), release_of(observations, first, later))
    assert [f.edition for f in judged.history] == [first.published]
    assert judged.judgement == "as published"


def test_without_an_edition_its_author_could_have_seen_nothing_is_judged() -> None:
    late = edition(date(2025, 6, 1))
    observations = [share(late, c, 2.5) for c in ("AAA", "BBB", "CCC")]
    assert judge(spec(), release_of(observations, late)).judgement == "cannot be told"


@pytest.mark.parametrize("value", [1.994999, 1.995, 2.0])
def test_the_count_is_taken_on_the_printed_share(value: float) -> None:
    first = edition(date(2024, 6, 1))
    observations = [share(first, "AAA", value), share(first, "BBB", 2.5), share(first, "CCC", 1.0)]
    found = judge(spec(), release_of(observations, first)).history[0]
    assert ("AAA" in found.allies) == (value >= 1.995)


findings = st.builds(
    ClaimResult,
    edition=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    value=st.integers(0, 3),
    holds=st.booleans(),
    estimate=st.booleans(),
    allies=st.lists(st.sampled_from(["AAA", "BBB"]), unique=True).map(tuple),
)


@given(exact=st.booleans(), then=findings, now=findings)
def test_each_judgement_says_what_its_name_says(exact: bool, then: ClaimResult, now: ClaimResult) -> None:
    rule = COUNT if exact else msgspec.structs.replace(COUNT, expect=Expectation(">=", 1))
    said = judgement(rule, then, now)
    assert (said == "not borne out") == (not then.holds)
    if said == "as published":
        assert now.holds
        assert not exact or set(then.allies) == set(now.allies)
    if said == "revised since":
        assert then.holds


@settings(max_examples=60)
@given(day=st.dates(date(2014, 1, 1), date(2028, 1, 1)))
def test_as_of_never_sees_a_later_edition(release: Release, day: date) -> None:
    known = editions_as_of(release.editions, day)
    assert all(e.published <= day for e in known)
    latest = known[-1].published if known else date.min
    assert [e for e in release.editions if latest < e.published <= day] == []


@settings(max_examples=25, deadline=None)
@given(days=st.integers(0, 4000))
def test_what_was_known_on_a_day_does_not_depend_on_what_came_later(release: Release, days: int) -> None:
    day = date(2015, 1, 1) + timedelta(days=days)
    rule = msgspec.structs.replace(COUNT, expect=Expectation("==", 23))
    known = editions_as_of(release.editions, day)
    whole = judge(spec(rule, made_on=day), release)
    cut = judge(spec(rule, made_on=day), _only(release, known))
    assert whole.as_known_then == cut.as_known_then


def _only(release: Release, editions: tuple[Edition, ...]) -> Release:
    days = {e.published for e in editions}
    observations: tuple[Observation, ...] = tuple(f for f in release.observations if f.edition in days)
    return replace(release, editions=editions, observations=observations)


def test_a_judged_claim_keeps_its_rule_as_data(release: Release) -> None:
    claim: Claim = release.claim["count-2-percent"]
    assert isinstance(claim.rule, CountRule)
    assert claim.rule.expect == Expectation("==", 23)
    assert ally("AAA").code == "AAA"
