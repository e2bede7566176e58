"""A data folder of five allies and one edition, for tests that build many releases; and its workbooks."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from etl.formats.tidy import write_csv
from etl.model import AGGREGATES, EUROPE_AND_CANADA, TOTAL, Ally
from etl.sources.nato.reader import read_workbook
from tests.etl import workbooks
from tests.etl.workbooks import ALLIES, LAYOUT_2024, LAYOUT_2026, Edition, Layout, build, content

PUBLISHED = date(2024, 6, 17)
WORKBOOK = "240617-def-exp-2024-TABLES-en.xlsx"
PDF = "240617-def-exp-2024-en.pdf"

_ABOUT = """title = "Defence Expenditure of NATO Countries (2021-2024)"
kind = "tables"
publisher = "NATO"
published = 2024-06-17
series = "defence expenditure"
base_year = 2015
url = "https://example.org/2024/6/pdf/{pdf}"
provenance = "Made for a test."
origin = "read from the workbook"
completeness = "whole"
available = "Every table."
missing = ""
caveats = []
sha256 = "{sha256}"

[expect]
allies = 4
figures = {figures}
first_year = 2021
last_year = 2024
precision = "unrounded"
"""
_CLAIMS = """made_on = 2024-11-07
about = "An article."
footnote = "None."

[[claim]]
id = "count-2-percent"
kind = "count"
statement = "So many give 2% of GDP, or more."
short = "So many give 2% of GDP or more"

[claim.rule]
indicator = "expenditure_share_gdp"
year = 2024
measure = "count"
among = "members"
target = 2.0
expect = { comparison = "==", value = 3 }
"""


def of_2024() -> Edition:
    """The edition that the folder ships."""
    return workbooks.edition(first=2021, last=2024, seed=3)


def of_2027() -> Edition:
    """A later one, three years on."""
    return workbooks.edition(first=2024, last=2027, seed=4)


def workbook(shown: Edition, layout: Layout = LAYOUT_2024) -> bytes:
    """An edition as NATO's workbook."""
    return content(build(shown, layout))


JULY_2027 = "Thu, 01 Jul 2027 10:00:00 GMT"
"""When a server says that the later edition's file came out."""


def as_2027(**changes: Any) -> bytes:
    """The later edition as NATO's workbook, with changes or the same bytes each time."""
    return workbook(replace(of_2027(), **changes), LAYOUT_2026) if changes else _as_2027()


@cache
def _as_2027() -> bytes:
    return workbook(of_2027(), LAYOUT_2026)


@cache
def shipped_workbook() -> bytes:
    """The workbook of the shipped edition, the same bytes each time: one made anew has a time in it."""
    return workbook(of_2024())


def write(folder: Path, real: Path, allies: Sequence[Ally] = ALLIES) -> Path:
    """The data folder, its measures and pledges those of the real one."""
    edition = folder / "editions" / PUBLISHED.isoformat()
    edition.mkdir(parents=True)
    (folder / "articles" / "2024-11-07-small").mkdir(parents=True)
    for name in ("indicators.csv", "targets.csv"):
        shutil.copy(real / name, folder / name)
    (folder / "geometry").mkdir()
    (folder / "reported_counts.csv").write_text("published,year,count,allies,kind,source\n")
    (folder / "groups.csv").write_text("key,names\n")
    (folder / "group_members.csv").write_text("group,code,from,to\n")
    (folder / "publications.csv").write_text(f"published,kind,day_from,note\n{PUBLISHED},tables,page,\n")
    (folder / "articles" / "2024-11-07-small" / "claims.toml").write_text(_CLAIMS)
    (folder / "articles" / "2024-11-07-small" / "narrative.md").write_text(
        "# Story\n\n{claim:count-2-percent}\n"
    )
    write_allies(folder, allies)
    reading = read_workbook(workbook(of_2024()), name=WORKBOOK, published=PUBLISHED, allies=ALLIES)
    names = {a.code: a.name for a in ALLIES} | dict(AGGREGATES)
    observations = "".join(write_csv(reading.observations, names.__getitem__))
    (edition / "figures.csv").write_text(observations, "utf-8")
    sha256 = hashlib.sha256(observations.encode()).hexdigest()
    about = _ABOUT.format(pdf=PDF, sha256=sha256, figures=len(reading.observations))
    (edition / "edition.toml").write_text(about)
    return folder


def write_allies(folder: Path, allies: Sequence[Ally]) -> None:
    """Who the members are."""

    def mark(value: bool) -> str:
        return "true" if value else "false"

    lines = [
        f"{a.code},{a.name},{a.joined},{mark(a.europe)},{mark(a.armed_forces)},{a.the},"
        f"{';'.join(a.aliases)},{a.left or ''}"
        for a in allies
    ]
    header = "code,name,joined,europe,armed_forces,the,aliases,left"
    (folder / "allies.csv").write_text("\n".join([header, *lines]) + "\n", "utf-8")
    named = "".join(f"{a.code},,,,\n" for a in allies)
    (folder / "names.csv").write_text(f"code,names,demonyms,governments,currencies\n{named}", "utf-8")


