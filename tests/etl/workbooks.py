"""Workbooks for tests: figures of a small alliance, laid out the way NATO's editions lay theirs out."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
from msgspec.structs import replace
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from etl.formats.archive import archive, contents
from etl.model import AGGREGATES, EUROPE_AND_CANADA, TOTAL, Ally, Observation

ALLIES = (
    Ally("FRA", "France", date(1949, 8, 24), True, True),
    Ally("DEU", "Germany", date(1955, 5, 6), True, True),
    Ally("ISL", "Iceland", date(1949, 8, 24), True, False),
    Ally("TUR", "Türkiye", date(1952, 2, 18), True, True, aliases=("Turkey",)),
    Ally("USA", "United States", date(1949, 8, 24), False, True),
)
ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = date(2017, 6, 29)
"""Of the edition that `edition()` makes, whose last year it is."""
CURRENCIES = {"FRA": "Euros", "DEU": "Euros", "TUR": "Liras", "USA": "US dollars"}

Key = tuple[str, str, int]
Values = dict[Key, float | None]

TABLES: Mapping[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "1": (
        "{series}",
        "Million national currency units",
        (
            ("expenditure_national_current", "Current prices"),
            ("expenditure_national_constant", "Constant {base} prices "),
        ),
    ),
    "2": (
        "{series}",
        "Million US dollars",
        (
            ("expenditure_usd_current", "Current prices and exchange rates"),
            ("expenditure_usd_constant", "Constant {base} prices and exchange rates"),
        ),
    ),
    "3": (
        "{series} as a share of GDP and annual real change",
        "Based on {base} prices",
        (
            ("expenditure_share_gdp", "Share of real GDP (%)"),
            ("expenditure_real_change", "Annual real change (%)"),
        ),
    ),
    "5": (
        "GDP",
        "Million US dollars",
        (
            ("gdp_usd_current", "Current prices and exchange rates"),
            ("gdp_usd_constant", "Constant {base} prices and exchange rates"),
        ),
    ),
    "6": (
        "GDP per capita and {series_lower} per capita",
        "{base} prices and exchange rates",
        (
            ("gdp_per_capita", "GDP per capita (thousand US dollars)"),
            ("expenditure_per_capita", "{series} per capita (US dollars)"),
        ),
    ),
    "7": ("Military personnel", "Thousands", (("military_personnel", ""),)),
    "8a": (
        "Distribution of {series_lower} by main category",
        "Percentage of total {series_lower}",
        (("equipment_share", "Equipment (a)"), ("personnel_share", "Personnel (b)")),
    ),
    "8b": (
        "Distribution of {series_lower} by main category",
        "Percentage of total {series_lower}",
        (("infrastructure_share", "Infrastructure (c)"), ("other_share", "Other (d)")),
    ),
}
TABLES_2016: Mapping[str, tuple[str, str, tuple[tuple[str, str], ...]]] = {
    "1": (
        "Defence expenditures",
        "(million national currency)",
        (
            ("expenditure_national_current", "Current prices"),
            ("expenditure_national_constant", "{base} prices "),
        ),
    ),
    "2": (
        "Defence expenditures",
        "(million US dollars)",
        (
            ("expenditure_usd_current", "Current prices and exchange rates"),
            ("expenditure_usd_constant", "{base} prices and exchange rates"),
        ),
    ),
    "3": (
        "Defence expenditures as a percentage of gross domestic product and annual real change",
        "(based on {base} prices)",
        (
            ("expenditure_share_gdp", "As a percentage of gross domestic product"),
            ("expenditure_real_change", "Annual real change"),
        ),
    ),
    "4": (
        "Gross domestic product",
        "({base} prices and exchange rates)",
        (
            ("gdp_usd_constant", "Real GDP (billion US dollars)"),
            ("gdp_per_capita", "GDP per capita (thousand US dollars)"),
        ),
    ),
    "5": (
        "Defence expenditures per capita and military personnel",
        "",
        (
            ("expenditure_per_capita", "Defence expenditures per capita in {base} US dollars"),
            ("military_personnel", "Military personnel (thousands)"),
        ),
    ),
    "6a": (
        "Distribution of defence expenditures by category (%)",
        "",
        (("equipment_share", "Equipment (a)"), ("personnel_share", "Personnel (b)")),
    ),
    "6b": (
        "Distribution of defence expenditures by category (%)",
        "",
        (("infrastructure_share", "Infrastructure (a)"), ("other_share", "Other (b)")),
    ),
}
"""Of the generation of January 2016: other words and numbers, two measures in table 5, GDP in billions."""
GDP_ONLY = ("gdp_usd_current", "gdp_usd_constant", "gdp_per_capita")
NO_AGGREGATES = (
    "expenditure_national_current",
    "expenditure_national_constant",
    "equipment_share",
    "personnel_share",
    "infrastructure_share",
    "other_share",
)


def year_mixed(year: int, estimate: bool) -> object:
    """As the edition of June 2024 has them: numbers, one string among them, "e" for estimates."""
    return f"{year}e" if estimate else str(year) if year % 5 == 4 else year


class Layout(msgspec.Struct, frozen=True):
    """Where things stand; rows and columns count from 1."""

    sheet: str = "TABLE{number}"
    title: str = "Table {number} : {words}"
    at: tuple[int, int] = (4, 2)
    unit_row: int = 6
    year_row: int = 8
    heading: str = "below"  # the first block's heading: "below" the years, "above", or "beside" them
    names_column: int = 3
    values_column: int = 4
    gap: int = 1
    between: Callable[[Worksheet, int, int], None] | None = None
    year: Callable[[int, bool], object] = year_mixed
    label: Callable[[str], object] = lambda name: name
    number: Callable[[float], object] = lambda value: value
    missing: object = None
    series: str = "Defence expenditure"
    aggregates: bool = True
    iceland: bool = True
    restatement: bool = True
    notes: bool = True
    page: str = "-{number}-"
    renamed: Mapping[str, str] = msgspec.field(default_factory=dict)
    tables: Mapping[str, tuple[str, str, tuple[tuple[str, str], ...]]] = msgspec.field(
        default_factory=lambda: TABLES
    )
    divided: Mapping[str, float] = msgspec.field(default_factory=dict)  # by indicator, for a larger unit
    column_numbers: bool = False
    currency_column: bool = False


def ref_errors(sheet: Worksheet, row: int, column: int) -> None:
    """The stray row of "#REF!" between the blocks of the 2024 edition."""
    for i in range(3):
        sheet.cell(row, column + i, "#REF!")


def zeros(sheet: Worksheet, row: int, column: int) -> None:
    """The stray row of zeros under the first block of table 8b."""
    for i in range(3):
        sheet.cell(row, column + i, 0)


LAYOUT_2024 = Layout(between=ref_errors)
LAYOUT_2025 = Layout(
    sheet="Table {number}",
    title="Table {number}: {words}",
    at=(1, 1),
    unit_row=2,
    year_row=4,
    heading="above",
    names_column=1,
    values_column=2,
    gap=3,
    iceland=False,
)
LAYOUT_2026 = replace(LAYOUT_2025, series="Core defence expenditure", heading="beside")
LAYOUT_2019 = Layout(
    sheet="Sheet{number}",
    title="TABLE {number} : {words}",
    at=(2, 1),
    unit_row=3,
    year_row=5,
    names_column=2,
    values_column=4,
    gap=2,
    missing="..",
    aggregates=False,
    restatement=False,
    renamed={"TUR": "Turkey *"},
)
LAYOUT_2016 = Layout(
    unit_row=5,
    year_row=6,
    heading="below",
    names_column=2,
    values_column=4,
    gap=0,
    missing=".",
    aggregates=False,
    restatement=False,
    year=lambda year, estimate: f"{year} e" if estimate else year,
    label=lambda name: f"  {name}",
    tables=TABLES_2016,
    divided={"gdp_usd_constant": 1000.0},
    column_numbers=True,
    currency_column=True,
)
LAYOUTS = {
    "2016": LAYOUT_2016,
    "2019": LAYOUT_2019,
    "2024": LAYOUT_2024,
    "2025": LAYOUT_2025,
    "2026": LAYOUT_2026,
}


class Edition(msgspec.Struct, frozen=True):
    """What a test workbook says: values by (indicator, ally, year), years, which are estimates, base year.

    `allies` have rows in this order; one whose currency is not in `currencies` has a label without one.
    """

    values: Values
    years: tuple[int, ...]
    estimates: frozenset[int]
    base: int
    allies: tuple[Ally, ...] = ALLIES
    currencies: Mapping[str, str] = msgspec.field(default_factory=lambda: CURRENCIES)


def edition(first: int = 2014, last: int = 2017, base: int = 2015, seed: int = 0) -> Edition:
    """Figures that hang together: shares follow from dollars, categories sum to 100, aggregates add up."""
    draw = random.Random(seed)  # noqa: S311 (figures for a test)
    years = tuple(range(first, last + 1))
    values: Values = {}
    countries = [a.code for a in ALLIES]
    euro, spent_before = 1.0, dict[str, float]()
    people = {c: draw.uniform(0.3, 300) for c in countries} | {"ISL": 0.1}
    for n, code in enumerate(countries):
        gdp = people[code] * draw.uniform(20_000, 60_000)
        share, rate = draw.uniform(0.5, 4.0), draw.uniform(0.5, 40.0)
        # Two allies have one currency.
        euro = rate if code == "FRA" else euro
        rate = 1.0 if code == "USA" else euro if code == "DEU" else rate
        before = gdp * share / 100 / draw.uniform(0.9, 1.2)
        spent_before[code] = before
        for year in years:
            gdp *= draw.uniform(0.98, 1.05)
            share *= draw.uniform(0.95, 1.1)
            deflator = 1.02 ** (year - base)
            spent = gdp * share / 100
            values["gdp_usd_constant", code, year] = gdp
            values["gdp_usd_current", code, year] = gdp * deflator
            values["gdp_per_capita", code, year] = gdp / people[code] / 1000
            if code == "ISL":
                continue
            values["expenditure_usd_constant", code, year] = spent
            values["expenditure_usd_current", code, year] = spent * deflator
            values["expenditure_national_constant", code, year] = spent * rate
            values["expenditure_national_current", code, year] = spent * rate * deflator
            values["expenditure_share_gdp", code, year] = share
            values["expenditure_real_change", code, year] = 100 * (spent / before - 1)
            values["expenditure_per_capita", code, year] = spent / people[code]
            values["military_personnel", code, year] = people[code] * draw.uniform(3.8, 4.2)
            # Each ally has its own habits, which change slowly.
            equipment, personnel = 12 + 6 * n + draw.uniform(0, 3), 45 - 3 * n + draw.uniform(0, 3)
            values["equipment_share", code, year] = equipment
            values["personnel_share", code, year] = personnel
            values["infrastructure_share", code, year] = 1.25
            values["other_share", code, year] = 100 - equipment - personnel - 1.25
            before = spent
    _aggregates(values, years, people, spent_before)
    # openpyxl writes 16 digits of the 17 that a float may need.
    values = {k: None if v is None else float(f"{v:.12g}") for k, v in values.items()}
    return Edition(values, years, frozenset(years[-2:]), base)


def _aggregates(
    values: Values, years: tuple[int, ...], people: Mapping[str, float], spent: Mapping[str, float]
) -> None:
    """Sums of the members; `spent` is what each spent in the year before the first."""
    for aggregate in (EUROPE_AND_CANADA, TOTAL):
        members = [c for c in people if c != "USA" or aggregate == TOTAL]
        heads = sum(people[c] for c in members)
        before = sum(spent[c] for c in members if c != "ISL")
        for year in years:
            for indicator in ("usd_constant", "usd_current"):
                for kind in ("gdp", "expenditure"):
                    name = f"{kind}_{indicator}"
                    values[name, aggregate, year] = sum(values.get((name, c, year)) or 0.0 for c in members)
            persons = sum(values.get(("military_personnel", c, year)) or 0.0 for c in members)
            total = values["expenditure_usd_constant", aggregate, year] or 0.0
            gdp = values["gdp_usd_constant", aggregate, year] or 1.0
            values["military_personnel", aggregate, year] = persons
            values["expenditure_share_gdp", aggregate, year] = 100 * total / gdp
            values["gdp_per_capita", aggregate, year] = gdp / heads / 1000
            values["expenditure_per_capita", aggregate, year] = total / heads
            values["expenditure_real_change", aggregate, year] = 100 * (total / before - 1)
            before = total


def edition_of(observations: Iterable[Observation], allies: tuple[Ally, ...], base: int) -> Edition:
    """The edition that figures make up, those it lacks left blank."""
    known = list(observations)
    found: Values = {(f.indicator, f.ally, f.year): f.value for f in known}
    years = tuple(sorted({f.year for f in known}))
    codes = [a.code for a in allies if a.armed_forces] + [*AGGREGATES]
    indicators = [indicator for _, _, blocks in TABLES.values() for indicator, _ in blocks]
    blank: Values = {(i, c, y): None for i in indicators for c in codes for y in years}
    return Edition(blank | found, years, frozenset(f.year for f in known if f.estimate), base, allies, {})


def values_of(shown: Edition, layout: Layout) -> dict[Key, float]:
    """The figures that a reading of the workbook must give: those that the layout has rows for."""
    return {
        key: value
        for key, value in shown.values.items()
        if value is not None
        and (layout.aggregates or not key[1].startswith("NATO"))
        and (layout.iceland or key[1] != "ISL")
        and any(key[0] == indicator for _, _, blocks in layout.tables.values() for indicator, _ in blocks)
    }


def build(shown: Edition, layout: Layout = LAYOUT_2024) -> Workbook:
    """The workbook of an edition in a layout."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for number in layout.tables:
        if number == "5" and layout.restatement:
            _restate(book.create_sheet(layout.sheet.format(number="4")), shown, layout)
        _lay_out(book.create_sheet(layout.sheet.format(number=number)), number, shown, layout)
    return book


