"""Any allies, measures, years and editions: six views of one state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import permutations, product
from random import Random
from typing import Any

import pytest
from msgspec.structs import replace

from dashboard.charts import CHARTS
from dashboard.charts.bearing import chart_of, state_of
from dashboard.charts.chart import Chart
from dashboard.charts.explore import values
from dashboard.charts.explore.atlas.plot import grouped
from dashboard.charts.explore.lines.data import STANDARD, courses
from dashboard.charts.explore.ranking.data import BLANK, MISSING, NO_FORCES, NOT_MADE, ranking
from dashboard.charts.explore.scatter.data import two_measures
from dashboard.charts.explore.state import SHOWN, VIEWS, ExploreState
from dashboard.drawing.svg import draw
from dashboard.drawing.theme import THEMES
from dashboard.pages.explore import controls
from dashboard.pages.explore.page import build
from dashboard.pages.explore.starts import questions
from etl.claims.evaluate import evaluate
from etl.model import Release, as_printed
from etl.model.rules import ChangeRule, CountRule, Expectation, PartRule, ValueRule

ANY = Expectation(comparison=">=", value=0)
NEWEST = "edition=2026-07-07"


def pairs(query: str) -> list[tuple[str, str]]:
    return [(p.split("=")[0], p.split("=")[1]) for p in query.split("&") if p]


def state(release: Release, query: str = "") -> ExploreState:
    return ExploreState.parse(pairs(query), release)


def chart(release: Release, query: str = "") -> Chart:
    return CHARTS["explore"](release, pairs(query))


def test_the_ranking_of_a_known_table(release: Release) -> None:
    m = ranking(release, state(release, f"indicator=expenditure_per_capita&year=2026&{NEWEST}"))
    assert [(r.ally.code, r.place) for r in m.ranked[:3]] == [("NOR", 1), ("DNK", 2), ("USA", 3)]
    assert m.ranked[0].value.value == 3168
    assert [(a.code, why) for a, why in m.without] == [("ISL", NO_FORCES)]


def test_every_measure_of_every_edition_ranks_all_its_members_once(release: Release) -> None:
    for edition in release.editions:
        for indicator in release.indicators:
            for year in release.years(edition.published, indicator.id)[-2:]:
                query = f"indicator={indicator.id}&year={year}&edition={edition.id}&ally=POL&shown=value"
                m = ranking(release, state(release, query))
                if indicator.in_national_currency:
                    assert m.empty
                    continue
                printed = [as_printed(r.value.value, indicator.decimals) for r in m.ranked]
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
                assert {why for _, why in m.without} <= {NO_FORCES, BLANK, MISSING, NOT_MADE}


def states(release: Release, n: int) -> Iterator[list[tuple[str, str]]]:
    """States of every view with all that can be shown in it, the rest by chance, the same each time."""
    chance = Random(n)  # noqa: S311 (no secret)
    years, codes = release.all_years, ["POL", "USA", "ISL", "MNE", "NATO_TOTAL", "NATO_EUROPE"]
    indicators = [i.id for i in release.indicators]
    for view, how in product(VIEWS, SHOWN):
        found = [
            ("view", view),
            ("shown", how),
            ("indicator", chance.choice(indicators)),
            ("second", chance.choice(["", *indicators])),
            ("edition", chance.choice([e.id for e in release.editions])),
            ("editions", chance.choice(["one", "all"])),
            *((name, str(chance.choice(years))) for name in ("base", "year", "since", "until")),
            *(("ally", code) for code in chance.sample(codes, chance.randint(0, 4))),
        ]
        yield found


def test_whatever_is_accepted_is_worded_and_drawn(release: Release) -> None:
    for asked in states(release, 1):
        made = CHARTS["explore"](release, asked)
        for narrow in (False, True):
            fig = made.figure(THEMES["light"], narrow)
            size = (fig["layout"]["width"], fig["layout"]["height"])
            assert draw(fig, label=made.summary, size=size).startswith("<svg"), asked
        assert made.title
        assert all(sentence.endswith(".") for sentence in (made.summary, *made.source)), asked
        assert made.empty == (not made.table.rows), asked
        assert CHARTS["explore"](release, pairs(made.query.removeprefix("?"))).query == made.query
        assert build(release, asked, {}).title == made.title


# ---------------------------------------------------------------- what is made of the values


def shown(release: Release, how: str, indicator: str, code: str, more: str = "") -> dict[int, float]:
    view = state(release, f"shown={how}&indicator={indicator}&{NEWEST}{more}")
    return {v.year: v.value for v in values.series(release, view, code)}


def test_an_index_is_100_in_its_base_year(release: Release) -> None:
    index = shown(release, "index", "expenditure_usd_constant", "POL", "&base=2020")
    plain = shown(release, "value", "expenditure_usd_constant", "POL")
    assert index.keys() == plain.keys()
    assert index[2020] == 100
    for year, value in plain.items():
        assert index[year] == pytest.approx(100 * value / plain[2020])


def test_a_change_is_in_per_cent_of_amounts_and_in_points_of_shares(release: Release) -> None:
    amounts = shown(release, "value", "expenditure_usd_current", "USA")
    change = shown(release, "change", "expenditure_usd_current", "USA")
    assert min(change) == min(amounts) + 1
    assert change[2026] == pytest.approx(100 * (amounts[2026] / amounts[2025] - 1))
    shares = shown(release, "value", "expenditure_share_gdp", "POL")
    points = shown(release, "change", "expenditure_share_gdp", "POL")
    assert points[2026] == pytest.approx(shares[2026] - shares[2025])


def test_the_american_part_of_the_total_is_that_of_the_table(release: Release) -> None:
    part = shown(release, "part", "expenditure_usd_current", "USA")
    rest = shown(release, "part", "expenditure_usd_current", "NATO_EUROPE_CANADA")
    assert round(part[2026], 1) == 57.1
    for year, value in part.items():
        assert value + rest[year] == pytest.approx(100, abs=0.01)
    title = chart(release, f"shown=part&indicator=expenditure_usd_current&ally=USA&{NEWEST}").title
    assert "57.1% in 2026" in title


def test_per_head_is_natos_own_table(release: Release) -> None:
    for amount, head in values.PER_HEAD.items():
        assert shown(release, "head", amount, "NOR") == shown(release, "value", head, "NOR")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("shown=part&indicator=equipment_share", "has no part of NATO’s total"),
        ("shown=head&indicator=military_personnel", "is not shown per head"),
        ("shown=index&indicator=expenditure_real_change", "is a change already: it has no index"),
        ("shown=change&indicator=expenditure_real_change", "is a change already: it has no change"),
        ("view=scatter", "A scatter needs a second measure"),
        ("shown=value&view=map&indicator=expenditure_national_current", "cannot be ranked"),
        ("shown=value&indicator=expenditure_national_current&ally=POL&ally=GBR", "have no one scale"),
        ("indicator=equipment_share&edition=2025-04-24", "its table is not available here"),
    ],
)
def test_what_cannot_be_shown_is_said_where_it_would_stand(release: Release, query: str, said: str) -> None:
    made = chart(release, query)
    assert made.empty
    assert said in made.title
    context: Any = build(release, pairs(query), {}).context
    better = [CHARTS["explore"](release, pairs(h.href.partition("?")[2])) for h in context["helps"]]
    assert query == "view=scatter" or not better[0].empty


def test_a_year_without_a_value_is_no_zero_and_breaks_the_line(release: Release) -> None:
    gap = [f for f in release.series("POL", "expenditure_share_gdp") if f.edition == date(2026, 7, 7)]
    fewer = tuple(f for f in release.observations if f is not gap[5])
    other = replace(release, observations=fewer)
    c = courses(other, state(other, f"ally=POL&{NEWEST}"))
    assert [v.year for v in c.courses[0].values] == [f.year for f in gap if f is not gap[5]]
    made = CHARTS["explore"](other, pairs(f"ally=POL&ally=USA&{NEWEST}"))
    assert "A line breaks where a year has no value: Poland." in made.source
    assert next(row for row in made.table.rows if row[0] == str(gap[5].year))[1] == "–"


def test_amounts_in_several_currencies_are_an_index(release: Release) -> None:
    query = f"indicator=expenditure_national_current&{NEWEST}&ally=POL&ally=GBR"
    c = courses(release, state(release, query))
    assert c.view.shown == "index"
    for one in c.courses:
        assert next(v.value for v in one.values if v.year == c.view.base) == 100
    alone = courses(release, state(release, f"indicator=expenditure_national_current&{NEWEST}&ally=POL"))
    assert alone.view.shown == "value"


def test_without_a_choice_the_highest_are_lines_and_all_are_tiles(release: Release) -> None:
    ranked = [r.ally.code for r in ranking(release, state(release)).ranked]
    assert [one.code for one in courses(release, state(release)).courses] == ranked[:STANDARD]
    assert [one.code for one in courses(release, state(release, "view=multiples")).courses] == ranked


def test_other_editions_are_drawn_where_their_unit_is_the_same(release: Release) -> None:
    c = courses(release, state(release, f"ally=POL&editions=all&{NEWEST}"))
    (poland,) = c.courses
    days = {d for d, _ in poland.others}
    assert days == {e.published for e in release.editions if release.years(e.published)} - {date(2026, 7, 7)}
    first = next(v for v in poland.first if v.year == 2024)
    assert (first.own.edition, as_printed(first.value)) == (date(2024, 6, 17), 4.12)
    assert "a break in the measure" in " ".join(chart(release, f"ally=POL&editions=all&{NEWEST}").source)
    rows = chart(release, f"ally=POL&editions=all&{NEWEST}").table.rows
    assert {row[0] for row in rows} >= {"7 July 2026", "17 June 2024"}
    assert ("17 June 2024", "2024", "4.12e") in rows
    prices = "indicator=expenditure_usd_constant&ally=POL&editions=all&edition=2026-07-07"
    dollars = courses(release, state(release, prices))
    assert date(2019, 6, 25) in dollars.left_out
    assert any("at prices of" in s and "2015" in s for s in chart(release, prices).source)
    index = courses(release, state(release, f"{prices}&shown=index"))
    assert date(2019, 6, 25) not in index.left_out


def test_the_ranking_marks_other_editions(release: Release) -> None:
    m = ranking(release, state(release, "view=ranking&year=2024&edition=2026-07-07&editions=all"))
    poland = next(r for r in m.ranked if r.ally.code == "POL")
    assert 4.12 in [as_printed(v.value) for v in poland.others]


@pytest.mark.parametrize("view", ["map", "table"])
def test_a_view_of_one_edition_says_so_where_all_are_asked_for(release: Release, view: str) -> None:
    alone, every = (chart(release, f"view={view}&editions={n}&ally=POL&{NEWEST}") for n in ("one", "all"))
    assert (every.title, every.subtitle, every.table) == (alone.title, alone.subtitle, alone.table)
    assert every.observations_url == alone.observations_url
    (said,) = set(every.source) - set(alone.source)
    assert said.startswith(f"The {view} shows the edition of 7 July 2026 alone")


def test_two_measures_are_both_guidelines(release: Release) -> None:
    s = two_measures(release, state(release, "second=equipment_share&edition=2026-07-07&ally=POL"))
    assert len(s.pairs) == 31
    assert {"POL", "SVN", "NOR"} <= s.named
    assert chart(release, "second=equipment_share&edition=2026-07-07").title == (
        "29 of 31 NATO allies at 2% of GDP, 20% on equipment in 2026 (estimates)"
    )


def test_the_classes_of_the_map_part_no_equal_values(release: Release) -> None:
    for year in (2014, 2026):
        m = ranking(release, state(release, f"view=map&year={year}&edition=2026-07-07"))
        groups = grouped(m)
        assert sum(map(len, groups.values())) == len(m.ranked)
        places = [{r.place for r in g} for g in groups.values()]
        assert sum(map(len, places)) == len(set().union(*places))


def test_titles_name_their_unit_in_few_words(release: Release) -> None:
    for query, said in (
        ("view=ranking&indicator=expenditure_per_capita", "Norway highest of 31, $3,168 (estimate)"),
        ("indicator=expenditure_usd_current&ally=POL&ally=DEU", " bn (estimates)"),
        ("view=ranking&indicator=military_personnel", " thousand (estimate)"),
        (
            "indicator=expenditure_usd_constant&shown=index&ally=POL&ally=DEU",
            "in NATO, 2014 = 100, 2026: Poland 384",
        ),
    ):
        title = chart(release, f"{query}&{NEWEST}").title
        assert said in title
        assert "NATO" in title
        assert "2026" in title
        assert len(title.replace(" = ", "=").split()) <= 16, title


# ---------------------------------------------------------------- the page


def test_every_view_and_step_of_the_page_leads_to_a_page(release: Release) -> None:
    for query in ("view=ranking&year=2024", "editions=all&ally=POL"):
        view = state(release, query)
        hrefs = [link.href for link in (*controls.views(release, view), *controls.shown(release, view))]
        for s in controls.steps(release, view):
            hrefs += [s.first, s.earlier, s.later]
        hrefs += [link.href for link in (*controls.chips(release, view), *controls.groups(release, view))]
        for href in filter(None, hrefs):
            assert build(release, pairs(href.partition("?")[2]), {}).title


def test_steps_go_through_every_year_and_every_edition_that_has_it(release: Release) -> None:
    view = state(release, "view=ranking&year=2024&edition=2024-06-17")
    years, editions = controls.steps(release, view)
    assert (years.at, years.of) == ("2024", 11)
    with_2024 = [e for e in release.editions if 2024 in release.years(e.published)]
    assert (editions.place, editions.of) == (1, len(with_2024))
    assert state(release, editions.later.partition("?")[2]).year == 2024
    seen, href = set(), editions.first
    while href:
        seen.add(href)
        last = state(release, href.partition("?")[2])
        href = next(s.later for s in controls.steps(release, last) if s.id == "editions")
    assert len(seen) == len(with_2024)


def test_the_questions_are_answered_by_figures(release: Release) -> None:
    context: Any = build(release, [], {}).context
    assert len(context["starts"]) == 6
    assert all(any(letter.isdigit() for letter in q.answer) for q in context["starts"])
    answers = {q.text: q.answer for q in context["starts"]}
    said = answers["What became of Poland’s estimates?"]
    assert said == "2024 was first printed as 4.12% of GDP (estimate); now it is 3.75%."
    assert answers["Who has doubled its spending?"].startswith("25 of 31 allies since 2014, after inflation")


# ---------------------------------------------------------------- a rule's chart


def test_the_standard_edition_has_the_year_and_all_members(release: Release) -> None:
    for indicator in {f.indicator for f in release.observations}:
        view = ExploreState.standard(release, indicator=indicator)
        assert view.year in release.years(view.edition, indicator)
    assert state(release, "year=2014&indicator=equipment_share").edition == date(2026, 7, 7)


def test_the_chart_of_a_rule_is_of_its_indicator(release: Release) -> None:
    count = CountRule(indicator="equipment_share", year=2026, expect=ANY, target=20.0)
    of_total = ValueRule(indicator="expenditure_usd_current", year=2026, among=("NATO_TOTAL",), expect=ANY)
    change = ChangeRule(
        indicator="military_personnel", year_from=2014, year=2026, ally="POL", unit="percent", expect=ANY
    )
    assert [state_of(release, r).view for r in (count, of_total, change)] == ["ranking", "lines", "lines"]
    never = CountRule(indicator="equipment_share", year=1999, expect=ANY, target=20.0)
    assert state_of(release, never).year == 2026
    for rule in (count, of_total, change, never):
        assert release.indicator[rule.indicator].title in chart_of(release, rule).subtitle


@pytest.mark.parametrize(
    ("indicator", "of", "shown"),
    [
        ("expenditure_usd_current", "NATO_TOTAL", "part"),
        ("military_personnel", "NATO_TOTAL", "part"),
        ("expenditure_usd_current", "NATO_EUROPE", "value"),
    ],
)
def test_the_chart_of_a_part_of_the_total_shows_that_part(
    release: Release, indicator: str, of: str, shown: str
) -> None:
    rule = PartRule(indicator=indicator, year=2024, ally="USA", of=of, expect=ANY)
    state = state_of(release, rule)
    assert (state.shown, "USA" in state.allies, of in state.allies) == (shown, True, shown == "value")
    if shown == "part":
        result = evaluate(rule, release, release.editions[-1].published).result
        assert result
        assert ("2024", f"{result.value:.1f}") in chart_of(release, rule).table.rows


def test_the_question_of_overtaking_is_answered_with_its_year(release: Release) -> None:
    """In dollars of July 2026 Germany was behind Britain in 2023, 73.1 to 76.1, and ahead in 2024."""
    asked = next(q for q in questions(release) if "overtaken" in q.text)
    sums = "$147 bn against $110 bn in 2026 (estimates)"
    assert asked.answer == f"Yes: Germany has spent more than the United Kingdom since 2024, {sums}."
    assert "indicator=expenditure_usd_current" in asked.href


def test_two_chosen_are_both_in_the_title(release: Release) -> None:
    query = f"indicator=expenditure_usd_current&ally=DEU&ally=GBR&{NEWEST}"
    assert chart(release, query).title == (
        "Defence spending in NATO, 2026: Germany $147 bn and United Kingdom $110 bn (estimates)"
    )


@pytest.mark.parametrize("order", list(permutations(("EST", "LVA", "LTU"))))
def test_no_first_value_is_named_on_the_side_of_another(release: Release, order: tuple[str, ...]) -> None:
    """In 2014 Lithuania stood just below Latvia, whose name would have stood beneath both marks."""
    figure = chart(release, "&".join([NEWEST, *(f"ally={code}" for code in order)])).wide
    first = {n["text"] for n in figure["layout"]["annotations"] if n.get("x") == 2014}
    assert first == {"Estonia 1.90", "Lithuania 0.88"}


def test_the_title_of_the_ranking_places_as_many_chosen_as_it_has_words_for(release: Release) -> None:
    def title(*allies: str) -> str:
        named = "".join(f"&ally={a}" for a in allies)
        return chart(release, f"view=ranking&edition=2024-06-17&year=2024{named}").title

    head = "Defence share of GDP in NATO, 2024: "
    assert title("DEU", "GBR") == head + "United Kingdom 9th and Germany 15th of 31"
    assert title("POL", "USA", "GRC", "LVA", "EST") == (head + "Poland 1st and Estonia 2nd of 31")
    assert title("POL", "NATO_TOTAL") == head + "Poland 1st of 31, 4.12% (estimate)"


def test_who_is_chosen_and_not_ranked_is_named(release: Release) -> None:
    def summary(year: str) -> str:
        query = f"view=ranking&year={year}&edition=2024-06-17&ally=NATO_TOTAL&ally=SWE"
        return chart(release, query).summary

    assert "Not ranked: NATO Total (several allies)." in summary("2024")
    assert "Not ranked: NATO Total (several allies) and Sweden (not a member then)." in summary("2020")
    assert "Not ranked" not in chart(release, "view=ranking&ally=POL").summary


@pytest.mark.parametrize("view", ["ranking", "lines", "multiples", "map"])
def test_every_mark_says_where_its_value_is_from(release: Release, view: str) -> None:
    # Of the edition of March 2024 no workbook is available, and so no cell.
    for edition in ("2024-03-14", "2024-06-17"):
        figure = chart(release, f"edition={edition}&view={view}").figure(THEMES["light"], False)
        texts = [t for trace in figure["data"] for t in trace.get("hovertext", []) if "no armed" not in t]
        found = {f.cell or f.origin for f in release.observations if f.edition.isoformat() == edition}
        assert texts
        assert {text.rpartition("<br>")[2] for text in texts} <= found


def test_the_target_lies_over_the_grid_and_a_phone_has_the_values(release: Release) -> None:
    figure = chart(release, "ally=POL&ally=LTU").figure(THEMES["light"], True)
    first = figure["data"][0]
    assert set(first["y"]) == {2.0}
    assert first["line"]["color"] == THEMES["light"]["ink"]
    assert {n["text"] for n in figure["layout"]["annotations"]} >= {"Poland 4.68e", "Lithuania 5.33e"}
    (only,) = [
        n["text"]
        for n in chart(release, "ally=USA").figure(THEMES["light"], True)["layout"]["annotations"]
        if "United States" in n["text"]
    ]
    assert only == "United States<br>3.17e"
