"""What titles, units and headings mean: each word known, or the table rejected."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from msgspec.structs import replace
from openpyxl import Workbook

from etl.sources.nato import reader
from etl.sources.nato.reader import WorkbookReading, headings, meaning, read_workbook, rules, whole
from etl.sources.nato.reader.meaning import meaning_of, together
from etl.sources.nato.reader.rules import MEASURES, MeasureHeading, factor_of, measure_of
from tests.etl import workbooks
from tests.etl.rejections import rejection, scale
from tests.etl.workbooks import ALLIES, LAYOUT_2024, PUBLISHED, TABLES, build, content

EDITION = workbooks.edition()


def values(book: Workbook) -> dict[workbooks.Key, float]:
    reading: WorkbookReading = read_workbook(content(book), name="t.xlsx", published=PUBLISHED, allies=ALLIES)
    return {(f.indicator, f.ally, f.year): f.value for f in reading.observations}


NATIONAL, DOLLARS = "Million national currency units", "Million US dollars"
SPENDING, SHARE = "Defence expenditure", "Defence expenditure as a share of GDP and annual real change"
HEADS, CATEGORY = (
    "GDP per capita and defence expenditure per capita",
    "Distribution of defence expenditure by main category",
)
NAMED = [
    (SPENDING, NATIONAL, "Current prices", "expenditure_national_current", 1),
    (SPENDING, NATIONAL, "Constant 2021 prices ", "expenditure_national_constant", 1),
    (SPENDING, "Thousand million national currency", "2021 prices", "expenditure_national_constant", 1000),
    (
        "Core defence spending",
        "US$ bn",
        "At current prices and exchange rates",
        "expenditure_usd_current",
        1000,
    ),
    (
        "Military expenditure",
        "(in millions of US dollars)",
        "Constant prices of 2021 and exchange rates",
        "expenditure_usd_constant",
        1,
    ),
    (SPENDING, "Thousands of U.S. dollars", "Current prices", "expenditure_usd_current", Decimal("0.001")),
    (
        SPENDING,
        "",
        "Defence expenditure in million USD at constant 2021 prices",
        "expenditure_usd_constant",
        1,
    ),
    (
        "Gross domestic product",
        "(2010 prices and exchange rates)",
        "Real GDP (billion US dollars)",
        "gdp_usd_constant",
        1000,
    ),
    ("GDP", DOLLARS, "Current prices and exchange rates", "gdp_usd_current", 1),
    ("GDP", "Trillion US dollars", "Constant 2021 prices and exchange rates", "gdp_usd_constant", 1_000_000),
    (SHARE, "Based on 2021 prices", "Share of real GDP (%)", "expenditure_share_gdp", 1),
    (SHARE, "Based on 2021 prices", "Share of real GDP", "expenditure_share_gdp", 100),
    (
        "Defence expenditures as a percentage of gross domestic product and annual real change",
        "",
        "As a percentage of gross domestic product",
        "expenditure_share_gdp",
        1,
    ),
    (
        "Core defense spending as a % of GDP",
        "",
        "Core defense spending as a % of GDP",
        "expenditure_share_gdp",
        1,
    ),
    (SHARE, "Based on 2021 prices", "Annual real change (%)", "expenditure_real_change", 1),
    (
        "Real growth of defence expenditure",
        "",
        "Annual real growth in per cent",
        "expenditure_real_change",
        1,
    ),
    (HEADS, "2021 prices and exchange rates", "GDP per capita (thousand US dollars)", "gdp_per_capita", 1),
    (
        HEADS,
        "2021 prices and exchange rates",
        "GDP per head (US dollars)",
        "gdp_per_capita",
        Decimal("0.001"),
    ),
    (
        HEADS,
        "2021 prices and exchange rates",
        "Defence expenditure per capita (US dollars)",
        "expenditure_per_capita",
        1,
    ),
    (
        "Defence expenditures per capita and military personnel",
        "",
        "Defence expenditures per capita in 2010 US dollars",
        "expenditure_per_capita",
        1,
    ),
    (
        "Defence expenditures per capita and military personnel",
        "",
        "Military personnel (thousands)",
        "military_personnel",
        1,
    ),
    ("Military personnel", "Number of persons", "Military personnel", "military_personnel", Decimal("0.001")),
    ("Armed forces personnel", "Millions", "Armed forces personnel", "military_personnel", 1000),
    (CATEGORY, "Percentage of total defence expenditure", "Equipment (a)", "equipment_share", 1),
    (CATEGORY, "Percentage of total defence expenditure", "Personnel expenditure (b)", "personnel_share", 1),
    (
        "Distribution of defence expenditures by category (%)",
        "",
        "Infrastructure (a)",
        "infrastructure_share",
        1,
    ),
    (
        "Breakdown of core defence expenditure by main category",
        "Share of total",
        "Other (d)",
        "other_share",
        100,
    ),
    (
        "Equipment expenditure as a share of defence expenditure (%)",
        "",
        "Equipment expenditure as a share of defence expenditure (%)",
        "equipment_share",
        1,
    ),
]


@pytest.mark.parametrize(("title", "unit", "heading", "indicator", "factor"), NAMED)
def test_words_that_name_a_measure_and_its_scale(
    title: str, unit: str, heading: str, indicator: str, factor: object
) -> None:
    of_title, said = meaning_of(title), together(meaning_of(title), meaning_of(unit))
    measure = measure_of(meaning_of(heading), of_title, said)
    assert measure is not None
    assert measure.indicator == indicator
    assert factor_of(measure, meaning_of(heading), said) == factor


UNNAMED = [
    (SPENDING, DOLLARS, "Constant 2021 prices and purchasing power parities"),
    (SPENDING, DOLLARS, "Constant 2021 prices and current exchange rates"),
    (SPENDING, NATIONAL, "Current prices and exchange rates"),
    (SPENDING, "Million euros", "Current prices"),
    (SPENDING, "Million US dollars, million national currency", "Current prices"),
    (SPENDING, DOLLARS, "Current prices, excluding pensions"),
    (SPENDING, DOLLARS, "Prices and exchange rates"),
    ("GDP", NATIONAL, "Current prices"),
    ("GDP", DOLLARS, "Annual real change (%)"),
    (SHARE, "", "Annual change (%)"),
    (SHARE, "", "Annual nominal change (%)"),
    (SHARE, "", "Share of government expenditure (%)"),
    (SHARE, "", "Share of GNI (%)"),
    ("Defence investment as a share of GDP", "", "Share of real GDP (%)"),
    (HEADS, "2021 prices and exchange rates", "Annual real change (%)"),
    (HEADS, "Current prices and exchange rates", "GDP per capita (US dollars)"),
    (HEADS, "2021 prices and exchange rates", "GDP per capita (euros)"),
    ("Military personnel", "Thousands", "Civilian personnel"),
    ("Military personnel", "Percentage of GDP", "Military personnel"),
    (CATEGORY, "Percentage of GDP", "Equipment"),
    (CATEGORY, "Million US dollars", "Equipment"),
    (CATEGORY, "Percentage of total defence expenditure", "Equipment and infrastructure"),
    (CATEGORY, "Percentage of total defence expenditure", "Research and development"),
]


@pytest.mark.parametrize(("title", "unit", "heading"), UNNAMED)
def test_words_that_name_no_measure_or_two(title: str, unit: str, heading: str) -> None:
    of_title, said = meaning_of(title), together(meaning_of(title), meaning_of(unit))
    if of_title.unknown or (said.unknown and said.terms & {"million"}):
        return  # The reader rejects these before it asks for a measure.
    assert measure_of(meaning_of(heading), of_title, said) is None


@pytest.fixture
def with_research(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """One more category of spending, as `Add an indicator` of CONTRIBUTING.md adds one; optional."""
    shares = replace(rules.BY_INDICATOR["other_share"], indicator="research_share", heading="Research")
    with_new(monkeypatch, replace(shares, number="8c", optional=True))
    monkeypatch.setattr(rules, "_CATEGORIES", (*rules._CATEGORIES, "research"))
    monkeypatch.setattr(rules, "_SUBJECTS", rules._SUBJECTS | {"research"})
    monkeypatch.setitem(meaning._TERMS, ("research",), "research")
    meaning_of.cache_clear()
    yield monkeypatch
    meaning_of.cache_clear()


def with_new(monkeypatch: pytest.MonkeyPatch, new: MeasureHeading) -> None:
    """One more measure wherever the reader looks for them."""
    for module in (reader, headings, whole):
        monkeypatch.setattr(module, "MEASURES", (*MEASURES, new))
    monkeypatch.setitem(rules.BY_INDICATOR, new.indicator, new)


def test_a_new_measure_is_read_where_a_workbook_has_it_and_missed_where_it_is_due(
    with_research: pytest.MonkeyPatch,
) -> None:
    older = values(build(EDITION))
    assert older == workbooks.values_of(EDITION, LAYOUT_2024)
    figures = {k: v for k, v in EDITION.values.items() if k[0] == "infrastructure_share"}
    spent = {("research_share", ally, year): value for (_, ally, year), value in figures.items()}
    block = (*TABLES["8b"][:2], (("research_share", "Research (g)"),))
    layout = replace(LAYOUT_2024, tables={**TABLES, "8c": block})
    shown = replace(EDITION, values=EDITION.values | spent)
    with_research.setattr(workbooks, "NO_AGGREGATES", (*workbooks.NO_AGGREGATES, "research_share"))
    assert values(build(shown, layout)) == older | spent
    assert len(spent) == 16
    with_new(with_research, replace(rules.BY_INDICATOR["research_share"], optional=False))
    assert "a sheet titled 'Table 8c : Distribution" in str(rejection(content(build(EDITION))))


def test_each_usual_heading_names_its_own_measure() -> None:
    for measure in MEASURES:
        unit = f"{measure.unit}, 2021 prices" if measure.power or measure.constant else ""
        said = together(meaning_of(measure.title), meaning_of(unit))
        heading = meaning_of(measure.heading.replace("YEAR", "2021"))
        assert measure_of(heading, meaning_of(measure.title), said) is measure


RETITLED = [
    ("TABLE1", "B4", "Table 1 : Defence expenditure of NATO countries (2014-2017e)"),
    ("TABLE2", "B4", "Table 2 : Defence spending (2014-2017e)"),
    ("TABLE2", "B6", "(in millions of US dollars)"),
    ("TABLE2", "B10", "At current prices and exchange rates"),
    ("TABLE3", "B4", "Table 3 : Defence spending as a percentage of GDP, and annual real change"),
    ("TABLE3", "B6", "NATO Unclassified"),
    ("TABLE5", "B4", "Table 5 : Gross domestic product (GDP)"),
    ("TABLE6", "B10", "GDP per head (in thousands of US dollars)"),
    ("TABLE7", "B4", "Table 7 : Military personnel (thousands)"),
    ("TABLE7", "B6", "in thousands"),
    ("TABLE3", "B7", "Cut-off date of the information: 3 June 2017"),
    ("TABLE3", "B17", "Figures for 2016 and 2017 are estimates."),
    ("TABLE8a", "B4", "Table 8a : Breakdown of defence expenditure by main category"),
    ("TABLE8a", "B10", "Equipment expenditure (%)"),
    ("TABLE8b", "B6", "As % of total defence spending"),
]


@pytest.mark.parametrize(("sheet", "cell", "text"), RETITLED)
def test_the_same_in_other_words(sheet: str, cell: str, text: str) -> None:
    book = build(EDITION)
    book[sheet][cell] = text
    assert values(book) == values(build(EDITION))


def test_a_scale_is_read_from_its_words() -> None:
    book = build(EDITION)
    for sheet, rows, power in (("TABLE5", range(11, 27), 1e-3), ("TABLE2", range(11, 25), 1e3)):
        scale(book[sheet], rows, power)
    book["TABLE5"]["B6"], book["TABLE2"]["B6"] = "Billion US dollars", "Thousands of US dollars"
    assert values(book) == pytest.approx(values(build(EDITION)), rel=1e-14)
    book["TABLE2"]["B6"] = "Million US dollars"
    assert "per cent of the GDP in table 5, as table 3 says" in str(rejection(content(book)))


def test_a_table_without_headings_is_what_its_title_says() -> None:
    book = build(EDITION)
    second = book.copy_worksheet(book["TABLE3"])
    second.title = "TABLE3b"
    second["B4"], book["TABLE3"]["B4"] = (
        "Table 3b : Annual real change of defence expenditure (%)",
        "Table 3a : Defence expenditure as a share of GDP (%)",
    )
    book["TABLE3"]["B10"] = second["B10"] = second["B18"] = None
    for row in range(18, 25):
        for cell in book["TABLE3"][row]:
            cell.value = None
    for row in range(11, 18):
        for column in range(1, 9):
            second.cell(row, column).value = second.cell(row + 8, column).value
            second.cell(row + 8, column).value = None
    assert values(book) == values(build(EDITION))


def test_gdp_at_current_prices_is_due_unless_the_table_is_one_of_constant_prices() -> None:
    book = build(EDITION)
    book["TABLE5"].delete_rows(10, 8)
    error = rejection(content(book))
    assert (error.place, error.expected) == (
        "TABLE5",
        "the block 'Current prices and exchange rates' in table 5",
    )
    book["TABLE5"]["B6"] = "Million US dollars (2015 prices and exchange rates)"
    found = values(book)
    constant = {k: v for k, v in values(build(EDITION)).items() if k[0] != "gdp_usd_current"}
    assert found == constant
    for title, unit, heading in (
        ("Table 5 : Real GDP", "Million US dollars (2015 prices and exchange rates)", None),
        ("Table 5 : Real GDP", "2015 prices and exchange rates", "Million US dollars"),
        ("Table 5 : GDP (million US dollars, constant 2015 prices and exchange rates)", None, None),
    ):
        sheet = book["TABLE5"]
        sheet["B4"], sheet["B6"], sheet["B10"] = title, unit, heading
        assert values(book) == constant


def test_a_sheets_name_gives_the_number_where_the_title_has_none() -> None:
    book = build(EDITION)
    for sheet in book.worksheets:
        sheet["B4"] = str(sheet["B4"].value).partition(" : ")[2]
    assert values(book) == values(build(EDITION))
    book["TABLE3"].title = "Shares"
    assert "a sheet titled 'Table 3 : Defence expenditure as a share" in str(rejection(content(book)))
