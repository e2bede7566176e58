"""What the pages on allies say: known truths of three editions, and what is said where nothing is
available."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts.allies import data as all_finding
from dashboard.charts.allies import text as all_finding_text
from dashboard.charts.allies.state import AlliesState
from dashboard.charts.ally import data as finding
from dashboard.charts.ally import facts as known
from dashboard.charts.ally import text
from dashboard.charts.ally.state import AllyState
from dashboard.charts.ally_money import data as money
from dashboard.charts.ally_money import text as money_text
from etl.model import SHARE_OF_GDP, Release, as_printed


def history(release: Release, code: str, query: str = "") -> finding.History:
    return finding.history(release, AllyState.parse(parse_qsl(query), release, ally=code))


def facts(release: Release, code: str, query: str = "") -> dict[str, tuple[str, str]]:
    h = history(release, code, query)
    return {f.label: (f.value, f.note) for f in known.facts(release, h.edition.published, code)}


def test_poland_in_figures(release: Release) -> None:
    assert facts(release, "POL") == {
        "Share of GDP, 2026 (estimate)": ("4.68%", "4th of 31"),
        "Spending, 2026 (estimate)": ("$53.1 bn", "current prices; 6th of 31"),
        "Per head, 2026 (estimate)": ("$1,007", "prices of 2021; 16th of 31"),
        "Military personnel, 2026 (estimate)": ("263,600", "3rd of 31"),
        "On equipment, 2026 (estimate)": ("55.9%", "of spending; 1st of 31; guideline 20%"),
    }


def test_poland_in_words(release: Release) -> None:
    h = history(release, "POL")
    assert text.headline(h) == "Poland: from 1.86% of GDP in 2014 to an estimated 4.68% in 2026"
    assert text.stand(h) == [
        "At 2% or more in every year since 2020 and at 3.5% or more in every year since 2024, "
        "by the edition of 7 July 2026.",
        "2024 was first published as 4.12% (estimate); in this edition it is 3.75%, on a new measure, "
        "core defence expenditure.",
    ]
    moved = "2023, from 3.90% (estimate) to 3.26% (new measure)"
    assert text.title(h) == f"NATO’s largest revision for Poland: {moved}"
    assert "definitions differ, not directly comparable." in " ".join(text.source(h))
    # However many editions there are, the note names one and counts the others.
    assert re.search(r"\d+ earlier editions, from \d+ \w+ \d{4}: [^.]+ \(\d+\)", " ".join(text.source(h)))
    assert " ".join(text.source(h)).count("dition of ") == 2  # the bold one, and that which broke the measure
    shown = [(f.edition.isoformat(), f.value, change) for f, change in finding.changes_of_year(h)]
    assert [(day, as_printed(v), c) for day, v, c in shown] == [
        ("2024-06-17", 4.12, None),
        ("2025-04-24", 4.07, -0.05),
        ("2025-08-28", 3.79, -0.28),
        ("2026-07-07", 3.75, -0.04),
    ]


def test_editions_that_agree(release: Release) -> None:
    shown = text.title(history(release, "FRA"))
    assert shown == "NATO’s editions agree on France, 2012 to 2026: no year moved over 0.02 points"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("SVN", "Below 2% in every year shown"),
        ("USA", "At 2% or more in every year from 2014 on and at 3.5% or more last in 2020"),
        ("ALB", "At 2% or more in 2026 and below 3.5% in every year shown"),
    ],
)
def test_since_when_a_line_is_met(release: Release, code: str, words: str) -> None:
    assert text.stand(history(release, code))[0].startswith(words)


def test_a_page_knows_nothing_later_than_its_edition(release: Release) -> None:
    h = history(release, "POL", "edition=2024-06-17")
    assert max(t.edition.id for t in h.series) == "2024-06-17"
    assert h.later == 3
    assert "3 later editions are left out" in " ".join(text.source(h))


def test_a_blank_cell_is_said_and_the_last_figure_stands_with_its_year(release: Release) -> None:
    h = history(release, "DEU", "edition=2025-08-28")
    assert "For 2025 NATO left the cell blank: no figure was published." in text.stand(h)
    shown = facts(release, "DEU", "edition=2025-08-28")
    value, note = shown["Share of GDP, 2024 (estimate)"]
    assert value == "2.00%"
    assert note.endswith("2025 left blank by NATO")
    assert shown["Military personnel"] == ("", "missing here for this edition")
    assert known.gap(release, h.edition.published, "DEU", 2.0) is None


def test_iceland(release: Release) -> None:
    h = history(release, "ISL")
    assert text.headline(h) == "Iceland has no armed forces, and no row in NATO’s tables of spending"
    assert h.empty
    gdp = known.gdp_facts(release, h.edition.published, "ISL")
    assert gdp
    assert gdp[0].id == "2024-06-17"
    assert [f.value for f in gdp[1]] == ["$32.9 bn", "$59,000"]
    rows = {row[0]: row for row in known.sources(release, h).rows}
    assert rows["Military personnel, 2026"][-1] == "no armed forces, no row"
    assert rows["GDP, US dollars, current prices, 2024"][4] == "17 Jun 2024"


def test_a_line_breaks_at_years_that_are_missing(release: Release) -> None:
    h = history(release, "POL")
    shown = next(t for t in h.before if t.edition.id == "2023-07-07")
    assert [[f.year for f in run] for run in shown.runs] == [[2014], [2023]]
    assert len(h.now.runs) == 1


def test_who_was_not_yet_in_the_tables(release: Release) -> None:
    h = history(release, "FIN", "edition=2019-06-25")
    assert h.empty
    assert text.headline(h) == "Finland is not in the edition of 25 June 2019"


# ---------------------------------------------------------------- what a target asks


def test_nothing_is_missing_for_poland(release: Release) -> None:
    h = history(release, "POL")
    g = known.gap(release, h.edition.published, "POL", 3.5)
    assert g
    expected = "Poland is above 3.5%, by $13.4 bn a year in current prices"
    assert known.gap_title(g, "Poland") == expected
    assert known.gap_table(h, [g]).rows == (("3.5%, core, by 2035", "39.7", "53.1e", "+13.4", "+359"),)


def test_what_is_missing_is_named_by_year_and_head(release: Release) -> None:
    h = history(release, "SVN")
    g = known.gap(release, h.edition.published, "SVN", 2.0)
    assert g
    assert g.missing == pytest.approx((2.0 - 1.61) / 100 * g.gdp.value)
    assert g.missing_per_head
    people = known.population(release, h.edition.published, 2026, "SVN")
    assert people == pytest.approx(2.13, abs=0.03)
    assert known.gap_title(g, "Slovenia").endswith("per head (current prices)")
    assert known.gap_table(h, [g]).rows[0][3].startswith("−")


def test_the_real_share_is_followed_where_current_prices_say_otherwise(release: Release) -> None:
    h = history(release, "NLD", "edition=2024-06-17")
    g = known.gap(release, h.edition.published, "NLD", 2.0)
    assert g
    assert g.missing < 0
    assert g.quotient == pytest.approx(1.85, abs=0.005)
    assert "spending over GDP at current prices is 1.85%" in " ".join(known.gap_note(g))
    constant = known.gap(release, release.editions[2].published, "NLD", 2.0)
    assert constant
    assert constant.prices == "2015"


@settings(max_examples=40)
@given(data=st.data())
def test_needed_less_spent_is_what_is_missing(release: Release, data: st.DataObject) -> None:
    target = data.draw(st.integers(50, 600)) / 100
    code = data.draw(st.sampled_from([a.code for a in release.allies if a.armed_forces]))
    # One edition has two decimals, the other is unrounded: in both the printed share is what is judged.
    edition = data.draw(st.sampled_from([date(2026, 7, 7), date(2024, 6, 17)]))
    g = known.gap(release, edition, code, target)
    assert g
    assert g.needed - g.spent.value == pytest.approx(g.missing)
    assert g.missing == pytest.approx((target - as_printed(g.share.value)) / 100 * g.gdp.value)


# ---------------------------------------------------------------- where the money goes


def test_where_the_money_goes(release: Release) -> None:
    assert (
        money_text.categories_title(money.money(release, history(release, "POL"), money.CATEGORIES))
        == "NATO estimate for 2026: Poland’s equipment 55.9% of defence spending, more than half"
    )
    assert (
        money_text.categories_title(money.money(release, history(release, "NOR"), money.CATEGORIES))
        == "NATO estimate for 2026: Norway’s equipment 18.0% of defence spending, below 20%"
    )
    dutch = money.money(release, history(release, "NLD"), money.CATEGORIES)
    assert dutch.panel("personnel_share").observations[-1].year == 2025
    assert "Personnel: no figure for 2026, left blank by NATO." in money_text.source(dutch)


def test_real_spending(release: Release) -> None:
    assert (
        money_text.spending_title(money.money(release, history(release, "POL"), money.MEASURES))
        == "Poland in NATO, 2014–2026: 3.8 times the real spending, 2.7 times the military personnel"
    )
    without = money.money(release, history(release, "POL", "edition=2025-08-28"), money.MEASURES)
    assert without.panel("military_personnel").why == "missing here"
    assert "Missing here for this edition: military personnel." in money_text.source(without)


def test_every_column_of_spending_is_there_or_said_not_to_be(release: Release) -> None:
    table = money_text.spending_table(release, history(release, "POL", "edition=2024-06-17"))
    assert "National currency, current, m (Zlotys)" in table.head
    assert "Constant US$, m (2015 prices)" in table.head
    assert all(len(row) == len(table.head) for row in table.rows)
    missing = money_text.spending_table(release, history(release, "POL", "edition=2025-08-28"))
    assert "Current US$, m (missing here)" in missing.head


# ---------------------------------------------------------------- all allies


def of_all(release: Release, query: str = "") -> all_finding.Allies:
    return all_finding.allies(release, AlliesState.parse(parse_qsl(query), release))


def test_all_allies(release: Release) -> None:
    a = of_all(release)
    assert all_finding_text.title(a) == "30 of 32 NATO allies at 2% in 2026; 3 of 28 in 2014"
    assert [c.ally.code for c in a.courses[:3]] == ["LTU", "EST", "LVA"]
    assert a.courses[-1].reason == "no armed forces, no row in the tables"


def test_orders(release: Release) -> None:
    names = [c.ally.name for c in of_all(release, "order=name").courses]
    assert names == sorted(names)
    grown = [c.growth for c in of_all(release, "order=growth").courses if c.growth is not None]
    assert len(grown) == 31
    assert grown == sorted(grown, reverse=True)


def test_gaps_stay_gaps(release: Release) -> None:
    a = of_all(release, "edition=2023-07-07")
    poland = next(c for c in a.courses if c.ally.code == "POL")
    assert [f.year for f in poland.observations] == [2014, 2023]
    assert all_finding_text.table(a).rows[0].count("–") == 8
    german = next(c for c in of_all(release, "edition=2025-08-28").courses if c.ally.code == "DEU")
    assert german.reason == "2025 left blank by NATO"
    swedish = next(c for c in of_all(release, "edition=2019-06-25").courses if c.ally.code == "SWE")
    assert swedish.reason == "not yet a member, no row in the tables; joined 7 March 2024"


def test_every_ally_and_edition_has_a_page_in_words(release: Release) -> None:
    for edition in release.editions:
        for ally in release.allies:
            h = history(release, ally.code, f"edition={edition.id}")
            assert text.headline(h).startswith(ally.name)
            assert text.summary(h).endswith(".")
            shown = release.series(ally.code, SHARE_OF_GDP, edition.published)
            assert bool(text.stand(h)) is bool(shown)
