"""Releases at addresses of their own, the API's root, and what other machines look for."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import struct
import threading
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml
from flask.testing import FlaskClient

from dashboard.app import create_app
from dashboard.web import context
from dashboard.web.context import READERS
from etl.formats.files import parse_sums
from etl.model import Release
from etl.store import Store, StoreError


def test_every_file_of_a_release_is_served_as_its_checksum_says(
    client: FlaskClient, release: Release
) -> None:
    (listed,) = client.get("/releases.json").get_json()
    assert (listed["release"], listed["latest"]) == (release.id, True)
    assert listed["newest_edition"] == release.latest_edition.id
    assert {"figures.csv", "datapackage.json", "two-percent.zip"} <= {f["name"] for f in listed["files"]}
    for file in listed["files"]:
        answer = client.get(file["url"])
        assert hashlib.sha256(answer.data).hexdigest() == file["sha256"], file["name"]
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    sums = client.get(f"/releases/{release.id}/SHA256SUMS").data
    # A release's id is the hash of its checksums: whoever has the address can check all of it.
    assert hashlib.sha256(sums).hexdigest()[:16] == release.id
    package = client.get(f"/releases/{release.id}/datapackage.json").get_json()
    assert {r["path"] for r in package["resources"]} <= set(parse_sums(sums))


def test_an_older_release_stays_where_it_was(store_folder: Path, release: Release, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    shutil.copytree(store_folder, folder)
    store = Store(folder)
    files = {
        n: store.file(release.id, n) or b"" for n in parse_sums(store.file(release.id, "SHA256SUMS") or b"")
    }
    files["README.md"] += b"Another.\n"
    sums = "".join(f"{hashlib.sha256(b).hexdigest()}  {n}\n" for n, b in sorted(files.items())).encode()
    other = hashlib.sha256(sums).hexdigest()[:16]
    store.publish(other, {**files, "SHA256SUMS": sums})
    client = create_app(folder).test_client()
    assert [r["release"] for r in client.get("/releases.json").get_json()] == [other, release.id]
    before = client.get(f"/releases/{release.id}/figures.csv").data
    assert len(list(csv.reader(io.StringIO(before.decode())))) == len(release.observations) + 1
    page = client.get(f"/releases/{release.id}/").text
    assert f"The latest release is {other}" in page
    assert "It is the latest release" in client.get(f"/releases/{other}/").text


@pytest.mark.parametrize("seldom", [1, 3])
def test_a_release_that_is_gone_is_named_no_longer(
    store_folder: Path, release: Release, tmp_path: Path, seldom: int
) -> None:
    """Asked once or more often before: the third answer is one that was looked up before Flask."""
    folder = tmp_path / "store"
    shutil.copytree(store_folder, folder)
    store, other = Store(folder), "0" * 16
    older = folder / "releases" / other
    shutil.copytree(folder / "releases" / release.id, older)
    (folder / "published" / other).write_text((folder / "published" / release.id).read_text("utf-8"), "utf-8")
    app = create_app(folder)
    client = app.test_client()
    for _ in range(seldom):
        assert other in client.get("/releases.json").text
        assert client.get("/releases").text.count(other)
        assert client.get(f"/releases/{other}/allies.csv").status_code == 200
    assert store.prune(1) == [other]
    app.extensions["release_cache"].look()
    assert [r["release"] for r in client.get("/releases.json").get_json()] == [release.id]
    assert other not in client.get("/releases").text
    assert client.get(f"/releases/{other}/allies.csv").status_code == 404


def test_what_is_not_stored_is_not_found_and_what_is_damaged_is_not_served(
    client: FlaskClient, store_folder: Path, release: Release, tmp_path: Path
) -> None:
    for path in ("0123456789abcdef/", "nothing/", "nothing/figures.csv", f"{release.id}/nothing.csv"):
        assert client.get(f"/releases/{path}").status_code == 404
    assert client.get(f"/releases/{release.id}").headers["Location"] == f"/releases/{release.id}/"
    assert client.get("/releases/nonsense").status_code == 404
    asked = client.get(f"/releases/{release.id}?utm_source=post", follow_redirects=True)
    assert (asked.status_code, asked.request.query_string) == (200, b"utm_source=post")
    folder = tmp_path / "store"
    shutil.copytree(store_folder, folder)
    torn = folder / "releases" / release.id / "allies.csv"
    torn.write_bytes(torn.read_bytes() + b"x")
    assert create_app(folder).test_client().get(f"/releases/{release.id}/allies.csv").status_code == 503


@pytest.mark.parametrize(
    "path", ["/releases.json", "/releases", "/releases/{id}/", "/releases/{id}/allies.csv"]
)
def test_a_store_that_lists_nothing_is_out_of_reach_and_nothing_is_said_to_be_gone(
    store_folder: Path, release: Release, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Whatever answers in a bucket's place, as the page of a network that wants a password."""
    client, address = create_app(store_folder).test_client(), path.format(id=release.id)
    with monkeypatch.context() as patched:
        patched.setattr(Store, "releases", lambda _: [])
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
    assert client.get(address).status_code == 200


