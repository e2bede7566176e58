"""A refresh against a false NATO: what is good is published and reported, the rest rejected, nothing lost."""

from __future__ import annotations

import io
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from etl.__main__ import main
from etl.ingest.publish import build, ensure
from etl.model import SHARE_OF_GDP, Ally
from etl.store import Store, StoreError
from tests.etl import nato_site, small_data, workbooks
from tests.etl.conftest import QUICK, Place
from tests.etl.nato_site import FOLDER
from tests.etl.small_data import of_2024, of_2027, workbook
from tests.etl.workbooks import ALLIES, LAYOUT_2026, content

JUNE = date(2024, 6, 17)
JULY_2027 = "Thu, 01 Jul 2027 10:00:00 GMT"
RURITANIA = Ally("RUR", "Ruritania", date(2026, 3, 1), True, True)


def as_2027(**changes: Any) -> bytes:
    return workbook(replace(of_2027(), **changes), LAYOUT_2026)


def test_the_shipped_edition_found_again_is_nothing_new(place: Place) -> None:
    before = place.store.current()
    run = place.run()
    assert (run.outcome, run.exit_code, run.failed) == ("nothing new", 0, ())
    assert place.store.current() == before
    assert len(place.store.raw_records()) == 1
    assert place.run().outcome == "nothing new"
    assert len(place.store.raw_records()) == 1


def test_a_file_that_is_stored_is_asked_for_conditionally(place: Place) -> None:
    place.run()
    place.site.seen.clear()
    place.run()
    conditional = [h.get("If-None-Match") for p, h in place.site.seen if p.endswith(".xlsx")]
    assert conditional == [place.store.raw_records()[0]["headers"]["etag"]]


def test_a_raw_file_is_stored_with_its_origin(place: Place) -> None:
    place.run()
    (record,) = place.store.raw_records()
    body = small_data.shipped_workbook()
    assert place.store.raw(record["sha256"]) == body
    assert record["address"] == place.site.address + place.legacy + small_data.WORKBOOK
    assert record["name"] == small_data.WORKBOOK
    assert record["edition"] == "2024-06-17"
    assert record["size"] == len(body)
    assert datetime.fromisoformat(record["retrieved"]).utcoffset() is not None
    assert record["headers"]["content-length"] == str(len(body))


def test_a_new_edition_is_published_and_reported(place: Place) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    run = place.run()
    assert (run.outcome, run.exit_code, run.release) == ("published", 0, place.store.current())
    release = place.release()
    assert [e.id for e in release.editions] == ["2024-06-17", "2027-07-01"]
    new = release.latest_edition
    assert (new.revision, new.series, new.base_year) == (1, "core defence expenditure", 2015)
    assert new.retrieved is not None
    assert "Last-Modified" in new.reached_us
    assert "new edition 2027-07-01" in " ".join(run.found)
    assert "2 of 5 at 2% or more in 2027" in " ".join(run.found)
    assert any("was as published, now revised since" in line for line in run.found)
    assert any("no longer Türkiye; now also France" in line for line in run.found)
    read = {
        (f.indicator, f.ally, f.year): f.value for f in release.observations if f.edition == new.published
    }
    assert read == workbooks.values_of(of_2027(), LAYOUT_2026)
    assert place.run().outcome == "nothing new"


