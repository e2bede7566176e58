"""What a server's processes have used (Linux), and a client that waits for each answer."""

from __future__ import annotations

import os
import socket
from collections.abc import Sequence
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """A process and all that it has started."""
    found = [pid]
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _fields(int(entry.name))[1:2] == [str(pid)]:
            found += family(int(entry.name))
    return found


def cpu(pid: int) -> float:
    """Seconds of CPU that a process and all that it has started have used, those that have ended included."""
    return sum(sum(map(int, _fields(p)[11:15])) for p in family(pid)) / _TICKS


def memory(pid: int) -> float:
    """MB that the largest of a process and all that it has started holds."""
    pages = [int(Path(f"/proc/{p}/statm").read_text().split()[1]) for p in family(pid)]
    return max(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _fields(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return []


class Client:
    """One connection that is reused."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._file = self._socket.makefile("rb")

    def get(self, path: str, more: str = "", method: str = "GET") -> tuple[int, dict[str, str], bytes]:
        """Status, headers by their lower-case names, and body."""
        request = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n"
        self._socket.sendall(request.encode())
        status = int(self._file.readline().split()[1])
        headers = {}
        while (line := self._file.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        bodyless = method == "HEAD" or status == 304
        return status, headers, b"" if bodyless else self._file.read(int(headers.get("content-length", 0)))

    def cost(self, pid: int, paths: Sequence[str], more: str = "", method: str = "GET") -> float:
        """Microseconds of a server's CPU for each of the answers."""
        before = cpu(pid)
        for path in paths:
            self.get(path, more, method)
        return (cpu(pid) - before) / len(paths) * 1e6
