"""Small releases for the store's tests, and a server that speaks S3."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

import msgspec

from etl.formats.files import FORMAT, SUMS, sums
from etl.model import Article, Contents, Observation, Release
from etl.store import Store
from tests.small import INDICATORS, ally, edition, share

KEYS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def release(n: int, padding: int = 0) -> tuple[str, dict[str, bytes]]:
    """A release whose narrative and whose figure both say `n`: half of one and half of another is noticed."""
    day = edition(date(2024, 6, 17))
    contents = Contents(
        format=FORMAT,
        editions=(day,),
        allies=(ally("AAA"),),
        indicators=INDICATORS,
        targets=(),
        reported_counts=(),
        claims=(),
        articles=(Article("a", date(2024, 11, 7), "", "", (), str(n)),),
    )
    observations: tuple[Observation, ...] = (share(day, "AAA", float(n)),)
    files = {"release.json": msgspec.json.encode(contents), "figures.json": msgspec.json.encode(observations)}
    files["padding"] = bytes(padding)
    listed = sums(files)
    return hashlib.sha256(listed).hexdigest()[:16], {**files, SUMS: listed}


def publish(store: Store, n: int) -> str:
    """Makes the release of a number the current one; its id."""
    release_id, files = release(n)
    store.publish(release_id, files)
    return release_id


def number(found: Release) -> int:
    """The number that a release says, by all of its parts."""
    (observation,) = found.observations
    assert found.articles[0].narrative == str(int(observation.value)), "a mix of two releases"
    return int(observation.value)


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@contextmanager
def s3_server() -> Iterator[Mapping[str, str]]:
    """A server that speaks S3, with a bucket `shelf`; gives the environment in which it is reached."""
    import logging

    import requests
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    try:
        requests.put(f"{address}/shelf", timeout=600).raise_for_status()
        yield {**KEYS, "AWS_ENDPOINT_URL": address}
    finally:
        server.stop()
