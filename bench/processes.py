"""What a server's processes have used (Linux), and a client that waits for each answer."""

from __future__ import annotations

import os
import selectors
import socket
import time
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import msgspec

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


class Crowd(msgspec.Struct, frozen=True):
    """What many readers at once cost a server: microseconds of CPU an answer, and answers a second."""

    cost: float
    rate: float


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

    def whole(self, path: str, more: str = "") -> int:
        """The bytes of an answer with its head."""
        self._socket.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode())
        head, length = 0, 0
        while (line := self._file.readline()) not in (b"\r\n", b""):
            head += len(line)
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        self._file.read(length)
        return head + 2 + length

    def cost(self, pid: int, paths: Sequence[str], more: str = "", method: str = "GET") -> float:
        """Microseconds of a server's CPU for each of the answers."""
        before = cpu(pid)
        for path in paths:
            self.get(path, more, method)
        return (cpu(pid) - before) / len(paths) * 1e6


def crowd(
    port: int, pid: int, path: str, more: str = "", *, connections: int = 16, many: int = 4000
) -> Crowd:
    """Asks the same on many connections at once, each again as soon as it has its answer."""
    client = Client(port)
    length = client.whole(path, more)
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode()
    waiting = selectors.DefaultSelector()
    left = {}
    before, begun = cpu(pid), time.perf_counter()
    for _ in range(connections):
        one = socket.create_connection(("127.0.0.1", port))
        waiting.register(one, selectors.EVENT_READ)
        left[one] = length
        one.sendall(request)
    asked, answered = connections, 0
    while answered < many:
        for key, _ in waiting.select():
            one = cast(socket.socket, key.fileobj)
            left[one] -= len(one.recv(1 << 18))
            if left[one] > 0:
                continue
            answered += 1
            if asked < many:
                asked += 1
                left[one] = length
                one.sendall(request)
    took, used = time.perf_counter() - begun, cpu(pid) - before
    for one in left:
        one.close()
    return Crowd(used / many * 1e6, many / took)
