"""A drawing as PNG, by resvg with the project's own typefaces and no others."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import resvg_py

SANS, SERIF = "Source Sans Pro", "Source Serif Pro"
_FACES = {
    "font_source_sans_pro": ("Regular", "It", "Semibold", "SemiboldIt", "Bold", "BoldIt"),
    "font_source_serif_pro": ("Regular", "It", "Semibold", "Bold"),
}
_STEMS = {"font_source_sans_pro": "SourceSansPro", "font_source_serif_pro": "SourceSerifPro"}

_WEIGHT = re.compile(r'(?<= font-weight=["\'])\d+')


@cache
def font_files() -> tuple[str, ...]:
    """The paths of the TrueType files that text is drawn with; FileNotFoundError names a missing one."""
    paths = []
    for package, faces in _FACES.items():
        for face in faces:
            path = files(package).joinpath("files", f"{_STEMS[package]}-{face}.ttf")
            if not path.is_file():
                raise FileNotFoundError(f"{package}: no font file {path.name}")
            paths.append(str(path))
    return tuple(paths)


def rasterise(svg: str, scale: float = 2.0) -> bytes:
    """The PNG of an SVG document of its own, `scale` pixels to each of the drawing's.

    A font family that is not available becomes the sans, generic `serif` the serif: never the machine's
    fonts, so that the same drawing is the same picture everywhere. ValueError for what is no SVG.
    """
    return resvg_py.svg_to_bytes(
        svg_string=_WEIGHT.sub(_nearest_weight, svg),
        zoom=scale,
        skip_system_fonts=True,
        font_files=list(font_files()),
        font_family=SANS,
        sans_serif_family=SANS,
        serif_family=SERIF,
    )


def _nearest_weight(match: re.Match[str]) -> str:
    """The weight of an available face. Of 650, between two, resvg makes regular; a browser the heavier
    one."""
    weight = int(match[0])
    return "400" if weight <= 500 else "600" if weight <= 600 else "700"
