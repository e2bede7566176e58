"""The parts of a workbook's zip, unpacked and walked once within bounds before any reader sees them.

What a reader of values shows as blank is told apart here as well: a cell may hold an error such as #REF!, or
a formula that was never computed.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from xml.parsers import expat

from etl.model import Rejected

MAX_BYTES = 64 * 2**20
"""The most that a workbook may weigh, packed or unpacked. NATO's weigh under one megabyte."""
MAX_PARTS = 2_000
MAX_CELLS = 4_000_000
"""The largest rectangle a sheet may span: one cell far out would make the reader reserve them all."""
UNCOMPUTED = "a formula without its value"

Unreadable = Mapping[tuple[int, int], str]
"""What stands in cells that look blank and are not, by row and column from 0."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


def no_workbook(file: str, found: str) -> Rejected:
    """The refusal of a file that is not a workbook, or not one that is read."""
    return Rejected(file, expected="an Excel workbook (.xlsx)", found=found)


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def unreadable_cells(content: bytes, file: str) -> dict[str, Unreadable]:
    """Check every part of the zip; return the cells of each sheet, by its name, that only look blank.

    Raises Rejected for what is no sound .xlsx, is encrypted, or goes beyond the bounds above.
    """
    walks: dict[str, _Walk] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_list(parts, file)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    walks[part.filename] = _walk(file, part.filename, archive.read(part))
                else:
                    archive.read(part)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, zlib.error) as error:
        raise no_workbook(file, f"a truncated or damaged one ({error})") from error
    targets = walks[_RELATIONS].targets if _RELATIONS in walks else {}
    sheets = walks[_WORKBOOK].sheets
    return {name: walks[targets[key]].unreadable for name, key in sheets.items() if targets.get(key) in walks}


def _check_list(parts: list[zipfile.ZipInfo], file: str) -> None:
    names = [p.filename for p in parts]
    if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_BYTES:
        raise no_workbook(file, f"a zip that unpacks to more than {MAX_PARTS} parts or {MAX_BYTES} bytes")
    if any(p.flag_bits & 1 for p in parts):
        raise no_workbook(file, "an encrypted zip, which is not read")
    if _WORKBOOK not in names:
        raise no_workbook(file, f"a zip of something else: {', '.join(names[:3])}")
    if len(set(names)) != len(names):
        raise no_workbook(file, "a zip that holds two parts of one name")


def _walk(file: str, part: str, xml: bytes) -> _Walk:
    walk = _Walk()
    try:
        walk.parser.Parse(xml, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise no_workbook(file, f"a damaged one: {part}: {error}") from error
    if walk.rows * walk.columns > MAX_CELLS:
        raise no_workbook(file, f"a sheet ({part}) that spans {walk.rows} rows and {walk.columns} columns")
    return walk


class _Walk:
    """One part walked from end to end: sound XML without a document type, and what its kind has to tell."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.unreadable: dict[tuple[int, int], str] = {}
        self.sheets: dict[str, str] = {}
        self.targets: dict[str, str] = {}
        self._root = self._type = self._text = ""
        self._row = self._column = 0
        self._seen: set[tuple[int, int]] = set()
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _doctype(self, *_: object) -> None:
        raise ValueError("a document type")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if not self._root:
            self._root = name
        elif self._root == "worksheet":
            self._in_sheet(name, attributes)
        elif name == "sheet" and "name" in attributes:
            key = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.sheets[attributes["name"]] = key
        elif name == "Relationship":
            target = posixpath.join("/xl", attributes.get("Target", ""))
            self.targets[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/")

    def _in_sheet(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._row = int(attributes["r"]) if "r" in attributes else self._row + 1
            self._column = 0
            self.rows = max(self.rows, self._row)
        elif name == "c":
            self._cell(attributes)
        if name == "f" or (name == "c" and self._type == "e"):
            self._watch()

    def _cell(self, attributes: dict[str, str]) -> None:
        self._type, self._text = attributes.get("t", ""), ""
        if "r" in attributes:
            found = _REFERENCE.fullmatch(attributes["r"])
            if found is None:
                raise ValueError(f"a cell with the reference {attributes['r']!r}")
            self._row, self._column = int(found[2]), column_number(found[1])
        else:
            self._column += 1
        place = (self._row - 1, self._column - 1)
        if place in self._seen:
            raise ValueError(f"the cell {column_letters(self._column)}{self._row} twice")
        self._seen.add(place)
        self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._column)

    def _watch(self) -> None:
        """From here to the cell's end, listen to its text: few cells need it."""
        self.parser.CharacterDataHandler = self._characters
        self.parser.EndElementHandler = self._end

    def _characters(self, text: str) -> None:
        self._text += text

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "f":
            self._text = ""
        elif name == "c":
            self.parser.CharacterDataHandler = None
            self.parser.EndElementHandler = None
            if self._type == "e":
                self.unreadable[self._row - 1, self._column - 1] = self._text.strip() or "an error"
            elif not self._text.strip() and self._type != "str":
                self.unreadable[self._row - 1, self._column - 1] = UNCOMPUTED
