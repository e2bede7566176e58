"""A file that NATO changes in place: a new revision of its edition beside the old."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from openpyxl import Workbook

from etl.ingest.publish import build
from etl.model import SHARE_OF_GDP
from tests.etl import small_data, workbooks
from tests.etl.conftest import Place
from tests.etl.small_data import as_2027, of_2024, workbook
from tests.etl.workbooks import LAYOUT_2026, content

JUNE = small_data.PUBLISHED


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
