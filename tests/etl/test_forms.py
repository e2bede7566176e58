"""Every download holds the same figures; no cell of one is a formula; the same data give the same bytes."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from python_calamine import CalamineWorkbook

from etl.formats.about import about, breaks
from etl.formats.downloads import download
from etl.formats.excel import workbook
from etl.formats.files import as_csv
from etl.formats.parquet import parquet
from etl.formats.schema import FIGURE_COLUMNS, ColumnSchema
from etl.formats.tables import ReleaseTable, figure_table, revision_table, tables
from etl.formats.tidy import harmless, number, write_table
from etl.model import Release
from etl.model.measure import decimals, measure
from etl.store import Store
from tests.small import edition, release_of, share

Reader = Callable[[str], bytes]


NAMES = [c.name for c in FIGURE_COLUMNS]


@pytest.fixture(scope="module")
def read(release: Release, store_folder: Any) -> Reader:
    """Reads a file of the release's downloads by name."""

    def kept(name: str) -> bytes:
        found = Store(store_folder).download(release.id, name)
        assert found is not None
        return found

    return kept


@pytest.fixture(scope="module")
def book(read: Reader) -> dict[str, list[tuple[Any, ...]]]:
    """The values of each sheet of the workbook."""
    held = CalamineWorkbook.from_filelike(io.BytesIO(read("two-percent.xlsx")))
    return {
        name: [tuple(None if v == "" else v for v in row) for row in held.get_sheet_by_name(name).to_python()]
        for name in held.sheet_names
    }


@pytest.fixture(scope="module")
def truth(release: Release) -> list[dict[str, Any]]:
    """The figures as they are available, one mapping a row."""
    return [
        {
            "edition": f.edition,
            "ally": f.ally,
            "name": release.name(f.ally),
            "year": f.year,
            "indicator": f.indicator,
            "value": f.value,
            "unit": f.unit,
            "estimate": f.estimate,
            "table": f.table,
            "cell": f.cell or None,
            "origin": f.origin,
            "base_year": m.base_year,
            "price_basis": m.price_basis,
            "currency": m.currency,
            "series": release.edition[f.edition].series,
            "kind": "ally" if f.ally in release.ally else "aggregate",
            "decimals": decimals(release)[f.edition, f.indicator],
        }
        for f in release.observations
        for m in [measure(f)]
    ]


def from_csv(data: bytes) -> list[dict[str, Any]]:
    return [
        {
            **row,
            "edition": date.fromisoformat(row["edition"]),
            "year": int(row["year"]),
            "value": float(row["value"]),
            "estimate": {"true": True, "false": False}[row["estimate"]],
            **{c: row[c] or None for c in ("cell", "price_basis", "currency")},
            **{c: int(row[c]) if row[c] else None for c in ("base_year", "decimals")},
        }
        for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    ]


def from_sqlite(data: bytes) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(data)
        base.row_factory = sqlite3.Row
        rows = [dict(row) for row in base.execute("SELECT * FROM figures ORDER BY rowid")]
    for row in rows:
        row["edition"], row["estimate"] = date.fromisoformat(row["edition"]), bool(row["estimate"])
    return rows


