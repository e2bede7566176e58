"""What tests of refreshing share: a small data folder, a store with its release, a false NATO."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from etl.formats.files import SUMS, sums
from etl.ingest.publish import build
from etl.ingest.refresh import Run, refresh
from etl.model import Release
from etl.sources.http import Limits
from etl.store import Store
from tests.etl import nato_site, small_data
from tests.etl.nato_site import FOLDER, Site

QUICK = Limits(attempts=2, first_wait=0.005, most_wait=0.02, most_bytes=2**20)
"""Few attempts with short pauses; a busy machine has all the time that any other has to answer."""


AHEAD = datetime(2027, 8, 1, tzinfo=UTC) - datetime.now(UTC)
"""The tests' editions are of 2024 and 2027: their clock is that much ahead of the machine's."""


class Place(msgspec.Struct):
    """A data folder, a store, and the site that it is refreshed from; `run` refreshes, `ahead` of now."""

    data: Path
    store: Store
    site: Site
    said: list[str] = msgspec.field(default_factory=list)
    warned: list[str] = msgspec.field(default_factory=list)

    ahead: timedelta = AHEAD

    legacy = "/content/dam/nato/legacy-wcm/media_pdf/2024/6/pdf/"

    def run(self, limits: Limits = QUICK, **options: Any) -> Run:
        """One refresh."""
        asked: dict[str, Any] = {
            "now": self.now,
            "address": self.site.page,
            "say": self.said.append,
        } | options
        return refresh(self.data, self.store, limits=limits, warn=self.warned.append, **asked)

    def now(self) -> datetime:
        """The time by the clock of the refresh, UTC."""
        return datetime.now(UTC) + self.ahead

    def list(self, *years: int) -> None:
        """The page lists the edition of June 2024, and those of these years."""
        self.site.list(self.legacy + small_data.PDF, *(f"{FOLDER}def-exp-{year}-en.pdf" for year in years))

    def offer(self, body: bytes | nato_site.Act, year: int = 2024, **headers: str) -> None:
        """What stands where the workbook of a year should be."""
        path = self.legacy + small_data.WORKBOOK if year == 2024 else f"{FOLDER}def-exp-{year}-en.xlsx"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        self.site.put(path, nato_site.whole(body, sent) if isinstance(body, bytes) else body)

    def release(self) -> Release:
        """The release that is served, every file of it checked."""
        return self.store.load()


@pytest.fixture(scope="session")
def small(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small data folder in `data`, and in `store` the release that is built from it."""
    folder = tmp_path_factory.mktemp("small")
    build(small_data.write(folder / "data", data), Store(folder / "store"))
    return folder


def brief_downloads(release: Release, *made: object) -> dict[str, bytes]:
    """One small file and its checksum in the place of all that is made of a release."""
    files = {"two-percent.csv": release.id.encode()}
    return {**files, SUMS: sums(files)}


@pytest.fixture
def place(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    """A place of one's own, whose page lists the edition that is shipped, its workbook where it belongs.

    What is kept for a cut of the power, and what is made of a release, tests of other things prove.
    """
    monkeypatch.setattr("etl.store.folder.os.fsync", lambda _: None)
    monkeypatch.setattr("etl.ingest.publish.downloads", brief_downloads)
    shutil.copytree(small, tmp_path / "own")
    with nato_site.serve() as site:
        found = Place(tmp_path / "own" / "data", Store(tmp_path / "own" / "store"), site)
        found.list()
        found.offer(small_data.shipped_workbook())
        yield found
