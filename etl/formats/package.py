"""What a release says of itself: a Frictionless data package, a README, and how to cite it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from etl.formats.about import AUTHOR, KEYWORDS, LICENCE_NOTE, SOURCE, SOURCE_ADDRESS, UNITS, About
from etl.formats.citation import TITLE, bibtex, cff
from etl.formats.schema import table_schema
from etl.formats.tables import ReleaseTable
from etl.model import Edition


def data_package(
    made: Sequence[ReleaseTable], files: Mapping[str, bytes], of: About | None = None
) -> dict[str, Any]:
    """The descriptor of the tables' CSV files, with their sizes and checksums.

    `of` names the release; without it the descriptor is the same wherever the tables are.
    """
    named = {"id": of.release, "version": of.edition} if of else {}
    return {
        "profile": "tabular-data-package",
        "name": "two-percent",
        **named,
        "title": TITLE,
        "description": f"{LICENCE_NOTE} {UNITS}" + (f" {of.breaks}" if of else ""),
        "sources": [{"title": SOURCE, "path": SOURCE_ADDRESS}],
        "licenses": [{"title": LICENCE_NOTE, "path": "LICENCE.md" if of else "README.md"}],
        "keywords": list(KEYWORDS),
        "contributors": [{"title": AUTHOR, "role": "author"}],
        "resources": [_resource(table, files[f"{table.name}.csv"]) for table in made],
    }


def _resource(table: ReleaseTable, data: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": table_schema(table.columns, table.key, table.links),
    }


def readme(editions: Sequence[Edition], made: Sequence[ReleaseTable], count: int) -> str:
    """A page for whoever opens a release's folder: what is in it."""
    lines = [
        f"# {TITLE}",
        "",
        f"{count} figures of {len(editions)} editions of NATO's tables, each kept as it was published.",
        f"Figures: NATO. {LICENCE_NOTE}",
        "",
        *_described(made),
        "- `release.json`, `figures.json`: the same for programs of this project.",
        "",
        "| edition | title | its provenance | available here |",
        "|---|---|---|---|",
        *(f"| {e.id} | {e.title} | {e.provenance} | {e.available} |" for e in editions),
    ]
    return "\n".join(lines) + "\n"


def cover(made: Sequence[ReleaseTable], of: About) -> dict[str, str]:
    """The pages that go into the data package beside its tables, by file name."""
    lines = [
        f"# {TITLE}",
        "",
        f"Two percent, release {of.release}. Newest edition: {of.edition}. Editions available here: "
        f"{', '.join(of.editions)}.",
        "Each edition is kept as it was published; a figure is known by edition, ally, year and indicator.",
        "",
        UNITS,
        of.breaks,
        "What is missing here has no row: it is neither zero nor below a target.",
        "",
        *_described(made),
        "- `LICENCE.md`: how the figures may be used. `CITATION.cff`, `citation.bib`: how to cite them.",
        "",
        "The column `table` is a text (8a), the dates are ISO 8601. In Python:",
        "",
        '    pandas.read_csv("figures.csv", parse_dates=["edition"], dtype={"table": str})',
        '    polars.read_csv("figures.csv", try_parse_dates=True, schema_overrides={"table": polars.String})',
        "",
        "Where the project is installed, `from etl.release import load` reads the zip as pandas frames.",
    ]
    return {
        "README.md": "\n".join(lines) + "\n",
        "LICENCE.md": f"# Licence\n\nSource: {SOURCE} ({SOURCE_ADDRESS}).\n\n{LICENCE_NOTE}\n",
        "CITATION.cff": cff(of.citation, LICENCE_NOTE),
        "citation.bib": bibtex(of.citation),
    }


def _described(made: Sequence[ReleaseTable]) -> list[str]:
    return [
        *(f"- `{t.name}.csv`: {t.title[0].lower()}{t.title[1:]}." for t in made),
        "- `claims.json`: the judged statements with the rules that they are judged by.",
        "- `datapackage.json`: what every column holds (Frictionless data package). `SHA256SUMS`: checksums.",
    ]
