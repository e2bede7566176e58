"""One address asked with patience and within bounds: time, size, redirects, attempts, requests, hosts.

Nothing here knows of NATO. What cannot be fetched is a `FetchFailed` that names the address and says why, in
words of our own: nothing of an answer stands in them.
"""

from __future__ import annotations

import gzip
import http.client
import http.cookiejar
import io
import logging
import random
import threading
import time
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import urldefrag, urljoin, urlsplit

import msgspec
import requests
import urllib3.exceptions

from etl.sources.fetched import FetchFailed, HttpResponse, NotThere
from etl.sources.hosts import Hosts

USER_AGENT = "two-percent/0.1 (reads NATO's tables of defence expenditure; python-requests)"
_TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024
_DAY = 86_400.0
_log = logging.getLogger(__name__)


class Limits(msgspec.Struct, frozen=True):
    """What an address may cost. Times in seconds.

    `connect` and `read` bound each wait for the network, `deadline` an address with its attempts and waits,
    `whole_run` everything that one client asks. A server that asks for a longer pause than `most_wait`
    (Retry-After) is left alone until the next run. `requests` bounds all that one client sends, with every
    attempt and redirect.
    """

    connect: float = 10.0
    read: float = 15.0
    deadline: float = 40.0
    whole_run: float = 900.0
    attempts: int = 4
    first_wait: float = 0.5
    most_wait: float = 30.0
    most_bytes: int = 32 * 2**20
    redirects: int = 5
    requests: int = 1000


Watch = Callable[[str, int, "int | None"], None]
"""Called with an address, the bytes so far and those to come, if they are known."""


def unwatched(address: str, done: int, whole: int | None) -> None:
    """For whoever does not look on."""


class _Again(Exception):
    """A failure that may pass: worth another attempt, after `pause` seconds where the server named them."""

    def __init__(self, why: str, pause: float = 0.0) -> None:
        super().__init__(why)
        self.pause = pause


class _Stop(Exception):
    """A failure that another attempt would only repeat."""


class _Missing(_Stop):
    pass


class Client(msgspec.Struct):
    """Asks addresses one after the other, at `hosts` if they are given; `asked` has each of them.

    The proxy is the environment's. No cookie is kept or sent, no password looked up.
    """

    limits: Limits = msgspec.field(default_factory=Limits)
    watch: Watch = unwatched
    hosts: Hosts | None = None
    sleep: Callable[[float], None] = time.sleep
    asked: list[str] = msgspec.field(default_factory=list)
    _began: float = msgspec.field(default_factory=time.monotonic)
    _sent: int = 0

    def get(
        self, address: str, *, etag: str = "", last_modified: str = "", accept: str = "*/*"
    ) -> HttpResponse:
        """What stands at an address; conditional where an ETag or a Last-Modified of before is given.

        Raises NotThere for 404 and 410, FetchFailed for everything else that is not a whole answer.
        """
        headers = {"User-Agent": USER_AGENT, "Accept": accept, "Accept-Encoding": "identity"}
        if etag:
            headers["If-None-Match"] = etag
        if last_modified:
            headers["If-Modified-Since"] = last_modified
        seconds = min(self.limits.deadline, self._began + self.limits.whole_run - time.monotonic())
        self.asked.append(address)
        if seconds <= 0:
            raise FetchFailed(address, f"not asked: the run has taken its {self.limits.whole_run:g} s")
        try:
            return self._with_patience(address, headers, time.monotonic() + seconds)
        except _Missing as error:
            raise NotThere(address, str(error)) from error
        except (_Stop, _Again) as error:
            raise FetchFailed(address, str(error)) from error

    def _with_patience(self, address: str, headers: Mapping[str, str], until: float) -> HttpResponse:
        """Attempt after attempt while a failure may pass, with growing pauses, as far as time allows."""
        limits, failures = self.limits, 0
        while True:
            try:
                return _in_time(lambda: self._follow(address, headers, until), until, limits)
            except _Again as error:
                growing = limits.first_wait * (2**failures + random.random())  # noqa: S311 (no secret)
                pause = max(error.pause, min(growing, limits.most_wait))
                failures += 1
                if failures >= limits.attempts or time.monotonic() + pause >= until:
                    raise
                self.sleep(pause)

    def _follow(self, address: str, headers: Mapping[str, str], until: float) -> HttpResponse:
        """One attempt: the answer at the end of the redirects."""
        seen = [address]
        with _session() as session:
            while True:
                found = self._ask(session, seen[-1], headers, until)
                if isinstance(found, HttpResponse):
                    return found
                if found in seen:
                    raise _Stop("redirects in a circle")
                if len(seen) > self.limits.redirects:
                    raise _Stop(f"more than {self.limits.redirects} redirects")
                seen.append(found)

    def _count(self, address: str) -> None:
        """Counts a request. Raises _Stop for one that is not to be sent."""
        if self.hosts and (why := self.hosts.why_not(address)):
            raise _Stop(f"not asked: {why}")
        if self._sent >= self.limits.requests:
            raise _Stop(f"not asked: the run has sent its {self.limits.requests} requests")
        self._sent += 1

    def _ask(
        self, session: requests.Session, address: str, headers: Mapping[str, str], until: float
    ) -> HttpResponse | str:
        """The answer, or the address that it sends us on to."""
        self._count(address)
        try:
            with session.get(
                address,
                headers=headers,
                timeout=(self.limits.connect, self.limits.read),
                stream=True,
                allow_redirects=False,
            ) as response:
                headers_of = {k.lower(): v for k, v in response.headers.items() if k.lower() != "set-cookie"}
                if response.status_code in _REDIRECTS:
                    return _target(address, headers_of.get("location", ""))
                if response.status_code == 304 and {"If-None-Match", "If-Modified-Since"} & headers.keys():
                    return HttpResponse(address, headers_of, b"", changed=False)
                if response.status_code != 200:
                    raise _of_status(response.status_code, headers_of, self.limits)
                return HttpResponse(address, headers_of, self._body(response, address, until))
        except requests.exceptions.ProxyError as error:
            raise _Again(f"the proxy that the environment names: {_in_words(error)}") from error
        except (
            requests.ConnectionError,
            requests.Timeout,
            requests.exceptions.ChunkedEncodingError,
        ) as error:
            raise _Again(_in_words(error)) from error
        except urllib3.exceptions.ReadTimeoutError as error:
            raise _Again(f"no answer within {self.limits.read:g} s") from error
        except urllib3.exceptions.HTTPError as error:
            raise _Again(f"cut off: {_in_words(error)}") from error
        except (requests.RequestException, ValueError) as error:
            raise _Stop(_in_words(error)) from error

    def _body(self, response: requests.Response, address: str, until: float) -> bytes:
        """The body as it comes, however its length is stated."""
        most = self.limits.most_bytes
        stated = response.headers.get("Content-Length", "")
        whole = int(stated) if stated.isdecimal() else None
        if whole is not None and whole > most:
            raise _Stop(f"{whole} bytes, more than the {most} that are taken")
        body = bytearray()
        # read1 gives what has come; read would wait for a whole chunk, and a slow server could hold us in it.
        while chunk := response.raw.read1(_CHUNK, decode_content=False):
            body += chunk
            if len(body) > most:
                raise _Stop(f"more than the {most} bytes that are taken")
            if time.monotonic() > until:
                raise _Stop(f"too slow: {len(body)} bytes by the time that it may take")
            self.watch(address, len(body), whole)
        unpacked = _unpacked(bytes(body), response.headers.get("Content-Encoding", ""), most)
        if len(unpacked) > most:
            raise _Stop(f"more than the {most} bytes that are taken")
        return unpacked


