"""The outlines of the map: thinning, clipping, the roomiest place, and what ships."""

from __future__ import annotations

import math
import shutil
from itertools import accumulate
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from docs.geometry.outlines import PANELS, Panel, area, clip, roomiest, stitch, thin
from etl.__main__ import main
from etl.model import Outlines, Rejected
from etl.shipped import folder as shipped

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
coordinates = st.floats(-1000, 1000, allow_nan=False)
lines = st.lists(st.tuples(coordinates, coordinates), min_size=2, max_size=40)


def test_thinning_takes_the_small_bend_and_leaves_the_large_one() -> None:
    line = [(0.0, 0.0), (1.0, 0.1), (2.0, 0.0), (3.0, 5.0), (4.0, 0.0)]
    assert thin(line, 1.0) == [(0.0, 0.0), (2.0, 0.0), (3.0, 5.0), (4.0, 0.0)]


@given(lines, st.floats(0, 1e6))
def test_thinning_keeps_the_ends_the_order_and_no_new_point(
    line: list[tuple[float, float]], grain: float
) -> None:
    found = thin(line, grain)
    assert (found[0], found[-1]) == (line[0], line[-1])
    rest = iter(line)
    assert all(p in rest for p in found)


def test_neighbours_share_their_border_whichever_way_it_runs() -> None:
    arcs = [[(0.0, 0.0), (1.0, 1.0), (2.0, 0.0)], [(2.0, 0.0), (1.0, -3.0), (0.0, 0.0)]]
    assert stitch(arcs, [0, 1])[:3] == arcs[0]
    assert stitch(arcs, [~0])[::-1] == arcs[0]


def test_clipping_leaves_what_lies_within() -> None:
    assert abs(area(clip(SQUARE, (5.0, 5.0, 20.0, 20.0)))) == 25.0
    assert clip(SQUARE, (20.0, 20.0, 30.0, 30.0)) == []


@given(st.integers(5, 12), st.tuples(*[st.floats(-50, 50)] * 4))
def test_a_clipped_ring_is_never_outside_of_its_box(
    corners: int, sides: tuple[float, float, float, float]
) -> None:
    ring = [(60 * math.cos(6.28 * i / corners), 60 * math.sin(6.28 * i / corners)) for i in range(corners)]
    low, high = sorted(sides[:2]), sorted(sides[2:])
    box = (low[0], high[0], low[1], high[1])
    assert all(
        box[0] - 1e-6 <= x <= box[2] + 1e-6 and box[1] - 1e-6 <= y <= box[3] + 1e-6
        for x, y in clip(ring, box)
    )


def test_the_roomiest_place_of_a_bar_is_its_middle() -> None:
    (x, y), room = roomiest([[(0.0, 0.0), (100.0, 0.0), (100.0, 20.0), (0.0, 20.0)]])
    assert y == pytest.approx(10, abs=0.5)
    assert room == pytest.approx(24, abs=0.5)
    assert 24 <= x <= 76


@pytest.mark.parametrize("panel", PANELS, ids=lambda p: p.id)
def test_the_projection_keeps_area_and_its_centre(panel: Panel) -> None:
    project = panel.project
    lon, lat = panel.centre
    assert project(lon, lat) == pytest.approx((0, 0), abs=1e-6)

    def cell(x: float, y: float) -> float:
        return area([project(x, y), project(x + 0.1, y), project(x + 0.1, y + 0.1), project(x, y + 0.1)])

    for x, y in ((lon + 20, lat - 8), (lon - 35, lat + 10)):
        on_the_sphere = (
            6371**2 * math.radians(0.1) * (math.sin(math.radians(y + 0.1)) - math.sin(math.radians(y)))
        )
        assert cell(x, y) == pytest.approx(on_the_sphere, rel=1e-4)


def _points(ring: str) -> list[tuple[int, int]]:
    steps = [int(v) for v in ring.split()]
    return list(zip(accumulate(steps[::2]), accumulate(steps[1::2]), strict=True))


def test_what_ships_shows_every_ally_and_is_small(data: Path) -> None:
    europe, america = shipped.read_outlines(data)
    codes = {a.code for a in shipped.read_allies(data)}
    assert codes - set(europe.members) == {"CAN", "USA"}
    assert {"CAN", "USA"} <= set(america.members) <= codes
    assert sum(f.stat().st_size for f in (data / "geometry").glob("*.json")) < 60_000
    for panel in (europe, america):
        assert set(panel.labels) == set(panel.members)
        assert all(_inside(panel, code) for code in panel.members)


def _inside(panel: Outlines, code: str) -> bool:
    """Whether the label stands in one of the member's rings."""
    x, y, _ = panel.labels[code]
    return any(_holds(_points(ring), x, y) for ring in panel.members[code])


def test_no_border_is_drawn_between_those_who_are_no_members(data: Path) -> None:
    """Belgrade, Pristina, Simferopol and Kyiv lie in the one backdrop, and in no outline."""
    europe = shipped.read_outlines(data)[0]
    panel = PANELS[0]
    left, low = panel.box[:2]
    for lon, lat in ((20.5, 44.8), (21.16, 42.66), (34.1, 44.95), (30.5, 50.45), (16.4, 48.2)):
        x, y = panel.project(lon, lat)
        at = ((x - left) / panel.unit, (y - low) / panel.unit)
        assert sum(_holds(_points(r), *at) for r in europe.land) == 1
        assert not any(_holds(_points(r), *at) for rings in europe.members.values() for r in rings)


def _holds(points: list[tuple[int, int]], x: float, y: float) -> bool:
    inside = False
    for a, b in zip([points[-1], *points[:-1]], points, strict=True):
        if (a[1] > y) != (b[1] > y) and x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]:
            inside = not inside
    return inside


def test_a_panel_that_is_not_understood_is_rejected(data: Path, tmp_path: Path) -> None:
    (tmp_path / "allies.csv").write_bytes((data / "allies.csv").read_bytes())
    (tmp_path / "geometry").mkdir()
    file = tmp_path / "geometry" / "europe.json"
    text = (data / "geometry" / "europe.json").read_text("utf-8")
    file.write_text(text.replace('"ALB":', '"XYZ":'), "utf-8")
    with pytest.raises(Rejected, match="XYZ"):
        shipped.read_outlines(tmp_path)
    file.write_text(text[:-20], "utf-8")
    with pytest.raises(Rejected, match=r"europe\.json"):
        shipped.read_outlines(tmp_path)


def test_an_ally_without_an_outline_is_named(data: Path, tmp_path: Path) -> None:
    assert shipped.without_outline(data) == []
    (tmp_path / "geometry").mkdir()
    for file in (data / "geometry").glob("*.json"):
        (tmp_path / "geometry" / file.name).write_bytes(file.read_bytes())
    row = "SRB,Serbia,2026-01-01,true,true,false,,\n"
    (tmp_path / "allies.csv").write_text((data / "allies.csv").read_text("utf-8") + row, "utf-8")
    (fault,) = shipped.without_outline(tmp_path)
    assert "expected an outline of SRB, Serbia" in str(fault)


def test_the_check_of_data_names_what_a_release_lacks(brief_data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(brief_data, folder)
    assert CliRunner().invoke(main, ["check", str(folder)]).exit_code == 0
    names = (folder / "names.csv").read_text("utf-8")
    (folder / "names.csv").write_text("".join(r for r in names.splitlines(True) if "POL," not in r), "utf-8")
    result = CliRunner().invoke(main, ["check", str(folder)])
    assert result.exit_code == 1
    assert "expected a row for each ally, found none for POL" in result.output
