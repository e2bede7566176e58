"""A store in each kind of place."""

from __future__ import annotations

import importlib.util
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.etl.store.stores import s3_server

NO_S3 = "no S3 to test against: pip install 'moto[s3]' flask-cors s3fs"


@pytest.fixture(scope="session")
def s3() -> Iterator[Mapping[str, str]]:
    """The environment in which `s3://shelf` is a bucket on a server of ours."""
    if any(importlib.util.find_spec(name) is None for name in ("moto", "s3fs", "flask_cors")):
        pytest.skip(NO_S3)
    with s3_server() as environment:
        yield environment


@pytest.fixture(params=["folder", "memory"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store: a folder, memory."""
    return str(tmp_path / "store") if request.param == "folder" else f"memory://{uuid.uuid4().hex}"


@pytest.fixture(params=["folder", "memory", "s3"])
def anywhere(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty store, a bucket among them: for what differs by the kind of place."""
    if request.param == "folder":
        return str(tmp_path / "store")
    name = uuid.uuid4().hex
    if request.param == "memory":
        return f"memory://{name}"
    for key, value in request.getfixturevalue("s3").items():
        monkeypatch.setenv(key, value)
    return f"s3://shelf/{name}"