def _in_time(work: Callable[[], HttpResponse], until: float, limits: Limits) -> HttpResponse:
    """`work` in a thread of its own, waited for until then.

    Looking up a name has no timeout, and a header that comes a byte at a time meets none: the thread is then
    left behind, to end with the process at the latest.
    """
    done: list[HttpResponse] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True, name="fetch")
    thread.start()
    # A little longer than the work's own bound, which says more.
    thread.join(max(0.0, until - time.monotonic()) + min(1.0, limits.deadline))
    if failed:
        raise failed[0]
    if not done:
        raise _Stop(f"too slow: no whole answer within {limits.deadline:g} s")
    return done[0]


def _unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """A body as it was packed, though nothing was asked to be: as much of it as shows that it is too much.

    Raises _Again where it is cut off or damaged, _Stop where it is packed in another way than by gzip.
    """
    if encoding.strip().lower() in ("", "identity"):
        return body
    if encoding.strip().lower() not in ("gzip", "x-gzip"):
        raise _Stop("a body packed in an unknown way, although it was asked for as it is")
    try:
        if not body:
            raise EOFError
        with gzip.open(io.BytesIO(body)) as stream:
            return stream.read(most + 1)
    except EOFError as error:
        raise _Again("cut off: a gzip stream that does not end") from error
    except (zlib.error, gzip.BadGzipFile) as error:
        raise _Again(f"damaged: a gzip stream that cannot be unpacked ({error})") from error


def _session() -> requests.Session:
    session = requests.Session()
    # Without an auth of its own, requests looks for a password in the user's .netrc.
    session.auth = lambda request: request
    session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
    return session


def _target(address: str, location: str) -> str:
    if not location:
        raise _Stop("a redirect to nowhere")
    target = urldefrag(urljoin(address, location)).url
    scheme, secure = urlsplit(target).scheme, urlsplit(address).scheme == "https"
    if scheme == "https" or (scheme == "http" and not secure):
        return target
    _log.warning("%s redirects to %r", address, target)
    http = scheme == "http"
    raise _Stop("a redirect from https to http" if http else "a redirect to what is neither http nor https")


def _of_status(status: int, headers: Mapping[str, str], limits: Limits) -> Exception:
    known = status in HTTPStatus.__members__.values()
    why = f"answered {status} {HTTPStatus(status).phrase}" if known else f"answered {status}"
    if status in _GONE:
        return _Missing(why)
    if status not in _TEMPORARY:
        return _Stop(why)
    pause = retry_after(headers.get("retry-after", ""), datetime.now(UTC))
    if pause > limits.most_wait:
        time_asked = f"{pause:.0f} s" if pause < _DAY else "a day or more"
        return _Stop(f"{why} and asks to be left alone for {time_asked}")
    return _Again(why, pause)


def retry_after(header: str, now: datetime) -> float:
    """The seconds that a Retry-After header asks for, or a time that it names; 0 where it says nothing."""
    text = header.strip()
    if text.isdecimal():
        return float(text)
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    return max(0.0, ((then if then.tzinfo else then.replace(tzinfo=UTC)) - now).total_seconds())


def _in_words(error: BaseException) -> str:
    """The innermost reason: what the network says, or the kind of error where it would quote the answer."""
    while isinstance(inner := error.__cause__ or _reason(error), BaseException):
        error = inner
    if isinstance(error, http.client.HTTPException) and type(error) is not http.client.IncompleteRead:
        return "an answer that is not HTTP"
    if isinstance(error, OSError | http.client.IncompleteRead | urllib3.exceptions.TimeoutError):
        return " ".join(str(error).split()) or type(error).__name__
    return type(error).__name__


def _reason(error: BaseException) -> object:
    named = getattr(error, "reason", None)
    return named if named is not None else next((a for a in error.args if isinstance(a, BaseException)), None)
