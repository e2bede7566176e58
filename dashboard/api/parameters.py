"""The parameters of the API: what each means and takes, for the description; and those that are its own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard import filters
from dashboard import state as view
from dashboard.state import BadParameter, Pairs
from etl.model import AGGREGATES, Release

CACHE = "public, max-age=300, stale-if-error=86400"
"""Any cache may carry an answer for five minutes, and for a day where this host cannot be reached."""

MOST_ROWS = 10_000
"""Rows that one page of JSON may have."""

_WHOLE = re.compile(r"[1-9]\d{0,8}")
_CURSOR = re.compile(r"([0-9a-f]{16})-(\d{1,9})")

Parameter = Mapping[str, Any]


def described(release: Release) -> dict[str, Parameter]:
    """Every parameter by name as OpenAPI has it, with the values that this release takes."""
    codes = [*release.ally, *AGGREGATES]
    editions = [e.id for e in release.editions]
    return {
        "edition": _many("edition", "Publication date of an edition; not beside as_of.", editions),
        "as_of": _one(
            "as_of",
            "A day: the newest edition published on or before it, so that nothing later is seen.",
            {"type": "string", "format": "date", "pattern": r"^\d{4}-\d\d-\d\d$"},
        ),
        "indicator": _many("indicator", "Id of an indicator.", list(release.indicator)),
        "ally": _many("ally", "ISO 3166-1 alpha-3 code of an ally, or the key of an aggregate.", codes),
        "year": _many("year", "A year that the figures are for.", list(filters.years(release)), "integer"),
        "table": _many("table", "NATO's number of a table.", list(filters.tables(release))),
        "estimate": _one(
            "estimate", "Only figures that NATO marks with an e, or only others.", _choice("true", "false")
        ),
        "min": _one("min", "The least value, as NATO prints it, in the figure's own unit.", _number()),
        "max": _one("max", "The largest value, likewise; not below min.", _number()),
        "search": _one(
            "search",
            "Words that must each be found in the ally's name, the indicator, unit, year, cell or origin.",
            {"type": "string", "maxLength": 80, "pattern": r"^\S+( \S+){0,7}$"},
        ),
        "target": _one(
            "target",
            "A share of GDP in per cent, from 0.5 to 6, with two decimals at most. 2 where none is given.",
            {"type": "string", "pattern": r"^(0\.[5-9]\d?|[1-5](\.\d{1,2})?|6(\.00?)?)$"},
        ),
        "bom": _one("bom", "1 puts a byte order mark first, for Excel.", _choice("0", "1")),
        "limit": _one(
            "limit",
            "Rows on a page; the Link header names the next one. Without it, all rows.",
            {"type": "integer", "minimum": 1, "maximum": MOST_ROWS},
        ),
        "cursor": _one(
            "cursor",
            "Where the page begins, as the Link header of the page before has it.",
            {"type": "string", "pattern": "^[0-9a-f]{16}-[0-9]{1,9}$"},
        ),
    }


def _one(name: str, what: str, schema: Mapping[str, Any]) -> Parameter:
    return {"name": name, "in": "query", "description": what, "required": False, "schema": schema}


def _many(name: str, what: str, choices: Sequence[object], kind: str = "string") -> Parameter:
    several = {"type": "array", "items": {"type": kind, "enum": list(choices)}, "maxItems": 40}
    return {
        **_one(name, f"{what} May be repeated: either.", several),
        "style": "form",
        "explode": True,
    }


def _choice(*choices: str) -> Mapping[str, Any]:
    return {"type": "string", "enum": list(choices)}


def _number() -> Mapping[str, Any]:
    return {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$"}


def strict(pairs: Pairs, takes: Sequence[str]) -> Pairs:
    """The pairs, if an address takes each and none is empty: who has lost a value is not given everything.

    Raises BadParameter.
    """
    for name, text in pairs:
        if name not in takes:
            known = f"the parameters are {', '.join(takes)}" if takes else "this address has no parameters"
            raise BadParameter(name, text, f"no value here: {known}")
        if not text or text != " ".join(text.split()):
            raise BadParameter(name, text, "a value without spaces around it, or is left out")
    return pairs


def own(pairs: Pairs, names: Sequence[str]) -> dict[str, str]:
    """The parameters of these names, each given once. Raises BadParameter."""
    found = view.given([(n, t) for n, t in pairs if n in names], names, repeat=())
    return {name: texts[0] for name, texts in found.items()}


def limit(text: str) -> int:
    """How many rows a page has."""
    if not (text.isascii() and _WHOLE.fullmatch(text)) or int(text) > MOST_ROWS:
        raise BadParameter("limit", text, f"a whole number from 1 to {MOST_ROWS}")
    return int(text)


def cursor(text: str) -> tuple[str, int]:
    """The release that was being paged through, and how many of its rows came before."""
    found = _CURSOR.fullmatch(text) if text.isascii() else None
    if found is None:
        raise BadParameter("cursor", text, "what the Link header of the page before gave")
    return found[1], int(found[2])
