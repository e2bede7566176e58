"""The data that ship: they load, they are those of the sources, and a slip in them is rejected."""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.formats.tidy import write_csv
from etl.model import AGGREGATES, Rejected, shown
from etl.shipped import folder as shipped
from etl.shipped.edition_folder import EditionFolder, Identity, read_edition_files

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
SOURCES = Path(os.environ.get("TWO_PERCENT_FIGURES", ROOT.parent / "shared" / "nato" / "figures"))

INDICATORS = (
    "expenditure_national_current",
    "expenditure_national_constant",
    "expenditure_usd_current",
    "expenditure_usd_constant",
    "expenditure_share_gdp",
    "expenditure_real_change",
    "gdp_usd_current",
    "gdp_usd_constant",
    "gdp_per_capita",
    "expenditure_per_capita",
    "military_personnel",
    "equipment_share",
    "personnel_share",
    "infrastructure_share",
    "other_share",
)
SHAPES = {
    "2016-01-28": (3204, 27, 2008, 2015, 2010),
    "2016-07-04": (27, 27, 2016, 2016, None),
    "2017-06-29": (28, 28, 2017, 2017, None),
    "2018-07-10": (17, 16, 2017, 2018, None),
    "2019-03-14": (3, 3, 2018, 2018, None),
    "2019-06-25": (2681, 28, 2012, 2019, 2015),
    "2019-11-29": (15, 14, 2018, 2019, None),
    "2020-10-21": (14, 12, 2019, 2020, None),
    "2021-03-16": (14, 14, 2020, 2020, None),
    "2021-06-11": (246, 13, 2020, 2021, None),
    "2022-03-31": (4, 4, 2021, 2021, None),
    "2022-06-27": (3816, 29, 2014, 2022, 2015),
    "2023-03-21": (7, 7, 2022, 2022, None),
    "2023-07-07": (128, 30, 2014, 2023, 2015),
    "2024-03-14": (30, 30, 2023, 2023, None),
    "2024-06-17": (5346, 31, 2014, 2024, 2015),
    "2025-04-24": (31, 31, 2024, 2024, None),
    "2025-08-28": (1648, 31, 2014, 2025, 2021),
    "2026-07-07": (6273, 31, 2014, 2026, 2021),
}


@pytest.fixture(scope="module")
def editions() -> dict[str, EditionFolder]:
    return {e.edition.id: e for e in shipped.read_editions(DATA)}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the shipped data to break."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


JOINED = {1949: 12, 1999: 19, 2004: 26, 2016: 28, 2020: 30, 2023: 31, 2024: 32}
"""How many were members at the end of a year, by the treaty's accessions."""


def test_the_members_of_each_year() -> None:
    allies = shipped.read_allies(DATA)
    known = [a for a in allies if a.joined.year <= 2024]
    assert {year: sum(a.joined.year <= year for a in known) for year in JOINED} == JOINED
    assert [a.code for a in known if not a.armed_forces] == ["ISL"]
    assert [a.code for a in known if not a.europe] == ["CAN", "USA"]
    assert {a.in_prose for a in known if a.the} == {
        "the Netherlands",
        "the Slovak Republic",
        "the United Kingdom",
        "the United States",
    }


def test_the_measures_of_every_workbook_stand_in_the_order_of_the_tables() -> None:
    indicators = shipped.read_indicators(DATA)
    assert [i.id for i in indicators if i.id in INDICATORS] == list(INDICATORS)
    assert [i.table for i in indicators] == sorted(i.table for i in indicators)


def test_the_pledges_agreed_until_the_hague() -> None:
    targets = {t.id: (t.value, t.agreed.isoformat(), t.due) for t in shipped.read_targets(DATA)}
    agreed = {
        "pledge-2": (2.0, "2014-09-05", 2024),
        "equipment-20": (20.0, "2014-09-05", 2024),
        "floor-2": (2.0, "2023-07-11", None),
        "core-3.5": (3.5, "2025-06-25", 2035),
    }
    assert {i: targets[i] for i in agreed} == agreed


