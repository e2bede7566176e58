"""The application for a WSGI server: `dashboard.wsgi:app`, over the store that TWO_PERCENT_STORE names."""

from __future__ import annotations

import os
import threading

from dashboard.app import create_app

PARENT = "TWO_PERCENT_PARENT"
"""The process that a worker is to end with; set by `python -m dashboard`."""


def _end_with(parent: int) -> None:
    """Ends this process when its parent has: a worker left behind would go on serving, and hold the port."""
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(1.0)
    os._exit(1)


app = create_app(os.environ.get("TWO_PERCENT_STORE", ".store"))
if PARENT in os.environ:
    threading.Thread(target=_end_with, args=(int(os.environ[PARENT]),), name="parent", daemon=True).start()
