"""What single cells say."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model import EUROPE_AND_CANADA, TOTAL, Ally, Rejected, shown
from etl.sources.nato.reader.words import (
    HeaderYear,
    Names,
    estimates_in,
    grouped_by_commas,
    is_empty,
    is_note,
    key_of,
    name_and_currency,
    number_of,
    year_of,
)

finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15)


@given(st.integers(1949, 2099), st.booleans(), st.sampled_from(["{}", " {} ", "{}*", "\u00a0{}"]))
def test_a_year_is_read_in_every_dress(year: int, estimate: bool, dress: str) -> None:
    mark = "e" if estimate else ""
    assert year_of(dress.format(f"{year}{mark}")) == HeaderYear(year, estimate)
    assert year_of(year) == year_of(float(year)) == year_of(f"{year}.0") == HeaderYear(year, False)
    assert year_of(f"{year} (e)") == year_of(f"{year}E") == year_of(f"{year} est.") == HeaderYear(year, True)


@pytest.mark.parametrize(
    "value", ["", "20l4", "2014-2024e", "2023/24", "FY2014", 2014.5, 1900, 20140, True, None, "1234"]
)
def test_what_is_no_year(value: object) -> None:
    assert year_of(value) is None


@given(finite)
def test_a_number_reads_back_however_it_is_written(value: float) -> None:
    assert number_of(value) == value
    assert number_of(repr(value)) == value
    rounded = float(f"{value:.3f}")
    assert number_of(f"{value:,.3f}") == rounded
    assert number_of(f"{value:,.3f}".replace(",", "\u202f")) == rounded
    assert number_of(f" {value:.3f}".replace("-", "\u2212")) == rounded


@pytest.mark.parametrize(
    ("cells", "known"),
    [
        (["25,641"], False),
        (["25,641", "1,185,330"], True),
        (["25,641", "1,185.5"], True),
        (["25,641", "1,185,330", "2,5"], False),
        (["25,641", "1,185,330", "12,34"], False),
        (["1,185,330", 3.0, None, "France, Germany", "(1,2)"], True),
        ([], False),
    ],
)
def test_when_commas_are_known_to_group_thousands(cells: list[object], known: bool) -> None:
    assert grouped_by_commas(cells) is known


def test_a_lone_comma_is_read_where_commas_are_known_to_group_thousands() -> None:
    assert number_of("25,641", grouped=True) == 25_641
    assert number_of("-1,000", grouped=True) == -1000
    for text in ("2,5", "25,64", "0025,641", ",641"):
        with pytest.raises(ValueError, match=text):
            number_of(text, grouped=True)


@given(st.integers(0, 999), st.integers(0, 999))
def test_a_lone_comma_may_be_either_and_is_rejected(left: int, right: int) -> None:
    with pytest.raises(ValueError, match=f"{left},{right:03d}"):
        number_of(f"{left},{right:03d}")
    assert number_of(f"{left or 1},{right:03d},000") == ((left or 1) * 1000 + right) * 1000


@pytest.mark.parametrize(
    "value", [True, math.nan, math.inf, date(2014, 1, 1), "1e999", "1,23", "1.2.3", "#REF!", "4.1e", "12 34"]
)
def test_what_is_neither_a_number_nor_a_mark_of_a_missing_one(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        number_of(value)


@pytest.mark.parametrize("mark", ["", " ", "\u00a0", "..", "...", "-", "\u2013", "\u2014", "n/a", "N/A"])
def test_marks_of_a_missing_number(mark: str) -> None:
    assert number_of(mark) is None
    assert is_empty(mark)


def test_names_are_compared_without_their_dress() -> None:
    names = Names([Ally("TUR", "Türkiye", date(1952, 2, 18), True, True, aliases=("Turkey",))])
    for label in (
        "Türkiye",
        "TÜRKİYE",
        "turkiye *",
        "Turkey\u00a0",
        "Tu\u0308rkiye",
        "Türkiye (2)",
        "Türkiye²",
    ):
        assert names.code(label) == "TUR", label
    for label in ("Turk", "Türkiye and Greece", "Türkiye (Liras)", ""):
        assert names.code(label) is None, label
    assert names.code("NATO - Total*") == TOTAL
    assert names.code("NATO  EUROPE AND CANADA") == EUROPE_AND_CANADA
    assert (names.name(TOTAL), names.name("TUR")) == ("NATO Total", "Türkiye")


@given(st.text("abcdefghijklmnopqrstuvwxyz ", min_size=1))
def test_a_key_does_not_depend_on_the_dress(name: str) -> None:
    assert key_of(f"\u00a0{name.upper()}** ") == key_of(name) == " ".join(name.split())


@pytest.mark.parametrize(
    ("label", "name", "currency"),
    [
        ("Albania   (Leks)", "Albania", "Leks"),
        ("Romania*   (New  Lei)", "Romania", "New Lei"),
        ("Canada (Canadian dollars)*", "Canada", "Canadian dollars"),
        ("Canada (Canadian dollars) (a)", "Canada", "Canadian dollars"),
        ("Germany", "Germany", ""),
    ],
)
def test_a_label_of_table_1_in_its_parts(label: str, name: str, currency: str) -> None:
    assert name_and_currency(label) == (name, currency)


def test_notes_and_what_they_call_estimates() -> None:
    for text in (
        "Notes: Figures",
        "Note: x",
        "* These Allies",
        "(a) Equipment",
        "-9-",
        "- 14 -",
        "Source: NATO",
    ):
        assert is_note(text), text
    for text in ("Current prices", "Germany", "Other (d)", "Notable"):
        assert not is_note(text), text
    assert estimates_in("Notes: Figures for 2023 and\u00a02024 are estimates. The rest") == {2023, 2024}
    assert estimates_in("Figures for 2024 are estimates.") == {2024}
    assert estimates_in("2% of GDP") == frozenset()


def test_a_rejection_is_one_line_that_names_everything() -> None:
    error = Rejected("a.xlsx", "TABLE3!N35", expected="a\nnumber", found=shown("two\n  lines"))
    assert str(error) == "a.xlsx, TABLE3!N35: expected a number, found 'two lines'"
    assert str(Rejected("a.xlsx", expected="x", found="y")) == "a.xlsx: expected x, found y"
    assert (shown(2.0), shown(" "), shown("x" * 99)[-2:]) == ("2", "a blank cell", "…'")