def test_the_counts_that_the_press_reported() -> None:
    counts = [(c.published.isoformat(), c.year, c.count) for c in shipped.read_reported_counts(DATA)]
    assert counts == [
        ("2015-06-22", 2015, 5),
        ("2017-03-13", 2016, 5),
        ("2018-03-15", 2017, 4),
        ("2018-07-10", 2018, 5),
        ("2019-03-14", 2018, 7),
        ("2019-11-29", 2019, 9),
        ("2020-03-19", 2019, 9),
        ("2020-10-21", 2020, 10),
        ("2021-03-16", 2020, 11),
        ("2021-06-11", 2021, 10),
        ("2022-03-31", 2021, 8),
        ("2023-03-21", 2022, 7),
        ("2024-02-14", 2024, 18),
        ("2026-03-26", 2025, 31),
    ]


def test_every_publication_is_listed_and_every_edition_is_one() -> None:
    listed = shipped.read_publications(DATA)
    assert {e.published for e in read_edition_files(DATA)} <= {p.published for p in listed}
    known = [p for p in listed if p.published.isoformat() <= max(SHAPES)]
    assert [p.published.isoformat() for p in known if p.day_from == "general knowledge"] == [
        "2014-02-24",
        "2015-06-22",
        "2018-03-15",
        "2019-03-14",
        "2019-11-29",
        "2020-03-19",
        "2020-10-21",
        "2022-03-31",
    ]
    assert len(known) == 25


