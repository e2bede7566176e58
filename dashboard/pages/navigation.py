"""The navigation: each page's address and short name, and the other words by which the search finds it."""

from __future__ import annotations

from collections.abc import Mapping

from dashboard import formatting as words
from dashboard.addresses import STATUS
from etl.model import Release

NAVIGATION = (
    ("/check", "Check a sentence"),
    ("/claims", "Claims"),
    ("/explore", "Explore"),
    ("/trend", "Trend"),
    ("/revisions", "Revisions"),
    ("/estimates", "Estimates"),
    ("/allies", "Countries"),
    ("/guidelines", "2% and 20%"),
    ("/road", "Path to 3.5%"),
    ("/map", "Map"),
    ("/data", "Data"),
    ("/about", "About"),
)
"""Address and name of each page in the one row of navigation behind the front page, in its order."""


def navigation(release: Release) -> tuple[tuple[str, str], ...]:
    """The same with the front page, which is named by the year of its article."""
    year = f"{release.articles[0].made_on.year} " if release.articles else ""
    return ("/", words.capital(f"{year}claim check")), *NAVIGATION


ALSO: Mapping[str, tuple[str, ...]] = {
    "/": ("home", "front page", "ranking", "the claim", "article"),
    "/check": ("does this sentence hold", "fact check", "verify a quote"),
    "/claims": ("how claims age", "statements on record", "quotes", "overturned", "revised"),
    "/explore": ("compare countries", "chart builder", "scatter", "lines"),
    "/trend": (
        "how the count grew",
        "count by year",
        "number of allies at 2%",
        "over time",
        "United States share",
    ),
    "/revisions": ("what was known when", "editions", "vintages", "history of a figure"),
    "/estimates": ("how firm is an estimate", "too close to call", "forecasts"),
    "/allies": ("allies", "members", "every ally", "list of countries"),
    "/guidelines": ("both guidelines", "equipment", "Wales pledge", "20%"),
    "/road": ("road to 3.5", "The Hague", "2035", "target 3.5%", "growth needed"),
    "/map": ("atlas", "where"),
    "/data": (
        "download",
        "CSV",
        "Excel",
        "spreadsheet",
        "API",
        "JSON",
        "Parquet",
        "SQLite",
        "cite",
        "decimal comma",
    ),
    "/about": ("definitions", "method", "sources", "pledges", "what is missing", "glossary", "licence"),
    STATUS: ("status", "refreshes", "last checked", "update log"),
}
"""By address, the words that readers may look for a page by, besides its name."""
