"""The parts of a workbook's zip, unpacked and walked once within bounds before any reader sees them.

What a reader of values shows as blank is distinguished here as well: a cell may hold an error such as #REF!,
or a formula that was never computed.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections import Counter, deque
from collections.abc import Mapping
from functools import lru_cache
from string import ascii_uppercase, digits
from xml.parsers import expat

import msgspec

from etl.model import Rejected
from etl.sources.nato.reader.marks import RichText, raised

MAX_BYTES = 16 * 2**20
"""The most that a workbook may weigh, packed or unpacked. NATO's weigh under two megabytes unpacked."""
MAX_PARTS = 2_000
MAX_CELLS = 4_000_000
"""The largest rectangle a sheet may span: one cell far out would make the reader reserve them all."""
MAX_TEXT = 32_767
"""Characters of a cell, as in Excel."""
MAX_TEXTS = 10 * MAX_BYTES
"""Characters of all cells together, each taken for the longest text that cells share."""
MAX_MERGED = 1_000
"""Merged ranges of a sheet. NATO's have up to five."""
UNCOMPUTED = "a formula without its value"

Cell = tuple[int, int]
"""Row and column, both from 0."""


class CellTexts(msgspec.Struct, frozen=True):
    """What a reader of values does not show of a sheet's cells.

    `unreadable` is what stands in cells that look blank and are not; `marked` the whole text of cells of
    which markup raises, lowers or strikes out a part, see `etl.sources.nato.reader.marks`.
    """

    unreadable: Mapping[Cell, str] = msgspec.field(default_factory=dict)
    marked: Mapping[Cell, str] = msgspec.field(default_factory=dict)


_COLUMN, _ROW = re.compile("[A-Z]{1,3}"), re.compile("[1-9][0-9]{0,6}")
_REFERENCE = re.compile(f"({_COLUMN.pattern})({_ROW.pattern})")
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"


def no_workbook(file: str, found: str) -> Rejected:
    """The rejection of a file that is not a workbook, or not one that is read."""
    return Rejected(file, expected="an Excel workbook (.xlsx)", found=found)


def _place_of(reference: str) -> Cell:
    """Row and column, from 1. Raises ValueError for what is no reference."""
    if (found := _REFERENCE.fullmatch(reference)) is None:
        raise ValueError(f"a cell with the reference {reference!r}")
    return int(found[2]), column_number(found[1])


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


