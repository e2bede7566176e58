"""Raw editions beside the shipped ones: when they are the same, and when they say otherwise."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from msgspec.structs import replace

from etl.checks.editions import check_edition
from etl.ingest.describe import describe
from etl.ingest.raw import Ingested, Inputs, agrees, differing, with_raw
from etl.model import EUROPE_AND_CANADA, NORTH_AMERICA, SHARE_OF_GDP, Blank, Observation
from etl.shipped import folder as shipped
from etl.shipped.edition_folder import EditionFolder, ExceptionNote
from etl.sources.nato.raw_files import RawFile, newest_by_address, raw_files_of, record_of, states
from etl.sources.nato.reader import WorkbookReading
from etl.store import StoreError
from tests.etl import small_data, workbooks
from tests.etl.test_read_real import REAL
from tests.etl.workbooks import LAYOUT_2026

WHEN = datetime(2026, 11, 3, 6, 0, tzinfo=UTC)


def file(body: bytes, edition: date, *seen: datetime, name: str = "def-exp-2026-en.xlsx") -> RawFile:
    return RawFile(
        hashlib.sha256(body).hexdigest(),
        name,
        f"https://nato.example/{name}",
        edition,
        "its name",
        seen or (WHEN,),
        {"etag": '"x"'},
    )


@pytest.fixture(scope="module")
def folders(data: Path) -> Sequence[EditionFolder]:
    """The shipped editions up to that of 2026, which these tests ingest anew."""
    return tuple(f for f in shipped.read_editions(data) if f.edition.published <= date(2026, 7, 7))


def ingested(data: Path, folders: Sequence[EditionFolder], *bodies: bytes, edition: date) -> Ingested:
    """The editions with files that came an hour after one another."""
    name = f"def-exp-{edition.year}-en.xlsx"
    kept = [file(b, edition, WHEN + timedelta(hours=n), name=name) for n, b in enumerate(bodies)]
    by_sum = {hashlib.sha256(b).hexdigest(): b for b in bodies}
    inputs = Inputs(shipped.read_allies(data), shipped.read_indicators(data), by_sum.__getitem__)
    return with_raw(folders, kept, inputs)


@pytest.mark.skipif(not REAL.is_file(), reason="NATO's workbook of June 2024 is not here")
def test_the_real_workbook_of_june_2024_is_the_edition_that_is_shipped(
    data: Path, folders: Sequence[EditionFolder]
) -> None:
    found = ingested(data, folders, REAL.read_bytes(), edition=date(2024, 6, 17))
    assert found == Ingested(tuple(folders))


def as_of_2026(data: Path, folders: Sequence[EditionFolder], change: float = 0.0) -> bytes:
    """A workbook in the layout of 2026 with the figures that are shipped, one of them changed."""
    of_2026 = next(f for f in folders if f.edition.published == date(2026, 7, 7))
    shown = workbooks.edition_of(of_2026.observations, shipped.read_allies(data), 2021)
    return small_data.workbook(small_data.reequipped(shown, "POL", change), LAYOUT_2026)


def test_a_workbook_that_says_the_same_leaves_the_shipped_figures(
    data: Path, folders: Sequence[EditionFolder]
) -> None:
    found = ingested(data, folders, as_of_2026(data, folders), edition=date(2026, 7, 7))
    assert found == Ingested(tuple(folders))


def test_a_workbook_that_says_otherwise_is_the_next_revision(
    data: Path, folders: Sequence[EditionFolder]
) -> None:
    same, other = as_of_2026(data, folders), as_of_2026(data, folders, 0.5)
    found = ingested(data, folders, same, other, edition=date(2026, 7, 7))
    assert found.rejected == ()
    newest = found.folders[-1].edition
    assert (newest.revision, newest.retrieved) == (2, WHEN + timedelta(hours=1))
    assert (newest.title, newest.cutoff) == (folders[-1].edition.title, folders[-1].edition.cutoff)
    assert set(newest.blanks) == set(folders[-1].edition.blanks)
    assert found.folders[:-1] == tuple(folders[:-1])


def test_another_currency_is_another_state(folders: Sequence[EditionFolder]) -> None:
    of_2024 = next(f for f in folders if f.edition.published == date(2024, 6, 17))
    zlotys = tuple(
        structs.replace(f, unit=f.unit.replace("(Euros)", "(Zlotys)")) for f in of_2024.observations
    )
    assert agrees(of_2024, of_2024)
    assert not agrees(replace(of_2024, observations=zlotys), of_2024)
    assert not agrees(of_2024, replace(of_2024, observations=zlotys))


def test_a_share_that_is_off_in_a_rounded_edition_is_not_taken_for_typed_in(
    data: Path, folders: Sequence[EditionFolder]
) -> None:
    of_2026 = folders[-1]
    off = tuple(
        structs.replace(f, value=2.0) if (f.indicator, f.ally, f.year) == (SHARE_OF_GDP, "CZE", 2024) else f
        for f in of_2026.observations
    )
    shown = workbooks.edition_of(off, shipped.read_allies(data), 2021)
    found = ingested(data, folders, small_data.workbook(shown, LAYOUT_2026), edition=date(2026, 7, 7))
    assert found.folders == tuple(folders)
    assert "for CZE 2024 (share-follows), found 2" in found.rejected[0].lines[0]


@pytest.mark.parametrize("base", [2022, 2025])
def test_a_base_year_that_current_prices_do_not_bear_out_is_reported_and_not_rejected(
    data: Path, folders: Sequence[EditionFolder], base: int
) -> None:
    shown = workbooks.edition_of(folders[-1].observations, shipped.read_allies(data), base)
    found = ingested(data, folders, small_data.workbook(shown, LAYOUT_2026), edition=date(2026, 7, 7))
    assert found.rejected == ()
    # It is another state of the edition, though no figure of it is another.
    newest = found.folders[-1].edition
    assert (newest.base_year, newest.revision) == (base, 2)
    reported = next(p for p in newest.caveats if p.startswith("Constant prices are said to be"))
    assert f"those of {base}, but in that year" in reported
    assert check_edition(found.folders[-1], shipped.read_allies(data), shipped.read_indicators(data)) == []


def test_current_prices_of_another_scale_are_rejected(data: Path, folders: Sequence[EditionFolder]) -> None:
    off = tuple(
        structs.replace(f, value=f.value * 1000)
        if (f.indicator, f.ally) == ("expenditure_national_current", "LUX")
        else f
        for f in folders[-1].observations
    )
    shown = workbooks.edition_of(off, shipped.read_allies(data), 2021)
    found = ingested(data, folders, small_data.workbook(shown, LAYOUT_2026), edition=date(2026, 7, 7))
    assert "for LUX 2021 (base-year-prices)" in found.rejected[0].lines[0]


def test_blocks_under_one_anothers_headings_are_rejected(
    data: Path, folders: Sequence[EditionFolder]
) -> None:
    names = {"equipment_share": "personnel_share", "personnel_share": "equipment_share"}
    off = tuple(
        structs.replace(f, indicator=names.get(f.indicator, f.indicator)) for f in folders[-1].observations
    )
    shown = workbooks.edition_of(off, shipped.read_allies(data), 2021)
    found = ingested(data, folders, small_data.workbook(shown, LAYOUT_2026), edition=date(2026, 7, 7))
    assert found.folders == tuple(folders)
    assert found.rejected[0].lines == (
        "def-exp-2026-en.xlsx, Table 8a!B5: expected equipment_share, found personnel_share, "
        "by the edition of 2024-06-17 (retrieved on 3 November 2026)",
    )


def test_what_cannot_be_read_leaves_the_shipped_figures(data: Path, folders: Sequence[EditionFolder]) -> None:
    found = ingested(data, folders, b"PK nothing", edition=date(2026, 7, 7))
    assert found.folders == tuple(folders)
    assert "def-exp-2026-en.xlsx" in found.rejected[0].lines[0]


# ---------------------------------------------------------------- which figures differ


def of_precision(
    observations: Sequence[Observation], precision: str, folders: Sequence[EditionFolder]
) -> EditionFolder:
    expect = replace(folders[0].expect, precision=precision)
    return replace(folders[0], observations=tuple(observations), expect=expect)


def shares(*values: float) -> list[Observation]:
    return [
        Observation(
            date(2026, 7, 7), f"A{n:02d}", 2024, SHARE_OF_GDP, v, "percent of GDP", False, "3", "", "x"
        )
        for n, v in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("precision", "printed", "read", "same"),
    [
        ("2 decimals", (2.04, 1.5), (2.0444, 1.4951), True),
        ("2 decimals", (2.04, 1.5), (2.0444, 1.4949), False),
        ("2 decimals", (2.04, 1.5), (2.0461, 1.5), False),
        ("unrounded", (2.04123456, 1.5), (2.04123456, 1.5), True),
        ("unrounded", (2.04123456, 1.5), (2.04123456, 1.5001), False),
        ("mixed", (2.04123456, 1.5), (2.04123456, 1.5049), True),
        ("mixed", (2.04123456, 1.5), (2.04123456, 1.5051), False),
        ("mixed", (2.04123456, 1.5), (2.0412, 1.5), False),
    ],
)
def test_figures_are_checked_against_the_decimals_that_they_are_printed_with(
    folders: Sequence[EditionFolder],
    precision: str,
    printed: tuple[float, ...],
    read: tuple[float, ...],
    same: bool,
) -> None:
    shown = differing(of_precision(shares(*printed), precision, folders), shares(*read))
    assert (shown == []) is same


def test_a_figure_that_is_missing_differs(folders: Sequence[EditionFolder]) -> None:
    held = of_precision(shares(2.0, 1.5), "2 decimals", folders)
    assert differing(held, shares(2.0)) == shares(2.0, 1.5)[1:]


# ---------------------------------------------------------------- records


moments = st.lists(st.integers(0, 1000), min_size=1, max_size=4, unique=True)


@given(st.lists(moments, min_size=1, max_size=4))
def test_the_states_of_an_edition_stand_in_the_order_of_their_times(when: list[list[int]]) -> None:
    kept = [
        file(bytes([n]), date(2026, 7, 7), *(WHEN + timedelta(minutes=m) for m in sorted(times)))
        for n, times in enumerate(when)
    ]
    ((edition, entries),) = states(kept).items()
    assert edition == date(2026, 7, 7)
    assert [t for t, _ in entries] == sorted(t for k in kept for t in k.seen)
    newest = max(kept, key=lambda k: k.seen[-1])
    assert newest_by_address(kept)[newest.address].sha256 in {
        k.sha256 for k in kept if k.seen[-1] == newest.seen[-1]
    }


def test_a_record_reads_back_as_it_was() -> None:
    kept = replace(file(b"x", date(2026, 7, 7)), cutoff=date(2026, 7, 3))
    assert raw_files_of([record_of(kept, 1), {"source": "world-bank", "sha256": "y"}]) == (kept,)


@pytest.mark.parametrize("lacking", ["seen", "edition", "address"])
def test_a_record_that_is_not_understood_is_reported(lacking: str) -> None:
    record = record_of(file(b"x", date(2026, 7, 7)), 1)
    del record[lacking]
    with pytest.raises(StoreError, match=lacking):
        raw_files_of([record])
    with pytest.raises(StoreError, match="found no time"):
        raw_files_of([{**record_of(file(b"x", date(2026, 7, 7)), 1), "seen": []}])


def test_a_break_of_an_aggregate_is_described_by_its_name(
    data: Path, folders: Sequence[EditionFolder]
) -> None:
    newest = folders[-1]
    note = ExceptionNote(
        "members-add-up", "military_personnel", EUROPE_AND_CANADA, 2024, 2000.0, 1990.0, "The sum is another."
    )
    blank = Blank("expenditure_real_change", NORTH_AMERICA, 2014)
    reading = WorkbookReading(newest.observations, 2021, "core defence expenditure", (), (blank,))
    of = file(b"", newest.edition.published)
    edition = describe(of, reading, newest.edition, [note], shipped.read_allies(data))
    assert "NATO Europe and Canada 2024, printed 2000: The sum is another." in edition.caveats
    assert "Cells left blank: North America 2014." in edition.caveats
