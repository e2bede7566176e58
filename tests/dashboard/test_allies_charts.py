"""The charts on allies: they draw in both themes and widths, from traces that the shipped script can draw."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

import pytest

from dashboard.charts import CHARTS
from dashboard.charts.allies.data import allies
from dashboard.charts.allies.plot import spark
from dashboard.charts.allies.state import AlliesState
from dashboard.drawing.plot import TRACE_TYPES
from dashboard.drawing.svg import draw
from dashboard.drawing.theme import THEMES
from etl.model import Release

STATES = [
    ("allies", ""),
    ("allies", "edition=2016-07-04&order=growth"),
    ("ally", "ally=POL"),
    ("ally", "ally=GBR&target=2"),
    ("ally", "ally=DEU&edition=2025-08-28"),
    ("ally", "ally=MNE&edition=2017-06-29"),
    ("ally-categories", "ally=NLD"),
    ("ally-spending", "ally=LUX"),
    ("ally-spending", "ally=POL&edition=2025-08-28"),
    ("guidelines", ""),
    ("guidelines", "edition=2024-06-17&target=5&ally=POL"),
    ("road", ""),
    ("road", "edition=2025-08-28&target=2&by=2026&growth=-5"),
]


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])
@pytest.mark.parametrize(("name", "query"), STATES)
def test_it_draws(release: Release, name: str, query: str, narrow: bool) -> None:
    chart = CHARTS[name](release, parse_qsl(query))
    assert not chart.empty
    assert chart.summary
    assert all(len(row) == len(chart.table.head) for row in chart.table.rows)
    figures = [chart.figure(THEMES[t], narrow) for t in ("page", "light")]
    for figure in figures:
        assert {t["type"] for t in figure["data"]} <= TRACE_TYPES
        assert not re.search(r"<[bi]>", str(figure))
    assert "var(" in draw(figures[0], label="a", element_id="a")
    size = (float(figures[1]["layout"]["width"]), float(figures[1]["layout"]["height"]))
    assert "var(" not in draw(figures[1], label="a", size=size, element_id="a")


def words(figure: Any) -> list[str]:
    traces = [str(x) for t in figure["data"] for x in t.get("text", [])]
    return traces + [a["text"] for a in figure["layout"]["annotations"]]


def test_what_stands_out_is_named_beside_its_mark_and_every_quarter_has_its_count(release: Release) -> None:
    chart = CHARTS["guidelines"](release, [])
    found = words(chart.figure(THEMES["light"], False))
    allies = {row[0]: row[3] for row in chart.table.rows if row[0] != "Iceland"}
    named = {name for name in allies if name in found}
    one = {name for name, met in allies.items() if met not in ("both guidelines", "neither")}
    assert one
    assert one <= named < allies.keys()
    quarters = ("both guidelines", "neither", "only 2% of GDP", "only 20% on equipment")
    assert {w: found[i - 1] for i, w in enumerate(found) if w in quarters} == {
        "both guidelines": "29",
        "neither": "0",
        "only 2% of GDP": "1",
        "only 20% on equipment": "1",
    }


def test_estimates_are_dotted_and_hollow_is_earlier(release: Release) -> None:
    figure = CHARTS["ally"](release, [("ally", "POL")]).figure(THEMES["light"], False)
    dotted = [t for t in figure["data"] if t["mode"] == "lines" and "dash" in t["line"]]
    assert dotted[-1]["x"] == [2024, 2025, 2026]
    ink = THEMES["light"]["ink"]
    assert [t["line"]["color"] == ink for t in dotted] == [False] * (len(dotted) - 1) + [True]
    last = figure["data"][-1]
    assert last["marker"]["color"] == THEMES["light"]["ink"]
    assert "4.68e<br>Jul 2026<br>core" in words(figure)


def test_no_line_is_drawn_over_years_that_are_missing(release: Release) -> None:
    figure = CHARTS["ally"](release, [("ally", "POL"), ("edition", "2023-07-07")]).figure(
        THEMES["light"], False
    )
    assert not [t for t in figure["data"][-1:] if "lines" in t["mode"]]
    a = allies(release, AlliesState.parse([("edition", "2023-07-07")], release))
    poland, british = (next(c for c in a.courses if c.ally.code == code) for code in ("POL", "GBR"))
    assert spark(poland, a).final == spark(poland, a).estimated == ""
    assert len(spark(poland, a).dots) == 1
    assert spark(british, a).final.count("L") == 7
    assert spark(british, a).estimated.count("L") == 2


def test_the_road_is_bold_where_more_is_asked_than_the_last_years_brought(release: Release) -> None:
    figure = CHARTS["road"](release, []).figure(THEMES["light"], False)
    names = next(t for t in figure["data"] if "Slovenia" in t.get("text", []))
    bold = {n for n, w in zip(names["text"], names["textfont"]["weight"], strict=True) if w > 400}
    assert bold == {"Slovenia", "Slovak Republic", "Hungary", "France"}
