"""Reading what ships with the project so strictly that a slip is rejected where it stands.

CSV by columns that must be there, TOML into records whose keys must all be known. Whatever is not
as it must be is Rejected.
"""

from __future__ import annotations

import csv
import io
import math
import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from etl.claims.requirements import Requirement
from etl.model import Rejected, shown

T = TypeVar("T")

Parser = Callable[[str], Any]


def require(file: object, place: str, held: Iterable[Requirement]) -> None:
    """Rejects the first of what must hold that does not; `place` is what stands before every key."""
    for key, holds, expected, found in held:
        if not holds:
            raise Rejected(file, f"{place}{key}", expected=expected, found=shown(found))


def read_text(file: Path) -> str:
    """The text of a file, line ends as they stand; Rejected where it is missing or not UTF-8."""
    try:
        content = file.read_bytes()
    except FileNotFoundError:
        raise Rejected(file, expected="a file", found="none") from None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Rejected(
            file, f"byte {error.start}", expected="UTF-8", found=shown(content[error.start : error.end])
        ) from None


def read_table(file: Path, columns: Mapping[str, Parser], key: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of a CSV whose header is exactly `columns`, each value by its parser; `key` names a row.

    A parser is called with the text and raises ValueError(what it takes) for anything else.
    """
    reader = csv.reader(io.StringIO(read_text(file), newline=""), strict=True)
    try:
        lines = list(enumerate(reader, start=1))
    except csv.Error as error:
        raise Rejected(file, f"row {reader.line_num}", expected="CSV", found=str(error)) from None
    header = lines[0][1] if lines else []
    if header != list(columns):
        raise Rejected(file, "row 1", expected=",".join(columns), found=",".join(header))
    rows = [_record(file, f"row {n}", cells, columns) for n, cells in lines[1:]]
    seen: set[tuple[Any, ...]] = set()
    for n, record in enumerate(rows, start=2):
        named = tuple(record[k] for k in key)
        once = (",".join(key), named not in seen, "one row of that key", " ".join(map(str, named)))
        require(file, f"row {n}, ", [once])
        seen.add(named)
    return rows


def _record(file: Path, row: str, cells: Sequence[str], columns: Mapping[str, Parser]) -> dict[str, Any]:
    if len(cells) != len(columns):
        raise Rejected(file, row, expected=f"{len(columns)} columns", found=len(cells))
    record = {}
    for (column, parse), cell in zip(columns.items(), cells, strict=True):
        try:
            record[column] = parse(cell)
        except ValueError as error:
            raise Rejected(file, row, column, expected=str(error), found=shown(cell)) from None
        reject_addresses(file, f"{row}: {column}", cell)
    return record


_ADDRESS = re.compile(
    r"(?<![a-z0-9+.-])(?!https://)(?:[a-z][a-z0-9+.-]*:/|(?:javascript|vbscript|data|blob|file|mailto):\S)\S*",
    re.I,
)
_HTTPS = re.compile(r"https://[a-z0-9.-]+\.[a-z]+(:\d+)?([/?#][^\s<>\"\\]*)?", re.I)


def is_address(text: str) -> bool:
    """Whether a text is an address and nothing else: `https:`, a host by its name, no password."""
    return _HTTPS.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """Whether a text is an id: small letters and digits, parted by single hyphens."""
    return re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None


def reject_addresses(file: Path, place: str, text: str) -> None:
    """Rejects a text with an address in it that is not `https:`: readers may be led there."""
    if found := _ADDRESS.search(text):
        raise Rejected(file, place, expected="addresses that begin with https://", found=shown(found[0]))


def text(cell: str) -> str:
    """Words, which must be there, without space around them."""
    if not cell or cell != cell.strip():
        raise ValueError("text without space around it")
    return cell


def text_or_none(cell: str) -> str:
    """Words or nothing."""
    return text(cell) if cell else ""


def boolean(cell: str) -> bool:
    """true or false, and no other spelling."""
    if cell not in ("true", "false"):
        raise ValueError("true or false")
    return cell == "true"


def day(cell: str) -> date:
    """A date as 2024-06-17."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        raise ValueError("a date as 2024-06-17")
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise ValueError("a day of the calendar") from None


def day_or_none(cell: str) -> date | None:
    """A date, or nothing."""
    return day(cell) if cell else None


def whole(cell: str) -> int:
    """A whole number, not below zero, in plain digits."""
    if not re.fullmatch(r"[0-9]+", cell):
        raise ValueError("a whole number")
    return int(cell)


def whole_or_none(cell: str) -> int | None:
    """A whole number or nothing."""
    return whole(cell) if cell else None


def number(cell: str) -> float:
    """A finite number with a decimal point."""
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell):
        raise ValueError("a number")
    return float(cell)


def several(cell: str) -> tuple[str, ...]:
    """Words parted by semicolons, or none at all."""
    return tuple(text(part) for part in cell.split(";")) if cell else ()


def one_of(allowed: Collection[str], what: str) -> Parser:
    """A parser that takes nothing but `allowed`; `what` names them in a rejection."""

    def parse(cell: str) -> str:
        if cell not in allowed:
            raise ValueError(what)
        return cell

    return parse


