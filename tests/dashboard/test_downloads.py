"""The whole set: the kept bytes, in parts where parts are asked for, and asked for again for nothing."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboard.app import create_app
from etl.formats.downloads import FORMATS
from etl.model import Release
from etl.store import Store

ZIP = "/download/two-percent.zip"


@pytest.fixture(scope="module")
def client(store_folder: Path) -> FlaskClient:
    """Asks the application over the release of the shipped data."""
    return create_app(store_folder).test_client()


@pytest.fixture(scope="module")
def packed(release: Release, store_folder: Path) -> bytes:
    """The data package as it is kept."""
    return kept(store_folder, release, "two-percent.zip")


def kept(store_folder: Path, release: Release, name: str) -> bytes:
    found = Store(store_folder).download(release.id, name)
    assert found is not None
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_a_download_is_the_stored_file(
    client: FlaskClient, release: Release, store_folder: Path, form: str
) -> None:
    answer = client.get(f"/download/two-percent.{form}")
    assert answer.status_code == 200
    assert answer.data == kept(store_folder, release, FORMATS[form].file)
    assert answer.mimetype == FORMATS[form].mimetype
    assert answer.headers["Content-Length"] == str(len(answer.data))
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert f'.{form}"' in answer.headers["Content-Disposition"]


@pytest.fixture(scope="module")
def without_downloads(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Asks a dashboard whose store has the release and none of its downloads."""
    folder = tmp_path_factory.mktemp("without") / "store"
    shutil.copytree(store_folder, folder, ignore=shutil.ignore_patterns("downloads"))
    return create_app(folder).test_client()


def test_what_belongs_to_publishing_is_made_in_no_request(
    client: FlaskClient, without_downloads: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboard.web.context.download", None)
    for form in FORMATS:
        answer = without_downloads.get(f"/download/{FORMATS[form].file}")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert "not stored yet" in answer.text
    assert without_downloads.get("/api/v1/observations.xlsx").status_code == 503
    page, stored = without_downloads.get("/data").text, client.get("/data").text
    assert re.sub('<td class="size">[^<]*</td>', "", stored) == page
    assert stored.count('<td class="size">') == len(FORMATS)


@pytest.mark.parametrize("address", ["/data", "/releases.json", "/releases/{id}/"])
def test_what_is_stored_later_is_listed_then(
    store_folder: Path, release: Release, tmp_path: Path, address: str
) -> None:
    folder = tmp_path / "store"
    shutil.copytree(store_folder, folder, ignore=shutil.ignore_patterns("downloads"))
    app = create_app(folder)
    asked, path = app.test_client(), address.format(id=release.id)
    lines = re.compile('<td class="size">|releases/[0-9a-f]+/two-percent')
    for _ in range(3):
        assert not lines.findall(asked.get(path).text)
    shutil.copytree(store_folder / "downloads", folder / "downloads")
    app.extensions["release_cache"].look()
    assert len(lines.findall(asked.get(path).text)) == len(FORMATS)


def test_a_download_that_is_damaged_is_not_sent(release: Release, store_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(store_folder, tmp_path / "store")
    (tmp_path / "store" / "downloads" / release.id / "two-percent.csv").write_bytes(b"junk")
    asked = create_app(tmp_path / "store").test_client()
    assert asked.get("/download/two-percent.csv").status_code == 503


def test_the_checksum_of_a_download_is_stored_beside_it(
    client: FlaskClient, release: Release, store_folder: Path
) -> None:
    sums = (store_folder / "downloads" / release.id / "SHA256SUMS").read_text("ascii")
    assert f"{hashlib.sha256(client.get(ZIP).data).hexdigest()}  two-percent.zip\n" in sums


@given(st.data())
def test_a_part_is_that_part(client: FlaskClient, packed: bytes, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(packed) - 1))
    last = data.draw(st.integers(first, len(packed) + 5))
    answer = client.get(ZIP, headers={"Range": f"bytes={first}-{last}"})
    end = min(last, len(packed) - 1)
    assert (answer.status_code, answer.data) == (206, packed[first : end + 1])
    assert answer.headers["Content-Range"] == f"bytes {first}-{end}/{len(packed)}"


def test_the_end_of_a_file_and_a_part_that_is_not_there(client: FlaskClient, packed: bytes) -> None:
    assert client.get(ZIP, headers={"Range": "bytes=-22"}).data == packed[-22:]
    beyond = client.get(ZIP, headers={"Range": f"bytes={len(packed)}-"})
    assert (beyond.status_code, beyond.mimetype) == (416, "application/problem+json")
    assert beyond.headers["Content-Range"] == f"bytes */{len(packed)}"


def test_a_download_goes_on_only_in_the_same_file(client: FlaskClient, packed: bytes) -> None:
    etag = client.head(ZIP).headers["ETag"]
    went_on = client.get(ZIP, headers={"Range": "bytes=100-", "If-Range": etag})
    assert (went_on.status_code, went_on.data) == (206, packed[100:])
    other = client.get(ZIP, headers={"Range": "bytes=100-", "If-Range": '"another"'})
    assert (other.status_code, other.data) == (200, packed)


def test_a_part_of_a_text_is_a_part_of_what_was_published(client: FlaskClient) -> None:
    headers = {"Range": "bytes=0-9", "Accept-Encoding": "br, gzip"}
    answer = client.get("/download/two-percent.csv", headers=headers)
    assert (answer.status_code, answer.data) == (206, b"\xef\xbb\xbfedition")
    assert "Content-Encoding" not in answer.headers
    whole = client.get("/download/two-percent.csv", headers={"Accept-Encoding": "br"})
    assert whole.headers["Content-Encoding"] == "br"
    assert whole.headers["Vary"] == "Accept-Encoding"


def test_what_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get(ZIP).headers["ETag"]
    again = client.get(ZIP, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_a_download_takes_no_parameters_and_no_other_form(client: FlaskClient) -> None:
    assert client.get(f"{ZIP}?ally=POL").status_code == 400
    assert client.get("/download/two-percent.exe").status_code == 404
    assert client.get("/download/figures.csv").status_code == 404
