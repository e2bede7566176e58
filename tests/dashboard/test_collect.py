"""What the page loads is collected whole, in order, the same each time."""

from __future__ import annotations

import gzip
import hashlib
import re
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from dashboard import collect, typefaces
from dashboard.collect import VENDOR
from dashboard.drawing.theme import SANS, SERIF
from dashboard.typefaces import FAMILIES, SIGNS, Face, TypefaceError, faces, first, ranges, rare

SMALL = collect.VENDOR / "node_modules" / collect.SMALL_PLOTLY
needs_npm = pytest.mark.skipif(not SMALL.is_file(), reason="npm has installed no small plotly.js here")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files that compress in no time."""
    plotly = tmp_path / "plotly.js"
    plotly.write_text(";var two = 2;\n" * 40)
    monkeypatch.setattr(collect, "plotly_script", lambda: plotly)
    monkeypatch.setattr(collect, "pack_dash", lambda pool, _: pool.mkdir(parents=True, exist_ok=True))
    monkeypatch.setattr(
        typefaces, "faces", lambda _: [Face("face.woff2", b"wOF2", "@font-face { src: url() }")]
    )


@pytest.fixture(scope="module")
def cut() -> dict[str, Face]:
    """The typefaces as they are cut, by the names of their files."""
    return {face.name: face for face in faces(VENDOR / "node_modules" / "@fontsource-variable")}


@needs_npm
def test_the_small_plotly_is_the_version_of_the_python_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    small = re.search(r"plotly\.js \(basic - minified\) v(\S+)", SMALL.read_text("utf-8")[:200])
    monkeypatch.setattr(collect, "VENDOR", tmp_path)
    full = re.search(r"plotly\.js v(\S+)", collect.plotly_script().read_text("utf-8")[:200])
    assert small is not None
    assert full is not None
    assert small[1] == full[1]


@needs_npm
def test_the_typefaces_are_named_by_their_content_and_declared_by_that_name(cut: dict[str, Face]) -> None:
    files = collect.fonts()
    assert {name: face.content for name, face in cut.items()} == {
        name: content for name, content in files.items() if name != collect.FONT_CSS
    }, "cut again they are the same"
    sheet = files[collect.FONT_CSS].decode()
    families = re.findall(r'font-family: "(.*?)"', sheet)
    assert families == [name for family in FAMILIES.values() for name in (family, rare(family))]
    # Each in a family of its own, since a part that is not loaded costs a look-up for each font of the page.
    assert len(set(families)) == len(families)
    asked = (collect.ASSETS / "style.css").read_text("utf-8")
    for family, stack in zip(FAMILIES.values(), (SERIF, SANS), strict=True):
        both = f'"{family}", "{rare(family)}", '
        assert f": {both}" in asked
        assert stack.startswith(both)
    # What every page has comes at once or not at all, so that nothing moves; a rare letter when it is there.
    assert re.findall("font-display: (.*?);", sheet) == ["optional", "swap"] * 2
    assert re.findall(r"url\((.*?)\)", sheet) == [
        collect.hashed(name, content) for name, content in files.items() if name.endswith(".woff2")
    ]
    assert all(content.startswith(b"wOF2") for name, content in files.items() if name.endswith(".woff2"))


@needs_npm
def test_the_parts_of_a_typeface_are_all_of_its_characters_each_once_and_not_named_as_the_whole(
    cut: dict[str, Face],
) -> None:
    packages = VENDOR / "node_modules" / "@fontsource-variable"
    for package in FAMILIES:
        whole = TTFont(packages / package / "files" / f"{package}-latin-wght-normal.woff2")
        common, more = (cut[name] for name in (first(package), f"{package}-more.woff2"))
        parts = [TTFont(BytesIO(face.content)) for face in (common, more)]
        characters = [set(part.getBestCmap()) for part in parts]
        assert characters[0] | characters[1] == set(whole.getBestCmap()) | SIGNS
        assert not SIGNS & set(whole.getBestCmap()), "drawn here without need"
        assert not characters[0] & characters[1]
        assert {*range(0x20, 0x7F), ord("ü"), ord("−"), ord("’")} <= characters[0]
        assert f"unicode-range: {ranges(characters[0])};" in common.rule
        assert "font-weight: 400 900;" in common.rule
        for part in parts:
            assert [(a.axisTag, a.minValue, a.defaultValue, a.maxValue) for a in part["fvar"].axes] == [
                ("wght", 400, 400, 900)
            ]
            assert getattr(part["GDEF"].table, "VarStore", None) is None, "distances do not vary"
            names = {n.nameID: str(n) for n in part["name"].names}
            assert {0, 14} <= names.keys()
            assert not [n for i, n in names.items() if "Source" in n and i not in (0, 13, 14)]


@needs_npm
@pytest.mark.parametrize("weight", [400, 650])
def test_signs_are_the_typeface_turned_or_plain_shapes(cut: dict[str, Face], weight: int) -> None:
    for family in FAMILIES:
        font = instantiateVariableFont(TTFont(BytesIO(cut[first(family)].content)), {"wght": weight})
        box = {sign: _box(font, sign) for sign in "↑←→■▴▾⇄"}
        (left, low, right, high), _ = box["↑"]
        for sign in "←→":
            (x0, y0, x1, y1), area = box[sign]
            assert (x1 - x0, y1 - y0) == pytest.approx((high - low, right - left), abs=3)
            assert area == pytest.approx(box["↑"][1], rel=0.02)
            assert font["hmtx"][font.getBestCmap()[ord(sign)]][0] == pytest.approx(
                680 if "serif" in family else 619, abs=4
            )
        right_tip, right_end = _ends(font, "→")
        left_end, left_tip = _ends(font, "←")
        assert right_tip < right_end
        assert left_tip < left_end
        # What is clockwise is filled.
        assert all(area > 0 for _, area in box.values())


def _ends(font: TTFont, sign: str) -> tuple[int, int]:
    """How high a sign is at its right side and at its left."""
    points = font["glyf"][font.getBestCmap()[ord(sign)]].coordinates
    sides = max(x for x, _ in points), min(x for x, _ in points)
    right, left = ([y for x, y in points if abs(x - side) < 3] for side in sides)
    return max(right) - min(right), max(left) - min(left)


def _box(font: TTFont, sign: str) -> tuple[tuple[float, ...], float]:
    """The box of a sign, and how much it fills."""
    glyphs, name = font.getGlyphSet(), font.getBestCmap()[ord(sign)]
    bounds, area = BoundsPen(glyphs), AreaPen(glyphs)
    glyphs[name].draw(bounds)
    glyphs[name].draw(area)
    return bounds.bounds, -area.value


def test_figures_are_as_wide_as_one_another_without_a_feature_of_the_typeface(cut: dict[str, Face]) -> None:
    for family in FAMILIES:
        font = TTFont(BytesIO(cut[first(family)].content))
        assert len({font["hmtx"][font.getBestCmap()[ord(c)]][0] for c in "0123456789"}) == 1


def test_all_rules_ask_for_two_weights() -> None:
    """Each further one is a font more to lay out, in each size."""
    sheets = [*collect.ASSETS.glob("*.css"), *(collect.HERE / "pages").rglob("*.css")]
    asked = [int(w) for s in sheets for w in re.findall(r"font(?:-weight)?: (\d+)", s.read_text("utf-8"))]
    assert len(asked) > 50
    assert set(asked) == {400, 650}


def test_a_typeface_that_is_missing_from_its_package_is_named(tmp_path: Path) -> None:
    for package in FAMILIES:
        (tmp_path / package).mkdir()
    with pytest.raises(TypefaceError, match=r"source-serif-4-latin-wght-normal\.woff2 is missing"):
        faces(tmp_path)


def test_ranges_are_those_of_css() -> None:
    assert ranges({0x41, 0x42, 0x43, 0xFC}) == "U+41-43,U+FC"
    assert ranges(set()) == ""


def test_without_npm_there_are_no_typefaces_and_the_full_plotly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "VENDOR", tmp_path)
    assert collect.fonts() == {}
    assert collect.plotly_script().name == "plotly.min.js"


@pytest.mark.usefixtures("short")
def test_the_folder_is_the_same_each_time_and_holds_nothing_else(tmp_path: Path) -> None:
    once, again = tmp_path / "once", tmp_path / "again"
    again.mkdir()
    (again / "app.0123456789ab.js").write_text("left by an earlier run")
    collect.collect(once)
    collect.collect(again)
    assert contents(once) == contents(again)


@pytest.mark.usefixtures("short")
def test_the_manifest_is_true(tmp_path: Path) -> None:
    collect.collect(tmp_path)
    manifest = collect.load(tmp_path)
    assert manifest is not None
    assert collect.PAGE_SCRIPT in manifest.files
    for entry in manifest.files.values():
        content = (tmp_path / entry.file).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (entry.bytes, entry.sha256)
        if "br" in entry.encodings:
            assert brotli.decompress((tmp_path / entry.sibling("br")).read_bytes()) == content
        if "gzip" in entry.encodings:
            assert gzip.decompress((tmp_path / entry.sibling("gzip")).read_bytes()) == content
    assert manifest.files[collect.PAGE_SCRIPT].encodings == ("br", "gzip")


@pytest.mark.usefixtures("short")
def test_what_was_collected_from_other_inputs_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert collect.load(tmp_path) is None
    collect.collect(tmp_path)
    assert collect.load(tmp_path) is not None
    changed = tmp_path / "changed.js"
    changed.write_text("1")
    monkeypatch.setattr(collect, "own_scripts", lambda: [changed])
    assert collect.load(tmp_path) is None
