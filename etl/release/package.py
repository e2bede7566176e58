"""What a release says of itself: a Frictionless data package and a README."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from etl.release.model import Edition
from etl.release.schema import table_schema

LICENCE_NOTE = "The figures are NATO's. NATO asks to be credited, and its content is not to be sold or used for advertising."

_TEXT_TABLES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "allies.csv": ("The members of the alliance", ("code", "name", "joined", "europe", "armed_forces")),
    "editions.csv": (
        "The editions of NATO's tables, how they reached us and how complete they are",
        ("edition", "title", "cutoff", "series", "base_year", "url", "reached_us", "in_hand", "missing"),
    ),
    "indicators.csv": (
        "The code book",
        ("indicator", "title", "unit", "definition", "table", "block"),
    ),
}
_TYPES = {
    "joined": "date",
    "edition": "date",
    "cutoff": "date",
    "base_year": "integer",
    "europe": "boolean",
    "armed_forces": "boolean",
}


def data_package(files: Mapping[str, bytes]) -> dict[str, Any]:
    """The descriptor of the release's CSV files, with their sizes and checksums."""
    titles = {name: title for name, (title, _) in _TEXT_TABLES.items()}
    schemas: dict[str, dict[str, Any]] = {
        name: {"fields": [{"name": c, "type": _TYPES.get(c, "string")} for c in columns]}
        for name, (_, columns) in _TEXT_TABLES.items()
    }
    titles["figures.csv"] = "Every figure of every edition in hand"
    schemas["figures.csv"] = table_schema()
    return {
        "profile": "tabular-data-package",
        "name": "two-percent",
        "title": "NATO defence expenditure, every edition",
        "description": LICENCE_NOTE,
        "sources": [{"title": "NATO, Defence Expenditure of NATO Countries", "path": "https://www.nato.int"}],
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": name.removesuffix(".csv"),
                "title": titles[name],
                "path": name,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(files[name]),
                "hash": f"sha256:{hashlib.sha256(files[name]).hexdigest()}",
                "schema": schemas[name],
            }
            for name in ("figures.csv", *_TEXT_TABLES)
        ],
    }


def readme(editions: Sequence[Edition], figures: int) -> str:
    """A page that tells whoever opens the folder what is in it."""
    lines = [
        "# NATO defence expenditure, every edition",
        "",
        f"{figures} figures of {len(editions)} editions of NATO's tables, each edition kept as it was published.",
        f"Figures: NATO. {LICENCE_NOTE}",
        "",
        "- `figures.csv`, `figures.json`, `figures.parquet`: one row a figure; the columns are described in"
        " `datapackage.json`.",
        "- `allies.csv`, `editions.csv`, `indicators.csv`: what the codes stand for.",
        "- `claims.json`: the statements of the article, each with its judgement and its history.",
        "- `release.json`: all of it but the figures, for programs. `SHA256SUMS`: checksums.",
        "",
        "| edition | title | how it reached us | in hand |",
        "|---|---|---|---|",
        *(f"| {e.id} | {e.title} | {e.reached_us} | {e.in_hand} |" for e in editions),
    ]
    return "\n".join(lines) + "\n"
