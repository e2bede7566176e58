"""A site below a path of a host that has other things: by nginx as shipped, changed as its guide says."""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.fleet.fleet import Answer, Dashboard, ask, nginx, send

BELOW = "/two-percent"
PUBLIC = f"https://two.example{BELOW}"
_OWN = re.compile(r"""(?:href|src|action|data-figure)="(/[^"]*|https?://two\.example[^"]*)\"""")


@pytest.fixture(scope="module")
def secure(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of nginx in front of a site below a path."""
    folder = tmp_path_factory.mktemp("nginx-below")
    folder.chmod(0o755)
    settings = {"TWO_PERCENT_PUBLIC_URL": PUBLIC, "TWO_PERCENT_OPERATORS": "open"}
    dashboard = Dashboard(str(store_folder), settings)
    dashboard.start()
    try:
        with nginx(folder, [dashboard], "1000r/s", BELOW) as (_, port):
            yield port
    finally:
        dashboard.end(signal.SIGKILL)


def get(port: int, path: str) -> Answer:
    return ask(f"https://127.0.0.1:{port}{path}")


PAGES = ("/", "/map", "/check", "/data", "/no-such-page")


def test_every_address_that_a_page_names_is_below_the_path_and_answers(secure: int) -> None:
    named: set[str] = set()
    for page in PAGES:
        text = get(secure, BELOW + page).body.decode()
        own = {unescape(address).removeprefix("https://two.example") for address in _OWN.findall(text)}
        assert {a for a in own if a != BELOW and not a.startswith(f"{BELOW}/")} == set(), page
        named |= {a.partition("#")[0] for a in own if not a.endswith(".png")}
    assert len(named) > 50
    assert {a: s for a in sorted(named) if (s := get(secure, a).status) != 200} == {}


def test_what_leaves_the_site_names_its_public_address(secure: int) -> None:
    feed = get(secure, f"{BELOW}/feed.xml").body.decode()
    assert f'href="{PUBLIC}/' in feed
    assert "https://two.example/" not in feed.replace(f"{PUBLIC}/", "")
    assert f'rel="canonical" href="{PUBLIC}/map"' in get(secure, f"{BELOW}/map").body.decode()
    for path in (
        "/api/v1/citation.txt",
        "/sitemap.xml",
        "/robots.txt",
        f"/oembed?url={PUBLIC}/embed/ranking",
    ):
        assert PUBLIC in get(secure, BELOW + path).body.decode(), path


def test_it_stays_below_the_path_wherever_it_leads(secure: int) -> None:
    assert get(secure, BELOW).headers["Location"].endswith(f"{BELOW}/")
    assert get(secure, f"{BELOW}/allies/").headers["Location"] == f"{BELOW}/allies"
    text = urlencode({"text": "Poland spends 4% of GDP. " * 100}).encode()
    head = f"POST {BELOW}/check HTTP/1.1\r\nHost: two.example\r\nConnection: close\r\n"
    head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(text)}\r\n\r\n"
    answer = send(secure, head.encode() + text)
    assert answer.status == 303
    assert answer.headers["Location"].startswith(f"{BELOW}/check?")
    assert get(secure, answer.headers["Location"]).status == 200


def test_what_is_beside_the_path_is_not_this_site_and_what_is_for_operators_stays_hidden(secure: int) -> None:
    for path in ("/allies", "/metrics", "/readyz", f"{BELOW}/metrics", f"{BELOW}/readyz", f"{BELOW}-x/"):
        assert get(secure, path).status == 404, path
    assert b"two-percent" not in get(secure, "/").body
    for path in ("/", "/allies"):
        first, second = get(secure, BELOW + path), get(secure, BELOW + path)
        assert first.body == second.body
        assert second.headers["X-Cache-Status"] in ("HIT", "STALE", "UPDATING", "REVALIDATED")
