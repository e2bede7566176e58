"""What readers do to a server: nonsense, haste, many at once; and what every answer says to browsers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, run_wsgi_app

from dashboard.app import MOST_PARAMETERS, create_app
from dashboard.drawing.painter import NotDrawn, Painter
from dashboard.drawing.png import rasterise
from dashboard.operations.public import public_url
from dashboard.operations.settings import settings
from dashboard.web.address import BadHost, root
from dashboard.web.responses import Answer, Responses

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="9" height="9"/></svg>'


@pytest.fixture(scope="module")
def app(store_folder: Path) -> Flask:
    return create_app(store_folder)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def request(**options: str) -> Request:
    environ = {name: text for name, text in options.items() if name.isupper()}
    builder = EnvironBuilder("/", environ_overrides=environ)
    return Request(builder.get_environ())


# ---------------------------------------------------------------- the host


@pytest.mark.parametrize(
    "host",
    ["xn--a", "", "a b", "a,b", "a.example, b.example", "-a.de", "a..b", "a:b", "[::g]", "a" * 300, "é.de"],
)
@pytest.mark.parametrize("address", ["/", "/no-such-page", "/feed.xml", "/api/v1/citation.txt", "/healthz"])
def test_a_host_that_is_nonsense_is_400_with_headers(app: Flask, host: str, address: str) -> None:
    environ = EnvironBuilder(address).get_environ() | {"HTTP_HOST": host.encode().decode("latin-1")}
    # As a server calls it: the client of the tests looks at the host itself.
    _, status, headers = run_wsgi_app(app, environ, buffered=True)
    assert status.startswith("400 ")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("protocol", ["HTTP/1.0", "HTTP/1"])
@pytest.mark.parametrize("address", ["/healthz", "/feed.xml"])
def test_an_old_client_need_not_name_a_host(app: Flask, address: str, protocol: str) -> None:
    """As probes of load balancers ask; granian writes the version without its zero."""
    environ = EnvironBuilder(address).get_environ() | {"HTTP_HOST": "", "SERVER_PROTOCOL": protocol}
    _, status, _ = run_wsgi_app(app, environ, buffered=True)
    assert status == "200 OK"


@pytest.mark.parametrize(
    "host", ["example.org", "localhost:8050", "[::1]:80", "two_percent", "xn--mnchen-3ya.de"]
)
def test_a_host_that_is_one_is_answered(client: FlaskClient, host: str) -> None:
    answer = client.get("/feed.xml", environ_overrides={"HTTP_HOST": host})
    assert answer.status_code == 200
    assert f"http://{host}/" in answer.text


def test_a_proxy_nearby_says_what_it_was_asked_and_nobody_else_is_believed() -> None:
    asked = {"HTTP_HOST": "10.0.0.7:8050", "HTTP_X_FORWARDED_PROTO": "https"}
    assert root(request(**asked, REMOTE_ADDR="127.0.0.1")) == "https://10.0.0.7:8050"
    assert root(request(**asked, REMOTE_ADDR="10.1.2.3", HTTP_X_FORWARDED_HOST="a.org")) == "https://a.org"
    assert (
        root(request(**asked, REMOTE_ADDR="8.8.8.8", HTTP_X_FORWARDED_HOST="a.org")) == "http://10.0.0.7:8050"
    )
    with pytest.raises(BadHost):
        root(request(**asked, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_HOST="a b"))
    assert root(request(**asked), "https://example.org") == "https://example.org"


def test_the_public_address_stands_in_every_absolute_link(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWO_PERCENT_PUBLIC_URL", "https://figures.example.org/")
    client = create_app(store_folder).test_client()
    for address in ("/", "/feed.xml", "/api/v1/citation.txt"):
        text = client.get(address).text
        assert "https://figures.example.org/" in text
        assert "localhost" not in text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TWO_PERCENT_PUBLIC_URL", "example.org"),
        ("TWO_PERCENT_PUBLIC_URL", "https://example.org/a?b"),
        ("TWO_PERCENT_PUBLIC_URL", "https://example.org/../a"),
        ("TWO_PERCENT_PUBLIC_URL", 'https://example.org/a"b'),
        ("TWO_PERCENT_PUBLIC_URL", "javascript:alert(1)"),
        ("TWO_PERCENT_SECURITY_CONTACT", "me"),
        ("TWO_PERCENT_SECURITY_CONTACT", "https://a\nb"),
        ("TWO_PERCENT_OPERATORS", "yes"),
        ("TWO_PERCENT_MAX_AGE", "soon"),
    ],
)
def test_a_setting_that_is_not_understood_is_rejected_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=name):
        settings()
    monkeypatch.delenv(name)
    assert not public_url()


# ---------------------------------------------------------------- headers


ADDRESSES = (
    *(
        "/",
        "/allies",
        "/data",
        "/about",
        "/status",
        "/embed/ranking",
        "/no-such-page",
        "/feed.xml",
        "/healthz",
    ),
    *("/figures/ranking.svg", "/figures/ranking.json", "/figures/ranking.csv", "/figures/none.svg"),
    *("/api/v1/observations.csv?year=2024", "/api/v1/openapi.json", "/healthz", "/readyz", "/metrics"),
    *("/_dash/_dash-layout", "/assets/none.js", "/?year=nonsense"),
)


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
def test_every_answer_carries_the_headers_of_security(client: FlaskClient, method: str) -> None:
    for address in ADDRESSES:
        headers = client.open(address, method=method).headers
        assert headers["X-Content-Type-Options"] == "nosniff", address
        assert headers["Referrer-Policy"] == "no-referrer", address
        assert "default-src 'none'" in headers["Content-Security-Policy"], address
        assert ("unsafe" in headers["Content-Security-Policy"]) == (
            headers["Content-Type"].startswith("image/svg+xml")
        ), address
        shared = "Access-Control-Allow-Origin" in headers
        shared = shared or "frame-ancestors *" in headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if shared else "same-origin"), (
            address
        )


def test_caches_in_front_hear_how_long_an_answer_holds(client: FlaskClient) -> None:
    for address in ("/", "/figures/ranking.svg", "/feed.xml", "/api/v1/observations.csv?year=2024"):
        control = client.get(address).headers["Cache-Control"]
        # Nobody keeps an answer of the release before: programs ask again with their validator too.
        for part in ("public", "max-age=0", "s-maxage=5", "stale-while-revalidate=", "stale-if-error="):
            assert part in control
        assert "no-cache" not in control
    for address in ("/no-such-page", "/healthz", "/?year=nonsense"):
        assert client.get(address).headers["Cache-Control"] == "no-store"


def test_what_is_for_operators_is_closed_unless_they_open_it(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TWO_PERCENT_OPERATORS")
    client = create_app(store_folder).test_client()
    assert [client.get(a).status_code for a in ("/metrics", "/readyz", "/healthz")] == [404, 404, 200]


def test_security_txt_says_what_the_operator_says(
    store_folder: Path, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    monkeypatch.setenv("TWO_PERCENT_SECURITY_CONTACT", "mailto:security@example.org")
    named = create_app(store_folder).test_client()
    assert '<a href="mailto:security@example.org">Report an error</a>' in named.get("/about").text
    answer = named.get("/.well-known/security.txt")
    assert answer.mimetype == "text/plain"
    fields = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Expires"].endswith("T00:00:00Z")


# ---------------------------------------------------------------- many at once


def test_an_answer_that_many_ask_for_at_once_is_made_once() -> None:
    sender, made, all_wait = Responses(), [], threading.Event()
    answers: list[bytes] = []

    def make() -> Answer:
        made.append(1)
        all_wait.wait()
        return Answer(b"answer", "text/plain")

    def ask() -> None:
        answers.append(sender.send(request(), ("key",), make).get_data())

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    all_wait.set()
    for thread in threads:
        thread.join()
    assert (answers, len(made)) == ([b"answer"] * 10, 1)


def test_an_answer_that_fails_fails_for_all_who_wait_and_is_made_anew() -> None:
    sender = Responses()
    with pytest.raises(ZeroDivisionError):
        sender.send(request(), ("key",), lambda: Answer(bytes(1 // 0), "text/plain"))
    assert sender.send(request(), ("key",), lambda: Answer(b"good", "text/plain")).get_data() == b"good"


def test_a_tracker_makes_no_answer_of_its_own(app: Flask, client: FlaskClient) -> None:
    first = client.get("/figures/ranking.svg?year=2024")
    for n in range(3):
        again = client.get(f"/figures/ranking.svg?utm_source={n}&year=2024")
        assert (again.status_code, again.headers["ETag"]) == (200, first.headers["ETag"])
    assert client.get("/feed.xml?year=1").status_code == 400
    assert client.get("/favicon.svg?year=1").status_code == 400


def test_an_address_has_so_many_parameters_and_no_more(client: FlaskClient) -> None:
    for address in ("/", "/feed.xml"):
        most = f"{address}?" + "&".join(f"a{n}=1" for n in range(MOST_PARAMETERS))
        assert client.get(most).status_code == client.get(address).status_code
        assert client.get(f"{most}&b=1").status_code == 400


# ---------------------------------------------------------------- pictures


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Drawing takes until the event is set."""
    go = threading.Event()

    def slow(*_: object) -> bytes:
        go.wait()
        return b"a picture"

    monkeypatch.setattr(Painter, "_drawn", slow)
    yield go
    go.set()


