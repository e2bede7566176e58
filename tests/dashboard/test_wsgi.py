"""A worker keeps no release that it serves no longer."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

REPLACED = """
import gc, sys, weakref
from msgspec.structs import replace

from dashboard.wsgi import app
from etl.formats.files import release_files
from etl.store import Store

store, releases, client = Store(sys.argv[1]), app.extensions["release_cache"], app.test_client()
pages = ("/", "/revisions", "/data")
assert all(client.get(page).status_code == 200 for page in pages)
first = weakref.ref(releases.release())
store.publish(*release_files(replace(first(), observations=first().observations[:-1])))
releases.look()
assert releases.release() is not first()
assert all(client.get(page).status_code == 200 for page in pages)
gc.collect()
assert first() is None, gc.get_referrers(first())
"""


def test_the_release_of_the_start_goes_when_there_is_another(store_folder: Path, tmp_path: Path) -> None:
    store = shutil.copytree(store_folder, tmp_path / "store")
    done = subprocess.run(
        [sys.executable, "-c", REPLACED, str(store)],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "TWO_PERCENT_STORE": str(store)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
