"""How the pages write numbers, dates and lists: as everything does that readers see."""

from etl.model.wording import (
    MINUS,
    capital,
    day,
    fixed,
    listed,
    plain,
    plural,
    printed,
    share,
    short_day,
    signed,
    target,
)

__all__ = [
    "MINUS",
    "capital",
    "count",
    "day",
    "estimated",
    "fixed",
    "listed",
    "plain",
    "plural",
    "printed",
    "share",
    "short_day",
    "signed",
    "target",
]


def count(n: int) -> str:
    """A number of things: in digits, as newsrooms write it in titles and beside other numbers."""
    return f"{n:,}"


def estimated(value: str, estimate: bool) -> str:
    """A value in a sentence: "4.12 (estimate)"; in tables it has NATO's e."""
    return f"{value} (estimate)" if estimate else value
