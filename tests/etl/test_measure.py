"""Currencies, prices and rounding: against rates of exchange, and what comparing rests on."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.formats.tables import ReleaseTable, caveat_tables, revision_table
from etl.model import Observation, Release
from etl.model.measure import decimals, measure, within_rounding

RATES = {
    "ALL": (70, 160),
    "BGN": (1.2, 2.0),
    "CAD": (0.95, 1.5),
    "CZK": (16, 27),
    "DKK": (4.9, 7.6),
    "EEK": (9.5, 13),
    "EUR": (0.65, 1.05),
    "GBP": (0.5, 0.87),
    "HRK": (4.6, 7.6),
    "HUF": (160, 400),
    "LTL": (2.1, 3.0),
    "LVL": (0.42, 0.62),
    "MKD": (45, 65),
    "NOK": (5.2, 11.5),
    "PLN": (2.2, 4.6),
    "RON": (2.4, 4.9),
    "SEK": (6.3, 11.5),
    "SKK": (18, 25),
    "TRY": (1.2, 60),
    "USD": (1, 1),
}
"""Units of a currency for a US dollar, 2008 to 2026, as central banks published them, with room."""

CURRENT = ("expenditure_national_current", "expenditure_usd_current")


def test_every_amount_is_in_the_currency_that_its_rate_of_exchange_says(shipped_release: Release) -> None:
    blocks: dict[tuple[date, int], dict[str, dict[str, Observation]]] = defaultdict(dict)
    for f in shipped_release.observations:
        if f.indicator in CURRENT:
            blocks[f.edition, f.year].setdefault(f.ally, {})[f.indicator] = f
    seen = set()
    for allies in blocks.values():
        for found in allies.values():
            if len(found) < 2:
                continue
            national, dollars = (found[i] for i in CURRENT)
            code = measure(national).currency
            low, high = RATES[code or ""]
            assert low * 0.995 <= national.value / dollars.value <= high * 1.005, national
            seen.add(code)
    assert seen == set(RATES)


def observation(
    unit: str, ally: str = "POL", year: int = 2024, edition: date = date(2024, 6, 17)
) -> Observation:
    return Observation(edition, ally, year, "expenditure_national_current", 1.0, unit, False, "1", "", "o")


@pytest.mark.parametrize(
    ("ally", "year", "edition", "name", "currency"),
    [
        ("POL", 2024, "2024-06-17", " (Zlotys)", "PLN"),
        ("CZE", 2014, "2016-01-28", " (Koruny)", "CZK"),
        ("SVK", 2008, "2016-01-28", " (Koruny-Euros)", "SKK"),
        ("SVK", 2009, "2016-01-28", " (Koruny-Euros)", "EUR"),
        ("LTU", 2014, "2016-01-28", " (Litai-Euros)", "LTL"),
        ("LTU", 2015, "2016-01-28", " (Litai-Euros)", "EUR"),
        ("HRV", 2014, "2016-01-28", " (Kunas)", "HRK"),
        ("HRV", 2014, "2022-06-27", "", "HRK"),
        ("HRV", 2014, "2024-06-17", " (Euros)", "EUR"),
        ("BGR", 2014, "2024-06-17", " (Leva)", "BGN"),
        ("BGR", 2014, "2026-07-07", "", "EUR"),
        ("MNE", 2017, "2026-07-07", "", "EUR"),
        ("NOR", 2017, "2026-07-07", "", "NOK"),
        ("DNK", 2017, "2024-06-17", " (Kroner)", "DKK"),
    ],
)
def test_a_changeover_is_that_of_the_row_or_of_the_day(
    ally: str, year: int, edition: str, name: str, currency: str
) -> None:
    unit = f"million national currency{name}, 2015 prices"
    found = measure(observation(unit, ally, year, date.fromisoformat(edition)))
    assert (found.currency, found.price_basis, found.base_year) == (currency, "constant", 2015)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("million US dollars", ("USD", "current", None)),
        ("thousand US dollars, 2021 prices", ("USD", "constant", 2021)),
        ("percent of GDP", (None, None, None)),
        ("thousands", (None, None, None)),
    ],
)
def test_what_is_no_money_has_no_currency_and_no_prices(
    unit: str, expected: tuple[str | None, str | None, int | None]
) -> None:
    found = measure(observation(unit))
    assert (found.currency, found.price_basis, found.base_year) == expected


def test_decimals_are_those_of_what_is_printed_and_none_of_what_is_whole(release: Release) -> None:
    found = decimals(release)
    latest, june = date(2026, 7, 7), date(2024, 6, 17)
    assert found[latest, "expenditure_share_gdp"] == 2
    assert found[latest, "expenditure_usd_current"] == 0
    assert found[june, "expenditure_share_gdp"] is None
    for f in release.observations:
        places = found[f.edition, f.indicator]
        assert places is None or round(f.value, places) == f.value


def test_a_change_is_within_rounding_exactly_where_rounding_can_make_it(release: Release) -> None:
    rows = [dict(zip(t.header, row, strict=True)) for t in [_revisions(release)] for row in t.rows()]
    shares = [
        r
        for r in rows
        if r["indicator"] == "expenditure_share_gdp"
        and r["edition"] == date(2026, 7, 7)
        and r["change"] is not None
        and r["ally"] in release.ally
    ]
    small = [r for r in shares if 0 < abs(r["change"]) < 0.005]
    assert len(small) > 200
    assert all(r["within_rounding"] for r in small)
    assert not any(r["within_rounding"] for r in shares if abs(r["change"]) > 0.01)


def _revisions(release: Release) -> ReleaseTable:
    return revision_table(release, lambda: release.observations)


def test_amounts_of_one_currency_are_compared_and_of_two_are_not(shipped_release: Release) -> None:
    table = _revisions(shipped_release)
    rows = [dict(zip(table.header, row, strict=True)) for row in table.rows()]
    later = [
        r
        for r in rows
        if r["indicator"] == "expenditure_national_current"
        and r["edition"] == date(2026, 7, 7)
        and r["previous_edition"] == date(2024, 6, 17)
    ]
    assert len({r["ally"] for r in later}) > 25
    for r in later:
        same = r["ally"] != "BGR"
        assert (r["change"] is not None) == same == (r["currency"] == r["previous_currency"]), r
    croatia = next(
        r
        for r in rows
        if (r["ally"], r["year"], r["edition"]) == ("HRV", 2014, date(2024, 6, 17))
        and r["indicator"] == "expenditure_national_current"
    )
    assert (croatia["currency"], croatia["previous_currency"], croatia["change"]) == ("EUR", "HRK", None)
    constant = [r for r in rows if r["indicator"] == "expenditure_usd_constant" and r["previous_unit"]]
    assert all((r["change"] is None) == (r["unit"] != r["previous_unit"]) for r in constant)


@given(st.integers(-10_000, 10_000), st.integers(-49, 49), st.integers(-10_000, 10_000), st.integers(-49, 49))
def test_two_roundings_of_one_value_are_within_rounding(a: int, x: int, b: int, y: int) -> None:
    one, other = a / 100 + x / 10_000, b / 100 + y / 10_000
    assert within_rounding(round(a / 100 - one, 6), 2, None)
    assert within_rounding(round(b / 100 - other, 6), None, 2)
    assert not within_rounding(0.011, 2, 2)
    assert not within_rounding(0.0001, None, None)
    assert within_rounding(0.0, None, None)


def test_caveats_blanks_and_recomputed_values_are_those_of_the_editions(release: Release) -> None:
    caveats, blanks, recomputed = caveat_tables(release)
    assert [row[2] for row in caveats.rows()] == [p for e in release.editions for p in e.caveats]
    assert len(list(blanks.rows())) == sum(len(e.blanks) for e in release.editions)
    assert len(list(recomputed.rows())) == sum(len(e.recomputed) for e in release.editions)
    one = release.latest_edition.published
    assert {row[0] for t in caveat_tables(release, [one]) for row in t.rows()} <= {one}
