"""Readers and nonsense for as long as it is let: `python -m bench.soak [MINUTES]`, an hour unless said.

Builds a release in a folder of its own, serves it as `python -m dashboard` does, and asks it without a pause
from two threads. Exits with 1 where an answer is an error of ours or none, where memory grows, or, in ten
minutes or more, where the slowest answers get slower and slower.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import msgspec

from bench.serving import free_port
from dashboard.charts import CHARTS
from dashboard.pages.index import PAGES
from dashboard.state import BadParameter
from etl.model import Release
from etl.store import Store

MINUTES = 60.0
CLIENTS = 2
MOST_GROWTH = 1.25
"""The memory at the end beside that at half time, where it is more than the caches alone explain."""

EXPLAINED = 400 * 2**20
"""Bytes of a server whose caches are full."""

PATIENCE = 600.0
"""Seconds for an answer: on a machine that does something else meanwhile a slow one is no fault."""

SLOWER = 3.0
"""The 99th percentile of the last third beside that of the second."""

FORMS = ("svg", "json", "csv")
SERVED = ("/status", "/feed.xml")
"""What the dashboard serves besides its pages and charts."""

CHARACTERS = "aZ09%&=?/.;:'\"<>{}[]()\\^~+-_* \u00e9\u2028\U0001f600"
_SERVE = "import sys; from dashboard.operations.serving import serve; serve('127.0.0.1', int(sys.argv[1]), 1)"


class Seen(msgspec.Struct):
    """What came of the requests: statuses, seconds by when they were asked, and what was wrong."""

    statuses: Counter[int] = msgspec.field(default_factory=Counter)
    seconds: list[tuple[float, float]] = msgspec.field(default_factory=list)
    wrong: list[str] = msgspec.field(default_factory=list)


class Addresses(msgspec.Struct, frozen=True):
    """What readers ask: pages, charts by name with the years that each understands, and allies by code."""

    pages: tuple[str, ...]
    charts: Mapping[str, tuple[int, ...]]
    allies: tuple[str, ...]

    def chart(self, draw: random.Random) -> tuple[str, str]:
        """The name of a chart, and the query of a state of it."""
        name = draw.choice(list(self.charts))
        ally = {"ally": draw.choice(self.allies)} if _of_an_ally(name) else {}
        years = self.charts[name]
        return name, "?" + urlencode({**ally, **({"year": draw.choice(years)} if years else {})})


def addresses(release: Release) -> Addresses:
    """Every page with every article, claim and ally that its path may name, and every chart."""
    allies = tuple(a.code for a in release.allies)
    parts: Mapping[str, Sequence[str]] = {
        "<article>": [a.id for a in release.articles],
        "<id>": [c.id for c in release.claims],
        "<chart>": [name for name in CHARTS if not _of_an_ally(name)],
        "<code>": allies,
    }
    pages = list(SERVED)
    for page in PAGES:
        base, _, part = page.rpartition("/")
        pages += [f"{base}/{value}" for value in parts[part]] if part.startswith("<") else [page]
    charts = {name: tuple(y for y in release.share_years if _takes(release, name, y)) for name in CHARTS}
    return Addresses(tuple(pages), charts, allies)


def _of_an_ally(chart: str) -> bool:
    return "{ally}" in CHARTS[chart].page


def _takes(release: Release, chart: str, year: int) -> bool:
    ally = [("ally", release.allies[0].code)] if _of_an_ally(chart) else []
    try:
        CHARTS[chart].state.parse([*ally, ("year", str(year))], release)
    except BadParameter:
        return False
    return True


def address(draw: random.Random, readers: Addresses) -> str:
    """What is asked next: two thirds what readers ask, one third nonsense."""
    kind = draw.random()
    if kind < 0.4:
        return draw.choice(readers.pages)
    if kind < 0.62:
        name, query = readers.chart(draw)
        return f"/figures/{name}.{'png' if kind > 0.6 else draw.choice(FORMS)}{query}"
    if kind < 0.68:
        return f"/api/v1/observations.{draw.choice(('csv', 'json'))}?year={draw.randint(2010, 2030)}"
    noise = "".join(draw.choices(CHARACTERS, k=draw.randint(1, 60)))
    base = draw.choice(
        ("/", "/figures/ranking.svg?", "/api/v1/observations.csv?", "/allies/", "/check?text=", "/?year=")
    )
    text = base + noise
    return "".join(c if 33 <= ord(c) < 127 else "%" + "%".join(f"{b:02x}" for b in c.encode()) for c in text)


def ask(port: int, seed: int, until: float, readers: Addresses, seen: Seen) -> None:
    """One client: asks until a moment."""
    draw, connection = random.Random(seed), HTTPConnection("127.0.0.1", port, timeout=PATIENCE)  # noqa: S311 (no secret)
    while time.monotonic() < until:
        path, begun = address(draw, readers), time.monotonic()
        try:
            connection.request(
                "GET", path, headers={"Accept-Encoding": draw.choice(("br", "gzip", "identity"))}
            )
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException) as error:
            seen.wrong.append(f"{path}: {error!r}")
            connection.close()
            continue
        seen.statuses[answer.status] += 1
        seen.seconds.append((begun, time.monotonic() - begun))
        if answer.status >= 500 and not (answer.status == 503 and ".png" in path):
            seen.wrong.append(f"{path}: {answer.status}")


def memory(pid: int) -> int:
    """Bytes that a process and those it started hold: 0 of one that has ended, or where nothing says."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(memory(int(child)) for child in children)


@contextmanager
def serving(store: str) -> Iterator[tuple[int, int]]:
    """A server as it runs for readers; its process and port."""
    port = free_port()
    environment = {**os.environ, "TWO_PERCENT_STORE": store}
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVE, str(port)], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        while True:
            if server.poll() is not None:
                raise RuntimeError("the server ended at its start")
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait()


def p99(seconds: list[float]) -> float:
    """The 99th percentile."""
    return sorted(seconds)[int(0.99 * (len(seconds) - 1))] if seconds else 0.0


def main() -> int:
    """Soaks, prints what it saw, and gives the exit code."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    seen = Seen()
    with tempfile.TemporaryDirectory() as store:
        subprocess.run([sys.executable, "-m", "etl", "build", "--store", store], check=True)
        readers = addresses(Store(store).load())
        with serving(store) as (pid, port):
            begun = time.monotonic()
            until = begun + 60 * minutes
            clients = [
                threading.Thread(target=ask, args=(port, n, until, readers, seen), daemon=True)
                for n in range(CLIENTS)
            ]
            for client in clients:
                client.start()
            time.sleep(30 * minutes)
            half = memory(pid)
            for client in clients:
                client.join()
            end = memory(pid)
    third = 20 * minutes
    second = p99([s for at, s in seen.seconds if third <= at - begun < 2 * third])
    last = p99([s for at, s in seen.seconds if at - begun >= 2 * third])
    print(f"{sum(seen.statuses.values()):,} answers: {dict(sorted(seen.statuses.items()))}")
    print(f"memory {half / 2**20:.0f} MB at half time, {end / 2**20:.0f} MB at the end")
    print(f"99th percentile {1000 * second:.0f} ms in the second third, {1000 * last:.0f} ms in the last")
    faults = seen.wrong[:20]
    if end > max(MOST_GROWTH * half, EXPLAINED):
        faults.append("memory grows")
    if minutes >= 10 and last > SLOWER * max(second, 0.05):
        faults.append("the slowest answers get slower")
    for fault in faults:
        print(f"wrong: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
