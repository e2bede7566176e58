"""`/search`: what the search in the masthead leads to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from dashboard import search
from dashboard.pages import Page
from dashboard.pages.check.page import ADDRESS as CHECK
from dashboard.state import Pairs, Parameter, State, question
from dashboard.state.domains import Search
from etl.model import Release

ADDRESS = "/search"

ASKED = Parameter(
    name="q",
    what="A country in any of its names, a page, a measure, a year or an edition.",
    domain=Search(most_words=80, longest=500),
    default=lambda _: "",
    label="Search",
    control="search",
)


class SearchState(State, frozen=True):
    """What is looked for."""

    q: Annotated[str, ASKED]


def build(release: Release, pairs: Pairs, _: Mapping[str, str]) -> Page:
    """The page that an address asks for; BadParameter where it is not understood."""
    asked = SearchState.parse(pairs, release)
    found = search.find(release, asked.q)
    title = f"Search: {asked.q}" if asked.q else "Search"
    return Page(
        template="search.html",
        title=title,
        description="Countries, pages, measures, years and editions of NATO’s defence spending.",
        canonical=ADDRESS + asked.query(release),
        chart=False,
        context={"q": asked.q, "found": found, "check": sentence(asked.q)},
    )


def sentence(text: str) -> str:
    """The address that checks a text as a sentence; "" where it is too short to be one."""
    return CHECK + question([("text", text)]) if len(text.split()) > 2 else ""
