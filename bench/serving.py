"""A store served by the real server, for what measures it from outside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVE = """
import sys
from dashboard.operations.serving import serve

serve("127.0.0.1", int(sys.argv[1]), 1)
"""
"""Serves as `python -m dashboard` does, but builds nothing before."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(store: Path, seconds: float = 120.0) -> Iterator[tuple[str, int]]:
    """Serves a store on a free port of this machine; gives its address and the server's process."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port)],
        env={**os.environ, "TWO_PERCENT_STORE": str(store)},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/healthz", seconds)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait()


def _wait(address: str, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 (our own server)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer within {seconds:g} seconds")
