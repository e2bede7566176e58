"""What an address gave, or why it gave nothing: known to sources without what asks, which is slow to load."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class FetchFailed(Exception):
    """An address that gave nothing to use: `address`, and `why` in words."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(address, why)
        self.address, self.why = address, why

    def __str__(self) -> str:
        """One line: the address, then why."""
        return f"{self.address}: {self.why}"


class NotThere(FetchFailed):
    """An address that the server says it has nothing at (404 or 410)."""


class HttpResponse(msgspec.Struct, frozen=True):
    """What an address gave: the `address` it came from in the end, headers in lower case, the body.

    `changed` is False where the server said that what we have is still good; the body is then empty.
    """

    address: str
    headers: Mapping[str, str]
    body: bytes
    changed: bool = True