def content(book: Workbook) -> bytes:
    """The workbook as the bytes of a file."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rezipped(book: Workbook, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The bytes of a workbook with its parts changed (None leaves a part out)."""
    parts = {name: change(name, data) for name, data in contents(content(book)).items()}
    return archive({name: data for name, data in parts.items() if data is not None})


def _words(text: str, shown: Edition, layout: Layout) -> str:
    series_lower = layout.series[0].lower() + layout.series[1:]
    return text.format(series=layout.series, series_lower=series_lower, base=shown.base)


def _head(sheet: Worksheet, number: str, title: str, unit: str, shown: Edition, layout: Layout) -> None:
    words = _words(title, shown, layout)
    sheet.cell(*layout.at, layout.title.format(number=number, words=words))
    sheet.cell(layout.unit_row, layout.at[1], _words(unit, shown, layout))


def _lay_out(sheet: Worksheet, number: str, shown: Edition, layout: Layout) -> None:
    title, unit, blocks = layout.tables[number]
    _head(sheet, number, title, unit, shown, layout)
    for i, year in enumerate(shown.years):
        header = layout.year(year, year in shown.estimates)
        sheet.cell(layout.year_row, layout.values_column + i, header)
        if layout.column_numbers:
            sheet.cell(layout.year_row + 1, layout.values_column + i, f"({i + 1})")
    row = layout.year_row + (2 if layout.heading == "below" else 0)
    for index, (indicator, heading) in enumerate(blocks):
        if heading:
            above = layout.heading == "above" and index == 0
            sheet.cell(row - 1 if above else row, layout.at[1], _words(heading, shown, layout))
        row += 1
        for code in _codes(indicator, shown, layout):
            _row(sheet, row, indicator, code, shown, layout)
            row += 1
        if layout.between:
            layout.between(sheet, row, layout.values_column)
        row += layout.gap
    if layout.notes:
        first, last = min(shown.estimates), max(shown.estimates)
        sheet.cell(row + 2, layout.names_column, f"Notes: Figures for {first} and {last} are estimates. ")
        sheet.merge_cells(
            start_row=row + 3,
            end_row=row + 3,
            start_column=layout.names_column,
            end_column=layout.names_column + 9,
        )
        sheet.cell(row + 3, layout.names_column, "*  These Allies have national laws (2% of GDP).")
        sheet.cell(row + 5, layout.at[1], layout.page.format(number=7))


