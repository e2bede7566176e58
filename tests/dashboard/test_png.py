"""Drawings as pixels: the size, and that words are really there."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import pytest

from dashboard.drawing.png import font_files, rasterise

FAMILY = '"Source Sans 3 Variable", "Source Sans 3", sans-serif'


def page(inside: str, width: int = 60, height: int = 20) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{inside}</svg>'


def word(text: str, **attributes: str) -> str:
    shown = "".join(f" {name.replace('_', '-')}='{value}'" for name, value in attributes.items())
    return page(f'<text x="2" y="15" font-size="14"{shown}>{text}</text>')


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", next(chunks(png))[1][:8])
    return width, height


def ink(png: bytes) -> int:
    """How much is painted: the alpha of all pixels together, the rows' filters undone."""
    width, height = size(png)
    head = next(chunks(png))[1]
    assert (head[8], head[9], head[12]) == (8, 6, 0), "eight bits, with alpha, not interlaced"
    raw = zlib.decompress(b"".join(body for kind, body in chunks(png) if kind == b"IDAT"))
    above, painted, stride = bytes(4 * width), 0, 4 * width
    for row in range(height):
        start = row * (stride + 1)
        line = bytearray(raw[start + 1 : start + 1 + stride])
        for i in range(stride):
            left = line[i - 4] if i >= 4 else 0
            corner = above[i - 4] if i >= 4 else 0
            line[i] = (line[i] + predicted(raw[start], left, above[i], corner)) & 255
        above = bytes(line)
        painted += sum(line[3::4])
    return painted


def predicted(kind: int, left: int, up: int, corner: int) -> int:
    """What a PNG filter adds to a byte."""
    guess = left + up - corner
    nearest = min((left, up, corner), key=lambda value: abs(guess - value))
    return (0, left, up, (left + up) // 2, nearest)[kind]


def test_the_scale_multiplies_the_size() -> None:
    assert size(rasterise(page(""))) == (120, 40)
    assert size(rasterise(page(""), scale=1)) == (60, 20)


def test_the_fonts_are_available() -> None:
    assert len(font_files()) == len(set(font_files())) == 10


@pytest.mark.parametrize("family", [FAMILY, "Georgia, serif", '"No Such Font"', ""])
def test_words_are_there_whatever_the_family(family: str) -> None:
    assert ink(rasterise(word("Türkiye", font_family=family))) > 20_000
    assert ink(rasterise(page("<g/>"))) == 0


def test_serif_and_sans_are_two_faces() -> None:
    serif = word("17", font_family='"Source Serif 4 Variable", Georgia, serif')
    assert rasterise(serif) != rasterise(word("17", font_family=FAMILY))
    assert rasterise(serif) == rasterise(word("17", font_family="Source Serif Pro"))


def test_weights_between_two_faces_take_the_heavier() -> None:
    of = {weight: rasterise(word("Albania", font_weight=weight)) for weight in ("400", "600", "650", "bold")}
    assert ink(of["400"]) < ink(of["600"]) < ink(of["bold"])
    assert of["650"] == of["bold"]


def test_the_same_drawing_is_the_same_picture() -> None:
    assert rasterise(word("2%")) == rasterise(word("2%"))


@pytest.mark.parametrize("svg", ["", "no drawing", "<svg", "<p/>"])
def test_what_is_no_drawing_is_rejected(svg: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        rasterise(svg)
