"""The Python door: the same frames from a store, a release's folder and the downloaded package."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import etl.release
from etl.formats.files import BrokenRelease
from etl.formats.tables import tables
from etl.model import Release
from etl.release import Frames, load
from etl.store import StoreError

NAMES = [name for name in Frames.__struct_fields__ if name != "release"]


@pytest.fixture(scope="module")
def folder(release: Release, store_folder: Path) -> Path:
    """The folder of the release."""
    return store_folder / "releases" / release.id


def test_every_source_gives_the_same_frames(release: Release, store_folder: Path, folder: Path) -> None:
    package = store_folder / "downloads" / release.id / "two-percent.zip"
    of_store, of_folder, of_zip = load(str(store_folder)), load(folder), load(package)
    assert of_store.release == of_folder.release == of_zip.release == release.id
    for name in NAMES:
        expected = getattr(of_store, name)
        assert len(expected)
        pd.testing.assert_frame_equal(getattr(of_folder, name), expected)
        pd.testing.assert_frame_equal(getattr(of_zip, name), expected)


def test_every_table_of_a_release_is_a_frame_and_their_sizes_are_shown(
    release: Release, folder: Path
) -> None:
    assert set(NAMES) == {table.name for table in tables(release)}
    frames = load(folder)
    assert f"figures {len(release.observations):,}," in repr(frames)
    assert len(repr(frames)) < 500
    # Who checks types sees those of `load` and `Frames`.
    assert Path(etl.release.__file__).with_name("py.typed").is_file()
    assert len(frames.figures[frames.figures.edition == release.latest_edition.id])


def test_frames_hold_the_figures_with_the_documented_types(release: Release, folder: Path) -> None:
    frames = load(folder)
    assert frames.figures["value"].tolist() == [f.value for f in release.observations]
    assert frames.figures["edition"].dt.date.tolist() == [f.edition for f in release.observations]
    assert frames.figures["estimate"].tolist() == [f.estimate for f in release.observations]
    assert {n: str(t) for n, t in frames.figures.dtypes.items()} == {
        "edition": "datetime64[s]",
        "ally": "str",
        "name": "str",
        "year": "int64",
        "indicator": "str",
        "value": "float64",
        "unit": "str",
        "estimate": "bool",
        "table": "str",
        "cell": "str",
        "origin": "str",
        "base_year": "Int64",
        "price_basis": "str",
        "currency": "str",
        "series": "str",
        "kind": "str",
        "decimals": "Int64",
    }
    assert str(frames.editions["base_year"].dtype) == "Int64"
    assert str(frames.counts["n"].dtype) == "Int64"


def test_a_count_that_is_not_whole_is_missing_and_not_zero(release: Release, folder: Path) -> None:
    counts = load(folder).counts.set_index(["edition", "year", "target"])
    whole = 0
    for e in release.editions:
        for year in release.years(e.published):
            n = counts.loc[(pd.Timestamp(e.published), year, 2.0), "n"]
            count = release.count(e.published, year, 2.0)
            assert n is pd.NA if not count.whole else n == count.n
            whole += count.whole
    assert whole


def test_importing_the_release_loads_no_pandas() -> None:
    code = "import sys, etl.release, dashboard.app; sys.exit(len({'pandas', 'arro3'} & set(sys.modules)))"
    root = Path(__file__).parent.parent.parent
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


def test_without_pandas_one_sentence_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError) as raised:
        load(folder)
    needed = "Frames need pandas: pip install pandas, or install this project with its extra frames."
    assert str(raised.value) == needed


def test_what_is_not_there_or_not_whole_is_said(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="expected a store"):
        load(tmp_path)
    torn = Path(shutil.copytree(folder, tmp_path / "torn"))
    (torn / "figures.csv").write_bytes((torn / "figures.csv").read_bytes()[:-1])
    with pytest.raises(BrokenRelease, match=r"figures\.csv"):
        load(torn)
    (tmp_path / "no.zip").write_bytes(b"no zip")
    with pytest.raises(BrokenRelease, match=r"no\.zip"):
        load(tmp_path / "no.zip")
