"""The number of a table is that which the edition itself gives it."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from dashboard.charts import CHARTS
from dashboard.charts.table import as_html
from dashboard.filters import Filters
from dashboard.observations import index
from dashboard.pages.data.data import none_found
from etl.claims.derived import observation
from etl.model import Release

JANUARY_2016 = date(2016, 1, 28)


def test_every_figure_stands_in_the_table_that_its_edition_has_it_in(shipped_release: Release) -> None:
    for f in shipped_release.observations:
        assert shipped_release.table(f.edition, f.indicator) == f.table
    assert shipped_release.table(JANUARY_2016, "military_personnel") == "5"
    assert shipped_release.table(date(2026, 7, 7), "military_personnel") == "7"
    assert shipped_release.table(date(2018, 7, 10), "military_personnel") == "7"


def test_every_table_of_a_figure_can_be_asked_for(shipped_release: Release) -> None:
    for number in sorted({f.table for f in shipped_release.observations}):
        assert Filters.parse([("table", number)], shipped_release).tables == (number,)
    assert "6a" in {f.table for f in shipped_release.observations}


@pytest.mark.parametrize(
    ("chart", "pairs", "words"),
    [
        ("explore", {"indicator": "military_personnel"}, "NATO, table 5, edition of 28 January 2016"),
        (
            "explore",
            {"indicator": "gdp_per_capita", "ally": "POL"},
            "NATO, table 4, edition of 28 January 2016",
        ),
        ("guidelines", {"year": "2015"}, "NATO, tables 3 and 6a, edition of 28 January 2016"),
        ("ally-categories", {"ally": "POL"}, "tables 6a and 6b"),
    ],
)
def test_a_source_names_the_table_of_its_edition(
    shipped_release: Release, chart: str, pairs: dict[str, str], words: str
) -> None:
    found = CHARTS[chart](shipped_release, [("edition", "2016-01-28"), *pairs.items()])
    assert words in " ".join(found.source)


def test_a_figure_computed_for_a_group_is_of_the_table_of_its_members(shipped_release: Release) -> None:
    found = observation(shipped_release, JANUARY_2016, "equipment_share", 2014, "european members")
    assert found is not None
    assert found.table == "6a"


def test_a_blank_cell_is_in_the_table_of_its_edition(shipped_release: Release) -> None:
    asked = Filters(
        editions=(JANUARY_2016,), allies=("ALB",), indicators=("military_personnel",), years=(2008,)
    )
    found = index(shipped_release)
    assert "Left blank by NATO itself" in none_found(found, replace(asked, tables=("5",)))
    assert "Left blank by NATO itself" not in none_found(found, replace(asked, tables=("7",)))


def test_rows_are_html_cell_by_cell_and_no_text_is_markup() -> None:
    rows = [("Poland", "4.12e", ""), ('<b>"Türkiye"</b>', "A & B"), ("alone",)]
    assert as_html(rows).splitlines() == [
        '<tr><th scope="row">Poland</th><td translate="no">4.12e</td><td translate="no"></td></tr>',
        '<tr><th scope="row">&lt;b&gt;&#34;Türkiye&#34;&lt;/b&gt;</th><td translate="no">A &amp; B</td></tr>',
        '<tr><th scope="row">alone</th></tr>',
    ]
    assert not as_html([])
