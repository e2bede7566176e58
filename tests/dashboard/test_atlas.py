"""The map: views and addresses, classes, words, the drawing, and its colours."""

from __future__ import annotations

from datetime import date
from itertools import combinations, pairwise, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import CHARTS
from dashboard.charts.chart import Chart
from dashboard.charts.map import data as atlas
from dashboard.charts.map import text as atlas_text
from dashboard.charts.map.data import step_of, steps_of
from dashboard.charts.map.land import INKS, SHADES
from dashboard.charts.map.state import MapState
from dashboard.drawing.placement import _cross
from dashboard.drawing.svg import draw
from dashboard.drawing.theme import THEMES
from dashboard.state import BadParameter
from etl.model import Release, as_printed
from tests.small import edition, release_of, share


def chart(release: Release, **parameters: str) -> Chart:
    return CHARTS["map"](release, list(parameters.items()))


def pairs_of(text: str) -> list[tuple[str, str]]:
    return [tuple(part.split("=")) for part in text.removeprefix("?").split("&") if part]  # type: ignore[misc]


def test_the_standard_map_is_the_newest_year_of_the_newest_edition(release: Release) -> None:
    drawn = chart(release)
    assert drawn.query == ""
    assert drawn.title == ("30 of 32 NATO allies are estimated at 2% in 2026; Slovenia is not")
    assert drawn.summary.endswith("No armed forces: Iceland.")


def test_every_view_has_one_address_that_leads_back_to_it(release: Release) -> None:
    for e in release.editions:
        for year, target in product(release.years(e.published), (2.0, 3.5)):
            view = MapState.standard(release, year=year, edition=e.published, target=target)
            assert MapState.parse(pairs_of(view.query(release)), release) == view


@pytest.mark.parametrize(
    ("name", "value"), [("year", "1999"), ("edition", "2024-06-18"), ("target", "9"), ("ally", "POL")]
)
def test_what_is_not_understood_is_rejected(release: Release, name: str, value: str) -> None:
    with pytest.raises(BadParameter, match=name):
        MapState.parse([(name, value)], release)


def test_the_map_counts_as_the_release_does(release: Release) -> None:
    for e in release.editions:
        for year in release.years(e.published):
            a = atlas.atlas(release, MapState.standard(release, year=year, edition=e.published))
            assert {p.ally.code for p in a.places if p.meets} == set(a.count.meeting)
            assert sum(len(a.of_step(s)) for s in range(5)) == a.count.n + len(a.count.not_meeting)


def test_a_cell_that_nato_left_blank_is_said_and_is_no_class(release: Release) -> None:
    drawn = chart(release, edition="2025-08-28", year="2025")
    germany = next(row for row in drawn.table.rows if row[0] == "Germany")
    assert germany == ("Germany", "–", "–", "left blank by NATO")
    assert "Left blank by NATO: Germany." in drawn.source


def test_who_was_not_yet_a_member_has_no_outline(release: Release) -> None:
    def outlined(year: str) -> int:
        figure = chart(release, year=year).figure(THEMES["light"], False)
        return sum(t.get("fill") == "toself" and t["xaxis"] == "x" for t in figure["data"])

    # the backdrop, and the members of Europe: 26 of 2014, 30 of 2024
    assert (outlined("2014"), outlined("2024")) == (1 + 26, 1 + 30)


def test_shares_missing_are_distinguished_from_those_below() -> None:
    e = edition(date(2024, 6, 17))
    small = release_of([share(e, "AAA", 2.4), share(e, "BBB", 1.2)], e)
    a = atlas.atlas(small, MapState.standard(small, year=2024, edition=e.published))
    assert [p.step for p in a.places] == [2, 0, None]
    assert a.places[-1].why == "missing here"
    assert atlas_text.title(a).startswith("1 of 2 NATO allies with a figure here spent at least 2%")
    assert a.empty  # there are no outlines to draw it with


@given(st.floats(0, 8), st.sampled_from([0.5, 2.0, 2.5, 3.5, 6.0]))
def test_a_share_is_in_the_class_whose_bounds_hold_it(value: float, target: float) -> None:
    step = step_of(value, target)
    assert (step >= atlas.LOWEST_MEETING) == (as_printed(value) >= target)
    assert step in (0, *steps_of(target))


def test_classes_follow_one_another_without_a_gap() -> None:
    for target in (0.5, 1.0, 2.0, 3.5):
        steps = steps_of(target)
        assert all(a - b == 1 for a, b in pairwise(steps))
        assert step_of(target - 0.006, target) == atlas.LOWEST_MEETING - 1
        assert step_of(target - 0.004, target) == atlas.LOWEST_MEETING


@pytest.mark.parametrize("narrow", [False, True])
def test_every_year_draws_in_page_and_file(release: Release, narrow: bool) -> None:
    for year in ("2014", "2017", "2026"):
        figure = chart(release, year=year).figure(THEMES["page"], narrow)
        assert "<svg" in draw(figure, label="map", element_id="m")
        assert {t["type"] for t in figure["data"]} == {"scatter"}


def test_every_member_below_the_target_has_a_diamond(release: Release) -> None:
    figure = chart(release, year="2018").figure(THEMES["light"], False)
    below = [t for t in figure["data"] if t["mode"] == "markers+text" and t["marker"]["symbol"] == "diamond"]
    names = {text.split("<br>")[0] for t in below for text in t["hovertext"]}
    assert len(names) == 29 - 1 - 5  # of 29 members all but Iceland and the five at 2%


def test_words_on_every_shade_can_be_read_and_neighbouring_shades_distinguished() -> None:
    for name in ("light", "dark"):
        theme = THEMES[name]
        for shade, ink in zip(SHADES, INKS, strict=True):
            assert contrast(theme[shade], theme[ink]) >= 4.5, (name, shade)
        lightness = [luminance(theme[shade]) for shade in SHADES]
        assert all(abs(a - b) > 0.03 for a, b in pairwise(lightness)), name


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * p for weight, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_page_offers_years_that_the_edition_reports(release: Release) -> None:
    from dashboard.pages.map import page

    built = page.build(release, [("edition", "2019-06-25")], {})
    context: Any = built.context
    assert context["form"].controls["year"].choices[0].value == "2019"
    assert built.canonical == "/map?edition=2019-06-25"


@pytest.mark.parametrize(
    ("name", "state"), [("map", [("year", "2026")]), ("explore", [("view", "map"), ("year", "2026")])]
)
def test_no_leader_strikes_a_name_or_another_leader(
    release: Release, name: str, state: list[tuple[str, str]]
) -> None:
    figure = CHARTS[name](release, state).figure(THEMES["light"], False)
    scale = 1120 * 0.62 / figure["layout"]["xaxis"]["range"][1]
    (leaders,) = [t for t in figure["data"] if t["mode"] == "lines" and "fill" not in t]
    ends = [(x * scale, y * scale) for x, y in zip(leaders["x"], leaders["y"], strict=True) if x is not None]
    lines = list(zip(ends[::2], ends[1::2], strict=True))
    assert len(lines) == 16
    assert not any(_cross(*a, *b) for a, b in combinations(lines, 2))
    struck = []
    for t in figure["data"]:
        if t["mode"] != "markers+text" or t.get("xaxis", "x") != "x":
            continue
        for x, y, text in zip(t["x"], t["y"], t["text"], strict=True):
            left, right = x * scale - 18, x * scale + 18
            rows = ((y * scale - 6), (y * scale + 6))
            struck += [text for row in rows for a in lines if text and _cross(*a, (left, row), (right, row))]
    assert struck == []
