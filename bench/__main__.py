"""Ours beside its peers, in one run: `make bench`. Writes `bench/results.md` (Linux; `bench/README.md`).

`python -m bench server` and `python -m bench browser` measure one half.

Each row is measured on the peers in turn, three times, and the least is kept: what others do on the machine
only adds. The load of the machine stands with the table; compare ratios, not runs.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench import peers
from bench.first_load import Visit, visits
from bench.processes import Client, cpu, crowd, memory
from bench.serving import free_port, served
from dashboard import collect
from dashboard.pages.index import FIXED

ROOT = Path(__file__).resolve().parents[1]
RESULTS = Path(__file__).parent / "results.md"
ROUNDS, HOT, COLD = 3, 4000, 40
CODING = "Accept-Encoding: br\r\n"

Cell = float | None
Table = dict[str, dict[str, Cell]]


def main(halves: Collection[str]) -> None:
    """Measures, prints the table, and writes it."""
    begun = os.getloadavg()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        store = folder / "store"
        subprocess.run([sys.executable, "-m", "etl", "build", "--store", str(store)], check=True, cwd=ROOT)
        ours, pid = stack.enter_context(served(store))
        port = int(ours.rpartition(":")[2])
        started = {"ours": (cpu(pid), memory(pid))}
        page = Client(port).get("/")[2]
        figure = Client(port).get("/figures/ranking.json")[2]
        manifest = collect.load() or collect.collect()
        plotly = (collect.BUILT / manifest.files[collect.PLOTLY].file).read_bytes()
        files = {"index.html": page, "figure.json": figure, "plotly.js": plotly}
        files["floor.html"] = peers.FLOOR.encode()
        files |= {f"{n}.gz": collect.compressed(n, body, 5)["gzip"] for n, body in files.items()}
        ports = {name: free_port() for name in ("word", "stock", "nginx")}
        pids: dict[str, int | None] = {"ours": pid}
        pids["word"] = stack.enter_context(peers.wsgi(peers.WORD, folder / "word", ports["word"]))
        started["word"] = (cpu(pids["word"] or 0), memory(pids["word"] or 0))
        pids["stock"] = stack.enter_context(peers.wsgi(peers.STOCK, folder / "stock", ports["stock"]))
        started["stock"] = (cpu(pids["stock"] or 0), memory(pids["stock"] or 0))
        pids["nginx"] = stack.enter_context(peers.nginx(files, folder / "nginx", ports["nginx"]))
        ports["ours"] = port
        table: Table = {
            "process to first byte, s of CPU": {name: value[0] for name, value in started.items()},
            "memory of a worker, MB": {name: value[1] for name, value in started.items()},
        }
        if "server" in halves:
            requests(table, ports, pids)
            table["memory of a worker after these, MB"] = {
                "ours": memory(pid),
                "stock": memory(pids["stock"] or 0),
            }
        # What is measured so far is there, whatever becomes of the browser.
        RESULTS.write_text(written(table, begun), "utf-8")
        if "browser" in halves:
            first_loads(table, ports, with_nginx=pids["nginx"] is not None)
    text = written(table, begun)
    RESULTS.write_text(text, "utf-8")
    print(text)


def requests(table: Table, ports: Mapping[str, int], pids: Mapping[str, int | None]) -> None:
    """Microseconds of the server's CPU a request: hot ones on every peer, the rest on ours."""
    running = {name: pid for name, pid in pids.items() if pid is not None}
    etag = Client(ports["ours"]).get("/", CODING)[1]["etag"]
    packed = "Accept-Encoding: gzip\r\n"

    def cost(name: str, path: str, more: str, method: str = "GET") -> Callable[[], float]:
        # A connection of its own: ours closes one that asks for nothing.
        return lambda: Client(ports[name]).cost(running[name], [path] * HOT, more, method)

    hot: dict[str, dict[str, Callable[[], float]]] = {
        "hot page": {name: cost(name, "/", packed) for name in running},
        "hot figure": {
            "ours": cost("ours", "/figures/ranking.json", CODING),
            **({"nginx": cost("nginx", "/figure.json", packed)} if "nginx" in running else {}),
        },
        "HEAD": {"ours": cost("ours", "/", CODING, "HEAD")},
        "304": {"ours": cost("ours", "/", f"{CODING}If-None-Match: {etag}\r\n")},
    }
    for row, cells in hot.items():
        rounds = [{name: measure() for name, measure in cells.items()} for _ in range(ROUNDS)]
        table[f"{row}, µs"] = {name: min(r[name] for r in rounds) for name in cells}
    crowds = [{n: crowd(ports[n], pid, "/", packed) for n, pid in running.items()} for _ in range(ROUNDS)]
    table["hot page for 16 at once, µs"] = {n: min(c[n].cost for c in crowds) for n in running}
    table["hot page for 16 at once, answers a second"] = {n: max(c[n].rate for c in crowds) for n in running}
    hosts = iter(range(10**6))
    for row, path, many in (
        ("404", "/nothing-{}", HOT),
        *((f"{page} never seen", f"{page}?target={{}}", COLD) for page in WITH_TARGET),
        ("figure never seen", "/figures/ranking.json?target={}", COLD * 2),
        ("picture never seen", "/figures/ranking.png?size=card&target={}", 4),
        *((f"{page} for another host", f"{page}?utm_source=a", COLD) for page in PAGES),
    ):
        costs, targets = [], iter(range(10**6))
        for _ in range(ROUNDS):
            paths = [path.format(f"{1 + next(targets) / 100:.2f}") for _ in range(many)]
            named = [f"{CODING}X-Forwarded-Host: h{next(hosts)}.example\r\n" for _ in paths]
            client, before = Client(ports["ours"]), cpu(running["ours"])
            for one, more in zip(paths, named, strict=True):
                status = client.get(one, CODING if "{}" in path else more)[0]
                assert status == (404 if row == "404" else 200), (one, status)
            costs.append((cpu(running["ours"]) - before) / many * 1e6)
        table[f"{row}, µs"] = {"ours": min(costs)}


