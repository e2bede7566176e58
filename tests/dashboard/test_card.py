"""A chart as a file: its words around the drawing, its preview, its table."""

from __future__ import annotations

import csv
import io
import re
import struct
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import CHARTS
from dashboard.charts.table import Table, as_data, write_csv
from dashboard.drawing.card import CARD, SUBTITLE, TITLE, card, sheet, wrapped
from dashboard.drawing.png import rasterise
from dashboard.drawing.theme import THEMES
from dashboard.formatting import day
from dashboard.state import BadParameter
from dashboard.web.figures import figure_answer
from etl.model import Release

NAMES = ("ranking", "map")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("narrow", [False, True])
def test_a_file_carries_title_subtitle_source_and_release(release: Release, name: str, narrow: bool) -> None:
    chart = CHARTS[name](release, [])
    document = ElementTree.fromstring(sheet(chart, THEMES["dark"], narrow, [release.id]))  # noqa: S314
    texts = " ".join(e.text or "" for e in document.iter("{http://www.w3.org/2000/svg}text"))
    for shown in (chart.title, chart.subtitle, *chart.source, release.id):
        assert shown in texts
    assert document.get("aria-label", "").startswith(chart.title)


def test_a_preview_has_the_size_that_is_asked_for_and_another_paper_in_the_dark(release: Release) -> None:
    for theme in ("light", "dark"):
        png = figure_answer(release, "map", "png", [("size", "card"), ("theme", theme)], rasterise).body
        assert struct.unpack(">II", png[16:24]) == CARD
    assert f'fill="{THEMES["dark"]["paper"]}"' in card(CHARTS["map"](release, []), THEMES["dark"])


def test_a_view_in_a_file_is_that_of_the_page(release: Release) -> None:
    then, now = (
        figure_answer(release, "map", "svg", [("year", y)], rasterise).body for y in ("2014", "2024")
    )
    assert b"3 of 28 NATO allies" in then
    assert b"17 of 32 NATO allies" in now


@pytest.mark.parametrize(("name", "value"), [("size", "huge"), ("theme", "sepia"), ("themes", "red")])
def test_a_file_rejects_what_it_does_not_know(release: Release, name: str, value: str) -> None:
    with pytest.raises(BadParameter, match=name):
        figure_answer(release, "map", "svg", [(name, value)], rasterise)


words = st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), min_size=1, max_size=12)


@given(st.lists(words, min_size=1, max_size=30), st.floats(60, 800))
def test_wrapping_loses_no_word_and_no_line_is_too_wide(text: list[str], width: float) -> None:
    lines = wrapped(" ".join(text), TITLE, width)
    assert " ".join(lines).split() == " ".join(text).split()
    assert all(TITLE.width(line) <= width or " " not in line for line in lines)


def test_widths_are_those_of_the_typeface_within_a_tenth() -> None:
    # As a browser sets these in Source Sans 3 at 15 px.
    known = "Defence expenditure in 2024, % of GDP, by the table of 17 June 2024"
    assert SUBTITLE.width(known) == pytest.approx(440, rel=0.1)


def test_the_table_reads_back_and_numbers_are_numbers(release: Release) -> None:
    chart = CHARTS["ranking"](release, [])
    rows = list(csv.reader(io.StringIO(write_csv(*as_data(chart.table)))))
    assert [name for name in rows[0] if name != "estimate"] == list(chart.table.head)
    assert len(rows) == 1 + 32
    albania = next(row for row in rows if row[0] == "Albania")
    assert albania[1:5] == ["2.03", "true", "1.35", "-0.68"]
    assert next(csv.reader([write_csv(["a, b", 'c"d'], []).strip()])) == ["a, b", 'c"d']


