"""Any measure: ranked, and by year."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import CHARTS
from dashboard.charts.bearing import chart_of, state_of
from dashboard.charts.chart import Chart
from dashboard.charts.measure.data import BLANK, MISSING, NO_FORCES, measure
from dashboard.charts.measure.state import MeasureState
from dashboard.charts.measure_by_year.data import STANDARD, courses
from dashboard.drawing.svg import draw
from dashboard.drawing.theme import THEMES
from etl.model import Release, as_printed
from etl.model.rules import ChangeRule, CountRule, Expectation, ValueRule

ANY = Expectation(comparison=">=", value=0)


def state(release: Release, query: str = "") -> MeasureState:
    return MeasureState.parse([tuple(p.split("=")) for p in query.split("&") if p], release)  # type: ignore[misc]


def test_the_ranking_of_a_known_table(release: Release) -> None:
    m = measure(release, state(release, "indicator=expenditure_per_capita&year=2026&edition=2026-07-07"))
    assert [(r.ally.code, r.place) for r in m.ranked[:3]] == [("NOR", 1), ("DNK", 2), ("USA", 3)]
    assert m.ranked[0].observation.value == 3168
    assert [(a.code, why) for a, why in m.without] == [("ISL", NO_FORCES)]


def test_every_measure_of_every_edition_ranks_all_its_members_once(release: Release) -> None:
    for edition in release.editions:
        for indicator in release.indicators:
            for year in release.years(edition.published, indicator.id)[-2:]:
                view = MeasureState(indicator.id, year, edition.published, ("POL",))
                m = measure(release, view)
                if indicator.in_national_currency:
                    assert m.empty
                    continue
                printed = [as_printed(r.observation.value, indicator.decimals) for r in m.ranked]
                assert printed == sorted(printed, reverse=True)
                for r, value in zip(m.ranked, printed, strict=True):
                    assert r.place == 1 + sum(v > value for v in printed)
                    assert r.joint == (printed.count(value) > 1)
                named = [r.ally.code for r in m.ranked] + [a.code for a, _ in m.without]
                assert len(named) == len(set(named))
                if m.ranked:
                    assert set(named) == {
                        a.code for a in release.standing(edition.published, indicator.id, year).members
                    }
                assert {why for _, why in m.without} <= {NO_FORCES, BLANK, MISSING}


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_is_accepted_is_worded_and_drawn(release: Release, data: st.DataObject) -> None:
    indicator = data.draw(st.sampled_from([i.id for i in release.indicators]))
    edition = data.draw(st.sampled_from([e.id for e in release.editions]))
    year = data.draw(st.sampled_from(release.all_years))
    allies = data.draw(
        st.lists(st.sampled_from(["POL", "USA", "ISL", "MNE", "NATO_TOTAL", "NATO_EUROPE"]), unique=True)
    )
    pairs = [
        ("indicator", indicator),
        ("edition", edition),
        ("year", str(year)),
        *(("ally", a) for a in allies),
    ]
    for name in ("measure", "measure-by-year"):
        chart = CHARTS[name](release, pairs)
        for narrow in (False, True):
            fig = chart.figure(THEMES["light"], narrow)
            size = (fig["layout"]["width"], fig["layout"]["height"])
            assert draw(fig, label=chart.summary, size=size).startswith("<svg")
        assert chart.title
        assert all(sentence.endswith(".") for sentence in (chart.summary, *chart.source))
        assert chart.empty == (not chart.table.rows)


def test_amounts_in_several_currencies_are_an_index(release: Release) -> None:
    query = "indicator=expenditure_national_current&edition=2026-07-07&ally=POL&ally=GBR"
    c = courses(release, state(release, query))
    first = c.courses[0].observations[0].year
    assert c.base == first
    for one in c.courses:
        values = dict(zip((f.year for f in one.observations), one.values, strict=True))
        assert values[first] == pytest.approx(100)
    assert (
        "= 100"
        in CHARTS["measure-by-year"](
            release, [("indicator", c.indicator.id), ("ally", "POL"), ("ally", "GBR")]
        ).title
    )
    alone = courses(
        release, state(release, "indicator=expenditure_national_current&edition=2026-07-07&ally=POL")
    )
    assert alone.base is None
    assert [f.value for f in alone.courses[0].observations] == list(alone.courses[0].values)


def test_without_a_choice_the_highest_are_drawn(release: Release) -> None:
    view = state(release)
    ranked = [r.ally.code for r in measure(release, view).ranked[:STANDARD]]
    assert [one.code for one in courses(release, view).courses] == ranked


def test_the_standard_edition_has_the_year_and_all_members(release: Release) -> None:
    for indicator in release.indicators:
        view = MeasureState.standard(release, indicator=indicator.id)
        assert view.year in release.years(view.edition, indicator.id)
    assert state(release, "year=2014&indicator=equipment_share").edition == date(2026, 7, 7)


def test_the_chart_of_a_rule_is_of_its_indicator(release: Release) -> None:
    count = CountRule(indicator="equipment_share", year=2026, expect=ANY, target=20.0)
    assert chart_of(release, count).name == "measure"
    of_total = ValueRule(indicator="expenditure_usd_current", year=2026, among=("NATO_TOTAL",), expect=ANY)
    assert chart_of(release, of_total).name == "measure-by-year"
    change = ChangeRule(
        indicator="military_personnel", year_from=2014, year=2026, ally="POL", unit="percent", expect=ANY
    )
    assert chart_of(release, change).name == "measure-by-year"
    never = CountRule(indicator="equipment_share", year=1999, expect=ANY, target=20.0)
    assert state_of(release, never).year == 2026
    for rule in (count, of_total, change, never):
        assert release.indicator[rule.indicator].title in chart_of(release, rule).subtitle


def test_the_title_of_the_ranking_places_up_to_three_that_are_chosen(release: Release) -> None:
    def chart(*allies: str, year: str = "2024") -> Chart:
        pairs = [("edition", "2024-06-17"), ("year", year), *(("ally", a) for a in allies)]
        return CHARTS["measure"](release, pairs)

    head = "Defence expenditure as a share of GDP in NATO, 2024: "
    assert chart("DEU", "GBR").title == head + "the United Kingdom 9th and Germany 15th of 31"
    assert chart("POL", "USA", "GRC", "LVA", "EST").title == (
        head + "Poland 1st, Estonia 2nd and the United States 3rd of 31 (2 more chosen)"
    )
    assert chart("POL", "NATO_TOTAL").title == head + "Poland 1st of 31, 4.12% of GDP (estimate)"


def test_who_is_chosen_and_not_ranked_is_named(release: Release) -> None:
    def summary(year: str) -> str:
        pairs = [("year", year), ("edition", "2024-06-17"), ("ally", "NATO_TOTAL"), ("ally", "SWE")]
        return CHARTS["measure"](release, pairs).summary

    assert "Not ranked: NATO Total (several allies)." in summary("2024")
    assert "Not ranked: NATO Total (several allies) and Sweden (not a member then)." in summary("2020")
    assert "Not ranked" not in CHARTS["measure"](release, [("ally", "POL")]).summary


@pytest.mark.parametrize("name", ["measure", "measure-by-year"])
def test_every_mark_says_where_its_value_is_from(release: Release, name: str) -> None:
    # Of the edition of March 2024 no workbook is available, and so no cell.
    for edition in ("2024-03-14", "2024-06-17"):
        figure = CHARTS[name](release, [("edition", edition)]).figure(THEMES["light"], False)
        said = [text for trace in figure["data"] for text in trace.get("hovertext", [])]
        found = {f.cell or f.origin for f in release.observations if f.edition.isoformat() == edition}
        assert said
        assert {text.rpartition("<br>")[2] for text in said} <= found
