"""Reads any sentence about NATO's spending: from a text and its day to readings, assumptions, and what is
left.

Pure: no file, no network, no clock. `SentenceReader(context).read(text, said_on)` gives an `Understood`.
"""

from etl.claims.reading.context import Context, GroupNames, PledgeValue, PublicationYears
from etl.claims.reading.reader import SentenceReader
from etl.claims.reading.values import (
    Assumption,
    ChangeReading,
    CompareReading,
    Comparison,
    CountReading,
    ListReading,
    NotUnderstood,
    PartReading,
    RankReading,
    Reading,
    Span,
    Statement,
    Understood,
    ValueReading,
    as_mapping,
)
from etl.model.names import AllyNames

__all__ = [
    "AllyNames",
    "Assumption",
    "ChangeReading",
    "CompareReading",
    "Comparison",
    "Context",
    "CountReading",
    "GroupNames",
    "ListReading",
    "NotUnderstood",
    "PartReading",
    "PledgeValue",
    "PublicationYears",
    "RankReading",
    "Reading",
    "SentenceReader",
    "Span",
    "Statement",
    "Understood",
    "ValueReading",
    "as_mapping",
]