PAGES = (*FIXED, "/allies/POL")
WITH_TARGET = ("/", "/trend", "/map", "/allies/POL")
LOADED = ("/", "/trend", "/revisions", "/guidelines", "/map")


def first_loads(table: Table, ports: Mapping[str, int], *, with_nginx: bool) -> None:
    """What a browser does for a first and a second visit at rest, and what of it moves."""
    ours = f"http://127.0.0.1:{ports['ours']}"
    addresses = {f"ours {page}": ours + page for page in PAGES if page in LOADED}
    addresses["stock"] = f"http://127.0.0.1:{ports['stock']}/"
    addresses["word"] = f"http://127.0.0.1:{ports['word']}/"
    if with_nginx:
        addresses["floor"] = f"http://127.0.0.1:{ports['nginx']}/floor.html"
    for name, found in visits(addresses, 2).items():
        peer, _, page = name.partition(" ")
        for row, value in _shown(found).items():
            if page:
                table.setdefault(f"{page}: {row}", {})[peer] = value
            else:
                table.setdefault(f"/: {row}", {})[peer] = value


def _shown(found: Visit) -> dict[str, Cell]:
    return {
        "first visit, kB": found.kilobytes,
        "first visit, requests": found.requests,
        "second visit, requests": found.again,
        "main thread, ms of CPU": found.cpu,
        "first paint, ms": found.paint,
        "shift of layout": found.shift,
        "longest task at CPU/4, ms": found.longest,
        "first chart seen at 10 Mbit/s and CPU/4, ms": found.seen,
    }


def written(table: Table, begun: tuple[float, float, float]) -> str:
    """The table as Markdown, with its conditions."""
    names = ("ours", "nginx", "word", "floor", "stock")
    load = " and ".join(f"{one[0]:.1f}" for one in (begun, os.getloadavg()))
    lines = [
        f"# Measured on {datetime.now(UTC):%d %B %Y}",
        "",
        f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}, dash "
        f"{version('dash')}, granian {version('granian')}; "
        f"load of the machine at the beginning and end: {load}. The least of {ROUNDS} rounds, taken in turn.",
        "",
        "`word`: one word by granian; `floor`: plotly's small bundle and our figure; `stock`: a Dash app of",
        "one chart; `nginx`: our bytes as files.",
        "",
        f"| | {' | '.join(names)} |",
        f"|---|{'---:|' * len(names)}",
    ]
    for row, cells in table.items():
        shown = [f"{cells[n]:,.3g}" if cells.get(n) is not None else "" for n in names]
        lines.append(f"| {row} | {' | '.join(shown)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    began = time.monotonic()
    main(sys.argv[1:] or ("server", "browser"))
    print(f"{time.monotonic() - began:.0f} seconds")
