"""Ten lines each to use the API from what people work with: shown on `/data`, and tested as shown."""

from __future__ import annotations

from pathlib import Path

import msgspec

SITE = "http://127.0.0.1:8050"
"""The address that stands in the files: where `make run` serves."""

_FILES = (
    ("Python with pandas", "python", "shares.py"),
    ("R", "r", "shares.R"),
    ("JavaScript", "javascript", "shares.mjs"),
    ("A spreadsheet", "spreadsheet", "shares.txt"),
    ("curl", "sh", "shares.sh"),
)


class Program(msgspec.Struct, frozen=True):
    """A short program: what it is for, its language, the file's name, and its text."""

    title: str
    language: str
    file: str
    text: str


def examples(site: str) -> tuple[Program, ...]:
    """Every example, asking the API at `site` (an address without a slash at its end)."""
    here = Path(__file__).parent
    return tuple(
        Program(title, language, file, (here / file).read_text("utf-8").replace(SITE, site))
        for title, language, file in _FILES
    )
