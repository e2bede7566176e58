"""Files that are no workbook, or none that is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from cProfile import Profile
from pathlib import Path

import pytest

from etl.formats.archive import archive
from etl.sources.nato.reader import read_workbook
from etl.sources.nato.reader.parts import MAX_BYTES, cell_texts
from tests.etl import workbooks
from tests.etl.rejections import rejection
from tests.etl.workbooks import ALLIES, PUBLISHED, build, content, rezipped

EDITION = workbooks.edition()


def spoilt(change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The bytes of a sound workbook with its parts changed (None leaves a part out)."""
    return rezipped(build(EDITION), change)


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    """The bytes of a sound workbook with its third sheet changed."""
    return spoilt(lambda p, d: change(d) if "sheet3" in p else d)


def of_sheet(old: bytes, new: bytes) -> bytes:
    """The bytes of a sound workbook with one thing for another in its third sheet."""
    return with_sheet(lambda d: d.replace(old, new))


def with_row(row: bytes) -> bytes:
    """The bytes of a sound workbook with one more row in its third sheet."""
    return of_sheet(b"</sheetData>", b'<row r="99">' + row + b"</row></sheetData>")


def zip_of(**parts: bytes) -> bytes:
    """A zip of a few parts."""
    return archive(parts)


OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
SOUND = content(build(EDITION))
FILES = {
    "html": (b"<!DOCTYPE html><html><title>NATO</title>", "an HTML page"),
    "csv": (b"ally,year\nFRA,2014\n", "a file of another kind (19 bytes)"),
    "empty": (b"", "an empty file"),
    "pdf": (b"%PDF-1.7 ...", "a PDF, whose tables are not read"),
    "xls": (OLE, "an old .xls workbook"),
    "encrypted": (OLE + "EncryptedPackage".encode("utf-16-le"), "an encrypted workbook"),
    "zip": (zip_of(readme=b"hello"), "a zip without xl/workbook.xml"),
    "cut short": (SOUND[: len(SOUND) // 2], "a zip cut off or damaged"),
    "only a start": (SOUND[:4], "a zip cut off or damaged"),
    "no sheets' list": (
        spoilt(lambda p, d: None if p == "xl/workbook.xml" else d),
        "a zip without xl/workbook.xml",
    ),
    "broken xml": (
        spoilt(lambda p, d: d[:99] if p == "xl/workbook.xml" else d),
        "a damaged one: xl/workbook.xml: ",
    ),
    "bomb": (
        zip_of(**{"xl/workbook.xml": b"", "a": bytes(MAX_BYTES + 1)}),
        "a zip that unpacks to more than",
    ),
    "no list of parts": (
        spoilt(lambda p, d: None if p == "xl/_rels/workbook.xml.rels" else d),
        "one that cannot be opened",
    ),
    "a document type": (
        with_sheet(lambda d: b'<!DOCTYPE a [<!ENTITY b "c">]>' + d),
        "a damaged one: xl/worksheets/sheet3.xml: a document type",
    ),
    "unknown encoding": (
        with_sheet(lambda d: b'<?xml version="1.0" encoding="TF-8"?>' + d),
        "a damaged one: xl/worksheets/sheet3.xml: ",
    ),
    "half a sheet": (with_sheet(lambda d: d[:999]), "xl/worksheets/sheet3.xml"),
    "a cell nowhere": (of_sheet(b'r="E11"', b'r="ABCD11"'), "a cell with the reference 'ABCD11'"),
    "a cell twice": (of_sheet(b'r="E11"', b'r="D11"'), "the cell D11 twice"),
    "a style that is none": (
        with_row(b'<c r="A99" s="x"/>'),
        "a damaged one: xl/worksheets/sheet3.xml: invalid literal",
    ),
    "a cell without a reference where another stands": (
        with_row(b'<c r="A99"/><c/><c r="B99"/>'),
        "the cell B99 twice",
    ),
    "far cell": (of_sheet(b'r="D11"', b'r="XFD1048576"'), "spans 1048576 rows and 16384 columns"),
    # Read line by line, such a text takes its length squared: hours, from a file of 60 kB.
    "a text without end": (
        with_sheet(lambda d: d.replace(b"</t>", b"a\n" * 200_000 + b"</t>", 1)),
        "a cell with more than 32767 characters",
    ),
    "one text in all cells": (
        spoilt(
            lambda p, d: (
                b"<sst><si><t>" + b"a" * 32_000 + b"</t></si></sst>"
                if p == "docProps/app.xml"
                else d.replace(
                    b"</sheetData>",
                    b"<row>" + b'<c t="s"><v>0</v></c>' * 6_000 + b"</row></sheetData>",
                )
            )
        ),
        "cells that share texts of up to 32000 characters",
    ),
    "merged everywhere": (
        of_sheet(b"</sheetData>", b"</sheetData>" + b'<mergeCell ref="A1:B2"/>' * 1_001),
        "with 1002 merged ranges",
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_workbook(kind: str) -> None:
    source, found = FILES[kind]
    error = rejection(source)
    assert error.place == ""
    assert "expected an Excel workbook (.xlsx), found " in str(error)
    assert found in error.found


def test_a_zip_that_is_encrypted() -> None:
    marked = bytearray(SOUND)
    at = marked.index(b"PK\x01\x02")
    marked[at + 8] |= 1
    assert "an encrypted zip" in rejection(bytes(marked)).found


def test_a_damaged_part() -> None:
    broken = bytearray(SOUND)
    middle = SOUND.index(b"xl/worksheets/sheet3.xml") + 200
    broken[middle : middle + 20] = bytes(20)
    assert "damaged" in rejection(bytes(broken)).found


def test_a_sheet_that_is_not_there() -> None:
    error = rejection(spoilt(lambda p, d: None if p == "xl/worksheets/sheet3.xml" else d))
    assert (error.place, error.expected) == ("TABLE3", "a sheet whose part is in the workbook")


def test_a_sheet_with_a_cell_of_an_unknown_kind() -> None:
    error = rejection(with_sheet(lambda d: d.replace(b' t="n"', b' t="zz"', 1)))
    assert (error.place, error.expected) == ("TABLE3", "a sheet that can be read")


def test_a_file_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert f"{MAX_BYTES + 1} bytes" in rejection(path).found


def test_two_parts_of_one_name() -> None:
    target = io.BytesIO(SOUND)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert "two parts of one name" in rejection(target.getvalue()).found


def test_a_path_that_is_not_there_is_not_a_rejection(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_workbook(tmp_path / "gone.xlsx", name="t", published=PUBLISHED, allies=ALLIES)


def test_what_other_workbooks_held_is_checked_and_not_looked_at() -> None:
    def calls(cells: int) -> int:
        linked = b"<externalLink>" + b'<cell r="A1"><v>1</v></cell>' * cells + b"</externalLink>"
        added = io.BytesIO(SOUND)
        with zipfile.ZipFile(added, "a") as archive:
            archive.writestr("xl/externalLinks/externalLink1.xml", linked)
        profile = Profile()
        profile.runcall(cell_texts, added.getvalue(), "tables.xlsx")
        return sum(entry.callcount for entry in profile.getstats())

    # NATO's workbook of 2016 has 60,000 elements of these, seven times as many as its sheets.
    calls(1)
    assert calls(5000) - calls(1) < 100


def test_a_cell_that_states_no_reference_stands_right_of_the_one_before() -> None:
    rows = (
        b'<row/><row><c r="B99"/><c t="e"><v>#REF!</v></c></row><row><c/><c><f>A1</f></c></row></sheetData>'
    )
    book = of_sheet(b"</sheetData>", rows)
    found = cell_texts(book, "tables.xlsx")["TABLE3"].unreadable
    assert {cell: text for cell, text in found.items() if cell[0] > 90} == {
        (98, 2): "#REF!",
        (99, 1): "a formula without its value",
    }
