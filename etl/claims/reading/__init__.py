"""Reads any sentence about NATO's spending: from a text and its day to readings, assumptions, and what is
left.

Pure: no file, no network, no clock. `SentenceReader(context).read(text, said_on)` gives an `Understood`.
"""

from etl.claims.reading.context import Context, GroupNames, Pledge, PublicationYears
from etl.claims.reading.reader import LONGEST, SentenceReader
from etl.claims.reading.values import (
    Assumption,
    Change,
    Compare,
    Comparison,
    Count,
    Listed,
    NotUnderstood,
    Part,
    Rank,
    Reading,
    Span,
    Statement,
    Understood,
    Value,
    as_mapping,
)
from etl.model.names import AllyNames

__all__ = [
    "LONGEST",
    "AllyNames",
    "Assumption",
    "Change",
    "Compare",
    "Comparison",
    "Context",
    "Count",
    "GroupNames",
    "Listed",
    "NotUnderstood",
    "Part",
    "Pledge",
    "PublicationYears",
    "Rank",
    "Reading",
    "SentenceReader",
    "Span",
    "Statement",
    "Understood",
    "Value",
    "as_mapping",
]
