"""The topic page: what it lists, whatever its links are labelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sources.nato.topic import MOST_LINKS, ListedEdition, doubtful_in, links_on, listed_in

HERE = "https://www.nato.example/en/topic"


def listed_on(text: str, address: str) -> tuple[ListedEdition, ...]:
    return listed_in(links_on(text, address))


def page(*links: tuple[str, str]) -> str:
    return "<!DOCTYPE html><body>" + "".join(f"<a href='{a}'>{b}</a>" for a, b in links) + "</body>"


def test_the_file_decides_and_not_the_label() -> None:
    (entry,) = listed_on(page(("/2023/220627-def-exp-2022-en.pdf", "<b>2023</b> (PDF)")), HERE)
    assert (entry.name.year, [*entry.labels]) == (2022, ["2023 (PDF)"])
    assert "labelled '2023 (PDF)' points at 220627-def-exp-2022-en.pdf" in entry.odd_label


def test_a_label_that_fits_is_not_named() -> None:
    entries = listed_on(
        page(("def-exp-2026-en.pdf", "2014-2026"), ("def-exp-2025-en.pdf", "Read more")), HERE
    )
    assert [e.odd_label for e in entries] == ["", ""]


def test_one_edition_that_is_linked_twice_is_one() -> None:
    links = (("/a/220627-def-exp-2022-en.pdf", "2023"), ("/a/220627-def-exp-2022-en.pdf", "2022"))
    (entry,) = listed_on(page(*links), HERE)
    assert entry.odd_label == ""
    assert entry.links == {"https://www.nato.example/a/220627-def-exp-2022-en.pdf": None}


@pytest.mark.parametrize(
    "text",
    [
        '<map><area href="/f/def-exp-2027-en.pdf"></map>',
        '<button data-href="/f/def-exp-2027-en.pdf">Read</button>',
        '<select><option value="/f/def-exp-2027-en.pdf">2027</option></select>',
        '<link rel="alternate" href="/f/def-exp-2027-en.pdf">',
        '<script>var files = {"en": "\\/f\\/def-exp-2027-en.pdf?v=1"};</script>',
        '<script type="application/json">[{"url":"https://www.nato.example/f/def-exp-2027-en.pdf"}]</script>',
        '<a href="/f/def-exp-2027-en.pdf;jsessionid=3">2027</a>',
    ],
)
def test_a_file_is_found_wherever_the_page_names_it(text: str) -> None:
    (entry,) = listed_on(f"<html><body>{text}</body></html>", HERE)
    assert (entry.name.year, next(iter(entry.links)).partition(";")[0].partition("?")[0]) == (
        2027,
        "https://www.nato.example/f/def-exp-2027-en.pdf",
    )


def test_what_a_page_says_in_words_is_no_link() -> None:
    assert (
        listed_on("<html><body>See def-exp-2027-en.pdf. <!-- /f/def-exp-2026-en.pdf --></body></html>", HERE)
        == ()
    )


def test_files_that_only_sound_like_an_edition_are_named() -> None:
    links = (("/a/def-exp-2026-en.pdf", "a"), ("/a/def-exp-2026-method-en.pdf", "b"), ("/a/x-2026.pdf", "c"))
    assert doubtful_in(links_on(page(*links), HERE)) == ("def-exp-2026-method-en.pdf",)


def test_a_workbook_that_is_linked_is_asked_for_first() -> None:
    (entry,) = listed_on(
        page(("/a/def-exp-2026-en.pdf", "2026"), ("/b/def-exp-2026-en.xlsx", "Tables")), HERE
    )
    assert entry.candidates[0] == "https://www.nato.example/b/def-exp-2026-en.xlsx"
    assert "https://www.nato.example/a/def-exp-2026-en.xlsx" in entry.candidates


def test_links_are_understood_as_a_browser_does() -> None:
    text = (
        '<base href="https://files.example/x/">'
        '<A HREF="def-exp-2026-en.pdf?a=1&amp;b=2#page=3">x</A>'
        '<a href=" ../y/160704-pr2016-116.PDF ">y</a>'
        '<a name="top">no link</a><a href="javascript:def-exp-2025-en.pdf">z</a>'
        '<a href="mailto:def-exp-2024-en.pdf">m</a><a href="http://[bad/def-exp-2023-en.pdf">b</a>'
    )
    assert [next(iter(e.links)) for e in listed_on(text, HERE)] == [
        "https://files.example/x/def-exp-2026-en.pdf?a=1&b=2",
        "https://files.example/y/160704-pr2016-116.PDF",
    ]


def test_the_newest_stands_first() -> None:
    names = [
        "def-exp-2025-en.pdf",
        "240314-def-exp-2024-en.pdf",
        "def-exp-2026-en.pdf",
        "240617-def-exp-2024-en.pdf",
    ]
    found = [e.name.text for e in listed_on(page(*((n, "") for n in names)), HERE)]
    assert found == [names[2], names[0], names[3], names[1]]


@pytest.mark.parametrize(
    "piece",
    [
        "<!--",
        "<a ",
        "<![",
        "<a x='",
        "<a ' \">",
        "<base href='a/b'>",
        "<script>",
        "<script></script>",
        "&#1",
        "<<a>",
    ],
)
def test_no_page_takes_longer_than_its_length(piece: str) -> None:
    # Hours where the time grows with the square of the length.
    assert listed_on(piece * (300_000 // len(piece)), HERE) == ()


@pytest.mark.parametrize("inside", ["a" * 400_000, "def.pdf" * 60_000, "a.xlsx?" * 60_000])
def test_no_script_or_attribute_takes_longer_than_its_length(inside: str) -> None:
    assert listed_on(f"<script>{inside}</script><a x='{inside}' href='{inside}'>{inside}</a>", HERE) == ()


def test_a_page_of_links_without_end_is_cut() -> None:
    links = "".join(f"<a href='/{n}'></a>" for n in range(MOST_LINKS + 10))
    assert len(links_on(links, HERE)) == MOST_LINKS


def test_what_stands_in_quotes_ends_no_tag_and_no_number_is_too_long_for_a_character() -> None:
    text = (
        f'<a title="a > b" href="/f/def-exp-2027-en.pdf">&#{"9" * 6000};</a><!-- > --><SCRIPT>1 < 2</SCRIPT>'
    )
    (entry,) = listed_on(text, HERE)
    assert entry.links == {"https://www.nato.example/f/def-exp-2027-en.pdf": None}


@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from([*"<>'\"=/ a!-", "script", "href=", ".pdf"])).map("".join)
)
def test_any_page_lists_something_or_nothing(text: str) -> None:
    assert isinstance(listed_on(text, HERE), tuple)