def test_pictures_by_a_process_of_its_own_are_the_same_and_it_ends_when_none_is_asked_for() -> None:
    painter = Painter(seconds=600)
    assert painter.paint(SVG, 2.0) == rasterise(SVG, 2.0)
    process = painter._process
    painter._idle = 0.0
    assert painter.paint(SVG, 1.0) == rasterise(SVG, 1.0)
    assert process is not None
    assert process.wait(60) != 0, "it was ended"


def test_while_pictures_are_drawn_pages_are_answered_and_more_pictures_sent_away(
    store_folder: Path, hanging: threading.Event
) -> None:
    app, statuses = create_app(store_folder), []
    addresses = [f"/figures/ranking.png?year={year}" for year in range(2014, 2026)] * 2

    def ask(address: str) -> None:
        statuses.append(app.test_client().get(address))

    threads = [threading.Thread(target=ask, args=(address,)) for address in addresses]
    for thread in threads:
        thread.start()
    while len(statuses) < len(addresses) - 16:
        threading.Event().wait(0.01)
    assert app.test_client().get("/").status_code == 200
    assert app.test_client().get("/healthz").status_code == 200
    hanging.set()
    for thread in threads:
        thread.join()
    found = [answer.status_code for answer in statuses]
    assert sorted(set(found)) == [200, 503]
    assert found.count(200) == 16
    sent_away = next(answer for answer in statuses if answer.status_code == 503)
    assert sent_away.headers["Retry-After"] == "10"
    assert app.test_client().get(addresses[0]).status_code == 200


@pytest.mark.parametrize(
    ("program", "seconds"),
    [
        ("raise SystemExit(3)", 600.0),
        ("import os; os.kill(os.getpid(), 9)", 600.0),
        ("input(); input()", 0.05),
    ],
)
def test_a_picture_whose_process_fails_dies_or_hangs_is_503_and_the_next_is_drawn(
    monkeypatch: pytest.MonkeyPatch, program: str, seconds: float
) -> None:
    painter = Painter(seconds=seconds)
    good = painter._command
    monkeypatch.setattr(painter, "_command", [good[0], "-c", program])
    with pytest.raises(NotDrawn, match="could not be drawn"):
        painter.paint(SVG, 1.0)
    monkeypatch.setattr(painter, "_command", good)
    monkeypatch.setattr(painter, "_seconds", 600.0)
    assert painter.paint(SVG, 1.0) == rasterise(SVG, 1.0)
