"""What an operator says of the site to its readers: its address, and to whom faults are reported."""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

PUBLIC_URL = "TWO_PERCENT_PUBLIC_URL"
"""The variable that names the public address, as `https://example.org` or `https://example.org/nato`."""

CONTACT = "TWO_PERCENT_SECURITY_CONTACT"
"""The variable that says where faults are reported: `mailto:...` or `https://...`."""

_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
_NAME = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
HOST = re.compile(rf"(?:{_NAME}(?:\.{_NAME})*\.?|\[[0-9a-f:.]{{2,45}}\])(?::\d{{1,5}})?", re.IGNORECASE)
"""The name or number of a host, with or without a port."""


def public_url() -> str:
    """The public address without a slash at its end, '' where the operator names none.

    Raises ValueError where TWO_PERCENT_PUBLIC_URL is not an address of a site.
    """
    text = os.environ.get(PUBLIC_URL, "").strip().rstrip("/")
    if not text:
        return ""
    parts = urlsplit(text)
    plain = parts.scheme in ("https", "http") and not parts.query and not parts.fragment
    dots = any(not part.strip(".") for part in parts.path.split("/")[1:])
    if not plain or dots or not HOST.fullmatch(parts.netloc) or not _PATH.fullmatch(parts.path):
        raise ValueError(
            f"{PUBLIC_URL} takes an address as https://example.org or https://example.org/nato; "
            f"it was given {text[:60]!r}"
        )
    return text


def path_of(public: str) -> str:
    """The path under which a public address has this site, as `/nato`; "" at the root of its host."""
    return urlsplit(public).path


def security_contact() -> str:
    """Where faults are reported, '' where the operator names no place. Raises ValueError for no address."""
    text = os.environ.get(CONTACT, "").strip()
    parts = urlsplit(text)
    good = (parts.scheme == "mailto" and "@" in parts.path) or (parts.scheme == "https" and parts.netloc)
    if text and not (good and text.isascii() and text.isprintable() and " " not in text):
        raise ValueError(f"{CONTACT} takes mailto:... or https://...; it was given {text[:60]!r}")
    return text
