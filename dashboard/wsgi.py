"""The application for a WSGI server: `dashboard.wsgi:app`, over the store that TWO_PERCENT_STORE names."""

from __future__ import annotations

import gc
import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

PARENT = "TWO_PERCENT_PARENT"
"""The process that a worker is to end with; set by `python -m dashboard`."""


def _end_with(parent: int) -> None:
    """Ends this process when its parent has: a worker left behind would go on serving, and hold the port."""
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(1.0)
    os._exit(1)


def _started() -> Flask:
    """The application. No garbage is looked for while it is made, nor ever among what is imported.

    Its first release is no part of that: it goes when there is another.
    """
    gc.disable()
    try:
        from dashboard.app import create_app

        gc.freeze()
        return create_app(os.environ.get("TWO_PERCENT_STORE", ".store"))
    finally:
        gc.enable()


app = _started()
if PARENT in os.environ:
    threading.Thread(target=_end_with, args=(int(os.environ[PARENT]),), name="parent", daemon=True).start()