def test_a_store_that_hangs_holds_few_threads(
    store_folder: Path, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "PATIENCE", 0)
    app, go, statuses = create_app(store_folder), threading.Event(), []
    asked = threading.Semaphore(0)

    def hang(*_: object) -> bytes:
        asked.release()
        go.wait()
        raise StoreError("no answer")

    monkeypatch.setattr(Store, "file", hang)
    monkeypatch.setattr(Store, "download", hang)
    files = [f"/releases/{release.id}/{n}.csv" for n in range(READERS - 1)] + ["/download/two-percent.csv"]

    def ask(address: str) -> None:
        statuses.append(app.test_client().get(address).status_code)

    threads = [threading.Thread(target=ask, args=(address,), daemon=True) for address in files]
    for thread in threads:
        thread.start()
    for _ in threads:
        asked.acquire()
    client = app.test_client()
    more = (files[0], "/releases", f"/releases/{release.id}", "/api/v1/observations.csv")
    for address in (*more, "/download/two-percent.zip", "/api/v1/observations.json?utm_source=a"):
        sent_away = client.get(address)
        assert (sent_away.status_code, sent_away.headers["Retry-After"]) == (503, "10"), address
        assert "Too many files are being read at once" in sent_away.text, address
    for address in ("/", "/data", "/api/v1/observations.csv?year=2024", "/figures/ranking.svg"):
        assert client.get(address).status_code == 200, address
    go.set()
    for thread in threads:
        thread.join()
    assert statuses == [503] * READERS


def test_many_who_ask_at_once_for_a_file_all_get_it(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "PATIENCE", 60)
    app, go, statuses = create_app(store_folder), threading.Event(), []
    many, download = READERS + 4, Store.download
    asked = threading.Semaphore(0)

    def slowly(store: Store, release_id: str, name: str) -> bytes | None:
        go.wait()
        return download(store, release_id, name)

    monkeypatch.setattr(Store, "download", slowly)

    def ask() -> None:
        client = app.test_client()
        asked.release()
        statuses.append(client.get("/download/two-percent.csv").status_code)

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(many)]
    for thread in threads:
        thread.start()
    for _ in threads:
        asked.acquire()
    go.set()
    for thread in threads:
        thread.join()
    assert statuses == [200] * many


def test_the_root_of_the_api_is_a_page_for_people_and_json_for_programs(client: FlaskClient) -> None:
    listed = client.get("/api/v1/").get_json()
    described = client.get(listed["openapi"]).get_json()
    assert {a["address"] for a in listed["addresses"]} <= set(described["paths"])
    page = client.get("/api/v1", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.mimetype == "text/html"
    assert "Accept" in page.headers["Vary"]
    for a in listed["addresses"]:
        assert all(f"<dt><code>{name}</code>" in page.text for name in a["takes"])
    assert client.get("/api").headers["Location"] == "/api/v1/"


def test_the_description_is_open(client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").get_json()
    text = json.dumps(described)
    assert '"additionalProperties": false' not in text
    assert set(re.findall(r'"enum": (\[[^\]]*\])', text)) <= {'["true", "false"]', '["1", "0"]'}
    assert described["security"] == []
    assert described["info"]["license"]["name"]


@pytest.mark.parametrize(
    "address", ["/", "/data", "/api/v1/counts.json", "/api/v1/observations.json?limit=1"]
)
def test_links_lead_to_what_describes_and_cites_it(
    client: FlaskClient, release: Release, address: str
) -> None:
    links = {
        rel: target
        for target, rel in re.findall(r'<([^>]+)>; rel="([a-z-]+)"', client.get(address).headers["Link"])
    }
    assert links["cite-as"] == f"http://localhost/releases/{release.id}/"
    for rel in ("cite-as", "describedby", "service-desc", "service-doc", "license"):
        assert client.get(links[rel]).status_code == 200
    assert ("next" in links) == ("limit" in address)


def test_search_engines_of_data_find_the_release(client: FlaskClient, release: Release) -> None:
    html = client.get("/data").text
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    data = json.loads(found[0])
    assert (data["@type"], data["version"]) == ("Dataset", release.id)
    assert 50 <= len(data["description"]) <= 5000
    assert data["temporalCoverage"] == f"{release.all_years[0]}/{release.all_years[-1]}"
    assert len(data["variableMeasured"]) == len(release.indicators)
    for url in (data["identifier"], data["license"], *(d["contentUrl"] for d in data["distribution"])):
        assert client.head(url).status_code == 200, url


def test_the_repository_says_how_to_cite_it() -> None:
    root = Path(__file__).parents[2]
    cited = yaml.safe_load((root / "CITATION.cff").read_text("utf-8"))
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert (cited["cff-version"], cited["version"]) == ("1.2.0", project["version"])
    assert cited["license"] == project["license"]
    assert cited["authors"]


def test_the_sitemap_names_every_page_and_each_answers(client: FlaskClient) -> None:
    root = ET.fromstring(client.get("/sitemap.xml").data)  # noqa: S314
    found = [e.text or "" for e in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert len(found) == len(set(found)) > 60
    assert "http://localhost/allies/POL" in found
    once = {re.sub("(allies|claims)/.*", r"\1/", url): url for url in found}  # a page for each: one will do
    for url in once.values():
        if not url.endswith("/"):
            assert client.get(url).status_code == 200, url
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text


def test_the_icon_is_one(client: FlaskClient) -> None:
    data = client.get("/favicon.ico").data
    kind, count = struct.unpack_from("<HH", data, 2)
    width, height, size, at = (data[6], data[7], *struct.unpack_from("<II", data, 14))
    assert (kind, count, width, height, at, size) == (1, 1, 32, 32, 22, len(data) - 22)
    assert data[22:].startswith(b"\x89PNG")
