"""The tags of an HTML page in one pass: the time that any page takes grows with its length and no faster."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

import msgspec

LONGEST = 1_000
"""Characters of an attribute or of a label that are looked at; the longest address of a file has some 200."""

_LONGEST_TAG = 2_000
"""Characters within which a `>` may stand in quotes; in a longer tag it ends the tag wherever it stands."""

_START = re.compile(r"<(?:!--|(/?[a-zA-Z][a-zA-Z0-9]*))")
_REST = re.compile(r"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")
_ATTRIBUTE = re.compile(
    r"""(?<![^\s"'/])([^\s"'=<>/]++)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""",
)
_SCRIPT_ENDS = re.compile("</script", re.IGNORECASE)


class Tag(msgspec.Struct, frozen=True):
    """A tag by its name in small letters, `/a` for one that ends; what it has; the text after it, as written.

    The text of a script ends where the script does, any other before the next `<`.
    """

    name: str
    attributes: Mapping[str, str]
    text: str


def plain(text: str) -> str:
    """A text without references to characters, cut at LONGEST."""
    return unescape(text[:LONGEST])


def tags(page: str) -> Iterator[Tag]:
    """The tags of a page in their order; comments and what is no tag are passed over."""
    at = 0
    while found := _START.search(page, at):
        if found[1] is None:
            at = page.find("-->", found.end())
            if at < 0:
                return
            continue
        rest = _REST.match(page, found.end(), found.end() + _LONGEST_TAG)
        end = rest.end() if rest else page.find(">", found.end()) + 1
        if not end:
            return
        name = found[1].lower()
        if name == "script":
            ends = _SCRIPT_ENDS.search(page, end)
            at = ends.start() if ends else len(page)
        else:
            at = page.find("<", end)
            at = at if at >= 0 else len(page)
        yield Tag(name, _attributes(page[found.end() : end]), page[end:at])


def _attributes(inside: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(inside):
        value = "".join(values)
        if len(value) <= LONGEST:
            found.setdefault(name.lower(), plain(value).strip())
    return found
