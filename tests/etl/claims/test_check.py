"""A text read and judged: by the table of its day, and by every later one, with known truths."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from etl.claims.check import CheckedClaim, check_text
from etl.claims.evaluate import Evaluation, evaluate
from etl.claims.judging import ClaimSpec, judge
from etl.claims.outcomes import outcomes
from etl.claims.reading import (
    ChangeReading,
    CompareReading,
    CountReading,
    ListReading,
    RankReading,
    Reading,
    ValueReading,
)
from etl.claims.ruling import NoRuleError, expectation, rule_of
from etl.formats.check import check_document
from etl.model import SHARE_OF_GDP, Release
from etl.model.rules import ChangeRule, CompareRule, CountRule, Expectation, RankRule, Rule, ValueRule

NATIONAL = "expenditure_national_current"
JUNE_2024 = date(2024, 6, 17)


def one(text: str, said_on: date, release: Release) -> CheckedClaim:
    claims = check_text(text, said_on, release).claims
    assert len(claims) == 1, [c.statement.text for c in claims]
    return claims[0]


def verdicts(claim: CheckedClaim) -> tuple[str, str]:
    assert claim.outcomes
    assert claim.outcomes.as_published
    assert claim.outcomes.latest
    return claim.outcomes.as_published.result, claim.outcomes.latest.result


DOLLARS = "expenditure_usd_current"


def test_the_count_of_june_2024_held_and_does_no_more(release: Release) -> None:
    claim = one(
        "Twenty-three of NATO's 32 members will spend 2% of GDP on defence this year.", JUNE_2024, release
    )
    assert verdicts(claim) == ("holds", "does not hold")
    assert claim.judgement == "revised since"
    assert claim.outcomes
    counts = [int(o.value) for o in claim.outcomes.rows if o.value is not None]
    assert counts[0] == 23
    assert counts[-1] == 17
    assert "23 of 32" in claim.words
    assert "17 of 32" in claim.words


def test_a_value_holds_as_printed_and_only_so(release: Release) -> None:
    assert verdicts(one("Poland spends 4.12% of GDP.", JUNE_2024, release)) == ("holds", "does not hold")
    assert one("Poland spends 4.13% of GDP.", JUNE_2024, release).judgement == "not borne out"


def test_the_table_of_the_day_decides_even_where_it_is_missing(release: Release) -> None:
    """The tables of 10 July 2018 are missing in these editions: an older one does not stand in for them."""
    assert date(2018, 7, 10) not in release.edition
    claim = one("Germany spent 1.24% of its GDP on defence in 2018.", date(2018, 7, 12), release)
    assert claim.judgement == "cannot be told"
    assert claim.outcomes
    assert claim.outcomes.as_published
    assert claim.outcomes.as_published.edition == date(2018, 7, 10)
    assert not claim.outcomes.as_published.available
    assert "missing here" in claim.words


def test_a_reported_count_settles_what_it_can(release: Release) -> None:
    day = date(2021, 6, 11)
    claim = one("Only ten of the 30 allies will meet the 2% target in 2021.", day, release)
    assert claim.outcomes
    then = claim.outcomes.as_published
    assert then
    assert then.reported
    assert (then.result, then.value, then.available) == ("holds", 10.0, day in release.edition)


def test_a_promise_has_its_outcome_later(release: Release) -> None:
    claim = one("Germany will spend at least 2% of GDP on defence in 2025.", date(2022, 3, 1), release)
    assert claim.judgement == "cannot be told"
    assert claim.outcomes
    assert claim.outcomes.as_published
    assert claim.outcomes.latest
    assert claim.outcomes.latest.result == "holds"


def test_two_base_years_are_never_compared(release: Release) -> None:
    rule = ValueRule("expenditure_usd_constant", 2014, ("POL",), Expectation("==", 10000.0))
    found = outcomes(rule, release, JUNE_2024)
    assert found.as_published
    assert found.as_published.value is not None
    base = release.edition[JUNE_2024].base_year
    for outcome in found.later:
        same = outcome.available and release.edition[outcome.edition].base_year == base
        assert same or outcome.value is None


@pytest.mark.parametrize(
    "text",
    [
        "More than 22 allies spend above 2% of GDP on defence.",
        "NATO spends 2.02% of GDP on defence.",
        "The United States spent $755 billion on defence in 2024.",
    ],
)
def test_no_edition_is_asked_twice_for_one_rule(
    release: Release, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Rule, date]] = []

    def counted(rule: Rule, of: Release, edition: date) -> Evaluation:
        asked.append((rule, edition))
        return evaluate(rule, of, edition)

    monkeypatch.setattr("etl.claims.outcomes.evaluate", counted)
    one(text, JUNE_2024, release)
    assert asked
    assert len(asked) == len(set(asked))


def test_two_currencies_are_never_compared(release: Release) -> None:
    """Bulgaria spent 2,109 million leva in 2021; the tables of 2026 have it in euro, as 1,078 million."""
    claim = one("Bulgaria spent 2.1 billion leva on defence in 2021.", JUNE_2024, release)
    assert claim.judgement == "as published"
    assert claim.outcomes
    assert claim.outcomes.rows[-1].why == "other currency"
    assert "not compared: its amounts are in another currency" in claim.words
    euros = "Bulgaria spent 1.1 billion euros on defence in 2021."
    assert one(euros, date(2026, 8, 1), release).judgement == "as published"
    assert one(euros, JUNE_2024, release).judgement == "outside the tables"


def test_a_statement_on_record_is_not_revised_by_another_currency(release: Release) -> None:
    rule = ValueRule(NATIONAL, 2021, ("BGR",), Expectation("==", 2100.0, decimals=-2))
    claim = judge(ClaimSpec("leva", "Text.", "text", "statement", JUNE_2024, rule), release)
    assert claim.judgement == "as published"


@pytest.mark.parametrize("unit", ["percent", "factor", "amount"])
def test_no_change_is_computed_across_a_changeover_to_the_euro(
    shipped_release: Release, unit: Literal["percent", "factor", "amount"]
) -> None:
    """The table of January 2016 has 3,922 million kroons of 2010 and 280 million euro of 2011 in one row."""
    day = date(2016, 1, 28)
    rule = ChangeRule(NATIONAL, 2010, 2011, "EST", unit, Expectation("<", 0.0))
    found = evaluate(rule, shipped_release, day)
    assert [round(f.value) for f in found.observations] == [3922, 280]
    assert (found.result, found.why) == (None, "currencies")
    (row, *_) = outcomes(rule, shipped_release, day).rows
    assert row.why == "two currencies"


def test_no_edition_before_the_day_speaks_for_it(release: Release) -> None:
    for day in (date(2014, 1, 1), JUNE_2024, date(2026, 12, 1)):
        for claim in check_text(
            "Poland spends 4.12% of GDP. Twenty allies meet the target.", day, release
        ).claims:
            assert claim.outcomes
            rows = claim.outcomes.rows
            assert [o.edition for o in rows] == sorted(o.edition for o in rows)
            assert all(o.edition > day for o in claim.outcomes.later)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (("==", 4.12, 2, ""), Expectation("==", 4.12, decimals=2)),
        (("~", 2.0, 0, "about"), Expectation("==", 2.0, low=1.5, high=2.5)),
        (("~", 100.0, 0, "about"), Expectation("==", 100.0, low=95.0, high=105.0)),
        ((">", 2.0, 1, "just over"), Expectation(">", 2.0, high=2.14)),
        (("<=", 2.0, 0, "nearly"), Expectation("<=", 2.0, low=1.86)),
        (("<", 2.0, 0, "well below"), Expectation("<", 1.7)),
    ],
)
def test_words_loosen_a_number(said: tuple[str, float, int, str], expected: Expectation) -> None:
    comparison, value, decimals, tolerance = said
    assert expectation(comparison, value, decimals, tolerance) == expected  # type: ignore[arg-type]


def test_just_over_a_share_said_without_decimals() -> None:
    assert expectation(">", 2.0, 0, "just over", share=True) == Expectation(">", 2.0, high=2.15)


def test_numbers_are_brought_into_the_unit_of_the_indicator(release: Release) -> None:
    reading = ValueReading("expenditure_usd_current", ("USA",), 2024, "==", 967.7, 1, "billion USD")
    rule = rule_of(reading, release)
    assert isinstance(rule, ValueRule)
    assert rule.expect == Expectation("==", 967700.0, decimals=-2)
    with pytest.raises(NoRuleError):
        rule_of(replace(reading, unit="billion EUR"), release)
    with pytest.raises(NoRuleError):
        rule_of(replace(reading, indicator="expenditure_share_gdp"), release)


@settings(max_examples=60)
@given(
    ally=st.sampled_from(["Poland", "Germany", "Spain", "Norway"]),
    number=st.integers(50, 500).map(lambda n: f"{n / 100:.2f}"),
    day=st.dates(date(2014, 1, 1), date(2026, 12, 1)),
)
def test_any_share_is_judged_as_the_table_has_it(release: Release, ally: str, number: str, day: date) -> None:
    for claim in check_text(f"{ally} spends {number}% of GDP on defence.", day, release).claims:
        assert claim.outcomes
        for outcome in claim.outcomes.rows:
            assert (outcome.value is None) == (outcome.result == "cannot be told") == bool(outcome.why)
            if outcome.value is not None:
                assert (f"{outcome.value + 1e-9:.2f}" == number) == (outcome.result == "holds")
        assert check_document(check_text("x", day, release)).claims == ()


def test_a_change_of_a_reading_is_judged(release: Release) -> None:
    text = "Poland spends 4.12% of GDP."
    changed = check_text(text, JUNE_2024, release, {1: {"year": "2023"}}).claims[0]
    assert changed.statement.reading.year == 2023
    assert changed.judgement == "not borne out"
    with pytest.raises(KeyError):
        check_text(text, JUNE_2024, release, {2: {"year": "2023"}})
    with pytest.raises(KeyError):
        check_text(text, JUNE_2024, release, {1: {"target": "2"}})


def test_a_comparison_keeps_the_words_that_loosen_it(release: Release) -> None:
    """Germany spent 0.51 times what Poland did: neither almost twice as much, nor well below half."""
    text = "Germany spends {} as much as Poland as a share of GDP."
    for said, low, high in (("almost twice", 1.8, 2.04), ("just over half", None, 0.535)):
        rule = one_rule(text.format(said), release)
        assert isinstance(rule, CompareRule)
        assert (rule.expect.low, rule.expect.high) == (low, high)
    rule = one_rule(text.format("well below half"), release)
    assert isinstance(rule, CompareRule)
    assert rule.expect == Expectation("<", 0.425)
    assert one(text.format("almost twice"), JUNE_2024, release).judgement == "not borne out"


def one_rule(text: str, release: Release) -> Rule | None:
    return one(text, JUNE_2024, release).rule


@pytest.mark.parametrize(
    "reading",
    [
        CountReading("expenditure_share_gdp", ("members",), 2024, "~", 2.0, "==", 5),
        ListReading("expenditure_share_gdp", ("DEU", "FRA"), 2024, "~", 2.0, exhaustive=False),
    ],
)
def test_allies_about_at_a_line_are_not_counted_as_exactly_at_it(
    release: Release, reading: CountReading | ListReading
) -> None:
    with pytest.raises(NoRuleError, match="about at a number"):
        rule_of(reading, release)


def test_a_comparison_is_of_two(release: Release) -> None:
    text = "Germany spends almost twice as much as Poland as a share of GDP."
    (claim,) = check_text(text, JUNE_2024, release, {1: {"subjects": "POL"}}).claims
    assert (claim.judgement, claim.words) == ("outside the tables", "Who is compared is not clear.")


@pytest.mark.parametrize(
    ("reading", "needs"),
    [
        (CompareReading(NATIONAL, ("DEU", "POL"), 2024, ">"), "not one in national currency"),
        (CountReading(NATIONAL, ("members",), 2024, ">=", 100.0, "==", 5), "not one in national currency"),
        (RankReading(NATIONAL, ("POL",), 2024, 1, "desc"), "not one in national currency"),
        (
            ChangeReading("expenditure_usd_current", ("POL",), 2014, 2014, ">", unit="direction"),
            "before 2014",
        ),
        (
            RankReading("expenditure_share_gdp", ("USA",), 2024, 1, "desc", "EU members of NATO"),
            "of the group",
        ),
    ],
)
def test_what_no_article_may_have_is_no_rule_of_a_text(
    release: Release, reading: Reading, needs: str
) -> None:
    with pytest.raises(NoRuleError, match=needs):
        rule_of(reading, release)


def test_another_comparison_is_taken_as_it_stands(release: Release) -> None:
    text = "Germany spends well below 4% of GDP on defence."
    assert one(text, JUNE_2024, release).judgement == "as published"
    (claim,) = check_text(text, JUNE_2024, release, {1: {"comparison": ">"}}).claims
    assert isinstance(claim.rule, ValueRule)
    assert claim.rule.expect == Expectation(">", 4.0)
    assert claim.judgement == "not borne out"


def test_what_is_stated_twice_is_one_part(release: Release) -> None:
    text = "Poland spends 4.12% of GDP. " * 40
    found = check_text(text, JUNE_2024, release)
    assert [c.statement.span.start for c in found.claims] == [0]


@pytest.mark.parametrize(
    ("text", "said_on", "indicator", "verdict", "then"),
    [
        # First by share in July 2026 is another; by dollars it is the United States.
        ("The US is NATO's biggest spender.", date(2026, 7, 8), DOLLARS, "holds", "it holds (1st)"),
        ("Poland is NATO's biggest spender.", date(2024, 6, 18), SHARE_OF_GDP, "holds", "it holds (1st)"),
        ("Germany spends more than Britain.", date(2024, 6, 18), DOLLARS, "holds", "it holds (1.19 times)"),
        # The table of April 2025 has no dollars here: what was meant may hold.
        (
            "The US is NATO's biggest spender.",
            date(2025, 6, 25),
            DOLLARS,
            "cannot be told",
            "it cannot be told",
        ),
        ("Spain is NATO's biggest spender.", date(2024, 6, 18), SHARE_OF_GDP, "does not hold", "(31st)"),
    ],
)
def test_an_order_that_names_no_measure_is_wrong_only_if_no_measure_makes_it_right(
    release: Release, text: str, said_on: date, indicator: str, verdict: str, then: str
) -> None:
    (claim,) = check_text(text, said_on, release).claims
    assert claim.rule
    assert claim.outcomes
    assert claim.outcomes.as_published
    assert (claim.rule.indicator, claim.outcomes.as_published.result) == (indicator, verdict)
    assert claim.notes[0].startswith(
        "The statement names no measure: by defence expenditure as a share of GDP "
    )
    assert "; by defence expenditure in US dollars at current prices " in claim.notes[0]
    assert then in claim.notes[0]
    named = "Poland has the largest share of GDP of all allies."
    assert not any("names no measure" in n for n in check_text(named, said_on, release).claims[0].notes)


@pytest.mark.parametrize(
    ("whose", "indicators", "says"),
    [
        ("The U.K.", (DOLLARS, DOLLARS), ("it holds (1st)", "it holds (2nd)")),
        ("Spain", (SHARE_OF_GDP, SHARE_OF_GDP), ("it does not hold (6th)", "it does not hold (8th)")),
    ],
)
def test_where_the_day_tells_of_no_measure_the_latest_table_decides_by_which_it_is_read(
    release: Release, whose: str, indicators: tuple[str, ...], says: tuple[str, ...]
) -> None:
    """That of June 2021 has neither measure here: "the latest says otherwise" must hold by both."""
    text = f"{whose} remains the biggest military spender in Europe and number two in the alliance."
    claims = check_text(text, date(2021, 6, 14), release).claims
    assert tuple(c.reading["indicator"] for c in claims) == indicators
    for claim, says_dollars in zip(claims, says, strict=True):
        assert claim.judgement == "cannot be told"
        note = claim.notes[0]
        assert note.startswith("The statement names no measure: in the latest table that has it, by defence ")
        assert note.endswith(f"at current prices {says_dollars}.")


def test_an_exact_count_of_other_allies_is_revised_and_names_them(release: Release) -> None:
    """Above 3% for 2024 were 5 in June 2024 and are 5 in July 2026: Greece then, Lithuania now."""
    text = "Five allies will spend more than 3% of GDP on defence this year."
    (claim,) = check_text(text, date(2024, 6, 18), release).claims
    assert claim.judgement == "revised since"
    assert claim.words.endswith("The latest adds Lithuania and leaves out Greece.")
    (loose,) = check_text(text.replace("Five", "At least five"), date(2024, 6, 18), release).claims
    assert loose.judgement == "as published"


def test_articles_and_the_check_judge_alike(release: Release) -> None:
    for tenths in range(10, 45):
        for comparison in ("==", ">="):
            rule = CountRule(SHARE_OF_GDP, 2024, Expectation(comparison, 5.0), target=tenths / 10)
            found = evaluate(rule, release, date(2024, 6, 17)).result
            assert found
            rule = replace(rule, expect=Expectation(comparison, found.value))
            claim = judge(ClaimSpec("a", "Text.", "text", "count", date(2024, 6, 18), rule), release)
            assert claim.judgement == outcomes(rule, release, claim.made_on).judgement, (tenths, comparison)


def test_a_rule_made_by_hand_names_what_is_known(release: Release) -> None:
    rule = CountRule(indicator="no_such_share", year=2024, expect=Expectation("==", 23), target=2.0)
    with pytest.raises(ValueError, match=r"indicator: expected one of .*, found 'no_such_share'"):
        outcomes(rule, release, date(2024, 11, 7))
    with pytest.raises(ValueError, match=r"comparison: expected one of '>=', .*, found 'about'"):
        Expectation("about", 23)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"comparison: .*, found '=>'"):
        replace(rule, comparison="=>")
    with pytest.raises(ValueError, match=r"unit: .*, found 'people'"):
        replace(rule, unit="people")
    with pytest.raises(ValueError, match=r"order: .*, found 'first'"):
        RankRule(SHARE_OF_GDP, 2024, ("POL",), Expectation("==", 1), order="first")  # type: ignore[arg-type]


def test_a_budget_is_an_amount_whatever_the_share_makes_of_it(release: Release) -> None:
    """By share of GDP Poland is first; its budget is fifth."""
    (claim,) = check_text("Poland has the largest defence budget in NATO.", date(2024, 6, 18), release).claims
    assert claim.rule
    assert (claim.rule.indicator, claim.judgement) == (DOLLARS, "not borne out")
