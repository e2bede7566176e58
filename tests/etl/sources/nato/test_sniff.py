"""What a body is by its own bytes."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.sources.nato.sniff import is_page, not_a_workbook
from tests.etl import small_data


def a_zip(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


WORKBOOK = small_data.workbook(small_data.of_2024())


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "an empty file"),
        (b"\xef\xbb\xbf\n <!DOCTYPE HTML><p>", "an HTML page"),
        (b"<?xml version='1.0'?><html>", "an HTML page"),
        (b"%PDF-1.7", "a PDF"),
        (
            bytes.fromhex("d0cf11e0a1b11ae1") + b"..",
            "an old .xls workbook or another binary Office file, which is not read",
        ),
        (b"hello", "a file of another kind (5 bytes)"),
        (a_zip("word/document.xml", "a", "b", "c"), "a zip without xl/workbook.xml"),
        (WORKBOOK[:-2000], "cut off"),
        (b"PK\x03\x04" + bytes(100), "cut off or damaged"),
    ],
)
def test_what_is_no_workbook_is_named(body: bytes, what: str) -> None:
    assert what in not_a_workbook(body)


def test_a_workbook_is_one() -> None:
    assert not_a_workbook(WORKBOOK) == ""
    assert not is_page(WORKBOOK.decode("latin-1"))


@given(st.binary(max_size=300))
def test_any_body_is_something(body: bytes) -> None:
    assert not_a_workbook(body)
    assert not_a_workbook(b"PK\x03\x04" + body)
