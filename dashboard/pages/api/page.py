"""`/api/v1/` for people: every address, what it takes and gives."""

from __future__ import annotations

from dashboard.pages import Page
from etl.model import Release

ADDRESS = "/api/v1/"


def build(release: Release, parameters: list[tuple[str, str]]) -> Page:
    """The page; `parameters` are their names and what they mean."""
    return Page(
        template="api.html",
        title="API: NATO’s figures by edition, for programs",
        description="Every address of the API, what it takes and gives: CSV, JSON, Excel, Parquet; no key.",
        canonical=ADDRESS,
        section="/data",
        styles=("data",),
        script=False,
        context={"parameters": parameters},
    )
