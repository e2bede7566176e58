"""Sentences are read as they are meant, or not at all."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from bench.sentences import LONG_TEXTS
from etl.claims import LONGEST
from etl.claims.reading import (
    AllyNames,
    CountReading,
    NotUnderstood,
    PledgeValue,
    SentenceReader,
    Statement,
    ValueReading,
    as_mapping,
)
from etl.claims.reading.tokens import set_of
from etl.model import SHARE_OF_GDP
from tests.etl.claims.notation import SENTENCES, line, read, reader

DAY = "2024-07-20"
ALLIES = [a for a in reader().context.allies if a.code != "ISL"]


@pytest.mark.parametrize(("name", "least"), [("read.txt", 290), ("deceiving.txt", 480)])
def test_each_sentence_of_the_file_is_read_as_written_there(name: str, least: int) -> None:
    """Those of `deceiving.txt` would mislead if a part of them was passed over; "-" is: not read, "?" what of
    them is said not to be understood."""
    day, wrong, checked = "", [], 0
    blocks: list[tuple[str, str, list[str]]] = []
    for row in (SENTENCES / name).read_text("utf-8").splitlines():
        if row.startswith("@ "):
            day = row[2:]
        elif row.startswith("    "):
            blocks[-1][2].extend([row.strip()] if row.strip() != "-" else [])
        elif row:
            blocks.append((day, row, []))
    for said, text, expected in blocks:
        checked += 1
        found = read(text, said)
        if any(e.startswith("? ") for e in expected):
            missed = reader().read(text, date.fromisoformat(said)).not_understood
            found += [f"? {m.text}" for m in missed]
        if found != expected:
            wrong.append(f"{said} {text}\n  expected {expected}\n  found    {found}")
    assert not wrong, "\n".join(wrong)
    assert checked >= least


def test_what_the_tables_cannot_answer_is_not_read() -> None:
    texts = (SENTENCES / "silent.txt").read_text("utf-8").splitlines()
    assert len(texts) >= 150
    assert [(t, r) for t in texts if (r := read(t, DAY))] == []


def test_nothing_is_read_in_silence() -> None:
    """Each sentence gives a statement, or says why there is none."""
    for text in (SENTENCES / "silent.txt").read_text("utf-8").splitlines():
        missed = reader().read(text, date.fromisoformat(DAY)).not_understood
        assert missed, text
        assert all(m.why.endswith(".") and text[m.span.start : m.span.end] == m.text for m in missed), text


SHARE = "value share_gdp {code} {year} =={number} percent"
ABOVE = "value share_gdp {code} {year} >{number} percent"
FRAMES = [
    ("{} spent {}% of GDP on defence in {}.", SHARE),
    ("In {2}, {0} put {1} per cent of its GDP into defence.", SHARE),
    ("{1} percent of {0}'s GDP went to defence in {2}", SHARE),
    ("did {} spend {}% of gdp in {}?", SHARE),
    ("{} spent more than {}% of GDP in {}.", ABOVE),
    ("{} spent just over {} percent of gross domestic product in {}", ABOVE),
    ("{} did not spend at least {}% of GDP in {}.", "value share_gdp {code} {year} <{number} percent"),
    ("{} spent ${} billion on defence in {}.", "value usd_current {code} {year} =={number} billion USD"),
    (
        "Defence spending of {} rose by {}% in real terms in {}.",
        "change real_change {code} {year} from {before} =={number} percent",
    ),
    (
        "{} spent {}% of its defence budget on equipment in {}.",
        "value equipment_share {code} {year} =={number} percent",
    ),
]


@given(
    st.sampled_from(FRAMES),
    st.sampled_from(ALLIES),
    st.decimals(min_value="0.41", max_value="9.99", places=2).filter(lambda d: d % 1 != 0),
    st.integers(2014, 2024),
)
def test_another_ally_number_or_year_and_the_reading_follows(
    frame: tuple[str, str], ally: AllyNames, number: Decimal, year: int
) -> None:
    names = ally.names
    text, expected = frame
    wanted = expected.format(
        code=ally.code,
        year=year,
        before=year - 1,
        number=f"{float(number):g}",
    )
    for name in names:
        assert read(text.format(name, number, year), DAY) == [wanted], text.format(name, number, year)


COUNTS = [
    ("{n} allies meet the target of {t}% in {y}.", ">="),
    ("{n} of the members spent {t}% of GDP or more in {y}", ">="),
    ("In {y}, {n} NATO countries spent at least {t} percent of GDP.", ">="),
    ("{n} members fell short of {t} per cent of GDP in {y}", "<"),
    ("{n} allies spent more than {t}% of GDP in {y}", ">"),
    ("{n} countries did not reach {t}% in {y}", "<"),
    ("Spending in {y} was below {t}% of GDP in {n} member states.", "<"),
]
WORDS = {3: "three", 5: "five", 11: "eleven", 18: "eighteen", 23: "twenty-three", 30: "thirty"}


@given(
    st.sampled_from(COUNTS),
    st.sampled_from(sorted(WORDS)),
    st.sampled_from([1.5, 2, 3, 3.5]),
    st.integers(2014, 2024),
)
def test_another_count_in_digits_or_words_and_the_reading_follows(
    frame: tuple[str, str], number: int, target: float, year: int
) -> None:
    text, sign = frame
    wanted = f"count share_gdp members {year} {sign}{target:g}: =={number}"
    for n in (str(number), WORDS[number], f"only {number}", f"just {WORDS[number]}"):
        said = text.format(n=n, t=f"{target:g}", y=year)
        assert read(said, DAY) == [wanted], said


@pytest.mark.parametrize("ally", ALLIES, ids=lambda a: a.code)
def test_every_name_of_an_ally_is_that_ally(ally: AllyNames) -> None:
    for name in (*ally.names, *ally.demonyms, *ally.governments):
        text = f"{name} defence spending was 1.23% of GDP in 2021."
        assert read(text, DAY) == [f"value share_gdp {ally.code} 2021 ==1.23 percent"], text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("us spent 3.38% of gdp in 2024", "USA"),
        ("The US spent 3.38% of GDP in 2024.", "USA"),
        ("the u.s. spent 3.38% of gdp in 2024", "USA"),
        ("Holland spent 3.38% of GDP in 2024.", "NLD"),
        ("Turkey spent 3.38% of GDP in 2024.", "TUR"),
        ("Türkiye spent 3.38% of GDP in 2024.", "TUR"),
        ("Washington spent 3.38% of GDP in 2024.", "USA"),
    ],
)
def test_names_that_are_easily_mistaken(text: str, code: str) -> None:
    assert read(text, DAY) == [f"value share_gdp {code} 2024 ==3.38 percent"]


def test_we_is_not_the_united_states() -> None:
    assert read("Most of us spent 3.38% of our time in 2024.", DAY) == []


@pytest.mark.parametrize(
    ("day", "year"),
    [
        ("2024-02-01", 2023),
        ("2024-03-20", 2023),
        ("2024-06-17", 2024),
        ("2024-12-31", 2024),
        ("2025-02-01", 2024),
    ],
)
def test_without_a_year_the_newest_table_of_the_day_decides_and_it_is_said(day: str, year: int) -> None:
    found = reader().read("Germany spends 2.1% of GDP on defence.", date.fromisoformat(day)).statements[0]
    assert found.reading.year == year
    assumed = {a.about: a for a in found.assumptions}
    assert assumed["year"].taken == str(year)
    assert assumed["year"].alternatives


@pytest.mark.parametrize(
    ("words", "year"),
    [
        ("this year", 2024),
        ("last year", 2023),
        ("two years ago", 2022),
        ("next year", 2025),
        ("in 2019", 2019),
    ],
)
def test_years_are_said_or_relative_to_the_day(words: str, year: int) -> None:
    assert read(f"Spain spent 1.1% of GDP {words}.", DAY) == [f"value share_gdp ESP {year} ==1.1 percent"]


def test_the_year_of_a_pledge_is_not_that_of_the_claim() -> None:
    text = "In 2024 five allies met the 2% target agreed at the Wales summit in 2014."
    assert read(text, DAY) == ["count share_gdp members 2024 >=2: ==5"]


def test_a_year_goes_on_to_the_next_sentence_of_a_text() -> None:
    text = "In 2019, nine allies met the target. Greece spent 2.36% of GDP."
    assert read(text, DAY)[1] == "value share_gdp GRC 2019 ==2.36 percent"


def test_assumptions_name_what_was_left_open_and_what_else_it_may_be() -> None:
    found = reader().read("23 allies meet the target.", date(2025, 9, 1)).statements[0]
    target = next(a for a in found.assumptions if a.about == "target")
    assert (target.taken, target.alternatives) == ("2", ("3.5",))
    found = reader().read("Germany spent $97.7 billion in 2024.", date(2025, 9, 1)).statements[0]
    assert found.assumptions[0].alternatives == ("expenditure_usd_constant",)


def test_a_figure_that_is_two_figures_is_none() -> None:
    assert read("Poland spent 4.12% or 3.9% of GDP in 2024.", DAY) == []


def test_the_mapping_is_flat_and_names_the_measure() -> None:
    found = reader().read("Estonia ranked second in 2024 by share of GDP.", date(2024, 7, 1)).statements[0]
    assert as_mapping(found.reading) == {
        "measure": "rank",
        "indicator": "expenditure_share_gdp",
        "subjects": ["EST"],
        "year": 2024,
        "rank": 2,
        "order": "desc",
        "among": "members",
        "as_set": False,
        "within": False,
        "ranks": [2],
    }


def test_amounts_in_the_money_of_another_country_are_not_read() -> None:
    assert read("Romania spent 8.6 billion euros on defence in 2024.", DAY) == []
    assert read("Italy spent 29 billion euros on defence in 2024.", DAY) == [
        "value national_current ITA 2024 ==29 billion EUR"
    ]


VOCABULARY = set_of(
    """Poland the US Germany's 2% 2.05% of GDP 23 allies most only meet not below $ 3 billion in 2024 last
    year and , . ; ( ) than more top second since from to up by if must a third NATO European
    members spend equipment troops 445,000 ? - – :"""
)


@given(
    st.one_of(st.text(max_size=400), st.lists(st.sampled_from(sorted(VOCABULARY)), max_size=60).map(" ".join))
)
@example("allies spend some")
@example("Latvia spends three times as comes from ten years ago.")
@example("2% " * 400)
@example("Poland, " * 500)
@example("1/2 " * 300)
@example("$" * 100)
@example("0\n")
@example("second " * 200)
def test_any_text_is_read_without_an_error_and_the_same_each_time(text: str) -> None:
    day = date(2024, 7, 20)
    found = reader().read(text, day)
    assert found == reader().read(text, day)
    parts: tuple[Statement | NotUnderstood, ...] = (*found.statements, *found.not_understood)
    for part in parts:
        assert 0 <= part.span.start < part.span.end <= len(text)
        assert text[part.span.start : part.span.end] == part.text
    for statement in found.statements:
        assert line(statement.reading)
        assert statement.reading.subjects
        if (
            isinstance(statement.reading, ValueReading)
            and statement.reading.indicator == "expenditure_share_gdp"
        ):
            assert statement.reading.value <= 12


WORDS_OF_SENTENCES = [
    line.split()
    for name in ("read.txt", "silent.txt")
    for line in (SENTENCES / name).read_text("utf-8").splitlines()
    if line and line[0] not in "@ "
]


@given(
    st.sampled_from(WORDS_OF_SENTENCES), st.sampled_from(WORDS_OF_SENTENCES), st.randoms(), st.integers(0, 3)
)
def test_sentences_in_pieces_are_read_or_it_is_said_why_not(
    one: list[str], other: list[str], random: Random, how: int
) -> None:
    """The words of two sentences shuffled, the start of one with the end of another, words exchanged, or a
    sentence and another that breaks off."""
    if how == 0:
        words = [*one, *other]
        random.shuffle(words)
    elif how == 3:
        words = [*one, *other[: random.randint(1, len(other))]]
    elif how == 1:
        words = one[: random.randint(0, len(one))] + other[random.randint(0, len(other)) :]
    else:
        words = [random.choice(other) if other and random.random() < 0.2 else word for word in one]
    text = " ".join(words)
    found = reader().read(text, date(2024, 7, 20))
    assert found.statements or found.not_understood or not text
    assert all(line(s.reading) and text[s.span.start : s.span.end] == s.text for s in found.statements)


def test_a_figure_alone_is_not_understood_and_not_passed_over() -> None:
    assert [m.text for m in reader().read("3.38%.", date(2024, 7, 20)).not_understood] == ["3.38%."]


def test_what_goes_beyond_the_longest_text_is_not_read() -> None:
    text = "x" * LONGEST + " Poland spent 4.12% of GDP in 2024."
    assert read(text, DAY) == []


def test_a_text_with_too_many_figures_says_from_where_on_it_is_not_read() -> None:
    many = ("Poland spent 4.12% of GDP in 2024. " + "2% " * 10) * 30
    missed = reader().read(many, date(2026, 11, 26)).not_understood[-1]
    assert missed.why.startswith("The text has more figures")
    assert missed.text.endswith(many[-20:])


@pytest.mark.parametrize("stretch", LONG_TEXTS.values(), ids=LONG_TEXTS)
def test_four_times_the_text_is_no_more_than_six_times_the_work(stretch: str) -> None:
    """Counted in calls of functions, which the load of a machine does not change."""
    text = stretch * (LONGEST // len(stretch) + 1)

    def calls(length: int) -> int:
        made = 0

        def count(frame: object, event: str, argument: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            reader().read(text[:length], date(2026, 11, 26))
        finally:
            sys.setprofile(None)
        return made

    reader()
    assert calls(4000) <= 6 * calls(1000)
    assert calls(4000) <= 250_000


def test_the_new_target_is_the_first_of_those_agreed_last() -> None:
    """A further target of the same day, which NATO's tables cannot judge, is not taken for it."""
    context = reader().context
    more = (*context.pledges, PledgeValue(SHARE_OF_GDP, 5.0, date(2025, 6, 25)))
    for pledges in (context.pledges, more):
        own = SentenceReader(replace(context, pledges=pledges))
        for text, taken in (
            ("Three allies meet the new target.", 3.5),
            ("Three allies meet the target.", 2.0),
        ):
            (found,) = own.read(text, date(2026, 7, 8)).statements
            assert isinstance(found.reading, CountReading)
            assert found.reading.target == taken


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Three allies already meet the target agreed at The Hague.", 3.5),
        ("Three allies met the goal that was set in 2025.", 3.5),
        ("All allies meet the Wales pledge.", 2.0),
        ("All 32 allies met the pledge made in 2014.", 2.0),
        ("All allies meet the target agreed in Vilnius.", 2.0),
    ],
)
def test_the_summit_or_the_year_says_which_target_is_meant(text: str, taken: float) -> None:
    (found,) = reader().read(text, date(2026, 7, 8)).statements
    assert isinstance(found.reading, CountReading)
    assert found.reading.target == taken


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Ukraine spends 34% of its GDP on defence.", "not a member of NATO"),
        ("Ireland's defence spending is the lowest in Europe.", "not a member of NATO"),
        ("Poland spends 4.12%, and Russia's share is 7%.", "not a member of NATO"),
        ("The average ally spends 2.3% of GDP.", "no average over allies"),
        ("Germany spends 2%, of which a tenth goes on personnel.", "Whose figure this is"),
        ("Poland first met the 2% target in 2022.", "First times"),
        ("Germany overtook Britain in 2024 as NATO's second-biggest spender.", "overtakings"),
        ("In 2014 three met the target. Germany did not: it spent 1.19 percent.", "What is denied here"),
        ("Britain spends 2.3% of GDP and is not.", "What is denied here"),
        ("Latvia spends 3% and Estonia 3.4%. Lithuania spends 2.8%, less than either.", "This comparison"),
        ("No ally spends that much; Poland spends 4.12%.", "That it is so of no member"),
        ("Spain, Norway and Ireland spend more than 2%.", "no member of NATO"),
        ("2025 was the first year in which all allies met the guideline.", "Records and first times"),
        ("Last year was the first in which all allies met the guideline.", "Records and first times"),
    ],
)
def test_why_something_is_not_read_is_said_of_what_it_is(text: str, why: str) -> None:
    assert why in " ".join(m.why for m in reader().read(text, date.fromisoformat(DAY)).not_understood)
