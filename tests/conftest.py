"""What every test has."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from etl.ingest.publish import build
from etl.model import Release
from etl.store import Store

# How long an example takes says nothing of its result on a shared machine; and a run for everybody's eyes
# tries the same examples each time.
settings.register_profile(
    "two-percent", deadline=None, derandomize="CI" in os.environ, print_blob=True, max_examples=50
)
settings.load_profile("two-percent")

# Closed unless an operator opens them; what they say is tested as an operator has it.
os.environ["TWO_PERCENT_OPERATORS"] = "open"


@pytest.fixture(scope="session")
def data() -> Path:
    """The shipped data."""
    return Path(__file__).parent.parent / "data"


@pytest.fixture(scope="session")
def frozen_data(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data with the editions of `tests/data/frozen`: a new edition turns no test of words red."""
    folder = tmp_path_factory.mktemp("frozen")
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns("editions"), dirs_exist_ok=True)
    shutil.copytree(Path(__file__).parent / "data" / "frozen", folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def brief_data(frozen_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The frozen data with two editions of a hundred figures, where their number does not matter."""
    folder = tmp_path_factory.mktemp("brief") / "data"
    shutil.copytree(frozen_data, folder)
    for edition in (folder / "editions").iterdir():
        if edition.name not in ("2023-07-07", "2024-03-14"):
            shutil.rmtree(edition)
    return folder


@pytest.fixture(scope="session")
def store_folder(frozen_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the release of the frozen data."""
    folder = tmp_path_factory.mktemp("store")
    build(frozen_data, Store(folder))
    return folder


@pytest.fixture(scope="session")
def release(store_folder: Path) -> Release:
    """The release of the frozen data, as a reader has it."""
    return Store(store_folder).load()


@pytest.fixture(scope="session")
def shipped_release(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The release of the shipped data, of which only what holds for any editions is tested."""
    store = Store(tmp_path_factory.mktemp("shipped"))
    build(data, store)
    return store.load()