def from_json(data: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(data)["figures"]
    return [{**row, "edition": date.fromisoformat(row["edition"])} for row in rows]


def from_parquet(data: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(data)).to_pylist()
    return rows


def from_zip(data: bytes) -> list[dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        return from_csv(held.read("figures.csv"))


FORMS = {
    "csv": from_csv,
    "sqlite": from_sqlite,
    "json": from_json,
    "parquet": from_parquet,
    "zip": from_zip,
}


@pytest.mark.parametrize("form", FORMS)
def test_a_download_holds_every_figure_cell_by_cell(
    form: str, read: Reader, truth: list[dict[str, Any]]
) -> None:
    rows = FORMS[form](read(f"two-percent.{form}"))
    assert list(rows[0]) == NAMES
    assert rows == truth


def test_the_workbook_holds_every_figure_cell_by_cell(
    book: dict[str, list[tuple[Any, ...]]], truth: list[dict[str, Any]]
) -> None:
    header, *rows = book["figures"]
    assert header == tuple(NAMES)
    assert rows == [tuple(row.values()) for row in truth]


@pytest.mark.parametrize("form", ["sqlite", "json", "parquet", "zip"])
def test_a_download_names_its_release_and_newest_edition(form: str, read: Reader, release: Release) -> None:
    data = read(f"two-percent.{form}")
    if form == "sqlite":
        with closing(sqlite3.connect(":memory:")) as base:
            base.deserialize(data)
            shown = str(base.execute("SELECT * FROM about").fetchall())
    elif form == "json":
        shown = str(json.loads(data)["about"])
    elif form == "parquet":
        shown = str(pq.read_schema(io.BytesIO(data)).metadata)
    else:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            shown = held.read("README.md").decode()
            package = json.loads(held.read("datapackage.json"))
        assert (package["id"], package["version"]) == (release.id, release.latest_edition.id)
    assert release.id in shown
    assert release.latest_edition.id in shown


_texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


@given(
    st.lists(
        st.tuples(
            st.dates(), st.integers(-(2**31), 2**31 - 1), st.floats(allow_nan=False), st.booleans(), _texts
        ),
        max_size=6,
    ),
    st.none() | _texts,
)
def test_parquet_reads_back_to_the_same_values(rows: list[tuple[Any, ...]], maybe: str | None) -> None:
    kinds = ("date", "integer", "number", "boolean", "string")
    columns = [ColumnSchema(kind, kind, "") for kind in kinds] + [
        ColumnSchema("maybe", "string", "", required=False)
    ]
    given_rows = [(*row, maybe) for row in rows]
    table = ReleaseTable("t", "T", tuple(columns), ("date",), lambda: given_rows)
    body = parquet(table, about("0" * 16, [edition(date(2024, 6, 17))]))
    assert parquet(table, about("0" * 16, [edition(date(2024, 6, 17))])) == body
    held = pq.read_table(io.BytesIO(body))
    assert b"about" in pq.read_metadata(io.BytesIO(body)).metadata
    assert [tuple(row.values()) for row in held.to_pylist()] == given_rows
    assert [held.schema.field(c.name).nullable for c in columns] == [False] * 5 + [True]


def test_the_csv_is_what_a_double_click_opens_right(read: Reader) -> None:
    data = read("two-percent.csv")
    assert data.startswith(b"\xef\xbb\xbfedition,")
    assert data.count(b"\r\n") == data.count(b"\n")
    assert "Türkiye".encode() in data


def test_the_workbook_has_a_sheet_for_each_thing(
    book: dict[str, list[tuple[Any, ...]]], release: Release
) -> None:
    assert list(book) == [*(t.name for t in tables(release)), "columns", "about"]
    assert {"figures", "editions", "allies", "indicators", "claims", "counts"} <= set(book)
    for table in tables(release):
        assert book[table.name][0] == table.header
        assert len(book[table.name]) == 1 + len(list(table.rows()))
    said = {row[:2]: row[3] for row in book["columns"][1:]}
    assert set(said) == {(t.name, c.name) for t in tables(release) for c in t.columns}
    assert all(said.values())
    shown = dict(book["about"])
    assert (shown["release"], shown["newest edition"]) == (release.id, release.latest_edition.id)


def test_a_sheet_has_typed_cells_and_its_header_in_sight(release: Release) -> None:
    table = figure_table(release, lambda: release.observations[:3])
    made = workbook([table], about(release.id, release.editions))
    sheet = openpyxl.load_workbook(io.BytesIO(made))["figures"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(4, len(table.columns)).coordinate}"
    assert sheet["A1"].font.b
    assert sheet["A2"].is_date
    assert [c.data_type for c in sheet[2]][1:9] == ["s", "s", "n", "s", "n", "s", "b", "s"]


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(release: Release) -> None:
    table = figure_table(release, lambda: release.observations[:25])
    book = openpyxl.load_workbook(
        io.BytesIO(workbook([table], about(release.id, release.editions), most_rows=10))
    )
    assert book.sheetnames == ["figures", "figures 2", "figures 3", "columns", "columns 2", "about"]
    values = [row[5] for name in book.sheetnames[:3] for row in list(book[name].values)[1:]]
    assert values == [f.value for f in release.observations[:25]]


def test_the_database_is_sound_and_its_keys_refer(read: Reader) -> None:
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(read("two-percent.sqlite"))
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        references = base.execute("PRAGMA foreign_key_list(figures)").fetchall()
        assert {(r[2], r[3], r[4]) for r in references} == {
            ("editions", "edition", "edition"),
            ("subjects", "ally", "code"),
            ("indicators", "indicator", "indicator"),
        }
        plan = base.execute(
            "EXPLAIN QUERY PLAN SELECT value FROM figures WHERE indicator = 'x' AND year = 2024"
        ).fetchall()
        assert "figures_by_indicator_year_ally" in str(plan)


def test_the_package_says_what_is_in_it_and_its_checksums_hold(read: Reader) -> None:
    with zipfile.ZipFile(io.BytesIO(read("two-percent.zip"))) as held:
        files = {name: held.read(name) for name in held.namelist()}
    sums = dict(line.split("  ")[::-1] for line in files.pop("SHA256SUMS").decode().splitlines())
    assert {name: hashlib.sha256(data).hexdigest() for name, data in files.items()} == sums
    package = json.loads(files["datapackage.json"])
    resources = {r["path"]: r for r in package["resources"]}
    assert set(resources) == {name for name in files if name.endswith(".csv")}
    for path, resource in resources.items():
        assert resource["bytes"] == len(files[path])
        assert resource["hash"] == f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
        header = files[path].decode().split("\r\n", 1)[0].split(",")
        assert header == [f["name"] for f in resource["schema"]["fields"]]
        named = {r["name"] for r in package["resources"]}
        assert all(k["reference"]["resource"] in named for k in resource["schema"].get("foreignKeys", ()))
    for name in ("README.md", "LICENCE.md", "CITATION.cff", "citation.bib", "claims.json"):
        assert files[name]
    (licence,) = package["licenses"]
    assert licence["title"] in files[licence["path"]].decode()
    assert package["keywords"]


def test_every_row_fits_its_columns_and_no_key_stands_twice(release: Release) -> None:
    kinds = {"date": date, "string": str, "integer": int, "number": float, "boolean": bool}
    known = {t.name: t for t in tables(release)}
    for table in known.values():
        rows = list(table.rows())
        assert rows, table.name
        places = [table.header.index(k) for k in table.key]
        assert len({tuple(row[p] for p in places) for row in rows}) == len(rows), table.name
        for row in rows:
            for column, value in zip(table.columns, row, strict=True):
                assert type(value) is kinds[column.kind] or (value is None and not column.required), (
                    table.name,
                    column.name,
                    value,
                )
        for name, (there, key) in table.links.items():
            place, target = table.header.index(name), known[there].header.index(key)
            assert {row[place] for row in rows} <= {row[target] for row in known[there].rows()}


def test_what_goes_together_is_reported_by_series_and_prices(release: Release) -> None:
    newest = release.latest_edition
    shown = breaks(release.editions)
    assert f"{newest.series} with constant prices of {newest.base_year}: " in shown
    assert all(e.id in shown for e in release.editions)
    alone = structs.replace(newest, series="something else", base_year=1999)
    assert f"something else with constant prices of 1999: {alone.id}." in breaks([alone])


# ---------------------------------------------------------------- formulas

FORMULAS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-1+1",
    "-2",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=1",
    "\ufeff=1",
    "＝1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "|calc",
    "=",
    "-",
]
HARMLESS = ["Türkiye", "TABLE3!N32", "a=1", "1-2", "'=1", "", " ", "–5", "percent of GDP"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_text_that_begins_like_a_formula_is_made_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", HARMLESS)
def test_other_text_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


@given(st.text(max_size=12))
def test_nothing_that_comes_out_begins_like_a_formula(text: str) -> None:
    assert harmless(text).lstrip(" \u00a0\u3000\ufeff\0")[:1] not in set("=+-@\t\r\n＝＋－＠|")
    assert harmless(harmless(text)) == harmless(text)


def spoilt(texts: list[str]) -> tuple[Release, ReleaseTable]:
    of = edition(date(2024, 6, 17))
    observations = [
        structs.replace(share(of, "AAA", -1.5, year=1900 + i), origin=text, unit=text)
        for i, text in enumerate(texts)
    ]
    release = release_of(observations, of)
    return release, figure_table(release, lambda: observations)


def test_a_csv_of_formulas_has_none_and_keeps_negative_numbers() -> None:
    _, table = spoilt(FORMULAS)
    written = "".join(write_table(table.header, table.rows()))
    rows = list(csv.DictReader(io.StringIO(written, newline="")))
    assert [r["origin"] for r in rows] == [f"'{text}" for text in FORMULAS]
    assert {r["value"] for r in rows} == {"-1.5"}


def test_a_workbook_of_formulas_holds_text() -> None:
    release, table = spoilt([*FORMULAS, "#N/A", "a\x00b\x1fc"])
    book = openpyxl.load_workbook(io.BytesIO(workbook([table], about("0" * 16, release.editions))))
    kinds = {cell.data_type for row in book["figures"].iter_rows(min_row=2) for cell in row if cell.value}
    assert kinds <= {"s", "n", "b", "d"}
    origins = [row[NAMES.index("origin")] for row in list(book["figures"].values)[1:]]
    assert origins[:3] == FORMULAS[:3]
    assert origins[-2:] == ["#N/A", "abc"]


@settings(max_examples=25)
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=10), min_size=1, max_size=6))
def test_any_text_gives_a_workbook_that_opens(texts: list[str]) -> None:
    release, table = spoilt(texts)
    book = openpyxl.load_workbook(io.BytesIO(workbook([table], about("0" * 16, release.editions))))
    assert book["figures"].max_row == 1 + len(texts)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_reads_back_as_the_same_number(value: float) -> None:
    assert float(number(value)) == value


