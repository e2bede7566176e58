"""How the pages write numbers, dates and lists: as everything does that readers see."""

import re

from etl.model.wording import (
    MINUS,
    capital,
    counted,
    day,
    fixed,
    listed,
    ordinal,
    plain,
    plural,
    possessive,
    printed,
    share,
    short_day,
    signed,
    target,
)

_AMOUNT = re.compile(r"(\d) (?=(?:bn|m)\b)")

MOST_WORDS = 15
"""How many words a title has at most."""


def count(n: int) -> str:
    """A number of things: in digits, as newsrooms write it in titles and beside other numbers."""
    return f"{n:,}"


def headline(*wordings: str) -> str:
    """The first of some wordings of a title that has at most 15 words; the last where none has."""
    return next((text for text in wordings if len(text.split()) <= MOST_WORDS), wordings[-1])


def estimated(value: str, estimate: bool) -> str:
    """A value in a sentence or a hover text: "4.12 (estimate)"; in tables it has NATO's e."""
    return f"{value} (estimate)" if estimate else value


def unbroken(title: str) -> str:
    """A title whose amounts stay on one line with their unit: $414 bn."""
    return _AMOUNT.sub("\\1\N{NO-BREAK SPACE}", title)


def share_of_gdp(value: float, estimate: bool) -> str:
    """A share of GDP with its unit, as a hover text has it: "4.12% of GDP (estimate)"."""
    return estimated(f"{share(value)}% of GDP", estimate)


def percent(value: float, estimate: bool) -> str:
    """A share in a sentence that has named what of: "4.12% (estimate)"."""
    return estimated(f"{share(value)}%", estimate)
