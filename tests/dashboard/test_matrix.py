"""The matrix of counts against what is known of NATO's editions, and what is said of it."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.charts import CHARTS
from dashboard.charts.count_by_edition import text as revisions
from dashboard.charts.count_by_edition.data import (
    COUNTED,
    MISSING,
    OUTSIDE,
    PART,
    PRESS,
    Matrix,
    YearCount,
    matrix,
)
from dashboard.charts.count_by_edition.text import mark, title
from dashboard.pages.revisions.cell import panel
from etl.model import Release

JUNE_2024, AUGUST_2025, JULY_2026 = date(2024, 6, 17), date(2025, 8, 28), date(2026, 7, 7)
NEW = " (new measure)"
TARGETS = st.integers(50, 600).map(lambda hundredths: hundredths / 100)


@pytest.fixture(scope="module")
def at_two(release: Release) -> Matrix:
    return matrix(release, 2.0)


def counts_of(m: Matrix, edition: date) -> list[int]:
    return [c.n for row in m.rows if row.published == edition for c in row.cells if c.state == COUNTED]


def test_the_counts_of_the_whole_tables(at_two: Matrix) -> None:
    assert counts_of(at_two, JUNE_2024) == [3, 5, 5, 4, 6, 7, 9, 6, 7, 10, 23]
    assert counts_of(at_two, AUGUST_2025) == [3, 4, 4, 3, 5, 6, 8, 6, 7, 10, 18, 30]
    assert counts_of(at_two, JULY_2026) == [3, 4, 4, 3, 5, 6, 8, 6, 7, 10, 17, 28, 30]


def test_estimates_are_those_of_the_edition(at_two: Matrix) -> None:
    estimates = [
        (c.published.year, c.year) for r in at_two.rows for c in r.cells if c.estimate and c.has_count
    ]
    assert (2024, 2023) in estimates
    assert (2024, 2024) in estimates
    assert (2024, 2022) not in estimates
    assert (2026, 2024) not in estimates


def test_sets_are_compared_and_not_numbers(at_two: Matrix) -> None:
    cell = at_two.cell(JUNE_2024, 2019)
    assert (cell.n, cell.since, cell.swapped) == (7, date(2019, 6, 25), True)
    assert (set(cell.removed), set(cell.added)) == ({"POL", "ROU"}, {"BGR", "LTU"})
    assert mark(cell) == "⇄2"


def test_who_was_removed_and_added_of_2025(at_two: Matrix) -> None:
    cell = at_two.cell(JULY_2026, 2025)
    assert (set(cell.removed), cell.added) == ({"ALB", "CZE", "SVN"}, ("DEU",))
    assert mark(cell) == "▾3▴1"
    assert revisions.kind(cell) == "has down"


def test_counts_by_the_press_are_rows_of_their_own_at_two_per_cent_only(release: Release) -> None:
    def press(m: Matrix) -> list[tuple[date, int, int]]:
        return [(c.published, c.year, c.n) for r in m.rows for c in r.cells if c.state == PRESS]

    assert press(matrix(release, 2.0)) == [
        (date(2021, 3, 16), 2020, 11),
        (date(2021, 6, 11), 2021, 10),
        (date(2022, 6, 27), 2022, 9),
        (date(2023, 3, 21), 2022, 7),
    ]
    assert press(matrix(release, 2.01)) == []


def test_what_is_in_part_available_is_no_count(at_two: Matrix) -> None:
    cell = at_two.cell(date(2023, 7, 7), 2016)
    assert (cell.state, cell.has_count) == (PART, False)
    assert cell not in at_two.column(2016)
    assert revisions.label(cell) == "2016, available here only in part, edition of 7 July 2023"


def test_missing_is_distinguished_from_not_in_the_edition(at_two: Matrix) -> None:
    states = {y: at_two.cell(date(2025, 4, 24), y).state for y in at_two.years}
    assert {y for y, s in states.items() if s == OUTSIDE} == {2012, 2013, 2025, 2026}
    assert {y for y, s in states.items() if s == MISSING} == set(range(2014, 2024))
    assert at_two.cell(JUNE_2024, 2013).state == OUTSIDE
    assert at_two.cell(date(2016, 7, 4), 2012).state == MISSING


@settings(max_examples=25)
@given(target=TARGETS)
def test_a_change_is_the_difference_of_two_lists_one_below_the_other(release: Release, target: float) -> None:
    m = matrix(release, target)
    assert all(len(row.cells) == len(m.years) for row in m.rows)
    for year in m.years:
        column = m.column(year)
        for before, after in pairwise(column):
            assert after.since == before.published
            assert (set(before.meeting) - set(after.removed)) | set(after.added) == set(after.meeting)
            assert before.n - len(after.removed) + len(after.added) == after.n
        assert all(c.n <= c.of for c in column)


@settings(max_examples=25)
@given(target=TARGETS)
def test_the_title_shows_the_counts_of_the_column_in_their_order_as_many_as_it_has_words_for(
    release: Release, target: float
) -> None:
    m = matrix(release, target)
    for year in m.years:
        counts = [str(c.n) for c in m.column(year)]
        said = title(m, year)
        once = [n for i, n in enumerate(counts) if i == 0 or n != counts[i - 1]]
        if " first, " in said:
            assert len(once) > 4
            assert said.split(": ")[1].startswith(f"{once[0]} first, ")
            assert f" later, {once[-1]} now" in said
        elif len(once) > 1:
            assert f" {', '.join(once[:-1])}, then {once[-1]}" in said
        else:
            assert (once[0] if once[0] != "0" else "none") in said
        assert "None" not in "".join(text for text, _ in revisions.standfirst(m, year))


@pytest.mark.parametrize(
    ("target", "year", "expected"),
    [
        (2.0, 2024, "NATO allies at 2% in 2024: counted as 23, 22, 18, then 17" + NEW),
        (2.0, 2016, "NATO allies at 2% in 2016: counted as 5, 4, 5, then 4" + NEW),
        (2.0, 2014, "NATO allies at 2% in 2014: counted as 3 all 5 times" + NEW),
        (2.0, 2026, "NATO allies at 2% in 2026: counted once so far, as 30 of 32 (estimates)"),
        (2.0, 2012, "NATO allies at 2% in 2012: the one count available here, 3 of 28"),
        (6.0, 2025, "NATO allies at 6% in 2025: counted as none both times" + NEW),
        (1.5, 2016, "NATO allies at 1.5% in 2016: counted as 8 each time, not the same allies" + NEW),
    ],
)
def test_titles(release: Release, target: float, year: int, expected: str) -> None:
    assert title(matrix(release, target), year) == expected


def test_the_standfirst_counts_the_years_that_tables_changed(at_two: Matrix) -> None:
    said = "".join(text for text, _ in revisions.standfirst(at_two, 2024))
    assert "9 of the 12 years from 2014 to 2025, and twice swapped names" in said
    assert "the first 2 are the press’s" in revisions.standfirst(at_two, 2022)[0][0]


def test_a_year_that_nobody_reports_has_a_title() -> None:
    empty = Matrix(2.0, 2.0, (2030,), ())
    assert title(empty, 2030) == "No count of NATO allies at 2% in 2030 is available here"
    assert revisions.summary(empty, 2030) == "No count of allies at 2% of GDP in 2030 is available here."


def test_the_panel_names_who_was_removed_with_both_values(release: Release, at_two: Matrix) -> None:
    p = panel(release, at_two, at_two.cell(AUGUST_2025, 2024))
    assert (p.heading, p.big, p.unit) == ("2024, edition of 28 August 2025", "18", "of 32 members, estimates")
    assert p.since == "24 April 2025"
    assert [(line.name, line.before, line.now) for line in p.removed] == [
        ("Albania", "2.04e", "1.70e"),
        ("Bulgaria", "2.04e", "1.95e"),
        ("North Macedonia", "2.00e", "1.89e"),
        ("Slovak Republic", "2.00e", "1.96e"),
    ]
    assert len(p.meeting) == 18
    assert p.meeting[0].name == "Poland"
    assert p.without == ("Iceland: no armed forces, no row in the tables.",)


def test_the_panel_says_who_has_no_figure(release: Release, at_two: Matrix) -> None:
    p = panel(release, at_two, at_two.cell(AUGUST_2025, 2025))
    assert "Germany: NATO published no figure." in p.without
    came = panel(release, at_two, at_two.cell(JULY_2026, 2025)).added
    assert [(line.name, line.before, line.now) for line in came] == [("Germany", "no figure", "2.22e")]


def test_the_panel_of_the_press_has_names_and_no_values(release: Release, at_two: Matrix) -> None:
    p = panel(release, at_two, at_two.cell(date(2023, 3, 21), 2022))
    assert [line.now for line in p.meeting] == [""] * 7
    assert [(line.name, line.before, line.now) for line in p.removed] == [
        ("Croatia", "named", "not named"),
        ("Slovak Republic", "named", "not named"),
    ]
    assert "annual report 2022" in p.provenance


@pytest.mark.parametrize(
    ("day", "year", "said"),
    [
        (date(2023, 7, 7), 2016, "1 of 27 figures available here: no count can be made of it."),
        (date(2016, 7, 4), 2020, "The edition of 4 July 2016 does not cover 2020."),
        (date(2025, 4, 24), 2020, "What the edition of 24 April 2025 said of 2020 is missing here"),
        (date(2021, 3, 16), 2016, "the press counted one year at 2% only"),
    ],
)
def test_a_cell_without_a_count_says_why_and_what_there_is(
    release: Release, at_two: Matrix, day: date, year: int, said: str
) -> None:
    p = panel(release, at_two, at_two.cell(day, year))
    assert said in p.explanation
    assert p.big == ""
    assert [c.published for c in p.others] == [c.published for c in at_two.column(year)]


def test_the_break_and_the_blank_are_said(release: Release, at_two: Matrix) -> None:
    said = " ".join(revisions.source(at_two, release, at_two))
    assert "Germany has no figure for 2025 in the edition of 28 August 2025" in said
    assert (
        "The edition of 7 July 2026 counts core defence expenditure, those before it defence expenditure: "
        "definitions differ, not directly comparable." in said
    )


def test_the_table_shows_the_matrix(at_two: Matrix) -> None:
    table = revisions.table(at_two)
    rows = {row[0]: dict(zip(table.head, row, strict=True)) for row in table.rows}
    assert rows["17 June 2024"]["2024"] == "23e"
    assert rows["7 July 2026"]["2025"] == "28e ▾3▴1"
    assert rows["7 July 2023"]["2016"] == "in part"
    assert rows["4 July 2016"]["2020"] == ""


def test_the_page_has_one_cell_for_neighbouring_years_that_an_edition_does_not_cover(
    client: FlaskClient, at_two: Matrix
) -> None:
    page = client.get("/revisions").text
    rows = re.findall(r"<tr.*?</tr>", page[page.index("<tbody>") : page.index("</tbody>")], re.S)[1:]
    assert len(rows) == len(at_two.rows)
    for html, row in zip(rows, reversed(at_two.rows), strict=True):
        cells = re.findall(r"<td(.*?)>(.*?)</td>", html)
        years = [int((re.findall(r'colspan="(\d+)"', look) or [1])[0]) for look, _ in cells]
        said = [words for (_, words), many in zip(cells, years, strict=True) for _ in range(many)]
        outside = [cell.state == OUTSIDE for cell in row.cells]
        assert ["not in this edition" in words for words in said] == outside
        plain = ['class="' not in look and "not in this" in words for look, words in cells]
        assert not any(a and b for a, b in pairwise(plain)), "neighbours are one cell"


def test_a_cell_that_nothing_came_before_has_no_change() -> None:
    cell = YearCount(JUNE_2024, 2024, COUNTED, 32, ("POL",))
    assert (cell.changed, mark(cell), revisions.kind(cell)) == (False, "", "has")


def test_the_height_of_the_drawing_is_known_without_one(release: Release) -> None:
    asked: tuple[tuple[str, list[tuple[str, str]]], ...] = (
        ("count-by-edition", []),
        ("count-by-edition", [("year", "2014")]),
        ("count-by-edition", [("target", "3.5"), ("edition", "2024-06-17")]),
        ("allies", []),
        ("allies", [("edition", "2023-07-07")]),
    )
    for name, pairs in asked:
        chart = CHARTS[name](release, pairs)
        known = chart.height(False), chart.height(True)
        assert not {"wide", "narrow"} & vars(chart).keys(), "nothing was drawn for it"
        assert known == (chart.wide["layout"]["height"], chart.narrow["layout"]["height"])