def respent(shown: Edition, ally: str, factor: float) -> Edition:
    """The edition with an ally's spending in the last year times a factor, and all that follows from it."""
    year = shown.years[-1]
    values = dict(shown.values)

    def at(indicator: str, code: str, when: int = year) -> float:
        return values[indicator, code, when] or 0.0

    totals = [TOTAL] if ally == "USA" else [EUROPE_AND_CANADA, TOTAL]
    more = {i: at(i, ally) * (factor - 1) for i in ("expenditure_usd_current", "expenditure_usd_constant")}
    for code in (ally, *totals):
        before = at("expenditure_usd_constant", code)
        for indicator, difference in more.items():
            values[indicator, code, year] = at(indicator, code) + difference
        grown = at("expenditure_usd_constant", code) / before
        for indicator in ("expenditure_share_gdp", "expenditure_per_capita"):
            values[indicator, code, year] = at(indicator, code) * grown
        for indicator in ("expenditure_national_current", "expenditure_national_constant"):
            if (indicator, code, year) in values:
                values[indicator, code, year] = at(indicator, code) * grown
        last = at("expenditure_usd_constant", code, year - 1)
        change = 100 * (at("expenditure_usd_constant", code) / last - 1)
        values["expenditure_real_change", code, year] = change
    return replace(shown, values={k: None if v is None else float(f"{v:.12g}") for k, v in values.items()})


def reequipped(shown: Edition, ally: str, points: float) -> Edition:
    """The edition with some of an ally's spending in the last year moved from personnel to equipment."""
    year = shown.years[-1]
    values = dict(shown.values)
    for indicator, by in (("equipment_share", points), ("personnel_share", -points)):
        values[indicator, ally, year] = (values[indicator, ally, year] or 0.0) + by
    return replace(shown, values=values)


def with_ally(shown: Edition, ally: Ally, like: str) -> Edition:
    """The edition with a further ally, whose figures are another's; the aggregates have it once it joined."""
    values = dict(shown.values)
    for (indicator, code, year), value in shown.values.items():
        if code == like:
            values[indicator, ally.code, year] = value
    summed = ("expenditure_usd_current", "expenditure_usd_constant", "gdp_usd_current", "gdp_usd_constant")
    for total in (EUROPE_AND_CANADA, TOTAL):
        since = [y for y in shown.years if y >= ally.joined.year]
        heads = {y: _heads(shown, total, y) + _heads(shown, like, y) for y in since}
        for year in since:
            for indicator in (*summed, "military_personnel"):
                values[indicator, total, year] = _of(values, indicator, total, year) + _of(
                    values, indicator, like, year
                )
            spent = _of(values, "expenditure_usd_constant", total, year)
            gdp = _of(values, "gdp_usd_constant", total, year)
            values["expenditure_share_gdp", total, year] = 100 * spent / gdp
            values["gdp_per_capita", total, year] = gdp / heads[year] / 1000
            values["expenditure_per_capita", total, year] = spent / heads[year]
            if before := values.get(("expenditure_usd_constant", total, year - 1)):
                values["expenditure_real_change", total, year] = 100 * (spent / before - 1)
    values = {k: None if v is None else float(f"{v:.12g}") for k, v in values.items()}
    currencies = {**shown.currencies, ally.code: "Crowns"}
    return replace(shown, values=values, allies=(*shown.allies, ally), currencies=currencies)


def without_ally(shown: Edition, ally: Ally) -> Edition:
    """The edition without an ally that has left: no row of it, and aggregates of those who stay."""
    stay = tuple(a for a in shown.allies if a.code != ally.code)
    people = {a.code: _heads(shown, a.code, shown.years[0]) * 1e6 for a in stay}
    values = dict(shown.values)
    first = shown.years[0]
    spent = {
        a.code: _of(values, "expenditure_usd_constant", a.code, first)
        / (1 + _of(values, "expenditure_real_change", a.code, first) / 100)
        for a in stay
        if a.armed_forces
    }
    workbooks._aggregates(values, shown.years, people, spent)
    values = {k: None if v is None else float(f"{v:.12g}") for k, v in values.items() if k[1] != ally.code}
    return replace(shown, values=values, allies=stay)


def _of(values: workbooks.Values, indicator: str, code: str, year: int) -> float:
    return values[indicator, code, year] or 0.0


def _heads(shown: Edition, code: str, year: int) -> float:
    """People in millions, as GDP and GDP per head imply."""
    return (
        _of(shown.values, "gdp_usd_constant", code, year)
        / _of(shown.values, "gdp_per_capita", code, year)
        / 1e3
    )
