"""A chart as a file: its words around the drawing, its preview, its table."""

from __future__ import annotations

import csv
import io
import struct
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import CHARTS
from dashboard.drawing.card import CARD, SUBTITLE, TITLE, card, sheet, table_csv, wrapped
from dashboard.drawing.png import rasterise
from dashboard.drawing.theme import THEMES
from dashboard.state import BadParameter
from dashboard.web.figures import figure_answer
from etl.model import Release

NAMES = ("ranking", "map")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("narrow", [False, True])
def test_a_file_carries_title_subtitle_source_and_release(release: Release, name: str, narrow: bool) -> None:
    chart = CHARTS[name](release, [])
    document = ElementTree.fromstring(sheet(chart, THEMES["dark"], narrow, release.id))  # noqa: S314
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
    assert b"Three of 28 allies" in then
    assert b"Seventeen of 32 allies" in now


@pytest.mark.parametrize(("name", "value"), [("size", "huge"), ("theme", "sepia"), ("colour", "red")])
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
    rows = list(csv.reader(io.StringIO(table_csv(chart.table.head, chart.table.rows))))
    assert rows[0] == list(chart.table.head)
    assert len(rows) == 1 + 32
    albania = next(row for row in rows if row[0] == "Albania")
    assert float(albania[3]) == -0.68
    assert next(csv.reader([table_csv(["a, b", 'c"d'], []).strip()])) == ["a, b", 'c"d']


def test_a_file_of_the_table_opens_as_unicode(release: Release) -> None:
    answer = figure_answer(release, "map", "csv", [], rasterise)
    assert answer.body.startswith(b"\xef\xbb\xbf")
    assert "Türkiye" in answer.body.decode("utf-8-sig")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="two-percent-map.csv"'
