"""The World Bank: read whole, page by page, or not at all; kept apart from NATO's figures."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from etl.__main__ import main
from etl.ingest.series import COLUMNS
from etl.model import Rejected
from etl.sources.fetched import FetchFailed
from etl.sources.http import Client
from etl.sources.world_bank.indicators import INDICATORS, BankIndicator, fetch, newest_of, values_of
from etl.store import StoreError
from tests.etl import nato_site
from tests.etl.conftest import QUICK, Place
from tests.etl.nato_site import Act, Handler, Site
from tests.etl.workbooks import ALLIES

SHARE, DOLLARS = INDICATORS
CODES = ";".join(sorted(a.code for a in ALLIES))
Rows = list[dict[str, Any]]


def rows_of(series: BankIndicator, *, years: range = range(2020, 2025), factor: float = 1.0) -> Rows:
    """A row for each ally and year; Iceland's are null, as it has none."""
    return [
        {
            "indicator": {"id": series.id, "value": "Military expenditure"},
            "country": {"id": code[:2], "value": code},
            "countryiso3code": code,
            "date": str(year),
            "value": None if code == "ISL" else round(factor * (1 + n / 10 + (year - 2020) / 100), 6),
            "unit": "",
            "obs_status": "",
            "decimal": 1,
        }
        for n, code in enumerate(CODES.split(";"))
        for year in reversed(years)
    ]


