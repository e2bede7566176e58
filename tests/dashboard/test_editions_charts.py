"""The charts of /trend and /revisions: what they draw, that labels keep clear, that every view draws."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import CHARTS
from dashboard.drawing import lines
from dashboard.drawing.lines import Label, Labels, LinePoint, PlotArea
from dashboard.drawing.plot import TRACE_TYPES, Figure
from dashboard.drawing.svg import draw
from dashboard.drawing.theme import THEMES
from dashboard.state import Pairs
from etl.model import Release

LIGHT = THEMES["light"]


def figure(release: Release, name: str, pairs: Pairs = (), *, narrow: bool = False) -> Figure:
    return CHARTS[name](release, pairs).figure(LIGHT, narrow)


def texts(fig: Figure) -> list[str]:
    return [note["text"] for note in fig["layout"]["annotations"]]


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("narrow", [False, True])
def test_every_chart_draws_in_trace_types_that_are_shipped(release: Release, name: str, narrow: bool) -> None:
    of_an_ally = "{ally}" in CHARTS[name].page
    fig = figure(release, name, [("ally", "POL")] if of_an_ally else (), narrow=narrow)
    assert {trace["type"] for trace in fig["data"]} <= TRACE_TYPES
    size = (fig["layout"]["width"], fig["layout"]["height"])
    assert draw(fig, label=name, size=size).startswith("<svg")


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        ("count-trend", [("edition", "2023-07-07"), ("target", "6")]),
        ("shares-of-gdp", [("edition", "2019-06-25"), ("target", "0.5")]),
        ("spending", [("edition", "2025-08-28")]),
        ("ally-revisions", [("ally", "MNE"), ("target", "6")]),
        ("ally-revisions", [("ally", "GBR"), ("year", "2012")]),
        ("ally-year", [("ally", "BGR"), ("year", "2019")]),
        ("count-by-edition", [("year", "2012"), ("target", "3.5")]),
        ("count-by-edition", [("year", "2026"), ("edition", "2021-03-16")]),
    ],
)
def test_unusual_views_draw_too(release: Release, name: str, pairs: Pairs) -> None:
    for narrow in (False, True):
        assert draw(figure(release, name, pairs, narrow=narrow), label=name, size=(700, 400))


@settings(max_examples=12)
@given(data=st.data())
def test_any_allys_year_draws(release: Release, data: st.DataObject) -> None:
    ally = data.draw(st.sampled_from([a.code for a in release.allies if a.armed_forces]))
    year = str(data.draw(st.integers(2014, 2026)))
    target = f"{data.draw(st.integers(50, 600)) / 100:g}"
    chosen = [("ally", ally), ("year", year), ("target", target)]
    for name in ("ally-revisions", "ally-year", "count-by-edition"):
        assert draw(figure(release, name, chosen), label=name, size=(700, 400))


def test_the_newest_edition_is_bold_and_dotted_where_it_estimates(release: Release) -> None:
    bold = [
        t
        for t in figure(release, "count-trend")["data"]
        if t["mode"] == "lines" and t["line"]["color"] == LIGHT["ink"] and t["line"]["width"] > 2
    ]
    solid, dotted = bold
    assert "dash" not in solid["line"]
    assert (solid["x"][0], solid["x"][-1], solid["y"][-1]) == (2014, 2024, 17)
    assert (dotted["line"]["dash"], dotted["x"], dotted["y"]) == ("dot", [2024, 2025, 2026], [17, 28, 30])


def test_the_presss_counts_are_squares_with_their_source(release: Release) -> None:
    squares = [
        t
        for t in figure(release, "count-trend")["data"]
        if t["mode"] == "markers" and t["marker"]["symbol"] == "square"
    ]
    assert [(t["x"], t["y"]) for t in squares] == [([2020, 2021, 2022, 2022], [11, 10, 9, 7])]
    assert all("Press reports" in said for said in squares[0]["hovertext"])


def test_low_counts_are_not_drawn_under_an_empty_sky(release: Release) -> None:
    low = figure(release, "count-trend", [("target", "3.5")])
    assert low["layout"]["yaxis"]["range"][1] < 8
    assert not [text for text in texts(low) if "members" in text]
    assert [text for text in texts(figure(release, "count-trend")) if "members" in text]


def test_bars_begin_at_nought_and_stand_on_one_another(release: Release) -> None:
    fig = figure(release, "spending")
    below, above = fig["data"]
    assert fig["layout"]["yaxis"]["range"][0] == 0
    assert set(below["base"]) == {0.0}
    assert above["base"] == below["y"]
    assert below["marker"]["color"][-1] != below["marker"]["color"][0]


def test_hollow_is_an_earlier_edition_and_nothing_else(release: Release) -> None:
    def marks(fig: Figure) -> list[Any]:
        return [t["marker"]["color"] == LIGHT["paper"] for t in fig["data"] if t["mode"] == "markers"]

    assert marks(figure(release, "ally-year", [("ally", "BGR")])) == [True, True, True, False]
    # the newest edition's 2024 is an estimate no longer; its 2026 is, and is solid all the same
    assert marks(figure(release, "ally-year", [("ally", "BGR"), ("year", "2026")])) == [False]


def test_the_side_of_the_target_is_reported_by_shape_and_colour(release: Release) -> None:
    fig = figure(release, "ally-year", [("ally", "BGR")])
    shown = [t["marker"] for t in fig["data"] if t["mode"] == "markers"]
    assert [m["symbol"] for m in shown] == ["circle", "circle", "diamond", "diamond"]
    assert [m["line"]["color"] for m in shown] == [LIGHT[role] for role in ("above", "above", "slip", "slip")]


def test_the_drawn_matrix_says_every_count(release: Release) -> None:
    chart = CHARTS["count-by-edition"](release, [])
    drawn = [text for t in chart.figure(LIGHT, False)["data"] if t["type"] == "scatter" for text in t["text"]]
    counts = [cell.split()[0] for row in chart.table.rows for cell in row[1:-1] if cell[:1].isdigit()]
    assert sorted(text for text in drawn if text.rstrip("e").isdigit() and len(text) < 4) == sorted(counts)


def test_a_line_with_a_gap_of_estimates_is_split_once_each(release: Release) -> None:
    points = [LinePoint(0, 1), LinePoint(1, 2), LinePoint(2, 3, True), LinePoint(3, 4)]
    solid, dotted = lines.line_traces([points], THEMES["light"], "ink", 2)
    assert solid["x"] == [0, 1, None, 2, 3]
    assert dotted["x"] == [1, 2]


@given(low=st.floats(0, 5), span=st.floats(0.05, 40), most=st.integers(3, 9))
def test_ticks_lie_within_and_are_no_more_than_asked(low: float, span: float, most: int) -> None:
    ticks = lines.steps(low, low + span, most)
    assert len(ticks) <= most
    assert all(low - 1e-5 <= t <= low + span + 1e-5 for t in ticks)


def test_labels_keep_clear_of_lines_and_of_each_other() -> None:
    sheet = PlotArea((0, 10), (0, 10), (0, 1), (0, 1), (400, 300))
    labels = Labels(sheet, LIGHT)
    labels.keep_clear([LinePoint(0, 5), LinePoint(5, 5)])
    labels.add([Label("first", 5, 5, {"size": 11}, ("left", "right"))])
    labels.add([Label("second", 5, 5, {"size": 12}, ("right", "below"), needed=False)])
    labels.add([Label("third", 5, 5, {"size": 12}, ("right",), needed=False)])
    assert [(n["text"], n["xanchor"]) for n in labels.notes] == [("first", "left"), ("second", "center")]


def test_no_chart_sets_two_base_years_in_one_line(release: Release) -> None:
    said = {}
    for edition in ("2019-06-25", "2024-06-17", "2026-07-07"):
        fig = figure(release, "spending", [("edition", edition)])
        units = {text.split("<br>")[1] for t in fig["data"] for text in t["hovertext"]}
        said[date.fromisoformat(edition).year] = units
    assert said == {
        2019: {"million US dollars, 2015 prices"},
        2024: {"million US dollars, 2015 prices"},
        2026: {"million US dollars, 2021 prices"},
    }
