"""The outlines of land as points, as shapes, and as cells that a label must not cover. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from dashboard.drawing.placement import Box
from etl.model import Release, once_per_release

WIDTH, CELL = 1120.0, 9.0
EUROPE_PART = 0.62
"""Width of the wide drawing and of a cell of land in it, in pixels; and the part that Europe takes of it."""


def points_of(ring: str) -> list[tuple[int, int]]:
    """The corners of a ring, which is written as steps."""
    steps = list(map(int, ring.split()))
    return list(zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True))


@lru_cache(maxsize=128)
def closed(rings: tuple[str, ...]) -> tuple[tuple[int | None, ...], tuple[int | None, ...]]:
    """The corners of rings as x and y, the first again at the end of each, then None."""
    xs: list[int | None] = []
    ys: list[int | None] = []
    for ring in rings:
        corners = points_of(ring)
        xs += [*(x for x, _ in corners), corners[0][0], None]
        ys += [*(y for _, y in corners), corners[0][1], None]
    return tuple(xs[:-1]), tuple(ys[:-1])


@once_per_release
def land_cells(release: Release) -> tuple[Box, ...]:
    """The members' land in Europe as small boxes, in pixels of the wide drawing: what names keep off."""
    panel = next(iter(release.maps), None)
    if panel is None:
        return ()
    scale = WIDTH * EUROPE_PART / panel.width
    found: list[Box] = []
    for rings in panel.members.values():
        for ring in rings:
            corners = [(x * scale, (panel.height - y) * scale) for x, y in points_of(ring)]
            found += _filled(corners)
    return tuple(found)


def _filled(ring: Sequence[tuple[float, float]]) -> Iterator[Box]:
    """The boxes whose middle is within a ring: a row at a time, between its crossings."""
    edges = list(pairwise([*ring, ring[0]]))
    low = min(y for _, y in ring)
    rows = int((max(y for _, y in ring) - low) / CELL) + 1
    for row in range(rows):
        y = low + (row + 0.5) * CELL
        cuts = sorted(
            x0 + (y - y0) / (y1 - y0) * (x1 - x0)
            for (x0, y0), (x1, y1) in edges
            if (y0 <= y < y1) or (y1 <= y < y0)
        )
        for left, right in zip(cuts[::2], cuts[1::2], strict=False):
            yield Box(left, y - CELL / 2, right, y + CELL / 2)
