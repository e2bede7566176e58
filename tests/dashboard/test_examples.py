"""The examples run as they are shown, against the dashboard."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from dashboard.api.examples import SITE, Program, examples
from dashboard.app import create_app
from etl.model import SHARE_OF_GDP, Release

RUN = {"py": [sys.executable], "mjs": ["node"], "sh": ["bash", "-eu"], "R": ["Rscript"]}


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def served(store_folder: Path) -> Iterator[str]:
    """The address of the dashboard."""
    server = make_server("127.0.0.1", 0, create_app(store_folder), threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def run(served: str, name: str, folder: Path) -> str:
    """What an example prints, run as it is shown."""
    example = next(e for e in examples(served) if e.file == name)
    command = RUN[name.rpartition(".")[2]]
    if shutil.which(command[0]) is None or (name.endswith(".sh") and not shutil.which("curl")):
        pytest.skip(f"{command[0]} is not installed")
    (folder / name).write_text(example.text, "utf-8")
    done = subprocess.run([*command, name], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_python(served: str, tmp_path: Path, release: Release) -> None:
    shown = run(served, "shares.py", tmp_path)
    assert "23 of 32 allies at 2% in 2024" in shown
    for figure in release.series("POL", SHARE_OF_GDP):
        assert f"{figure.value:.2f}".rstrip("0") in shown


def test_javascript(served: str, tmp_path: Path, release: Release) -> None:
    shown = run(served, "shares.mjs", tmp_path)
    assert shown.startswith("23 of 32 by the edition of 2024-06-17: POL, ")
    paged = sum(int(n) for n in re.findall(r"page \d+: (\d+) figures", shown))
    assert paged == sum(f.indicator == SHARE_OF_GDP and f.year == 2024 for f in release.observations)
    assert shown.count("page ") > 1


def test_curl(served: str, tmp_path: Path) -> None:
    first = run(served, "shares.sh", tmp_path)
    assert [line.split(",")[:2] for line in first.splitlines()[1:]] == [
        ["2024-06-17", "DEU"],
        ["2024-06-17", "POL"],
    ]
    held = (tmp_path / "two-percent.csv").read_bytes()
    assert held.startswith(b"\xef\xbb\xbfedition,")
    assert run(served, "shares.sh", tmp_path) == first
    assert (tmp_path / "two-percent.csv").read_bytes() == held


def test_r(served: str, tmp_path: Path) -> None:
    shown = run(served, "shares.R", tmp_path)
    assert "2024-06-17" in shown
    assert "NA" in shown
    assert "0.00" not in shown


def test_every_address_in_an_example_answers(store_folder: Path) -> None:
    client = create_app(store_folder).test_client()
    found = [
        address
        for e in examples(SITE)
        if e.language == "spreadsheet"
        for address in re.findall(rf'{SITE}([^"\s]+)', e.text)
    ]
    assert len(found) == 3
    for address in found:
        assert urlsplit(address).path in address
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("example", examples("https://percent.test"), ids=lambda e: e.file)
def test_an_example_is_short_and_asks_where_it_is_shown(example: Program) -> None:
    assert SITE not in example.text
    assert "https://percent.test" in example.text
    assert len([line for line in example.text.splitlines() if line.strip()]) <= 12
