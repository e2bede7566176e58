"""Serving the application on an address: by granian, within limits, and only where the address is free."""

from __future__ import annotations

import multiprocessing
import os
import socket
import sys
from contextlib import suppress

from granian import Granian
from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings

from dashboard.operations import logs

HEADER_SECONDS = 10
"""Seconds within which a connection must send the headers of a request, the first one or the next."""

HEADER_BYTES = 64 * 1024
"""Bytes of a request line and headers together; more is answered 431, or the connection is closed."""

STOP_SECONDS = 10
"""Seconds that a worker may take to finish what it is answering when it is asked to stop."""

THREADS = 48
"""Requests that a worker answers at once; a thread is busy while an answer is made, not while it is read.

More than the places of those that may wait long: for a picture, for the store, for a body.
"""

GLIBC = {"MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_ARENA_MAX": "1"}
"""How glibc keeps memory: from 256 kB it goes back to the system at once, so that what large pages are made
of leaves no gaps; from 64 kB every page would ask the system for its own anew. Threads share one heap, since
only one of them makes an answer at a time."""

_SPARE_FILES = 256
_CONNECTIONS = 16_384


class NotServed(Exception):
    """An address that cannot be listened on: says which and why."""


def free_address(host: str, port: int) -> str:
    """The number of a host's address, if nobody listens on its port. Raises NotServed.

    Asked here, since the server shares a port with whoever holds it, and two releases would alternate.
    """
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise NotServed(f"{host}: no address of this name is known ({error})") from error
    with socket.socket(family, kind) as probe:
        if sys.platform != "win32":
            # A port whose last connections are not long closed is free all the same.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise NotServed(f"{host}:{port} cannot be listened on: {error.strerror or error}") from error
    return str(address[0])


def serve(address: str, port: int, workers: int) -> None:
    """Serves `dashboard.wsgi:app` until SIGTERM or SIGINT; what is being answered then is answered."""
    for name, value in GLIBC.items():
        os.environ.setdefault(name, value)
    # Each worker begins with the signals of a new process: none is lost while it loads the application.
    with suppress(RuntimeError):
        multiprocessing.set_start_method("spawn")
    Granian(
        "dashboard.wsgi:app",
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        # Connections on a thread of their own: a tenth of the CPU of an answer less than on the main one.
        runtime_mode=RuntimeModes.mt,
        # Silent connections cost a file each and are closed in time; they keep nobody out.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=1000 * HEADER_SECONDS, max_buffer_size=HEADER_BYTES),
        backlog=2048,
        backpressure=_connections(),
        websockets=False,
        workers_kill_timeout=STOP_SECONDS,
        respawn_failed_workers=True,
        log_access=False,
        log_dictconfig=dict(logs.config()),
    ).serve()


def _connections() -> int:
    """How many connections a worker may have: as many files as it may open, less some for itself."""
    if sys.platform == "win32":
        return _CONNECTIONS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS + _SPARE_FILES
    limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    except (OSError, ValueError):
        limit = soft
    return max(limit - _SPARE_FILES, _SPARE_FILES)
