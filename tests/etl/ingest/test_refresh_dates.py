"""How a refresh dates an edition: by what its file says, and never in the future."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from etl.sources.nato.raw_files import RawFile, in_time
from tests.etl import nato_site, small_data, workbooks
from tests.etl.conftest import Place
from tests.etl.nato_site import FOLDER
from tests.etl.small_data import JULY_2027, as_2027, of_2024, of_2027, workbook
from tests.etl.workbooks import LAYOUT_2026, content

JUNE = small_data.PUBLISHED


@pytest.mark.parametrize(
    ("headers", "day", "how"),
    [
        ({"Last_Modified": JULY_2027}, date(2027, 7, 1), "Last-Modified"),
        # A file that was moved long after it was published.
        ({"Last_Modified": "Thu, 01 Jul 2031 10:00:00 GMT"}, None, "retrieval"),
        ({"Last_Modified": "yesterday"}, None, "retrieval"),
        ({}, None, "retrieval"),
    ],
)
def test_the_release_says_how_an_edition_was_dated(
    place: Place, headers: dict[str, str], day: date | None, how: str
) -> None:
    today = place.now().date()
    year, shown = today.year, workbooks.edition(first=today.year - 3, last=today.year, seed=4)
    if day:
        year, shown = 2027, of_2027()
    place.list(year)
    place.offer(workbook(shown, LAYOUT_2026), year, **headers)
    assert place.run().outcome == "published"
    new = place.release().latest_edition
    assert new.published in ([day] if day else [today, place.now().date()])
    assert how in new.provenance


def test_the_workbooks_own_words_come_before_the_header(place: Place) -> None:
    book = workbooks.build(of_2027(), LAYOUT_2026)
    sheet = book.create_sheet("About")
    sheet["A1"] = "Published on 2 June 2027. Cut-off date for information: 20 May 2027."
    place.list(2027)
    place.offer(content(book), 2027, Last_Modified=JULY_2027)
    assert place.run().outcome == "published"
    new = place.release().latest_edition
    assert (new.published, new.cutoff) == (date(2027, 6, 2), date(2027, 5, 20))
    assert "workbook's own words" in new.provenance


def test_an_old_edition_that_nothing_dates_is_rejected(place: Place) -> None:
    place.list(2016)
    place.offer(workbook(workbooks.edition(first=2013, last=2016), LAYOUT_2026), 2016)
    run = place.run()
    assert (run.outcome, run.exit_code) == ("refused", 1)
    assert "expected a day of publication in 2016" in run.failed[0]


def of_year(year: int, seed: int = 0) -> bytes:
    return workbook(workbooks.edition(first=year - 3, last=year, seed=seed), LAYOUT_2026)


def test_two_editions_of_one_day_are_not_mixed_up(place: Place) -> None:
    year = place.now().year
    names = (f"def-exp-{year}-en", f"PR-{year}-069-en", f"PR-{year}-070-en")
    place.site.list(*(f"{FOLDER}{name}.pdf" for name in names))
    headers = {"Last-Modified": f"Mon, 05 Jan {year} 09:55:14 GMT"}
    for seed, name in enumerate(names):
        place.site.put(f"{FOLDER}{name}.xlsx", nato_site.whole(of_year(year, seed), headers))
    run = place.run()
    modified, dated_by_us = place.release().editions[1:]
    assert (modified.published, modified.url) == (
        date(year, 1, 5),
        place.site.address + FOLDER + names[0] + ".xlsx",
    )
    assert "day of retrieval" in dated_by_us.provenance
    # There is no third day to give it.
    assert run.outcome == "refused"
    assert (
        f"{names[2]}.xlsx: expected a day of publication in {year} that is no other edition's, found"
        in run.failed[0]
    )
    assert f"{year}-01-05 (the Last-Modified" in run.failed[0]
    assert f"which is that of {names[0]}.xlsx" in run.failed[0]
    assert f"which is that of {names[1]}.xlsx" in run.failed[0]


def test_a_file_that_is_dated_in_the_year_before_takes_no_editions_place(place: Place) -> None:
    """A server that gives every file one time, and an edition that is here before its year has begun."""
    year = place.now().year
    place.list(year + 1, year)
    for n in (year + 1, year):
        place.offer(of_year(n), n, Last_Modified=f"Mon, 05 Jan {year} 09:55:14 GMT")
    run = place.run()
    assert (run.outcome, run.failed) == ("published", ())
    days = {e.url.rpartition("/")[2]: e.published for e in place.release().editions[1:]}
    assert days[f"def-exp-{year}-en.xlsx"] == date(year, 1, 5)
    assert days[f"def-exp-{year + 1}-en.xlsx"] in (place.now().date(), run.started.date())


def test_a_file_that_is_another_than_it_was_when_the_clock_was_ahead_is_published(place: Place) -> None:
    place.ahead += timedelta(days=100)
    place.run()
    place.ahead -= timedelta(days=100)
    place.offer(workbook(small_data.respent(of_2024(), "DEU", 0.5)))
    run = place.run()
    assert (run.outcome, run.failed) == ("published", ())
    edition = place.release().edition[JUNE]
    assert edition.revision == 2
    assert any("Germany, Defence expenditure as a share of GDP: 2024 3.34e -> 1.67e" in x for x in run.found)
    assert edition.retrieved is not None
    assert edition.retrieved <= place.now()
    assert all(when <= place.now() for when in edition.changed)
    assert len(place.store.raw_records()) == 2
    assert place.run().outcome == "nothing new"


def test_an_edition_that_a_clock_which_was_ahead_dated_is_dated_anew(place: Place) -> None:
    today = place.now().date()
    year = today.year
    place.list(year)
    place.offer(workbook(workbooks.edition(first=year - 3, last=year, seed=4), LAYOUT_2026), year)
    place.ahead += timedelta(days=100)
    assert place.run().outcome == "published"
    assert place.release().latest_edition.published > today
    place.ahead -= timedelta(days=100)
    run = place.run()
    assert (run.outcome, run.failed) == ("published", ())
    assert place.release().latest_edition.published in (today, place.now().date())
    assert any("ingested by a clock that was ahead" in line for line in run.found)
    assert place.run().outcome == "nothing new"


@pytest.mark.parametrize("name", ["def-exp-{}-en", "{}1231-def-exp-{}-en"])
def test_no_day_to_come_is_a_day_of_publication(place: Place, name: str) -> None:
    today = place.now().date()
    name = name.format(today.year, today.year)
    place.site.list(f"{FOLDER}{name}.pdf")
    shown = workbooks.edition(first=today.year - 3, last=today.year, seed=4)
    headers = {"Last-Modified": f"Fri, 31 Dec {today.year} 10:00:00 GMT"}
    place.site.put(f"{FOLDER}{name}.xlsx", nato_site.whole(workbook(shown, LAYOUT_2026), headers))
    assert place.run().outcome == "published"
    assert place.release().latest_edition.published in (today, place.now().date())


def test_a_file_that_was_rejected_does_not_date_the_one_that_takes_its_place(place: Place) -> None:
    place.list(2027)
    book = workbooks.build(of_2024())
    place.offer(content(book), 2027)
    assert place.run().outcome == "refused"
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    run = place.run()
    assert (run.outcome, run.failed) == ("published", ())
    assert [e.id for e in place.release().editions] == ["2024-06-17", "2027-07-01"]
    assert place.run().outcome == "nothing new"


def test_states_keep_their_order_however_little_a_clock_was_ahead() -> None:
    now, moment = datetime(2027, 8, 1, tzinfo=UTC), timedelta(microseconds=1)
    first, second = (
        RawFile(sha, f"{sha}.xlsx", "", date(2027, 7, 1), "", (now + n * moment,), {})
        for n, sha in enumerate(("a", "b"))
    )
    right = {file.sha256: file for file, _ in in_time([first, second], now)}
    assert right["a"].retrieved < right["b"].retrieved < now
    assert in_time([first, replace(second, seen=(now,))], now) == []
