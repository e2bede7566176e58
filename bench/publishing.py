"""How long a new edition takes from NATO's page to its readers: `python -m bench.publishing [RUNS]`.

A full workbook, written from the shipped edition of June 2024 with one ally's figures changed, is offered by
a false site on loopback to a store that has everything else. Prints the medians of what calamine alone needs
to open it, and of `python -m etl refresh` as a process, Python's start included: until the new release is
current, and from then until it has ended: it makes the downloads last, for which nobody waits. The limit is
five times calamine and a second.
"""

from __future__ import annotations

import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from python_calamine import CalamineWorkbook

from etl.ingest.publish import build
from etl.shipped import folder as shipped
from etl.store import Store
from tests.etl import nato_site, small_data
from tests.etl.workbooks import edition_of

DATA = Path(__file__).resolve().parents[1] / "data"
FOLDER = "/2024/6/pdf/"


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    body = workbook()
    alone = [opened(body) for _ in range(runs)]
    limit = 5 * statistics.median(alone) + 1
    with tempfile.TemporaryDirectory() as folder, nato_site.serve() as site:
        before, store = Path(folder) / "before", Path(folder) / "store"
        build(DATA, Store(before))
        site.list(FOLDER + small_data.PDF)
        site.put(FOLDER + small_data.WORKBOOK, nato_site.whole(body))
        took = []
        for _ in range(runs):
            shutil.rmtree(store, ignore_errors=True)
            shutil.copytree(before, store)
            took.append(refreshed(store, site.page))
    print(f"{'calamine alone':16}{statistics.median(alone) * 1000:9.1f} ms")
    print(f"{'limit':16}{limit:9.2f} s")
    for name, seconds in zip(("current", "downloads"), zip(*took, strict=True), strict=True):
        middle, least, most = statistics.median(seconds), min(seconds), max(seconds)
        print(f"{name:16}{middle:9.2f} s {middle / limit:6.0%} of the limit, {least:.2f} to {most:.2f}")


def workbook() -> bytes:
    """The edition of June 2024 in NATO's layout, equipment and personnel of one ally changed."""
    edition = next(e for e in shipped.read_editions(DATA) if e.edition.id == "2024-06-17")
    shown = edition_of(edition.observations, shipped.read_allies(DATA), edition.edition.base_year or 0)
    return small_data.workbook(small_data.reequipped(shown, "DEU", 2.0))


def opened(body: bytes) -> float:
    """Seconds to open a workbook and take the values of every sheet."""
    started = time.perf_counter()
    book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
    return time.perf_counter() - started


def refreshed(store: Path, page: str) -> tuple[float, float]:
    """Seconds until a refresh says that it has published, and from then until it has ended."""
    started, published = time.perf_counter(), 0.0
    command = [sys.executable, "-m", "etl", "refresh", "--store", str(store), "--topic-url", page]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("published release"):
                published = time.perf_counter() - started
    assert process.returncode == 0
    assert published
    return published, time.perf_counter() - started - published


if __name__ == "__main__":
    main()
