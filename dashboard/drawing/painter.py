"""Pictures by processes of their own: one that takes long, or whose process dies, stops nothing else."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

QUEUE = 16
"""Requests that may wait for pictures at a time, half of the threads of a worker; more are sent away."""

AT_ONCE = 1
"""Pictures that are drawn at a time in each worker."""

SECONDS = 30.0
"""The longest that one picture may take."""

_ROOT = Path(__file__).parents[2]


class Busy(RuntimeError):
    """No picture for the moment: too many are asked for, or one could not be drawn."""


class Painter:
    """Draws pictures outside this process, `at_once` at a time."""

    def __init__(self, *, queue: int = QUEUE, at_once: int = AT_ONCE, seconds: float = SECONDS) -> None:
        self._seats = threading.BoundedSemaphore(queue)
        self._brushes = threading.BoundedSemaphore(at_once)
        self._seconds = seconds
        self._command = [sys.executable, "-m", "dashboard.drawing.painter"]

    @contextmanager
    def seat(self) -> Iterator[None]:
        """A place among those who wait for a picture, whoever draws it. Raises Busy where there is none."""
        if not self._seats.acquire(blocking=False):
            raise Busy("too many pictures are asked for at once")
        try:
            yield
        finally:
            self._seats.release()

    def paint(self, svg: str, scale: float) -> bytes:
        """The PNG of a drawing, as `rasterise` gives it. Raises Busy where that fails or takes too long."""
        with self._brushes:
            try:
                done = subprocess.run(  # noqa: S603
                    [*self._command, str(scale)],
                    input=svg.encode(),
                    capture_output=True,
                    timeout=self._seconds,
                    check=True,
                    cwd=_ROOT,
                )
            except (subprocess.SubprocessError, OSError) as error:
                raise Busy(f"a picture could not be drawn: {error}") from error
        return done.stdout


def main() -> None:
    """Reads a drawing from standard input and writes its picture to standard output."""
    from dashboard.drawing.png import rasterise

    sys.stdout.buffer.write(rasterise(sys.stdin.buffer.read().decode(), scale=float(sys.argv[1])))


if __name__ == "__main__":
    main()