def each_of(allowed: Collection[str], what: str) -> Parser:
    """A parser for words parted by semicolons of which each is in `allowed`, none twice."""
    one = one_of(allowed, what)

    def parse(cell: str) -> tuple[str, ...]:
        found = tuple(one(part) for part in several(cell))
        if len(set(found)) != len(found):
            raise ValueError(f"{what}, none twice")
        return found

    return parse


def read_toml(file: Path, kind: type[T]) -> T:
    """A TOML file as the record `kind`: every key known, none missing, every type right."""
    try:
        found = tomllib.loads(read_text(file))
    except tomllib.TOMLDecodeError as error:
        raise Rejected(file, expected="TOML", found=str(error)) from None
    _reject_unknown(file, "", found, msgspec.inspect.type_info(kind))
    try:
        value = msgspec.convert(found, kind, str_keys=True)
    except msgspec.ValidationError as error:
        raise rejection(file, found, str(error)) from None
    _reject_values(file, "", found)
    return value


def _reject_unknown(file: Path, path: str, value: object, kind: msgspec.inspect.Type) -> None:
    """Rejects keys that are not known, over which msgspec passes, and a word that is none of a
    few, naming the few, which msgspec does not."""
    if isinstance(kind, msgspec.inspect.UnionType):
        for part in _meant(file, path, value, kind):
            _reject_unknown(file, path, value, part)
    elif isinstance(kind, msgspec.inspect.LiteralType) and isinstance(value, str):
        require(file, path, [_one_of(value, kind.values)])
    elif isinstance(kind, msgspec.inspect.VarTupleType) and isinstance(value, list):
        for i, item in enumerate(value):
            _reject_unknown(file, f"{path}[{i}]", item, kind.item_type)
    elif isinstance(kind, msgspec.inspect.StructType) and isinstance(value, dict):
        known = {field.name: field.type for field in kind.fields}
        for key, item in value.items():
            if key == kind.tag_field:
                continue
            expected = f"one of the keys {', '.join(known)}"
            require(file, _join(path, key), [("", key in known, expected, item)])
            _reject_unknown(file, _join(path, key), item, known[key])


def _meant(
    file: Path, path: str, value: object, kind: msgspec.inspect.UnionType
) -> list[msgspec.inspect.Type]:
    """The types of a union that a value may be meant for: of those with a tag, the one that it names."""
    tagged = [t for t in kind.types if isinstance(t, msgspec.inspect.StructType) and t.tag_field]
    if tagged and isinstance(value, dict) and isinstance(word := value.get(str(tagged[0].tag_field)), str):
        require(file, _join(path, str(tagged[0].tag_field)), [_one_of(word, [t.tag for t in tagged])])
        return [t for t in tagged if t.tag == word]
    return [t for t in kind.types if t not in tagged and not isinstance(t, msgspec.inspect.LiteralType)]


def _one_of(word: str, known: Collection[object]) -> Requirement:
    return "", word in known, f"one of {', '.join(map(str, known))}", word


def _reject_values(file: Path, path: str, value: object) -> None:
    """Rejects what no key may hold, whatever its type: numbers without end, addresses that are not https:."""
    if isinstance(value, str):
        reject_addresses(file, path, value)
    if isinstance(value, float) and not math.isfinite(value):
        raise Rejected(file, path, expected="a finite number", found=shown(value))
    if isinstance(value, dict):
        for key, item in value.items():
            _reject_values(file, _join(path, key), item)
    if isinstance(value, list):
        for i, item in enumerate(value):
            _reject_values(file, f"{path}[{i}]", item)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


_MESSAGE = re.compile(r"(?P<problem>.*?)(?: - at (?P<key>`key` in )?`\$\.?(?P<path>.*)`)?", re.DOTALL)


def rejection(file: object, found: object, message: str, place: str = "") -> Rejected:
    """msgspec's "Expected `int`, got `str` - at `$.expect.allies`" as a Rejected that shows the value.

    `place` is where in the file `found` stands, '' for all of it.
    """
    parts = _MESSAGE.fullmatch(message)
    problem, path = (parts["problem"], parts["path"] or "") if parts else (message, "")
    expected = re.sub(r"^Expected (.*?)(, got .*)?$", r"\1", problem).replace("`", "")
    if missing := re.fullmatch(r"Object missing required field (\w+)", expected):
        return Rejected(file, place, _join(path, missing[1]), expected="this key", found="none")
    value = _at(found, path)
    if parts and parts["key"] and isinstance(value, dict):
        return Rejected(file, place, path, expected=f"keys that are {expected}", found=", ".join(value))
    return Rejected(file, place, path, expected=expected, found=shown(value))


def _at(value: Any, path: str) -> object:
    """What stands at a path such as `known.shares[0].year`; the whole where a step cannot be followed."""
    for key, index in re.findall(r"(\w+)|\[(\d+)\]", path):
        try:
            value = value[key] if key else value[int(index)]
        except (KeyError, IndexError, TypeError):
            return value
    return value
