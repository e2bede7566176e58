"""nginx in front as shipped: it caches, serves stale, limits, ends TLS, and hides what is for operators."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import pytest

from tests.fleet.fleet import Answer, Dashboard, ask, nginx, send


class Front(msgspec.Struct):
    plain: int
    secure: int
    dashboard: Dashboard

    def ask(self, path: str, **options: str) -> Answer:
        return ask(f"https://127.0.0.1:{self.secure}{path}", **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def front(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    dashboard = Dashboard(str(store_folder))
    dashboard.start()
    try:
        with nginx(folder, [dashboard]) as (plain, secure):
            yield Front(plain, secure, dashboard)
    finally:
        dashboard.end(signal.SIGKILL)


CACHED = (
    *("/", "/allies", "/figures/ranking.svg", "/figures/ranking.png?size=card", "/feed.xml"),
    *("/api/v1/citation.txt", "/api/v1/observations.csv?year=2024", "/download/two-percent.csv"),
)


def observatory(answer: Answer, redirect: Answer) -> int:
    """The score of a site by the rules of Mozilla's HTTP Observatory, for what these pages can score on."""
    headers, score = answer.headers, 100
    policy = headers.get("Content-Security-Policy", "")
    score += 10 if "default-src 'none'" in policy and "unsafe" not in policy else -25
    score += (
        0 if redirect.status in (301, 308) and redirect.headers["Location"].startswith("https://") else -20
    )
    age = headers.get("Strict-Transport-Security", "max-age=0").partition("max-age=")[2].partition(";")[0]
    score += 0 if int(age) >= 15_768_000 else -20
    score += 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5
    score += 5 if "frame-ancestors 'none'" in policy else -20
    score += 5 if headers.get("Referrer-Policy") == "no-referrer" else 0
    score += 10 if headers.get("Cross-Origin-Resource-Policy") == "same-origin" else 0
    score += -40 if "Set-Cookie" in headers else 0
    return score


def test_it_would_score_a_plus(front: Front) -> None:
    redirect = ask(f"http://127.0.0.1:{front.plain}/allies")
    assert (redirect.status, redirect.headers["Location"]) == (308, "https://two.example/allies")
    assert observatory(front.ask("/"), redirect) == 130
    assert observatory(Answer(200), Answer(200)) < 40, "the count itself finds what is missing"


def test_answers_are_cached_and_addresses_are_those_that_readers_have(front: Front) -> None:
    for path in CACHED:
        first, second = front.ask(path), front.ask(path)
        assert (first.status, second.status) == (200, 200), path
        assert second.headers["X-Cache-Status"] in ("HIT", "STALE", "UPDATING", "REVALIDATED"), path
        assert first.body == second.body
    page = front.ask("/embed/ranking").body + front.ask("/").body + front.ask("/feed.xml").body
    assert b"https://two.example/" in page
    assert b"http://two.example" not in page


def test_what_is_for_operators_is_not_passed_on(front: Front) -> None:
    for path in ("/metrics", "/readyz", "//metrics", "/./metrics", "/x/../readyz", "/%6detrics", "/metrics/"):
        assert front.ask(path).status == 404, path


