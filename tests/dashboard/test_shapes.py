"""Figures in the shape that tools take: wide, some columns, a decimal comma, ranges of years."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.api import ENDPOINTS
from dashboard.app import create_app
from etl.model import SHARE_OF_GDP, Release

V1 = "/api/v1/observations.csv"


@pytest.fixture(scope="module")
def client(store_folder: object) -> FlaskClient:
    return create_app(str(store_folder)).test_client()


def frame(client: FlaskClient, query: str, **how: object) -> pd.DataFrame:
    answer = client.get(f"{V1}?{query}")
    assert answer.status_code == 200, answer.text
    return pd.read_csv(io.BytesIO(answer.data), **how)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("by", ["ally", "edition", "indicator"])
def test_a_wide_table_has_every_figure_once(client: FlaskClient, release: Release, by: str) -> None:
    some = (
        f"indicator={SHARE_OF_GDP}&indicator=expenditure_national_current&year=2014..2024&ally=POL&ally=ESP"
    )
    long, wide = frame(client, some), frame(client, f"{some}&shape=wide&by={by}")
    columns = [c for c in map(str, long[by].unique()) if c in wide]
    assert len(columns) == long[by].nunique()
    names = [c for c in wide if c not in columns]
    melted = wide.melt(names, columns, var_name=by, value_name="value").dropna(subset=["value"])
    key = [c for c in ("edition", "ally", "year", "indicator") if c in melted]
    assert len(melted) == len(long)
    both = long.merge(melted, on=key, suffixes=("", "_wide"))
    assert (both.value == both.value_wide).all()
    assert len(both) == len(long)
    for c in columns:  # no text among the numbers: what is missing is empty
        assert wide[c].dtype == float


def test_estimates_stay_with_their_values(client: FlaskClient) -> None:
    wide = frame(client, f"indicator={SHARE_OF_GDP}&ally=POL&year=2024&shape=wide&by=edition")
    assert wide["2024-06-17, estimate"].tolist() == [True]
    assert wide["2026-07-07, estimate"].tolist() == [False]
    latest = f"indicator={SHARE_OF_GDP}&edition=latest&year=2024..&shape=wide&by=ally"
    assert frame(client, latest).estimate.tolist() == [False, True, True]


def test_unlike_units_are_in_rows_of_their_own(client: FlaskClient) -> None:
    asked = "indicator=expenditure_usd_constant&ally=POL&year=2014&shape=wide&by=edition"
    wide = frame(client, asked)
    assert wide.unit.is_unique
    assert len(wide) > 1


def test_fields_are_given_in_the_order_asked_for(client: FlaskClient) -> None:
    asked = f"indicator={SHARE_OF_GDP}&edition=latest&fields=year,ally&fields=value"
    assert list(frame(client, asked)) == ["year", "ally", "value"]
    asked = f"indicator={SHARE_OF_GDP}&edition=latest&shape=wide&fields=year,POL,DEU"
    assert list(frame(client, asked)) == ["year", "POL", "DEU"]
    asked = f"indicator={SHARE_OF_GDP}&ally=POL&shape=wide&by=edition"
    for fields in ("year,2024-06-17, estimate,2024-06-17", "year,2024-06-17,estimate,2024-06-17"):
        head = client.get(f"{V1}?{asked}&fields={fields}").text.splitlines()[0]
        assert head == 'year,"2024-06-17, estimate",2024-06-17'
    assert "“2024-06-17, estimate”" in client.get(f"{V1}?{asked}&fields=estimate").get_json()["detail"]
    for wrong in ("fields=yeer", "fields=POL", "fields=,", "by=ally", "shape=wide&by=unit", "shape=round"):
        answer = client.get(f"{V1}?ally=POL&{wrong}")
        assert answer.status_code == 400, wrong
    assert "some of edition, ally" in client.get(f"{V1}?fields=yeer").get_json()["detail"]


@pytest.mark.parametrize("path", [e.path for e in ENDPOINTS if e.path.endswith(".csv")])
def test_every_table_as_csv_is_given_with_a_comma_and_a_mark(client: FlaskClient, path: str) -> None:
    point = pd.read_csv(io.BytesIO(client.get(f"{path}?as_of=2024-06-17").data))
    asked = client.get(f"{path}?as_of=2024-06-17&decimal=comma&bom=1").data
    comma = pd.read_csv(io.BytesIO(asked), sep=";", decimal=",", encoding="utf-8-sig")
    assert asked.startswith(b"\xef\xbb\xbf")
    pd.testing.assert_frame_equal(comma, point)


def test_a_decimal_comma_is_read_where_it_is_one(client: FlaskClient) -> None:
    asked = f"indicator={SHARE_OF_GDP}&year=2024"
    point, comma = frame(client, asked), frame(client, f"{asked}&decimal=comma", sep=";", decimal=",")
    assert point.equals(comma)
    assert ";2,0" in client.get(f"{V1}?{asked}&decimal=comma").text


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2014..2016", [2014, 2015, 2016]),
        ("2025..", [2025, 2026]),
        ("..2013", [2012, 2013]),
        ("2024", [2024]),
    ],
)
def test_years_are_a_range(client: FlaskClient, text: str, years: list[int]) -> None:
    found = frame(client, f"indicator={SHARE_OF_GDP}&ally=POL&year={text}")
    assert sorted(set(found.year)) == [y for y in years if y in set(found.year)]
    assert {years[0], years[-1]} & set(found.year)


@pytest.mark.parametrize(
    "text", ["..", "2024..2014", "2014...2016", "2014..1900", "2014..2016..2018", "a..b"]
)
def test_what_is_no_range_is_rejected(client: FlaskClient, text: str) -> None:
    assert client.get(f"{V1}?year={text}").status_code == 400


def test_a_workbook_may_be_wide(client: FlaskClient) -> None:
    body = client.get(f"/api/v1/observations.xlsx?indicator={SHARE_OF_GDP}&edition=latest&shape=wide").data
    sheet = pd.read_excel(io.BytesIO(body), sheet_name=None, engine="openpyxl")
    assert "POL" in sheet["by-ally"]
    assert sheet["by-ally"]["POL"].dtype == float


def test_text_that_looks_like_a_formula_is_harmless_in_every_shape(client: FlaskClient) -> None:
    text = client.get(f"{V1}?edition=latest&shape=wide&by=indicator&decimal=comma").text
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        assert not any(cell.startswith(("=", "+", "@")) for cell in row)
