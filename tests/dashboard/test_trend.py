"""How the count grew, and the alliance as a whole: values, titles and what is missing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import CHARTS
from dashboard.charts.by_year import stretches
from dashboard.charts.count_trend import data as trend
from dashboard.charts.count_trend import text as trend_text
from dashboard.charts.count_trend.state import TrendState
from dashboard.charts.totals import data as totals
from dashboard.charts.totals import text as totals_text
from dashboard.drawing.theme import THEMES
from etl.model import EUROPE_AND_CANADA, SHARE_OF_GDP, TOTAL, Release
from etl.model.indicators import DOLLARS_CONSTANT

LATEST = date(2026, 7, 7)


def grown(release: Release, edition: date = LATEST, target: float = 2.0) -> trend.Trend:
    return trend.trend(release, TrendState(target, edition))


@pytest.mark.parametrize(
    ("edition", "target", "title"),
    [
        (LATEST, 2.0, "NATO allies at 2%: 3 in 2014, an estimated 30 in 2026"),
        (date(2024, 6, 17), 2.0, "NATO allies at 2%: 3 in 2014, an estimated 23 in 2024"),
        (LATEST, 3.5, "NATO allies at 3.5%: 1 in 2014, an estimated 5 in 2026"),
        (LATEST, 6.0, "NATO allies at 6%: none in 2014, none in 2026"),
        (LATEST, 4.5, "NATO allies at 4.5%: none in 2014, an estimated 4 in 2026"),
        (date(2016, 7, 4), 2.0, "NATO allies at 2%: an estimated 5 of 28 in 2016"),
        (date(2019, 6, 25), 3.5, "NATO allies at 3.5%: 1 in 2012, none in 2019"),
        (date(2024, 6, 17), 4.0, "NATO allies at 4%: none in 2014, an estimated 1 in 2024"),
    ],
)
def test_titles(release: Release, edition: date, target: float, title: str) -> None:
    assert trend_text.title(grown(release, edition, target)) == title


def test_the_standfirst_names_the_steepest_step_and_the_year_in_dispute(release: Release) -> None:
    said = trend_text.standfirst(grown(release))
    assert "3 of 28 allies met 2% of GDP in 2014, and 30 of 32 in 2026, by NATO’s estimates." in said
    assert "The largest rise came in 2025: from 17 to 28." in said
    assert said.endswith(
        "2024 was 23 on 17 June 2024 and 17 on 7 July 2026, on a new measure, core defence expenditure."
    )


def test_a_line_is_of_one_edition_and_breaks_at_gaps(release: Release) -> None:
    lines = {line.published: line for line in grown(release).lines}
    assert [len(run) for run in stretches(lines[date(2023, 7, 7)].cells)] == [1, 1]
    assert [c.n for c in lines[date(2019, 6, 25)].cells] == [3, 3, 3, 5, 4, 4, 6, 7]
    assert len(lines) == 9


def test_the_press_is_marked_with_its_source_and_left_out_at_other_targets(release: Release) -> None:
    t = grown(release)
    assert [(c.year, c.n) for p in t.press for c in p.cells] == [(2020, 11), (2021, 10), (2022, 9), (2022, 7)]
    assert all(p.source.startswith("Press reports") for p in t.press)
    assert grown(release, target=3.5).press == ()
    assert "were of 2% only" in " ".join(trend_text.source(grown(release, target=3.5)))


@settings(max_examples=20)
@given(target=st.integers(50, 600).map(lambda n: n / 100))
def test_the_table_has_every_count_and_no_other(release: Release, target: float) -> None:
    t = grown(release, target=target)
    table = trend_text.table(t)
    assert [row[0] for row in table.rows] == [str(y) for y in t.matrix.years]
    cells = [cell for row in table.rows for cell in row[1:-2] if cell != "–"]
    assert len(cells) == sum(len(line.cells) for line in t.lines)
    low_high = t.disputed
    if low_high:
        assert low_high[0].published < low_high[1].published
        assert low_high[0].year == low_high[1].year


def test_the_alliance_as_shares(release: Release) -> None:
    t = totals.totals(release, LATEST, SHARE_OF_GDP, 2.0)
    assert [round(f.value, 2) for f in t.series[EUROPE_AND_CANADA]][-3:] == [1.96, 2.31, 2.53]
    assert totals_text.shares_title(t).endswith("2.31 points apart in 2014, 0.64 in 2026 (estimate)")
    assert totals_text.shares_table(t).rows[-1] == ("2026", "2.53e", "3.17e", "2.86e", "7 July 2026")


def test_spending_is_of_one_base_year_and_its_parts_make_the_whole(release: Release) -> None:
    for edition in (date(2024, 6, 17), LATEST):
        t = totals.totals(release, edition, DOLLARS_CONSTANT)
        assert len({f.unit for observations in t.series.values() for f in observations}) == 1
        for europe, states, whole in zip(
            t.series[EUROPE_AND_CANADA], t.series["USA"], t.series[TOTAL], strict=True
        ):
            assert europe.value + states.value == pytest.approx(whole.value, abs=2)
    assert "prices and exchange rates of 2021" in totals_text.spending_subtitle(t)
    assert totals_text.spending_title(t) == (
        "NATO’s other allies spend 127% more in 2026 than in 2014, US 14% more"
    )


def test_aggregates_that_are_missing_are_said_and_not_summed(release: Release) -> None:
    t = totals.totals(release, date(2025, 8, 28), DOLLARS_CONSTANT)
    assert [who for who, found in t.series.items() if not found] == [EUROPE_AND_CANADA, TOTAL]
    shown = totals_text.spending_source(t)
    assert "Missing here for this edition: NATO Europe and Canada and NATO Total." in shown
    assert (
        totals_text.spending_title(t) == "NATO figures: the United States spent 10% more in 2024 than in 2014"
    )
    assert [row[1] for row in totals_text.spending_table(t).rows] == ["–"] * 11


def test_an_edition_of_one_year_has_neither_lines_nor_bars(release: Release) -> None:
    day = date(2025, 4, 24)
    shares, spending = (
        totals.totals(release, day, SHARE_OF_GDP, 2.0),
        totals.totals(release, day, DOLLARS_CONSTANT),
    )
    assert shares.empty
    assert spending.empty
    assert totals_text.spending_title(spending) == (
        "NATO’s edition of 24 April 2025 has no spending in constant prices available here"
    )
    said = [
        totals_text.spending_subtitle(spending),
        totals_text.spending_summary(spending),
        *totals_text.spending_source(spending),
    ]
    assert "None" not in " ".join(said)
    assert "Available here: table 3, the share of GDP for 2024 only, for 31 allies." in said[1]


def test_an_edition_that_divides_the_alliance_by_continent_is_shown_so(shipped_release: Release) -> None:
    asked = [("edition", "2016-01-28")]
    shares, spending = (CHARTS[name](shipped_release, asked) for name in ("shares-of-gdp", "spending"))
    assert shares.table.head == ("Year", "NATO Europe", "North America", "NATO Total", "Edition of")
    assert shares.table.rows[0] == ("2008", "1.69", "4.67", "3.16", "28 January 2016")
    assert shares.title == (
        "North America and NATO Europe: 2.98 points apart in 2008, 1.94 in 2015 (estimate)"
    )
    assert spending.title.startswith("NATO Europe spends ")
    assert ", North America " in spending.title
    for chart in (shares, spending):
        assert not any("Missing here" in sentence for sentence in chart.source)
        assert chart.observations_url.endswith("&ally=NATO_EUROPE&ally=NORTH_AMERICA&ally=NATO_TOTAL")
        assert "United States" not in chart.title + chart.summary + repr(chart.figure(THEMES["light"], False))
