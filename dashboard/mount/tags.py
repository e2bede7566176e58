"""Dash's tags for a page, as they were collected."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec

PREFIX = "/_dash/"
"""What the addresses begin with that Dash answers."""


class Tags(msgspec.Struct, frozen=True):
    """`html` is what starts Dash in a page; `scripts` what the page's policy must allow for it."""

    html: str
    scripts: tuple[str, ...]


def write(path: Path, tags: Tags) -> None:
    """Writes the tags to a file."""
    path.write_text(json.dumps(msgspec.structs.asdict(tags), indent=1) + "\n", "utf-8")


def read(path: Path) -> Tags:
    """The tags of a file that `write` has written. Raises OSError where there is none."""
    found = json.loads(path.read_text("utf-8"))
    return Tags(found["html"], tuple(found["scripts"]))
