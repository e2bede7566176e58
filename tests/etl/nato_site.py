"""A false NATO on loopback: pages and files that a test decides on, and many ways for a server to fail."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec

PAGE = "/en/what-we-do/introduction-to-nato/defence-expenditures-and-natos-5-commitment"
FOLDER = "/content/dam/nato/webready/documents/finance/"
HTML = b"<!DOCTYPE html><html><body>One moment please</body></html>"

Act = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as the site says; HTTP/1.0, so that the end of a body can be the end of the connection."""

    server: _Server

    def do_GET(self) -> None:
        """The act that the path is up to."""
        path = self.path.partition("?")[0]
        site = self.server.site
        site.seen.append((self.path, dict(self.headers.items())))
        acts = site.acts.get(path)
        if not acts:
            self.reply(404, b"nothing here")
            return
        (acts.pop(0) if len(acts) > 1 else acts[0])(self)

    def reply(self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> None:
        """A whole answer."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on standard error."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    site: Site

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is what many tests are about."""


class Site(msgspec.Struct):
    """What stands where; `seen` are the requests so far: path with its question, and headers."""

    address: str = ""
    acts: dict[str, list[Act]] = msgspec.field(default_factory=dict)
    seen: list[tuple[str, dict[str, str]]] = msgspec.field(default_factory=list)
    over: threading.Event = msgspec.field(default_factory=threading.Event)

    @property
    def page(self) -> str:
        """The topic page's address."""
        return self.address + PAGE

    def put(self, path: str, *acts: Act) -> None:
        """What a path does, request by request; the last act for all further ones."""
        self.acts[path] = list(acts)

    def list(self, *links: str, labels: Mapping[str, str] | None = None) -> None:
        """The topic page, with these links and what stands in front of and behind them."""
        items = "".join(f'<li><a href="{a}">{(labels or {}).get(a, "PDF")}</a></li>' for a in links)
        page = f'<html><body><a href="/">Home</a><ul>{items}</ul><a href="mailto:x@y">x</a></body></html>'
        self.put(PAGE, whole(page.encode(), {"Content-Type": "text/html; charset=utf-8"}))

    def asked(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(p.partition("?")[0] == path for p, _ in self.seen)


@contextmanager
def serve() -> Iterator[Site]:
    """A site on a free port of loopback, until the end of the block."""
    server = _Server(("127.0.0.1", 0), Handler)
    site = server.site = Site(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def whole(body: bytes, headers: Mapping[str, str] | None = None) -> Act:
    """A file with an ETag, which answers a conditional request."""
    etag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'

    def act(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == etag:
            handler.reply(304, b"", {"ETag": etag})
        else:
            handler.reply(200, body, {"ETag": etag, **(headers or {})})

    return act


def status(code: int, headers: Mapping[str, str] | None = None) -> Act:
    """Nothing but a status."""
    return lambda handler: handler.reply(code, b"sorry", headers)


def redirect(to: str, code: int = 302) -> Act:
    """Elsewhere."""
    return lambda handler: handler.reply(code, b"", {"Location": to})


def drip(body: bytes, pause: float = 0.03) -> Act:
    """A byte at a time, for as long as anybody waits."""

    def act(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        for i in range(len(body)):
            handler.wfile.write(body[i : i + 1])
            handler.wfile.flush()
            if handler.server.site.over.wait(pause):
                return

    return act


def silent(handler: Handler) -> None:
    """A header that never ends: no line of it takes long."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
    n = 0
    while not handler.server.site.over.wait(0.02):
        n += 1
        handler.wfile.write(b"X" if n % 40 else b": y\r\n")
        handler.wfile.flush()


def cut(body: bytes, after: int) -> Act:
    """A body that ends before its stated length."""

    def act(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body[:after])

    return act


def endless(handler: Handler) -> None:
    """A body without a stated length that goes on until the other side has had enough."""
    handler.send_response(200)
    handler.end_headers()
    block = b"PK\x03\x04" + bytes(256 * 1024)
    while not handler.server.site.over.is_set():
        handler.wfile.write(block)


def claims(length: int) -> Act:
    """A body that states a length, and begins."""

    def act(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(length))
        handler.end_headers()
        handler.wfile.write(b"PK\x03\x04" + bytes(1000))

    return act
