"""What every test has."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock
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


ARTICLE = "2024-11-07-two-percent"
"""The article that tests of words are about."""


@pytest.fixture(scope="session")
def data() -> Path:
    """The shipped data."""
    return Path(__file__).parent.parent / "data"


@pytest.fixture(scope="session")
def frozen_data(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped data with the editions, publications, allies, indicators and targets of `tests/data/frozen`
    and the first article alone: none that is added turns a test of words red."""
    folder = tmp_path_factory.mktemp("frozen")
    shutil.copytree(data, folder, ignore=shutil.ignore_patterns("editions"), dirs_exist_ok=True)
    shutil.copytree(Path(__file__).parent / "data" / "frozen", folder, dirs_exist_ok=True)
    for article in (folder / "articles").iterdir():
        if article.name != ARTICLE:
            shutil.rmtree(article)
    codes = {row.partition(",")[0] for row in (folder / "allies.csv").read_text("utf-8").splitlines()}
    for file in (folder / "geometry").glob("*.json"):
        panel = json.loads(file.read_text("utf-8"))
        for shapes in (panel["members"], panel["labels"]):
            for code in set(shapes) - codes:
                del shapes[code]
        file.write_text(json.dumps(panel), "utf-8")
    claims = folder / "articles" / ARTICLE / "claims.toml"
    claims.write_text(claims.read_text("utf-8").replace("front = true\n", ""), "utf-8")
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


def built(data: Path, name: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the release of a data folder, built once for all processes of a run to read."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder = root / name
    with FileLock(root / f"{name}.lock"):
        if not folder.exists():
            unfinished = root / f"{name}.unfinished"
            build(data, Store(unfinished))
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def store_folder(frozen_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the release of the frozen data."""
    return built(frozen_data, "frozen-store", tmp_path_factory)


@pytest.fixture(scope="session")
def shipped_store(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the release of the shipped data, of which only what holds for any editions is tested."""
    return built(data, "shipped-store", tmp_path_factory)


@pytest.fixture(scope="session")
def release(store_folder: Path) -> Release:
    """The release of the frozen data, as a reader has it."""
    return Store(store_folder).load()


@pytest.fixture(scope="session")
def shipped_release(shipped_store: Path) -> Release:
    """The release of the shipped data, of which only what holds for any editions is tested."""
    return Store(shipped_store).load()
