"""How answers leave the house: made once, compressed once, with validators and security headers."""

from __future__ import annotations

import gzip
import hashlib
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import brotli
from cachetools import LRUCache
from flask import Request, Response
from werkzeug.datastructures import Headers

IMMUTABLE = "public, max-age=31536000, immutable"
REVALIDATE = "public, no-cache"
"""May be stored by any cache, and is asked for again with its validator: a 304 costs nothing."""

MEMORY = 64 * 1024 * 1024
"""Bytes of answers kept; the least used go first."""

_WORTH_COMPRESSING = 500
_TEXT = (
    "text/",
    "application/json",
    "application/problem+json",
    "image/svg+xml",
    "application/xml",
    "application/atom+xml",
)

SECURITY: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A body and what describes it; `headers` besides type, length, caching and validator.

    `ranges` says whether parts of it may be asked for. `tag` names what it tells, where the same may be told
    in other bytes: its validator is a weak one then.
    """

    body: bytes
    mimetype: str
    cache: str = REVALIDATE
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    ranges: bool = False
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Stream:
    """A body too large to be kept, made in pieces while it is sent. `tag` names what it is made from."""

    pieces: Callable[[], Iterable[bytes]]
    mimetype: str
    tag: str
    cache: str = REVALIDATE
    headers: Mapping[str, str] = field(default_factory=dict)


class _Kept:
    """An answer with its validator, and its compressed forms as they are first asked for."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.etag = hashlib.sha256(answer.tag.encode() or answer.body).hexdigest()[:20]
        self.packed: dict[str, bytes] = {}

    def body(self, encoding: str) -> bytes:
        if not encoding:
            return self.answer.body
        if encoding not in self.packed:
            raw = self.answer.body
            pack = brotli.compress(raw, quality=5) if encoding == "br" else gzip.compress(raw, 6, mtime=0)
            self.packed[encoding] = pack
        return self.packed[encoding]


class Wire:
    """Keeps answers by key and gives them in the form the request can take."""

    def __init__(self, memory: int = MEMORY) -> None:
        self._kept: LRUCache[tuple[str, ...], _Kept] = LRUCache(memory, getsizeof=_size)
        self._lock = threading.Lock()

    def send(self, request: Request, key: tuple[str, ...], make: Callable[[], Answer | Stream]) -> Response:
        """The answer of a key, made on the first asking; one that is not 200, or streams, is not kept."""
        with self._lock:
            kept = self._kept.get(key)
        if kept is None:
            made = make()
            if isinstance(made, Stream):
                return _streamed(request, made)
            kept = _Kept(made)
            if kept.answer.status == 200:
                # What is larger than the whole memory is sent and not kept.
                with self._lock, suppress(ValueError):
                    self._kept[key] = kept
        return respond(request, kept.answer, kept.etag, kept.body)


def _size(kept: _Kept) -> int:
    return 2 * len(kept.answer.body) + 500


def respond(
    request: Request, answer: Answer, etag: str, body: Callable[[str], bytes], encodings: tuple[str, ...] = ()
) -> Response:
    """The response in the best coding that the request accepts; 304 where the validator still holds.

    Parts are parts of the body as it is, in no coding.
    """
    offered = encodings or _encodings(answer)
    partial = answer.ranges and "Range" in request.headers
    encoding = request.accept_encodings.best_match(["br", "gzip"]) if offered else None
    encoding = encoding if encoding in offered and not partial else ""
    headers = Headers([*SECURITY.items(), *answer.headers.items(), ("Cache-Control", answer.cache)])
    if offered:
        headers["Vary"] = "Accept-Encoding"
    if encoding:
        headers["Content-Encoding"] = encoding
    response = Response(body(encoding), answer.status, headers, mimetype=answer.mimetype)
    if answer.status == 200:
        response.set_etag(f"{etag}-{encoding}" if encoding else etag, weak=bool(answer.tag))
        if answer.ranges:
            response.make_conditional(request, accept_ranges=True, complete_length=len(answer.body))
        else:
            response.make_conditional(request)
    return response


def _streamed(request: Request, stream: Stream) -> Response:
    """The response in pieces. Its validator is a weak one: it tells the same rows, whoever packed them."""
    encoding = request.accept_encodings.best_match(["br", "gzip"]) or ""
    headers = Headers([*SECURITY.items(), *stream.headers.items(), ("Cache-Control", stream.cache)])
    headers["Vary"] = "Accept-Encoding"
    if encoding:
        headers["Content-Encoding"] = encoding
    response = Response(_packed(stream.pieces(), encoding), 200, headers, mimetype=stream.mimetype)
    # Else werkzeug would make all pieces at once to learn how long they are.
    response.implicit_sequence_conversion = False
    response.set_etag(hashlib.sha256(stream.tag.encode()).hexdigest()[:20], weak=True)
    response.make_conditional(request)
    return response


def _packed(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    if not encoding:
        yield from pieces
        return
    brotlied, gzipped = brotli.Compressor(quality=4), zlib.compressobj(5, zlib.DEFLATED, 31)
    pack, finish = (
        (brotlied.process, brotlied.finish) if encoding == "br" else (gzipped.compress, gzipped.flush)
    )
    for piece in pieces:
        if packed := pack(piece):
            yield packed
    yield finish()


def _encodings(answer: Answer) -> tuple[str, ...]:
    worth = len(answer.body) >= _WORTH_COMPRESSING and answer.mimetype.startswith(_TEXT)
    return ("br", "gzip") if worth else ()
