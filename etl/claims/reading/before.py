"""What the sentences of a text leave to the one after them: whom and which year they spoke of, what they
counted."""

from __future__ import annotations

import msgspec

from etl.claims.reading.values import Comparison, CountReading, PartReading, Reading


class Before(msgspec.Struct, frozen=True):
    """What the sentences before one said; a new text has said nothing."""

    whom: str = ""
    """The one ally, or Europe and Canada, that the text spoke of."""
    year: int | None = None
    """The year that the text named."""
    year_said: int | None = None
    """The year that the text said last, also in what was not read."""
    line: tuple[Comparison, float] | None = None
    """On which side of how many per cent of GDP those are that the text spoke of last."""
    count: CountReading | None = None
    """The one count of the last sentence."""
    part: PartReading | None = None
    """The part of NATO's total that the text gave last, until it gave something else."""
    readings: tuple[Reading, ...] = ()
    """All readings of the last sentence."""
    figure_unread: bool = False
    """Whether the last sentence gave a percentage or a sum of which nothing was read."""
    denied: bool = False
    """Whether the last sentence had "not" or a word like it."""
    some: bool = False
    """Whether the last sentence counted or named only some of the members."""
    whole: str = "members"
    """The set that the text speaks of; "" for one that no list has, or that is not clear."""
    named: tuple[str, ...] = ()
    """The codes of the allies that the last sentence named, where it spoke of no set of members."""
    two: tuple[str, ...] = ()
    """The one ally of the sentence before the last, and the one of the last."""
    first: bool = True
    """Whether there is no sentence before."""
