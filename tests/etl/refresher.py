"""Refreshes on request, each in a process of its own that can be killed.

    python -m tests.etl.refresher DATA STORE PAGE

A line of standard input is how many seconds to let a refresh live ("" for as long as it takes), the answer
its exit code, or -9. Forking a process that has everything imported makes the moments of a kill moments of
the refresh, and not of Python's start.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import time
from pathlib import Path

from etl.ingest.refresh import refresh
from etl.sources.http import Limits
from etl.store import Store


def once(data: Path, store: str, page: str, life: str) -> int:
    """A refresh in a child, killed after so many seconds; its exit code, or minus the signal."""
    child = os.fork()
    if child == 0:
        code = 70
        try:
            code = refresh(data, Store(store), address=page, limits=Limits(attempts=1)).exit_code
        finally:
            os._exit(code)
    if life:
        time.sleep(float(life))
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main() -> None:
    """Answers until standard input ends."""
    data, store, page = sys.argv[1:]
    for late in ("arro3.core", "arro3.io", "openpyxl"):
        importlib.import_module(late)  # Imported where they are used, which is in every refresh.
    for line in sys.stdin:
        sys.stdout.write(f"{once(Path(data), store, page, line.strip())}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
