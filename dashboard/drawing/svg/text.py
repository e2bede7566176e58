"""Words in a drawing: plotly's markup, its fonts, and how far a text reaches above and below its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from dashboard.drawing.svg.scale import Canvas
from dashboard.drawing.svg.spec import Spec, known, only, part, real, spread, transparent
from dashboard.drawing.svg.xml import Element, Look, look, number, titled

LINE_SPACING = 1.3  # em from line to line, as in plotly
_FAMILY = '"Open Sans", verdana, arial, sans-serif'  # plotly's own defaults
_SIZE = 12.0
_COLOUR = "#444"

# Ascent and descent in em by the first family named, as browsers take them from the font files. A browser
# that falls back on another font moves plotly's annotations by the difference, and not these.
_METRICS = {
    "source sans 3": (1.024, 0.4),
    "source serif 4": (1.036, 0.335),
    "source sans pro": (0.984, 0.273),
    "source serif pro": (1.036, 0.335),
}
_USUAL_METRICS = (0.93, 0.24)

_TAGS = re.compile(r"(<[^<>]*>)")
_BREAKS = re.compile(r"[\r\n]+")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:b|i|em|span|sup|sub|s|u|a)(?:\s[^<>]*)?>", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([^ >]*)(?:\s+(.*))?>", re.DOTALL)
_STYLE = re.compile(r"""(?:^|[\s"'])style\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_ENTITY = re.compile(r"&(#\d+|#x[\da-fA-F]+|[a-z]+);")
_ENTITIES = {
    "mu": "μ",
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "nbsp": "\u00a0",
    "times": "×",
    "plusmn": "±",
    "deg": "°",
}
_BARE_STYLES = {
    "b": {"font-weight": "bold"},
    "i": {"font-style": "italic"},
    "em": {"font-style": "italic", "font-weight": "bold"},
    "span": {},
}
_UNDRAWN_TAGS = frozenset({"sup", "sub", "s", "u", "a"})
_MARKED = frozenset("<&\r\n")
_STYLES = frozenset({"font-size", "color", "font-weight", "font-style", "font-family"})
_FONT_KEYS = frozenset({"family", "size", "color", "weight", "style"})


class Font(NamedTuple):
    """A font as plotly's font objects have it; `size` in pixels."""

    family: str = _FAMILY
    size: float = _SIZE
    color: str = _COLOUR
    weight: str = "normal"
    style: str = "normal"

    def attributes(self, page: Font) -> dict[str, str]:
        """The attributes that say so, without what the root of the drawing says already."""
        found = {"font-size": number(self.size), "fill": self.color}
        if self.family != page.family:
            found["font-family"] = self.family
        if self.weight not in ("normal", "400"):
            found["font-weight"] = self.weight
        if self.style != "normal":
            found["font-style"] = self.style
        return found


def read_font(spec: Spec, base: Font, where: str) -> Font:
    """The font of `spec`, what it leaves out taken from `base`."""
    known(spec, _FONT_KEYS, where)
    only(spec, "style", ("normal", "italic"), where)
    given: dict[str, Any] = {key: str(value) for key, value in spec.items() if value is not None}
    if "size" in given:
        given["size"] = real(spec["size"], f"{where}.size")
    return base._replace(**given)


def read_fonts(spec: Spec, base: Font, count: int, where: str) -> list[Font]:
    """One font a point, where any part of `spec` may be an array."""
    if not any(isinstance(value, (list, tuple)) for value in spec.values()):
        return [read_font(spec, base, where)] * count
    columns = {key: spread(value, count, f"{where}.{key}") for key, value in spec.items()}
    fonts: dict[tuple[Any, ...], Font] = {}
    read = []
    for row in zip(*columns.values(), strict=True):
        if row not in fonts:
            fonts[row] = read_font(dict(zip(columns, row, strict=True)), base, where)
        read.append(fonts[row])
    return read


class TextRun(NamedTuple):
    """Words of one look; `attributes` are those that differ from the text's font."""

    words: str
    attributes: Mapping[str, str]
    size: float
    family: str


Lines = Sequence[Sequence[TextRun]]


def read_markup(text: str, font: Font, where: str) -> Lines:
    """The lines of a text in plotly's markup; a tag that plotly does not know is words.

    ValueError for a tag or a style that plotly knows and this drawing does not.
    """
    if _MARKED.isdisjoint(text):
        return [[TextRun(text, {}, font.size, font.family)]] if text else [[]]
    lines: list[list[TextRun]] = [[]]
    styles: list[Mapping[str, str]] = [{}]
    for piece in _TAGS.split(_BREAKS.sub(" ", text)):
        tag = _TAG.fullmatch(piece)
        name = tag[2].lower() if tag else ""
        if name in _UNDRAWN_TAGS:
            raise ValueError(f"{where}: <{name}> is not drawn")
        if name == "br":
            lines.append([])
        elif tag is None or name not in _BARE_STYLES:
            if piece:
                lines[-1].append(_run(_plain(piece), styles[-1], font, where))
        elif tag[1]:
            styles[1:] = styles[1:-1]
        else:
            styles.append({**styles[-1], **_written_style(tag[3] or "", where), **_BARE_STYLES[name]})
    return lines


def plain_lines(text: str) -> str:
    """The text without markup, lines parted by newlines: for tooltips."""
    lines = text.replace("<br>", "\n")
    if "<" not in lines and "&" not in lines:
        return lines
    return _plain(_MARKUP.sub("", _LINE_BREAK.sub("\n", lines)))


def _plain(piece: str) -> str:
    def character(match: re.Match[str]) -> str:
        name = match[1]
        if not name.startswith("#"):
            return _ENTITIES.get(name, match[0])
        code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
        return chr(code) if code <= 0x10FFFF else match[0]

    return _ENTITY.sub(character, piece)


def _written_style(rest: str, where: str) -> dict[str, str]:
    found = _STYLE.search(rest)
    style = {}
    for declaration in _plain((found[1] or found[2] or "") if found else "").split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name and name not in _STYLES:
            raise ValueError(f"{where}: style {name!r} is not drawn")
        if name:
            style["fill" if name == "color" else name] = value
    return style


def _run(words: str, style: Mapping[str, str], font: Font, where: str) -> TextRun:
    size = font.size
    attributes = dict(style)
    if "font-size" in attributes:
        written = re.fullmatch(r"([\d.]+)(px|em|%|)", attributes["font-size"])
        if written is None:
            raise ValueError(f"{where}: font-size {attributes['font-size']!r} is not drawn")
        size = float(written[1]) * {"em": font.size, "%": font.size / 100}.get(written[2], 1)
        attributes["font-size"] = number(size)
    return TextRun(words, attributes, size, attributes.get("font-family", font.family))


class Reach(NamedTuple):
    """How far the box of a text reaches from its first baseline, in pixels."""

    above: float
    below: float

    @property
    def middle(self) -> float:
        """From the middle of the box down to the first baseline."""
        return (self.above - self.below) / 2


def reach(lines: Lines, font: Font) -> Reach:
    """The reach of a text, by the metrics of its fonts."""
    above, below = [], []
    for index, line in enumerate(lines):
        down = index * LINE_SPACING * font.size
        for size, family in [(run.size, run.family) for run in line] or [(font.size, font.family)]:
            ascent, descent = _metrics(family)
            above.append(ascent * size - down)
            below.append(descent * size + down)
    return Reach(max(above), max(below))


def _metrics(family: str) -> tuple[float, float]:
    first = family.split(",")[0].strip(" \"'").lower().removesuffix(" variable")
    return _METRICS.get(first, _USUAL_METRICS)


class TextPosition(NamedTuple):
    """Where a text stands: fractions of the drawing, then pixels to the first baseline."""

    x: float
    y: float
    dx: float = 0
    dy: float = 0


class Pen(msgspec.Struct, frozen=True):
    """Writes texts on a canvas whose root says the font of the page."""

    canvas: Canvas
    page: Font

    def write(
        self,
        lines: Lines,
        font: Font,
        place: TextPosition,
        *,
        anchor: str = "start",
        halo: str = "",
        title: str = "",
        opacity: str = "",
    ) -> Element:
        """One `<text>`; `anchor` as in SVG, `halo` the colour of an outline behind the letters."""
        spaced = False
        children: list[Element | str] = [*titled(title)]
        for index, line in enumerate(lines):
            runs = [
                Element("tspan", look(run.attributes), [run.words]) if run.attributes else run.words
                for run in line
            ]
            spaced = spaced or _spaced("".join([run.words for run in line]))
            children += runs if index == 0 else [self._next_line(index, lines, place, font, runs)]
        how = _look(font, self.page, anchor, halo, opacity, spaced)
        return Element("text", how, children, self.canvas.point(*place))

    def _next_line(
        self, index: int, lines: Lines, place: TextPosition, font: Font, runs: Sequence[Element | str]
    ) -> Element:
        # An empty line holds nothing that could be moved down, so the next one is moved for both.
        blank = 1
        while blank < index and not lines[index - blank]:
            blank += 1
        down = number(blank * LINE_SPACING * font.size)
        return Element("tspan", (), runs, f'{self.canvas.line_start(place.x, place.dx)} dy="{down}"')


@lru_cache(maxsize=1024)
def _look(font: Font, page: Font, anchor: str, halo: str, opacity: str, spaced: bool) -> Look:
    """The look of a text in a font, on a drawing whose root says the font of the page."""
    attributes = {"text-anchor": "" if anchor == "start" else anchor, "opacity": opacity}
    attributes |= font.attributes(page)
    if halo and not transparent(halo):
        attributes |= {
            "stroke": halo,
            "stroke-width": "4",
            "stroke-linejoin": "round",
            "paint-order": "stroke",
        }
    return look({**attributes, "xml:space": "preserve" if spaced else ""})


def _spaced(words: str) -> bool:
    return "  " in words or words != words.strip() or "\t" in words


def page_font(layout: Spec) -> Font:
    """The font of the whole figure."""
    return read_font(part(layout, "font", "layout"), Font(), "layout.font")