_END = b"\r\nHost: two.example\r\nConnection: close\r\n"
NONSENSE = {
    "no request": (b"\x16\x03\x01\x00\xa5nonsense\r\n\r\n", 400),
    "no such version": (b"GET / HTTP/9.9" + _END + b"\r\n", 505),
    "no method": (b"G T / HTTP/1.1" + _END + b"\r\n", 400),
    "no header": (b"GET / HTTP/1.1" + _END + b"b@d h: x\r\n\r\n", None),
    "no host": (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
    "two hosts": (b"GET / HTTP/1.1" + _END + b"Host: b\r\n\r\n", 400),
    "a host that is none": (b"GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n", 400),
    "a long header": (b"GET / HTTP/1.1" + _END + b"X: " + b"a" * 100_000 + b"\r\n\r\n", 400),
    "a long address": (b"GET /" + b"a" * 70_000 + b" HTTP/1.1" + _END + b"\r\n", 414),
    "a long body": (b"POST /check HTTP/1.1" + _END + b"Content-Length: 2000000\r\n\r\na", 413),
    "two lengths": (b"POST /check HTTP/1.1" + _END + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\na", 400),
    "no chunk": (b"POST /check HTTP/1.1" + _END + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
    "no such coding": (b"POST /check HTTP/1.1" + _END + b"Transfer-Encoding: none\r\n\r\n", 501),
    "of all": (b"OPTIONS * HTTP/1.1" + _END + b"\r\n", 400),
    "options": (b"OPTIONS / HTTP/1.1" + _END + b"\r\n", 200),
    "another method": (b"DELETE / HTTP/1.1" + _END + b"\r\n", 405),
    "trace": (b"TRACE / HTTP/1.1" + _END + b"\r\n", 405),
    "HTTP/2 at once": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", None),
    "nothing there": (b"GET /none HTTP/1.1" + _END + b"\r\n", 404),
    "for operators": (b"GET /metrics HTTP/1.1" + _END + b"\r\n", 404),
}
"""What a client may send, and its status over TLS; None where it may differ by nginx's version."""


@pytest.mark.parametrize("secure", [True, False])
@pytest.mark.parametrize("kind", NONSENSE)
def test_every_answer_has_the_headers_nginxs_own_too(front: Front, kind: str, secure: bool) -> None:
    body, status = NONSENSE[kind]
    answer = send(front.secure if secure else front.plain, body, secure=secure)
    assert answer.status >= 200
    if secure and status:
        assert answer.status == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Server"] == "nginx"
    hsts = answer.headers.get("Strict-Transport-Security", "")
    assert ("max-age=63072000" in hsts) == secure


def test_a_protocol_whose_answers_have_no_headers_is_not_spoken(front: Front) -> None:
    with socket.create_connection(("127.0.0.1", front.plain), timeout=60) as connection:
        connection.sendall(b"GET /\r\n")
        with suppress(ConnectionResetError):
            assert connection.recv(100) == b""


def test_a_long_text_is_sent_as_a_form_and_answered_at_its_address(front: Front) -> None:
    text = urlencode({"text": "\u0416" * 4000}).encode()
    head = b"POST /check HTTP/1.1" + _END + b"Content-Type: application/x-www-form-urlencoded\r\n"
    answer = send(front.secure, head + b"Content-Length: %d\r\n\r\n" % len(text) + text)
    assert answer.status == 303
    assert front.ask(answer.headers["Location"]).status == 200


def test_one_client_cannot_have_all_the_work(front: Front) -> None:
    def asked(path: str, client: str) -> list[int]:
        return [front.ask(f"{path}?year={n}", client=client).status for n in range(3000, 3250)]

    work = asked("/api/v1/observations.csv", "127.0.0.2")
    assert set(work) == {400, 429}
    # A burst at once, then as many as the rate allows, and no more.
    assert work.index(429) >= 200
    assert front.ask("/api/v1/observations.csv?year=3000", client="127.0.0.2").status == 429
    assert front.ask("/api/v1/observations.csv?year=3000", client="127.0.0.3").status == 400
    assert set(asked("/allies", "127.0.0.2")) == {400}


def test_while_every_dashboard_is_down_it_serves_what_it_has(front: Front) -> None:
    bodies = {}
    for path in CACHED:
        bodies[path] = front.ask(path).body
    front.dashboard.end(signal.SIGKILL)
    time.sleep(6)
    for path, body in bodies.items():
        answer = front.ask(path)
        assert (answer.status, answer.body) == (200, body), path
        assert answer.headers["X-Cache-Status"] in ("STALE", "UPDATING", "HIT"), path
    assert front.ask("/never-asked").status in (502, 503, 504)
    front.dashboard.start()
    assert front.ask("/about").status == 200