# ---------------------------------------------------------------- revisions


def test_a_revision_stands_beside_what_the_edition_before_said() -> None:
    first, second, third = (edition(date(y, 6, 1)) for y in (2023, 2024, 2025))
    observations = [
        share(first, "AAA", 1.9),
        share(first, "BBB", 2.5),
        share(second, "AAA", 2.0),
        share(third, "AAA", 1.7),
        structs.replace(share(third, "BBB", 2.6), unit="other"),
    ]
    table = revision_table(release_of(observations, first, second, third), lambda: observations)
    rows = [dict(zip(table.header, row, strict=True)) for row in table.rows()]
    shown = [(r["edition"].year, r["ally"], r["previous_value"], r["change"]) for r in rows]
    assert shown == [
        (2023, "AAA", None, None),
        (2023, "BBB", None, None),
        (2024, "AAA", 1.9, 0.1),
        (2025, "AAA", 2.0, -0.3),
        (2025, "BBB", 2.5, None),
    ]
    assert rows[-1]["previous_edition"] == date(2023, 6, 1)
    assert rows[-1]["previous_unit"] == "percent of GDP"


def test_revisions_of_the_shipped_data_chain(release: Release) -> None:
    table = revision_table(release, lambda: release.observations)
    last: dict[tuple[Any, ...], tuple[date, float]] = {}
    at = {name: i for i, name in enumerate(table.header)}
    for row in table.rows():
        key = (row[at["ally"]], row[at["year"]], row[at["indicator"]])
        before = (row[at["previous_edition"]], row[at["previous_value"]])
        assert before == last.get(key, (None, None))
        if row[at["change"]] is not None:
            assert row[at["change"]] == pytest.approx(row[at["value"]] - before[1], abs=1e-6)
        last[key] = (row[at["edition"]], row[at["value"]])


def test_one_form_is_made_from_its_own_tables_and_is_that_of_all(
    read: Reader, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []

    def noted(made: Sequence[ReleaseTable]) -> dict[str, bytes]:
        written.extend(t.name for t in made)
        return as_csv(made)

    monkeypatch.setattr("etl.formats.downloads.as_csv", noted)
    assert download(release, "csv") == read("two-percent.csv")
    assert written == ["figures"]
    assert download(release, "zip") == read("two-percent.zip")
    assert written[1:] == [t.name for t in tables(release)]