def _name(code: str, shown: Edition, layout: Layout) -> str:
    names = {a.code: a.name for a in shown.allies} | dict(AGGREGATES) | dict(layout.renamed)
    return names[code]


def _codes(indicator: str, shown: Edition, layout: Layout) -> list[str]:
    gdp = layout.iceland and indicator in GDP_ONLY
    codes = [a.code for a in shown.allies if a.armed_forces or gdp]
    return codes + (
        [EUROPE_AND_CANADA, TOTAL] if layout.aggregates and indicator not in NO_AGGREGATES else []
    )


def _row(sheet: Worksheet, row: int, indicator: str, code: str, shown: Edition, layout: Layout) -> None:
    name = _name(code, shown, layout)
    if "national" in indicator and code in shown.currencies:
        if layout.currency_column:
            sheet.cell(row, layout.values_column - 1, f" {shown.currencies[code]}")
        else:
            name = f"{name}   ({shown.currencies[code]})"
    column = layout.at[1] if code.startswith("NATO") else layout.names_column
    sheet.cell(row, column, layout.label(name))
    for i, year in enumerate(shown.years):
        value = shown.values[indicator, code, year]
        cell = layout.missing if value is None else layout.number(value / layout.divided.get(indicator, 1.0))
        sheet.cell(row, layout.values_column + i, cell)


