"""What an answer costs the process that gives it: `python -m bench.capacity`, for docs/capacity.md.

Prints, of a few addresses, the processor time of a server's processes for the first answer and for each of
the next two hundred, and the bytes sent; and what a reader's first visit asks for. Processor time hardly
depends on what else the machine does; wall time would.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile

from bench.processes import Client, cpu
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


def ask(client: Client, path: str) -> bytes:
    """The bytes of an answer as they are sent to a browser."""
    return client.get(path, "Accept-Encoding: br\r\n")[2]


def first_visit(client: Client) -> tuple[int, int]:
    """Requests and bytes of the first page with the files that it names, as a browser loads them at once."""
    # What stands in a template is loaded only where a reader reaches for the chart.
    page = re.sub(r"<template.*?</template>", "", client.get("/")[2].decode(), flags=re.DOTALL)
    loaded = re.findall(
        r'<(?:script[^>]* src|link rel="(?:preload|icon|stylesheet)"[^>]* href)="(/[^"]+)"', page
    )
    paths = ["/", *dict.fromkeys(loaded)]
    return len(paths), sum(len(ask(client, path)) for path in paths)


def main() -> None:
    """Measures and prints."""
    with tempfile.TemporaryDirectory() as store:
        subprocess.run(
            [sys.executable, "-m", "etl", "build", "--store", store], check=True, stdout=sys.stderr
        )
        with serving(store) as (pid, port):
            client = Client(port)
            ask(client, "/healthz")
            print("| address | first answer, CPU ms | again, CPU ms | bytes |\n|---|---|---|---|")
            for path in ADDRESSES:
                begun = cpu(pid)
                size = len(ask(client, path))
                made = cpu(pid)
                for _ in range(AGAIN):
                    ask(client, path)
                again = 1000 * (cpu(pid) - made) / AGAIN
                print(f"| `{path}` | {1000 * (made - begun):.0f} | {again:.2f} | {size:,} |")
            requests, size = first_visit(client)
            print(f"\nA first visit: {requests} requests, {size:,} bytes")


if __name__ == "__main__":
    main()
