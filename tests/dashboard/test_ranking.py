"""The ranking: who is where, in figures and in words, and the drawing of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import CHARTS
from dashboard.charts.ranking import RANKING, text
from dashboard.charts.ranking import data as finding
from dashboard.charts.ranking.state import ORDERS, RankingState
from dashboard.drawing.plot import TRACE_TYPES
from dashboard.drawing.svg import draw
from dashboard.drawing.theme import DARK, LIGHT, THEMES
from etl.model import Release


def of(release: Release, address: str = "") -> finding.Ranking:
    return finding.ranking(release, view(release, address))


def view(release: Release, address: str = "") -> RankingState:
    return RankingState.parse(parse_qsl(address), release)


def names(rows: tuple[finding.RankedAlly, ...]) -> list[str]:
    return [r.ally.name for r in rows]


def test_then_and_now_of_2024(release: Release) -> None:
    r = of(release)
    assert len(r.rows) == 32
    assert len(r.block(finding.STAYED_ABOVE)) == 17
    assert names(r.block(finding.CROSSED_DOWN)) == [
        "Czechia", "Slovak Republic", "Bulgaria", "North Macedonia", "Montenegro", "Albania"
    ]  # fmt: skip
    assert len(r.block(finding.STAYED_BELOW)) == 8
    assert names(r.block(finding.NO_FORCES)) == ["Iceland"]
    assert text.title(r) == ("NATO put 23 allies at 2% for 2024, then 17 on a new measure")


def test_the_change_is_that_of_the_printed_shares(release: Release) -> None:
    slovakia = next(r for r in of(release).rows if r.ally.code == "SVK")
    assert slovakia.change == -0.01


def test_one_edition(release: Release) -> None:
    r = of(release, "edition=2026-07-07&year=2026")
    assert text.title(r) == "NATO estimates that 30 of 32 allies spend 2% of GDP in 2026"
    assert names(r.block(finding.STAYED_BELOW)) == ["Slovenia"]
    assert "Highest Lithuania at 5.33% (estimate), lowest Slovenia at 1.61% (estimate)" in text.summary(r)


def test_a_year_before_they_joined_members_are_not_counted_and_say_when_they_came(release: Release) -> None:
    r = of(release, "edition=2024-06-17&year=2014")
    assert set(names(r.block(finding.NOT_YET))) == {"Finland", "Montenegro", "North Macedonia", "Sweden"}
    assert text.title(r).startswith("3 of 28 NATO allies")


def test_an_ally_without_a_figure_is_never_below(release: Release) -> None:
    r = of(release, "edition=2025-08-28&year=2025")
    assert names(r.block(finding.NO_FIGURE)) == ["Germany"]
    assert "No figure for Germany" in text.summary(r)
    both = of(release, "edition=2026-07-07&compare=2025-08-28&year=2025")
    assert names(both.block(finding.ONE_SIDED)) == ["Germany"]


def test_a_comparison_with_an_edition_that_does_not_report_the_year_says_so(release: Release) -> None:
    r = of(release, "edition=2026-07-07&compare=2019-06-25&year=2024")
    assert r.then is None
    assert any("NATO’s shares of 2024 are not available here" in s for s in text.source(r))


def test_a_year_that_is_not_in_the_edition_is_an_empty_chart_and_no_zero(release: Release) -> None:
    chart = RANKING.chart(release, view(release, "edition=2019-06-25&year=2024"))
    assert chart.empty
    assert chart.title == "NATO’s edition of 25 June 2019 ends before 2024"


def test_the_source_names_editions_cells_break_and_what_was_typed_in(release: Release) -> None:
    shown = " ".join(text.source(of(release)))
    for part in (
        "NATO, table 3, year 2024",
        "edition of 17 June 2024, cells TABLE3!N11–N41, all estimates",
        "definitions differ, not directly comparable",
        "The Slovak Republic’s 2.00 in the edition of 17 June 2024 is typed in",
        "1.989",
    ):
        assert part in shown


def test_risen_allies_are_reported_as_well(release: Release) -> None:
    r = of(release, "edition=2026-07-07&compare=2025-08-28&year=2025&target=3.5")
    assert names(r.block(finding.CROSSED_UP)) == ["Estonia"]
    assert text.title(r) == "NATO put 3 allies at 3.5% for 2025, then 4 on a new measure"


addresses = st.builds(
    "edition={}&compare={}&year={}&target={}&order={}&ally=POL".format,
    st.sampled_from(["2026-07-07", "2025-08-28", "2024-06-17", "2019-06-25", "2023-07-07", "2016-07-04"]),
    st.sampled_from(["none", "2026-07-07", "2024-06-17", "2019-06-25", "2025-04-24"]),
    st.integers(2012, 2026),
    st.integers(50, 600).map(lambda n: n / 100),
    st.sampled_from(list(ORDERS)),
)


@settings(max_examples=60)
@given(addresses)
def test_any_view_has_all_members_once_and_words_that_agree_with_the_counts(
    release: Release, address: str
) -> None:
    r = of(release, address)
    assert sorted(row.ally.code for row in r.rows) == sorted(release.ally)
    shown = {finding.STAYED_ABOVE: 0, finding.CROSSED_UP: 0, finding.CROSSED_DOWN: 0}
    shown |= {o: len(r.block(o)) for o in shown}
    one_sided = sum(1 for row in r.block(finding.ONE_SIDED) if row.ally.code in r.now_count.meeting)
    assert shown[finding.STAYED_ABOVE] + shown[finding.CROSSED_UP] + one_sided == r.now_count.n
    assert len(text.table(r).rows) == 32
    assert text.title(r)
    assert text.summary(r).endswith(".")


@settings(max_examples=25)
@given(addresses, st.booleans())
def test_any_view_is_drawn_with_a_mark_for_each_figure_and_none_for_a_gap(
    release: Release, address: str, narrow: bool
) -> None:
    chart = CHARTS["ranking"](release, parse_qsl(address))
    r = of(release, address)
    if chart.empty:
        return
    figure = chart.figure(THEMES["page"], narrow)
    assert {t["type"] for t in figure["data"]} <= TRACE_TYPES
    marked = [t for t in figure["data"] if t["mode"] == "markers" and "customdata" in t]
    shares = [row for row in r.rows if row.outcome in finding.WITH_A_SHARE]
    assert sum(len(t["x"]) for t in marked) == sum(
        (row.now is not None) + (row.then is not None) for row in shares
    )
    assert 'role="img"' in draw(figure, label=chart.summary)


def test_words_beside_both_values_of_a_narrow_plot_are_short(release: Release) -> None:
    figure = CHARTS["ranking"](release, ()).figure(THEMES["light"], True)
    beside = [n["text"] for n in figure["layout"]["annotations"] if n["xref"] == "x domain"]
    assert {"below", "on a new", "measure"} <= set(beside)
    assert "on a new measure" not in beside


def test_shape_shows_the_side_and_fill_the_edition(release: Release) -> None:
    figure = CHARTS["ranking"](release, ()).figure(THEMES["light"], False)
    then, now = (t for t in figure["data"] if t["mode"] == "markers" and "customdata" in t)
    assert set(then["marker"]["color"]) == {LIGHT["paper"]}
    assert LIGHT["paper"] not in now["marker"]["color"]
    for trace in (then, now):
        for x, symbol in zip(trace["x"], trace["marker"]["symbol"], strict=True):
            assert (symbol == "circle") == (round(x + 1e-9, 2) >= 2)


OF = dict.fromkeys(("ally", "ally-categories", "ally-spending"), (("ally", "POL"),))
"""What a chart cannot be drawn without."""


def texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [t for v in value.values() for t in texts(v)]
    return [t for v in value for t in texts(v)] if isinstance(value, list) else []


@pytest.mark.parametrize("name", list(CHARTS))
def test_no_chart_carries_markup_that_the_policy_would_block(release: Release, name: str) -> None:
    chart = CHARTS[name](release, OF.get(name, ()))
    for narrow in (False, True):
        found = [t for t in texts(chart.figure(THEMES["light"], narrow)) if re.search(r"<(?!br>)", t)]
        assert found == []


@pytest.mark.parametrize("name", list(CHARTS))
def test_every_chart_uses_only_trace_types_of_the_shipped_bundle(release: Release, name: str) -> None:
    for narrow in (False, True):
        figure = CHARTS[name](release, OF.get(name, ())).figure(THEMES["dark"], narrow)
        assert {t["type"] for t in figure["data"]} <= TRACE_TYPES


def test_the_themes_are_the_stylesheets_tokens() -> None:
    css = (Path(finding.__file__).parents[2] / "assets" / "style.css").read_text("utf-8")
    root = [
        dict(re.findall(r"--([\w-]+): (#\w+);", block))
        for block in re.findall(r":root \{(.*?)\n\s*\}", css, re.S)
    ]
    for theme, tokens in zip((LIGHT, DARK), root[:2], strict=True):
        assert {role: tokens[role] for role in theme} == theme
