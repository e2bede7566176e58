"""Several files of one edition on NATO's page: the later version gives way to no earlier one."""

from __future__ import annotations

import pytest

from etl.ingest.publish import build
from tests.etl import nato_site, small_data
from tests.etl.conftest import Place
from tests.etl.nato_site import FOLDER
from tests.etl.small_data import JULY_2027, as_2027, of_2027, workbook
from tests.etl.workbooks import LAYOUT_2026


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
