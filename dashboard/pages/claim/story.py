"""The narrative as blocks: its prose as HTML, and the places of the statements and their steps."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

import msgspec
from markdown_it import MarkdownIt

_PLACE = re.compile(r"\{(?:claim:(?P<claim>[\w-]+)|(?P<steps>[\w-]+)\.steps)\}")


class StoryBlock(msgspec.Struct, frozen=True):
    """A paragraph (its HTML), a statement (its id), or a statement's steps (its id)."""

    kind: Literal["prose", "statement", "steps"]
    text: str
    claims: tuple[str, ...] = ()


class Section(msgspec.Struct, frozen=True):
    """A heading and what stands under it."""

    heading: str
    blocks: tuple[StoryBlock, ...]


@lru_cache(maxsize=8)
def sections(narrative: str, page: str = "/") -> tuple[Section, ...]:
    """The sections of a narrative; a link to `claim:ID` leads to `page` with it chosen."""
    found: list[Section] = []
    for part in re.split(r"^## ", narrative, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        blocks = tuple(_block(text.strip(), page) for text in re.split(r"\n\s*\n", body) if text.strip())
        found.append(Section(heading.strip(), blocks))
    return tuple(found)


def _block(text: str, page: str) -> StoryBlock:
    if place := _PLACE.fullmatch(text):
        return (
            StoryBlock("statement", place["claim"]) if place["claim"] else StoryBlock("steps", place["steps"])
        )
    claims = tuple(re.findall(r"\]\(claim:([\w-]+)\)", text))
    return StoryBlock("prose", _html(text, page), claims)


def _html(text: str, page: str) -> str:
    """One paragraph of Markdown (links, emphasis) as HTML; raw HTML in it stays text."""
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False})
    tokens = parser.parseInline(text)
    for token in tokens[0].children or []:
        href = str(token.attrGet("href") or "")
        if token.type == "link_open" and href.startswith("claim:"):
            claim = href.removeprefix("claim:")
            token.attrs = {
                "href": f"{page}?claim={claim}",
                "id": f"claim-{claim}",
                "data-nav": "",
                "data-claim": claim,
            }
    html: str = parser.renderer.render(tokens, parser.options, {})
    return html


def link_state(html: str, chosen: str) -> str:
    """The paragraph with its link to the chosen statement marked as the current one."""
    return html.replace(f'data-claim="{chosen}"', f'data-claim="{chosen}" aria-current="true"')
