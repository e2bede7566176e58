"""The body of a request: read within a length and by few threads: whoever sends none holds nobody up."""

from __future__ import annotations

import io
import threading
from collections import Counter

from flask import Request
from werkzeug.exceptions import BadRequest, LengthRequired, RequestEntityTooLarge, TooManyRequests

LONGEST = 128 * 1024
"""Bytes of a body: more than the longest text that is answered takes, each byte written as `%` and digits."""

AT_ONCE = 16
"""Bodies that a worker reads at once. The server gives no way to end such a read before its connection ends,
and stops altogether (granian 2.8) where it is answered while a read goes on: a client that sends no body
holds one of these places, and none of the other threads."""

OF_ONE = 4
"""Of these, those of one address: no client keeps another from sending."""

_reading: Counter[str] = Counter()
_lock = threading.Lock()


def read_body(request: Request) -> None:
    """Reads the body of a request whole, before anything else asks for it.

    Raises LengthRequired (411), RequestEntityTooLarge (413), TooManyRequests (429) where as many as there may
    be are being read, or BadRequest (400) where the connection ends before the body has come.
    """
    length = request.content_length
    if length is None:
        raise LengthRequired
    if length > LONGEST:
        raise RequestEntityTooLarge
    client = request.environ.get("REMOTE_ADDR", "")
    with _lock:
        if _reading.total() >= AT_ONCE or _reading[client] >= OF_ONE:
            raise TooManyRequests
        _reading[client] += 1
    try:
        body = request.environ["wsgi.input"].read(length)
    finally:
        with _lock:
            _reading[client] -= 1
            if not _reading[client]:
                del _reading[client]
    if len(body) != length:
        raise BadRequest(f"Of {length:,} bytes only {len(body):,} were sent.")
    request.environ["wsgi.input"] = io.BytesIO(body)
