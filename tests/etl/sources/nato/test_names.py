"""The editions that file names name, and where the workbook beside a file may be."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sources.nato.names import FileName, file_name, is_likely, of_one_edition, workbook_addresses

KNOWN = {
    "240617-def-exp-2024-en.pdf": (2024, 0, date(2024, 6, 17)),
    "240617-def-exp-2024-TABLES-en.xlsx": (2024, 0, date(2024, 6, 17)),
    "220627-def-exp-2022-en.pdf": (2022, 0, date(2022, 6, 27)),
    "def-exp-2025-en.pdf": (2025, 0, None),
    "def-exp-2026-en.xlsx": (2026, 0, None),
    "DEF-EXP-2026-EN.PDF": (2026, 0, None),
    "def-exp-2026-en-rev1.pdf": (2026, 0, None),
    "def_exp_2026.pdf": (2026, 0, None),
    "def-exp-2027-en-final.pdf": (2027, 0, None),
    "def-exp-2027-en (1).xlsx": (2027, 0, None),
    "def-exp-2027-en_1.xlsx": (2027, 0, None),
    "def-exp-2014-2027-en.pdf": (2027, 0, None),
    "def-inv-2027-en.pdf": (2027, 0, None),
    "nato-def-exp-2027-en.pdf": (2027, 0, None),
    "defence-expenditure-2027-en.pdf": (2027, 0, None),
    "270615-Defence-Investment-2027-TABLES-en.xlsx": (2027, 0, date(2027, 6, 15)),
    "PR-2019-069-eng.xlsx": (2019, 69, None),
    "PR-2019-069-en.pdf": (2019, 69, None),
    "20190625_PR2019-069-EN.pdf": (2019, 69, date(2019, 6, 25)),
    "160704-pr2016-116.PDF": (2016, 116, date(2016, 7, 4)),
    "20170629_170629-pr2017-111-en.pdf": (2017, 111, date(2017, 6, 29)),
    "PR_CP(2015)093.pdf": (2015, 93, None),
    # Six digits that are no day of about that year.
    "991399-def-exp-2024-en.pdf": (2024, 0, None),
    "240617-def-exp-2014-en.pdf": (2014, 0, None),
}


@pytest.mark.parametrize("text", KNOWN)
def test_names_of_editions(text: str) -> None:
    name = file_name(text)
    assert name is not None
    assert (name.year, name.number, name.day) == KNOWN[text]


@pytest.mark.parametrize(
    "text",
    [
        "240617-def-exp-2024-fr.pdf",
        "def-exp-2024-en.docx",
        "def-exp-2024-en",
        "def-exp-24-en.pdf",
        "annual-report-2024.pdf",
        "def-exp-2024-methodology-en.pdf",
        "def-exp-20261-en.pdf",
        "",
        ".pdf",
    ],
)
def test_names_of_something_else(text: str) -> None:
    assert file_name(text) is None


def test_the_version_in_a_name() -> None:
    names = (
        "def-exp-2027-en.pdf",
        "def-exp-2027-en-v2.pdf",
        "def-exp-2027-en (3).pdf",
        "def-exp-2027-en-rev1.pdf",
    )
    assert [n.version for n in map(file_name, names) if n] == [0, 2, 3, 1]


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("def-exp-2024-methodology-en.pdf", True),
        ("report-on-defence-expenditure-of-2027.xlsx", True),
        ("def-exp-2027-en.pdf", False),
        ("def-exp-2027-fr.pdf", False),
        ("240617-def-exp-2024-ukr.pdf", False),
        ("annual-report-2024.pdf", False),
        ("def-exp-2024-en.docx", False),
    ],
)
def test_a_name_that_sounds_like_an_editions(text: str, likely: bool) -> None:
    assert is_likely(text) is likely


@given(st.text(max_size=40))
def test_any_name_is_an_editions_or_none(text: str) -> None:
    name = file_name(text)
    assert name is None or 2000 <= name.year <= 2099


@pytest.mark.parametrize(
    ("link", "first"),
    [
        ("/a/240617-def-exp-2024-en.pdf", "/a/240617-def-exp-2024-TABLES-en.xlsx"),
        ("/a/def-exp-2026-en.pdf", "/a/def-exp-2026-en.xlsx"),
        ("/a/PR-2019-069-en.pdf", "/a/PR-2019-069-en.xlsx"),
        ("/a/160704-pr2016-116.PDF", "/a/160704-pr2016-116.xlsx"),
        ("/a/def-exp-2026-en.pdf?download=1", "/a/def-exp-2026-en.xlsx"),
        ("/a/def-exp-2026-en.xlsx?x=1", "/a/def-exp-2026-en.xlsx?x=1"),
        ("/a/PR_CP%282015%29093.pdf", "/a/PR_CP%282015%29093.xlsx"),
    ],
)
def test_the_likeliest_place_of_the_workbook(link: str, first: str) -> None:
    assert workbook_addresses("https://nato.example" + link)[0] == "https://nato.example" + first


def test_the_other_places_of_the_workbook() -> None:
    assert workbook_addresses("https://n/a/def-exp-2024-en.pdf")[1:] == (
        "https://n/a/def-exp-2024-TABLES-en.xlsx",
    )
    assert "https://n/a/PR-2019-069-eng.xlsx" in workbook_addresses("https://n/a/PR-2019-069-en.pdf")
    assert "https://n/a/160704-pr2016-116.XLSX" in workbook_addresses("https://n/a/160704-pr2016-116.PDF")


def name(text: str) -> FileName:
    found = file_name(text)
    assert found
    return found


def test_a_name_finds_its_edition_among_others() -> None:
    others = [(name("240617-def-exp-2024-en.pdf"), "June"), (name("def-exp-2026-en.pdf"), "2026")]
    assert of_one_edition(name("240617-def-exp-2024-TABLES-en.xlsx"), others) == "June"
    assert of_one_edition(name("def-exp-2024-en.xlsx"), others) == "June"
    assert of_one_edition(name("241105-def-exp-2024-en.xlsx"), others) is None
    assert of_one_edition(name("def-exp-2025-en.xlsx"), others) is None
    assert of_one_edition(name("PR-2026-001-en.xlsx"), others) is None


def test_a_name_without_a_day_is_not_guessed_between_two() -> None:
    others = [(name("240617-def-exp-2024-en.pdf"), "June"), (name("241105-def-exp-2024-en.pdf"), "November")]
    assert of_one_edition(name("def-exp-2024-en.xlsx"), others) is None
    assert of_one_edition(name("def-exp-2024-en.xlsx"), [*others, (name("def-exp-2024-en.pdf"), "x")]) == "x"
