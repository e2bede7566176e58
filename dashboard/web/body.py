"""The body of a request: read within a length and by few threads: whoever sends none holds nobody up."""

from __future__ import annotations

import io
import threading

from flask import Request
from werkzeug.exceptions import LengthRequired, RequestEntityTooLarge, TooManyRequests

LONGEST = 128 * 1024
"""Bytes of a body: more than the longest text that is answered takes, each byte written as `%` and digits."""

AT_ONCE = 4
"""Bodies that a worker reads at once. The server gives no way to end such a read before its connection ends,
and stops altogether (granian 2.8) where it is answered while a read goes on: a client that sends no body
holds one of these places, and none of the other threads."""

_places = threading.BoundedSemaphore(AT_ONCE)


def read_body(request: Request) -> None:
    """Reads the body of a request whole, before anything else asks for it.

    Raises LengthRequired (411), RequestEntityTooLarge (413), or TooManyRequests (429) where as many as there
    may be are being read.
    """
    length = request.content_length
    if length is None:
        raise LengthRequired
    if length > LONGEST:
        raise RequestEntityTooLarge
    if not _places.acquire(blocking=False):
        raise TooManyRequests
    try:
        request.environ["wsgi.input"] = io.BytesIO(request.environ["wsgi.input"].read(length))
    finally:
        _places.release()
