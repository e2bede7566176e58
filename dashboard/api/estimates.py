"""First estimates of shares of GDP and what became of them, as CSV and JSON."""

from __future__ import annotations

from typing import Any

import msgspec

from dashboard.api.endpoint import JSON, Asked, Endpoint, in_formats, named
from dashboard.api.files import csv_of, named_file
from dashboard.api.parameters import Csv
from dashboard.state import State
from dashboard.web.responses import Answer
from etl.formats.tables import estimate_table
from etl.model import Release

ROW = "FirstEstimate"
"""The name of a row in the API's description."""


def endpoints() -> tuple[Endpoint[Any], ...]:
    """The addresses of this module."""
    summary = "Every first estimate of a share of GDP, and each later printing of it"
    path = "/api/v1/estimates"
    return in_formats(path, summary, ROW, {"csv": (Csv, estimates_csv), "json": (State, estimates_json)})


def estimates_csv(release: Release, wanted: Csv, __: Asked) -> Answer:
    """A row a printing, the first one included."""
    table = estimate_table(release)
    headers = named_file(release, "csv", table.name)
    return csv_of(table, headers, bom=wanted.bom, comma=wanted.decimal == "comma")


def estimates_json(release: Release, _: State, __: Asked) -> Answer:
    """The same as a list of rows."""
    table = estimate_table(release)
    rows = [dict(zip(table.header, row, strict=True)) for row in table.rows()]
    return Answer(msgspec.json.encode(rows), JSON, headers=named(release))
