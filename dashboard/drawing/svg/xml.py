"""A small tree of SVG elements, and the form in which numbers and words are written into it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

# What XML 1.0 cannot carry, not even as a character reference.
_CANNOT = r"\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_FORBIDDEN = re.compile(f"[{_CANNOT}]")
_SPECIAL = re.compile(f"[{_CANNOT}\"&'<>]")

# Inherited by children, so that a group may carry them once. `opacity` is not: a group's is its own.
_INHERITED = (
    "fill",
    "stroke",
    "stroke-width",
    "stroke-dasharray",
    "stroke-linejoin",
    "paint-order",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "text-anchor",
)


class Element(NamedTuple):
    """One element; an attribute of "" is written nowhere."""

    tag: str
    attributes: Mapping[str, str]
    children: Sequence[Element | str] = ()

    def __str__(self) -> str:
        attributes = "".join(
            [f' {name}="{_escaped(value)}"' for name, value in self.attributes.items() if value]
        )
        if not self.children:
            return f"<{self.tag}{attributes}/>"
        inside = "".join(
            [_escaped(child) if isinstance(child, str) else str(child) for child in self.children]
        )
        return f"<{self.tag}{attributes}>{inside}</{self.tag}>"


@lru_cache(maxsize=8192)
def number(value: float, places: int = 2) -> str:
    """A number in its shortest form: at most `places` decimals, no trailing zero, no minus zero."""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _escaped(text: str) -> str:
    """`text` as XML carries it, U+FFFD for what it cannot."""
    return escape(_FORBIDDEN.sub("\ufffd", text)) if _SPECIAL.search(text) else text


def group(children: Iterable[Element], attributes: Mapping[str, str] | None = None) -> list[Element]:
    """`children` in one `<g>`, which takes over what all of them say alike; nothing where there are none."""
    members = list(children)
    given = {name: value for name, value in (attributes or {}).items() if value}
    if not members or (len(members) == 1 and not given):
        return members
    shared = {
        name: value
        for name in _INHERITED
        if (value := members[0].attributes.get(name, ""))
        and all(member.attributes.get(name) == value for member in members)
    }
    if not (given or shared):
        return members
    lean = [
        Element(
            member.tag,
            {name: value for name, value in member.attributes.items() if name not in shared},
            member.children,
        )
        for member in members
    ]
    return [Element("g", {**given, **shared}, lean)]
