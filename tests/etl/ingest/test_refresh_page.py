"""What a refresh makes of the topic page: labels, names, encodings, too much."""

from __future__ import annotations

import pytest

from tests.etl import nato_site, small_data, workbooks
from tests.etl.conftest import Place
from tests.etl.nato_site import FOLDER
from tests.etl.small_data import workbook


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([f"PR-2024-{n:03d}-en.pdf" for n in range(1, 102)], "at most 100 editions on the page, found 101"),
        (
            [f"def-exp-2027-en.xlsx?{n}" for n in range(101)],
            "at most 100 addresses of def-exp-2027, found 101",
        ),
        ([f"{n}" for n in range(5000)], "fewer than 5000 addresses on the page"),
        (["a" * 1_000_000], "a page of at most 1000000 characters"),
    ],
)
def test_a_page_with_too_much_is_none_of_natos(place: Place, names: list[str], expected: str) -> None:
    place.site.list(*(FOLDER + name for name in names))
    run = place.run()
    assert (run.outcome, run.reached) == ("failed", False)
    assert f"expected {expected}" in run.failed[0]
    assert len(place.site.seen) == 1


def test_a_workbook_that_is_linked_elsewhere_is_not_asked_for(place: Place) -> None:
    with nato_site.serve() as other:
        elsewhere = other.address.replace("127.0.0.1", "localhost")
        place.site.list(place.legacy + small_data.PDF, f"{elsewhere}/def-exp-2027-en.xlsx")
        run = place.run()
        assert run.outcome == "failed"
        assert "none of the hosts that are asked (nato.int)" in run.failed[0]
        assert other.seen == []


def test_a_link_with_a_wrong_label_a_pdf_alone_and_a_loud_ending(place: Place) -> None:
    links = ("/2023/220627-def-exp-2022-en.pdf", "/2016/160704-pr2016-116.PDF", place.legacy + small_data.PDF)
    place.site.list(*links, labels={links[0]: "2023"})
    run = place.run()
    assert run.exit_code == 0
    assert "the link labelled '2023' points at 220627-def-exp-2022-en.pdf" in run.found[0]
    assert "220627-def-exp-2022-en.pdf: only a PDF, no workbook beside it" in run.found
    assert "160704-pr2016-116.PDF: only a PDF, no workbook beside it" in run.found


def test_the_wrong_label_does_not_date_the_edition(place: Place) -> None:
    link = "/2023/220627-def-exp-2022-en.pdf"
    place.site.list(link, labels={link: "2023"})
    shown = workbooks.edition(first=2019, last=2022, seed=5)
    place.site.put("/2023/220627-def-exp-2022-TABLES-en.xlsx", nato_site.whole(workbook(shown)))
    assert place.run().outcome == "published"
    assert [e.id for e in place.release().editions] == ["2022-06-27", "2024-06-17"]
    assert "date in the file's name" in place.release().editions[0].provenance


def test_an_edition_that_moved_is_found_by_its_name(place: Place) -> None:
    place.run()
    place.site.put(place.legacy + small_data.WORKBOOK, nato_site.status(404))
    place.site.list("/new/" + small_data.PDF)
    place.site.put("/new/" + small_data.WORKBOOK, nato_site.whole(small_data.shipped_workbook()))
    run = place.run()
    assert (run.outcome, run.exit_code) == ("nothing new", 0)
    assert len(place.store.raw_records()) == 1


def test_a_name_that_only_sounds_like_an_editions_is_reported(place: Place) -> None:
    place.site.list(place.legacy + small_data.PDF, "/x/def-exp-2027-highlights-en.pdf")
    run = place.run()
    assert run.exit_code == 0
    assert run.found[0].startswith("def-exp-2027-highlights-en.pdf: sounds like an edition")


PAGE = '<html><body><a href="{}">2024 \u2013 tables</a></body></html>'


@pytest.mark.parametrize(
    ("encoding", "stated"),
    [
        ("utf-8", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16", ""),
        ("utf-8", "idna"),
        ("utf-8", "undefined"),
        ("utf-8", "no-such"),
        ("utf-8", "a\x0bb"),
    ],
)
def test_the_page_is_read_in_whatever_encoding_it_states(place: Place, encoding: str, stated: str) -> None:
    body = PAGE.format(place.legacy + small_data.PDF).encode(encoding)
    place.site.put(nato_site.PAGE, nato_site.whole(body, {"Content-Type": f"text/html; charset={stated}"}))
    assert place.run().outcome == "nothing new"
    assert len(place.store.raw_records()) == 1
