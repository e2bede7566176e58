"""Any sentence read and judged: `/api/v1/check.json`."""

from __future__ import annotations

import msgspec

from dashboard.api.endpoint import JSON, Asked, Endpoint, named
from dashboard.checking import CheckState, checked
from dashboard.web.responses import Answer
from etl.formats.check import check_document
from etl.model import Release

PATH = "/api/v1/check.json"


def endpoints() -> tuple[Endpoint[CheckState], ...]:
    """The addresses of this module."""
    summary = "A text read, and each part judged by the table of its day and by every later one"
    schema = {"$ref": "#/components/schemas/CheckRecord"}
    return (Endpoint(PATH, summary, CheckState, JSON, schema, check_json),)


def check_json(release: Release, state: CheckState, _: Asked) -> Answer:
    """The parts of a text with their judgements, and what was not understood; none where there is no text."""
    body = msgspec.json.encode(check_document(checked(release, state)))
    headers = named(release)
    return Answer(body, JSON, headers=headers)
