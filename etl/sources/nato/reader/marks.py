"""Footnotes' marks and invisible characters: what stands in a cell's text and says nothing of its content.

A mark is a raised, lowered or circled character. Markup that raises or lowers characters is written as such
characters, so that everything after it has one question to ask: whether a character is a mark.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

UNREADABLE = "\ufffd"
"""Stands for what was struck out, and for a raised character that can be no footnote's mark."""

_RAISED = str.maketrans("0123456789()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_BETWEEN_MARKS = re.compile(r"(?<=[\w*†‡§)]) *[,;] *(?=[\w*†‡§(])")
_FILLERS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0") | {chr(n) for n in range(0xFE00, 0xFE10)}
_STARS = "*†‡§"


@cache
def is_mark(character: str) -> bool:
    """Whether a character is raised, lowered or in a circle, or a star or dagger."""
    kind = unicodedata.decomposition(character).partition(" ")[0]
    return character in _STARS or kind in ("<super>", "<sub>", "<circle>")


def is_invisible(character: str) -> bool:
    """Whether a character shows nothing: a joiner, a direction mark, a soft hyphen, a byte order mark."""
    return unicodedata.category(character) == "Cf" or character in _FILLERS


def visible(text: str) -> str:
    """The text without invisible characters."""
    return text if text.isascii() else "".join(c for c in text if not is_invisible(c))


def unmarked(text: str) -> str:
    """The text without marks and invisible characters, wherever they stand; for names and words."""
    if text.isascii() and not any(star in text for star in _STARS):
        return text
    return "".join(c for c in visible(text) if not is_mark(c))


def marks_behind(text: str) -> tuple[str, str]:
    """A text and the marks at its end: ('3.49', '⁶'). One elsewhere, or a sign, is none of these."""
    end = len(text)
    while end and (text[end - 1].isspace() or (is_mark(text[end - 1]) and not _is_sign(text[end - 1]))):
        end -= 1
    marks = text[end:].strip()
    return (text[:end], marks) if marks else (text, "")


def _is_sign(character: str) -> bool:
    plain = unicodedata.normalize("NFKC", character)
    return not plain.isalnum() and plain not in "()" and plain not in _STARS


def raised(text: str) -> str:
    """Characters that markup raises or lowers, as raised characters; what is no mark is unreadable."""
    joined = _BETWEEN_MARKS.sub("", text).casefold().translate(_RAISED)
    return "".join(c if is_mark(c) or c.isspace() or is_invisible(c) else UNREADABLE for c in joined)


class RichText:
    """The text of a cell with its markup, part by part as a parser meets them.

    `raised_cell` is whether the cell's own font raises all that no run says otherwise of.
    """

    def __init__(self) -> None:
        self._runs: list[tuple[str, bool | None, bool]] = []
        self._text = ""
        self._raised: bool | None = None
        self._struck = self._in_text = self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins, by its local name."""
        match name:
            case "r":
                self._raised, self._struck = None, False
            case "rPr":
                self._raised = False
            case "vertAlign":
                self._raised = attributes.get("val", "") in ("superscript", "subscript")
            case "strike":
                self._struck = attributes.get("val", "1") not in ("0", "false")
            case "rPh":
                self._phonetic = True
            case "t":
                self._in_text, self._text = not self._phonetic, ""
            case _:
                pass

    def characters(self, text: str) -> None:
        """Characters inside an element."""
        if self._in_text:
            self._text += text

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "t" and self._in_text:
            self._runs.append((self._text, self._raised, self._struck))
            self._in_text = False
        elif name == "rPh":
            self._phonetic = False

    @property
    def marked(self) -> bool:
        """Whether any of it is raised, lowered or struck out by markup of its own."""
        return any(up or struck for _, up, struck in self._runs)

    def text(self, raised_cell: bool = False) -> str:
        """The whole text, raised characters as such and each struck-out part as one unreadable one."""
        return "".join(
            (UNREADABLE if struck else raised(text) if (raised_cell if up is None else up) else text)
            for text, up, struck in self._runs
            if text
        )
