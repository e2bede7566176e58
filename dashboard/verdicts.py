"""The judgements as readers see them: name, mark and meaning of each. The ids are those of the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from etl.model import JUDGEMENTS


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement's name for readers, the class of its chip, and what it means in a sentence."""

    name: str
    kind: str
    meaning: str


_VERDICTS = (
    Verdict(
        "Still correct",
        "published",
        "It held by the newest table of the day it was said, and holds by the latest.",
    ),
    Verdict(
        "Correct then, revised since",
        "revised",
        "It held by the newest table of the day it was said; the latest says otherwise.",
    ),
    Verdict("Not supported", "unborne", "It did not hold by the newest table of the day it was said."),
    Verdict(
        "Not checkable with NATO data",
        "outside",
        "NATO’s tables do not have what was said, so nothing is judged.",
    ),
    Verdict(
        "Cannot be told: that table is missing here",
        "untold",
        "The newest table of that day, or a figure in it, is not available here.",
    ),
)
VERDICTS: Mapping[str, Verdict] = dict(zip(JUDGEMENTS, _VERDICTS, strict=True))
"""Each judgement by its id."""
