"""What an answer costs the process that gives it: `python -m bench.capacity`, for docs/capacity.md.

Prints, of a few addresses, the processor time of a server's processes for the first answer and for each of
the next two hundred, and the bytes sent; and what a reader's first visit asks for. Processor time hardly
depends on what else the machine does; wall time would.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from http.client import HTTPConnection
from pathlib import Path

from bench.soak import serving

AGAIN = 200
ADDRESSES = (
    "/",
    "/allies/POL",
    "/map",
    "/check?text=Poland%20spends%204.1%25%20of%20GDP.",
    "/figures/ranking.svg",
    "/figures/ranking.png",
    "/api/v1/observations.csv?year=2024",
    "/api/v1/observations.csv",
    "/no-such-page",
)
_TICK = os.sysconf("SC_CLK_TCK")


def cpu(pid: int) -> float:
    """Seconds of processor time of a process and all that it started, those that have ended included."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return sum(map(int, fields[11:15])) / _TICK + sum(cpu(int(child)) for child in children)


def ask(connection: HTTPConnection, path: str) -> bytes:
    """The bytes of an answer as they are sent to a browser."""
    connection.request("GET", path, headers={"Accept-Encoding": "br"})
    return connection.getresponse().read()


def first_visit(port: int) -> tuple[int, int]:
    """Requests and bytes of the first page with the files that it names, as a browser loads them at once."""
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/")
    # What stands in a template is loaded only where a reader reaches for the chart.
    page = re.sub(r"<template.*?</template>", "", connection.getresponse().read().decode(), flags=re.DOTALL)
    loaded = re.findall(
        r'<(?:script[^>]* src|link rel="(?:preload|icon|stylesheet)"[^>]* href)="(/[^"]+)"', page
    )
    paths = ["/", *dict.fromkeys(loaded)]
    return len(paths), sum(len(ask(connection, path)) for path in paths)


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as store:
        subprocess.run(
            [sys.executable, "-m", "etl", "build", "--store", store], check=True, stdout=sys.stderr
        )
        with serving(store) as (pid, port):
            connection = HTTPConnection("127.0.0.1", port)
            ask(connection, "/healthz")
            print("| address | first answer, CPU ms | again, CPU ms | bytes |\n|---|---|---|---|")
            for path in ADDRESSES:
                begun = cpu(pid)
                size = len(ask(connection, path))
                made = cpu(pid)
                for _ in range(AGAIN):
                    ask(connection, path)
                again = 1000 * (cpu(pid) - made) / AGAIN
                print(f"| `{path}` | {1000 * (made - begun):.0f} | {again:.2f} | {size:,} |")
            requests, size = first_visit(port)
            print(f"\nA first visit: {requests} requests, {size:,} bytes")


if __name__ == "__main__":
    main()
