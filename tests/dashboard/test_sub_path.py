"""The site under a path of a host that has other things beside: all that it names is below that path."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.operations.public import PUBLIC_URL
from dashboard.pages.index import FIXED
from dashboard.web.address import under

SITE, PATH = "https://site.example", "/nato"
ADDRESS = re.compile(r'\s(?:href|src|action|data-figure|content)="([^"]*)"')


@pytest.fixture(scope="module")
def app(store_folder: Path) -> Iterator[Flask]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(PUBLIC_URL, f"{SITE}{PATH}/")
        yield create_app(store_folder)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_every_address_of_every_page_is_below_the_path_and_answers(client: FlaskClient) -> None:
    todo, seen = [f"{PATH}/", f"{PATH}/embed/map"], set[str]()
    kinds = set[str]()
    while todo:
        address = todo.pop()
        path = address.partition("?")[0]
        # One view of each address is enough, and of each kind of file and ally one.
        kind = re.sub(r"/(allies|claims|figures|embed|articles)/[^.?]+", r"/\1/x", path)
        if kind in kinds:
            continue
        kinds.add(kind)
        seen.add(path)
        answer = client.get(address)
        assert answer.status_code == 200, address
        if answer.mimetype != "text/html":
            continue
        text = answer.get_data(as_text=True)
        for found in map(unescape, ADDRESS.findall(text)):
            if found.startswith("/") or found.startswith(SITE):
                own = found.removeprefix(SITE)
                assert own == PATH or own.startswith(f"{PATH}/"), (address, found)
                assert not own.startswith(f"{PATH}{PATH}"), (address, found)
                todo.append(own.partition("#")[0])
        for found in re.findall(r"url\((/[^)]*)\)", text):
            assert found.startswith(f"{PATH}/assets/")
    pages = {f"{PATH}{page}" for page in FIXED}
    assert pages <= {path.rstrip("/") or path for path in seen} | {f"{PATH}/"}
    assert f"{PATH}/feed.xml" in seen


def test_what_leaves_the_page_names_the_path(client: FlaskClient) -> None:
    home = client.get(f"{PATH}/").get_data(as_text=True)
    assert f'<link rel="canonical" href="{SITE}{PATH}/"' in home
    assert f"&lt;iframe src=&#34;{SITE}{PATH}/embed/ranking" in home
    assert "http://localhost" not in home
    feed = client.get(f"{PATH}/feed.xml").get_data(as_text=True)
    assert set(re.findall(r'href="(https?://[^/]+/[^/"]*)', feed)) == {f"{SITE}{PATH}"}
    assert f"{SITE}{PATH}/" in client.get(f"{PATH}/api/v1/citation.txt").get_data(as_text=True)
    described = json.loads(client.get(f"{PATH}/api/v1/openapi.json").data)
    assert described["servers"] == [{"url": PATH}]


def test_dash_asks_below_the_path(client: FlaskClient) -> None:
    home = client.get(f"{PATH}/").get_data(as_text=True)
    template = home[home.index('<template id="dash">') :]
    config = re.search(r'<script id="_dash-config"[^>]*>(.*?)</script>', template)
    assert config
    assert json.loads(config[1])["requests_pathname_prefix"] == f"{PATH}/_dash/"
    scripts = re.findall(r'<script src="([^"]+)"', template)
    assert scripts
    assert all(script.startswith(f"{PATH}/") and client.get(script).status_code == 200 for script in scripts)


def test_a_proxy_that_takes_the_path_off_is_answered_alike(client: FlaskClient) -> None:
    home = client.get("/trend").get_data(as_text=True)
    assert f'href="{PATH}/allies"' in home
    assert client.get("/natos").status_code == 404
    assert client.get(PATH).status_code == 200


def test_a_redirect_stays_below_the_path(client: FlaskClient) -> None:
    answer = client.post(f"{PATH}/check", data={"text": "Spain has reached 2%"})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith(f"{PATH}/check?text=")


def test_a_path_of_our_own_is_rejected(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PUBLIC_URL, f"{SITE}/allies")
    with pytest.raises(ValueError, match="begins as an address of this site"):
        create_app(store_folder)


def test_only_own_addresses_are_moved() -> None:
    page = '<a href="/a"></a><a href="//b"></a><a href="https://c/"></a><a href="/nato/d"></a><p id="/e">'
    assert under(page, "/nato").count("/nato/") == 2
    assert under(page, "") == page