@lru_cache(maxsize=1 << 10)
def column_letters(number: int) -> str:
    """A for 1, AA for 27."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_texts(content: bytes, file: str) -> dict[str, CellTexts]:
    """Check every part of the zip; return what else is known of the cells of each sheet, by its name.

    Raises Rejected for what is no sound .xlsx, is encrypted, or goes beyond the bounds above.
    """
    walks: dict[str, _XmlWalk] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_list(parts, file)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    walks[part.filename] = _walk(file, part.filename, archive.read(part))
                else:
                    archive.read(part)
            fonts = frozenset(n for walk in walks.values() for n in walk.raised_styles)
            known = [item for walk in walks.values() for item in walk.texts.items()]
            texts = {n: text for n, text in known if fonts or text.marked}
            if texts or fonts:
                for name in [n for n, walk in walks.items() if walk.is_sheet]:
                    walks[name] = _walk(file, name, archive.read(name), _Shared(texts, fonts))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, zlib.error) as error:
        raise no_workbook(file, f"a truncated or damaged one ({error})") from error
    longest, sharing = (sum(n) for n in zip(*((w.longest, w.sharing) for w in walks.values()), strict=True))
    if longest * sharing > MAX_TEXTS:
        raise no_workbook(file, f"one with {sharing} cells that share texts of up to {longest} characters")
    targets = walks[_RELATIONS].targets if _RELATIONS in walks else {}
    sheets = walks[_WORKBOOK].sheets
    return {
        name: CellTexts(walks[targets[key]].unreadable, walks[targets[key]].marked)
        for name, key in sheets.items()
        if targets.get(key) in walks
    }


def _check_list(parts: list[zipfile.ZipInfo], file: str) -> None:
    names = [p.filename for p in parts]
    if len(parts) > MAX_PARTS or sum(p.file_size for p in parts) > MAX_BYTES:
        raise no_workbook(file, f"a zip that unpacks to more than {MAX_PARTS} parts or {MAX_BYTES} bytes")
    if any(p.flag_bits & 1 for p in parts):
        raise no_workbook(file, "an encrypted zip, which is not read")
    if len(set(names)) != len(names):
        raise no_workbook(file, "a zip that holds two parts of one name")


class _Shared(msgspec.Struct, frozen=True):
    """What sheets refer to: shared texts with marks, by number, and the styles whose font is raised."""

    texts: Mapping[int, RichText] = msgspec.field(default_factory=dict)
    raised_styles: frozenset[int] = frozenset()


def _walk(file: str, part: str, xml: bytes, shared: _Shared | None = None) -> _XmlWalk:
    walk = _XmlWalk(shared or _Shared(), listing=part in (_WORKBOOK, _RELATIONS))
    try:
        walk.parser.Parse(xml, True)
        walk.check_cells()
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise no_workbook(file, f"a damaged one: {part}: {error}") from error
    if walk.rows * walk.columns > MAX_CELLS:
        raise no_workbook(file, f"a sheet ({part}) that spans {walk.rows} rows and {walk.columns} columns")
    if walk.merged > MAX_MERGED:
        raise no_workbook(file, f"a sheet ({part}) with {walk.merged} merged ranges")
    return walk


class _XmlWalk:
    """One part walked from end to end: sound XML without a document type, and what its kind contains.

    `listing` says that it lists sheets or where their parts are. Of parts other than these, sheets,
    texts and styles only soundness is checked, which the parser does by itself.
    """

    def __init__(self, shared: _Shared, *, listing: bool) -> None:
        self.rows = self.columns = self.merged = 0
        self.longest = self.sharing = 0
        self.unreadable: dict[Cell, str] = {}
        self.marked: dict[Cell, str] = {}
        self.sheets: dict[str, str] = {}
        self.targets: dict[str, str] = {}
        self.texts: dict[int, RichText] = {}
        self.raised_styles: list[int] = []
        self._shared, self._listing = shared, listing
        self._root = self._text = self._part = ""
        self._row = self._style = self._before_row = 0
        self._cell: Mapping[str, str] = {}
        self._references: list[str] = []
        self._styles: set[str] = set()
        self._fonts: list[bool] = []
        self._rich: RichText | None = None
        self.parser = expat.ParserCreate()
        # Else each line of a text comes by itself, and putting them together takes their number squared.
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._doctype

    @property
    def is_sheet(self) -> bool:
        """Whether the part is a worksheet."""
        return self._root == "worksheet"

    def _doctype(self, *_: object) -> None:
        raise ValueError("a document type")

    def _start(self, tag: str, _: dict[str, str]) -> None:
        """The root: by its name the rest is read."""
        self._root = _local(tag)
        kinds = {"worksheet": self._in_sheet, "sst": self._in_texts, "styleSheet": self._in_styles}
        self.parser.StartElementHandler = kinds.get(self._root, self._in_list if self._listing else None)

    def _in_list(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "sheet" and "name" in attributes:
            key = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.sheets[attributes["name"]] = key
        elif name == "Relationship":
            target = posixpath.join("/xl", attributes.get("Target", ""))
            self.targets[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/")

    def _in_texts(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "si":
            self._rich = self.texts[len(self.texts)] = RichText()
            self._text = ""
            self._watch()
        elif self._rich:
            self._rich.start(name, attributes)

    def _in_styles(self, tag: str, attributes: dict[str, str]) -> None:
        """Fonts are listed before the styles (`xf`) that refer to them, by number."""
        name = _local(tag)
        if name in ("fonts", "cellStyleXfs", "cellXfs", "dxfs"):
            self._part, self._style = name, 0
        elif name == "font" and self._part == "fonts":
            self._fonts.append(False)
        elif name == "vertAlign" and self._part == "fonts" and self._fonts:
            self._fonts[-1] = attributes.get("val") in ("superscript", "subscript")
        elif name == "xf" and self._part == "cellXfs":
            font = int(attributes.get("fontId", "0"))
            if font < len(self._fonts) and self._fonts[font]:
                self.raised_styles.append(self._style)
            self._style += 1

    def _in_sheet(self, tag: str, attributes: dict[str, str]) -> None:
        """Most elements are cells that hold nothing: of each, no more is done than `check_cells` needs."""
        name = tag.rpartition(":")[2] if ":" in tag else tag
        if name == "c":
            self._cell = attributes
            self._references.append(attributes.get("r") or self._next_reference())
            self._styles.add(attributes.get("s", "0"))
            if kind := attributes.get("t"):
                self.sharing += kind == "s"
                if kind == "e" or (kind == "s" and self._shared.texts):
                    self._watch()
            if self._shared.raised_styles and self._is_raised():
                self._watch()
        elif name == "row":
            self._row = int(attributes["r"]) if "r" in attributes else self._place()[0] + 1
            self._before_row = len(self._references)
            self.rows = max(self.rows, self._row)
        elif name == "mergeCell":
            self.merged += 1
        elif name == "is":
            self._rich = RichText()
            self._watch()
        elif name == "f":
            self._watch()
        elif self._rich:
            self._rich.start(name, attributes)

    def _is_raised(self) -> bool:
        return int(self._cell.get("s", "0")) in self._shared.raised_styles

    def _place(self) -> Cell:
        """Row and column, from 1, of the row's last cell so far; column 0 before its first."""
        begun = len(self._references) > self._before_row
        return _place_of(self._references[-1]) if begun else (self._row, 0)

    def _next_reference(self) -> str:
        """That of a cell that states none: it stands right of the one before."""
        row, column = self._place()
        return f"{column_letters(column + 1)}{row}"

    def check_cells(self) -> None:
        """Raises ValueError where a cell stands nowhere or twice, or its style is no number."""
        cells = self._references
        columns, rows = {c.rstrip(digits) for c in cells}, {c.lstrip(ascii_uppercase) for c in cells}
        if not (all(map(_COLUMN.fullmatch, columns)) and all(map(_ROW.fullmatch, rows))):
            deque(map(_place_of, cells), maxlen=0)
        if len(set(cells)) < len(cells):
            raise ValueError(f"the cell {Counter(cells).most_common(1)[0][0]} twice")
        self.columns = max(map(column_number, columns), default=0)
        self.rows = max(self.rows, *map(int, rows), 0)
        deque(map(int, self._styles), maxlen=0)

    def _watch(self) -> None:
        """From here to the cell's end, listen to its text: few cells need it."""
        self.parser.CharacterDataHandler = self._characters
        self.parser.EndElementHandler = self._end

    def _characters(self, text: str) -> None:
        self._text += text
        if self._root == "sst":
            self.longest = max(self.longest, len(self._text))
        if len(self._text) > MAX_TEXT:
            raise ValueError(f"a cell with more than {MAX_TEXT} characters")
        if self._rich:
            self._rich.characters(text)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if self._rich:
            self._rich.end(name)
        if name == "f":
            self._text = ""
        elif name == "c":
            self.parser.CharacterDataHandler = None
            self.parser.EndElementHandler = None
            self._end_of_cell()
            self._text, self._rich = "", None

    def _end_of_cell(self) -> None:
        row, column = self._place()
        cell, text, kind = (row - 1, column - 1), self._text.strip(), self._cell.get("t")
        if kind == "e":
            self.unreadable[cell] = text or "an error"
        elif not text and kind != "str" and not self._rich:
            self.unreadable[cell] = UNCOMPUTED
        elif kind == "s":
            shared = self._shared.texts.get(int(text))
            if shared and (shared.marked or self._is_raised()):
                self.marked[cell] = shared.text(self._is_raised())
        elif self._rich and (self._rich.marked or self._is_raised()):
            self.marked[cell] = self._rich.text(self._is_raised())
        elif self._is_raised():
            self.marked[cell] = raised(text)


def _local(tag: str) -> str:
    """The name of an element without its prefix."""
    return tag.rpartition(":")[2] if ":" in tag else tag
