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


Look = tuple[tuple[str, str], ...]
"""Names and values of attributes that many elements may have alike."""


class Written(str):
    """A child that is an element already, as it stands in the document."""

    __slots__ = ()


class Element(NamedTuple):
    """One element: its look, and `place`, the attributes that no other has, as they are written before it."""

    tag: str
    look: Look
    children: Sequence[Element | str] = ()
    place: str = ""

    def __str__(self) -> str:
        tag, look, children, place = self
        opened = f"<{tag}{place}{written(look)}" if look else f"<{tag}{place}"
        if not children:
            return f"{opened}/>"
        inside = "".join([_escaped(child) if type(child) is str else str(child) for child in children])
        return f"{opened}>{inside}</{tag}>"


def look(attributes: Mapping[str, str]) -> Look:
    """Attributes as a look, without those of ""."""
    return tuple([item for item in attributes.items() if item[1]])


def element(tag: str, attributes: Mapping[str, str], children: Sequence[Element | str] = ()) -> Element:
    """An element with attributes that it shares with no other; one of "" is written nowhere."""
    return Element(tag, look(attributes), children)


@lru_cache(maxsize=1024)
def written(look: Look) -> str:
    """A look as it is written into an element."""
    return "".join([f' {name}="{_escaped(value)}"' for name, value in look])


def titled(words: str) -> Sequence[Written]:
    """The child that says what a mark is; none where there are no words."""
    return (Written(f"<title>{_escaped(words)}</title>"),) if words else ()


@lru_cache(maxsize=8192)
def number(value: float, places: int = 2) -> str:
    """A number in its shortest form: at most `places` decimals, no trailing zero, no minus zero."""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@lru_cache(maxsize=8192)
def percent(fraction: float) -> str:
    """A fraction of a drawing in percent, in its shortest form: at most three decimals."""
    text = f"{fraction * 100:.3f}".rstrip("0").rstrip(".")
    return "0%" if text == "-0" else f"{text}%"


def _escaped(text: str) -> str:
    """`text` as XML carries it, U+FFFD for what it cannot."""
    return escape(_FORBIDDEN.sub("\ufffd", text)) if _SPECIAL.search(text) else text


def group(children: Iterable[Element], attributes: Mapping[str, str] | None = None) -> list[Element]:
    """`children` in one `<g>`, which takes over what all of them say alike; nothing where there are none."""
    members = list(children)
    given = look(attributes or {})
    if not members or (len(members) == 1 and not given):
        return members
    looks = {member.look for member in members}
    shared = dict(set.intersection(*map(set, looks)))
    taken = tuple([(name, shared[name]) for name in _INHERITED if name in shared])
    if not (given or taken):
        return members
    own = {one: written(tuple([item for item in one if item not in taken])) for one in looks}
    lean = [Element(tag, (), inner, place + own[how]) for tag, how, inner, place in members]
    return [Element("g", given + taken, lean)]
