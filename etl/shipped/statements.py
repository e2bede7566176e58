"""Statements on record: what was said, when, where it stands, and the rule that judges it; no verdict."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from etl.claims.judging import ClaimSpec
from etl.model.rules import Rule
from etl.shipped.articles import reject_rule
from etl.shipped.folder import read_claims, read_vocabulary
from etl.shipped.strict import is_address, is_id, read_toml, require

FILE = "statements.toml"
KIND = "statement"


class _Entry(msgspec.Struct, frozen=True):
    id: str
    text: str
    said_on: date
    source: str
    rule: Rule


class _File(msgspec.Struct, frozen=True):
    statement: tuple[_Entry, ...]


def read_statements(folder: Path) -> tuple[ClaimSpec, ...]:
    """The statements of a data folder's statements.toml in their order, not yet judged; none without one.

    Raises Rejected for what is not as it must be.
    """
    file = folder / FILE
    if not file.is_file():
        return ()
    known = read_vocabulary(folder)
    entries = read_toml(file, _File).statement
    of_articles = {claim.id for claim in read_claims(folder)}
    seen: set[str] = set()
    for n, entry in enumerate(entries):
        held = (
            ("id", is_id(entry.id), "an id in lower case", entry.id),
            ("id", entry.id not in seen, "an id that no other has", entry.id),
            ("id", entry.id not in of_articles, "an id that no statement of an article has", entry.id),
            ("text", entry.text.endswith("."), "a full sentence", entry.text),
            ("source", is_address(entry.source), "an address as https://example.org", entry.source),
        )
        require(file, f"statement[{n}].", held)
        seen.add(entry.id)
        reject_rule(file, f"statement[{n}].rule.", entry.rule, known)
    return tuple(map(_spec, entries))


def _spec(entry: _Entry) -> ClaimSpec:
    return ClaimSpec(
        id=entry.id,
        statement=entry.text,
        short=entry.text.rstrip("."),
        kind=KIND,
        made_on=entry.said_on,
        rule=entry.rule,
        source=entry.source,
    )
