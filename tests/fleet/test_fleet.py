"""Three dashboards over a bucket with nginx in front, under load: published to, killed, rolled, rolled back.

Not one answer may fail, be of two releases at once, or go back to an older release that nobody made current.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from dashboard.__main__ import _build_if_needed
from etl.formats.files import release_files
from etl.model import Release
from etl.store import Store
from tests.etl.store.stores import s3_server
from tests.fleet.fleet import Answer, Dashboard, ask, nginx

PAGES = ("/", "/allies", "/figures/ranking.svg", "/feed.xml", "/api/v1/claims.json")


def marked(release: Release, mark: str) -> tuple[str, dict[str, bytes]]:
    """The release with a word of its own in its story: its id and files."""
    front = release.articles[0]
    marked = replace(front, narrative=f"{front.narrative}\n\n{mark}\n")
    return release_files(replace(release, articles=(marked, *release.articles[1:])))


class Reader(msgspec.Struct):
    """Somebody who reads all the time and remembers what was wrong."""

    port: int
    releases: Mapping[str, str]
    """The id of the release that each word stands in."""

    asked: int = 0
    wrong: list[str] = msgspec.field(default_factory=list)
    marks: list[str] = msgspec.field(default_factory=list)
    stop: threading.Event = msgspec.field(default_factory=threading.Event)

    def read(self) -> None:
        """Reads until it is stopped."""
        while not self.stop.wait(0.02):
            path = PAGES[self.asked % len(PAGES)]
            answer = ask(f"https://127.0.0.1:{self.port}{path}")
            self.asked += 1
            if answer.status != 200:
                self.wrong.append(f"{path}: {answer.status}")
            elif path == "/":
                self._look(answer)

    def _look(self, answer: Answer) -> None:
        words = [word for word in self.releases if word.encode() in answer.body]
        ids = [word for word, release_id in self.releases.items() if release_id.encode() in answer.body]
        if len(words) != 1 or words != ids:
            self.wrong.append(f"torn: the story of {words}, the figures of {ids}")
        elif self.marks[-1:] != words:
            self.marks += words


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with s3_server() as environment:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        yield "s3://shelf/fleet"


def until(reader: Reader, condition: Callable[[], bool], seconds: float = 120) -> None:
    """Waits until something has come to be, or something was wrong."""
    end = time.monotonic() + seconds
    while not condition():
        assert not reader.wrong, reader.wrong[:5]
        assert time.monotonic() < end, f"it never came to be; {reader.asked} answers, {reader.marks}"
        time.sleep(0.1)


def test_nothing_that_happens_to_a_fleet_is_seen_by_a_reader(
    release: Release, bucket: str, tmp_path: Path
) -> None:
    store = Store(bucket)
    first, second, third = (marked(release, mark) for mark in ("aardvark", "buffalo", "cormorant"))
    store.publish(*first)
    dashboards = [Dashboard(bucket) for _ in range(3)]
    tmp_path.chmod(0o755)
    try:
        for dashboard in dashboards:
            dashboard.start()
        with nginx(tmp_path, dashboards, "10000r/s") as (_, port):
            words = {"aardvark": first[0], "buffalo": second[0], "cormorant": third[0]}
            reader = Reader(port, words)
            thread = threading.Thread(target=reader.read)
            thread.start()
            try:
                until(reader, lambda: reader.marks == ["aardvark"])
                # Published under load; one is killed while it takes the new release.
                store.publish(*second)
                dashboards[0].end(signal.SIGKILL)
                until(reader, lambda: reader.marks[-1] == "buffalo")
                # Each is rolled; one that restarts changes nothing of a store that is shared.
                for dashboard in dashboards[:2]:
                    dashboard.end(signal.SIGTERM)
                    _build_if_needed(bucket)
                    dashboard.start()
                assert store.current() == second[0]
                # Rolled back by hand, then forward by another publisher.
                store._backend.put("current", f"{first[0]}\n".encode())
                until(reader, lambda: reader.marks[-1] == "aardvark")
                store.publish(*third)
                until(reader, lambda: reader.marks[-1] == "cormorant")
            finally:
                reader.stop.set()
                thread.join()
    finally:
        for dashboard in dashboards:
            dashboard.end(signal.SIGKILL)
    assert reader.wrong == []
    assert reader.asked > 100
    # While three dashboards take a release within ten seconds, readers may meet either one, and none other.
    assert set(reader.marks) == {"aardvark", "buffalo", "cormorant"}
    assert store.check()[1] == []
