"""A release: the same everywhere, rejected whole where the data have a fault, and never torn."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from etl.formats.files import BrokenRelease
from etl.formats.tidy import read_csv, write_csv
from etl.ingest.publish import assemble, build, ensure, fingerprint
from etl.model import COLUMNS, Observation, Rejected, Release, as_printed
from etl.store import Store, StoreError
from tests.small import edition, share


@pytest.fixture
def copy(brief_data: Path, tmp_path: Path) -> Path:
    """Data of two small editions, to be changed."""
    return Path(shutil.copytree(brief_data, tmp_path / "data"))


def spoil(copy: Path, old: str, new: str, day: str = "2024-06-17") -> None:
    """Changes an edition's figures and signs them, so that only the checks can notice."""
    observations, about = copy / "editions" / day / "figures.csv", copy / "editions" / day / "edition.toml"
    before = observations.read_bytes()
    after = before.replace(old.encode(), new.encode(), 1)
    assert after != before
    observations.write_bytes(after)
    signed = about.read_text("utf-8").replace(
        hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest()
    )
    about.write_text(signed, "utf-8")


def test_the_same_data_give_the_same_release_in_another_process(shipped_store: Path, tmp_path: Path) -> None:
    here, elsewhere = shipped_store, tmp_path / "elsewhere"
    shown = subprocess.run(
        [sys.executable, "-m", "etl", "build", "--store", str(elsewhere)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
        cwd=Path(__file__).parents[3],
    ).stdout.strip()
    assert shown == Store(here).current()
    mine, other = (sorted([*s.rglob("releases/*/*"), *s.rglob("downloads/*/*")]) for s in (here, elsewhere))
    assert [f.name for f in mine] == [f.name for f in other]
    assert [f.read_bytes() for f in mine] == [f.read_bytes() for f in other]


def test_a_release_is_named_by_what_is_in_it(copy: Path, store_folder: Path, tmp_path: Path) -> None:
    narrative = copy / "articles" / "2024-11-07-two-percent" / "narrative.md"
    narrative.write_text(
        narrative.read_text("utf-8").replace("twice the pledge", "double the pledge"), "utf-8"
    )
    assert build(copy, Store(tmp_path / "store")) != Store(store_folder).current()


def test_a_fault_in_the_data_publishes_nothing_and_keeps_the_last_release(
    frozen_data: Path, copy: Path, tmp_path: Path
) -> None:
    store = Store(tmp_path / "store")
    shutil.copytree(frozen_data / "editions" / "2024-06-17", copy / "editions" / "2024-06-17")
    good = build(copy, store)
    spoil(copy, ",4.120190989357147,", ",412.0190989357147,")
    with pytest.raises(ExceptionGroup) as rejected:
        build(copy, store)
    assert all(isinstance(fault, Rejected) for fault in rejected.value.exceptions)
    assert any("TABLE3!N32" in str(fault) for fault in rejected.value.exceptions)
    assert store.current() == good
    assert store.load().id == good


def test_figures_that_do_not_match_their_checksum_are_rejected(copy: Path) -> None:
    observations = copy / "editions" / "2023-07-07" / "figures.csv"
    observations.write_bytes(observations.read_bytes().replace(b"3.9", b"9.3"))
    with pytest.raises(Rejected, match="sha256"):
        assemble(copy)


def test_a_release_is_not_built_again_for_nothing(copy: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    first = ensure(copy, store)
    stamp = (tmp_path / "store" / "current").stat().st_mtime_ns
    assert ensure(copy, store) == first
    assert (tmp_path / "store" / "current").stat().st_mtime_ns == stamp


def test_downloads_that_a_killed_publisher_did_not_come_to_are_made_by_the_next(
    copy: Path, tmp_path: Path
) -> None:
    store = Store(tmp_path / "store")
    first = build(copy, store)
    before = {f.name: f.read_bytes() for f in (tmp_path / "store" / "downloads" / first).iterdir()}
    for left in ("SHA256SUMS", "two-percent.xlsx"):
        (tmp_path / "store" / "downloads" / first / left).unlink()
    assert not store.has_downloads(first)
    assert ensure(copy, store) == first
    assert {f.name: f.read_bytes() for f in (tmp_path / "store" / "downloads" / first).iterdir()} == before
    assert store.check()[1] == []


def test_downloads_that_cannot_be_stored_leave_the_release_current(
    copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path / "store")

    def fails(*_: object) -> None:
        raise StoreError("downloads: No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "offer", fails)
        with pytest.raises(StoreError, match=r"No space left on device; release \w+ is served all the same"):
            build(copy, store)
    current = store.current()
    assert current is not None
    assert store.load().id == current
    assert ensure(copy, store) == current
    assert store.has_downloads(current)


def test_a_download_that_is_damaged_is_made_again_at_the_start(copy: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    first = ensure(copy, store)
    file = tmp_path / "store" / "downloads" / first / "two-percent.xlsx"
    before, stamp = file.read_bytes(), (tmp_path / "store" / "current").stat().st_mtime_ns
    file.write_bytes(b"junk")
    shown: list[str] = []
    assert ensure(copy, store, shown.append) == first
    assert file.read_bytes() == before
    assert shown == [
        f"a stored download is damaged, and all are made again: {file}: its bytes do not match SHA256SUMS"
    ]
    assert (tmp_path / "store" / "current").stat().st_mtime_ns == stamp


@pytest.mark.parametrize("name", ["figures.json", "figures.csv", "SHA256SUMS"])
def test_a_release_that_is_damaged_is_built_again_at_the_start(copy: Path, tmp_path: Path, name: str) -> None:
    store = Store(tmp_path / "store")
    first = ensure(copy, store)
    file = tmp_path / "store" / "releases" / first / name
    before = file.read_bytes()
    for spoil_it in (file.unlink, lambda: file.write_bytes(before[:-70])):
        spoil_it()
        shown: list[str] = []
        assert ensure(copy, store, shown.append) == first
        assert name in shown[0]
        assert file.read_bytes() == before


def test_changed_data_are_noticed(copy: Path, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    before, first = fingerprint(copy), ensure(copy, store)
    (copy / "articles" / "2024-11-07-two-percent" / "narrative.md").write_text(
        (copy / "articles" / "2024-11-07-two-percent" / "narrative.md")
        .read_text("utf-8")
        .replace("Who pays most", "Who pays the most"),
        "utf-8",
    )
    assert fingerprint(copy) != before
    assert ensure(copy, store) != first


def test_what_is_read_back_is_what_was_assembled(frozen_data: Path, release: Release) -> None:
    assert replace(assemble(frozen_data), id=release.id) == release


def test_a_stored_edition_has_the_keys_that_it_had_before(release: Release) -> None:
    """Releases are stored for good: other keys would leave those of an older version unread."""
    stored = msgspec.to_builtins(release.editions[0])
    assert {"reached_us", "in_hand", "peculiarities"} <= stored.keys()
    assert msgspec.convert(stored, type(release.editions[0])) == release.editions[0]


def test_a_torn_file_is_noticed_on_reading(brief_data: Path, tmp_path: Path) -> None:
    store = Store(tmp_path)
    release_id = build(brief_data, store)
    file = tmp_path / "releases" / release_id / "figures.json"
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(BrokenRelease, match=r"figures\.json"):
        store.load()


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no release"):
        Store(tmp_path / "none").load()


# ---------------------------------------------------------------- the tidy columns

words = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=20)
values = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(values, words, st.booleans()), max_size=8))
def test_tidy_csv_reads_back_to_the_same_figures(rows: list[tuple[float, str, bool]]) -> None:
    observations = [
        replace(share(edition_of_test, "AAA", value, estimate=mark), origin=origin, cell="S!A1")
        for value, origin, mark in rows
    ]
    text = "".join(write_csv(observations, lambda _: "Land, with a comma"))
    assert read_csv(text) == tuple(observations)


edition_of_test = edition(__import__("datetime").date(2024, 6, 1))


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("edition", "17 June", "a date"),
        ("year", "soon", "a year"),
        ("value", "n/a", "a number"),
        ("estimate", "1", "true or false"),
    ],
)
def test_a_row_that_is_not_tidy_is_rejected_by_line_and_column(column: str, cell: str, expected: str) -> None:
    good = "".join(write_csv([share(edition_of_test, "AAA", 2.0)], lambda _: "A")).splitlines()
    cells = good[1].split(",")
    cells[COLUMNS.index(column)] = cell
    with pytest.raises(Rejected, match=f"row 2, {column}: expected {expected}"):
        read_csv("\n".join([good[0], ",".join(cells)]))


def test_other_columns_are_rejected() -> None:
    with pytest.raises(Rejected, match="row 1"):
        read_csv("a,b\n1,2\n")


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (1.995, 2.0),
        (1.9949999, 1.99),
        (2.00046, 2.0),
        (-0.001, 0.0),
        (2.675, 2.68),
        (1.005, 1.01),
        (-1.005, -1.01),
    ],
)
def test_printing_rounds_half_away_from_zero_in_decimal(value: float, printed: float) -> None:
    assert as_printed(value) == printed


@given(values.filter(lambda v: abs(v) < 1e9))
def test_printing_moves_a_value_by_half_a_unit_at_most(value: float) -> None:
    assert abs(as_printed(value) - value) <= 0.005 + 1e-9
    assert as_printed(as_printed(value)) == as_printed(value)


def test_figure_is_one_row(release: Release) -> None:
    keys = {(f.edition, f.ally, f.year, f.indicator) for f in release.observations}
    assert len(keys) == len(release.observations)
    assert isinstance(release.observations[0], Observation)
