"""What a body is by its own bytes, whatever its header says."""

from __future__ import annotations

import io
import zipfile

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def is_page(text: str) -> bool:
    """Whether a text looks like a web page."""
    start = text[:2048].lstrip("\ufeff \t\r\n").lower()
    return start.startswith(("<!doctype html", "<html", "<head", "<body")) or "<html" in start


def not_a_workbook(body: bytes) -> str:
    """What a body is that is no .xlsx, in words; '' for one that may be read as a workbook."""
    if not body:
        return "an empty file"
    if is_page(body[:2048].decode("utf-8", errors="replace")):
        return "an HTML page"
    if body.startswith(b"%PDF"):
        return "a PDF, whose tables are not read; NATO puts a workbook beside it"
    if body.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in body
        kind = "an encrypted workbook" if encrypted else "an old .xls workbook or another binary Office file"
        return f"{kind}, which is not read"
    if not body.startswith(b"PK\x03\x04"):
        return f"a file of another kind ({len(body)} bytes)"
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError):
        return f"a zip cut off or damaged after {len(body)} bytes"
    if "xl/workbook.xml" not in names:
        return "a zip without xl/workbook.xml"
    return ""
