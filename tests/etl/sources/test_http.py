"""The client against a server that fails in every way it can: each ends in time, in bounds, and in words."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from etl.sources.fetched import FetchFailed, NotThere
from etl.sources.hosts import Hosts
from etl.sources.http import USER_AGENT, Client, Limits, retry_after
from tests.etl import nato_site
from tests.etl.nato_site import Handler, Site

QUICK = Limits(attempts=3, first_wait=0.005, most_wait=0.02, most_bytes=100_000)


@pytest.fixture
def site() -> Iterator[Site]:
    with nato_site.serve() as site:
        yield site


def failure(site: Site, path: str = "/a", limits: Limits = QUICK) -> FetchFailed:
    """How asking for a path fails."""
    with pytest.raises(FetchFailed) as failed:
        Client(limits).get(site.address + path)
    assert failed.value.address == site.address + path
    return failed.value


def test_a_whole_answer(site: Site) -> None:
    site.put("/a", nato_site.whole(b"whole", {"Last-Modified": "Fri, 7 Jul 2026 09:55:14 GMT"}))
    seen: list[tuple[int, int | None]] = []
    client = Client(QUICK, watch=lambda _, done, whole: seen.append((done, whole)))
    answer = client.get(site.address + "/a")
    assert (answer.body, answer.changed) == (b"whole", True)
    assert answer.headers["last-modified"] == "Fri, 7 Jul 2026 09:55:14 GMT"
    assert client.asked == [site.address + "/a"]
    assert seen == [(5, 5)]


def test_a_file_that_is_still_good_is_not_sent_again(site: Site) -> None:
    site.put("/a", nato_site.whole(b"whole"))
    client = Client(QUICK)
    first = client.get(site.address + "/a")
    again = client.get(site.address + "/a", etag=first.headers["etag"], last_modified="x")
    assert (again.body, again.changed) == (b"", False)
    assert site.seen[-1][1]["If-Modified-Since"] == "x"


def test_a_304_that_nobody_asked_for_is_no_answer(site: Site) -> None:
    site.put("/a", nato_site.status(304))
    assert "answered 304" in failure(site).why


@pytest.mark.parametrize("code", [404, 410])
def test_what_is_not_there_is_distinguished_and_asked_once(site: Site, code: int) -> None:
    site.put("/a", nato_site.status(code))
    assert isinstance(failure(site), NotThere)
    assert site.asked("/a") == 1


@pytest.mark.parametrize("code", [400, 401, 403, 451, 501, 204, 206])
def test_what_another_attempt_would_repeat_is_asked_once(site: Site, code: int) -> None:
    site.put("/a", nato_site.status(code))
    error = failure(site)
    assert not isinstance(error, NotThere)
    assert f"answered {code}" in error.why
    assert site.asked("/a") == 1


def test_an_error_that_passes_is_waited_out(site: Site) -> None:
    site.put("/a", nato_site.status(500), nato_site.status(503), nato_site.whole(b"good"))
    assert Client(QUICK).get(site.address + "/a").body == b"good"
    assert site.asked("/a") == 3


@pytest.mark.parametrize("code", [408, 429, 500, 502, 503, 504])
def test_an_error_that_stays_ends_after_as_many_attempts_as_allowed(site: Site, code: int) -> None:
    site.put("/a", nato_site.status(code))
    assert f"answered {code}" in failure(site).why
    assert site.asked("/a") == QUICK.attempts


def test_a_pause_that_the_server_asks_for_is_kept(site: Site) -> None:
    site.put(
        "/a", nato_site.status(503, {"Retry-After": "3"}), nato_site.status(500), nato_site.whole(b"good")
    )
    slept: list[float] = []
    client = Client(replace(QUICK, most_wait=4.0), sleep=slept.append)
    assert client.get(site.address + "/a").body == b"good"
    assert slept[0] == 3
    assert 0 < slept[1] < 1


def test_a_server_that_asks_for_a_long_pause_is_left_alone(site: Site) -> None:
    site.put("/a", nato_site.status(429, {"Retry-After": "3600"}))
    assert "left alone for 3600 s" in failure(site).why
    assert site.asked("/a") == 1


def test_a_slow_drip_ends_at_the_deadline(site: Site) -> None:
    site.put("/a", nato_site.drip(bytes(1000)))
    error = failure(site, limits=replace(QUICK, deadline=0.3))
    assert "too slow" in error.why
    assert site.asked("/a") == 1


def test_a_header_that_never_ends_ends_at_the_deadline(site: Site) -> None:
    site.put("/a", nato_site.silent)
    assert "too slow" in failure(site, limits=replace(QUICK, deadline=0.2)).why


def test_a_server_that_says_nothing_is_given_up(site: Site) -> None:

    def act(_: Handler) -> None:
        site.over.wait(2)

    site.put("/a", act)
    assert "timed out" in failure(site, limits=replace(QUICK, read=0.05)).why.lower()
    assert site.asked("/a") == QUICK.attempts


def test_a_body_cut_off_is_noticed_and_asked_for_again(site: Site) -> None:
    site.put("/a", nato_site.cut(bytes(1000), 400), nato_site.whole(bytes(1000)))
    assert Client(QUICK).get(site.address + "/a").body == bytes(1000)
    site.put("/b", nato_site.cut(bytes(1000), 400))
    assert "cut off" in failure(site, "/b").why
    assert site.asked("/b") == QUICK.attempts


def test_redirects_are_followed_a_little_way(site: Site) -> None:
    site.put("/a", nato_site.redirect("/b"))
    site.put("/b", nato_site.redirect(site.address + "/c#here", 301))
    site.put("/c", nato_site.whole(b"there"))
    answer = Client(QUICK).get(site.address + "/a")
    assert (answer.body, answer.address) == (b"there", site.address + "/c")


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("/a", "in a circle"),
        ("file:///etc/passwd", "neither http nor https"),
        ("ftp://example.org/", "neither http nor https"),
        ("", "redirect to nowhere"),
    ],
)
def test_redirects_that_lead_nowhere_are_not_followed(site: Site, to: str, why: str) -> None:
    site.put("/a", nato_site.redirect(to))
    assert why in failure(site).why
    assert site.asked("/a") == 1


def test_redirects_without_end_are_given_up(site: Site) -> None:
    for n in range(20):
        site.put(f"/{n}", nato_site.redirect(f"/{n + 1}"))
    assert "more than 5 redirects" in failure(site, "/0").why
    assert len(site.seen) == 6


def test_a_circle_of_two_is_seen(site: Site) -> None:
    site.put("/a", nato_site.redirect("/b"))
    site.put("/b", nato_site.redirect("/a"))
    assert "in a circle" in failure(site).why


def test_a_body_that_says_it_is_too_large_is_not_read(site: Site) -> None:
    site.put("/a", nato_site.claims(2 * 10**9))
    assert "2000000000 bytes, more than the 100000" in failure(site).why
    assert site.asked("/a") == 1


def test_a_body_that_goes_on_for_ever_is_cut_at_the_limit(site: Site) -> None:
    site.put("/a", nato_site.endless)
    assert "more than the 100000 bytes" in failure(site).why


def test_a_body_that_unpacks_to_too_much_is_cut_at_the_limit(site: Site) -> None:
    site.put("/a", nato_site.whole(gzip.compress(bytes(5_000_000)), {"Content-Encoding": "gzip"}))
    assert "more than the 100000 bytes" in failure(site).why


def test_a_packed_body_is_unpacked(site: Site) -> None:
    site.put("/a", nato_site.whole(gzip.compress(b"whole"), {"Content-Encoding": "gzip"}))
    assert Client(QUICK).get(site.address + "/a").body == b"whole"


def test_a_body_that_is_not_packed_as_stated_fails(site: Site) -> None:
    site.put("/a", nato_site.whole(b"whole", {"Content-Encoding": "gzip"}))
    assert failure(site).why


def test_a_port_that_nobody_listens_on_is_reported_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/a"
        with pytest.raises(FetchFailed, match="refused"):
            Client(QUICK).get(address)


@pytest.mark.parametrize("address", ["http://", "nonsense", "ftp://example.org/a", "http://[::1/a"])
def test_an_address_that_is_none_fails_in_words(address: str) -> None:
    with pytest.raises(FetchFailed):
        Client(QUICK).get(address)


def test_a_run_that_has_taken_its_time_asks_no_more(site: Site) -> None:
    assert "not asked" in failure(site, limits=replace(QUICK, whole_run=0.0)).why
    assert site.seen == []


def test_no_cookie_no_password_and_a_name(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    site.put("/a", nato_site.redirect("/b"))
    handed = {"Set-Cookie": "id=1; Path=/"}
    site.put("/b", lambda handler: handler.reply(302, b"", {"Location": "/c", **handed}))
    site.put("/c", nato_site.whole(b"x", handed))
    client = Client(QUICK)
    answer = client.get(site.address + "/a")
    client.get(site.address + "/c")
    assert "set-cookie" not in answer.headers
    for _, headers in site.seen:
        assert headers["User-Agent"] == USER_AGENT
        assert {"Cookie", "Authorization"}.isdisjoint(headers)


PACKED = gzip.compress(bytes(range(256)) * 100)


@pytest.mark.parametrize("apart", [b"", bytes(7)])
def test_a_packed_body_of_several_members_is_unpacked_whole(site: Site, apart: bytes) -> None:
    parts = [bytes([n]) * 70_000 for n in range(4)]
    site.put("/a", packed(apart.join(map(gzip.compress, parts)) + apart))
    assert Client(replace(QUICK, most_bytes=2**20)).get(site.address + "/a").body == b"".join(parts)
    site.put("/a", packed(gzip.compress(b"one") + gzip.compress(b"two")[:-3]))
    assert "does not end" in failure(site).why


def packed(body: bytes, encoding: str = "gzip") -> nato_site.Act:
    return lambda handler: handler.reply(200, body, {"Content-Encoding": encoding})


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (packed(PACKED[:-8]), "a gzip stream that does not end"),
        (packed(PACKED[:-200]), "a gzip stream that does not end"),
        (packed(b""), "a gzip stream that does not end"),
        (packed(b"<html>"), "a gzip stream that cannot be unpacked"),
        (packed(PACKED, "br"), "packed in an unknown way, although it was asked for as it is"),
    ],
)
def test_a_packed_body_that_is_cut_off_or_damaged_is_none(site: Site, act: nato_site.Act, why: str) -> None:
    site.put("/a", act)
    assert why in failure(site).why


def test_a_proxy_that_fails_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(FetchFailed, match=r"the proxy that the environment names: .*refused"):
        Client(QUICK).get("http://nato.invalid/a")


@pytest.mark.parametrize("header", ["9" * 400, "2303682944"])
def test_a_pause_without_end_is_reported_in_words(site: Site, header: str) -> None:
    site.put("/a", nato_site.status(503, {"Retry-After": header}))
    with pytest.raises(FetchFailed, match="asks to be left alone for a day or more"):
        Client(QUICK).get(site.address + "/a")


def test_the_proxy_of_the_environment_is_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", site.address)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    through: list[str] = []

    def act(handler: Handler) -> None:
        through.append(handler.path)
        handler.reply(200, b"by proxy")

    site.put("http://nato.invalid/a", act)
    assert Client(QUICK).get("http://nato.invalid/a").body == b"by proxy"
    assert through == ["http://nato.invalid/a"]


NOW = datetime(2026, 7, 7, 12, 0, tzinfo=UTC)


@given(st.integers(0, 10**6))
def test_a_pause_may_be_stated_in_seconds_or_as_a_time(seconds: int) -> None:
    assert retry_after(f" {seconds} ", NOW) == seconds
    assert retry_after(format_datetime(NOW + timedelta(seconds=seconds), usegmt=True), NOW) == seconds
    assert retry_after(format_datetime(NOW - timedelta(seconds=seconds), usegmt=True), NOW) == 0


@given(st.text(max_size=30))
def test_a_pause_that_is_not_understood_is_none(text: str) -> None:
    assert retry_after(text, NOW) >= 0


# ---------------------------------------------------------------- who is asked


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("https://www.nato.int/a", True),
        ("https://nato.int:8443/a", True),
        ("https://notnato.int/a", False),
        ("https://nato.int.example.org/a", False),
        ("https://user@example.org/nato.int", False),
        ("http://127.0.0.1/a", False),
        ("http://169.254.169.254/latest/meta-data", False),
        ("http://[::1]/a", False),
        ("http://mirror.local:81/a", True),
        ("http:///a", False),
    ],
)
def test_only_the_hosts_of_a_source_and_the_named_one_are_asked(
    monkeypatch: pytest.MonkeyPatch, address: str, may: bool
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: [(2, 1, 6, "", ("93.184.216.34", 0))])
    assert (Hosts(("nato.int",), named="mirror.local").why_not(address) == "") is may


@pytest.mark.parametrize(
    "private", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0", "fd00::1"]
)
def test_no_private_address_stands_behind_a_name_of_a_source(
    monkeypatch: pytest.MonkeyPatch, private: str
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: [(2, 1, 6, "", (private, 0))])
    assert "private address" in Hosts(("nato.int",)).why_not("https://www.nato.int/a")


def test_a_redirect_is_checked_against_the_hosts_too(site: Site) -> None:
    with nato_site.serve() as other:
        other.put("/secret", nato_site.whole(b"secret"))
        there = other.address.replace("127.0.0.1", "localhost")
        site.put("/a", nato_site.redirect(f"{there}/secret"))
        client = Client(QUICK, hosts=Hosts(("nato.int",), named="127.0.0.1"))
        with pytest.raises(FetchFailed, match="not asked: it is at none of the hosts"):
            client.get(site.address + "/a")
        assert other.seen == []


def test_a_run_sends_only_so_many_requests(site: Site) -> None:
    site.put("/a", nato_site.status(503))
    client = Client(replace(QUICK, requests=4))
    for _ in range(2):
        with pytest.raises(FetchFailed):
            client.get(site.address + "/a")
    with pytest.raises(FetchFailed, match="the run has sent its 4 requests"):
        client.get(site.address + "/a")
    assert site.asked("/a") == 4


FOREIGN = "root:x:0:0"


def raw_answer(text: str) -> nato_site.Act:
    """Bytes that are no HTTP, or not what it should be."""

    def act(handler: Handler) -> None:
        handler.wfile.write(text.encode())

    return act


@pytest.mark.parametrize(
    "act",
    [
        raw_answer(f"{FOREIGN}\r\n\r\n"),
        raw_answer(f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{FOREIGN}\r\n"),
        raw_answer(f"HTTP/1.1 403 {FOREIGN}\r\nContent-Length: 0\r\n\r\n"),
        raw_answer(f"HTTP/1.1 200 OK\r\nContent-Encoding: {FOREIGN}\r\nContent-Length: 1\r\n\r\nx"),
        nato_site.redirect(f"ftp://{FOREIGN}/"),
        nato_site.redirect(f"http://[{FOREIGN}/"),
    ],
)
def test_nothing_of_an_answer_stands_in_what_is_reported(site: Site, act: nato_site.Act) -> None:
    site.put("/a", act)
    assert FOREIGN not in str(failure(site))
