"""Pictures by a process of its own: one that takes long, or whose process dies, stops nothing else.

The process is started for the first picture and draws the next ones too, until none was asked for in a while.
"""

from __future__ import annotations

import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, cast

SECONDS = 30.0
"""The longest that one picture may take."""

IDLE = 60.0
"""Seconds without a picture after which the process ends."""

_ROOT = Path(__file__).parents[2]
_ASKED, _ANSWERED = struct.Struct(">dQ"), struct.Struct(">Q")
"""What stands before a drawing, its scale and length, and before a picture, its length."""


class NotDrawn(RuntimeError):
    """A picture that could not be drawn: says why."""


class Painter:
    """Draws pictures outside this process, one at a time."""

    def __init__(self, *, seconds: float = SECONDS, idle: float = IDLE) -> None:
        self._brush = threading.Lock()
        self._seconds, self._idle = seconds, idle
        self._command = [sys.executable, "-m", "dashboard.drawing.painter"]
        self._process: subprocess.Popen[bytes] | None = None
        self._rest = threading.Timer(0, self._end)

    def paint(self, svg: str, scale: float) -> bytes:
        """The PNG of a drawing, as `rasterise` gives it. NotDrawn where that fails or takes too long."""
        with self._brush:
            self._rest.cancel()
            try:
                picture = self._drawn(svg.encode(), scale)
            except OSError as error:
                self._stop()
                raise NotDrawn(f"a picture could not be drawn: {error}") from error
            self._rest = threading.Timer(self._idle, self._end)
            self._rest.daemon = True
            self._rest.start()
            return picture

    def _drawn(self, svg: bytes, scale: float) -> bytes:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = subprocess.Popen(  # noqa: S603
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=_ROOT,
            )
        asked, answered = cast(IO[bytes], self._process.stdin), cast(IO[bytes], self._process.stdout)
        late = threading.Timer(self._seconds, self._process.kill)
        late.start()
        try:
            asked.write(_ASKED.pack(scale, len(svg)) + svg)
            asked.flush()
            (length,) = _ANSWERED.unpack(_read(answered, _ANSWERED.size))
            return _read(answered, length)
        finally:
            late.cancel()

    def _end(self) -> None:
        with self._brush:
            self._stop()

    def _stop(self) -> None:
        """Ends the process, where there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _read(stream: IO[bytes], length: int) -> bytes:
    """So many bytes. Raises OSError where the stream ends before."""
    found = stream.read(length)
    if len(found) < length:
        raise OSError("its process ended")
    return found


def main() -> None:
    """Reads drawings from standard input and writes their pictures to standard output, until it ends."""
    from dashboard.drawing.png import rasterise

    while head := sys.stdin.buffer.read(_ASKED.size):
        scale, length = _ASKED.unpack(head)
        picture = rasterise(_read(sys.stdin.buffer, length).decode(), scale)
        sys.stdout.buffer.write(_ANSWERED.pack(len(picture)) + picture)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
