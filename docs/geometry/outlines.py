"""`python -m docs.geometry.outlines WORLD`: the outlines of the map, from Natural Earth to `data/geometry`.

WORLD is the countries-50m.json of the npm package world-atlas: Natural Earth's public-domain countries as
TopoJSON, in which neighbours share the arc of their border. Each arc is projected and thinned once, so
that neighbours still meet. All land is one backdrop without a border in it; members alone are outlined.
"""

from __future__ import annotations

import heapq
import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from etl.shipped.folder import read_allies

Point = tuple[float, float]
Ring = list[Point]

PARTS: Mapping[str, tuple[str, ...]] = {
    "ALB": ("008",), "BEL": ("056",), "BGR": ("100",), "CAN": ("124",), "HRV": ("191",), "CZE": ("203",),
    "DNK": ("208", "234", "304"), "EST": ("233",), "FIN": ("246", "248"), "FRA": ("250",), "DEU": ("276",),
    "GRC": ("300",), "HUN": ("348",), "ISL": ("352",), "ITA": ("380",), "LVA": ("428",), "LTU": ("440",),
    "LUX": ("442",), "MNE": ("499",), "NLD": ("528",), "MKD": ("807",), "NOR": ("578",), "POL": ("616",),
    "PRT": ("620",), "ROU": ("642",), "SVK": ("703",), "SVN": ("705",), "ESP": ("724",), "SWE": ("752",),
    "TUR": ("792",), "GBR": ("826",), "USA": ("840",),
}  # fmt: skip
"""The parts of each member by ISO 3166-1 number: Denmark with the Faroes and Greenland, Finland with Åland"""

TROPIC = 23.44
"""Degrees north: Article 6 of the treaty ends there, and parts of members south of it are left out."""

EARTH_KM = 6371.0
LABEL_ASPECT = 2.4
"""Width to height of a printed share, for which the roomiest place in each member is sought."""


class Panel(msgspec.Struct, frozen=True):
    """One map: where it is centred (degrees east and north), and its box in km from there.

    `unit` is the grid of the coordinates, in km; `grain` the least area, in square km, by which a bend
    is kept; `island` the least area of an island.
    """

    id: str
    title: str
    centre: Point
    box: tuple[float, float, float, float]
    unit: float
    grain: float
    island: float

    def project(self, lon: float, lat: float) -> Point:
        """A place in degrees by Lambert's azimuthal equal-area projection, in km from the centre."""
        lam, phi = math.radians(lon - self.centre[0]), math.radians(lat)
        phi0 = math.radians(self.centre[1])
        cos_c = math.sin(phi0) * math.sin(phi) + math.cos(phi0) * math.cos(phi) * math.cos(lam)
        k = EARTH_KM * math.sqrt(2 / max(1 + cos_c, 1e-9))
        north = math.cos(phi0) * math.sin(phi) - math.sin(phi0) * math.cos(phi) * math.cos(lam)
        return k * math.cos(phi) * math.sin(lam), k * north


PANELS = (
    Panel(
        id="europe",
        title="Europe",
        centre=(12.0, 53.0),
        box=(-1960.0, -2120.0, 2860.0, 2140.0),
        unit=2.0,
        grain=70.0,
        island=300.0,
    ),
    Panel(
        id="america",
        title="North America",
        centre=(-98.0, 52.0),
        box=(-3700.0, -3160.0, 3800.0, 3480.0),
        unit=5.0,
        grain=700.0,
        island=4000.0,
    ),
)


