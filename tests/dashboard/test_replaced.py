"""A release that was replaced: nothing keeps it, and no cache grows with what readers ask."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path

import msgspec
from msgspec.structs import replace

from dashboard.app import create_app
from etl.claims.known import known_on
from etl.formats.files import SUMS, sums
from etl.model import Contents, Release
from etl.store import Store

ASKED = (
    "/data?ally=POL",
    "/data?as_of=2020-11-07&sort=value",
    "/estimates",
    "/explore?as_of=2020-11-07",
    "/figures/ranking.svg?year=2019",
)


def publish(store: Store, release: Release, observations: int) -> str:
    """A release of the last observations of another, made current: its id."""
    contents = Contents(**{name: getattr(release, name) for name in Contents.__struct_fields__})
    files = {
        "release.json": msgspec.json.encode(contents),
        "figures.json": msgspec.json.encode(release.observations[-observations:]),
    }
    made = replace(release, id=f"{observations:016x}")
    store.publish(made.id, {**files, SUMS: sums(files)})
    return made.id


def alive(ids: list[str]) -> set[str]:
    """Which releases of these ids are in memory, whole or as known on a day."""
    gc.collect()
    return {o.id for o in gc.get_objects() if isinstance(o, Release)} & set(ids)


def test_of_three_releases_served_in_turn_the_last_is_alive(release: Release, tmp_path: Path) -> None:
    store = Store(tmp_path)
    release = known_on(release, date(2021, 12, 31))
    ids = [publish(store, release, len(release.observations))]
    app = create_app(tmp_path)
    client = app.test_client()
    for fewer in (1, 2, None):
        for address in ASKED:
            answer = client.get(address)
            assert answer.status_code == 200, address
            assert answer.headers.get("X-Release", ids[-1]) == ids[-1]
        assert alive(ids) == {ids[-1]}
        if fewer is not None:
            ids.append(publish(store, release, len(release.observations) - fewer))
            app.extensions["release_cache"].look()
