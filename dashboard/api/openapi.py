"""The description of the API: OpenAPI 3.1, from the endpoints and from the schema that checks the data."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import msgspec

from dashboard.addresses import OTHER, OTHER_FORMERLY
from dashboard.api import catalogue, observations
from dashboard.api.endpoint import JSON, Endpoint
from dashboard.citation import CHART, Cited
from dashboard.citation import views as citation
from dashboard.state import Parameter
from dashboard.state.parameters import AS_OF
from etl.formats.about import LICENCE_NOTE, UNITS, breaks
from etl.formats.check import CheckRecord
from etl.formats.citation import CITATION_FORMATS
from etl.formats.claims import JudgedClaim
from etl.formats.columns import ESTIMATE_COLUMNS, REVISION_COLUMNS
from etl.formats.downloads import FORMATS
from etl.formats.schema import row_schema
from etl.model import Ally, Article, Edition, Indicator, Release

ENDPOINTS: tuple[Endpoint[Any], ...] = (*observations.endpoints(), *catalogue.endpoints())
TITLE = "Two percent: NATO defence expenditure, by edition"
VERSION = "1.1.0"
PROMISE = (
    "What stands under /api/v1 stays: names, types and meanings of parameters, columns and fields do not "
    "change, and none is taken away. New ones may be added: read by name, and pass over the unknown. "
    "What could not be kept would come as /api/v2, beside this for at least a year."
)
GONE = "The release has changed since the page before: begin again without the cursor."
_REF = "#/components/schemas/{name}"


def description(release: Release, path: str = "") -> bytes:
    """The document, with the values that this release takes."""
    paths = {e.path: _path(e) for e in ENDPOINTS}
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": VERSION,
            "summary": "Figures of NATO's tables by edition, claims judged by them, counts of allies.",
            "description": "\n\n".join([UNITS, breaks(release.editions), LICENCE_NOTE, PROMISE]),
            "license": {"name": "Figures: NATO, to be credited; not to be sold or used for advertising"},
        },
        "servers": [{"url": path or "/"}],
        "security": [],
        "paths": paths | _citations() | _downloads() | {"/api/v1/openapi.json": _itself()},
        "components": {
            "parameters": {p.name: p.openapi() for p in parameters()},
            "schemas": _schemas(),
            "responses": {
                "Problem": _content(
                    "What is wrong, in a sentence.", "application/problem+json", _named("Problem")
                )
            },
            "headers": _HEADERS,
        },
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1)


def index(release: Release) -> bytes:
    """Every address with what it gives and takes, and where all else is: the API's root for programs."""
    document = {
        "title": TITLE,
        "version": VERSION,
        "openapi": "/api/v1/openapi.json",
        "documentation": "/api/v1/",
        "release": release.id,
        "releases": "/releases.json",
        "latest_edition": release.latest_edition.id,
        "licence": LICENCE_NOTE,
        "addresses": [
            {"address": e.path, "gives": e.summary, "type": e.mimetype, "takes": e.takes} for e in ENDPOINTS
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1)


def parameters() -> list[Parameter[Any]]:
    """Every parameter of the API, each once, `as_of` last: every address takes it."""
    found = {p.name: p for e in ENDPOINTS for p in e.state.parameters().values()}
    return [*found.values(), AS_OF]


def _path(endpoint: Endpoint[Any]) -> dict[str, Any]:
    name = endpoint.path.rpartition("/")[2]
    answer = _content(endpoint.summary + ".", endpoint.mimetype, endpoint.schema)
    answer["headers"] = {h: {"$ref": f"#/components/headers/{h}"} for h in ("ETag", "X-Release", "X-Edition")}
    if "limit" in endpoint.takes:
        answer["headers"]["Link"] = {"$ref": "#/components/headers/Link"}
    parameters = [{"$ref": f"#/components/parameters/{p}"} for p in endpoint.takes]
    more = {"409": GONE} if "cursor" in endpoint.takes else {}
    described = _operation(name, endpoint.summary, parameters, answer, more)
    # What has no schema is a file.
    return described if endpoint.schema else _in_parts(described)


def _in_parts(described: dict[str, Any]) -> dict[str, Any]:
    """An operation whose answer may be asked for in parts."""
    responses = described["get"]["responses"]
    responses["206"] = {**responses["200"], "description": "The part that was asked for."}
    responses["416"] = _content("There is no such part.", "application/problem+json", _named("Problem"))
    return described


def _operation(
    name: str,
    summary: str,
    parameters: list[dict[str, Any]],
    answer: Mapping[str, Any],
    more: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    problem = {"$ref": "#/components/responses/Problem"}
    responses: dict[str, Any] = {
        "200": answer,
        "304": {"description": "What the reader has is still what would be sent."},
        "400": problem,
        "414": {"description": "The address is longer than 64 KiB."},
        "503": problem,
    }
    for status, what in (more or {}).items():
        responses[status] = _content(what, "application/problem+json", _named("Problem"))
    return {
        "get": {
            "operationId": name.replace(".", "_").replace("-", "_"),
            "summary": summary,
            "parameters": parameters,
            "responses": responses,
        }
    }


def _citations() -> dict[str, Any]:
    parameters = [*(p.openapi() for p in Cited.parameters().values()), AS_OF.openapi(), _OF_CHART]
    paths = {}
    for form, written in CITATION_FORMATS.items():
        answer = _content("A citation.", written.mimetype, {"type": "string"} if form != "json" else {})
        summary = f"How to cite the release, an edition or a chart, as {written.name}"
        paths[f"{citation.ADDRESS}.{form}"] = _operation(f"citation.{form}", summary, parameters, answer)
    return paths


def _downloads() -> dict[str, Any]:
    paths = {}
    for form in FORMATS.values():
        schema = {"type": "string"} if form.text else {}
        answer = _content("Everything, as it was made when the release was published.", form.mimetype, schema)
        name, summary = f"download.{form.extension}", f"Everything, as {form.name}"
        paths[f"/download/{form.file}"] = _in_parts(_operation(name, summary, [AS_OF.openapi()], answer))
    answer = _content(
        "Another definition than NATO's, in no count.", FORMATS["csv"].mimetype, {"type": "string"}
    )
    more = {"404": "The release has no table of that source."}
    named = {"name": "source", "in": "path", "required": True, "description": "The id of a source."}
    source = {**named, "schema": {"type": "string", "pattern": "^[a-z0-9-]+$"}}
    summary = "Another source than NATO, as CSV"
    paths[f"{OTHER}{{source}}.csv"] = _operation("download.source", summary, [source], answer, more)
    paths[OTHER_FORMERLY] = _operation("download.second", f"{summary}: the first of them", [], answer, more)
    return paths


def _itself() -> dict[str, Any]:
    answer = _content("OpenAPI 3.1.", JSON, {"type": "object"})
    return _operation("openapi.json", "This description", [AS_OF.openapi()], answer)


def _content(what: str, mimetype: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": what, "content": {mimetype: {"schema": dict(schema)}}}


def _named(name: str) -> dict[str, Any]:
    return {"$ref": _REF.format(name=name)}


def _schemas() -> dict[str, Any]:
    types = [Edition, Ally, Indicator, Article, JudgedClaim, catalogue.CountOfAllies, CheckRecord]
    _, found = msgspec.json.schema_components(types, ref_template=_REF)
    for schema in found.values():
        if "description" in schema:
            schema["description"] = inspect.cleandoc(schema["description"])
    found["Edition"]["properties"]["edition"] = {
        "type": "string",
        "format": "date",
        "description": "The edition's key in parameters and columns: its publication date.",
    }
    found["Edition"]["required"] = ["edition", *found["Edition"]["required"]]
    found["Figure"] = row_schema()
    found["Revision"] = row_schema(REVISION_COLUMNS)
    found["FirstEstimate"] = row_schema(ESTIMATE_COLUMNS)
    found["Problem"] = {
        "type": "object",
        "description": "A problem document (RFC 9457).",
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string"},
            "instance": {"type": "string"},
            "without": {"type": "string", "description": "The same address without what is wrong in it."},
        },
        "required": ["type", "title", "status", "detail", "instance"],
    }
    return dict(found)


def _header(what: str) -> dict[str, Any]:
    return {"description": what, "schema": {"type": "string"}}


_OF_CHART = {
    "name": "view",
    "in": "query",
    "description": f"Beside {CHART.name}: the chart's own parameters, as its address has them.",
    "required": False,
    "style": "form",
    "explode": True,
    "schema": {"type": "object", "additionalProperties": True},
}

_HEADERS = {
    "ETag": _header("Validator: sent back as If-None-Match, it gives 304 while nothing has changed."),
    "X-Release": _header("Id of the release that the answer is from."),
    "X-Edition": _header("The newest edition of the answer."),
    "Link": _header('The next page, rel="next"; missing on the last one.'),
}
