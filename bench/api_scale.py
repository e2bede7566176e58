"""The API and the downloads at a million rows: `python -m bench.api_scale [ROWS]` (Linux).

Prints what publishing each form takes, then, for the long answers of a server, how long they take to their
first byte and to their last, how large they are, and how much the server's memory grew at the most.
"""

from __future__ import annotations

import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from bench.data_page import synthetic
from bench.serving import served
from etl.formats.about import about
from etl.formats.document import document
from etl.formats.downloads import downloads
from etl.formats.excel import workbook
from etl.formats.files import release_files
from etl.formats.parquet import parquet
from etl.formats.sqlite import sqlite
from etl.formats.tables import tables
from etl.model import Release
from etl.store import Store

QUESTIONS = (
    "/api/v1/observations.csv",
    "/api/v1/observations.csv?ally=A07",
    "/api/v1/observations.json",
    "/api/v1/observations.json?limit=1000",
    "/api/v1/revisions.csv",
    "/download/two-percent.csv",
    "/download/two-percent.sqlite",
)


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    release = synthetic(rows)
    print(f"{rows:,} figures")
    publishing(release)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(folder)
        started = time.perf_counter()
        release_id, files = release_files(release)
        store.publish(release_id, files)
        store.offer(release_id, downloads(replace(release, id=release_id)))
        print(f"{'all of it, and publish':40}{time.perf_counter() - started:8.1f} s")
        del release
        with served(Path(folder)) as (address, server):
            asking(address, server)


def publishing(release: Release) -> None:
    made, of = tables(release), about("0" * 16, release.editions)
    forms: tuple[tuple[str, Callable[[], bytes]], ...] = (
        ("xlsx", lambda: workbook(made, of)),
        ("parquet", lambda: parquet(made[0], of)),
        ("sqlite", lambda: sqlite(made, of)),
        ("json", lambda: document(made, of)),
    )
    for name, make in forms:
        started = time.perf_counter()
        size = len(make())
        print(f"{name:40}{time.perf_counter() - started:8.1f} s{size / 1e6:9.1f} MB")


def asking(address: str, server: int) -> None:
    print(f"{'':40}{'first':>8}{'last':>8}{'size':>12}{'memory':>12}")
    for path in QUESTIONS:
        before = _reset_peak(server)
        started, first, size = time.perf_counter(), 0.0, 0
        with urllib.request.urlopen(address + path, timeout=600) as answer:  # noqa: S310 (our own server)
            while piece := answer.read(1 << 16):
                first = first or time.perf_counter() - started
                size += len(piece)
        took, grown = time.perf_counter() - started, _peak(server) - before
        print(f"{path:40}{first:6.2f} s{took:6.2f} s{size / 1e6:9.1f} MB{grown:+9.0f} MB")


def _workers(server: int) -> list[Path]:
    children = Path(f"/proc/{server}/task/{server}/children").read_text("ascii").split()
    return [Path("/proc") / child for child in children]


def _reset_peak(server: int) -> float:
    """Megabytes that the server holds now, from which its peak is counted anew."""
    for worker in _workers(server):
        (worker / "clear_refs").write_text("5", "ascii")
    return _megabytes(server, "VmRSS")


def _peak(server: int) -> float:
    return _megabytes(server, "VmHWM")


def _megabytes(server: int, what: str) -> float:
    lines = [line for w in _workers(server) for line in (w / "status").read_text("ascii").splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith(what)) / 1024


if __name__ == "__main__":
    main()
