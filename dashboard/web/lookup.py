"""Answers that are asked for again, looked up before Flask: the one short cut of what serves.

Flask makes every answer the first time, with all its headers. What was asked for twice is kept here as it was
sent, by everything that an answer depends on, and sent again in a sixth of the time. It is forgotten when
another release is served, the store has news, or the day or the words about the last check change.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec
from cachetools import LRUCache
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.http import remove_entity_headers
from werkzeug.routing import Map, RequestRedirect

from dashboard.operations.logs import new_id

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Request

MEMORY = 8 * 1024 * 1024
"""Bytes of answers kept here; most are shared with the cache that they come from."""

ROUTE = "two_percent.route"
"""The key of a request's environment under which its route stands, where its answer may be sent again."""

_LONGEST = 2000
_OVERHEAD = 5000
_FOR_FLASK = ("HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE")
_FORWARDED = ("HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO")
_DEPENDS_ON = ("SCRIPT_NAME", "HTTP_ACCEPT_ENCODING", "HTTP_HOST", "wsgi.url_scheme", "SERVER_PROTOCOL")

Headers = list[tuple[str, str]]
AnswerKey = tuple[Any, ...]


def route_of(request: Request) -> str:
    """The rule that a request's address follows: nobody makes new ones by asking for what is not there."""
    return request.url_rule.rule if request.url_rule else "none"


class Sent(msgspec.Struct, frozen=True):
    """An answer as it was sent, but for the request's id and the time.

    `unchanged` are the headers of its 304, `body` is None where it was a 304 itself.
    """

    route: str
    status: str
    headers: Headers
    unchanged: Headers
    etag: str
    body: bytes | None

    @classmethod
    def of(cls, route: str, status: str, headers: Headers, body: bytes | None) -> Sent:
        """The answer with these headers."""
        headers_stored = [(name, value) for name, value in headers if name not in ("X-Request-ID", "Date")]
        unchanged = list(headers_stored)
        remove_entity_headers(unchanged)
        return cls(route, status, headers_stored, unchanged, dict(headers_stored).get("ETag", ""), body)


class Lookup:
    """A WSGI application in front of another.

    `state` names what is served at the moment: answers are those of the same state. `near(path)` says what an
    address that no route has stands beside; all that stand beside the same have one answer, None where they
    have not. `note(environ, route, status, seconds, id)` counts and logs what is answered here.
    """

    def __init__(
        self,
        app: WSGIApplication,
        urls: Map,
        *,
        state: Callable[[], AnswerKey],
        near: Callable[[str], AnswerKey | None],
        note: Callable[[WSGIEnvironment, str, int, float, str], None],
    ) -> None:
        self._app, self._urls = app, urls.bind("")
        self._state, self._near, self._note = state, near, note
        self._answers: LRUCache[AnswerKey, Sent] = LRUCache(MEMORY, getsizeof=_size)
        self._lock = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Sends what is kept, else what the other application answers."""
        began = time.perf_counter()
        key = self._key(environ)
        if key is None:
            return self._app(environ, start_response)
        with self._lock:
            found = self._answers.get(key)
        if found is None and (beside := self._beside(environ["PATH_INFO"])) is not None:
            key = (*key[2:], beside)
            with self._lock:
                found = self._answers.get(key)
        if found is None:
            return self._ask(environ, start_response, key)
        asked = environ.get("HTTP_IF_NONE_MATCH", "")
        same = "" not in (asked, found.etag) and _opaque(asked) == _opaque(found.etag)
        if (found.body is None and not same) or "," in asked or "*" in asked:
            return self._ask(environ, start_response, key)
        status, headers = ("304 NOT MODIFIED", found.unchanged) if same else (found.status, found.headers)
        name = new_id(environ.get("HTTP_X_REQUEST_ID", ""))
        start_response(status, [*headers, ("X-Request-ID", name)])
        self._note(environ, found.route, int(status[:3]), time.perf_counter() - began, name)
        return [] if same or found.body is None or environ["REQUEST_METHOD"] == "HEAD" else [found.body]

    def _key(self, environ: WSGIEnvironment) -> AnswerKey | None:
        """All that the answer to a request depends on; None where it is not for here."""
        get = environ.get
        path, query = environ["PATH_INFO"], get("QUERY_STRING", "")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or len(path) + len(query) > _LONGEST:
            return None
        if not environ.keys().isdisjoint(_FOR_FLASK):
            return None
        key = (path, query, *self._state(), *map(get, _DEPENDS_ON))
        forwarded = tuple(map(get, _FORWARDED))
        # Who asks matters only for whether what is forwarded is believed.
        return key if forwarded == (None, None) else (*key, *forwarded, get("REMOTE_ADDR"))

    def _beside(self, path: str) -> AnswerKey | None:
        try:
            path = path.encode("latin-1").decode()
            self._urls.match(path, method="GET")
        except (NotFound, UnicodeError) as error:
            return self._near(path) if isinstance(error, NotFound) else None
        except (HTTPException, RequestRedirect):
            return None
        return None

    def _ask(
        self, environ: WSGIEnvironment, start_response: StartResponse, key: AnswerKey
    ) -> Iterable[bytes]:
        """What the other application answers; kept where that says by ROUTE that it may be."""
        heads: list[tuple[str, Headers]] = []

        def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            heads.append((status, headers))
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        answer = self._app(environ, start)
        route = environ.get(ROUTE)
        if route is None or environ["REQUEST_METHOD"] != "GET" or not heads:
            return answer
        status, headers = heads[-1]
        if status[:3] not in ("200", "304", "404"):
            return answer
        body = b"".join(answer)
        if (close := getattr(answer, "close", None)) is not None:
            close()
        with self._lock, suppress(ValueError):
            self._answers[key] = Sent.of(route, status, headers, None if status[:3] == "304" else body)
        return [body]


def _size(sent: Sent) -> int:
    return len(sent.body or b"") + _OVERHEAD


def _opaque(etag: str) -> str:
    """A validator without its mark of weakness: GET and HEAD compare it so."""
    return etag.strip().removeprefix("W/")
