"""Zip files whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

_DAY = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can name."""


def archive(files: Mapping[str, bytes | Iterable[bytes]]) -> bytes:
    """Files by name as a zip file, in the order given. A long one may come in pieces."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            with out.open(entry, "w") as opened:
                for piece in (data,) if isinstance(data, bytes) else data:
                    opened.write(piece)
    return sink.getvalue()


def contents(data: bytes) -> dict[str, bytes]:
    """The files of a zip file by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