def test_an_edition_that_is_no_listed_publication_is_rejected(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    file = folder / "publications.csv"
    file.write_text(file.read_text("utf-8").replace("2024-06-17,tables,page,\n", ""), "utf-8")
    with pytest.raises(Rejected, match=r"publications\.csv.*expected a row for the edition of 2024-06-17"):
        shipped.read_publications(folder)


def test_every_edition_is_there_and_whole(editions: dict[str, EditionFolder]) -> None:
    assert [name for name in editions if name <= max(SHAPES)] == list(SHAPES)
    for name in SHAPES:
        folder = editions[name]
        shares = [f for f in folder.observations if f.indicator == "expenditure_share_gdp"]
        allies = {f.ally for f in shares} - set(AGGREGATES)
        years = sorted({f.year for f in shares})
        found = (len(folder.observations), len(allies), years[0], years[-1], folder.edition.base_year)
        assert found == SHAPES[name], name
        expect = folder.expect
        assert (expect.figures, expect.allies, expect.first_year, expect.last_year) == found[:4]


@pytest.mark.parametrize("name", SHAPES)
def test_figures_are_as_their_checksum_says_and_tidy_to_the_byte(
    name: str, editions: dict[str, EditionFolder]
) -> None:
    content = (DATA / "editions" / name / "figures.csv").read_bytes()
    assert hashlib.sha256(content).hexdigest() == editions[name].edition.sha256
    names = {a.code: a.name for a in shipped.read_allies(DATA)} | dict(AGGREGATES)
    assert "".join(write_csv(editions[name].observations, names.__getitem__)).encode() == content


@pytest.mark.parametrize("name", SHAPES)
def test_figures_stand_in_the_order_of_tables_allies_and_years(
    name: str, editions: dict[str, EditionFolder]
) -> None:
    codes = [*(a.code for a in shipped.read_allies(DATA)), *AGGREGATES]
    measures = [i.id for i in shipped.read_indicators(DATA)]
    keys = [(measures.index(f.indicator), codes.index(f.ally), f.year) for f in editions[name].observations]
    assert all(before < after for before, after in pairwise(keys))


@pytest.mark.parametrize("name", [n for n in SHAPES if n != "2024-06-17"])
def test_no_figure_differs_from_its_source(name: str) -> None:
    source = SOURCES / f"{name}.csv"
    if not source.exists():
        source = SOURCES / "press" / f"{name}.csv"
    if not source.exists():
        pytest.skip(f"the source figures are not at {SOURCES}: set TWO_PERCENT_FIGURES")
    rows = []
    for found in (source, SOURCES / "additions" / f"{name}.csv"):
        if found.exists():
            with found.open(encoding="utf-8", newline="") as file:
                rows += list(csv.DictReader(file))
    reported = {
        (r["table"], r["measure"], r["code"], r["year"]): (
            r["value"].removesuffix(".0"),
            r["estimate"] == "1",
        )
        for r in rows
    }
    with (DATA / "editions" / name / "figures.csv").open(encoding="utf-8", newline="") as file:
        kept = {
            (r["table"], r["indicator"], r["ally"], r["year"]): (r["value"], r["estimate"] == "true")
            for r in csv.DictReader(file)
        }
    assert kept == reported


@pytest.mark.parametrize("name", SHAPES)
def test_the_known_counts_and_shares_are_those_of_the_file(name: str) -> None:
    """Recounted from the text of the file, without any code of the project."""
    folder = DATA / "editions" / name
    shares: dict[tuple[str, int], Decimal] = {}
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        for r in csv.DictReader(file):
            if r["indicator"] == "expenditure_share_gdp":
                printed = Decimal(r["value"]).quantize(Decimal("0.01"), ROUND_HALF_UP)
                shares[r["ally"], int(r["year"])] = printed
    joined = {a.code: a.joined.year for a in shipped.read_allies(DATA)}
    known = next(e for e in shipped.read_editions(DATA) if e.folder == folder).known
    for year, target, count in ((y, of.target, n) for of in known.counts for y, n in of.allies.items()):
        met = [
            a
            for (a, y), share in shares.items()
            if y == year and share >= target and joined.get(a, 9999) <= year
        ]
        assert len(met) == count, year
    for truth in known.shares:
        assert shares[truth.ally, truth.year] == Decimal(repr(truth.printed)), truth


def test_nobody_fills_a_cell_that_nato_left_blank(editions: dict[str, EditionFolder]) -> None:
    blank = {(name, b.ally, b.year) for name, e in editions.items() for b in e.edition.blanks}
    assert ("2025-08-28", "DEU", 2025) in blank
    for name, folder in editions.items():
        have = {(f.indicator, f.ally, f.year) for f in folder.observations}
        assert not have & {(b.indicator, b.ally, b.year) for b in folder.edition.blanks}, name


def test_what_is_a_member_and_has_no_figure_is_declared(editions: dict[str, EditionFolder]) -> None:
    for name, folder in editions.items():
        members = {
            a.code
            for a in shipped.read_allies(DATA)
            if a.armed_forces and a.joined <= folder.edition.published
        }
        assert members - {
            f.ally for f in folder.observations if f.indicator == "expenditure_share_gdp"
        } == set(folder.expect.absent), name


def test_a_former_day_is_of_one_edition_alone(data: Path) -> None:
    file = data / "editions" / "2026-07-07" / "edition.toml"
    replaced(file, "former_days = [2026-07-10]", "former_days = [2026-07-10, 2025-08-28]")
    with pytest.raises(Rejected, match="days that are of no other edition; this one is of 2025-08-28"):
        shipped.read_editions(data)


def replaced(file: Path, old: str, new: str) -> None:
    content = file.read_text(encoding="utf-8")
    assert old in content, f"{file.name} has no {old!r}: this test needs another"
    file.write_text(content.replace(old, new, 1), encoding="utf-8", newline="")


Read = Callable[[Path], object]


@pytest.mark.parametrize(
    ("read", "file", "old", "new", "column", "found"),
    [
        (shipped.read_allies, "allies.csv", "ALB,", "Alb,", "code", "Alb"),
        (shipped.read_allies, "allies.csv", "BEL,", "ALB,", "code", "ALB"),
        (shipped.read_allies, "allies.csv", "2009-04-01", "2009-4-1", "joined", "2009-4-1"),
        (shipped.read_allies, "allies.csv", "true,true", "yes,true", "europe", "yes"),
        (shipped.read_allies, "allies.csv", ",aliases", "", "", None),
        (shipped.read_allies, "allies.csv", "Slovakia", "Czechia", "name or aliases", "Czechia"),
        (
            shipped.read_indicators,
            "indicators.csv",
            ",Equipment,2",
            ",Equipment,two",
            "decimals",
            "two",
        ),
        (shipped.read_indicators, "indicators.csv", ",8a,", ",4,", "table", "4"),
        (shipped.read_indicators, "indicators.csv", "GDP per head,thou", ",thou", "title", ""),
        (shipped.read_indicators, "indicators.csv", ",GDP per head\n", ",\n", "short", ""),
        (
            shipped.read_targets,
            "targets.csv",
            "equipment_share",
            "equipment",
            "indicator",
            "equipment",
        ),
        (shipped.read_targets, "targets.csv", ",20.0,", ",a fifth,", "value", "a fifth"),
        (shipped.read_targets, "targets.csv", "2014-09-05", "2014-09-31", "agreed", "2014-09-31"),
        (shipped.read_targets, "targets.csv", ",2035,", ",by 2035,", "due", "by 2035"),
        (shipped.read_reported_counts, "reported_counts.csv", "USA;GRC", "USA;GRE", "allies", None),
        (shipped.read_reported_counts, "reported_counts.csv", "USA;GRC", "USA;USA", "allies", None),
        (shipped.read_reported_counts, "reported_counts.csv", "USA;GRC", "USA", "allies", 4),
        (
            shipped.read_reported_counts,
            "reported_counts.csv",
            "2021-06-11",
            "2021",
            "published",
            "2021",
        ),
    ],
)
def test_a_slip_in_a_table_is_rejected_where_it_stands(
    data: Path, read: Read, file: str, old: str, new: str, column: str, found: object
) -> None:
    before, *_ = (data / file).read_text(encoding="utf-8").partition(old)
    row = f"row {before.count(chr(10)) + 1}"
    replaced(data / file, old, new)
    with pytest.raises(Rejected) as caught:
        read(data)
    place = ", ".join(filter(None, (row, column)))
    assert (caught.value.file, caught.value.place) == (str(data / file), place)
    if found is not None:
        assert caught.value.found in (str(found), shown(found))


@pytest.mark.parametrize(
    ("old", "new", "column", "found"),
    [
        ('title = "Def', 'titel = "Def', "titel", None),
        ("published = 2025-08-28", "published = 2025-08-29", "published", "2025-08-29"),
        ("published = 2025-08-28", 'published = "August"', "published", "August"),
        ("cutoff = 2025-06-03", "cutoff = 2025", "cutoff", 2025),
        ("base_year = 2021", 'base_year = "2021"', "base_year", "2021"),
        ('kind = "tables"', 'kind = "leaflet"', "kind", "leaflet"),
        ('series = "def', 'series = "Def', "series", "Defence expenditure"),
        ("figures = 1648", "figures = 1648.5", "expect.figures", 1648.5),
        ("absent = []", 'absent = ["XXX"]', "expect.absent[0]", "XXX"),
        ("available = ", "in_hand = ", "in_hand", None),
        ("[known]", "[know]", "know", None),
        ('{ ally = "POL", year = 2025', '{ ally = "PLO", year = 2025', "known.shares[0]", "PLO"),
        ("printed = 4.48", "printed = true", "known.shares[0].printed", True),
        (
            "2014 = 3,",
            "once = 3,",
            "known.counts[0].allies",
            "once, 2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025",
        ),
        ('ally = "DEU"', 'ally = "GER"', "blank[0]", "GER"),
        ('indicator = "expenditure_share_gdp"', 'indicator = "share"', "blank[0]", "share"),
        ("2014 = 3,", "2014 = 'three',", "known.counts[0].allies", None),
        ("[[blank]]", "[[blanks]]", "blanks", None),
        ("year = 2025\n\n[[", "year = 2025\nyears = 1\n\n[[", "blank[0].years", 1),
        ('title = "', "title = ", "", None),
    ],
)
def test_a_slip_in_an_edition_is_rejected_by_its_key(
    data: Path, old: str, new: str, column: str, found: object
) -> None:
    file = data / "editions" / "2025-08-28" / "edition.toml"
    replaced(file, old, new)
    with pytest.raises(Rejected) as caught:
        shipped.read_editions(data)
    assert caught.value.file == str(file)
    assert caught.value.place.startswith(column)
    if found is not None:
        assert caught.value.found in (str(found), shown(found))


@pytest.mark.parametrize("identity", get_args(Identity))
def test_every_identity_can_be_excepted(data: Path, identity: str) -> None:
    file = data / "editions" / "2024-06-17" / "edition.toml"
    replaced(file, 'identity = "share-follows"', f'identity = "{identity}"')
    found = next(e for e in shipped.read_editions(data) if e.edition.id == "2024-06-17")
    assert identity in {note.identity for note in found.exceptions}


def test_the_tables_of_an_edition_are_of_indicators(data: Path) -> None:
    file = data / "editions" / "2016-01-28" / "edition.toml"
    replaced(file, "gdp_usd_constant = ", 'gdp_per_head = "4"\ngdp_usd_constant = ')
    with pytest.raises(Rejected) as caught:
        shipped.read_editions(data)
    assert (caught.value.file, caught.value.place) == (str(file), "tables.gdp_per_head")


@pytest.mark.parametrize(
    ("field", "new", "column"),
    [
        ('identity = "share-follows"', 'identity = "share"', "exception[0].identity"),
        ('ally = "SVK"', 'ally = "SLO"', "exception[0]"),
        ('indicator = "expenditure_share_gdp"', 'indicator = "share"', "exception[0]"),
        ('indicator = "expenditure_share_gdp"\n', "", "exception[0].indicator"),
        ("published = 2.0\n", "", "exception[0].published"),
        ("why = ", "because = ", "exception[0].because"),
    ],
)
def test_an_exception_must_say_what_it_expects(data: Path, field: str, new: str, column: str) -> None:
    file = data / "editions" / "2024-06-17" / "edition.toml"
    head, exceptions = file.read_text(encoding="utf-8").split("[[exception]]", 1)
    assert field in exceptions
    file.write_text(f"{head}[[exception]]{exceptions.replace(field, new, 1)}", encoding="utf-8")
    with pytest.raises(Rejected) as caught:
        shipped.read_editions(data)
    assert (caught.value.file, caught.value.place) == (str(file), column)


@pytest.mark.parametrize(
    ("old", "new", "row", "column"),
    [
        ("2026-07-07,ALB,Albania,2014,", "2026-07-11,ALB,Albania,2014,", "row 2", "edition"),
        ("2026-07-07,ALB,Albania,2014,", "2026-07-07,AAA,Albania,2014,", "row 2", "ally"),
        ("expenditure_national_current", "expenditure", "row 2", "indicator"),
        (",18788,", ",nan,", "row 2", "value"),
        (",18788,", ",lots,", "", ""),
        ("million national currency,false,1", "leks,false,1", "row 2", "unit"),
        ("million national currency,false,1", "million national currency,false,2", "row 2", "table"),
        ("million national currency,false,1", "million national currency,no,1", "", ""),
        ("transcribed from", "guessed from", "row 2", "origin"),
        (
            '"million national currency, 2021 prices"',
            '"million national currency, 2015 prices"',
            None,
            "unit",
        ),
        ('"million national currency, 2021 prices"', "million national currency", None, "unit"),
        ("million US dollars,", "million US dollars (all),", None, "unit"),
        ("2026-07-07,ALB,Albania,2014,", "2026-07-07,ALB,2014,", "", ""),
        ("edition,ally", "ally,edition", "", ""),
    ],
)
def test_a_slip_in_a_figure_is_rejected_even_under_a_checksum_that_fits(
    data: Path, old: str, new: str, row: str | None, column: str
) -> None:
    folder = data / "editions" / "2026-07-07"
    replaced(folder / "figures.csv", old, new)
    sign(folder)
    with pytest.raises(Rejected) as caught:
        shipped.read_editions(data)
    assert caught.value.file == str(folder / "figures.csv")
    assert caught.value.place.endswith(column)
    assert caught.value.place.startswith(row or "row ")


@pytest.mark.parametrize("line", [0, 12, 6271])
def test_rows_in_another_order_are_rejected(data: Path, line: int) -> None:
    """A year before another, an ally after the next, an aggregate and an ally: the first row out of place."""
    folder = data / "editions" / "2026-07-07"
    header, *rows = (folder / "figures.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    rows[line], rows[line + 1] = rows[line + 1], rows[line]
    (folder / "figures.csv").write_text("".join([header, *rows]), encoding="utf-8", newline="")
    sign(folder)
    with pytest.raises(Rejected, match="expected a row that follows") as caught:
        shipped.read_editions(data)
    assert caught.value.place == f"row {line + 3}"


def test_a_figure_in_a_cell_that_nato_left_blank_is_rejected(data: Path) -> None:
    folder = data / "editions" / "2025-08-28"
    line = "2025-08-28,DEU,Germany,2024,expenditure_share_gdp,"
    content = (folder / "figures.csv").read_text(encoding="utf-8")
    reported = next(x for x in content.splitlines() if x.startswith(line))
    replaced(folder / "figures.csv", reported, reported.replace("2024,", "2025,", 1))
    sign(folder)
    with pytest.raises(Rejected, match="expected no figure"):
        shipped.read_editions(data)


def sign(folder: Path) -> None:
    """Puts the checksum of figures.csv into edition.toml, as somebody who changed both would."""
    digest = hashlib.sha256((folder / "figures.csv").read_bytes()).hexdigest()
    file = folder / "edition.toml"
    content, n = re.subn(r'sha256 = "\w+"', f'sha256 = "{digest}"', file.read_text(encoding="utf-8"))
    assert n == 1
    file.write_text(content, encoding="utf-8")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), digit=st.sampled_from("0123456789"))