def paged(rows: Rows, page: int, per_page: int, **head: Any) -> list[Any]:
    """A page as the API gives it, its numbers now and then as text."""
    pages = -(-len(rows) // per_page)
    shown = {"page": page, "pages": pages, "per_page": str(per_page), "total": len(rows)}
    shown |= {"sourceid": "2", "lastupdated": "2026-07-01"} | head
    return [shown, rows[(page - 1) * per_page : page * per_page]]


def api(rows: Rows, **head: Any) -> Act:
    """The API for one indicator."""

    def act(handler: Handler) -> None:
        asked = parse_qs(urlsplit(handler.path).query)
        assert asked["format"] == ["json"]
        found = paged(rows, int(asked["page"][0]), int(asked["per_page"][0]), **head)
        handler.reply(200, json.dumps(found).encode(), {"Content-Type": "application/json"})

    return act


def path(series: BankIndicator) -> str:
    return f"/v2/country/{CODES}/indicator/{series.id}"


@pytest.fixture
def site() -> Iterator[Site]:
    with nato_site.serve() as site:
        yield site


@pytest.mark.parametrize("per_page", [3, 7, 25, 1000])
def test_every_page_is_fetched_and_read(site: Site, per_page: int) -> None:
    rows = rows_of(SHARE)
    site.put(path(SHARE), api(rows))
    pages = fetch(Client(QUICK), SHARE, ALLIES, site.address + "/v2/", per_page=per_page)
    values, updated = values_of(pages.body, SHARE, {a.code for a in ALLIES})
    assert {(v.ally, str(v.year)): v.value for v in values} == {
        (r["countryiso3code"], r["date"]): r["value"] for r in rows if r["value"] is not None
    }
    assert updated == pages.updated == "2026-07-01"
    assert len(pages.addresses) == -(-len(rows) // per_page) == len(site.seen)


def test_what_is_null_is_missing_and_not_zero(site: Site) -> None:
    site.put(path(SHARE), api(rows_of(SHARE)))
    pages = fetch(Client(QUICK), SHARE, ALLIES, site.address + "/v2")
    values, _ = values_of(pages.body, SHARE, {a.code for a in ALLIES})
    assert {v.ally for v in values} == {"DEU", "FRA", "TUR", "USA"}


def spoilt(change: Callable[[list[Any]], object]) -> list[Any]:
    """A page with something wrong in it."""
    page = paged(rows_of(SHARE), 1, 1000)
    change(page)
    return page


FAULTS: dict[str, tuple[Callable[[list[Any]], object], str]] = {
    "an error": (
        lambda p: p.__setitem__(slice(None), [{"message": [{"id": "120", "value": "Invalid value"}]}]),
        "expected array of at least length 2, found [{'message': ",
    ),
    "no rows": (lambda p: p.__setitem__(1, None), "[1]: expected array, found None"),
    "not two": (lambda p: p.append({}), "array of at most length 2"),
    "a row too few": (lambda p: p[1].pop(), "expected 25 rows, found 24"),
    "a row twice": (lambda p: p[1].__setitem__(3, p[1][4]), "each ally and year once"),
    "another page": (
        lambda p: p[0].update(page=2),
        "expected page 1 of 1, 25 rows, updated 2026-07-01, found 'page 2 of 1",
    ),
    "no number of pages": (lambda p: p[0].pop("pages"), "pages: expected this key"),
    "too many pages": (lambda p: p[0].update(pages=10**6), "at most 100 pages"),
    "another indicator": (lambda p: p[1][0]["indicator"].update(id="X"), "MS.MIL.XPND.GD.ZS"),
    "an unknown country": (lambda p: p[1][0].update(countryiso3code="ZZZ"), "that was asked for"),
    "a year that is none": (lambda p: p[1][0].update(date="2024Q1"), "date: expected str matching regex"),
    "text for a number": (lambda p: p[1][0].update(value="1.5"), "value: expected float | null"),
    "true for a number": (lambda p: p[1][0].update(value=True), "value: expected float | null"),
    "below zero": (lambda p: p[1][0].update(value=-1), "a value from 0"),
    "too much": (lambda p: p[1][0].update(value=40.1), "a value from 0 to 25"),
    "a year to come": (
        lambda p: p[1][0].update(date="2099"),
        "a year that was over when it was updated, 2026",
    ),
    "nothing but nulls": (lambda p: [r.update(value=None) for r in p[1]], "a value in some row"),
    "a row that is none": (lambda p: p[1].__setitem__(0, []), "row 1: expected object, found []"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_not_as_it_must_be_is_rejected(site: Site, fault: str) -> None:
    change, message = FAULTS[fault]
    site.put(path(SHARE), nato_site.whole(json.dumps(spoilt(change)).encode()))
    with pytest.raises(Rejected, match=r"^World Bank") as rejected:
        fetch(Client(QUICK), SHARE, ALLIES, site.address + "/v2")
    assert message in str(rejected.value)


def test_pages_of_two_updates_are_not_put_together(site: Site) -> None:
    rows = rows_of(SHARE)
    site.put(path(SHARE), api(rows), api(rows, lastupdated="2026-07-02"))
    with pytest.raises(Rejected, match="updated 2026-07-02"):
        fetch(Client(QUICK), SHARE, ALLIES, site.address + "/v2", per_page=20)


def test_a_page_that_is_not_there_is_not_passed_over(site: Site) -> None:
    site.put(path(SHARE), api(rows_of(SHARE)), nato_site.status(500))
    with pytest.raises(FetchFailed, match="answered 500"):
        fetch(Client(QUICK), SHARE, ALLIES, site.address + "/v2", per_page=20)


@pytest.mark.parametrize("body", [b"", b"<html>", b'[{"page":1', b"\xff\xfe", b"null", b"[]", b"{}", b"7"])
def test_what_is_no_json_of_theirs_is_rejected(site: Site, body: bytes) -> None:
    site.put(path(SHARE), nato_site.whole(body))
    with pytest.raises((Rejected, FetchFailed)):
        fetch(Client(QUICK), SHARE, ALLIES, site.address + "/v2")


json_values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(json_values, min_size=1, max_size=3))
def test_no_shape_of_json_is_taken_for_figures(found: list[Any]) -> None:
    with pytest.raises(Rejected):
        values_of(json.dumps(found).encode(), SHARE, {"FRA"})


# ---------------------------------------------------------------- in the store and the release


def offer(place: Place, factor: float = 1.0) -> None:
    for series in INDICATORS:
        place.site.put(path(series), api(rows_of(series, factor=factor)))


def world_bank(place: Place, **options: Any) -> Any:
    return place.run(source="world-bank", address=place.site.address + "/v2", **options)


def table(place: Place) -> list[dict[str, str]]:
    read = place.store.reader(place.store.current() or "")
    return list(csv.DictReader(io.StringIO(read("world-bank.csv").decode())))


def test_it_stands_in_the_release_as_a_table_of_its_own(place: Place) -> None:
    before = place.release()
    offer(place)
    run = world_bank(place)
    assert (run.outcome, run.exit_code) == ("published", 0)
    rows = table(place)
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == 2 * 4 * 5
    assert {r["source"] for r in rows} == {"world-bank"}
    assert {r["licence"] for r in rows} == {"CC BY 4.0"}
    assert all("SIPRI" in r["definition"] for r in rows)
    assert {r["unit"] for r in rows} == {"percent of GDP", "US dollars"}
    after = place.release()
    assert (after.observations, after.claims, after.editions) == (
        before.observations,
        before.claims,
        before.editions,
    )
    (source,) = after.other_sources
    assert (source.id, source.name, source.licence) == ("world-bank", "World Bank", "CC BY 4.0")
    series = [(s.indicator, s.values, s.first_year, s.last_year, s.updated) for s in source.series]
    assert series == [(i.id, 20, 2020, 2024, date(2026, 7, 1)) for i in INDICATORS]


def test_the_same_again_is_nothing_new_and_what_changed_replaces_it(place: Place) -> None:
    offer(place)
    world_bank(place)
    assert world_bank(place).outcome == "nothing new"
    offer(place, factor=2.0)
    assert world_bank(place).outcome == "published"
    assert len(place.store.raw_records()) == 4
    assert {r["value"] for r in table(place)} >= {"2", "2.04"}
    offer(place)
    assert world_bank(place).outcome == "published"
    assert {r["value"] for r in table(place)} >= {"1", "1.04"}


def test_a_clock_that_was_ahead_neither_freezes_a_series_nor_dates_it_in_the_future(place: Place) -> None:
    usual = place.ahead
    place.ahead = usual + timedelta(days=100)
    offer(place)
    assert world_bank(place).outcome == "published"
    place.ahead = usual
    offer(place, factor=2.0)
    run = world_bank(place)
    assert (run.outcome, run.exit_code) == ("published", 0)
    assert any("ingested by a clock that was ahead, dated anew" in line for line in run.found)
    assert {r["value"] for r in table(place)} >= {"2", "2.04"}
    (source,) = place.release().other_sources
    assert all(s.retrieved <= place.now().date() for s in source.series)
    for record in place.store.raw_records():
        if record.get("source") == "world-bank":
            assert max(record["seen"]) <= place.now().isoformat()
    assert world_bank(place).outcome == "nothing new"


def test_what_changed_is_reported(place: Place) -> None:
    offer(place)
    assert "World Bank, MS.MIL.XPND.GD.ZS: 20 values added, 0 changed, 0 removed" in world_bank(place).found
    rows = rows_of(SHARE, years=range(2020, 2026))
    next(r for r in rows if (r["countryiso3code"], r["date"]) == ("FRA", "2024"))["value"] = 1.5
    place.site.put(path(SHARE), api(rows))
    shown = "World Bank, MS.MIL.XPND.GD.ZS: 4 values added, 1 changed (France 2024 1.14 -> 1.5), 0 removed"
    assert shown in world_bank(place).found


@pytest.mark.parametrize("seen", [None, [], "2026-07-01", [20260701], ["soon"], ["2026-07-01", "soon"]])
def test_a_record_that_does_not_say_when_is_rejected(seen: object) -> None:
    record = {"source": "world-bank", "indicator": SHARE.id, "sha256": "abc", "seen": seen}
    with pytest.raises(StoreError, match="raw file abc: expected when it was seen"):
        newest_of([record], SHARE)


@pytest.mark.parametrize(
    ("gone", "message"),
    [
        (lambda r: r["countryiso3code"] == "FRA", "values of FRA as before"),
        (lambda r: r["date"] != "2024", "most of the 20 values that it had"),
    ],
)
def test_an_answer_that_lacks_what_was_there_is_rejected(
    place: Place, gone: Callable[[dict[str, Any]], bool], message: str
) -> None:
    offer(place)
    world_bank(place)
    before = place.store.current()
    rows = [{**r, "value": None} if gone(r) else r for r in rows_of(SHARE)]
    place.site.put(path(SHARE), api(rows, lastupdated="2026-08-01"))
    run = world_bank(place)
    assert (run.outcome, run.exit_code) == ("refused", 1)
    assert message in run.failed[0]
    assert place.store.current() == before
    assert len(place.store.raw_records()) == 2


def test_a_refresh_of_natos_tables_leaves_it_where_it_is(place: Place) -> None:
    offer(place)
    world_bank(place)
    assert place.run().outcome == "nothing new"
    assert table(place)


def test_one_indicator_that_fails_does_not_keep_the_other_out(place: Place) -> None:
    offer(place)
    place.site.put(path(DOLLARS), nato_site.whole(b"<html>"))
    run = world_bank(place)
    assert (run.outcome, run.exit_code) == ("failed", 1)
    assert {r["indicator"] for r in table(place)} == {SHARE.id}


@pytest.mark.parametrize(
    ("act", "outcome"),
    [
        (nato_site.status(503), "failed"),
        (nato_site.drip(bytes(10**5)), "failed"),
        (nato_site.endless, "failed"),
        (nato_site.whole(json.dumps(spoilt(FAULTS["a row twice"][0])).encode()), "refused"),
    ],
)
def test_where_it_fails_the_last_good_release_stays(place: Place, act: Act, outcome: str) -> None:
    before = place.store.current()
    for series in INDICATORS:
        place.site.put(path(series), act)
    run = world_bank(place, limits=replace(QUICK, deadline=0.2) if outcome == "failed" else QUICK)
    assert (run.outcome, run.exit_code) == (outcome, 1)
    assert place.store.current() == before
    assert place.store.raw_records() == []


def test_the_command(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.commands.refresh.data_folder", lambda: place.data)
    offer(place)
    asked = ["refresh", "--source", "world-bank", "--store", place.store.address]
    result = CliRunner().invoke(main, [*asked, "--address", place.site.address + "/v2"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert "World Bank, MS.MIL.XPND.GD.ZS: updated 2026-07-01" in result.stdout
