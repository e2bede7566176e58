"""`/api/v1/estimates`: every first estimate, and what became of it."""

from __future__ import annotations

import csv
import io

from flask.testing import FlaskClient


def test_both_forms_have_the_same_rows(client: FlaskClient) -> None:
    rows = client.get("/api/v1/estimates.json").get_json()
    text = client.get("/api/v1/estimates.csv").get_data(as_text=True)
    listed = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == len(listed) > 0
    assert [float(r["value"]) for r in listed] == [r["value"] for r in rows]


def test_a_first_estimate_is_followed_through_the_editions(client: FlaskClient) -> None:
    rows = client.get("/api/v1/estimates.json").get_json()
    montenegro = [r for r in rows if (r["ally"], r["year"]) == ("MNE", 2024)]
    found = [(r["edition"], r["value"], r["change"]) for r in montenegro]
    assert found[:2] == [("2024-06-17", 2.02, 0.0), ("2025-04-24", 1.71, -0.31)]
    assert [r["same_measure"] for r in montenegro] == [
        True,
        True,
        True,
        False,
    ]


def test_a_parameter_is_rejected(client: FlaskClient) -> None:
    assert client.get("/api/v1/estimates.csv?year=2024").status_code == 400
