"""What every test has."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from etl.ingest.publish import build
from etl.model import Release
from etl.store import Store

# How long an example takes says nothing of its result on a shared machine; and a run for everybody's eyes
# tries the same examples each time.
settings.register_profile("two-percent", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("two-percent")


@pytest.fixture(scope="session")
def data() -> Path:
    """The shipped data."""
    return Path(__file__).parent.parent / "data"


@pytest.fixture(scope="session")
def store_folder(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the release of the shipped data."""
    folder = tmp_path_factory.mktemp("store")
    build(data, Store(folder))
    return folder


@pytest.fixture(scope="session")
def release(store_folder: Path) -> Release:
    """The release of the shipped data, as a reader has it."""
    return Store(store_folder).load()