@pytest.mark.parametrize("name", CHARTS)
def test_each_chart_s_table_has_numbers_and_missing_is_empty(release: Release, name: str) -> None:
    pairs = [("ally", "POL")] if "{ally}" in CHARTS[name].page else []
    shown = CHARTS[name](release, pairs).table
    head, rows = as_data(shown)
    assert any(_is_numeric(rows, i) for i in range(1, len(head))), head
    assert len(set(head)) == len(head), head
    for i, title in enumerate(head):
        column = {row[i] for row in rows}
        assert "–" not in column, title
        assert not any(cell.startswith("$") for cell in column), title
    for i, title in enumerate(head):
        if title == "estimate" or title.endswith(", estimate"):
            assert {row[i] for row in rows} <= {"true", "false", ""}
            # An estimate is one where the table has its e, and no value has no mark.
            before = [row[shown.head.index(head[i - 1])] for row in shown.rows]
            assert [row[i] == "true" for row in rows] == [
                "e" in c and c[0] in "+−0123456789$" for c in before
            ]
            assert [row[i] == "" for row in rows] == [row[i - 1] == "" for row in rows]


def _is_numeric(rows: list[list[str]], i: int) -> bool:
    found = [row[i] for row in rows if row[i]]
    return bool(found) and all(re.fullmatch(r"-?\d+(\.\d+)?", cell) for cell in found)


def test_a_decimal_comma_divides_cells_by_semicolons(release: Release) -> None:
    point = figure_answer(release, "map", "csv", [], rasterise).body.decode("utf-8-sig")
    comma = figure_answer(release, "map", "csv", [("decimal", "comma")], rasterise).body.decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(comma), delimiter=";"))
    assert read[1][1] == "5,33"
    assert [[re.sub(r"^(-?\d+),(\d+)$", r"\1.\2", c) for c in row] for row in read] == list(
        csv.reader(io.StringIO(point))
    )


def test_a_count_s_marks_of_change_are_no_part_of_the_number() -> None:
    table = Table("", ("Edition", "2024"), (("a", "17e ▾1▴2"), ("b", "1,026"), ("c", "–"), ("d", "23")))
    assert as_data(table) == (
        ["Edition", "2024", "estimate"],
        [["a", "17", "true"], ["b", "1026", "false"], ["c", "", ""], ["d", "23", "false"]],
    )
    money = Table("", ("a", "Dollars"), (("a", "$1,034 bn"), ("b", "$1.6 bn"), ("c", "$412 m"), ("d", "–")))
    assert [row[1] for row in as_data(money)[1]] == ["1034000000000", "1600000000", "412000000", ""]
    assert as_data(Table("", ("a", "b"), ())) == (["a", "b"], [])
    assert as_data(Table("", ("a",), (("5 (22 June)",), ("7",)))) == (["a"], [["5 (22 June)"], ["7"]])


@pytest.mark.parametrize("format_", ["wide", "square", "story"])
@pytest.mark.parametrize("name", ["ranking", "map", "count-by-edition", "ally"])
def test_a_picture_says_by_itself_what_it_is_from(release: Release, name: str, format_: str) -> None:
    pairs = [("ally", "POL")] if name == "ally" else []
    site = "https://two.example"
    svg = figure_answer(release, name, "svg", [*pairs, ("format", format_)], rasterise, site).body.decode()
    words = " ".join(ElementTree.fromstring(svg).itertext())  # noqa: S314
    assert "NATO" in words
    assert f"latest edition {day(release.latest_edition.published)}" in words
    home_of = {"ranking": "/?", "map": "/map?", "count-by-edition": "/revisions?", "ally": "/allies/POL?"}[
        name
    ]
    assert f"{site}{home_of}" in words.replace("&amp;", "&")
    assert f"as_of={release.latest_edition.id}" in words
    if format_ != "wide":
        root = ElementTree.fromstring(svg)  # noqa: S314
        high = {"square": "1080", "story": "1920"}[format_]
        assert (root.get("width"), root.get("height")) == ("1080", high)


def test_of_two_drawings_that_fill_a_picture_the_one_with_larger_letters_is_taken(release: Release) -> None:
    svg = figure_answer(release, "ranking", "svg", [("format", "story")], rasterise).body.decode()
    assert float(re.findall(r"scale\(([\d.]+)\)", svg)[0]) > 1.5


def test_a_file_of_the_table_opens_as_unicode(release: Release) -> None:
    answer = figure_answer(release, "map", "csv", [], rasterise)
    assert answer.body.startswith(b"\xef\xbb\xbf")
    assert "Türkiye" in answer.body.decode("utf-8-sig")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="two-percent-map.csv"'