@pytest.mark.parametrize(
    ("headers", "day", "how"),
    [
        ({"Last_Modified": JULY_2027}, date(2027, 7, 1), "Last-Modified"),
        # A file that was moved long after it came out.
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
    assert how in new.reached_us


def test_the_workbooks_own_words_come_before_the_header(place: Place) -> None:
    book = workbooks.build(of_2027(), LAYOUT_2026)
    sheet = book.create_sheet("About")
    sheet["A1"] = "Published on 2 June 2027. Cut-off date for information: 20 May 2027."
    place.list(2027)
    place.offer(content(book), 2027, Last_Modified=JULY_2027)
    assert place.run().outcome == "published"
    new = place.release().latest_edition
    assert (new.published, new.cutoff) == (date(2027, 6, 2), date(2027, 5, 20))
    assert "workbook's own words" in new.reached_us


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
    assert "day of retrieval" in dated_by_us.reached_us
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


def version(place: Place, name: str, body: bytes | nato_site.Act) -> str:
    """Offers a workbook at an address of its own; its link."""
    act = nato_site.whole(body, {"Last-Modified": JULY_2027}) if isinstance(body, bytes) else body
    place.site.put(f"{FOLDER}{name}", act)
    return f"{FOLDER}{name}"


def test_a_later_version_is_taken_though_the_earlier_is_known_and_still_linked(place: Place) -> None:
    first = version(place, "def-exp-2027-en.xlsx", as_2027())
    place.site.list(first)
    place.run()
    second = version(
        place, "def-exp-2027-en-v2.xlsx", workbook(small_data.respent(of_2027(), "DEU", 0.5), LAYOUT_2026)
    )
    for links in ((first, second), (second, first)):
        place.site.list(*links)
        place.run()
        newest = place.release().latest_edition
        assert (newest.url, newest.revision) == (place.site.address + second, 2)
    # A server that fails for the moment takes nothing back.
    place.site.put(second, nato_site.status(503))
    run = place.run()
    assert (run.outcome, run.exit_code) == ("failed", 1)
    assert place.release().latest_edition == newest


def test_a_later_version_that_is_away_for_a_moment_gives_way_to_no_earlier_one(place: Place) -> None:
    """v2 is gone once, while v1 has another ETag for the same bytes; then v2 is there again, as it was."""
    names = ("def-exp-2027-en.xlsx", "def-exp-2027-en-v2.xlsx")
    second = workbook(small_data.respent(of_2027(), "DEU", 0.5), LAYOUT_2026)
    first = as_2027()
    links = [version(place, names[0], first), version(place, names[1], second)]
    place.site.list(links[0])
    place.run()
    place.site.list(*links)
    assert place.run().outcome == "published"
    newest = place.release().latest_edition
    assert newest.url.endswith(names[1])
    place.site.put(links[1], nato_site.status(404))
    place.site.put(links[0], lambda handler: handler.reply(200, first, {"ETag": '"another"'}))
    run = place.run()
    assert (run.outcome, run.exit_code) == ("failed", 1)
    assert "def-exp-2027-en-v2.xlsx: answered 404" in run.failed[0]
    assert place.release().latest_edition == newest
    # Not listed any more, the earlier one takes nothing back either.
    place.site.list(links[0])
    for _ in range(2):
        assert place.run().exit_code == 0
        assert place.release().latest_edition == newest


def test_a_later_version_that_gave_way_returns_with_its_304(place: Place) -> None:
    """A store in which an earlier version was taken for the newest, as it once could be."""
    names = ("def-exp-2027-en.xlsx", "def-exp-2027-en-v2.xlsx")
    second = workbook(small_data.respent(of_2027(), "DEU", 0.5), LAYOUT_2026)
    links = [version(place, names[0], as_2027()), version(place, names[1], second)]
    place.site.list(links[0])
    place.run()
    place.site.list(*links)
    place.run()
    newest = place.release()
    record = next(r for r in place.store.raw_records() if r["name"] == names[0])
    later = place.now().isoformat()
    body = place.store.raw(record["sha256"])
    place.store.keep_raw(record["sha256"], body, {**record, "seen": [*record["seen"], later]})
    build(place.data, place.store)
    assert place.release().observations != newest.observations
    assert place.run().outcome == "published"
    assert place.release().observations == newest.observations


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


@pytest.mark.parametrize(("act", "outcome"), [(nato_site.status(503), "failed"), (nato_site.HTML, "refused")])
def test_where_a_later_version_cannot_be_had_the_earlier_is_taken_and_that_is_reported(
    place: Place, act: nato_site.Act | bytes, outcome: str
) -> None:
    links = (
        version(place, "def-exp-2027-en.xlsx", as_2027()),
        version(place, "def-exp-2027-en-v2.xlsx", act),
    )
    place.site.list(*links)
    run = place.run()
    assert run.outcome == outcome
    assert "def-exp-2027-en-v2.xlsx" in run.failed[0]
    assert [e.id for e in place.release().editions] == ["2024-06-17", "2027-07-01"]


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


def test_a_look_that_finds_nothing_new_reads_no_workbook(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.list(2027)
    place.offer(without_a_block(), 2027, Last_Modified=JULY_2027)
    first = place.run()
    assert first.outcome == "refused"

    def reads(*_: object, **__: object) -> None:
        raise AssertionError("a workbook was read")

    monkeypatch.setattr("etl.ingest.raw.read_workbook", reads)
    again = place.run()
    assert (again.outcome, again.failed) == ("refused", first.failed)


def test_an_old_workbook_under_a_new_name_is_rejected(place: Place) -> None:
    place.list(2027)
    book = workbooks.build(of_2024())
    book.create_sheet("Remarks")["A1"] = "Saved again."
    place.offer(content(book), 2027, Last_Modified=JULY_2027)
    run = place.run()
    assert (run.outcome, run.exit_code) == ("refused", 1)
    assert "TABLE1!G8: expected 2027 as the last year of this edition, found '2024e'" in run.failed[0]


def test_the_file_of_one_edition_under_the_name_of_another_is_rejected(place: Place) -> None:
    place.run()
    before = place.release()
    place.list(2027)
    place.offer(small_data.shipped_workbook(), 2027, Last_Modified=JULY_2027)
    for _ in range(2):
        run = place.run()
        assert (run.outcome, run.exit_code) == ("refused", 1)
        assert run.failed == (
            "def-exp-2027-en.xlsx: expected the tables of 2027, found the file of the edition of 2024-06-17",
        )
        assert place.release() == before


# ---------------------------------------------------------------- changed in place


def test_an_edition_changed_in_place_is_a_new_revision_beside_the_old(place: Place) -> None:
    place.run()
    place.offer(workbook(small_data.respent(of_2024(), "DEU", 0.5)))
    run = place.run()
    assert (run.outcome, run.exit_code) == ("published", 0)
    edition = place.release().edition[JUNE]
    assert edition.revision == 2
    assert edition.retrieved is not None
    shown = " ".join(run.found)
    assert "edition 2024-06-17 was changed in place: revision 2" in shown
    assert "Germany, Defence expenditure as a share of GDP: 2024 3.34e -> 1.67e" in shown
    assert "as known now: 3 (edition 2024-06-17) -> 2 (edition 2024-06-17); no longer Germany" in shown
    assert len(place.store.raw_records()) == 2
    for record in place.store.raw_records():
        place.store.raw(record["sha256"])


def test_other_bytes_with_the_same_figures_are_a_revision_without_changed_figures(place: Place) -> None:
    place.run()
    book = workbooks.build(of_2024())
    book.create_sheet("Remarks")["A1"] = "Saved again."
    place.offer(content(book))
    run = place.run()
    assert run.outcome == "published"
    assert place.release().edition[JUNE].revision == 2
    assert "edition 2024-06-17: no figure changed" in run.found


def test_a_state_that_comes_back_is_a_third_revision(place: Place) -> None:
    place.run()
    place.offer(workbook(small_data.reequipped(of_2024(), "DEU", 2.0)))
    place.run()
    place.offer(small_data.shipped_workbook())
    assert place.run().outcome == "published"
    assert place.release().edition[JUNE].revision == 3
    assert len(place.store.raw_records()) == 2
    assert place.run().outcome == "nothing new"


def test_what_is_rejected_in_between_is_no_revision_and_is_reported_no_more(place: Place) -> None:
    place.run()
    before = place.release()
    for bad in (Workbook(), workbooks.build(of_2024(), LAYOUT_2026)):
        place.offer(content(bad)[:-100])
        assert place.run().outcome in ("refused", "failed")
    book = workbooks.build(of_2024())
    del book["TABLE7"]
    place.offer(content(book))
    rejected = place.run()
    assert rejected.outcome == "refused"
    assert f"(retrieved on {rejected.started:%-d %B %Y})" in rejected.failed[0]
    place.offer(small_data.shipped_workbook())
    run = place.run()
    assert (run.outcome, run.failed) == ("nothing new", ())
    assert place.release() == before
    assert place.release().edition[JUNE].revision == 1


def test_what_a_revision_did_to_a_judgement_is_stored_with_its_time(place: Place) -> None:
    """The edition of June comes to say what that of 2027 says, and takes it back."""
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified="Wed, 01 Jul 2026 10:00:00 GMT")
    place.run()
    assert place.release().claim["count-2-percent"].judgement == "revised since"
    agreeing = small_data.respent(small_data.respent(of_2024(), "TUR", 0.5), "FRA", 4.0)
    for body in (workbook(agreeing), small_data.shipped_workbook()):
        place.offer(body)
        assert place.run().outcome == "published"
    release = place.release()
    of_2027, *changes = release.claim["count-2-percent"].judgement_changes
    assert (of_2027.at, of_2027.was, of_2027.now) == (None, "as published", "revised since")
    shown = [(f.edition, f.was, f.now) for f in changes]
    assert shown == [(JUNE, "revised since", "as published"), (JUNE, "as published", "revised since")]
    assert [f.at for f in changes] == list(release.edition[JUNE].changed)


def test_a_published_workbook_that_differs_from_the_shipped_figures_is_a_revision(place: Place) -> None:
    place.offer(workbook(small_data.reequipped(of_2024(), "FRA", 1.0)))
    run = place.run()
    assert run.outcome == "published"
    assert place.release().edition[JUNE].revision == 2
    assert any("France, Share spent on equipment" in line for line in run.found)


def test_a_workbook_that_says_more_than_what_is_shipped_completes_it(place: Place) -> None:
    """Figures that we lacked are no revision of NATO's."""
    observations = place.data / "editions" / "2024-06-17" / "figures.csv"
    about = observations.with_name("edition.toml")
    kept = [line for line in observations.read_text("utf-8").splitlines() if "military_personnel" not in line]
    lacking = len(observations.read_text("utf-8").splitlines()) - len(kept)
    text = "\n".join(kept) + "\n"
    _sign(about, observations.read_text("utf-8"), text)
    observations.write_text(text, "utf-8")
    build(place.data, place.store)
    run = place.run()
    assert run.outcome == "published"
    assert f"edition 2024-06-17: {lacking} figures became available" in run.found
    assert place.release().edition[JUNE].revision == 1


def _sign(about: Path, before: str, after: str) -> None:
    import hashlib

    text = about.read_text("utf-8")
    for old, new in (
        (hashlib.sha256(before.encode()).hexdigest(), hashlib.sha256(after.encode()).hexdigest()),
        (f"figures = {before.count(chr(10)) - 1}", f"figures = {after.count(chr(10)) - 1}"),
    ):
        assert old in text
        text = text.replace(old, new)
    about.write_text(text, "utf-8")


def test_a_share_typed_in_rounded_is_reported_and_not_rejected(place: Place) -> None:
    shown = of_2024()
    key = (SHARE_OF_GDP, "TUR", 2022)
    value = shown.values[key]
    assert value is not None
    rounded = round(value + 0.004, 2)
    place.offer(workbook(replace(shown, values={**shown.values, key: rounded})))
    assert place.run().outcome == "published"
    (note,) = place.release().edition[JUNE].recomputed
    assert (note.ally, note.year, note.printed) == ("TUR", 2022, rounded)
    assert note.recomputed == pytest.approx(value)


# ---------------------------------------------------------------- what is rejected


def without_a_block() -> bytes:
    book = workbooks.build(of_2027(), LAYOUT_2026)
    sheet = book["Table 3"]
    row = next(c.row for c in sheet["A"] if c.value == "Annual real change (%)")
    sheet.delete_rows(row, 8)
    return content(book)


def without_an_ally() -> bytes:
    book = workbooks.build(of_2027(), LAYOUT_2026)
    for sheet in book.worksheets:
        for cell in reversed(sheet["A"]):
            if str(cell.value).startswith("Germany"):
                sheet.delete_rows(cell.row)
    return content(book)


def times_a_hundred() -> bytes:
    values = {k: v * 100 if v and k[0] == SHARE_OF_GDP else v for k, v in of_2027().values.items()}
    return as_2027(values=values)


def swapped() -> bytes:
    """The figures of table 2 under the title of table 5, and the other way round."""
    book = workbooks.build(of_2027(), LAYOUT_2026)
    two, five = book["Table 2"], book["Table 5"]
    two["A1"], five["A1"] = five["A1"].value, two["A1"].value
    return content(book)


def broken_identity() -> bytes:
    key = (SHARE_OF_GDP, "DEU", 2025)
    return as_2027(values={**of_2027().values, key: (of_2027().values[key] or 0) + 0.02})


def a_zip_of_something_else() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return stream.getvalue()


def a_bomb() -> bytes:
    stream = io.BytesIO(as_2027())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/extra.xml", bytes(70 * 2**20))
    return stream.getvalue()


def another_workbook() -> bytes:
    book = Workbook()
    book.worksheets[0]["A1"] = "Annual report"
    return content(book)


FAULTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a block gone": (without_a_block, "Table 3"),
    "an ally gone": (without_an_ally, "Germany"),
    "shares times 100": (times_a_hundred, "def-exp-2027-en.xlsx, Table 3!"),
    "two sheets swapped": (swapped, "def-exp-2027-en.xlsx, Table"),
    "an identity broken": (broken_identity, "(share-follows)"),
    "a workbook of something else": (another_workbook, "expected a sheet titled 'Table 1"),
    "a web page": (lambda: nato_site.HTML, "found an HTML page"),
    "a PDF": (lambda: b"%PDF-1.7 scanned", "found a PDF"),
    "a zip of something else": (a_zip_of_something_else, "found a zip of something else"),
    "cut short by its maker": (lambda: as_2027()[:-3000], "cut off or damaged"),
    "a bomb": (a_bomb, "unpacks to more than"),
    "an unknown ally": (
        lambda: workbook(small_data.with_ally(of_2027(), RURITANIA, "FRA"), LAYOUT_2026),
        "if 'Ruritania' is a new ally, add a row for it to data/allies.csv",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_not_certain_is_rejected_and_the_last_good_release_stays(place: Place, fault: str) -> None:
    before = place.store.current()
    make, message = FAULTS[fault]
    place.list(2027)
    place.offer(make(), 2027, Last_Modified=JULY_2027)
    run = place.run()
    assert (run.outcome, run.exit_code) == ("refused", 1)
    assert message in " ".join(run.failed)
    assert "def-exp-2027-en.xlsx" in run.failed[0]
    assert place.store.current() == before
    assert [e.id for e in place.release().editions] == ["2024-06-17"]
    # It stays rejected, whether or not it is sent again.
    assert place.run().exit_code == 1
    assert ensure(place.data, place.store) == before


ACTS: dict[str, tuple[nato_site.Act, str]] = {
    "500": (nato_site.status(500), "answered 500"),
    "403": (nato_site.status(403), "answered 403"),
    "a slow drip": (nato_site.drip(bytes(10**5)), "too slow"),
    "cut off": (nato_site.cut(bytes(1000), 500), "cut off"),
    "a circle": (nato_site.redirect("#"), "in a circle"),
    "2 GB stated": (nato_site.claims(2 * 10**9), "2000000000 bytes, more than"),
    "2 GB sent": (nato_site.endless, "more than the 1048576 bytes"),
}


@pytest.mark.parametrize("where", ["the workbook", "the page"])
@pytest.mark.parametrize("fault", ACTS)
def test_a_server_that_fails_changes_nothing(place: Place, fault: str, where: str) -> None:
    before = place.store.current()
    act, message = ACTS[fault]
    if where == "the page":
        place.site.put(nato_site.PAGE, act)
    else:
        place.offer(act)
    # Only what is slow for ever is waited for briefly: a busy machine may take its time for all else.
    run = place.run(replace(QUICK, deadline=0.3) if fault == "a slow drip" else QUICK)
    assert (run.outcome, run.exit_code) == ("failed", 1)
    assert message in run.failed[0]
    assert run.release == place.store.current() == before
    assert place.release().id == before
    assert place.store.raw_records() == []
    place.offer(small_data.shipped_workbook())
    place.list()
    assert place.run().exit_code == 0


def test_500_and_503_and_then_good(place: Place) -> None:
    good = nato_site.whole(as_2027(), {"Last-Modified": JULY_2027})
    place.list(2027)
    place.site.put(f"{FOLDER}def-exp-2027-en.xlsx", nato_site.status(500), nato_site.status(503), good)
    assert place.run(replace(QUICK, attempts=3)).outcome == "published"


@pytest.mark.parametrize("body", [nato_site.HTML, b"<html><a href='/x.pdf'>x</a></html>", b"%PDF-1.7", b""])
def test_a_page_that_lists_nothing_is_a_failure_and_not_nothing_new(place: Place, body: bytes) -> None:
    place.site.put(nato_site.PAGE, nato_site.whole(body))
    run = place.run()
    assert (run.outcome, run.exit_code) == ("failed", 1)
    assert "expected" in run.failed[0]


def test_a_workbook_that_went_missing_is_reported_and_its_edition_stays(place: Place) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    place.run()
    place.offer(nato_site.status(404), 2027)
    run = place.run()
    assert (run.outcome, run.exit_code) == ("nothing new", 0)
    assert "def-exp-2027-en.pdf: only a PDF, no workbook beside it" in run.found
    assert len(place.release().editions) == 2


def test_a_revision_that_is_rejected_leaves_the_figures_before_it(place: Place) -> None:
    place.run()
    place.offer(workbook(small_data.reequipped(of_2024(), "DEU", 2.0)))
    place.run()
    before = place.release()
    place.offer(content(Workbook()))
    run = place.run()
    assert (run.outcome, run.exit_code) == ("refused", 1)
    assert place.release() == before
    assert len(place.store.raw_records()) == 3


def test_what_was_rejected_and_is_no_longer_listed_is_reported_no_more(place: Place) -> None:
    place.list(2027)
    place.offer(without_a_block(), 2027, Last_Modified=JULY_2027)
    assert place.run().outcome == "refused"
    place.list()
    run = place.run()
    assert (run.outcome, run.exit_code, run.failed) == ("nothing new", 0, ())
    place.list(2027)
    assert place.run().outcome == "refused"


def test_one_that_is_rejected_does_not_keep_a_good_one_out(place: Place) -> None:
    place.offer(content(Workbook()))
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    run = place.run()
    assert (run.outcome, run.exit_code) == ("refused", 1)
    assert [e.id for e in place.release().editions] == ["2024-06-17", "2027-07-01"]
    assert f"published release {run.release}" in run.found
    assert place.store.has_downloads(run.release)


def test_a_workbook_that_the_reader_stumbles_over_stands_in_nobodys_way(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = place.store.current()
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)

    def stumbles(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("etl.ingest.raw.read_workbook", stumbles)
    run = place.run()
    assert (run.outcome, run.exit_code) == ("refused", 1)
    assert "a fault of this program: KeyError('x')" in run.failed[0]
    assert build(place.data, place.store) == before


def test_a_fault_of_the_program_leaves_a_record(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("etl.ingest.refresh.fingerprint", fails)
    assert place.run().exit_code == 1
    assert place.store.runs(1)[0]["failed"] == ["a fault of this program: ZeroDivisionError()"]


def test_a_new_ally_is_read_once_it_is_among_the_members(place: Place) -> None:
    place.list(2027)
    place.offer(FAULTS["an unknown ally"][0](), 2027, Last_Modified=JULY_2027)
    assert place.run().exit_code == 1
    small_data.write_allies(place.data, (*ALLIES, RURITANIA))
    # The file is in the store: nothing needs to be sent again.
    place.offer(nato_site.status(304), 2027)
    run = place.run()
    assert (run.outcome, run.failed) == ("published", ())
    release = place.release()
    assert "RUR" in release.block(release.latest_edition.published, SHARE_OF_GDP, 2027)
    assert len(release.members(2027)) == 6


def test_an_ally_that_leaves_is_said_in_its_row_and_the_edition_without_it_is_read(place: Place) -> None:
    gone = next(a for a in ALLIES if a.code == "TUR")
    place.list(2027)
    place.offer(
        workbook(small_data.without_ally(of_2027(), gone), LAYOUT_2026), 2027, Last_Modified=JULY_2027
    )
    run = place.run()
    assert run.exit_code == 1
    assert "if it is a member no more, say in data/allies.csv on which day it left" in " ".join(run.failed)
    left = replace(gone, left=date(2027, 1, 1))
    small_data.write_allies(place.data, tuple(left if a == gone else a for a in ALLIES))
    place.offer(nato_site.status(304), 2027)
    run = place.run()
    assert (run.outcome, run.failed) == ("published", ())
    release = place.release()
    assert gone.code not in {a.code for a in release.members(2027)}
    assert gone.code in {a.code for a in release.members(2026)}
    count = release.count(release.latest_edition.published, 2027, 2.0)
    assert (count.of, count.whole) == (len(ALLIES) - 1, True)


def test_no_edition_is_ever_taken_away(place: Place) -> None:
    """A reader that has become stricter, or a member list that has shrunk, does not unpublish."""
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    place.run()
    before = place.release()
    small_data.write_allies(place.data, (*ALLIES, RURITANIA))
    run = place.run()
    assert run.exit_code == 1
    assert any("found none of 2027-07-01: nothing was published" in line for line in run.failed)
    assert place.release() == before


# ---------------------------------------------------------------- what the page lists


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
    assert "date in the file's name" in place.release().editions[0].reached_us


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


# ---------------------------------------------------------------- the store and the run


def test_a_dry_run_says_what_it_would_do_and_does_nothing(place: Place) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    before = place.store.current()
    run = place.run(dry_run=True)
    assert run.exit_code == 0
    assert "new edition 2027-07-01" in " ".join(run.found)
    assert place.store.current() == before
    assert place.store.raw_records() == []
    assert place.store.runs(5) == []


def test_each_run_leaves_a_record(place: Place) -> None:
    place.run()
    place.site.put(nato_site.PAGE, nato_site.status(403))
    place.run()
    failed, fine = place.store.runs(5)
    assert (failed["outcome"], fine["outcome"]) == ("failed", "nothing new")
    assert fine["asked"][0] == place.site.page
    assert failed["failed"] == [f"{place.site.page}: answered 403 Forbidden"]
    assert fine["release"] == place.store.current()
    assert fine["found"][-1] == "nothing new"
    assert fine["started"] <= fine["ended"]


def test_an_empty_store_gets_its_first_release_by_a_refresh(place: Place, tmp_path: Path) -> None:
    place.store = Store(tmp_path / "empty")
    assert place.run().outcome == "published"
    assert [e.id for e in place.release().editions] == ["2024-06-17"]


def test_what_was_stored_before_a_run_died_is_published_by_the_next(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Store, "publish", dies)
        with pytest.raises(KeyboardInterrupt):
            place.run()
    assert len(place.release().editions) == 1
    run = place.run()
    assert run.outcome == "published"
    assert len(place.release().editions) == 2


@pytest.mark.parametrize("spoilt", [b"spoilt", None])
def test_a_raw_file_that_was_spoilt_or_lost_is_had_again(place: Place, spoilt: bytes | None) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    place.run()
    before = place.release()
    sha256 = place.store.raw_records()[-1]["sha256"]
    file = Path(place.store.address) / "raw" / sha256
    body = file.read_bytes()
    file.unlink()
    if spoilt:
        file.write_bytes(spoilt)
    run = place.run()
    assert (run.outcome, run.failed) == ("nothing new", ())
    assert file.read_bytes() == body
    assert place.release() == before
    assert len(place.store.raw_records()) == 2


def test_an_older_state_that_was_lost_keeps_no_later_edition_out(place: Place) -> None:
    """What it said is gone and that is reported; the states after it keep their numbers."""
    place.run()
    for points in (1.0, 2.0, 3.0):
        place.offer(workbook(small_data.reequipped(of_2024(), "DEU", points)))
        place.run()
    assert place.release().edition[JUNE].revision == 4
    older = sorted(place.store.raw_records(), key=lambda r: r["retrieved"])[1]["sha256"]
    (Path(place.store.address) / "raw" / older).write_bytes(b"spoilt")
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    run = place.run()
    assert run.outcome == "refused"
    assert f"{older}: its bytes are not those that were stored: an older state of it" in run.failed[0]
    release = place.release()
    assert [e.id for e in release.editions] == ["2024-06-17", "2027-07-01"]
    assert release.edition[JUNE].revision == 4


def test_a_lost_state_is_reported_until_it_is_back(place: Place) -> None:
    place.run()
    for points in (1.0, 2.0):
        place.offer(workbook(small_data.reequipped(of_2024(), "DEU", points)))
        place.run()
    older = sorted(place.store.raw_records(), key=lambda r: r["retrieved"])[1]["sha256"]
    kept = Path(place.store.address) / "raw" / older
    body = kept.read_bytes()
    kept.write_bytes(b"spoilt")
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    assert [older in place.run().failed[0] for _ in range(2)] == [True, True]
    kept.write_bytes(body)
    assert place.run().failed == ()


def test_one_file_that_cannot_be_had_does_not_make_the_page_unread(place: Place) -> None:
    place.offer(nato_site.status(403))
    run = place.run()
    assert (run.outcome, run.exit_code, run.reached) == ("failed", 1, True)
    check = place.store.last_check()
    assert check is not None
    assert check["failed"] == list(run.failed)
    place.site.put(nato_site.PAGE, nato_site.status(403))
    assert not place.run().reached
    assert place.store.last_check() == check


def test_a_raw_file_that_was_spoilt_in_the_store_stops_everything(place: Place) -> None:
    """Going on without it would take its edition away."""
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    place.run()
    before = place.release()
    (sha256,) = (r["sha256"] for r in place.store.raw_records() if r["edition"] == "2027-07-01")
    (Path(place.store.address) / "raw" / sha256).write_bytes(b"spoilt")
    place.offer(nato_site.status(404), 2027)
    small_data.write_allies(place.data, (*ALLIES[:-1], replace(ALLIES[-1], the="the")))
    assert place.run().outcome == "failed"
    with pytest.raises(StoreError, match=sha256):
        build(place.data, place.store)
    assert place.release() == before


@pytest.mark.parametrize(
    ("fault", "message"), [(times_a_hundred, "Table 3!"), (broken_identity, "(share-follows)")]
)
def test_a_workbook_can_be_checked_before_anybody_publishes_it(
    tmp_path: Path, place: Place, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], bytes], message: str
) -> None:
    monkeypatch.setattr("etl.__main__.data_folder", lambda: place.data)
    file = tmp_path / "270701-def-exp-2027-TABLES-en.xlsx"
    file.write_bytes(fault())
    result = CliRunner().invoke(main, ["check", str(file)])
    assert result.exit_code == 1
    assert f"{file.name}, " in result.stdout
    assert message in result.stdout
    file.write_bytes(as_2027())
    assert CliRunner().invoke(main, ["check", str(file)]).exit_code == 0


@pytest.mark.parametrize(
    ("name", "options", "code", "said"),
    [
        ("def-exp-2027-en.xlsx", [], 0, "understood"),
        ("book.xlsx", [], 0, "understood"),
        ("book.xlsx", ["--published", "2027-07-01"], 0, "understood"),
        ("def-exp-2026-en.xlsx", [], 1, "expected 2026 as the last year of this edition, found '2027e'"),
        ("book.xlsx", ["--published", "2026-07-01"], 1, "expected 2026 as the last year"),
    ],
)
def test_a_workbook_is_checked_for_the_year_that_its_name_or_its_header_says(
    tmp_path: Path,
    place: Place,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    options: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.setattr("etl.__main__.data_folder", lambda: place.data)
    book = workbooks.build(of_2027(), LAYOUT_2026)
    for column, number in enumerate((2049, 2066, 2090), start=1):
        book.create_sheet(f"Numbers {number}").cell(1, column, number)
    book["Numbers 2090"].append([2049, 2066, 2090])
    file = tmp_path / name
    file.write_bytes(content(book))
    result = CliRunner().invoke(main, ["check", str(file), *options])
    assert (result.exit_code, said in result.output) == (code, True), result.output


def test_a_build_takes_the_raw_editions_of_the_store(place: Place) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    place.run()
    published = place.store.current()
    assert build(place.data, place.store) == published
    assert ensure(place.data, place.store) == published


def test_downloads_are_stored_by_the_run_that_published_or_by_the_one_after(place: Place) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    assert place.run().outcome == "published"
    current = place.store.current() or ""
    assert place.store.has_downloads(current)
    shutil.rmtree(Path(place.store.address) / "downloads")
    assert not place.store.has_downloads(current)
    assert place.run(dry_run=True).outcome == "nothing new"
    assert not place.store.has_downloads(current)
    assert place.run().outcome == "nothing new"
    assert place.store.has_downloads(current)
    assert place.store.check()[1] == []


def test_downloads_that_cannot_be_stored_are_reported(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.run()
    current = place.store.current() or ""
    (Path(place.store.address) / "downloads" / current / "SHA256SUMS").unlink()

    def fails(*_: object) -> None:
        raise StoreError("No space left on device")

    monkeypatch.setattr(Store, "offer", fails)
    run = place.run()
    assert (run.outcome, run.exit_code) == ("failed", 1)
    assert run.failed == (
        f"No space left on device; release {run.release} is served all the same, "
        "its downloads not until they are stored",
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_refresh_that_is_stopped_says_so_and_leaves_a_record(place: Place, number: signal.Signals) -> None:
    place.offer(nato_site.drip(bytes(10**5), pause=0.05))
    before = place.store.current()
    asked = ["refresh", "--store", place.store.address, "--topic-url", place.site.page]
    # As a shell starts what runs in the background: with SIGINT ignored.
    command = ["sh", "-c", 'trap "" INT; exec "$@"', "sh", sys.executable, "-m", "etl", *asked]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=workbooks.ROOT) as process:
        while not place.site.asked(place.legacy + small_data.WORKBOOK):
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(number)
        assert process.wait() == 1
        assert process.stderr is not None
        assert "the refresh was stopped before its end" in process.stderr.read()
    (run,) = place.store.runs()
    assert (run["outcome"], run["reached"]) == ("failed", True)
    assert "stopped before its end" in run["failed"][0]
    assert place.store.current() == before


def test_two_refreshes_at_once_lose_nothing(place: Place) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    with nato_site.serve() as other:
        other.list(place.legacy + small_data.PDF)
        other.put(
            place.legacy + small_data.WORKBOOK,
            nato_site.whole(workbook(small_data.reequipped(of_2024(), "DEU", 2.0))),
        )
        second = Place(place.data, Store(place.store.address), other)
        runs = []
        threads = [threading.Thread(target=lambda p=p: runs.append(p.run())) for p in (place, second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [r.exit_code for r in runs] == [0, 0]
    release = place.release()
    assert [e.id for e in release.editions] == ["2024-06-17", "2027-07-01"]
    assert release.edition[JUNE].revision in (2, 3)
    assert len(place.store.runs(5)) == 2


# ---------------------------------------------------------------- the command


def command(place: Place, monkeypatch: pytest.MonkeyPatch, *options: str) -> Any:
    monkeypatch.setattr("etl.commands.refresh.data_folder", lambda: place.data)
    asked = ["refresh", "--store", str(place.store.address), "--topic-url", place.site.page, *options]
    return CliRunner().invoke(main, asked)


def test_the_command_says_what_changed_and_ends_with_0(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.list(2027)
    place.offer(as_2027(), 2027, Last_Modified=JULY_2027)
    result = command(place, monkeypatch)
    assert result.exit_code == 0
    assert "new edition " in result.stdout
    assert result.stderr == ""
    assert place.store.has_downloads(place.store.current() or "")


def test_the_command_says_what_was_rejected_and_ends_with_1(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.offer(nato_site.HTML)
    result = command(place, monkeypatch)
    assert result.exit_code == 1
    assert "expected an Excel workbook (.xlsx), found an HTML page" in result.stderr


def test_the_command_can_look_and_touch_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.offer(workbook(small_data.reequipped(of_2024(), "DEU", 2.0)))
    result = command(place, monkeypatch, "--dry-run")
    assert result.exit_code == 0
    assert "a dry run: release" in result.stdout
    assert place.store.raw_records() == []