def test_no_digit_of_a_figure_can_change_unseen(tmp_path: Path, at: float, digit: str) -> None:
    data = tmp_path / "data"
    if not data.exists():
        shutil.copytree(DATA, data, ignore=shutil.ignore_patterns("20*"))
        shutil.copytree(DATA / "editions" / "2025-04-24", data / "editions" / "2025-04-24")
    file = data / "editions" / "2025-04-24" / "figures.csv"
    content = (DATA / "editions" / "2025-04-24" / "figures.csv").read_text(encoding="utf-8")
    digits = [i for i, c in enumerate(content) if c.isdigit() and c != digit]
    i = digits[int(at * len(digits))]
    file.write_text(content[:i] + digit + content[i + 1 :], encoding="utf-8", newline="")
    with pytest.raises(Rejected) as caught:
        shipped.read_editions(data)
    assert (caught.value.file, caught.value.place) == (str(file), "sha256")


@pytest.mark.parametrize("name", ["figures.csv", "edition.toml"])
def test_an_edition_without_one_of_its_files_is_rejected(data: Path, name: str) -> None:
    (data / "editions" / "2019-06-25" / name).unlink()
    with pytest.raises(Rejected, match=f"2019-06-25/{name}: expected a file"):
        shipped.read_editions(data)


def test_a_folder_without_editions_is_rejected(data: Path) -> None:
    shutil.rmtree(data / "editions")
    with pytest.raises(Rejected, match="editions: expected a folder"):
        shipped.read_editions(data)
