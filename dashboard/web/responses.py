"""How answers leave the house: made once, compressed once, with validators and security headers."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import TYPE_CHECKING

import brotli
import msgspec
from cachetools import LRUCache
from flask import Request, Response
from werkzeug.datastructures import Headers
from werkzeug.exceptions import PreconditionFailed

from dashboard.web.lookup import ROUTE, route_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

IMMUTABLE = "public, max-age=31536000, immutable"
SHARED = "s-maxage=5, stale-while-revalidate=60, stale-if-error=604800"
"""For caches in front: ask again after five seconds, away from readers; serve on for a week without us."""

REVALIDATE = f"public, max-age=0, {SHARED}"
"""A browser asks again with its validator each time: a 304 costs nothing."""

MEMORY = 18 * 1024 * 1024
"""Bytes of answers kept; the least used go first."""

_WORTH_COMPRESSING = 500
_SMALL, _LARGE = 16, 22
"""Windows of brotli, as powers of two. In a large one it needs a megabyte more for itself, which the system
takes longer to give each time than a figure takes to be compressed."""

_TEXT = (
    "text/",
    "application/json",
    "application/problem+json",
    "image/svg+xml",
    "application/xml",
    "application/atom+xml",
)


class Answer(msgspec.Struct, frozen=True):
    """A body and what describes it; `headers` besides type, length, caching and validator.

    `ranges` says whether parts of it may be asked for. `tag` is that of what it contains, where the same may
    be answered in other bytes: its validator is a weak one then.
    """

    body: bytes
    mimetype: str
    cache: str = REVALIDATE
    status: int = 200
    headers: Mapping[str, str] = msgspec.field(default_factory=dict)
    ranges: bool = False
    tag: str = ""


def tag_of(content: bytes) -> str:
    """The name of a content, for the validator of an answer."""
    return hashlib.sha256(content).hexdigest()[:20]


class _Cached:
    """An answer with its validator, and its compressed forms, each made once when it is first asked for."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.etag = answer.tag or tag_of(answer.body)
        self._packed: dict[str, bytes] = {}
        self._packing = threading.Lock()

    def body(self, encoding: str) -> bytes:
        if not encoding:
            return self.answer.body
        with self._packing:
            if encoding not in self._packed:
                raw = self.answer.body
                self._packed[encoding] = _brotli(raw) if encoding == "br" else gzip.compress(raw, 6, mtime=0)
            return self._packed[encoding]


def _brotli(raw: bytes) -> bytes:
    """A body in brotli: of one that is not much larger than the small window, in that."""
    packed: bytes = brotli.compress(raw, quality=5, lgwin=_SMALL if len(raw) <= 2 << _SMALL else _LARGE)
    return packed


class Responses:
    """Keeps answers by key and gives them in the form the request can take.

    An answer that many ask for at once is made once: whoever is first makes it, the others wait for it.
    """

    def __init__(self, memory: int = MEMORY) -> None:
        self._cached: LRUCache[tuple[str, ...], _Cached] = LRUCache(memory, getsizeof=_size)
        self._making: dict[tuple[str, ...], Future[_Cached]] = {}
        self._lock = threading.Lock()

    def send(
        self,
        request: Request,
        key: tuple[str, ...],
        make: Callable[[], Answer],
        waiting: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> Response:
        """The answer of a key, made on the first asking; one that is neither 200 nor 404 is not kept.

        `waiting` is entered by whoever must wait for the answer to be made.
        """
        with self._lock:
            cached = self._cached.get(key)
        if cached is None:
            with waiting():
                cached = self._made(key, make)
        return respond(request, cached.answer, cached.etag, cached.body)

    def _made(self, key: tuple[str, ...], make: Callable[[], Answer]) -> _Cached:
        with self._lock:
            if (cached := self._cached.get(key)) is not None:
                return cached
            others = self._making.get(key)
            mine: Future[_Cached] = Future()
            if others is None:
                self._making[key] = mine
        if others is not None:
            return others.result()
        try:
            made = _Cached(make())
        except BaseException as error:
            mine.set_exception(error)
            raise
        else:
            mine.set_result(made)
            # What is larger than the whole memory is sent and not kept.
            if made.answer.status in (200, 404):
                with self._lock, suppress(ValueError):
                    self._cached[key] = made
            return made
        finally:
            with self._lock:
                del self._making[key]


def _size(cached: _Cached) -> int:
    return 2 * len(cached.answer.body) + 500


def respond(
    request: Request, answer: Answer, etag: str, body: Callable[[str], bytes], encodings: tuple[str, ...] = ()
) -> Response:
    """The response in the best coding that the request accepts; 304 where the validator still holds.

    Parts are parts of the body as it is, in no coding. What has no parts, and depends on no other header of
    the request, may be looked up the next time. Raises PreconditionFailed (412) where the request is for
    another state only.
    """
    if not answer.ranges and "Vary" not in answer.headers:
        request.environ[ROUTE] = route_of(request)
    offered = encodings or _encodings(answer)
    asked = _conditions(request, answer)
    partial = "HTTP_RANGE" in asked
    encoding = request.accept_encodings.best_match(["br", "gzip"]) if offered else None
    encoding = encoding if encoding in offered and not partial else ""
    headers = Headers([*answer.headers.items(), ("Cache-Control", answer.cache)])
    if offered:
        headers["Vary"] = ", ".join(filter(None, [headers.get("Vary"), "Accept-Encoding"]))
    if encoding:
        headers["Content-Encoding"] = encoding
    response = Response(body(encoding), answer.status, headers, mimetype=answer.mimetype)
    if answer.status == 200:
        response.set_etag(f"{etag}-{encoding}" if encoding else etag, weak=bool(answer.tag))
        if answer.ranges:
            response.make_conditional(asked, accept_ranges=True, complete_length=len(answer.body))
        else:
            response.make_conditional(asked)
        if response.status_code == 412:
            raise PreconditionFailed
    return response


def _conditions(request: Request, answer: Answer) -> WSGIEnvironment:
    """The environment of a request with no condition but those that count for an answer.

    If-Match: * holds of everything there is. Of ranges one of bytes counts, of a GET; whatever else is asked
    for gets the whole, as all do who ask for none.
    """
    environ = request.environ
    if environ.get("HTTP_IF_MATCH", "").strip() == "*":
        environ = {name: text for name, text in environ.items() if name != "HTTP_IF_MATCH"}
    if "HTTP_RANGE" not in environ:
        return environ
    environ, asked = {**environ}, request.range
    del environ["HTTP_RANGE"]
    one = asked is not None and asked.units == "bytes" and len(asked.ranges) == 1
    if asked is not None and one and answer.ranges and request.method == "GET":
        begin = asked.ranges[0][0]
        # The last bytes, more of them than there are, are all.
        all_of_it = begin < 0 and -begin > len(answer.body)
        environ["HTTP_RANGE"] = "bytes=0-" if all_of_it else asked.to_header()
    return environ


def _encodings(answer: Answer) -> tuple[str, ...]:
    worth = len(answer.body) >= _WORTH_COMPRESSING and answer.mimetype.startswith(_TEXT)
    return ("br", "gzip") if worth else ()
