"""What the strict readers take, and that everything else is rejected with its place."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.model import Rejected, shown
from etl.shipped import strict
from etl.shipped.strict import Parser, read_table, read_text, read_toml

CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1).filter(
    lambda s: s == s.strip() and ":" not in s
)


def table(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "table.csv"
    file.write_text(text, encoding="utf-8", newline="")
    return file


@given(rows=st.lists(st.tuples(CELLS, st.integers(0, 9999)), unique_by=lambda r: r[0], max_size=8))
def test_a_table_gives_back_what_was_written(rows: list[tuple[str, int]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([("id", "year"), *rows])
    with TemporaryDirectory() as folder:
        file = table(Path(folder), out.getvalue())
        found = read_table(file, {"id": strict.text, "year": strict.whole}, ("id",))
    assert [(r["id"], r["year"]) for r in found] == rows


@given(day=st.dates())
def test_a_day_is_read_as_it_is_written(day: date) -> None:
    assert strict.day(day.isoformat()) == day


@given(value=st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-9999, max_value=9999))
def test_a_number_is_read_as_it_is_written(value: object) -> None:
    assert strict.number(f"{value:f}") == float(f"{value:f}")


@pytest.mark.parametrize(
    ("parse", "cell"),
    [
        (strict.text, ""),
        (strict.text, " Poland"),
        (strict.text_or_none, "the "),
        (strict.boolean, "True"),
        (strict.boolean, "1"),
        (strict.boolean, ""),
        (strict.day, "2024-6-17"),
        (strict.day, "20240617"),
        (strict.day, "2023-02-29"),
        (strict.day, "17 June 2024"),
        (strict.whole, "-1"),
        (strict.whole, "2.0"),
        (strict.whole, "٣"),
        (strict.whole_or_none, "x"),
        (strict.number, "nan"),
        (strict.number, "1e3"),
        (strict.number, "1,5"),
        (strict.number, ".5"),
        (strict.several, "a;;b"),
        (strict.several, "a; b"),
        (strict.one_of(("a", "b"), "a or b"), "c"),
        (strict.each_of(("a", "b"), "a or b"), "a;c"),
        (strict.each_of(("a", "b"), "a or b"), "a;a"),
    ],
)
def test_a_cell_that_is_not_of_its_kind_is_rejected(parse: Parser, cell: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse(cell)


@pytest.mark.parametrize(
    ("text", "row", "column", "expected", "found"),
    [
        ("", "row 1", "", "id,year", ""),
        ("id\na\n", "row 1", "", "id,year", "id"),
        ("year,id\n", "row 1", "", "id,year", "year,id"),
        ("id,year,more\n", "row 1", "", "id,year", "id,year,more"),
        ("\ufeffid,year\n", "row 1", "", "id,year", "\ufeffid,year"),
        ("id,year\na,1\nb\n", "row 3", "", "2 columns", 1),
        ("id,year\na,1,2\n", "row 2", "", "2 columns", 3),
        ("id,year\na,1\n\nb,2\n", "row 3", "", "2 columns", 0),
        ("id,year\na,1\nb,x\n", "row 3", "year", "a whole number", "x"),
        ("id,year\na,1\nb,2\na,3\n", "row 4", "id", "one row of that key", "a"),
    ],
)
def test_a_table_that_is_not_as_it_must_be_is_rejected_where_it_is_not(
    tmp_path: Path, text: str, row: str, column: str, expected: str, found: object
) -> None:
    with pytest.raises(Rejected) as caught:
        read_table(table(tmp_path, text), {"id": strict.text, "year": strict.whole}, ("id",))
    rejection = caught.value
    assert (rejection.place, rejection.expected) == (", ".join(filter(None, (row, column))), expected)
    assert rejection.found in (str(found), shown(found))
    assert "table.csv" in str(rejection)
    assert " ".join(f"expected {expected}, found {rejection.found}".split()) in str(rejection)


def test_a_quote_that_is_never_closed_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="expected CSV"):
        read_table(table(tmp_path, 'id,year\n"a,1\n'), {"id": strict.text, "year": strict.whole}, ("id",))


def test_a_file_that_is_missing_or_not_text_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match=r"none\.csv: expected a file"):
        read_text(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes("Türkiye".encode("latin-1"))
    with pytest.raises(Rejected, match=r"latin\.csv, byte 1: expected UTF-8"):
        read_text(tmp_path / "latin.csv")


class Leaf(msgspec.Struct, frozen=True):
    year: int
    share: float


class Tree(msgspec.Struct, frozen=True):
    title: str
    agreed: date
    leaves: tuple[Leaf, ...]
    best: Leaf | None = None


GOOD = 'title = "a"\nagreed = 2024-06-17\n[[leaves]]\nyear = 2024\nshare = 2\n'


def toml(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "tree.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_toml_becomes_the_record(tmp_path: Path) -> None:
    assert read_toml(toml(tmp_path, GOOD), Tree) == Tree("a", date(2024, 6, 17), (Leaf(2024, 2.0),))


@pytest.mark.parametrize(
    ("old", "new", "column", "found"),
    [
        ('title = "a"', "title = 1", "title", 1),
        ('title = "a"\n', "", "title", "none"),
        ("agreed = 2024-06-17", 'agreed = "soon"', "agreed", "soon"),
        ("agreed = 2024-06-17", "agreed = 2024-06-17T10:00:00", "agreed", None),
        ("year = 2024", "year = true", "leaves[0].year", True),
        ("year = 2024", "year = 2024.5", "leaves[0].year", 2024.5),
        ("year = 2024\n", "", "leaves[0].year", "none"),
        ("share = 2", "share = nan", "leaves[0].share", None),
        ("share = 2", "share = inf", "leaves[0].share", float("inf")),
        ("share = 2", "share = 2\nshape = 3", "leaves[0].shape", 3),
        ("share = 2", "share = 2\n[best]\nyear = 1\nshare = 1\nmore = 4", "best.more", 4),
    ],
)
def test_toml_that_does_not_fit_is_rejected_by_the_path_of_its_key(
    tmp_path: Path, old: str, new: str, column: str, found: object
) -> None:
    with pytest.raises(Rejected) as caught:
        read_toml(toml(tmp_path, GOOD.replace(old, new)), Tree)
    assert caught.value.place == column
    if found is not None:
        assert caught.value.found in (str(found), shown(found))


@given(
    key=st.from_regex(re.compile(r"[a-z_]{1,12}"), fullmatch=True).filter(
        lambda k: k not in Tree.__annotations__
    )
)
def test_no_unknown_key_is_passed_over(key: str) -> None:
    with TemporaryDirectory() as folder, pytest.raises(Rejected) as caught:
        read_toml(toml(Path(folder), f"{key} = 1\n{GOOD}"), Tree)
    assert (caught.value.place, caught.value.found) == (key, "1")


def test_what_is_not_toml_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(Rejected, match="expected TOML"):
        read_toml(toml(tmp_path, "title ="), Tree)


@pytest.mark.parametrize(
    "address",
    ["http://a.org/b", "javascript:alert(1)", "JAVASCRIPT:a", "data:text/html;a", "ftp://a.org", "file:/etc"],
)
def test_an_address_that_is_not_https_is_rejected_wherever_it_stands(tmp_path: Path, address: str) -> None:
    with pytest.raises(Rejected) as caught:
        read_toml(toml(tmp_path, GOOD.replace('"a"', f'"See {address}"')), Tree)
    assert (caught.value.place, caught.value.found) == ("title", shown(address))
    with pytest.raises(Rejected) as caught:
        read_table(
            table(tmp_path, f"source\nhttps://a.org\nSee {address}\n"), {"source": strict.text}, ("source",)
        )
    assert (caught.value.place, caught.value.found) == ("row 3: source", shown(address))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("https://www.nato.int/a/b.pdf?c=d#e", True),
        ("http://www.nato.int/", False),
        ("https://user:word@nato.int/", False),
        ("https://nato.int/a b", False),
        ("https://localhost", False),
        ("//nato.int/a", False),
        ("", False),
    ],
)
def test_what_is_an_address(text: str, holds: bool) -> None:
    assert strict.is_address(text) == holds
