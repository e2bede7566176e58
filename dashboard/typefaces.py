"""The typefaces as pages load them: the letters that every page has first, all others when one is needed.

Both are cut from npm's files by fontTools. The licence of the originals reserves their name, "Source", for
what is unchanged: what is cut from them has another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILIES = {"source-serif-4": "Two Percent Serif", "source-sans-3": "Two Percent Sans"}
"""The packages of npm, and the families that are cut from them."""

_TURNED = {"←": 1, "→": -1}
"""The arrows that the packages lack, as quarter turns of the one that points up."""

_SHAPES: Mapping[str, tuple[int, tuple[tuple[tuple[int, int], ...], ...]]] = {
    "■": (895, (((45, -60), (45, 745), (850, 745), (850, -60)),)),
    "▴": (502, (((3, 11), (251, 509), (499, 11)),)),
    "▾": (502, (((3, 509), (499, 509), (251, 11)),)),
    "⇄": (
        840,
        (
            ((50, 470), (50, 540), (640, 540), (640, 674), (790, 505), (640, 336), (640, 470)),
            ((790, 90), (200, 90), (200, -44), (50, 125), (200, 294), (200, 160), (790, 160)),
        ),
    ),
}
"""Signs that the packages lack: the width of each and its outlines, clockwise, in thousandths of an em."""

SIGNS = frozenset(map(ord, {**_TURNED, **_SHAPES}))
"""What is drawn here, so that no browser looks for it among the fonts of its machine, and waits."""

COMMON = SIGNS | {*range(0x20, 0x7F), *map(ord, "\u00a0\u2002£°·×÷éöü–—‘’“”…‹›€↑↓−")}
"""What pages of the shipped data are written in; a browser asks for other characters where one stands."""

FEATURES = ("ccmp", "kern", "liga", "mark")
"""What the style sheet relies on of OpenType; figures are lining and as wide as one another without any."""

_WEIGHTS = "wght"
_LIGHTEST = 400
"""No rule of the style sheet asks for less."""

_NAMES = (0, 13, 14)
"""The entries of the table of names that are kept: copyright, licence and its address."""


class TypefaceError(Exception):
    """An installed package does not hold a typeface where it is expected."""


class Face(msgspec.Struct, frozen=True):
    """A file of a family: its name, its bytes (WOFF2), and the CSS that declares it, `url()` left empty."""

    name: str
    content: bytes
    rule: str


def faces(packages: Path) -> list[Face]:
    """The faces of all families, from npm's folder `@fontsource-variable`; none where npm has installed none.

    Raises TypefaceError, naming the file, for a package without its latin part.
    """
    if not all((packages / font).is_dir() for font in FAMILIES):
        return []
    return [face for font, family in FAMILIES.items() for face in _cut(packages / font, family)]


def first(font: str) -> str:
    """The name of the file with the characters that every page has."""
    return f"{font}.woff2"


def rare(family: str) -> str:
    """The family of a family's other characters, to be named behind it.

    As a part of the same family, which has not been loaded, it would make Chromium look up a font of the
    machine for each size and weight of text, and wait for it.
    """
    return f"{family} More"


def _cut(package: Path, family: str) -> Iterator[Face]:
    file = package / "files" / f"{package.name}-latin-wght-normal.woff2"
    if not file.is_file():
        raise TypefaceError(f"{file} is missing: expected the latin part of {package.name}")
    whole, weights = _simplified(file)
    characters = frozenset(_opened(whole).getBestCmap())
    # A page waits shortly for the first and is else without it, so that nothing moves; the other is rare.
    for name, called, wanted, display in (
        (first(package.name), family, characters & COMMON, "optional"),
        (f"{package.name}-more.woff2", rare(family), characters - COMMON, "swap"),
    ):
        rule = (
            f'@font-face {{ font-family: "{called}"; font-style: normal; font-display: {display}; '
            f"font-weight: {weights[0]:g} {weights[1]:g}; "
            f'src: url() format("woff2-variations"); unicode-range: {ranges(wanted)}; }}'
        )
        yield Face(name, _part(whole, wanted), rule)


def _simplified(file: Path) -> tuple[bytes, tuple[float, float]]:
    """A typeface from the weight of text upwards, letters at the distances that it has there; its weights.

    A browser shapes text in its default weight as it stands, and in another computes each letter; distances
    that depend on the weight it computes for each pair.
    """
    from fontTools.varLib.instancer import instantiateVariableFont

    font = _opened(file.read_bytes())
    heaviest = next(axis for axis in font["fvar"].axes if axis.axisTag == _WEIGHTS).maxValue
    font = instantiateVariableFont(font, {_WEIGHTS: (_LIGHTEST, _LIGHTEST, heaviest)})
    text = instantiateVariableFont(_opened(file.read_bytes()), {_WEIGHTS: _LIGHTEST})
    # GDEF holds what the distances of GPOS vary by.
    for table in ("GPOS", "GDEF"):
        font[table] = text[table]
    _draw_signs(font)
    return _saved(font), (_LIGHTEST, heaviest)


def _draw_signs(font: TTFont) -> None:
    """Adds `SIGNS`: arrows grow heavier as the one that they are turned from, the others do not."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    up = font.getBestCmap()[ord("↑")]
    for sign, turn in _TURNED.items():
        glyph = deepcopy(font["glyf"][up])
        x, y = (glyph.xMin + glyph.xMax) // 2, (glyph.yMin + glyph.yMax) // 2
        points = [(x + turn * (y - b), y + turn * (a - x)) for a, b in glyph.coordinates]
        glyph.coordinates = type(glyph.coordinates)(points)
        heavier = deepcopy(font["gvar"].variations[up])
        for change in heavier:
            moves = change.coordinates[: len(points)]
            change.coordinates = [move and (-turn * move[1], turn * move[0]) for move in moves] + [(0, 0)] * 4
        _add(font, sign, glyph, font["hmtx"][up][0], heavier)
    for sign, (width, outlines) in _SHAPES.items():
        pen = TTGlyphPen(None)
        for first_point, *others in outlines:
            pen.moveTo(first_point)
            for point in others:
                pen.lineTo(point)
            pen.closePath()
        _add(font, sign, pen.glyph(), width, [])


def _add(font: TTFont, sign: str, glyph: Any, width: int, heavier: list[Any]) -> None:
    """Adds a sign that is as wide in each weight."""
    from fontTools.varLib.varStore import NO_VARIATION_INDEX

    name = f"uni{ord(sign):04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, glyph.xMin)
    font["gvar"].variations[name] = heavier
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[ord(sign)] = name
    font["HVAR"].table.AdvWidthMap.mapping[name] = NO_VARIATION_INDEX


def _part(whole: bytes, characters: Set[int]) -> bytes:
    from fontTools.subset import Options, Subsetter

    cut, font = Subsetter(Options(layout_features=list(FEATURES), name_IDs=list(_NAMES))), _opened(whole)
    cut.populate(unicodes=characters)
    cut.subset(font)
    font.flavor = "woff2"
    return _saved(font)


def _opened(content: bytes) -> TTFont:
    from fontTools.ttLib import TTFont

    # The same file gives the same bytes, whatever the time.
    return TTFont(BytesIO(content), recalcTimestamp=False)


def _saved(font: TTFont) -> bytes:
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def ranges(characters: Set[int]) -> str:
    """Characters as CSS names them: "U+20-7E,U+A0"."""
    found: list[list[int]] = []
    for code in sorted(characters):
        if found and found[-1][1] == code - 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    return ",".join(f"U+{low:X}" if low == high else f"U+{low:X}-{high:X}" for low, high in found)
