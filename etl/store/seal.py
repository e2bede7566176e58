"""A checksum inside a small file, over all of its other bytes: a record or a mark that rotted is found.

Files written before there were checksums have none; they are read, and `etl check` names them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from etl.formats.files import as_json

_MARK = "checksum"
_SEALED = re.compile(rb'(.*\bchecksum(?:": "| ))([0-9a-f]{64})("\n\}\n|\n)', re.DOTALL)


class Unsealed(ValueError):
    """A file that has no checksum, or another than its bytes have: says which."""


def sealed_json(value: Mapping[str, Any]) -> bytes:
    """A record as JSON whose last member is its checksum."""
    return _sealed(as_json({**value, _MARK: "0" * 64}))


def sealed_text(text: str) -> bytes:
    """A text whose last line is its checksum."""
    return _sealed(f"{text}\n{_MARK} {'0' * 64}\n".encode())


def text_of(data: bytes) -> str:
    """A text without the line of its checksum, if it has one; what is wrong with that is not asked."""
    text = data.decode("utf-8", "replace")
    body, found, _ = text.rpartition(f"\n{_MARK} ")
    return body if found else text


def record_of(data: bytes) -> dict[str, Any]:
    """A record without its checksum.

    Raises msgspec.DecodeError for what is no JSON object, Unsealed for a checksum of other bytes.
    """
    record = msgspec.json.decode(data, type=dict[str, Any])
    if _MARK in record:
        verify(data)
    return {key: value for key, value in record.items() if key != _MARK}


def verify(data: bytes) -> None:
    """Raises Unsealed unless the bytes have their checksum."""
    match = _SEALED.fullmatch(data)
    if match is None:
        raise Unsealed("it has no checksum: it is damaged, or older than checksums are")
    if _digest(match[1], match[3]) != match[2]:
        raise Unsealed("its bytes do not match its checksum")


def _sealed(text: bytes) -> bytes:
    match = _SEALED.fullmatch(text)
    if match is None:
        raise ValueError("a checksum stands at the end of a file")
    return match[1] + _digest(match[1], match[3]) + match[3]


def _digest(head: bytes, tail: bytes) -> bytes:
    return hashlib.sha256(head + tail).hexdigest().encode()