def _restate(sheet: Worksheet, shown: Edition, layout: Layout) -> None:
    first, last = shown.years[0], shown.years[-1]
    title = f"{{series}} real change {first}-{last}e"
    _head(sheet, "4", title, "Million US dollars ({base} prices and exchange rates)", shown, layout)
    headers = (
        first,
        f"{last}e",
        f"Real change {first}-{last}e (%)",
        f"Share of real GDP {first} (%)",
        f"Share of real GDP {last}e (%)",
    )
    for i, header in enumerate(headers):
        sheet.cell(layout.year_row, layout.values_column + i, header)
    for row, code in enumerate(_codes("other_share", shown, layout), layout.year_row + 3):
        sheet.cell(row, layout.names_column, _name(code, shown, layout))
        dollars = [shown.values["expenditure_usd_constant", code, y] for y in (first, last)]
        shares = [shown.values["expenditure_share_gdp", code, y] for y in (first, last)]
        change = 100 * (dollars[1] / dollars[0] - 1) if dollars[0] and dollars[1] else None
        for i, value in enumerate((*dollars, change, *shares)):
            sheet.cell(row, layout.values_column + i, layout.missing if value is None else value)


@cache
def shipped_allies() -> tuple[Ally, ...]:
    """The allies that ship with the project."""
    with (ROOT / "data" / "allies.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Ally(
                r["code"],
                r["name"],
                date.fromisoformat(r["joined"]),
                r["europe"] == "true",
                r["armed_forces"] == "true",
                r["the"],
                tuple(a for a in r["aliases"].split(";") if a),
            )
            for r in csv.DictReader(lines)
        )