class World:
    """The decoded TopoJSON: arcs in degrees, and the rings of a geometry as arc numbers."""

    def __init__(self, topology: Mapping[str, Any]) -> None:
        (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
        self.arcs: list[Ring] = []
        for arc in topology["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append((x * sx + tx, y * sy + ty))
            self.arcs.append(points)
        countries = topology["objects"]["countries"]["geometries"]
        self.by_number = {g["id"]: list(_rings(g)) for g in countries if g.get("id")}
        self.land = [r for g in topology["objects"]["land"]["geometries"] for r in _rings(g)]


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[int]]:
    """Outer rings only: what lies in a hole is drawn over it."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    for polygon in polygons:
        yield polygon[0]


def stitch(arcs: Sequence[Ring], numbers: Iterable[int]) -> Ring:
    """The closed ring through arcs; a number below zero stands for the arc ~number run backwards."""
    ring: Ring = []
    for n in numbers:
        points = arcs[n] if n >= 0 else arcs[~n][::-1]
        ring += points[1:] if ring else points
    return ring


def thin(points: Ring, grain: float) -> Ring:
    """Visvalingam's thinning: bends whose triangle is below `grain` go, the least first. The ends stay."""
    before = list(range(-1, len(points) - 1))
    after = list(range(1, len(points) + 1))
    alive = [True] * len(points)

    def size(i: int) -> float:
        return abs(area([points[before[i]], points[i], points[after[i]]]))

    queue = [(size(i), i) for i in range(1, len(points) - 1)]
    heapq.heapify(queue)
    left = len(points)
    least = 4 if points[0] == points[-1] else 2
    while queue and left > least:
        bend, i = heapq.heappop(queue)
        if bend > grain:
            break
        if not alive[i] or bend != size(i):
            continue
        alive[i] = False
        left -= 1
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            if 0 < j < len(points) - 1:
                heapq.heappush(queue, (size(j), j))
    return [p for p, kept in zip(points, alive, strict=True) if kept]


def area(ring: Sequence[Point]) -> float:
    """The signed area within a ring, in the square of its unit."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2


def clip(ring: Ring, box: tuple[float, float, float, float]) -> Ring:
    """Sutherland and Hodgman's: the part of a ring within a box."""
    for side, limit in enumerate(box):
        axis, sign = side % 2, 1 if side < 2 else -1
        found: Ring = []
        for a, b in zip([ring[-1], *ring[:-1]] if ring else [], ring, strict=True):
            inside_a, inside_b = sign * (a[axis] - limit) >= 0, sign * (b[axis] - limit) >= 0
            if inside_a != inside_b:
                t = (limit - a[axis]) / (b[axis] - a[axis])
                found.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if inside_b:
                found.append(b)
        ring = found
    return ring


def roomiest(rings: Sequence[Ring]) -> tuple[Point, float]:
    """The place in the largest ring where a label has most room: its middle, and half of its width."""
    ring = max(rings, key=lambda r: abs(area(r)))
    flat = [(x, y * LABEL_ASPECT) for x, y in ring]
    xs, ys = [p[0] for p in flat], [p[1] for p in flat]
    best, room = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2), -1.0
    left, right, low, high = min(xs), max(xs), min(ys), max(ys)
    for _ in range(5):
        for i in range(21):
            for j in range(21):
                p = (left + (right - left) * i / 20, low + (high - low) * j / 20)
                if (d := _depth(p, flat)) > room:
                    best, room = p, d
        wide, tall = (right - left) / 6, (high - low) / 6
        left, right, low, high = best[0] - wide, best[0] + wide, best[1] - tall, best[1] + tall
    return (best[0], best[1] / LABEL_ASPECT), room


def _depth(p: Point, ring: Ring) -> float:
    """How far a point lies from the edge of a ring; below zero outside of it."""
    inside, nearest = False, math.inf
    for a, b in zip([ring[-1], *ring[:-1]], ring, strict=True):
        if (a[1] > p[1]) != (b[1] > p[1]) and p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0]:
            inside = not inside
        dx, dy = b[0] - a[0], b[1] - a[1]
        length = dx * dx + dy * dy
        t = max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length)) if length else 0.0
        nearest = min(nearest, math.hypot(a[0] + t * dx - p[0], a[1] + t * dy - p[1]))
    return nearest if inside else -nearest


def outlines(world: World, panel: Panel, codes: Iterable[str]) -> dict[str, Any]:
    """One panel as data, in its units from its lower left corner.

    A ring is whole numbers in a text: x and y of its first point, then of each step to the next.
    """
    arcs = [thin([panel.project(*p) for p in arc], panel.grain) for arc in world.arcs]
    left, low, right, high = panel.box
    edge = 60.0
    around = (left - edge, low - edge, right + edge, high + edge)

    def shaped(numbers: Iterable[list[int]]) -> list[Ring]:
        rings = [clip(stitch(arcs, n), around) for n in numbers]
        kept = [r for r in rings if len(r) > 2]
        largest = max((abs(area(r)) for r in kept), default=0.0)
        return [r for r in kept if abs(area(r)) >= min(panel.island, largest)]

    def written(ring: Ring) -> str:
        flat: list[int] = []
        at = (0, 0)
        for x, y in ring:
            to = (round((x - left) / panel.unit), round((y - low) / panel.unit))
            if to != at:
                flat += [to[0] - at[0], to[1] - at[1]]
                at = to
        return " ".join(map(str, flat))

    members, labels = {}, {}
    for code in codes:
        numbers = [r for part in PARTS[code] for r in world.by_number[part]]
        rings = shaped(n for n in numbers if max(lat for _, lat in stitch(world.arcs, n)) > TROPIC)
        rings = [r for r in rings if any(left < x < right and low < y < high for x, y in r)]
        if not rings:
            continue
        members[code] = [written(r) for r in rings]
        (x, y), room = roomiest([clip(r, panel.box) for r in rings if clip(r, panel.box)])
        labels[code] = [round((v) / panel.unit) for v in (x - left, y - low, room)]
    lon, lat = panel.centre
    centre = f"{lat:g}° N {abs(lon):g}° {'W' if lon < 0 else 'E'}"
    return {
        "id": panel.id,
        "title": panel.title,
        "projection": f"Lambert azimuthal equal-area, centred on {centre}",
        "unit_km": panel.unit,
        "width": round((right - left) / panel.unit),
        "height": round((high - low) / panel.unit),
        "land": [written(r) for r in shaped(world.land)],
        "members": members,
        "labels": labels,
    }


def main(world_file: Path, data: Path) -> None:
    """Writes one file a panel into `data/geometry`."""
    world = World(json.loads(world_file.read_text("utf-8")))
    codes = [a.code for a in read_allies(data)]
    for panel in PANELS:
        text = json.dumps(outlines(world, panel, codes), ensure_ascii=False, separators=(",", ":"))
        lines = text.replace(',"', ',\n"') + "\n"
        (data / "geometry" / f"{panel.id}.json").write_text(lines, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[2] / "data")
