"""The API against its own description: no answer that it does not declare, no wrong value let through.

A few cases for each address here; `make fuzz` runs ten thousand.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi import checks

from dashboard.api import DESCRIPTION, ENDPOINTS, INDEX
from dashboard.app import create_app

CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
FIXED = ["/download/two-percent.zip", "/download/two-percent.csv", "/api/v1/citation.bib", DESCRIPTION]


@pytest.fixture(scope="module")
def app(store_folder: Path) -> Flask:
    """The application over the release of the shipped data."""
    return create_app(store_folder)


@pytest.fixture(scope="module")
def described(app: Flask) -> BaseSchema:
    """The description, as the application gives it."""
    return schemathesis.openapi.from_wsgi(DESCRIPTION, app)


@pytest.mark.parametrize("path", [*(e.path for e in ENDPOINTS), *FIXED])
def test_every_answer_is_a_declared_one(described: BaseSchema, path: str) -> None:
    operation = described[path]["GET"]
    modes = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE] if path not in FIXED else []
    asked = [operation.as_strategy(generation_mode=mode) for mode in modes or [GenerationMode.POSITIVE]]

    # What binds two parameters (as_of beside edition, min above max) no description can say: a 400 is well.
    @settings(max_examples=10 if modes else 1, suppress_health_check=list(HealthCheck))
    @given(st.one_of(asked))
    def holds(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    holds()


def test_the_description_is_of_every_address_there_is(app: Flask) -> None:
    shown = set(json.loads(app.test_client().get(DESCRIPTION).data)["paths"])
    rules = {
        str(rule)
        for rule in app.url_map.iter_rules()
        if str(rule).startswith(("/api/", "/download/")) and "<" not in str(rule) and str(rule) != INDEX
    }
    assert rules <= shown
    client = app.test_client()
    # The shipped data have no source besides NATO.
    none = dict.fromkeys(("/download/sources/{source}.csv", "/download/second-source.csv"), 404)
    expected = {**dict.fromkeys(shown, 200), **none}
    assert {path: client.head(path).status_code for path in shown} == expected


def test_every_reference_of_the_description_leads_somewhere(app: Flask) -> None:
    text = app.test_client().get(DESCRIPTION).text
    document, references = json.loads(text), set(re.findall(r'"\$ref":\s*"([^"]+)"', text))
    assert len(references) > 20
    for reference in references:
        found = document
        for name in reference.removeprefix("#/").split("/"):
            assert name in found, reference
            found = found[name]
