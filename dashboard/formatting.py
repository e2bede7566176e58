"""How the pages write numbers, dates and lists: as everything does that readers see."""

from etl.model.wording import (
    MINUS,
    capital,
    count,
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
