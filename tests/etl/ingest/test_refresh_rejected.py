"""What a refresh rejects: what is not certain, and what a server does not give; what was good stays."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from openpyxl import Workbook

from etl.__main__ import main
from etl.ingest.publish import build, ensure
from etl.model import SHARE_OF_GDP, Ally
from tests.etl import nato_site, small_data, workbooks
from tests.etl.conftest import QUICK, Place
from tests.etl.nato_site import FOLDER
from tests.etl.small_data import JULY_2027, as_2027, of_2024, of_2027, workbook
from tests.etl.workbooks import ALLIES, LAYOUT_2026, content

JUNE = small_data.PUBLISHED


RURITANIA = Ally("RUR", "Ruritania", date(2026, 3, 1), True, True)


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
    "a zip of something else": (a_zip_of_something_else, "found a zip without xl/workbook.xml"),
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
