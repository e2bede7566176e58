"""One ally's share as every edition reports it: lines, gaps, titles, tables."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard import formatting as words
from dashboard.charts.ally_revisions import data
from dashboard.charts.ally_revisions import text as revisions_text
from dashboard.charts.count_by_edition.state import RevisionsState
from etl.model import Release


def revisions(release: Release, ally: str, year: int = 2024, target: float = 2.0) -> data.AllyRevisions:
    return data.revisions_of(release, RevisionsState(date(2026, 7, 7), year, target, ally))


@pytest.mark.parametrize(
    ("ally", "year", "title"),
    [
        ("BGR", 2024, "NATO on Bulgaria: 2024 from 2.18% to 1.93%, 2019 from 1.61% to 3.15%"),
        ("ALB", 2024, "NATO on Albania: 2024 fell from 2.03% to 1.35%"),
        ("FIN", 2024, "NATO on Finland: 2024 from 2.41% to 2.11%, 2023 from 2.45% to 2.12%"),
        ("NLD", 2026, "NATO on the Netherlands: 2026 in one edition available here, 2.58% (estimate)"),
        (
            "MKD",
            2016,
            "NATO on North Macedonia: 2016 0.97%, 2024 from 2.22%",
        ),
        ("PRT", 2024, "NATO on Portugal: 2024 moved and is 1.55% again"),
        ("SWE", 2012, "No NATO edition available here has Sweden’s share of 2012"),
    ],
)
def test_titles(release: Release, ally: str, year: int, title: str) -> None:
    assert revisions_text.title(revisions(release, ally, year)).startswith(title)


def test_a_line_breaks_where_a_year_is_missing(release: Release) -> None:
    runs = {t.edition.id: [len(run) for run in t.runs] for t in revisions(release, "POL").series}
    assert runs["2023-07-07"] == [1, 1]
    assert runs["2019-06-25"] == [8]
    assert runs["2026-07-07"] == [13]
    assert [len(run) for t in revisions(release, "GBR").series for run in t.runs].count(10) == 1


def test_the_year_by_edition(release: Release) -> None:
    r = revisions(release, "BGR")
    table = revisions_text.year_table(r)
    assert [row[:3] for row in table.rows] == [
        ("17 June 2024", "2.18e", "–"),
        ("24 April 2025", "2.04e", "−0.14"),
        ("28 August 2025", "1.95e", "−0.09"),
        ("7 July 2026", "1.93", "−0.02"),
    ]
    assert table.rows[0][3].startswith("TABLE3!")
    assert (
        revisions_text.year_title(r) == "Bulgaria in 2024: below 2% in NATO’s editions since 28 August 2025"
    )


@pytest.mark.parametrize(
    ("ally", "year", "target", "title"),
    [
        ("POL", 2024, 2.0, "Poland in 2024: at 2% or more in every NATO edition"),
        ("ITA", 2024, 2.0, "Italy in 2024: below 2% in every NATO edition"),
        (
            "HUN",
            2024,
            2.2,
            "Hungary in 2024: at 2.2% in NATO’s editions since 7 July 2026 (new measure)",
        ),
        ("SWE", 2012, 2.0, "No NATO edition available here has Sweden’s share of 2012"),
        ("MNE", 2012, 2.0, "Montenegro in 2012: below 2% in NATO’s edition of 25 June 2019"),
    ],
)
def test_the_side_of_the_target(release: Release, ally: str, year: int, target: float, title: str) -> None:
    assert revisions_text.year_title(revisions(release, ally, year, target)) == title


def test_every_share_stands_in_the_table(release: Release) -> None:
    r = revisions(release, "DEU")
    table = revisions_text.table(r)
    rows = {row[0]: dict(zip(table.head, row, strict=True)) for row in table.rows}
    assert rows["17 June 2024"]["2024"] == "2.12e"
    assert rows["28 August 2025"]["2025"] == "–"
    assert rows["7 July 2026"]["2026"] == "2.69e"
    assert sum(cell not in ("–",) for row in table.rows for cell in row[1:-1]) == sum(
        len(t.observations) for t in r.series
    )


def test_the_source_says_what_is_alone_blank_and_broken(release: Release) -> None:
    said = " ".join(revisions_text.source(revisions(release, "DEU")))
    assert "single years are available here (4 July 2016, 29 June 2017, 7 July 2023, 14 March 2024" in said
    assert "The edition of 28 August 2025 left Germany’s 2025 blank." in said
    assert "7 July 2026 counts core defence expenditure, those before it defence expenditure" in said


def test_the_genitive() -> None:
    assert words.possessive("Poland") == "Poland’s"
    assert words.possessive("the United States") == "the United States’"
